"""Which part a term plays in a claim: condition, intervention, comparator, outcome, adverse event (PICO)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import regex

from extractors.finders.cues import folded, holds_any
from extractors.finders.terms import TermFound
from schemas.records.evidence import EntityKind
from schemas.spans import Span

PicoRole = Literal["condition", "intervention", "comparator", "outcome", "adverse_event"]

_TREATMENTS: Final[frozenset[EntityKind]] = frozenset({"therapy", "drug", "product", "cell_type"})
_COMPARED: Final = regex.compile(
    r"\b(?:than|versus|vs\.?|unlike|rather\sthan|instead\sof|over|against|compared\s(?:with|to|against)|relative\sto"
    r"|in\scomparison\s(?:with|to)|superior\sto|inferior\sto|similar\sto|comparable\sto|different\sfrom|as \w++ as"
    r"|outperform(?:ed|s)?)"
    r"(?=[\s(])",
    regex.I,
)
_COMPARING: Final = (
    "than", "versus", "vs", "unlike", "instead", "over", "against", "compar", "relative", "superior", "inferior",
    "similar", "different", "as ", "outperform",
)  # fmt: skip
_HARMS: Final = regex.compile(
    r"\b(?:adverse\s(?:events?|effects?|reactions?)|side\seffects?|complications?|risks?\sof|toxicit(?:y|ies))\b"
    r"|\b(?:can|may|could|did\snot|not)\scause\b|\bno\s(?:cases?\sof|evidence\sof)\b",
    regex.I,
)
_HARMING: Final = ("adverse", "effect", "complication", "risk", "toxicit", "cause", "case", "evidence")
_CHANGED: Final = regex.compile(
    r"\b(?:improv\w*+|reduc\w*+|eas(?:e|es|ed|ing)|relie\w*+|alleviat\w*+|lower\w*+|decreas\w*+|lessen\w*+|restor\w*+"
    r"|worsen\w*+|increas\w*+|slow(?:s|ed|ing)?|gains? in|changes? in|improvements? in|reductions? in)\s",
    regex.I,
)
_ENDS: Final = regex.compile(r"[.;:]|,\s(?!(?:and|or)\b)|\b(?:but|while|whereas|although)\b", regex.I)
_ENDS_HARMS: Final = regex.compile(r"[;]|\.\s|\b(?:but|while|whereas|although|in patients|in people|among)\b", regex.I)
_FEW_CHARACTERS: Final = 60


def pico_roles(
    text: str, sentence: Span, terms: Sequence[TermFound], subjects: frozenset[str] = frozenset()
) -> list[tuple[PicoRole, TermFound]]:
    """Return the terms of a sentence that play a part in its claim, in order, each with its role.

    subjects: keys of the terms that the document is about; they are never taken for an outcome or an adverse event.
    Terms of other kinds and places (molecules, organisations) have no role.
    """
    if not terms:
        return []
    part = folded(text, sentence.start, sentence.end)
    compared = _reach(text, sentence, _COMPARED, _ENDS) if holds_any(part, _COMPARING) else []
    harmful = _reach(text, sentence, _HARMS, _ENDS_HARMS) if holds_any(part, _HARMING) else []
    result: list[tuple[PicoRole, TermFound]] = []
    for found in terms:
        if not sentence.start <= found.start < sentence.end:
            continue
        role = _role(text, sentence, found, compared, harmful, is_subject=found.term.key in subjects)
        if role is not None and (role, found.term.key) not in {(held, other.term.key) for held, other in result}:
            result.append((role, found))
    return result


def _reach(text: str, sentence: Span, cue: regex.Pattern[str], ends: regex.Pattern[str]) -> list[tuple[int, int]]:
    """Return the stretches behind cues, as far as the end of their clause."""
    stretches: list[tuple[int, int]] = []
    for match in cue.finditer(text, sentence.start, sentence.end):
        if stretches and match.end() <= stretches[-1][1]:
            continue
        end = ends.search(text, match.end(), sentence.end)
        stretches.append((match.end(), end.start() if end else sentence.end))
    return stretches


def _role(
    text: str,
    sentence: Span,
    found: TermFound,
    compared: list[tuple[int, int]],
    harmful: list[tuple[int, int]],
    *,
    is_subject: bool,
) -> PicoRole | None:
    kind = found.term.kind
    in_harms = any(start <= found.start < end for start, end in harmful)
    if kind == "outcome_measure":
        return "outcome"
    if kind == "adverse_event":
        return "adverse_event"
    if kind == "condition":
        if is_subject:
            return "condition"
        if in_harms:
            return "adverse_event"
        before = text[max(sentence.start, found.start - _FEW_CHARACTERS) : found.start]
        return "outcome" if _is_changed(before) else "condition"
    if kind in _TREATMENTS or kind == "route":
        if any(start <= found.start < end for start, end in compared) or found.term.key.startswith(("placebo", "sham")):
            return "comparator"
        return "intervention" if kind != "route" or compared else None
    return None


def _is_changed(before: str) -> bool:
    """Whether a verb of change stands close before, with nothing but a few words of the same phrase between."""
    changes = [match.end() for match in _CHANGED.finditer(before)]
    if not changes:
        return False
    return len(before[changes[-1] :].split()) <= 3 and _ENDS.search(before, changes[-1]) is None
