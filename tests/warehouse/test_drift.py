"""Bands learned from releases, and what a build does about the captures that leave them."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import warehouse.bounds as bands
import warehouse.history as kept
from schemas.bounds import SourceBounds
from tests.warehouse.rows import Page, build_input, published, stage
from warehouse import BandDecision, Built, add_band_decisions, build, connect_live, publish
from warehouse.band_decisions import bands_path, read_band_decisions
from warehouse.errors import DecisionError

LEARNING = bands.LEARNED_FROM
NINE = datetime(2025, 6, 1, 9, tzinfo=UTC).replace(tzinfo=None)


def leaf(number: int, n_attributes: int = 4, title: bool = True, source: str = "garden") -> Page:
    """Return a page with a title and attributes, or without."""
    lines = [f"Leaf {number}", *(f"Label{place}: value{place}" for place in range(4))]
    page = Page("\n".join(lines), source)
    document = page.document(f"{source}-leaf-{number}", f"Leaf {number}" if title else None)
    for place in range(n_attributes):
        page.attribute(document, f"Label{place}", f"value{place}", place + 1)
    return page


def history(data: Path, n_runs: int = LEARNING) -> list[Page]:
    """Publish three new pages a night; return all of them."""
    pages: list[Page] = []
    for run in range(1, n_runs + 1):
        pages += [leaf(run * 10 + place) for place in range(3)]
        stage(data, [page.result() for page in pages[-3:]])
        publish(data, build(data, build_input([page.file for page in pages], run)), keep=10)
    return pages


@pytest.fixture(scope="module")
def taught_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Page]]:
    data = tmp_path_factory.mktemp("taught")
    return data, history(data)


@pytest.fixture
def old(taught_once: tuple[Path, list[Page]], tmp_path: Path) -> list[Page]:
    """The pages of a warehouse, copied into the test's folder, whose releases are enough to learn from."""
    shutil.copytree(taught_once[0], tmp_path, dirs_exist_ok=True)
    return taught_once[1]


def night(data: Path, old: list[Page], new: list[Page], run: int, **values: Any) -> Built:
    """Publish old pages with new ones."""
    stage(data, [page.result() for page in new])
    built = build(data, build_input([page.file for page in [*old, *new]], run, **values))
    publish(data, built, keep=10)
    return built


def ask(data: Path, query: str) -> list[tuple[Any, ...]]:
    with connect_live(data) as connection:
        return connection.execute(query).fetchall()


STATUSES = "SELECT status, count(*) FROM captures GROUP BY ALL ORDER BY ALL"
VERDICTS = (
    "SELECT metric, verdict FROM source_metrics WHERE run_id = (SELECT max_by(run_id, started_at) FROM runs) "
    "AND verdict <> 'sound' ORDER BY ALL"
)


def test_a_first_release_has_figures_and_no_learned_bands(tmp_path: Path) -> None:
    published(tmp_path, [leaf(1), leaf(2)])
    figures = dict(ask(tmp_path, "SELECT metric, value FROM source_metrics WHERE source_id = 'garden'"))
    assert (figures["documents"], figures["records.attributes"], figures["fill.title"]) == (1.0, 4.0, 1.0)
    assert (figures["reject_rate"], figures["layout.unknown"]) == (0.0, 1.0)
    assert ask(tmp_path, "SELECT * FROM source_bands WHERE decided_by = 'learned'") == []


def test_a_run_without_new_captures_adds_no_figures(tmp_path: Path) -> None:
    published(tmp_path, [leaf(1)], run=1)
    published(tmp_path, [leaf(1)], run=2)
    assert ask(tmp_path, "SELECT DISTINCT run_id FROM source_metrics") == [("run-1",)]


def test_pages_that_lost_what_releases_taught_are_held(tmp_path: Path, old: list[Page]) -> None:
    new = [leaf(900 + place, n_attributes=0, title=False) for place in range(4)]
    built = night(tmp_path, old, new, LEARNING + 1)
    assert built.status == "degraded"
    assert ask(tmp_path, VERDICTS) == [("fill.title", "held"), ("records.attributes", "held")]
    assert ask(tmp_path, STATUSES) == [("held", 4), ("loaded", 3 * LEARNING)]
    assert built.run.n_documents == 3 * LEARNING
    # What is held is in no other sum, and is not lost from the books.
    held = "SELECT table_name, held FROM run_tables WHERE run_id = '{}' AND held > 0 ORDER BY ALL"
    assert ("documents", 4) in ask(tmp_path, held.format(built.run.run_id))


def test_a_few_releases_teach_nothing(tmp_path: Path) -> None:
    old = history(tmp_path, LEARNING - 1)
    built = night(tmp_path, old, [leaf(900 + place, 0, title=False) for place in range(4)], LEARNING)
    assert (built.status, ask(tmp_path, VERDICTS)) == ("published", [])


def test_one_odd_page_does_not_hold_a_source(tmp_path: Path, old: list[Page]) -> None:
    built = night(tmp_path, old, [leaf(900, 0, title=False), leaf(901), leaf(902)], LEARNING + 1)
    assert built.status == "published"
    assert ask(tmp_path, STATUSES) == [("loaded", 3 * LEARNING + 3)]


def test_other_sources_are_published(tmp_path: Path, old: list[Page]) -> None:
    new = [leaf(900 + place, 0) for place in range(3)] + [leaf(1, 0, source="orchard")]
    night(tmp_path, old, new, LEARNING + 1)
    by_source = "SELECT source_id, status, count(*) FROM captures GROUP BY ALL ORDER BY ALL"
    assert ask(tmp_path, by_source) == [
        ("garden", "held", 3),
        ("garden", "loaded", 3 * LEARNING),
        ("orchard", "loaded", 1),
    ]


def test_what_is_held_teaches_nothing(tmp_path: Path, old: list[Page]) -> None:
    new = [leaf(900 + place, 0) for place in range(4)]
    for run in range(LEARNING + 1, LEARNING + 8):
        built = night(tmp_path, old, new, run)
        assert built.status == "degraded"
    learned = ask(tmp_path, "SELECT low FROM source_bands WHERE metric = 'records.attributes'")
    assert learned == [(2.0,)]


def test_a_decision_of_a_person_loads_what_was_held(tmp_path: Path, old: list[Page]) -> None:
    new = [leaf(900 + place, 0) for place in range(4)]
    night(tmp_path, old, new, LEARNING + 1)
    decided_at = datetime(2025, 6, LEARNING + 1, 12, tzinfo=UTC).replace(tzinfo=None)
    decision = BandDecision("garden", "records.attributes", 0.0, None, "ann", "labels are gone", decided_at)
    add_band_decisions(tmp_path, [decision])
    assert night(tmp_path, old, new, LEARNING + 2).status == "published"
    bands_now = ask(
        tmp_path,
        "SELECT decided_by, is_applied, author, reason FROM source_bands WHERE metric = 'records.attributes' "
        "AND source_id = 'garden' ORDER BY 1",
    )
    assert bands_now == [("person", True, "ann", "labels are gone")]


def test_decisions_are_only_ever_added(tmp_path: Path) -> None:
    first = BandDecision("garden", "fill.title", 0.5, None, "ann", 'some pages, "untitled"', NINE)
    second = BandDecision("garden", "fill.title", None, 2.5, "ben", "more of them", NINE)
    add_band_decisions(tmp_path, [first])
    before = bands_path(tmp_path).read_text()
    add_band_decisions(tmp_path, [second])
    assert bands_path(tmp_path).read_text().startswith(before)
    assert read_band_decisions(tmp_path) == [first, second]


def test_a_decision_that_cannot_be_read_is_named_by_its_line(tmp_path: Path) -> None:
    add_band_decisions(tmp_path, [BandDecision("garden", "fill.title", 0.5, None, "ann", "so", NINE)])
    with bands_path(tmp_path).open("a") as file:
        file.write("garden,fill.title,half,,ann,so,2025-06-01\n")
    with pytest.raises(DecisionError, match="line 3"):
        read_band_decisions(tmp_path)


def test_declared_bounds_hold_a_first_release(tmp_path: Path) -> None:
    bounds = {"garden": SourceBounds(fill={"title": 0.9}, records={"attributes": (1, 9)})}
    built = published(tmp_path, [leaf(place, 0, title=False) for place in range(4)], bounds=bounds)
    assert (built.status, built.run.n_documents) == ("degraded", 0)
    assert ask(tmp_path, VERDICTS) == [("fill.title", "held"), ("records.attributes", "held")]
    assert ask(tmp_path, "SELECT code, severity FROM quality_issues") == [("source_held", "error")] * 2


def test_above_what_is_declared_is_warned_and_loaded(tmp_path: Path) -> None:
    bounds = {"garden": SourceBounds(records={"attributes": (0, 2)})}
    built = published(tmp_path, [leaf(1)], bounds=bounds)
    assert (built.status, built.run.n_documents) == ("published", 1)
    assert ask(tmp_path, VERDICTS) == [("records.attributes", "warned")]
    # A warning is of one night: the content must not depend on how captures were spread over runs.
    assert ask(tmp_path, "SELECT * FROM quality_issues") == []


def test_bounds_of_a_column_that_no_table_has_are_named(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match=r"documents\.colour|colour"):
        published(tmp_path, [leaf(1)], bounds={"garden": SourceBounds(fill={"colour": 0.5})})


def test_figures_of_old_runs_are_let_go(tmp_path: Path, old: list[Page], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_RUNS_OF_FIGURES", 2)
    night(tmp_path, old, [leaf(900)], LEARNING + 1)
    runs = ask(tmp_path, "SELECT DISTINCT run_id FROM source_metrics WHERE source_id = 'garden' ORDER BY ALL")
    assert runs == [(f"run-{run}",) for run in range(LEARNING - 1, LEARNING + 2)]
