"""Mentions: names, anaphors, numbers and keys that point back to a citation, and what only looks like them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.finders.citation_mentions import MentionFound, find_citation_mentions
from schemas.spans import NORMALISERS, Span


def find(text: str, **options: object) -> list[MentionFound]:
    found = find_citation_mentions(text, 0, len(text), **options)  # type: ignore[arg-type]
    for mention in found:
        assert 0 <= mention.start < mention.end <= len(text)
        assert NORMALISERS[mention.raw.normaliser](text[mention.start : mention.end]) == mention.raw.value
    assert all(left.start <= right.start for left, right in pairwise(found))
    return found


@pytest.mark.parametrize(
    ("text", "raw", "families", "year"),
    [
        ("As Owlman et al. summarise, owls see.", "Owlman et al.", ("Owlman",), None),
        ("According to Owlman et al, goals differ.", "Owlman et al", ("Owlman",), None),
        ("Owlman, et al. found it.", "Owlman, et al.", ("Owlman",), None),
        ("Owlman et al.’s owls see.", "Owlman et al.", ("Owlman",), None),
        ("Di Uilo et al. found it.", "Di Uilo et al.", ("Di Uilo",), None),
        ("O’Wing et al. found it.", "O’Wing et al.", ("O’Wing",), None),
        ("Käuz-Müller et al. (2031) found it.", "Käuz-Müller et al. (2031)", ("Käuz-Müller",), 2031),
        ("It is so (van der Nest et al., 2031).", "van der Nest et al., 2031", ("van der Nest",), 2031),
        ("Ann Owlman et al. found it.", "Owlman et al.", ("Owlman",), None),
        ("Owlman and colleagues found it.", "Owlman and colleagues", ("Owlman",), None),
        ("Owlman and her co-workers treated owls.", "Owlman and her co-workers", ("Owlman",), None),
        ("Owlman’s team reported it.", "Owlman’s team", ("Owlman",), None),
        ("Owlman and Featherly report it.", "Owlman and Featherly", ("Owlman", "Featherly"), None),
        ("Owlman and Featherly (2031) treated owls.", "Owlman and Featherly (2031)", ("Owlman", "Featherly"), 2031),
        ("Owls see (Owlman & Featherly, 2031).", "Owlman & Featherly, 2031", ("Owlman", "Featherly"), 2031),
        ("Owlman (2031) showed it.", "Owlman (2031)", ("Owlman",), 2031),
        ("[Owlman et al.](https://doi.org/10.5555/x) found it.", "Owlman et al.", ("Owlman",), None),
        ("Owlman <i>et al.</i> found it.", "Owlman et al.", ("Owlman",), None),
    ],
)
def test_names_of_authors(text: str, raw: str, families: tuple[str, ...], year: int | None) -> None:
    (mention,) = find(text)
    assert (mention.form, mention.raw.value, mention.families, mention.year) == ("author_mention", raw, families, year)


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("Work by Owlman and Featherly on owls.", "Owlman and Featherly"),
        ("Owls see (Owlman, 2031; Hoot, 2030).", "Owlman, 2031"),
        ("The owls of Owlman (2031) were young.", "Owlman (2031)"),
        ("Owlman and Wing set out to look.", "Owlman and Wing"),
    ],
)
def test_names_that_the_references_have_need_no_verb(text: str, raw: str) -> None:
    assert find(text) == []
    assert [mention.raw.value for mention in find(text, families={"Owlman", "Featherly", "Wing-Beak"})] == [raw]


@pytest.mark.parametrize(
    ("text", "raw", "kind"),
    [
        ("According to the authors, owls see.", "the authors", "authors"),
        ("The authors point out that owls see.", "The authors", "authors"),
        ("A limit named by the authors is age.", "the authors", "authors"),
        ("The study authors conclude that owls see.", "The study authors", "authors"),
        ("The reviewers found no link.", "The reviewers", "reviewers"),
        ("According to the researchers, owls see.", "the researchers", "authors"),
        ("The investigators counted four owls.", "The investigators", "authors"),
        ("As part of this review, owls were seen.", "this review", "review"),
        ("The same review also notes it.", "The same review", "review"),
        ("The same report makes the point.", "The same report", "report"),
        ("The same source notes it.", "The same source", "source"),
        ("In this study, owls were seen.", "this study", "study"),
        ("In this trial, owls were seen.", "this trial", "trial"),
        ("In this meta-analysis, no harm was seen.", "this meta-analysis", "meta_analysis"),
        ("This systematic review and meta-analysis,", "This systematic review and meta-analysis", "meta_analysis"),
        ("This phase 1/2a trial enrolled owls.", "This phase 1/2a trial", "trial"),
        ("This small single-centre study is over.", "This small single-centre study", "study"),
        ("According to the chapter, owls see.", "the chapter", "chapter"),
        ("The study found that owls see.", "The study", "study"),
        ("The review of 43 studies showed it.", "The review", "review"),
        ("The analysis also showed that owls see.", "The analysis", "analysis"),
        ("This report describes owls.", "This report", "report"),
        ("This paper is a first step.", "This paper", "paper"),
        ("In **this review**, owls were seen.", "this review", "review"),
    ],
)  # fmt: skip
def test_anaphors(text: str, raw: str, kind: str) -> None:
    (mention,) = find(text)
    assert (mention.form, mention.raw.value, mention.kind) == ("anaphoric", raw, kind)
    assert mention.is_same == ("same" in raw)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Owls see [3].", [3]),
        ("Owls see.[3] Mice hide.", [3]),
        ("Owls see [1, 3] and hear [2-4].", [1, 3, 2, 3, 4]),
        ("Owls see [1,3–5].", [1, 3, 4, 5]),
        ("Owls see [1][2].", [1, 2]),
        ("Owls see [^4].", [4]),
        ("As shown in [12], owls see.", [12]),
        ("Owls see ([7]).", [7]),
        ("Owls see [3](#ref-3).", [3]),
        ("Owls see [[3]](#cite3).", [3]),
        ("[5]", [5]),
    ],
)
def test_numbers(text: str, numbers: list[int]) -> None:
    found = find(text)
    assert [mention.numbers for mention in found] == [(number,) for number in numbers]
    assert {mention.form for mention in found} == {"numeric"}


def test_one_bracket_gives_a_mention_per_number_with_one_span() -> None:
    first, second = find("Owls see [1, 3].")
    assert first.raw == second.raw and first.raw.value == "[1, 3]"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Owls see [@owlman2031].", ["owlman2031"]),
        ("Owls see [@owlman:31; @wing_30].", ["owlman:31", "wing_30"]),
        ("Owls see [see @owlman, p. 3; also -@wing].", ["owlman", "wing"]),
        ("Owls see [-@owlman].", ["owlman"]),
        ("Owls see [@owlman]: they do.", ["owlman"]),
    ],
)
def test_keys(text: str, keys: list[str]) -> None:
    found = find(text)
    assert [mention.keys for mention in found] == [(key,) for key in keys]
    assert {mention.form for mention in found} == {"key"}


def test_raised_numbers_count_only_where_a_list_has_them() -> None:
    text = "Owls see well.¹² Mice hide<sup>1,3</sup> in holes³."
    assert find(text) == []
    assert [mention.numbers for mention in find(text, n_references=12)] == [(12,), (1,), (3,), (3,)]
    assert find("An area of 5 cm² or 10⁶ cells and R² of CO²", n_references=99) == []


@pytest.mark.parametrize(
    "text",
    [
        "Owls of [2031] see.",
        "Owls at Rest [Internet].",
        "A group [n=3] of owls.",
        "Owls seen for [12 weeks].",
        "1. Owls\n2. Mice",
        "[1] Owlman A. Owls. Owl J.",
        "- [2] Owlman A. Owls. Owl J.",
        "[1]: https://owl.example/",
        "A value in [0, 1] was drawn.",
        "The gain was 3.2 (95% CI [2, 14]).",
        "Scores on a scale [1-10] fell.",
        "The median [3, 9] fell.",
        "x = [3]",
        "See page [3] of the form.",
        "Click [3](/pages/3) to go on.",
        "See [[3]] for more.",
        "The form [01] was used.",
        "Rank [9-3] is odd.",
        "Write to owl@example.org or [mail](mailto:owl@example.org).",
        "Follow [@owl](https://social.example/owl).",
        "[@owlman2031]: Owlman A. Owls. Owl J.",
        "This article explains owls.",
        "This guide explains owls.",
        "This overview of owls can help.",
        "In this review, we look at owls.",
        "This report is free.",
        "This source is closed.",
        "The review board met.",
        "This study drug was new.",
        "This trial site closed.",
        "The study was small.",
        "The trial found few owls.",
        "The review process is slow.",
        "The authors of this page are owls.",
        "The authors of a 2030 study of mice disagree.",
        "One of the authors is an owl.",
        "The author lives in Oslo.",
        "The reviewers of owls",
        "Researchers found that owls see.",
        "The researchers must agree on owls.",
        "The researchers of tomorrow",
        "Medical reviewers check our pages.",
        "Owls and Mice found food.",
        "The Hoehn and Yahr scale (2031)",
        "Kaplan and Meier described it.",
        "Oslo (2031) was cold.",
        "Nature (2031) reported it.",
        "Merck and Bayer reported gains.",
        "Stanford and Yale found owls.",
        "In May (2031) found",
        "Owls see (Oslo, 2031).",
        "Owlman and Wing said that owls see.",
        "Salt and Pepper review",
        "",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_mention(text: str) -> None:
    assert find(text) == []


def test_references_hold_no_mentions() -> None:
    text = "Owls see [1].\nOwlman et al. This review of owls. Owl J. 2031;1(1):1-2."
    start = text.index("Owlman")
    assert [mention.raw.value for mention in find(text, inside=[Span(start, len(text))])] == ["[1]"]


PIECES = st.sampled_from(
    "Owlman Featherly van der et al. and & colleagues (2031) , 2031) [1] [2, 3] [2–4] [@key] [@a; @b] the The this "
    "same review study authors chapter report found ¹² <sup>1</sup> . ( ) [x](/y) **Owl** \n O’Wing’s team".split(" ")
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_any_text_gives_mentions_that_hold(text: str) -> None:
    found = find(text, families={"Owlman"}, n_references=20)
    for left, right in pairwise(found):
        assert left.end <= right.start or left.raw == right.raw
    assert all(len(mention.numbers) + len(mention.keys) <= 1 for mention in found)


@given(st.text(max_size=200))
def test_arbitrary_characters_do_no_harm(text: str) -> None:
    find(text, n_references=9)
