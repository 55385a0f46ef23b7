"""How the time of each finder, and of the page model, grows with hostile text: pieces repeated until it is long."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from bench.report import Result
from extractors.finders.abbreviations import find_abbreviations
from extractors.finders.citation_mentions import find_citation_mentions
from extractors.finders.citations import find_bare_identifiers, find_references
from extractors.finders.claims import ClaimContext, find_claims
from extractors.finders.dates import find_dates
from extractors.finders.identifiers import find_identifiers
from extractors.finders.journal_line import find_journal_line
from extractors.finders.measurements import find_measurements
from extractors.finders.narrative_sources import find_narrative_sources
from extractors.finders.organisations import find_names
from extractors.finders.sentences import sentences
from extractors.finders.terms import find_terms, introduced_terms
from extractors.finders.trial_stages import find_stages
from extractors.finders.trials import find_trials
from extractors.page import parse_html
from extractors.text_page import parse_text
from schemas.spans import Span

Reader = Callable[[str], object]

# A quadratic reader takes FACTOR times as long for each character, a linear one no longer; n^1.5 takes 2.8 times.
FACTOR: Final = 8
LIMIT: Final = 2.0
_LEAST_SECONDS: Final = 0.01
_MOST_CHARACTERS: Final = 1_000_000
_SHOWN: Final = 30


@dataclass(frozen=True, slots=True)
class Growth:
    """Seconds of processor time for a text of `n_chars`, and for one `factor` times as long."""

    n_chars: int
    factor: int
    seconds: float
    seconds_longer: float

    @property
    def ratio(self) -> float:
        """How much longer a character takes in the longer text: about 1 where the time is linear.

        What takes less than can be timed counts as just that long: a few milliseconds are mostly noise.
        """
        return self.seconds_longer / max(self.seconds, _LEAST_SECONDS) / self.factor


def _claims(text: str) -> None:
    context = ClaimContext(is_commercial=True, own_names=frozenset({"X"}))
    for sentence in sentences(text, 0, len(text)):
        find_claims(text, sentence, context)


def _terms(text: str) -> None:
    introduced = introduced_terms(text, [Span(0, len(text))])
    find_terms(text, 0, len(text), abbreviations=introduced)


CITATION_PIECES: Final = (
    "Owlman AB, ", "Owlman AB. ", "2031;12(3):", "Source: ", "In: Owlman AB, editors. ", "\n- ", "(2031) ",
)  # fmt: skip
# What reads, and the pieces that could lead it astray.
READERS: Final[dict[str, tuple[Reader, tuple[str, ...]]]] = {
    "references": (find_references, CITATION_PIECES),
    "bare identifiers": (find_bare_identifiers, CITATION_PIECES),
    "citation mentions": (
        lambda text: find_citation_mentions(text, 0, len(text), n_references=9),
        (
            "Owlman et al. ",
            "Owlman and ",
            "van der ",
            "this small ",
            "the same ",
            "[1, ",
            "[1] ",
            "[@a",
            "[@a; @b] ",
            "Owl¹²",
            "Owlman (2031) ",
            "the authors ",
            "review ",
            "<sup>1,",
        ),
    ),
    "narrative sources": (
        lambda text: find_narrative_sources(text, 0, len(text)),
        (
            "A 2031 review in Nature Medicine, ",
            "A review of ",
            "published in ",
            "A Barn University ",
            "report ",
            "researchers at Barn, Oslo, Rome, Paris ",
            "A 2031, (2030) in the ",
            "[a](b) review ",
            "the the the review ",
        ),
    ),
    "journal line": (
        find_journal_line,
        (
            "Owl, 2031 · ",
            "DOI: 10.5555/",
            "·",
        ),
    ),
    "identifiers": (
        find_identifiers,
        (
            "10.5555/",
            "PMID: 12345678, ",
            "doi:",
            "NCT 0",
            "0000-0002-",
        ),
    ),
    "dates": (
        find_dates,
        (
            "published trial began ",
            "2031-05 ",
            "© ",
            "by owl | ",
            "May ",
        ),
    ),
    "measurements": (
        find_measurements,
        (
            "11 of 14 patients (79%) improved ",
            "40% of patients improved, ",
            "(n=12) ",
            "6–12 months ",
            "1, 2, ",
            "half of ",
            "one ",
            "<a ",
            "](",
            "{:",
            "a@",
            "2031;",
            "from 1% to 2% ",
            "in 2021 ",
            "12 a b c d e f ",
            ". 9 mice ran",
        ),
    ),
    "trials": (
        lambda text: find_trials(text, 0, len(text)),
        (
            "the phase 1 trial of ",
            "trials ",
            "NCT09990001, ",
            "30 phase I, ",
            "( trial (HOOT-PD ",
            "[trial](/x ",
            "Aa Bb trial sponsored by ",
        ),
    ),
    "trial stages": (
        lambda text: find_stages(text, 0, len(text)),
        (
            "phase 1 ",
            "30 phase I, ",
            "Phase 1/2/",
            "is in preclinical ",
            "is in phase 2, ",
        ),
    ),
    "claims": (
        _claims,
        (
            "may improve pain. ",
            "not ",
            "no no no. ",
            "better than ",
            "[may](",
            "cells that reduce inflammation, ",
        ),
    ),
    "terms": (
        _terms,
        (
            "stem cell therapy ",
            "cell therapy-",
            "[MSC](/x",
            "**a",
            "<b ",
            "((MS) ",
            "a@b.",
            "10.5555/",
            "multiple sclerosis (MS) MS ",
            "a-",
            "\n ",
        ),
    ),
    "names": (
        lambda text: find_names(text, 0, len(text)),
        (
            "Alder ",
            "Alder of ",
            "University of ",
            "Alder Hospital and ",
            "Dr. ",
            "Jane Roe, ",
            "(Japan",
            "AB-123 ",
            "Inc. ",
            "A.",
            "[Alder",
        ),
    ),
    "abbreviations": (
        lambda text: find_abbreviations(text, 0, len(text)),
        (
            "a b c d (ABCD) ",
            "(",
            "((AB) ",
            "ss ss (SS",
            "x (AB (AB) ",
        ),
    ),
    "sentences": (
        lambda text: sentences(text, 0, len(text)),
        (
            "a. ",
            "(",
            "((a. ",
            "[a](",
            "[a. b](c) ",
            "<a ",
            ".)",
            "A. ",
            "? \n",
            ".[1]",
            "a",
            "“a.” ",
            " . ",
        ),
    ),
    "text page": (
        lambda text: parse_text("c", text),
        (
            "word ",
            "lowerUpper",
            "Some line of text here\n",
            "- item\n",
            "1\n",
            "•\n",
            "  - a\n    - b\n",
            "| a | b |\n",
            "a|",
            "<td>x</td>\n<table>",
            "<p ",
            "[",
            "[[a|",
            "[a](",
            "https://x.y/( ",
            "```\n",
            "A Head\nB Head\nC text.\n",
            "ApproachPrimary aimTypical setting\n",
            "Home > ",
            "by A B | ",
            "A diagram illustrating ",
            "a\r\n",
            "\n\nLabel One\n12 months\n",
            "a line of about sixty characters that goes on and on with it\n",
            "Comments\n",
            "Subscribe\na\nb\n",
            "\u200b",
            "\r",
        ),
    ),
    "HTML page": (
        lambda text: parse_html("c", text),
        (
            "<p>x</p>",
            "<p>x",
            "<div>",
            "<a href=x>y</a>",
            "<a href=x>y",
            "<li>x",
            "<tr><td>x</td></tr>",
            "<td colspan=99 rowspan=99>x</td>",
            "<table><tr><td>",
            "a<br><br>",
            "<aside>x",
            "<article>x</article>",
            "<",
            "&amp;",
            "<!--",
            '<script type="application/ld+json">{"a":[',
            "<meta name=a content=b>",
            "<p class='a b c' id=x>y</p>",
            "<img alt=x>",
            "<dt>x<dd>y",
            f"<div><p>{'word ' * 30}</p></div>",
            "<h2>A</h2><p>some text</p>",
            "<div class=label>x</div><div class=value>y</div>",
            "word ",
        ),
    ),
}


def measure(reader: Reader, pieces: tuple[str, ...], n_chars: int, factor: int = FACTOR) -> Growth:
    """Time a reader on a text of equal shares of each piece, and on a longer one; other processes do not count."""
    short = min(_seconds(reader, pieces, n_chars) for _ in range(2))
    return Growth(n_chars, factor, short, _seconds(reader, pieces, factor * n_chars))


def measure_briefly(reader: Reader, piece: str) -> Growth:
    """Time a reader from the shortest text on that takes it long enough; one bad ratio is looked at again."""
    n_chars, pieces = 4_000, (piece,)
    while n_chars < _MOST_CHARACTERS and _seconds(reader, pieces, n_chars) < _LEAST_SECONDS:
        n_chars *= 2
    growth = measure(reader, pieces, n_chars)
    return growth if growth.ratio < LIMIT else min(growth, measure(reader, pieces, n_chars), key=lambda one: one.ratio)


def _seconds(reader: Reader, pieces: tuple[str, ...], n_chars: int) -> float:
    share = n_chars // len(pieces)
    text = "".join(piece * (share // len(piece) + 1) for piece in pieces)
    # The collector's walks over all that was found would be timed, too.
    gc.disable()
    try:
        began = time.process_time()
        reader(text)
        return max(time.process_time() - began, 1e-3)
    finally:
        gc.enable()


def cases() -> Iterator[tuple[str, Reader, str]]:
    """Yield every reader with every piece."""
    for name, (reader, pieces) in READERS.items():
        for piece in pieces:
            yield name, reader, piece


def bench(n_chars: int, factor: int) -> list[Result]:
    """Measure every reader on one file of all its pieces, and on files of one piece each as long as its share there."""
    columns = ("reader", "pieces", "MB", "s", f"s for {factor} x", "per character x", "worst piece", "per character x")
    result = Result(f"Growth with hostile text, from {n_chars / 1e6:g} to {factor * n_chars / 1e6:g} MB", columns)
    for name, (reader, pieces) in READERS.items():
        whole = measure(reader, pieces, n_chars, factor)
        grown = [(measure(reader, (piece,), n_chars // len(pieces), factor), piece) for piece in pieces]
        worst, piece = max(grown, key=lambda one: one[0].ratio)
        shown = piece if len(piece) < _SHOWN else f"{piece[: _SHOWN - 4]}..."
        figures = (n_chars / 1e6, whole.seconds, whole.seconds_longer, whole.ratio)
        result.rows.append((name, len(pieces), *figures, repr(shown), worst.ratio))
    result.notes.append(f"1 is linear, {factor} quadratic; processor time")
    return [result]
