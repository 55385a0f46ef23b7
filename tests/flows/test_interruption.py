"""Runs that are ended while they work, as real processes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import warehouse
from flows.errors import NOTHING_PUBLISHED, PUBLISHED
from flows.ingest import ingest
from flows.settings import SAMPLES, Settings
from tests.flows.conftest import copy_few
from tests.flows.test_pool import wait_until

pytestmark = pytest.mark.slow

# The run stops behind a stage, or inside the build with its file open, so that a test can end it there.
STOPPABLE = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
import flows.ingest as ingest, warehouse
from flows import cli, running

stop_in, marker = sys.argv[1], Path(sys.argv[2])

def pausing(stage):
    def call(*given):
        made = stage(*given)
        marker.touch()
        signal.pause()
        return made
    return call

stages = ingest.STAGES
if stop_in == "checks":
    building = sys.modules["warehouse.build"]
    building.check_release = pausing(building.check_release)
else:
    stages = replace(stages, **{stop_in: pausing(getattr(stages, stop_in))})
running.__dict__["_run_plain"] = lambda settings: ingest.ingest(settings, stages)
sys.argv = ["regenbase", "run", "--direct", "--raw", sys.argv[3], "--data", sys.argv[4]]
cli.main()
"""


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "REGENBASE_"))}


def run(settings: Settings, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flows.cli", "run", "--raw", str(settings.raw), "--data", str(settings.data)]
    return subprocess.run(
        [*command, *options], capture_output=True, text=True, check=False, env=environment(), stdin=subprocess.DEVNULL
    )


def n_documents(settings: Settings) -> int:
    with closing(warehouse.connect_live(settings.data)) as connection:
        row = connection.execute("SELECT count(*) FROM documents").fetchone()
    assert row is not None
    return int(row[0])


def add_page(settings: Settings) -> None:
    name = "longevity_institute/stem-cells-for-knee-cartilage.txt"
    (settings.raw / name).parent.mkdir()
    shutil.copyfile(SAMPLES / name, settings.raw / name)


@pytest.fixture
def live(tmp_path: Path) -> Settings:
    """A warehouse of three pages, and a fourth page that the next run would add."""
    settings = Settings(raw=copy_few(tmp_path / "raw"), data=tmp_path / "data", task_runner="inprocess")
    assert ingest(settings).status == "published"
    add_page(settings)
    return settings


@pytest.mark.parametrize(
    ("stage", "number"),
    [
        ("extract", signal.SIGKILL),
        ("extract", signal.SIGINT),
        ("checks", signal.SIGKILL),
        ("checks", signal.SIGTERM),
        ("build", signal.SIGKILL),
    ],
)
def test_a_run_that_is_ended_leaves_the_live_release_and_the_next_one_goes_on(
    live: Settings, tmp_path: Path, stage: str, number: signal.Signals
) -> None:
    marker = tmp_path / "stopped"
    child = subprocess.Popen(
        [sys.executable, "-c", STOPPABLE, stage, str(marker), str(live.raw), str(live.data)],
        env=environment(),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert wait_until(marker.exists, seconds=60)
        assert n_documents(live) == 3
        child.send_signal(number)
        words = child.communicate(timeout=30)[1]
    finally:
        child.kill()
    if number != signal.SIGKILL:
        assert child.returncode == NOTHING_PUBLISHED
        assert "Interrupted. The live warehouse is whole" in words
    assert n_documents(live) == 3
    after = run(live, "--direct", "--json")
    assert after.returncode == PUBLISHED, after.stderr
    # What was staged before the end is not extracted again.
    assert json.loads(after.stdout)["n_extracted"] == 0
    assert n_documents(live) == 4
    assert not [entry for entry in (live.data / "releases").iterdir() if entry.suffix != ".duckdb"]


def test_a_run_through_prefect_publishes_and_leaves_no_server(tmp_path: Path) -> None:
    settings = Settings(raw=copy_few(tmp_path / "raw"), data=tmp_path / "data")
    shown = run(settings, "--json")
    assert shown.returncode == PUBLISHED, shown.stderr
    report = json.loads(shown.stdout)
    assert report["n_extracted"] == report["n_captures"]
    assert "Starting Prefect's server" in shown.stderr
    again = run(settings, "--direct", "--json")
    assert json.loads(again.stdout)["n_extracted"] == 0
    assert json.loads(again.stdout)["changes"] == []
    in_use = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert not [line for line in in_use.splitlines() if str(settings.data) in line]


def test_a_run_through_prefect_can_be_interrupted(live: Settings) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "run", "--raw", str(live.raw), "--data", str(live.data)],
        env=environment(),
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert child.stderr is not None
        seen = next(line for line in child.stderr if "Found" in line)
        assert "1 capture to extract" in seen
        child.send_signal(signal.SIGTERM)
        words = child.stderr.read()
        assert child.wait(timeout=60) == NOTHING_PUBLISHED, words
    finally:
        child.kill()
    assert "Traceback" not in words
    assert n_documents(live) == 3
