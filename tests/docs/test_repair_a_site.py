"""The page that says how to repair a site is followed word by word, in a copy of the repository."""

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
from typer.main import get_command

from flows.cli import app

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "repair-a-site.md"
BLOCK = regex.compile(r"^```(?P<language>\w+)\n(?P<body>.*?)^```$", regex.M | regex.S)
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "data*", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info")
OLD = "spinalcord_help/hydrogel-oligodendrocyte-precursors-rats.txt"
NEW = "spinalcord_help/renamed-limitations"
LIMITATIONS = "SELECT text FROM claims WHERE page_role = 'limitation' ORDER BY text"


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
        ["bash", "-euc", command],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def edit(module: Path, diff: str) -> None:
    """Make the changes of a diff; each of its paragraphs is one place, which must be in the module once."""
    text = module.read_text(encoding="utf-8")
    for paragraph in diff.strip("\n").split("\n\n"):
        lines = paragraph.splitlines()
        old = "".join(f"{line[1:]}\n" for line in lines if line[0] in " -")
        new = "".join(f"{line[1:]}\n" for line in lines if line[0] in " +")
        assert text.count(old) == 1, f"{module.name} no longer says what the page shows:\n{old}"
        text = text.replace(old, new)
    module.write_text(text, encoding="utf-8")


def limitations(checkout: Path) -> list[str]:
    with duckdb.connect(str(checkout / "data-repair" / "regenbase.duckdb"), read_only=True) as connection:
        return [text for (text,) in connection.execute(LIMITATIONS).fetchall()]


@pytest.mark.slow
def test_page_is_followed_word_by_word(checkout: Path) -> None:
    # The page begins where every case is as reviewed.
    assert follow("regenbase accept --all --yes --allow-regression", checkout).returncode == 0
    reviewed = json.loads((checkout / "tests/golden" / OLD / "expected.json").read_text(encoding="utf-8"))
    expected = sorted(row["text"] for row in reviewed["claims"] if row.get("page_role") == "limitation")
    assert expected

    outputs: list[subprocess.CompletedProcess[str]] = []
    before: list[str] | None = None
    for match in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        if match["language"] == "diff":
            before = limitations(checkout)
            edit(checkout / "extractors" / "sites" / "spinalcord_help.py", match["body"])
            continue
        assert match["language"] == "console"
        for line in match["body"].splitlines():
            assert line.startswith("$ ")
            outputs.append(follow(line.removeprefix("$ "), checkout))

    # The first acceptance is refused and names what is gone; nothing else fails.
    failed = [done for done in outputs if done.returncode]
    assert [(done.args[-1], done.returncode) for done in failed] == [(f"regenbase accept {NEW}", 2)], "\n".join(
        done.args[-1] + done.stdout + done.stderr for done in failed
    )
    assert all(f"- {text[:40]}" in failed[0].stdout for text in expected)
    assert "--allow-regression" in failed[0].stderr
    golden = json.loads((checkout / "tests/golden" / NEW / "expected.json").read_text(encoding="utf-8"))
    assert sorted(row["text"] for row in golden["claims"] if row.get("page_role") == "limitation") == expected
    assert before == []
    assert limitations(checkout) == expected


def test_every_command_of_the_page_has_help() -> None:
    named = set(regex.findall(r"\bregenbase ([a-z][a-z-]+)", PAGE.read_text(encoding="utf-8")))
    assert named <= set(get_command(app).commands)
