"""Equal words have equal signatures, near-equal ones near-equal signatures, on every platform."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.shingles import N_BINS, SHINGLE_WORDS, minhash, shingle_hashes, sign, words_of

WORDS = st.lists(st.sampled_from("a cell graft held for two years in old mice".split()), max_size=40)
TEXT = "The graft held for two years, and the patients' hands healed; no one was harmed."


def test_signatures_stay_what_they_are() -> None:
    signature = sign(TEXT)
    assert signature.shingles[:3] == [258577373, 598421018, 1910467197]
    assert sum(signature.values) % 1_000_003 == 612922


@pytest.mark.parametrize(
    "variant",
    [
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("'", "’"),
        TEXT.upper(),
        TEXT.replace(", ", " – "),
        f"  {TEXT}\r\n",
    ],
)
def test_case_quotes_punctuation_and_line_ends_do_not_count(variant: str) -> None:
    assert sign(variant) == sign(TEXT)


@given(WORDS)
def test_shingles_are_the_runs_of_five_words_each_once_and_in_order(words: list[str]) -> None:
    runs = {tuple(words[place : place + SHINGLE_WORDS]) for place in range(len(words) - SHINGLE_WORDS + 1)}
    hashes = shingle_hashes(words)
    assert len(hashes) == len(runs)
    assert hashes == sorted(set(hashes))
    assert all(0 <= value < 2**32 for value in hashes)


@given(WORDS)
def test_a_signature_has_one_value_per_bin_or_none_without_shingles(words: list[str]) -> None:
    signature = sign(" ".join(words))
    assert len(signature.values) == (N_BINS if signature.shingles else 0)


@given(st.sets(st.integers(0, 2**32 - 1), min_size=1, max_size=60))
def test_the_order_of_shingles_does_not_count(shingles: set[int]) -> None:
    assert minhash(sorted(shingles)) == minhash(sorted(shingles, reverse=True))


@pytest.mark.parametrize("jaccard", [0.0, 0.3, 0.6, 0.9, 1.0])
@pytest.mark.parametrize("size", [60, 1000])
def test_equal_values_estimate_jaccard(jaccard: float, size: int) -> None:
    random = Random(7)
    estimates = []
    for _ in range(40):
        n_common = round(2 * size * jaccard / (1 + jaccard))
        numbers = random.sample(range(2**32), 2 * size - n_common)
        one, other = minhash(numbers[:size]), minhash(numbers[size - n_common :])
        estimates.append(sum(here == there for here, there in zip(one, other, strict=True)) / N_BINS)
    assert abs(sum(estimates) / len(estimates) - jaccard) < 0.04


def test_words_keep_their_apostrophes() -> None:
    assert words_of("Parkinson’s, 'quoted' and well-known") == ["parkinson's", "quoted", "and", "well", "known"]
