from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from schemas.batches import BatchResult, CaptureResult
from tests.warehouse.rows import SOURCES, VERSION, Page, build_input, failed_page, stage
from warehouse import BuildError, Staging, StagingError, build
from warehouse.durable import work_folder


def rose(number: int = 1) -> Page:
    page = Page(f"Roses {number}\nRoses grow in summer.")
    page.document(f"roses-{number}", f"Roses {number}")
    return page


def folders(data: Path) -> list[str]:
    return sorted(path.name for path in (data / "staging" / VERSION).iterdir())


def test_a_staged_capture_is_no_longer_missing(tmp_path: Path) -> None:
    first, second = rose(1), rose(2)
    assert Staging(tmp_path).missing([first.key, second.key]) == [first.key, second.key]
    stage(tmp_path, [first.result()])
    assert Staging(tmp_path).missing([first.key, second.key]) == [second.key]


def test_a_batch_is_written_once(tmp_path: Path) -> None:
    stage(tmp_path, [rose(1).result(), rose(2).result()])
    (name,) = folders(tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "staging" / VERSION / name).iterdir()}
    stage(tmp_path, [rose(2).result(), rose(1).result()])
    assert folders(tmp_path) == [name]
    after = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "staging" / VERSION / name).iterdir()}
    assert after == before


def test_a_batch_without_captures_leaves_nothing(tmp_path: Path) -> None:
    Staging(tmp_path).write_batch(BatchResult(VERSION, []))
    assert not (tmp_path / "staging").exists()


def test_a_temporary_folder_is_no_batch(tmp_path: Path) -> None:
    page = rose()
    stage(tmp_path, [page.result()])
    (name,) = folders(tmp_path)
    folder = tmp_path / "staging" / VERSION
    (folder / name).rename(folder / f".writing-{name}")
    assert Staging(tmp_path).missing([page.key]) == [page.key]
    assert Staging(tmp_path).live([page.key]).missing == (page.key,)


def test_what_a_dead_writer_left_is_cleared_away_and_a_living_ones_work_stays(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib; from warehouse.durable import work_folder; "
        "print(work_folder(pathlib.Path(sys.argv[1]), '.writing-', 'abc'))"
    )
    parent = tmp_path / "staging" / VERSION
    dead = subprocess.run([sys.executable, "-c", script, parent], capture_output=True, text=True, check=True)
    living = work_folder(parent, ".writing-", "def")
    assert Path(dead.stdout.strip()).exists()
    assert Staging(tmp_path).missing([]) == []
    assert not Path(dead.stdout.strip()).exists()
    assert living.exists()


def test_a_failed_write_leaves_no_folder(tmp_path: Path) -> None:
    page = rose()
    result = page.result()
    result.rows["captures"] = []
    with pytest.raises(StagingError, match="needs one captures row"):
        Staging(tmp_path).write_batch(BatchResult(VERSION, [result]))
    assert folders(tmp_path) == []


def test_the_same_capture_twice_in_a_batch_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StagingError, match="twice"):
        stage(tmp_path, [rose().result(), rose().result()])


def test_rows_that_extraction_does_not_make_are_refused(tmp_path: Path) -> None:
    result = rose().result()
    result.rows["works"] = [{"work_id": "x"}]
    with pytest.raises(StagingError, match="'works'"):
        Staging(tmp_path).write_batch(BatchResult(VERSION, [result]))


def test_a_result_wins_over_an_earlier_failure_of_the_same_capture(tmp_path: Path) -> None:
    page = rose()
    _, failed = failed_page(page.text)
    stage(tmp_path, [CaptureResult(page.key, "garden", failed.rows, failed.extracted, is_failed=True)])
    stage(tmp_path, [page.result()])
    (batch,) = Staging(tmp_path).live([page.key]).batches
    assert (batch.folder / "documents.parquet").exists()


def test_only_wanted_captures_of_a_batch_are_read(tmp_path: Path) -> None:
    first, second = rose(1), rose(2)
    stage(tmp_path, [first.result(), second.result()])
    (batch,) = Staging(tmp_path).live([first.key]).batches
    assert batch.capture_ids == (first.capture_id,)
    assert not batch.is_whole
    made = build(tmp_path, build_input([first.file]))
    assert made.run.n_documents == 1


def test_a_capture_that_is_not_staged_stops_the_build(tmp_path: Path) -> None:
    first, second = rose(1), rose(2)
    stage(tmp_path, [first.result()])
    with pytest.raises(BuildError, match="every capture is staged"):
        build(tmp_path, build_input([first.file, second.file], sources=SOURCES))


def test_what_was_extracted_again_stands_for_its_capture(tmp_path: Path) -> None:
    page = rose()
    stage(tmp_path, [page.result()])
    _, failed = failed_page(page.text)
    Staging(tmp_path).write_batch(BatchResult(VERSION, [failed]), is_again=True)
    # Even a failure: it is what today's code makes of the capture.
    assert len(folders(tmp_path)) == 2
    [live] = Staging(tmp_path).live([page.key]).batches
    assert not (live.folder / "documents.parquet").exists()
    Staging(tmp_path).write_batch(BatchResult(VERSION, [page.result()]), is_again=True)
    [live] = Staging(tmp_path).live([page.key]).batches
    assert (live.folder / "documents.parquet").exists()
    assert len(folders(tmp_path)) == 3


def test_again_without_a_first_time_is_the_first_time(tmp_path: Path) -> None:
    page = rose()
    Staging(tmp_path).write_batch(BatchResult(VERSION, [page.result()]), is_again=True)
    before = folders(tmp_path)
    stage(tmp_path, [page.result()])
    assert folders(tmp_path) == before
