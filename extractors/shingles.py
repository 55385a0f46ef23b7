"""Near-duplicate texts: runs of five words as hashes, and a MinHash signature of them.

The signature is of one permutation whose range is cut into bins (P. Li, A. Owen, C. Zhang, 'One permutation hashing',
NIPS 2012), empty bins filled as in A. Shrivastava, 'Optimal densification for fast and accurate minwise hashing', ICML
2017: as good an estimate of Jaccard as 128 permutations, at the price of one. A signature is published, so it is
computed with integers alone and is the same on every platform.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

import regex

SHINGLE_WORDS: Final = 5
N_BINS: Final = 128
_WORD: Final = regex.compile(r"[\p{L}\p{N}]++(?:['’][\p{L}\p{N}]++)*+")
# Marks of prose outside of ASCII, and all of ASCII that is part of no word.
_FREQUENT: Final = "‘“”–—…•"
_BLANKS: Final = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) != "'"}
_MASK: Final = 0xFFFFFFFF
_BIN_BITS: Final = 32 - (N_BINS.bit_length() - 1)


@dataclass(frozen=True, slots=True)
class Signature:
    """The shingles of a text as distinct 32-bit hashes in ascending order, and their MinHash values, one per bin."""

    shingles: list[int]
    values: list[int]


def sign(text: str) -> Signature:
    """Return the signature of a text; both lists are empty for fewer than five words."""
    shingles = shingle_hashes(words_of(text))
    return Signature(shingles, minhash(shingles))


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case; punctuation, quotes and white space do not count."""
    small = text.replace("’", "'").lower()
    for mark in _FREQUENT:
        small = small.replace(mark, " ")
    if small.isascii():
        return _plain_words(small)
    words: list[str] = []
    for line in small.split("\n"):
        words += _plain_words(line) if line.isascii() else _WORD.findall(line)
    return words


def _plain_words(small: str) -> list[str]:
    """Return the words of a text in ASCII, in a tenth of the time of the pattern."""
    words = small.translate(_BLANKS).split()
    if "'" not in small:
        return words
    return [part for word in words for part in ([word] if "'" not in word else _WORD.findall(word))]


def shingle_hashes(words: Sequence[str]) -> list[int]:
    """Return the hashes of all runs of five words, each once, in ascending order."""
    encoded = [word.encode("utf-8", "replace") for word in words]
    runs = zip(*(encoded[place:] for place in range(SHINGLE_WORDS)), strict=False)
    return sorted({crc32(b" ".join(run)) for run in runs})


def minhash(shingles: Iterable[int]) -> list[int]:
    """Return the least mixed hash of each of 128 bins; an empty bin takes that of a bin drawn by its number."""
    bins: list[int | None] = [None] * N_BINS
    for shingle in shingles:
        # `_mixed`, written out: a call would be half the time of it
        value = shingle ^ shingle >> 16
        value = value * 0x85EBCA6B & _MASK
        value ^= value >> 13
        value = value * 0xC2B2AE35 & _MASK
        value ^= value >> 16
        place = value >> _BIN_BITS
        held = bins[place]
        if held is None or value < held:
            bins[place] = value
    if all(value is None for value in bins):
        return []
    return [_densified(bins, place) for place in range(N_BINS)]


def _densified(bins: Sequence[int | None], place: int) -> int:
    """Return the value of a bin, for an empty one that of the first filled bin in a sequence fixed by its number."""
    value, attempt = bins[place], 0
    while value is None:
        attempt += 1
        value = bins[_mixed(place * 0x10001 + attempt) >> _BIN_BITS]
    return value


def _mixed(value: int) -> int:
    """Return the finaliser of MurmurHash3 (A. Appleby), which spreads 32 bits; equal values stay apart."""
    value ^= value >> 16
    value = value * 0x85EBCA6B & _MASK
    value ^= value >> 13
    value = value * 0xC2B2AE35 & _MASK
    return value ^ value >> 16
