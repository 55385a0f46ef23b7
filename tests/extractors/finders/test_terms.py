from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.finders.terms import find_terms, introduced_terms
from extractors.finders.visible_text import read_visible
from extractors.finders.vocabulary import entries, fold, forms
from schemas.spans import Span, found_text


def keys(text: str) -> list[str]:
    introduced = introduced_terms(text, [Span(0, len(text))])
    return [found.term.key for found in find_terms(text, 0, len(text), abbreviations=introduced)]


def shown(text: str) -> list[str]:
    values = [found_text(text, found.start, found.end) for found in find_terms(text, 0, len(text))]
    return [value.value for value in values if value is not None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Parkinson’s disease and Parkinson's", ["parkinsons-disease"] * 2),
        ("Parkinsons disease, Parkinson disease, PARKINSON'S DISEASE", ["parkinsons-disease"] * 3),
        ("haematopoietic stem cell, hematopoietic stem cells", ["haematopoietic-stem-cell"] * 2),
        ("leukemia and leukaemia", ["leukaemia"] * 2),
        ("tumors, a tumour", ["tumour-formation"] * 2),
        ("randomized trials; randomised trial", ["randomised-controlled-trial"] * 2),
        ("TNF-α TNF-alpha TNFα TNF", ["tumour-necrosis-factor-alpha"] * 4),
        ("IL-6, IL6, IL 6, interleukin-6", ["interleukin-6"] * 4),
        ("IL-1β, IL-10", ["interleukin-1beta", "interleukin-10"]),
        ("TGF-β1 but TGF-β", ["transforming-growth-factor-beta-1", "transforming-growth-factor-beta"]),
        ("β-thalassemia, beta thalassaemia", ["beta-thalassaemia"] * 2),
        ("intra-arterial, intraarterial, intra arterial", ["intra-arterial"] * 3),
        ("graft-versus-host disease; graft versus host disease", ["graft-versus-host-disease"] * 2),
        ("MSC-derived neurons", ["mesenchymal-stem-cell", "neuron"]),
        ("MSC-derived exosomes", ["exosome"]),
        ("an MSC therapy", ["mesenchymal-stem-cell-therapy"]),
        ("iPSC-based treatments", ["induced-pluripotent-stem-cell-therapy"]),
        ("mesenchymal stem cell, stem cell, cell", ["mesenchymal-stem-cell", "stem-cell"]),
        ("knee osteoarthritis, osteoarthritis", ["knee-osteoarthritis", "osteoarthritis"]),
        ("bone marrow and umbilical cords", ["bone-marrow", "umbilical-cord"]),
        ("type II collagen", ["type-ii-collagen"]),
        ("hPSC and hpSC", ["pluripotent-stem-cell", "parthenogenetic-stem-cell"]),
        ("Guillain–Barré syndrome", ["guillain-barre-syndrome"]),
        ("meta-analyses in Turkey", ["meta-analysis", "turkey"]),
        ("the US, the U.K. and JAPAN", ["united-states", "united-kingdom", "japan"]),
        ("CiRA in Kyoto", ["center-for-ips-cell-research-and-application", "kyoto"]),
        ("HEALIOS sold it", ["healios"]),
        ("NurOwn, remestemcel-L", ["nurown", "remestemcel-l"]),
        ("a serious adverse event, adverse events", ["serious-adverse-event", "adverse-event"]),
        ("stem\u00a0cells and stem  cells", ["stem-cell"] * 2),
        ("stem\ncells", ["stem-cell"]),
    ],
)
def test_forms_of_a_term_are_one_term(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "MS degree and RA position",
        "as he is, so OP is",
        "phase IV begins",
        "AS OF TODAY",
        "mscs, als",
        "MSCX and XMSC",
        "non-MSC wells",
        "an exosome-free medium",
        "HIV-negative people",
        "anti-VEGF",
        "Schwann-like",
        "the turkey was good",
        "at the heart of the matter",
        "IL-60 and IL-6x",
        "a stroke of luck",
        "encephalo, cancerous-ish, neuronx",
        "https://example.org/parkinsons-disease/stem-cell-therapy",
        "www.stroke.example",
        "fever@stroke.example",
        "10.5555/stroke.heart",
        "[[diseases-stroke]]",
        "<img alt='stroke'>",
        "jordan, chad and georgia",
        "VISIT US",
        "asia and japan",
        "ODI, VAS, FIM, SS, ED",
        "pain points",
        "skin in the game",
        "stem\n\ncells",
        "",
    ],
)
def test_what_only_looks_like_a_term_is_left(text: str) -> None:
    assert keys(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("multiple sclerosis (MS) is known. MS goes on.", ["multiple-sclerosis"] * 3),
        ("MS drugs, used in multiple sclerosis", ["multiple-sclerosis"] * 2),
        ("multiple sclerosis, seen by Jane Roe, MS", ["multiple-sclerosis"]),
        ("IV and intravenous", ["intravenous"] * 2),
        ("intravenous in phase IV", ["intravenous"]),
        ("ankylosing spondylitis (AS), as said", ["ankylosing-spondylitis"] * 2),
        ("Alzheimer's disease, atopic dermatitis and AD", ["alzheimers-disease", "atopic-dermatitis"]),
        ("cardiac progenitor cells (CPCs). A CPC rests.", ["cardiac-progenitor-cell"] * 3),
        # What the document means by its abbreviation goes before what the vocabulary knows.
        ("The Marine Science Council (MSC) met. The MSC agreed.", []),
        ("a mean stride count (MSC) in multiple sclerosis", ["multiple-sclerosis"]),
        ("human glial progenitor cells (hGPCs) and hGPC", ["glial-progenitor-cell"] * 3),
    ],
)
def test_document_settles_ambiguous_short_forms(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


def test_long_form_outside_the_vocabulary_is_kept_for_the_caller() -> None:
    text = "The Walking Balance Index (WBI) rose."
    introduced = introduced_terms(text, [Span(0, len(text))])
    assert introduced.shorts == {"WBI": None}
    assert [pair.long.value for pair in introduced.abbreviations] == ["Walking Balance Index"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[dopaminergic neurons](/cell-types/stroke) die", ["dopaminergic neurons"]),
        ("the [dopaminergic](/x) neurons die", ["dopaminergic neurons"]),
        ("chronic [neuroinflammation](/mechanisms/x)", ["chronic neuroinflammation"]),
        ("**MSC** therapy helps", ["MSC therapy"]),
        ("[[cell-types-x|astrocytes]]", ["astrocytes"]),
        ("<b>stem</b> cells", ["stem cells"]),
        ("<td>stem</td><td>cells</td>", []),
        # A term that reaches into a piece of a link only would have no clean quote.
        ("[GDNF for Parkinson's](/x) disease", ["GDNF", "Parkinson's"]),
    ],
)
def test_terms_reach_over_links_as_a_reader_sees_them(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


def test_offsets_are_those_of_the_page() -> None:
    text = "x" * 50 + " MSC therapy in ALS " + "y" * 50
    found = find_terms(text, 40, len(text) - 40)
    assert [text[item.start : item.end] for item in found] == ["MSC therapy", "ALS"]
    assert find_terms(text, 55, 58) == []


def test_keys_are_unique_and_parents_exist() -> None:
    own = [entry.term for entry in entries() if not entry.is_made]
    assert [key for key, n in Counter(term.key for term in own).items() if n > 1] == []
    known = {term.key for term in own}
    assert {term.parent for term in own if term.parent} <= known
    assert len(known) > 1500


def test_no_two_entries_claim_the_same_form() -> None:
    claimed: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for folded, held in forms().items():
        for form in held:
            if not form.is_made and not form.is_ambiguous:
                claimed[folded, form.written].add(form.term.key)
    assert {form: owners for form, owners in claimed.items() if len(owners) > 1} == {}


@given(st.text(max_size=200))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


_PIECES = st.sampled_from(
    "MSC|stem cell|ALS| therapy|[|](/a b)|](/x)|**|__|<b>|</b>|<td>|[[a|b]]|\n|\n\n|  |-|non-|(MS)|multiple sclerosis|"
    "10.5555/a|https://a.b/c|a@b.cd|İ|ß|α|’s|.|,|é|\x00".split("|")
)


@given(st.lists(_PIECES, max_size=30).map("".join), st.integers(0, 10), st.integers(0, 20))
def test_spans_are_in_range_in_order_and_apart(text: str, skip: int, cut: int) -> None:
    start = min(skip, len(text))
    end = max(start, len(text) - cut)
    introduced = introduced_terms(text, [Span(start, end)])
    at = start
    for found in find_terms(text, start, end, abbreviations=introduced):
        assert at <= found.start < found.end <= end
        at = found.end


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_what_is_seen_maps_back(text: str) -> None:
    visible = read_visible(text, 0, len(text))
    for at, mark in enumerate(visible.shown):
        if mark not in " \x00":
            assert text[visible.origin(at)] == mark
