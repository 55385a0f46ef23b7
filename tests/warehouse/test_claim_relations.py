"""Claims about the same things are set against each other: rules say why, and only where all concepts are shared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.warehouse.claims import about, claim, claiming
from tests.warehouse.rows import Page, built
from tests.warehouse.texts import assert_order_does_not_count, document, prose, read
from warehouse.claim_relations import MOST_CLAIMS, MOST_RELATIONS

RELATIONS = "SELECT relation, decided_by FROM claim_relations ORDER BY ALL"
UP, DOWN = "Grafts restored walking.", "Grafts did not restore walking."
USUAL = {"condition": "paralysis", "intervention": "graft", "outcome": "walking"}
STATUS: dict[str, Any] = {"kind": "regulatory_status", "polarity": "neutral", "concepts": {"intervention": "graft"}}


def negative(text: str = DOWN, **values: Any) -> Page:
    return claiming(text, **{"source": "orchard", "polarity": "negative", **values})


def test_claims_that_point_opposite_ways_contradict_each_other(tmp_path: Path) -> None:
    made = assert_order_does_not_count(tmp_path, [claiming(UP), negative()])
    assert read(made, RELATIONS) == [("contradicts", "rule")]
    ((basis,),) = read(made, "SELECT basis FROM claim_relations")
    for word in ("graft", "paralysis", "walking", "positive", "negative", "asserted"):
        assert word in basis
    ordered = "SELECT claim_a < claim_b FROM claim_relations"
    assert read(made, ordered) == [(True,)]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"certainty": "hedged"}, id="hedged"),
        pytest.param({"certainty": "speculative"}, id="speculative"),
        pytest.param({"setting": "animal"}, id="in animals"),
    ],
)
def test_what_is_hedged_or_of_another_setting_is_in_tension_only(tmp_path: Path, other: dict[str, str]) -> None:
    made = built(tmp_path, [claiming(UP, setting="human"), negative(**{"setting": "human", **other})])
    assert read(made, RELATIONS) == [("in_tension", "rule")]


def test_two_sources_that_point_the_same_way_support_each_other(tmp_path: Path) -> None:
    made = built(tmp_path, [claiming(UP), claiming("Walking came back.", source="orchard")])
    assert read(made, RELATIONS) == [("supports", "rule")]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(negative(concepts={**USUAL, "outcome": "pain"}), id="outcome"),
        pytest.param(negative(concepts={**USUAL, "condition": "stroke"}), id="condition"),
        pytest.param(negative(concepts={**USUAL, "intervention": "gel"}), id="treatment"),
        pytest.param(negative(concepts={"condition": "paralysis", "intervention": "graft"}), id="no outcome"),
        pytest.param(negative(kind="safety"), id="kind"),
        pytest.param(negative(polarity="mixed"), id="mixed"),
        pytest.param(claiming("Walking came back."), id="same source, same way"),
        pytest.param(claiming(UP, source="orchard", day="2024-01-01"), id="same words"),
        pytest.param(claiming("Walking came back.", source="orchard", is_marketing=True), id="advertising"),
    ],
)
def test_what_is_not_about_the_same_or_says_nothing_new_is_no_relation(tmp_path: Path, other: Page) -> None:
    assert read(built(tmp_path, [claiming(UP), other]), RELATIONS) == []


def test_claims_of_one_document_are_not_compared(tmp_path: Path) -> None:
    page = Page(f"{UP} {DOWN}")
    of = page.document("a")
    for text, polarity in ((UP, "positive"), (DOWN, "negative")):
        made = claim(page, of, text, polarity=polarity)
        about(page, of, made, condition="paralysis", intervention="graft", outcome="walking")
    assert read(built(tmp_path, [page]), RELATIONS) == []


def test_copies_of_one_text_are_one_voice(tmp_path: Path) -> None:
    pages = []
    for source, text in (("garden", UP), ("orchard", "Walking came back.")):
        page = Page(f"{text}\n{source}", source)
        of = document(page, ("url", f"https://{source}.example"), prose(1), url=f"https://{source}.example")
        about(page, of, claim(page, of, text), condition="paralysis", intervention="graft", outcome="walking")
        pages.append(page)
    assert read(built(tmp_path, pages), RELATIONS) == []


def test_a_later_statement_of_status_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    terms = {"2023-01-01": "investigational", "2025-01-01": "approved", "2024-01-01": "investigational"}
    pages = [claiming(f"It is {term}.", day=day, status_term=term, **STATUS) for day, term in terms.items()]
    made = assert_order_does_not_count(tmp_path, pages)
    pairs = (
        "SELECT relation, a.status_term, b.status_term, basis FROM claim_relations "
        "JOIN claims AS a ON a.claim_id = claim_a JOIN claims AS b ON b.claim_id = claim_b"
    )
    ((relation, later, earlier, basis),) = read(made, pairs)
    assert (relation, later, earlier) == ("supersedes", "approved", "investigational")
    assert "2025-01-01" in basis
    assert "2024-01-01" in basis


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"day": None}, id="without a date"),
        pytest.param({"day": "2024-01-01"}, id="of the same day"),
        pytest.param({"status_term": "investigational"}, id="the same status"),
        pytest.param({"concepts": {"intervention": "gel"}}, id="of something else"),
        pytest.param({"concepts": {"intervention": "graft", "condition": "stroke"}}, id="in a condition"),
    ],
)
def test_other_statements_of_status_take_no_place(tmp_path: Path, other: dict[str, Any]) -> None:
    earlier = claiming("It is on trial.", day="2024-01-01", status_term="investigational", **STATUS)
    later = claiming("It may be sold.", **{"day": "2025-01-01", "status_term": "approved", **STATUS, **other})
    assert read(built(tmp_path, [earlier, later]), RELATIONS) == []


def figure(text: str, raw: str, **values: Any) -> Page:
    return claiming(text, polarity="neutral", figure={"raw": raw, "outcome": "walked", **values})


def test_different_values_of_one_thing_are_in_tension(tmp_path: Path) -> None:
    made = built(tmp_path, [figure("40 in a hundred walked.", "40"), figure("70 in a hundred walked.", "70")])
    assert read(made, RELATIONS) == [("in_tension", "rule")]
    ((basis,),) = read(made, "SELECT basis FROM claim_relations")
    assert {"walked", "paralysis", "40", "70"} <= set(basis.replace(":", "").replace(",", "").split())


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(figure("43 in a hundred walked.", "43"), id="within a tenth"),
        pytest.param(figure("70 in a thousand walked.", "70", unit="/1000"), id="another unit"),
        pytest.param(figure("70 in a hundred men walked.", "70", subgroup="men"), id="of a subgroup"),
        pytest.param(figure("Over 30 walked.", "30", form="bound", comparator=">"), id="a bound that holds"),
        pytest.param(figure("70 were to have walked.", "70", is_finding=False), id="no finding"),
    ],
)
def test_figures_that_agree_or_measure_something_else_are_no_relation(tmp_path: Path, other: Page) -> None:
    assert read(built(tmp_path, [figure("40 in a hundred walked.", "40"), other]), RELATIONS) == []


def test_what_many_say_is_cut_down_before_it_is_paired(tmp_path: Path) -> None:
    n = MOST_CLAIMS + 5
    pages = [claiming(f"Grafts restored walking, says {number}.") for number in range(n)]
    pages += [negative(f"Grafts restored nothing, says {number}.") for number in range(n)]
    made = built(tmp_path, pages)
    assert read(made, "SELECT count(*) FROM claim_relations WHERE relation = 'contradicts'") == [(MOST_CLAIMS**2,)]


def test_of_two_documents_the_strongest_relations_are_kept(tmp_path: Path) -> None:
    pages = []
    for source, polarity in (("garden", "positive"), ("orchard", "negative")):
        text = " ".join(f"{polarity} on outcome{number}." for number in range(6))
        page = Page(text, source)
        of = page.document(source)
        for number in range(6):
            made = claim(page, of, f"{polarity} on outcome{number}.", polarity=polarity)
            about(page, of, made, condition="paralysis", intervention="graft", outcome=f"outcome{number}")
        pages.append(page)
    assert len(read(built(tmp_path, pages), RELATIONS)) == MOST_RELATIONS
