"""Writers that are killed: the live release stays, and the next run goes on."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.warehouse.rows import Page, published
from warehouse import Staging, connect_live, lock_owner

# Stops dead at a named step of a build or of publishing it, once it has told so.
WRITER = """
import sys
from importlib import import_module
from pathlib import Path
from tests.warehouse.rows import Page, published
from warehouse import WriterLock

data, place = Path(sys.argv[1]), sys.argv[2]
module, name = place.split(":")

def stop(*_, **__):
    print("there", flush=True)
    sys.stdin.read()

setattr(import_module(module), name, stop)
page = Page("Roses 2")
page.document("roses", "Roses 2")
with WriterLock(data):
    published(data, [page], run=2)
"""
PLACES = (
    "warehouse.staging:_move",
    "warehouse.build:resolve_works",
    "warehouse.build:check_release",
    "warehouse.build:create_search_index",
    "warehouse.publish:sync_file",
    "warehouse.publish:_make_live",
    "warehouse.publish:_remove_old",
)


def titles(data: Path) -> list[tuple[str]]:
    with connect_live(data) as connection:
        return connection.execute("SELECT title FROM documents").fetchall()


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_a_killed_writer_harms_nothing(tmp_path: Path, place: str) -> None:
    page = Page("Roses 1")
    page.document("roses", "Roses 1")
    published(tmp_path, [page])
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, tmp_path, place],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "there\n"
    assert f"process {process.pid} " in str(lock_owner(tmp_path))
    process.send_signal(signal.SIGKILL)
    process.communicate()

    is_live = place == "warehouse.publish:_remove_old"
    assert titles(tmp_path) == [("Roses 2" if is_live else "Roses 1",)]
    assert lock_owner(tmp_path) is None

    page = Page("Roses 3")
    page.document("roses", "Roses 3")
    published(tmp_path, [page], run=3)
    assert titles(tmp_path) == [("Roses 3",)]
    assert Staging(tmp_path).missing([]) == []
    assert list(tmp_path.rglob(".*")) == []
