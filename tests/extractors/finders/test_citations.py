"""References: every variant of the NLM grammar gives its fields, everything else gives no guessed field."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.finders.citations import Reference, find_bare_identifiers, find_references, parse_reference
from extractors.finders.identifiers import find_identifiers
from schemas.calendar import parse_date
from schemas.spans import NORMALISERS, Found, Span
from tests.extractors.nlm_renderer import Ids, Person, Work, render_nlm

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def check_spans(reference: Reference, text: str) -> None:
    parts = [getattr(reference, field.name) for field in dataclasses.fields(reference)]
    for person in reference.contributors:
        parts += [person.family, person.given_initials, person.suffix, person.literal]
    for item in reference.identifiers:
        parts += [item.found, item.as_written]
    for part in parts:
        if isinstance(part, Found):
            assert NORMALISERS[part.normaliser](text[part.start : part.end]) == part.value


def parse(text: str) -> Reference:
    reference = parse_reference(text)
    assert reference is not None, text
    check_spans(reference, text)
    return reference


def value(found: Found[str] | None) -> str | None:
    return None if found is None else found.value


def names(reference: Reference, role: str = "author") -> list[str]:
    return [
        " ".join(filter(None, map(value, (one.family, one.given_initials, one.suffix, one.literal))))
        for one in reference.contributors
        if one.role == role
    ]


def ids(reference: Reference) -> dict[str, str]:
    return {item.scheme: item.found.value for item in reference.identifiers}


# --- the grammar, variant by variant -------------------------------------------------------------------------------

ARTICLE = "Owlman AB, Featherly C. Night vision in barn owls. J Owl Med. {} doi: 10.5555/jom.77. PMID: 39999991."


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("2031 May;13(5):e70189.", ("2031-05", "month", "13", "5", "e70189", "elocation")),
        ("2031 Sep 30;12(19):6311.", ("2031-09-30", "day", "12", "19", "6311", "elocation")),
        ("2031;9(9):R137.", ("2031", "year", "9", "9", "R137", "elocation")),
        ("2031 Feb 24;14:1141601.", ("2031-02-24", "day", "14", None, "1141601", "elocation")),
        ("2031 Sep 28;107(39):16910-5.", ("2031-09-28", "day", "107", "39", "16910-5", "page_range")),
        ("2031 Jan 8;46(D1):D590-6.", ("2031-01-08", "day", "46", "D1", "D590-6", "elocation")),
        ("2031;40(Database issue):D1-5.", ("2031", "year", "40", "Database issue", "D1-5", "elocation")),
        ("2031 Jul 8;44(W1):W160-5.", ("2031-07-08", "day", "44", "W1", "W160-5", "elocation")),
        ("2031;11 Suppl 2:S5.", ("2031", "year", "11", "Suppl 2", "S5", "elocation")),
        ("2031 Jun;12(Suppl 2):44-9.", ("2031-06", "month", "12", "Suppl 2", "44-9", "page_range")),
        ("2031 Jan-Feb;7(1):3-9.", ("2031-01", "month", "7", "1", "3-9", "page_range")),
        ("2031 Spring;7(1):3-9.", ("2031", "year", "7", "1", "3-9", "page_range")),
        ("2031 Aug 22-28;398(10):3-9.", ("2031-08", "month", "398", "10", "3-9", "page_range")),
        ("2030 Dec-2031 Jan;7(1):3-9.", ("2030-12", "month", "7", "1", "3-9", "page_range")),
        ("2031;(3):CD000123.", ("2031", "year", None, "3", "CD000123", "elocation")),
        ("2031 Jan 24;176(3):535-548.e24.", ("2031-01-24", "day", "176", "3", "535-548.e24", "page_range")),
        ("2031 May 4. Online ahead of print.", ("2031-05-04", "day", None, None, None, None)),
        ("2031 May 4:e1234.", ("2031-05-04", "day", None, None, "e1234", "elocation")),
        ("2031; 40(22):11189–201.", ("2031", "year", "40", "22", "11189–201", "page_range")),
        ("2031 May;3(2):12-9; discussion 20-1.", ("2031-05", "month", "3", "2", "12-9", "page_range")),
        ("2031 May;3(2).", ("2031-05", "month", "3", "2", None, None)),
        ("2031 May;3(2):12-9. Epub 2030 Dec 1. Review.", ("2031-05", "month", "3", "2", "12-9", "page_range")),
        ("2031 May;3(2):12-9. eCollection 2031.", ("2031-05", "month", "3", "2", "12-9", "page_range")),
    ],
)  # fmt: skip
def test_date_volume_issue_and_pages(place: str, expected: tuple[str | None, ...]) -> None:
    reference = parse(ARTICLE.format(place))
    assert reference.form == "pubmed_nlm" and reference.csl_type == "article-journal"
    fields = (reference.issued, reference.volume, reference.issue, reference.page)
    issued, volume, issue, page = map(value, fields)
    assert (issued, reference.issued_precision, volume, issue, page, reference.page_kind) == expected
    assert (value(reference.title), value(reference.container_title)) == ("Night vision in barn owls", "J Owl Med")
    assert reference.issued_year == int(issued[:4] if issued else 0)
    assert names(reference) == ["Owlman AB", "Featherly C"]
    assert ids(reference) == {"doi": "10.5555/jom.77", "pmid": "39999991"}
    assert reference.raw.value == ARTICLE.format(place)


@pytest.mark.parametrize(
    ("authors", "expected", "is_truncated"),
    [
        ("Owlman AB.", ["Owlman AB"], False),
        (
            "van der Nest A, Di Uilo P, O'Beak C, O’Wing D.",
            ["van der Nest A", "Di Uilo P", "O'Beak C", "O’Wing D"],
            False,
        ),
        ("Díaz De Búho T, Käuz-Müller JP, Şahin Ç.", ["Díaz De Búho T", "Käuz-Müller JP", "Şahin Ç"], False),
        ("Owlman AB 2nd, Featherly C Jr, Beak D 3rd.", ["Owlman AB 2nd", "Featherly C Jr", "Beak D 3rd"], False),
        ("Owlman AB, Featherly C, et al.", ["Owlman AB", "Featherly C"], True),
        ("Owlman AB, Featherly C, et al.:", ["Owlman AB", "Featherly C"], True),
        ("Owlman et al.", ["Owlman"], True),
        ("Owlman AB:", ["Owlman AB"], False),
        ("Owlman AB; Barn Owl Study Group.", ["Owlman AB", "Barn Owl Study Group"], False),
        ("Owlman AB; Owl Consortium; Featherly C.", ["Owlman AB", "Owl Consortium", "Featherly C"], False),
        ("Owlman AB; 1000 Owls Project; Night Team.", ["Owlman AB", "1000 Owls Project", "Night Team"], False),
        ("International Barn Owl Consortium.", ["International Barn Owl Consortium"], False),
    ],
)
def test_author_lists(authors: str, expected: list[str], is_truncated: bool) -> None:
    reference = parse(f"{authors} Night vision in barn owls. J Owl Med. 2031 May;13(5):1-9.")
    assert (names(reference), reference.authors_truncated) == (expected, is_truncated)
    assert value(reference.title) == "Night vision in barn owls"
    assert [one.ordinal for one in reference.contributors] == list(range(1, len(expected) + 1))


@pytest.mark.parametrize(
    ("title", "stored"),
    [
        ("Do owls see red? A trial.", "Do owls see red? A trial"),
        ("Do owls see red?", "Do owls see red?"),
        ("Owls: a review.", "Owls: a review"),
        ("OwlSeq v1.0 vs. OwlSeq v2.0 in the field.", "OwlSeq v1.0 vs. OwlSeq v2.0 in the field"),
        ("Owls win! Mice lose.", "Owls win! Mice lose"),
        ("[Owls in the barn].", "Owls in the barn"),
        ("The owl’s 'eye' and its “lens”.", "The owl’s 'eye' and its “lens”"),
        ("In 2019. What owls did.", "In 2019. What owls did"),
        ("nightOwl: fast vision.", "nightOwl: fast vision"),
    ],
)
def test_titles_with_marks_inside(title: str, stored: str) -> None:
    reference = parse(f"Owlman AB. {title} Fly (Austin). 2031 May;13(5):1-9. PMID: 39999991. German.")
    assert (value(reference.title), value(reference.container_title)) == (stored, "Fly (Austin)")


def test_chapter_with_cut_doi() -> None:
    text = (
        "Source: Owlman AB. Sleep by Day. In: Owlman AB, Featherly C, editors. Nightlife: Owls and Others [Internet]. "
        "Oslo (NO): Barn Press; 2031 Dec 21. Chapter 9. Available from: https://books.example/NBK599999/ "
        "doi: 10.5555/barnpress.nig"
    )
    reference = parse(text)
    assert (reference.form, reference.csl_type, value(reference.prefix)) == ("nlm_book_chapter", "chapter", "Source")
    fields = "title container_title medium publisher_place publisher issued chapter_number url volume page".split()
    assert [value(getattr(reference, name)) for name in fields] == [
        "Sleep by Day", "Nightlife: Owls and Others", "Internet", "Oslo (NO)", "Barn Press", "2031-12-21", "9",
        "https://books.example/NBK599999/", None, None,
    ]  # fmt: skip
    assert names(reference) == ["Owlman AB"] and names(reference, "editor") == ["Owlman AB", "Featherly C"]
    assert [(item.scheme, item.status) for item in reference.identifiers] == [
        ("nbk", "format_valid"),
        ("doi", "truncated"),
    ]


def test_chapter_without_editors_and_with_part_date() -> None:
    reference = parse(
        "Owlman AB. Sleep by Day. 2030 May 1. In: OwlPearls [Internet]. Oslo (NO): Barn Press; 2031 Jan–. "
        "PMID: 39999991; Bookshelf ID: NBK599999."
    )
    assert [value(x) for x in (reference.title, reference.container_title, reference.issued)] == [
        "Sleep by Day", "OwlPearls", "2030-05-01",
    ]  # fmt: skip


def test_editors_may_be_cut_short() -> None:
    reference = parse("Owlman A. Sleep. In: Beak D, et al., editors. Owls at Rest. Oslo: Barn Press; 2031. p. 12-34.")
    assert names(reference, "editor") == ["Beak D"]
    assert [value(x) for x in (reference.container_title, reference.page)] == ["Owls at Rest", "12-34"]


def test_a_preprint_is_no_journal_article() -> None:
    reference = parse("Owlman A. Sleep of owls. owlRxiv [Preprint]. 2031 Jul 19:2031.07.19.549999. PMID: 39999991.")
    assert (reference.csl_type, value(reference.container_title), value(reference.medium)) == (
        "unknown", "owlRxiv", "Preprint",
    )  # fmt: skip


def test_a_reference_may_be_the_text_of_a_link() -> None:
    text = "Source: [Owlman A. Sleep of owls. Owl J. 2031;1(1):1-2.](https://pubmed.ncbi.nlm.nih.gov/39999991/)"
    reference = parse(text)
    assert (value(reference.title), ids(reference)) == ("Sleep of owls", {"pmid": "39999991"})


def test_the_doi_of_an_erratum_is_not_the_works() -> None:
    reference = parse(
        "Owlman AB. Night vision. J Owl Med. 2031;3(2):12-9. doi: 10.5555/a1. Erratum in: J Owl Med. 2031 Jun;3(6):99. "
        "doi: 10.5555/b2. PMID: 39999991; PMCID: PMC9999991."
    )
    assert ids(reference) == {"doi": "10.5555/a1", "pmid": "39999991", "pmcid": "PMC9999991"}
    assert len(reference.identifiers) == 3


# --- abstaining ------------------------------------------------------------------------------------------------------

OTHER_STYLES = [
    "Owlman, A. B., Featherly, C., & Beak, D. (2031). Night vision in barn owls. Owl Med, 13(5), 1–9. doi: 10.5555/x1",
    "Owlman, A. (2031). NightOwl: A Tool for Vision [Online].",
    "Owlman, A. B. 2031. Night vision. Owl Medicine, 13(5), 1. doi: 10.5555/x1.",
    "Owlman, A., Featherly, C. et al. Night vision in owls. Owl Med 13, 98 (2031). https://doi.org/10.5555/x1",
    "Owlman A, Featherly C (2031) Night vision in barn owls. Owl Med 13(5): e1. doi: 10.5555/x1. PMID: 39999991.",
    "A. Owlman and C. Featherly, \"Night vision in barn owls,\" 2031 Owl Conference (OWLS), 2031, pp. 314-324.",
    "Ann Owlman, Carl Featherly, Dan Beak, Night vision, Owl Medicine, Volume 3, Issue 5, 1 March 2031, Pages 7–9.",
    "Owlman A, Featherly C. (2031). Night vision in barn owls. Owl Med 3:e11.",
    "Owlman A, Featherly C. Night vision. Owl Med. Published online May 5, 2031. doi: 10.5555/x1",
    "Owlman A. Owls. 2nd ed. Oslo: Barn Press; 2031.",
    "Owlman, Ann, et al. \"Twelve years of owls.\" Owl Med 10.2 (2031): 8. doi: 10.5555/x1",
    "Owlman AB. Night vision. J. Owl. Med. 2031;13(5):1-9. doi: 10.5555/x1",
    "Ann Owlman (2031). feathers: Scale Functions for Wings.",
    "A. Owlman. Feathers: Elegant Wings for Night Flight. Springer-Verlag New York, 2031.",
    "Owlman A, Featherly C. Night vision from short flights. arXiv preprint arXiv:2107.99999 [q-bio.GN] 2031",
]  # fmt: skip


@pytest.mark.parametrize("text", OTHER_STYLES)
def test_other_styles_give_ids_and_no_guess(text: str) -> None:
    reference = parse(text)
    assert reference.form == "other_style" and reference.raw.value == text
    assert reference.contributors == () and reference.issued_year is None and reference.csl_type == "unknown"
    fields = "title container_title publisher issued volume issue page chapter_number".split()
    assert all(getattr(reference, name) is None for name in fields)
    assert ("doi" in ids(reference)) == ("10.5555/x1" in text)


@pytest.mark.parametrize(
    "text",
    [
        "Owls see well at night (PMID: 39999991).",
        "A second study, TITAN, randomised 60 adults aged 18–65 in a 2:1 ratio and ended in 2022. No deaths were seen.",
        "A third trial, CLARITY-K (ISRCTN79999592), will randomise 36 adults aged 18–65 in a 1:1 ratio from May 2035.",
        "Owlman et al. report that owls see well (PMID: 39999991) in 2031.",
        "Owlman et al. (2031) summarise what is known of owls, with 13(5) cases.",
        "Ann Owlman (2031) scales owls and reports what is known of them.",
        "A. Owlman saw owls at the Springer house, in 2031.",
        "In 2031, Owlman and Featherly showed that owls see red (doi: 10.5555/x1).",
        "Reference: PMID:39999991, PMID:39999992",
        "doi: 10.5555/x1",
        "Published: March 7, 2031",
        "Annals of Owl Medicine, 2031 · DOI: 10.5555/x1 · Published: March 7, 2031",
        "by owl | Jun 9, 2031 | News, Owls",
        "© 2031 Owl Press. All rights reserved.",
        "The trial (NCT09994567) began in 2031; 12(5) owls were treated.",
        "A 2031 review in Owl Medicine describes 13 trials.",
        "Source: our own survey of owls",
        "**Owls: an adaptive framework for the night**",
        "Owls A, B and C. They live in barns. In 2031 there were 3-5 of them.",
        "Phase II trials. Results in J Owl Med were good. 2031 was a fine year; 12 owls.",
        "Vitamin D, Zinc A, and others. They help.",
        "In: Oslo, editors met. Barn Press; 2031.",
        "PD. MS. ALS. 2031;",
        "Smith J and Owlman B saw 2031 owls; the rest (12) slept.",
        "- Elevated factors in owls of 2031",
        "1. Home",
        "Owl Study Group met in 2031. The report is out.",
        "",
    ],
)
def test_prose_is_no_reference(text: str) -> None:
    assert parse_reference(text) is None
    assert find_references(text) == []


# --- several in one block --------------------------------------------------------------------------------------------

ONE = "Owlman AB. Night vision. J Owl Med. 2031;3(2):12-9. doi: 10.5555/a1. PMID: 39999991."
TWO = "Featherly C, Beak D. Day sleep in owls. Owl J. 2030 May 4;7:e88. PMID: 39999992; PMCID: PMC9999992."


@pytest.mark.parametrize(
    "block",
    [
        f"{ONE}\n{TWO}", f"1. {ONE}\n2. {TWO}", f"[1] {ONE}\n[2] {TWO}", f"- {ONE}\n- {TWO}", f"• {ONE}\n\n• {TWO}",
        f"{ONE} {TWO}", f"[@owl]: {ONE}\n[@day:30]: {TWO}", f"References:\n1. {ONE}\n2. {TWO}",
        f"Owls see. {ONE} {TWO}", f"Owls see.\nSource: {ONE}\n{TWO}",
    ],
)  # fmt: skip
def test_several_references_in_one_block(block: str) -> None:
    found = find_references(block)
    for reference in found:
        check_spans(reference, block)
    assert [reference.raw.value for reference in found] == [ONE, TWO]
    assert [ids(reference)["pmid"] for reference in found] == ["39999991", "39999992"]


def test_a_paragraph_may_end_in_its_source() -> None:
    text = f"Owls see well, as Owlman et al. report. They sleep by day. Source: {ONE}"
    (reference,) = find_references(text)
    assert (reference.raw.value, value(reference.prefix)) == (ONE, "Source")


def test_another_style_behind_a_prefix_ends_with_its_line() -> None:
    (reference,) = find_references(f"Source: {OTHER_STYLES[0]}\nOwls are well in 2031. They sleep by day.")
    assert reference.raw.value == OTHER_STYLES[0]


def test_a_list_of_other_styles_is_split_by_item() -> None:
    block = "\n".join(f"{number}. {text}" for number, text in enumerate(OTHER_STYLES, start=1))
    assert [reference.raw.value for reference in find_references(block)] == OTHER_STYLES


def test_bare_identifiers_outside_references() -> None:
    text = f"- Reference: PMID:39999993, PMID:39999994\nOwls (doi: 10.5555/q9) see.\n{ONE}"
    spans = [Span(reference.raw.start, reference.raw.end) for reference in find_references(text)]
    found = find_bare_identifiers(text, inside=spans)
    assert [(item.raw.value, value(item.prefix)) for item in found] == [
        ("PMID:39999993", "Reference"), ("PMID:39999994", "Reference"), ("doi: 10.5555/q9", None),
    ]  # fmt: skip


# --- properties ------------------------------------------------------------------------------------------------------

WORD = st.sampled_from(
    "night vision of barn owls in the wild: a Bayesian study, p53 and IL-1β 1.5-fold “eyes” owl’s".split()
)
PERSON = st.builds(
    Person,
    st.sampled_from(
        ["Owlman", "van der Nest", "O'Beak", "O’Wing", "Käuz-Müller", "Di Uilo", "Díaz De Búho", "Li", "Ng"]
    ),
    st.sampled_from(["A", "AB", "KSJ", "Ç"]),
    st.sampled_from([None, None, "2nd", "Jr"]),
)
TITLE = st.lists(WORD, min_size=2, max_size=9).map(lambda words: "Owl " + " ".join(words) + " end")
DATE = st.sampled_from([("2031", None, None), ("2030", "May", None), ("2029", "Sep", "30"), ("1987", "Jan", "4")])
IDS = st.builds(
    Ids,
    st.sampled_from([None, "10.5555/jom.77", "10.1002/abc3.70189", "10.1186/s12345-023-04131-7"]),
    st.one_of(st.none(), st.integers(1, 99_999_999).map(str)),
    st.one_of(st.none(), st.integers(10_000, 99_999_999).map("PMC{}".format)),
    st.booleans(),
)


@st.composite
def works(draw: st.DrawFn) -> Work:
    year, month, day = draw(DATE)
    shared = {
        "authors": tuple(draw(st.lists(PERSON, min_size=1, max_size=7))),
        "title": draw(TITLE) + draw(st.sampled_from(["", "?", "!"])),
        "year": year, "month": month, "day": day, "ids": draw(IDS), "et_al": draw(st.booleans()),
        "collective": draw(st.sampled_from([None, "Barn Owl Study Group", "1000 Owls Project"])),
    }  # fmt: skip
    if draw(st.booleans()):
        return Work(
            container=draw(st.sampled_from(["J Owl Med", "PLoS Owl", "Fly (Austin)", "Owl Rep", "npj Owl", "Nature"])),
            volume=draw(st.sampled_from(["1", "38", "107"])),
            issue=draw(st.sampled_from([None, "5", "W1", "Database issue", "Suppl 2", "9-10"])),
            page=draw(st.sampled_from(["e70189", "6311", "276-278", "16910-5", "D590-6", "535-548.e24"])),
            **shared,
        )
    return Work(
        container=draw(TITLE),
        editors=tuple(draw(st.lists(PERSON, max_size=3))),
        place=draw(st.sampled_from(["Oslo (NO)", "New Owl", "Cham"])),
        publisher=draw(st.sampled_from(["Barn Press", "Owl & Sons Publishing"])),
        is_internet=draw(st.booleans()),
        chapter=draw(st.sampled_from([None, "9", "12"])),
        url=draw(st.sampled_from([None, "https://books.example/NBK599999/"])),
        **shared,
    )


@settings(max_examples=400)
@given(works(), st.sampled_from(["", "Source: ", "Reference: ", "1. ", "[12] ", "- "]))
def test_rendered_work_gives_back_every_field(work: Work, prefix: str) -> None:
    reference = parse(render_nlm(work, prefix))
    expected_authors = [str(person) for person in work.authors] + ([work.collective] if work.collective else [])
    assert names(reference) == expected_authors
    assert names(reference, "editor") == [str(person) for person in work.editors]
    pairs = {
        "title": work.title, "container_title": work.container, "volume": work.volume, "issue": work.issue,
        "page": work.page, "publisher": work.publisher, "publisher_place": work.place, "chapter_number": work.chapter,
        "medium": "Internet" if work.is_internet else None, "url": work.url,
    }  # fmt: skip
    assert {name: value(getattr(reference, name)) for name in pairs} == pairs
    stated = parse_date(work.date)
    assert stated is not None and reference.issued is not None
    assert (reference.issued.value, reference.issued_precision) == (stated.edtf, stated.precision)
    assert reference.authors_truncated is work.et_al
    got = ids(reference)
    assert (got.get("doi"), got.get("pmid"), got.get("pmcid")) == (work.ids.doi, work.ids.pmid, work.ids.pmcid)
    assert value(reference.prefix) == (prefix.strip(": ") if ":" in prefix else None)


@given(st.text(alphabet="Owl AB,.;: In2031()-\n1PMIDdoi10./et al", max_size=120))
def test_any_text_gives_spans_that_hold(text: str) -> None:
    for reference in find_references(text):
        check_spans(reference, text)


# --- real strings ----------------------------------------------------------------------------------------------------


def real_strings() -> list[dict[str, object]]:
    folder = Path(os.environ.get("REGENBASE_CITATIONS", Path(__file__).parents[4] / "shared" / "citations"))
    path = folder / "strings.jsonl"
    if not path.exists():
        pytest.skip(f"no real reference strings at {path}; set REGENBASE_CITATIONS")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_real_strings_give_every_labelled_identifier() -> None:
    missing = []
    for row in real_strings():
        labels, raw = row["labels"], row["raw"]
        assert isinstance(labels, dict) and isinstance(raw, str)
        found = {(item.scheme, item.found.value) for item in find_identifiers(raw)}
        missing += [
            (row["id"], scheme)
            for scheme in ("doi", "pmid", "pmcid")
            if labels[scheme] and (scheme, labels[scheme]) not in found
        ]
    assert missing == []


def test_real_strings_give_hardly_an_identifier_without_a_label() -> None:
    right, wrong = 0, []
    for row in real_strings():
        labels, raw = row["labels"], row["raw"]
        assert isinstance(labels, dict) and isinstance(raw, str)
        for scheme, found in {(item.scheme, item.found.value) for item in find_identifiers(raw)}:
            if scheme not in ("doi", "pmid", "pmcid"):
                continue
            right += labels[scheme] == found
            wrong += [(row["id"], found)] if labels[scheme] != found else []
    # One string prints a DOI without 'doi:' that its labels leave out.
    assert right / (right + len(wrong)) >= 0.99, wrong


def test_real_strings_are_known_as_references() -> None:
    rows = [row for row in real_strings() if str(row["raw"])[:2] != "**" and not str(row["raw"]).startswith("doi:")]
    known = [row for row in rows if parse_reference(str(row["raw"])) is not None]
    assert len(known) / len(rows) >= 0.97


def silver_fields(silver: dict[str, object]) -> dict[str, object]:
    month = f"-{MONTHS.index(str(silver['month'])[:3]) + 1:02}" if silver.get("month") else ""
    day = f"-{int(str(silver['day'])):02}" if silver.get("day") else ""
    return {
        "authors": silver["authors"], "collective": silver.get("collective_authors", []), "title": silver["title"],
        "journal": silver["journal"], "issued": f"{silver['year']}{month}{day}", "volume": silver["volume"],
        "issue": silver.get("issue"), "page": silver["pages"], "et_al": silver["et_al"],
    }  # fmt: skip


def test_real_nlm_strings_are_never_read_wrong() -> None:
    right = total = 0
    wrong = []
    for row in real_strings():
        silver, raw = row["silver_fields"], row["raw"]
        if not isinstance(silver, dict) or not isinstance(raw, str):
            continue
        reference = parse(raw)
        people = [one for one in reference.contributors if one.family]
        got = {
            "authors": [" ".join(filter(None, (value(one.family), value(one.given_initials)))) for one in people],
            "collective": [value(one.literal) for one in reference.contributors if one.literal],
            "title": value(reference.title), "journal": value(reference.container_title),
            "issued": value(reference.issued), "volume": value(reference.volume), "issue": value(reference.issue),
            "page": value(reference.page), "et_al": reference.authors_truncated,
        }  # fmt: skip
        expected = silver_fields(silver)
        total += len(expected)
        right += sum(got[name] == expected[name] for name in expected)
        wrong += [(row["id"], name, got[name]) for name in expected if got[name] not in (expected[name], None, [])]
    assert wrong == []
    assert right / total >= 0.95
