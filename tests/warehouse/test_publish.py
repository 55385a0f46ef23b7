from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.rows import Page, built, published
from warehouse import ReleaseError, connect_live, live_path, publish, releases, rollback


def rose(number: int = 1) -> Page:
    page = Page(f"Roses {number}")
    page.document("roses", f"Roses {number}")
    return page


def title(data: Path) -> str:
    with connect_live(data) as connection:
        ((found,),) = connection.execute("SELECT title FROM documents").fetchall()
    return str(found)


def test_nothing_is_live_before_the_first_release(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="nothing is published"):
        connect_live(tmp_path)
    assert releases(tmp_path) == []
    with pytest.raises(ReleaseError, match="no release is older"):
        rollback(tmp_path)


def test_a_built_release_is_not_live_yet(tmp_path: Path) -> None:
    published(tmp_path, [rose(1)], run=1)
    made = built(tmp_path, [rose(2)], run=2)
    assert title(tmp_path) == "Roses 1"
    publish(tmp_path, made, keep=10)
    assert title(tmp_path) == "Roses 2"


def test_publishing_leaves_the_live_file_and_the_releases_only(tmp_path: Path) -> None:
    made = published(tmp_path, [rose()])
    assert {path.name for path in tmp_path.iterdir()} == {"regenbase.duckdb", "releases", "staging"}
    assert [path.name for path in (tmp_path / "releases").iterdir()] == [f"{made.release_id}.duckdb"]


def test_the_live_release_is_read_only(tmp_path: Path) -> None:
    published(tmp_path, [rose()])
    with connect_live(tmp_path) as connection, pytest.raises(duckdb.Error, match="read-only"):
        connection.execute("DELETE FROM documents")


def test_a_reader_keeps_the_release_that_it_opened(tmp_path: Path) -> None:
    published(tmp_path, [rose(1)], run=1)
    with connect_live(tmp_path) as reader:
        published(tmp_path, [rose(2)], run=2)
        assert reader.execute("SELECT title FROM documents").fetchall() == [("Roses 1",)]
    assert title(tmp_path) == "Roses 2"


def test_only_the_last_releases_are_kept(tmp_path: Path) -> None:
    made = [published(tmp_path, [rose(number)], run=number, keep=2) for number in (1, 2, 3)]
    assert [info.release_id for info in releases(tmp_path)] == [made[2].release_id, made[1].release_id]
    assert [info.is_live for info in releases(tmp_path)] == [True, False]


def test_the_live_release_is_kept_even_where_it_is_the_oldest(tmp_path: Path) -> None:
    made = [published(tmp_path, [rose(number)], run=number) for number in (1, 2)]
    rollback(tmp_path, made[0].release_id)
    third = published(tmp_path, [rose(3)], run=3, keep=1)
    assert [info.release_id for info in releases(tmp_path)] == [third.release_id]


def test_a_release_tells_what_it_is(tmp_path: Path) -> None:
    made = published(tmp_path, [rose()])
    (info,) = releases(tmp_path)
    assert (info.run_id, info.status, info.content_sha256) == ("run-1", "published", made.content_sha256)
    assert info.n_documents == 1
    assert info.n_bytes == info.path.stat().st_size


def test_rolling_back_goes_one_release_back_each_time(tmp_path: Path) -> None:
    made = [published(tmp_path, [rose(number)], run=number) for number in (1, 2, 3)]
    assert rollback(tmp_path) == made[1].release_id
    assert title(tmp_path) == "Roses 2"
    assert rollback(tmp_path) == made[0].release_id
    with pytest.raises(ReleaseError, match="no release is older"):
        rollback(tmp_path)
    assert rollback(tmp_path, made[2].release_id) == made[2].release_id
    assert title(tmp_path) == "Roses 3"


def test_rolling_back_to_the_live_release_changes_nothing(tmp_path: Path) -> None:
    made = published(tmp_path, [rose()])
    assert rollback(tmp_path, made.release_id) == made.release_id
    assert title(tmp_path) == "Roses 1"
    assert not list(tmp_path.glob(".*"))


def test_an_unknown_release_is_refused_with_those_there_are(tmp_path: Path) -> None:
    made = published(tmp_path, [rose()])
    with pytest.raises(ReleaseError, match=made.release_id):
        rollback(tmp_path, "nonsense")


def test_a_release_built_after_going_back_follows_the_one_it_was_built_on(tmp_path: Path) -> None:
    made = [published(tmp_path, [rose(number)], run=number) for number in (1, 2)]
    rollback(tmp_path)
    third = published(tmp_path, [rose(3)], run=3)
    assert third.release.previous_release_id == made[0].release_id
    with connect_live(tmp_path) as connection:
        assert connection.execute("SELECT run_id FROM runs ORDER BY run_id").fetchall() == [("run-1",), ("run-3",)]


def test_without_hard_links_the_live_release_is_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuse)
    made = [published(tmp_path, [rose(number)], run=number) for number in (1, 2)]
    assert title(tmp_path) == "Roses 2"
    assert [info.is_live for info in releases(tmp_path)] == [True, False]
    assert rollback(tmp_path) == made[0].release_id
    assert not live_path(tmp_path).samefile(tmp_path / "releases" / f"{made[0].release_id}.duckdb")


def test_other_faults_of_the_disk_are_not_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = built(tmp_path, [rose()])

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "link", fail)
    with pytest.raises(OSError, match="Input/output"):
        publish(tmp_path, made, keep=10)
