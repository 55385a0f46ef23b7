"""Every value must be provable: the slice and the normaliser that a `Found` names give its value again."""

from __future__ import annotations

from typing import get_args

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from schemas.spans import NORMALISERS, Found, NormaliserName, Span, found_text

# Words and marks that meet each other on real pages, so that generated text reaches every branch.
FRAGMENTS = (
    "May 19, 2025~2025-05~19 May 2025~1,250~.05~40%~2.5 million~seven~twenty-one~[text](/kind/slug)~[[slug|shown]]~"
    "**~__~<b>~</b>~&amp;~&#945;~doi:10.1000/X~https://doi.org/10.1000/%3CA%3E~NCT 0123 4567~ChiCTR-12~jRCTs01~PMC 99~"
    "en-GB~\u2212~\u00a0~\n~\t~- ~\u2022 ~Cell Type:~caf\u00e9~\u03b1~\U0001f9e0"
).split("~")
PAGE_TEXT = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=8).map(" ".join)


@pytest.mark.parametrize("name", get_args(NormaliserName))
@given(data=st.data())
def test_what_is_found_proves_itself(name: NormaliserName, data: st.DataObject) -> None:
    text = data.draw(PAGE_TEXT)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = found_text(text, start, end, name)
    if found is None:
        stripped = text[start:end].strip()
        assert not stripped or not NORMALISERS[name](stripped)
        return
    assert start <= found.start < found.end <= end
    assert NORMALISERS[found.normaliser](text[found.start : found.end]) == found.value


def test_every_normaliser_has_a_name_and_the_reverse() -> None:
    assert tuple(NORMALISERS) == get_args(NormaliserName)


@given(PAGE_TEXT, st.text(max_size=5))
def test_a_found_value_moves_with_its_slice(text: str, before: str) -> None:
    found = found_text(text, 0, len(text))
    if found is not None:
        moved = found.at(len(before))
        assert Span(moved.start, moved.end).of(before + text) == text[found.start : found.end]
        assert moved.value == found.value


def test_the_plainest_normaliser_is_named() -> None:
    assert found_text("  Stem cells ", 0, 13) == Found("Stem cells", 2, 12, "identity")
    assert found_text("Stem  cells", 0, 11) == Found("Stem cells", 0, 11, "strip_markup")


@pytest.mark.parametrize("name", ["collapse_ws", "upper", "key", "language_tag", "registry_id", "iso_date", "decimal"])
@given(text=PAGE_TEXT)
def test_normal_forms_stay_as_they_are(name: NormaliserName, text: str) -> None:
    once = NORMALISERS[name](text)
    if once is not None:
        assert NORMALISERS[name](once) == once


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("identity", " a ", " a "),
        ("collapse_ws", " a\n\tb\u00a0 ", "a b"),
        ("unescape", "A&amp;B &#945;", "A&B \u03b1"),
        ("strip_markup", "see [the **page**](/x_(y)) and [[gene|its gene]]", "see the page and its gene"),
        ("strip_markup", "H<sub>2</sub>O of __this__ kind", "H2O of this kind"),
        ("strip_markup", "2 ** 3 and an open **mark", "2 ** 3 and an open **mark"),
        ("strip_markup", "p < 0.05", "p < 0.05"),
        ("prose", "- first\n2. second", "first second"),
        ("upper", " nct01 ", "NCT01"),
        ("iso_date", "May 2025", "2025-05-01"),
        ("iso_date", "soon", None),
        ("edtf", "19 May 2025", "2025-05-19"),
        ("edtf", "31 April 2025", None),
        ("decimal", "1,250 people", "1250"),
        ("decimal", "p < .05", "0.05"),
        ("decimal", "10.50%", "10.50"),
        ("decimal", "\u22123.5", "-3.5"),
        ("decimal", "+4", "4"),
        ("decimal", "2.5 million", "2500000"),
        ("decimal", "1,5", None),
        ("decimal", "1,2500", None),
        ("decimal", "1.2.3", None),
        ("decimal", "none", None),
        ("number_word", "Twenty-one", "21"),
        ("number_word", "zero", "0"),
        ("number_word", "two million", "2000000"),
        ("number_word", "twenty zero", None),
        ("number_word", "seven seven", None),
        ("number_word", "several", None),
        ("number_word", "an", "1"),
        ("number_word", "a million", "1000000"),
        ("decimal", "10\u00a0000 people", "10000"),
        ("decimal", "10\u2009000", "10000"),
        ("scientific", "2 × 10^6", "2000000"),
        ("scientific", "1.5x10⁶", "1500000"),
        ("scientific", "1 × 10<sup>8</sup>", "100000000"),
        ("scientific", "5 × 107", "50000000"),
        ("scientific", "10^6", None),
        ("scientific", "2 x 100", None),
        ("scientific", "2 x 1000", None),
        ("shared_scale", "100 to 150 million", "100000000"),
        ("shared_scale", "0.5–1 million", "500000"),
        ("shared_scale", "100 to 150", None),
        ("fraction_part", "two-thirds", "2"),
        ("fraction_whole", "two-thirds", "3"),
        ("fraction_part", "half", "1"),
        ("fraction_whole", "a quarter", "4"),
        ("fraction_part", "third", None),
        ("fraction_whole", "thirteen", None),
        ("doi", " https://doi.org/10.1000/ABC%3C1%3E ", "10.1000/abc<1>"),
        ("doi", "DOI: 10.1000/A%3C", "10.1000/a%3c"),
        ("registry_id", "nct 0123 4567", "NCT01234567"),
        ("registry_id", "ChiCTR 2000", "ChiCTR2000"),
        ("registry_id", "JRCTS031", "jRCTs031"),
        ("pmcid", "pmc 10573670", "PMC10573670"),
        ("key", "**Cell Type:**", "cell_type"),
        ("language_tag", "en-GB", "en"),
    ],
)
def test_normalisers_give(name: NormaliserName, text: str, value: str | None) -> None:
    assert NORMALISERS[name](text) == value


@given(st.integers(0, 10**12), st.sampled_from(["{}", "{:,}", "n = {:,}.", "({:,})"]))
@example(1000, "{:,}")
def test_any_whole_number_is_read_as_written(number: int, form: str) -> None:
    assert NORMALISERS["decimal"](form.format(number)) == str(number)


@given(st.text(st.sampled_from("ab \n\t\u00a0\u2009\x1c\x1f\x85\u200b"), max_size=12))
def test_white_space_is_that_of_unicode_and_not_of_control_marks(text: str) -> None:
    assert NORMALISERS["collapse_ws"](text) == regex.sub(r"\s+", " ", text).strip()
