"""The cheap ways say what the dear ones say."""

from __future__ import annotations

import regex
from hypothesis import given
from hypothesis import strategies as st

from extractors.finders.claim_reading import _TOKEN, _tokens
from extractors.finders.cues import folded, matches_at, plain_words, shortest, stems
from extractors.finders.narrative_sources import _HEAD, _HEAD_STARTS
from extractors.finders.trials import _QUICK, _may_speak
from extractors.finders.visible_text import _hidden, _may_hide
from extractors.shingles import _WORD, words_of

ANY_CASE = st.sampled_from("study STUDY ſtudy trİal İK owl sK".split())
MARKS = st.sampled_from([*"abz09 -'.,;:%$()_[*<\n\t\x00\x1f’“—é\u00a0\u0301\u0663", "  ", "**", "__", "://", " - "])
WORDS = st.sampled_from(
    (
        "a the this review Systematic meta-analysis study studies ABCD study ph 2 phase II NCT01 trial owl's stem-like "
        "cell-derived 3.5 1,250 press release overview it's ‘owl’ x"
    ).split()
)
TEXTS = st.lists(st.one_of(WORDS, MARKS, st.just(" ")), max_size=12).map("".join)


@given(ANY_CASE, st.sampled_from("study trial ik owl sk".split()))
def test_folded_text_holds_what_a_pattern_without_case_finds(text: str, word: str) -> None:
    assert (word in folded(text, 0, len(text))) == (regex.search(word, text, regex.I) is not None)


def test_words_that_hold_another_are_left_out() -> None:
    assert shortest(["analysis", "meta-analysis", "review"]) == ("review", "analysis")
    assert stems(["press release", "pressure", "case study", "case"]) == ("case", "press")


def test_words_are_cut_at_marks_and_letters_outside_of_ascii() -> None:
    assert plain_words("owl-like (B.V.), café 12") == [b"owl", b"like", b"B", b"V", b"caf", b"12"]


@given(TEXTS, st.integers(0, 3), st.integers(0, 3))
def test_matches_where_the_words_are_are_all_matches(text: str, before: int, behind: int) -> None:
    start, end = min(before, len(text)), max(min(before, len(text)), len(text) - behind)
    tried = [match.span() for match in matches_at(_HEAD, _HEAD_STARTS, text, start, end)]
    assert tried == [match.span() for match in _HEAD.finditer(text, start, end)]


@given(TEXTS)
def test_a_block_may_speak_of_trials_where_the_whole_pattern_says_so(text: str) -> None:
    assert _may_speak(text, 0, len(text)) == (_QUICK.search(text) is not None)


@given(TEXTS)
def test_nothing_is_hidden_where_there_is_no_sign_of_it(text: str) -> None:
    assert _may_hide(text) or not _hidden(text)


@given(TEXTS.map(str.lower))
def test_tokens_of_claims_are_those_of_their_pattern(text: str) -> None:
    plain = text.replace("\n", " ").replace("\t", " ")
    assert _tokens(plain) == _TOKEN.findall(plain)


@given(TEXTS)
def test_words_of_signatures_are_those_of_their_pattern(text: str) -> None:
    assert words_of(text) == _WORD.findall(text.replace("’", "'").lower())
