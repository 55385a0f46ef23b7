"""The page that says how to add a site is followed word by word, in a copy of the repository."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
import regex

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "add-a-site.md"
BLOCK = regex.compile(r"^```(?P<language>\w+)\n(?P<body>.*?)^```$", regex.M | regex.S)
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "data*", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info")


def blocks() -> list[tuple[str, str]]:
    return [(match["language"], match["body"]) for match in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT, tmp_path / "checkout", ignore=NOT_COPIED))


def follow(command: str, checkout: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("REGENBASE_", "PYTEST_"))}
    environment |= {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}",
        "PYTHONPATH": str(checkout),
    }
    return subprocess.run(
        ["bash", "-euc", command], cwd=checkout, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_page_is_followed_word_by_word(checkout: Path) -> None:
    outputs: list[subprocess.CompletedProcess[str]] = []
    for language, body in blocks():
        if language == "python":
            module = checkout / "extractors" / "sites" / "cell_courier.py"
            module.write_text(body, encoding="utf-8")
            continue
        assert language == "console"
        for line in body.splitlines():
            assert line.startswith("$ ")
            outputs.append(follow(line.removeprefix("$ "), checkout))
    failed = [done for done in outputs if done.returncode]
    # The first golden run writes the golden and says so; nothing else fails.
    assert len(failed) == 1, "\n".join(done.args[-1] + done.stdout + done.stderr for done in failed)
    assert "please review" in failed[0].stdout
    golden = json.loads((checkout / "tests/golden/cell_courier/first/expected.json").read_text(encoding="utf-8"))
    assert golden["documents"][0]["title"] == "Lab-Grown Tendons Pass a First Test"
    assert golden["cited_works"][0]["doi"] == "10.5555/trl.2026.0020"
    with duckdb.connect(str(checkout / "data-courier" / "regenbase.duckdb"), read_only=True) as connection:
        documents = connection.execute("SELECT source_id, title, published_on::VARCHAR FROM documents").fetchall()
    assert documents == [("cell_courier", "Lab-Grown Tendons Pass a First Test", "2026-04-02")]
