"""Decisions of people: how they are read and written, and what they do to a warehouse."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from schemas.ids import row_id
from tests.warehouse.references import NOW, Reference, Resolver, decision
from tests.warehouse.rows import Page, build_input, built
from warehouse import Built, build
from warehouse.decisions import (
    Decision,
    decisions_path,
    parse_decisions,
    read_decisions,
    read_own_decisions,
    record,
    take_back,
    write_decisions,
)
from warehouse.errors import DecisionError

HEAD = "table_name,left_id,right_id,judgement,reason,decided_by,decided_at,undone_at"
ONE = Reference("one", title="Roses of the northern gardens in spring", authors=("Marlow",), year=2019, doi="10.1/a")
TWO = ONE.but("two")
OTHER = ONE.but("other", title="A quite different matter of bees", doi="10.1/b")


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return Resolver()


# ------------------------------------------------------------------ the files


def test_what_is_written_is_read(tmp_path: Path) -> None:
    made = decision("a", "b", "keep_apart", is_undone=True)
    record(tmp_path, made)
    assert read_own_decisions(tmp_path) == [made]
    assert read_decisions(tmp_path) == [made]


def test_a_later_decision_about_a_pair_takes_the_place_of_the_earlier_whichever_side_comes_first(
    tmp_path: Path,
) -> None:
    record(tmp_path, decision("a", "b", "merge"))
    record(tmp_path, decision("b", "a", "keep_apart"))
    assert [entry.judgement for entry in read_own_decisions(tmp_path)] == ["keep_apart"]


def test_the_data_folder_comes_before_the_file_beside_the_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packaged = tmp_path / "package"
    write_decisions(packaged, [decision("a", "b", "merge"), decision("c", "d", "merge")])
    monkeypatch.setattr("warehouse.decisions.files", lambda _package: packaged)
    write_decisions(tmp_path / "data", [decision("b", "a", "keep_apart")])
    assert [(entry.judgement, entry.pair[1:]) for entry in read_decisions(tmp_path / "data")] == [
        ("keep_apart", ("a", "b")),
        ("merge", ("c", "d")),
    ]


def test_a_decision_beside_the_code_is_taken_back_in_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged = tmp_path / "package"
    write_decisions(packaged, [decision("a", "b", "merge")])
    monkeypatch.setattr("warehouse.decisions.files", lambda _package: packaged)
    later = datetime.fromisoformat("2025-07-01T00:00:00")
    take_back(tmp_path / "data", ("works", "a", "b"), later)
    assert [entry.undone_at for entry in read_decisions(tmp_path / "data")] == [later]
    assert parse_decisions((packaged / "decisions.csv").read_text(), "x")[0].undone_at is None


def test_what_is_not_decided_cannot_be_taken_back(tmp_path: Path) -> None:
    with pytest.raises(DecisionError, match="no decision about works a and b"):
        take_back(tmp_path, ("works", "a", "b"), NOW)


def test_a_file_may_lack_the_last_column_and_times_may_have_an_offset() -> None:
    head = HEAD.removesuffix(",undone_at")
    (found,) = parse_decisions(f"{head}\nworks,a,b,merge,same trial,ann,2025-06-01T14:00:00+02:00\n\n", "x")
    assert found == Decision("works", "a", "b", "merge", "same trial", "ann", NOW)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("works,a,b,maybe,,,2025-06-01,", "line 2: the judgement is"),
        ("works,,b,merge,,,2025-06-01,", "line 2: left_id is empty"),
        ("works,a,b,merge,,,yesterday,", "line 2: 'yesterday' is no time"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line: str, message: str) -> None:
    with pytest.raises(DecisionError, match=message):
        parse_decisions(f"{HEAD}\n{line}\n", "decisions.csv")


def test_a_file_without_its_columns_is_named() -> None:
    with pytest.raises(DecisionError, match="x: the first line lacks judgement"):
        parse_decisions("table_name,left_id,right_id,reason,decided_by,decided_at\n", "x")


# ------------------------------------------------------------------ what they do


def test_people_join_what_no_rule_would(resolver: Resolver) -> None:
    resolved = resolver.resolve([ONE, OTHER], [decision("one", "other", "merge")])
    assert len(resolved.clusters) == 1
    (merge,) = resolved.of("merge")
    assert (merge.decided_by, merge.rule) == ("person", "decision")
    assert merge.compared["reason"] == "looked at"


def test_people_part_what_an_identifier_joined(resolver: Resolver) -> None:
    three = [ONE, TWO, ONE.but("three")]
    resolved = resolver.resolve(three, [decision("one", "two", "keep_apart")])
    assert resolved.work_ids["one"] != resolved.work_ids["two"]
    assert len(resolved.clusters) == 2


def test_a_work_may_be_named_by_its_id_or_by_that_of_an_identifier(resolver: Resolver) -> None:
    work, other = row_id("works", ["doi", "10.1/a"]), row_id("works", ["pmid", "7"])
    resolved = resolver.resolve([ONE, OTHER.but("other", pmid="7")], [decision(work, other, "merge")])
    assert len(resolved.clusters) == 1
    assert resolved.warnings == ()


def test_a_decision_may_name_a_work_that_a_decision_made(resolver: Resolver) -> None:
    parted = resolver.resolve([ONE, TWO], [decision("one", "two", "keep_apart")])
    ids = sorted(set(parted.work_ids.values()))
    decisions = [decision("one", "two", "keep_apart"), decision(*ids, "merge")]
    # Citations and works name the same two: parting is the stronger judgement.
    assert len(resolver.resolve([ONE, TWO], decisions).clusters) == 2


def test_whoever_hangs_on_the_one_goes_with_the_one(resolver: Resolver) -> None:
    # a - b - c - d by identifiers in turn; the middle is cut.
    chain = [
        Reference("a", pmid="1"),
        Reference("b", pmid="1", doi="10.1/x"),
        Reference("c", doi="10.1/x"),
        Reference("d", title=TWO.title, authors=("Marlow",), year=2019),
    ]
    decisions = [decision("c", "d", "merge"), decision("b", "c", "keep_apart")]
    resolved = resolver.resolve(chain, decisions)
    assert resolved.clusters == {frozenset("ab"), frozenset("cd")}


def test_an_unknown_id_warns_and_changes_nothing(resolver: Resolver) -> None:
    plain = resolver.resolve([ONE, TWO])
    decisions = [decision("one", "nowhere", "merge"), decision("gone", "two", "keep_apart")]
    resolved = resolver.resolve([ONE, TWO], decisions)
    assert resolved.content == plain.content
    assert sorted(warning.split("id ")[1].split(";")[0] for warning in resolved.warnings) == ["gone", "nowhere"]


def test_a_decision_that_is_undone_is_shown_without_effect(resolver: Resolver) -> None:
    plain = resolver.resolve([ONE, TWO])
    resolved = resolver.resolve([ONE, TWO], [decision("one", "two", "keep_apart", is_undone=True)])
    assert resolved.content == plain.content
    assert [merge.is_undone for merge in resolved.merges if merge.decided_by == "person"] == [True]


def test_what_people_joined_is_no_contradiction_any_more(resolver: Resolver) -> None:
    contrary = [Reference("a", doi="10.1/a", pmid="1"), Reference("b", doi="10.1/b", pmid="1")]
    assert len(resolver.resolve(contrary).issues) == 2
    joined = resolver.resolve(contrary, [decision("a", "b", "merge")])
    assert len(joined.clusters) == 1
    assert joined.issues == ()
    assert not joined.of("keep_apart")


# ------------------------------------------------------------------ in a warehouse


def citing(name: str) -> Page:
    page = Page(f"{name}\nRoses. 2020. 10.1/a")
    page.citation(page.document(name, name), "Roses. 2020. 10.1/a", title="Roses", identifiers=[("doi", "10.1/a")])
    return page


def read(made: Built, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(made.path, read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_a_warehouse_obeys_its_own_file_and_returns_when_it_is_undone(tmp_path: Path) -> None:
    pages = [citing("A"), citing("B")]
    files = [page.file for page in pages]
    first = built(tmp_path, pages)
    ((left, right),) = read(first, "SELECT left_id, right_id FROM merges")

    record(tmp_path, decision(left, right, "keep_apart"))
    parted = build(tmp_path, build_input(files, run=2))
    assert read(parted, "SELECT count(*) FROM works") == [(2,)]
    assert parted.content_sha256 != first.content_sha256
    shown = "SELECT rule, judgement, is_in_force, decided_by FROM v_merges ORDER BY rule"
    assert read(parted, shown) == [
        ("decision", "keep_apart", True, "person"),
        ("shared_identifier", "merge", False, "rule"),
    ]

    take_back(tmp_path, ("works", min(left, right), max(left, right)), NOW)
    restored = build(tmp_path, build_input(files, run=3))
    assert read(restored, "SELECT count(*) FROM works") == [(1,)]
    assert restored.content_sha256 == first.content_sha256


def test_a_build_says_which_decisions_it_could_not_apply(tmp_path: Path) -> None:
    record(tmp_path, decision("x", "y", "merge"))
    made = built(tmp_path, [citing("A")])
    assert len(made.warnings) == 1
    assert "changes nothing" in made.warnings[0]


def test_a_file_that_cannot_be_read_stops_the_build(tmp_path: Path) -> None:
    decisions_path(tmp_path).write_text("table_name\n", encoding="utf-8")
    with pytest.raises(DecisionError, match=r"decisions\.csv"):
        built(tmp_path, [citing("A")])
