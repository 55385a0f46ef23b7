"""Which citation a mention means, within one document; what the text does not settle stays open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.finders.citation_mentions import MentionFound, find_citation_mentions
from extractors.finders.citation_resolution import (
    CitedThing,
    as_repeat,
    cited_journal_line,
    cited_reference,
    cited_source,
    definition_key,
    fold_repeats,
    reference_number,
    resolve,
)
from extractors.finders.citations import find_references, parse_reference
from extractors.finders.journal_line import find_journal_line
from extractors.finders.narrative_sources import find_narrative_sources
from schemas.spans import Found, Span


def read(text: str) -> list[tuple[str, str | None]]:
    """Return (mention, what it means) of a document; a citation is named by its first author or its first words."""
    references = find_references(text)
    inside = [Span(one.raw.start, one.raw.end) for one in references]
    sources = find_narrative_sources(text, 0, len(text), inside=inside)
    folded = fold_repeats(sources)
    things = [cited_reference(text, one) for one in references]
    things += [cited_source(one) for one, first in zip(sources, folded, strict=True) if first is None]
    names = {name for thing in things for name in thing.families}
    mentions = find_citation_mentions(text, 0, len(text), families=names, inside=inside)
    meant = resolve(mentions, things)
    return [
        (mention.raw.value, None if index is None else name_of(text, things[index]))
        for mention, index in zip(mentions, meant, strict=True)
    ]


def name_of(text: str, thing: CitedThing) -> str:
    return thing.families[0] if thing.families else text[thing.position : thing.position + 12]


PLAIN = "Owlman AB, Featherly C. Night vision in barn owls. J Owl Med. 2031;3(2):12-9. PMID: 39999991."
REVIEW = "Wing-Beak D, Hoot E. Day sleep: a systematic review. Owl J. 2030 May 4;7:e88. PMID: 39999992."
TRIAL = "Hoot E, Käuz Ö. Warm nests: a randomised trial. Owl J. 2029 May 4;6:e8. PMID: 39999993."
CHAPTER = "Nest A. Sleep by Day. In: Beak D, editors. Owls at Rest. Oslo: Barn Press; 2031. Chapter 9."


@pytest.mark.parametrize(
    ("body", "reference", "expected"),
    [
        ("In this review, Owlman et al. look. The authors find it.", PLAIN, ["Owlman", "Owlman", "Owlman"]),
        ("According to the authors, owls see.", PLAIN, ["Owlman"]),
        ("Owlman and Featherly treated owls. The reviewers found none.", PLAIN, ["Owlman", "Owlman"]),
        ("Wing and Hoot gathered seven studies. This review ends.", REVIEW, ["Wing-Beak", "Wing-Beak"]),
        ("WING-BEAK et al. saw it; Wing et al. too.", REVIEW, ["Wing-Beak", "Wing-Beak"]),
        ("The study found owls. This meta-analysis ends.", REVIEW, ["Wing-Beak", "Wing-Beak"]),
        ("In this trial, owls slept.", REVIEW, [None]),
        ("In this review, owls slept.", TRIAL, [None]),
        ("In this trial, Hoot et al. warmed nests.", TRIAL, ["Hoot", "Hoot"]),
        ("According to the chapter, owls sleep. The authors agree.", CHAPTER, ["Nest", "Nest"]),
        ("In this study, owls sleep.", CHAPTER, [None]),
        ("According to the chapter, owls see.", PLAIN, [None]),
        ("Featherly et al. saw owls.", PLAIN, [None]),
        ("Stranger et al. saw owls. The authors agree.", PLAIN, [None, None]),
        ("Owlman et al. (2030) saw owls.", PLAIN, [None]),
        ("Owlman et al. (2031) saw owls.", PLAIN, ["Owlman"]),
        ("Owlman and Beak (2031) saw owls.", PLAIN, [None]),
    ],
)
def test_a_post_that_retells_one_paper(body: str, reference: str, expected: list[str | None]) -> None:
    for prefix in ("Source: ", ""):
        assert [meant for _, meant in read(f"{body}\n{prefix}{reference}")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A 2031 review in Nature Medicine notes it. The same review adds more.", ["A 2031 revie"]),
        ("A Hoot Clinic overview of owls notes it. The same source adds. The same report ends.", ["A Hoot Clini"] * 2),
        (
            "A 2031 review in Nature Medicine notes it. A Hoot Clinic announcement explains it. The same review ends.",
            ["A 2031 revie"],
        ),
        ("A Hoot Clinic announcement on its trial explains it. This trial is small.", [None]),
        ("A Hoot Clinic announcement explains it. The authors agree.", [None]),
        ("The same source says so. A 2031 review in Nature Medicine notes it.", [None]),
        ("A 2031 study by Owlman and Featherly in Nature Medicine saw it. Owlman et al. go on.", ["Owlman", "Owlman"]),
    ],
)
def test_narrative_sources_are_meant_by_what_follows(text: str, expected: list[str | None]) -> None:
    found = read(text)
    assert [meant for _, meant in found][-len(expected) :] == expected


def test_what_stands_far_behind_one_of_several_sources_stays_open() -> None:
    filler = "Owls sleep by day. " * 100
    text = f"A 2031 review in Nature Medicine notes it. {filler}The authors agree."
    assert read(text) == [("The authors", None)]


def test_numbers_follow_the_reference_list() -> None:
    text = f"Owls see [1]. They sleep [2]. Both hold [1, 2]. Mice hide [3].\nReferences\n1. {PLAIN}\n2. {REVIEW}"
    assert [meant for _, meant in read(text)] == ["Owlman", "Wing-Beak", "Owlman", "Wing-Beak", None]
    bracketed = f"Owls see [1]. They sleep [2].\n[1] {PLAIN}\n[2] {REVIEW}"
    assert [meant for _, meant in read(bracketed)] == ["Owlman", "Wing-Beak"]


def test_a_number_that_two_lists_have_stays_open() -> None:
    text = f"Owls see [1].\n1. {PLAIN}\n\n1. {REVIEW}"
    assert [meant for _, meant in read(text)] == [None]


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("owlman2031", "Owlman"), ("wing2030", "Wing-Beak"), ("wingbeak2030", "Wing-Beak"), ("Hoot_2029", "Hoot"),
        ("owlman2030", None), ("featherly2031", None), ("night2031", None), ("owlman31", None), ("2031", None),
    ],
)  # fmt: skip
def test_keys_of_name_and_year_mean_the_reference_of_that_name_and_year(key: str, meant: str | None) -> None:
    assert read(f"Owls see [@{key}].\n\n{PLAIN}\n{REVIEW}\n{TRIAL}") == [(f"[@{key}]", meant)]


def test_names_in_a_source_of_prose_mean_the_reference_of_that_year() -> None:
    told = "A 2031 study by Owlman and colleagues at Owl Clinic found no harm."
    assert read(f"{told}\n\n{PLAIN}") == [("Owlman and colleagues", "Owlman")]
    assert read(f"{told}\n\n{PLAIN.replace('2031', '2021')}") == [("Owlman and colleagues", None)]


@pytest.mark.parametrize("key", ["kauz2029", "kuz2029", "kaeuz2029"])
def test_keys_leave_marks_out(key: str) -> None:
    reference = "Käuz Ö, Hoot E. Warm nests: a randomised trial. Owl J. 2029 May 4;6:e8. PMID: 39999993."
    assert read(f"Owls see [@{key}].\n\n{reference}") == [(f"[@{key}]", "Käuz")]


def test_a_key_that_fits_two_works_means_none() -> None:
    other = PLAIN.replace("39999991", "39999994").replace("Night vision", "Day vision")
    assert read(f"Owls see [@owlman2031].\n\n{PLAIN}\n{other}") == [("[@owlman2031]", None)]


def test_keys_follow_their_definitions() -> None:
    text = f"Owls see [@owl31]. They sleep [@wing; @gone].\n[@owl31]: {PLAIN}\n[@wing]: {REVIEW}"
    assert read(text) == [
        ("[@owl31]", "Owlman"), ("[@wing; @gone]", "Wing-Beak"), ("[@wing; @gone]", None),
    ]  # fmt: skip


def test_among_several_references_only_names_and_what_follows_them_are_settled() -> None:
    text = (
        "This review is of use. Hoot et al. warmed nests. The authors agree. Owlman et al. [1] saw owls. The authors "
        f"agree. Mice hide [3]. The authors agree.\n1. {PLAIN}\n2. {REVIEW}\n3. {TRIAL}"
    )
    assert read(text) == [
        ("This review", None), ("Hoot et al.", "Hoot"), ("The authors", "Hoot"), ("Owlman et al.", "Owlman"),
        ("[1]", "Owlman"), ("The authors", "Owlman"), ("[3]", "Hoot"), ("The authors", None),
    ]  # fmt: skip


def test_two_works_of_one_author_stay_open_unless_the_year_tells() -> None:
    other = PLAIN.replace("2031;3", "2029;1").replace("Night vision", "Hearing")
    text = f"Owlman et al. saw it. Owlman et al. (2029) heard it.\n1. {PLAIN}\n2. {other}"
    found = read(text)
    assert [meant for _, meant in found] == [None, "Owlman"]


def test_a_reference_stated_twice_is_one_work() -> None:
    assert [meant for _, meant in read(f"Owlman et al. saw it.\n{PLAIN}\n\n{PLAIN}")] == ["Owlman"]


def test_other_styles_are_known_by_their_names() -> None:
    text = (
        "Owlman and Featherly (2031) saw it, as did Hoot et al. and Nest (2028).\n"
        "1. Owlman, A. B., & Featherly, C. (2031). Night vision in barn owls. Owl Med, 13(5), 1–9. doi: 10.5555/x1\n"
        "2. Hoot E, Wing D (2030) Day sleep in barn owls. Owl Med 13(5): e1. doi: 10.5555/x2.\n"
        "3. A. Nest and D. Beak, \"Barns and nests at night,\" 2028 Owl Conference (OWLS), 2028, pp. 314-324."
    )  # fmt: skip
    assert [meant for _, meant in read(text)] == ["Owlman", "Hoot", "Nest"]


def test_a_summary_page_is_about_its_journal_line() -> None:
    text = "Annals of Owl Medicine, 2031 · DOI: 10.5555/x1 · Published: March 7, 2031"
    line = find_journal_line(text)
    assert line is not None
    thing = cited_journal_line(line, "Night vision in barn owls: a systematic review")
    review, trial = (anaphor(kind) for kind in ("review", "trial"))
    assert resolve([review, trial], [thing]) == [0, None]
    assert resolve([review], [CitedThing(900, "bare_identifier"), thing]) == [1]
    assert resolve([trial], [cited_journal_line(line)]) == [0]


def anaphor(kind: str, start: int = 500) -> MentionFound:
    return MentionFound("anaphoric", Found("x", start, start + 1), kind=kind)  # type: ignore[arg-type]


def test_a_page_with_further_identifiers_is_about_no_single_paper() -> None:
    reference = CitedThing(900, "pubmed_nlm", ("Owlman",))
    assert resolve([anaphor("study")], [reference]) == [0]
    assert resolve([anaphor("study")], [reference, CitedThing(50, "bare_identifier")]) == [None]


def test_the_same_source_named_again_is_folded() -> None:
    text = (
        "A 2031 review in Nature Medicine notes it. A 2030 report by the WHO doubts it. The 2031 review goes on. "
        "The 2029 review is older. A 2031 review follows."
    )
    sources = find_narrative_sources(text, 0, len(text))
    assert fold_repeats(sources) == [None, None, 0, None, None]
    assert (as_repeat(sources[2]).raw.value, as_repeat(sources[2]).kind) == ("The 2031 review", "review")


@pytest.mark.parametrize(
    ("before", "number", "key"),
    [
        ("1. ", 1, None), ("[12] ", 12, None), ("(3) ", 3, None), ("- ", None, None), ("Owls.\n2) ", 2, None),
        ("[^4]: ", 4, None), ("[@owl]: ", None, "owl"), ("In 2031. ", None, None), ("", None, None),
    ],
)  # fmt: skip
def test_marks_before_a_reference(before: str, number: int | None, key: str | None) -> None:
    text = before + PLAIN
    assert (reference_number(text, len(before)), definition_key(text, len(before))) == (number, key)


def test_the_number_of_a_list_item_counts_where_no_mark_is_printed() -> None:
    reference = parse_reference(PLAIN)
    assert reference is not None
    assert cited_reference(PLAIN, reference, 7).number == 7
    assert cited_reference(PLAIN, reference).number is None


FORMS = st.sampled_from(["pubmed_nlm", "narrative_source", "bare_identifier", "journal_line", "other_style"])
THINGS = st.builds(
    CitedThing,
    st.integers(0, 3000),
    FORMS,
    st.sampled_from([(), ("Owlman",), ("Owlman", "Wing")]),
    st.sampled_from([None, "Owls"]),
    st.sampled_from([None, "review", "trial", "chapter", "announcement"]),
    st.sampled_from([None, 2031]),
    st.sampled_from([None, 1, 2]),
    st.sampled_from([None, "owl"]),
)
MENTIONS = st.builds(
    lambda form, start, kind: MentionFound(
        form, Found("x", start, start + 1), ("Owlman",), (1,), ("owl",), kind if form == "anaphoric" else None
    ),
    st.sampled_from(["author_mention", "anaphoric", "numeric", "key"]),
    st.integers(0, 3000),
    st.sampled_from(["review", "trial", "chapter", "authors", "source", "study"]),
)


@given(st.lists(MENTIONS, max_size=8), st.lists(THINGS, max_size=6))
def test_every_mention_means_one_citation_of_the_document_or_none(
    mentions: list[MentionFound], things: list[CitedThing]
) -> None:
    meant = resolve(mentions, things)
    assert len(meant) == len(mentions)
    for mention, index in zip(mentions, meant, strict=True):
        if index is None:
            continue
        thing = things[index]
        if mention.form == "anaphoric" and thing.kind is not None:
            assert (mention.kind == "chapter") <= (thing.kind == "chapter")
            assert not (mention.kind == "trial" and thing.kind == "review")
        if mention.form == "numeric":
            assert thing.number == 1
