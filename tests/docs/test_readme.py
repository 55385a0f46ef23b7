"""What the README shows is what the samples give."""

from __future__ import annotations

import contextlib
import io
import shlex
from pathlib import Path

import pytest
import regex
from rich.console import Console

from flows.inspection import run_query
from flows.inspection_display import print_rows
from flows.running import run_direct
from flows.settings import Settings

ROOT = Path(__file__).parent.parent.parent
BLOCK = regex.compile(r"^```console\n(?P<body>.*?)^```$", regex.M | regex.S)
QUERIES = [
    body.splitlines()
    for body in (match["body"] for match in BLOCK.finditer((ROOT / "README.md").read_text(encoding="utf-8")))
    if "regenbase sql" in body
]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings(raw=ROOT / "raw" / "samples", data=tmp_path_factory.mktemp("readme"), task_runner="inprocess")
    with contextlib.redirect_stderr(io.StringIO()):
        assert run_direct(settings).status == "published"
    return settings


@pytest.mark.parametrize("lines", QUERIES, ids=range(len(QUERIES)))
def test_shown_output_is_the_real_one(settings: Settings, lines: list[str]) -> None:
    query = shlex.split(lines[0])[-1]
    columns, rows = run_query(settings, query)
    printed = io.StringIO()
    print_rows(Console(file=printed, width=250), columns, rows, "table")
    assert [line.rstrip() for line in printed.getvalue().splitlines()] == [line.rstrip() for line in lines[1:]]
