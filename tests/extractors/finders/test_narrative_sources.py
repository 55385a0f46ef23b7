"""Narrative sources: what a phrase states is read, and what states nothing or means the page itself is left out."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.finders.identifiers import Identifier
from extractors.finders.narrative_sources import NarrativeSource, find_narrative_sources
from schemas.spans import NORMALISERS, Found, Span


def check(source: NarrativeSource, text: str) -> None:
    parts: list[object] = [getattr(source, field.name) for field in dataclasses.fields(source)]
    parts += [*source.families, *(item.found for item in source.identifiers)]
    for part in parts:
        if isinstance(part, Found):
            assert 0 <= part.start < part.end <= len(text)
            assert NORMALISERS[part.normaliser](text[part.start : part.end]) == part.value
    assert source.publisher or source.container_title or source.issued
    assert (source.issued is None) == (source.issued_precision is None) == (source.issued_year is None)


def find(text: str, **options: object) -> list[NarrativeSource]:
    found = find_narrative_sources(text, 0, len(text), **options)  # type: ignore[arg-type]
    for source in found:
        check(source, text)
    return found


def value(found: Found[str] | None) -> str | None:
    return None if found is None else found.value


# What stands between the marks is the source's own phrase.
@pytest.mark.parametrize(
    ("marked", "kind", "publisher", "container", "issued"),
    [
        ("«A 2031 review in PubMed Central» describes it.", "review", None, "PubMed Central", "2031"),
        ("«A Barn Valley Brigham announcement on its owl trial» explains it.",
         "announcement", "Barn Valley Brigham", None, None),
        ("«A BVU Health overview of an owl stem cell trial» addresses it.", "overview", "BVU Health", None, None),
        ("So it is. «A Hoot Medicine overview of new trials» describes it.", "overview", "Hoot Medicine", None, None),
        ("That holds, according to «a 2031 report by the World Health Organization».",
         "report", "World Health Organization", None, "2031"),
        ("It rests on «a study published in Owl Medicine Letters (2030)».",
         "study", None, "Owl Medicine Letters", "2030"),
        ("«Researchers at Barn University reported in the Journal of Owl Medicine» that owls see.",
         "study", None, "Journal of Owl Medicine", None),
        ("«The 2031 guideline of the Owl Rheumatology Society» recommends it.",
         "guideline", "Owl Rheumatology Society", None, "2031"),
        ("«The Owlford University report on the owl study» notes it.", "report", "Owlford University", None, None),
        ("«A 2030 analysis in Owl Repair Today» pooled 19 trials.", "analysis", None, "Owl Repair Today", "2030"),
        ("«The work was published in the Journal of Owl Practice».", "study", None, "Journal of Owl Practice", None),
        ("«A meta-analysis published in 2031 in Owl Cell Research & Therapy» showed it.",
         "meta_analysis", None, "Owl Cell Research & Therapy", "2031"),
        ("«a systematic review and meta-analysis in The Lancet Neurology (2031)», which",
         "meta_analysis", None, "Lancet Neurology", "2031"),
        ("«A trial published in the New England Journal of Medicine in March 2031» found it.",
         "trial", None, "New England Journal of Medicine", "2031-03"),
        ("«A randomised trial, published in Brain in 2029», found it.", "trial", None, "Brain", "2029"),
        ("«The American Heart Association's 2031 scientific statement» recommends it.",
         "statement", "American Heart Association", None, "2031"),
        ("«WHO’s 2031 report» says so.", "report", "WHO", None, "2031"),
        ("«2031 EULAR recommendations» state it.", "guideline", "EULAR", None, "2031"),
        ("This is in «a report issued by NICE in 2030».", "report", "NICE", None, "2030"),
        ("«A May 2031 press release from Hoot University» announced it.",
         "announcement", "Hoot University", None, "2031-05"),
        ("«Research published in Cell Stem Cell in 2031» showed it.", "study", None, "Cell Stem Cell", "2031"),
        ("«A Nature Medicine study» shows it.", "study", None, "Nature Medicine", None),
        ("«A 2031 Cochrane review of 12 trials» found it.", "review", "Cochrane", None, "2031"),
        ("In «a 2031 study» of owls, pain fell.", "study", None, None, "2031"),
        ("«A 2029 article in J Clin Med» covers it.", "article", None, "J Clin Med", "2029"),
        ("«A 2031 study in Stroke» found it.", "study", None, "Stroke", "2031"),
        ("«A case report in BMJ Case Reports» describes it.", "case_report", None, "BMJ Case Reports", None),
        ("«guidelines published by the ISSCR in 2031» say so", "guideline", "ISSCR", None, "2031"),
        ("«A preprint posted on May 4, 2031» shows it.", "preprint", None, None, "2031-05-04"),
        ("«A Hoot Clinic page» notes it.", "overview", "Hoot Clinic", None, None),
        ("It is in «an FDA consumer alert».", "announcement", "FDA", None, None),
        ("«The Owen J. Owl Foundation's explanation of cells» says so.",
         "overview", "Owen J. Owl Foundation", None, None),
        ("«A 2031 update from the Owl Research Society» warns of it.",
         "announcement", "Owl Research Society", None, "2031"),
    ],
)  # fmt: skip
def test_what_a_phrase_states_is_read(
    marked: str, kind: str, publisher: str | None, container: str | None, issued: str | None
) -> None:
    before, raw, after = regex.split("[«»]", marked)
    (source,) = find(before + raw + after)
    assert (source.raw.value, source.kind) == (raw, kind)
    assert (value(source.publisher), value(source.container_title), value(source.issued)) == (
        publisher,
        container,
        issued,
    )


@pytest.mark.parametrize(
    ("text", "csl_type", "design"),
    [
        ("A 2031 review in PubMed Central describes it.", "article-journal", "review"),
        ("A Hoot University announcement on its clinical trial explains it.", "webpage", None),
        ("A 2031 report by the WHO says so.", "report", None),
        ("A 2031 guideline says so.", "report", None),
        ("A 2031 systematic review found it.", "unknown", "systematic_review"),
        ("A 2031 meta-analysis found it.", "unknown", "meta_analysis"),
        ("A 2031 preprint on bioRxiv found it.", "unknown", None),
        ("A 2031 preprint in bioRxiv found it.", "unknown", None),
        ("A randomized trial published in JAMA Neurology found it.", "article-journal", "randomised_trial"),
        ("A 2031 article from Hoot University found it.", "webpage", None),
        ("A BVU Health overview of a randomized controlled trial describes it.", "webpage", None),
    ],
)
def test_type_and_design_follow_from_the_words(text: str, csl_type: str, design: str | None) -> None:
    (source,) = find(text)
    assert (source.csl_type, source.study_design) == (csl_type, design)


@pytest.mark.parametrize(
    "text",
    [
        "A recent study found that owls see.",
        "Recent studies suggest so.",
        "In a 2031 trial of 30 owls, pain fell.",
        "In a 2031 phase 1 study of 12 owls, pain fell.",
        "A 2031 randomised study of 40 owls followed.",
        "A search in PubMed found 12 trials.",
        "A review of PubMed found 12 trials.",
        "This review describes what is known.",
        "In this 2031 review, Owlman et al. summarise it.",
        "The same review also notes it.",
        "The same source notes it.",
        "The same 2031 report makes the point.",
        "Our 2031 overview of owl programs explains it.",
        "This guide on whether owls are safe offers a framework.",
        "Their 2031 paper, they say, was early.",
        "The review board met in 2031.",
        "A 2031 institutional review board decision",
        "A 2031 peer review was kind.",
        "An FDA review of the application takes ten months.",
        "A 2031 FDA review took ten months.",
        "Introduced in 2007, the cells offer an alternative.",
        "The trial began with its first owl on September 9, 2031.",
        "Imaging review: MRI within the last six months of 2031",
        "Owls report pain since 2030.",
        "Barn University researchers report that owls see.",
        "The Hoot Clinic team reports gains.",
        "Many 2031 reviews cover the topic.",
        "The study was done in Japan in 2031.",
        "A study in Sweden found less pain.",
        "A review in Parkinson's disease found benefits.",
        "The 10-year study ended in 2031.",
        "A 2029–2031 study of 30 owls found gains.",
        "A 2031-funded study found gains.",
        "A Phase 1 study in Japan started in 2031.",
        "A study at Barn University enrolled 12 owls.",
        "The MRI report of 2031 showed no lesion.",
        "A Barn University study found gains.",
        "An overview of stem cells can help.",
        "This discussion of stem cell therapy offers a parallel framework.",
        "The 2031 Owl Games report injuries every day.",
        "Read the full 2031 report",
        "Last Reviewed: May 22, 2031",
        "By 2031, a review will be due.",
        "A planned 2031 review will pool the data.",
        "A Stem Cell Therapy overview",
        "An overview of Mass Owl Brigham services",
        "A study of 12 owls, published only as an abstract",
        "The trial is published on ClinicalTrials.gov.",
        "Studies published in Nature in 2031 show it.",
        "The statement by Dr. Owlman in 2031 was short.",
        "A study published in Japan found it.",
        "A study published in English found it.",
        "Although BVO’s guidelines recommend it, few follow.",
        "A large 2031 data set was used.",
        "Version 2031 of the protocol review process",
        "This page is an overview. See our 2031 guide.",
        "A 2031 update of the plan is due.",
        "See the Owl Research Society Price Guide.",
        "A Category 5 warning was issued in 2031.",
        "",
    ],
)  # fmt: skip
def test_what_states_nothing_or_is_something_else_is_no_source(text: str) -> None:
    assert find(text) == []


def test_pages_of_the_site_are_no_sources() -> None:
    text = "A Hoot Institute overview of owls describes it, and a [2031 overview of joints](/joints) does."
    assert find(text, own_names=frozenset({"hoot institute"})) == []
    assert [source.raw.value for source in find(text)] == ["A Hoot Institute overview of owls"]
    html = "A 2031 overview of joints describes it."
    assert find(html, own_links=[Span(2, 26)]) == []


def test_a_link_inside_a_reference_opens_no_gap_in_it() -> None:
    text = "Owls. A [note](/n) in a 2031 review in Nature Medicine ends."
    spans = [Span(6, len(text)), Span(8, 18)]
    assert find(text, inside=spans[:1], own_links=spans[1:]) == []


def test_references_are_left_to_their_own_finder() -> None:
    text = "Owlman A. Owls: a 2031 review in Nature Medicine. Owl J. 2031;1(1):1-2."
    assert find(text, inside=[Span(0, len(text))]) == []


def test_markup_is_looked_through_and_covered() -> None:
    text = "A [2031 review](https://owl.example/r) in *Advanced Owl Materials* and a 2031 report by **WHO** say so."
    first, second = find(text)
    assert first.raw.value == "A 2031 review in *Advanced Owl Materials*"
    assert value(first.container_title) == "Advanced Owl Materials"
    assert (second.raw.value, value(second.publisher)) == ("a 2031 report by WHO", "WHO")


def test_names_and_identifiers_beside_a_source_come_along() -> None:
    text = "A 2031 study by Owlman and Featherly in Nature Medicine (doi: 10.5555/nm.1; PMID: 39999991) shows it."
    (source,) = find(text)
    assert [family.value for family in source.families] == ["Owlman", "Featherly"]
    assert all(isinstance(item, Identifier) for item in source.identifiers)
    assert [(item.scheme, item.found.value) for item in source.identifiers] == [
        ("doi", "10.5555/nm.1"),
        ("pmid", "39999991"),
    ]


def test_dates_that_contradict_each_other_are_both_left_out() -> None:
    (source,) = find("A 2029 review published in Nature Medicine in 2031 found it.")
    assert (value(source.container_title), source.issued) == ("Nature Medicine", None)


def test_several_sources_of_a_paragraph_stay_apart() -> None:
    text = (
        "A 2031 review in Nature Medicine found it, but a 2030 report by the WHO and a Hoot Clinic overview doubt it."
    )
    assert [source.raw.value for source in find(text)] == [
        "A 2031 review in Nature Medicine", "a 2030 report by the WHO", "a Hoot Clinic overview",
    ]  # fmt: skip


PIECES = st.sampled_from(
    "A a The an 2031 2029– review report study trial overview in of by on published Nature Medicine WHO’s the Journal "
    "( ) . , ; J Med Owl* **Hoot** [x](/y) Barn University and & PubMed Central May 4, describes found that et al. "
    "&nbsp; <b> \u00a0".split(" ")
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_any_text_gives_sources_that_hold(text: str) -> None:
    found = find(text)
    assert all(left.raw.end <= right.raw.start for left, right in pairwise(found))


@given(st.text(max_size=200))
def test_arbitrary_characters_do_no_harm(text: str) -> None:
    find(text)


def test_offsets_are_those_of_the_whole_text() -> None:
    lead = "Owls. "
    text = f"{lead}A 2031 review in Nature Medicine found it. Then a 2030 report by the WHO."
    (source,) = find_narrative_sources(text, len(lead), text.index(" Then"))
    assert text[source.raw.start : source.raw.end] == "A 2031 review in Nature Medicine"
