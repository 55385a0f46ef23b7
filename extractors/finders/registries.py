"""The trial registries and the forms of their numbers: the six of the domain rules, then primary registers of the WHO.

What reads numbers, what asks whether a block speaks of a trial at all and what names the registry of a number derive
from this table. Sources: the registers' own formats, as the WHO's International Clinical Trials Registry Platform lists
them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import regex

from extractors.finders.cues import folded, holds_any
from schemas.records.evidence import Registry

RegistryScheme = Literal[
    "nct", "isrctn", "chictr", "jrct", "umin", "eudract", "ctis", "anzctr", "ctri", "drks", "irct", "cris", "pactr",
    "rebec", "tctr", "slctr", "ntr", "rpcec", "japiccti",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RegistryForm:
    """How one registry writes its numbers.

    hints: small letters of which a text with such a number has some. cue: what its small letters match, cheaply, where
    a number may stand. pattern: the number; group `value` where a label goes before it. n_digits: how many digits make
    it well-formed, where other counts are a misprint worth telling.
    """

    scheme: RegistryScheme
    registry: Registry
    hints: tuple[str, ...]
    cue: str
    pattern: regex.Pattern[str]
    n_digits: int | None = None


class NumberFound(NamedTuple):
    """A number in a text: where it begins with its label, its span, and what is wrong with it."""

    scheme: RegistryScheme
    label_start: int
    span: tuple[int, int]
    problem: str | None


def _form(
    scheme: RegistryScheme,
    registry: Registry,
    pattern: str,
    *,
    hints: tuple[str, ...] = (),
    cue: str | None = None,
    n_digits: int | None = None,
) -> RegistryForm:
    hints = hints or (scheme,)
    cue = cue or "|".join(regex.escape(hint) for hint in hints)
    return RegistryForm(scheme, registry, hints, cue, regex.compile(pattern), n_digits)


_EU: Final = r"(?:\s(?:number|no|nr|id)\b\.?)?+[\s:#]{0,3}+"
REGISTRIES: Final[tuple[RegistryForm, ...]] = (
    _form(
        "nct",
        "ClinicalTrials.gov",
        r"(?:(?<![A-Za-z0-9])(?i:nct)|(?<=[a-z0-9])NCT)[\s#:-]{0,3}+(?:\d{4}\s\d{4}(?!\d)|\d{5,14}+)",
        cue=r"nct[\s#:-]{0,3}\d",
        n_digits=8,
    ),
    _form("isrctn", "ISRCTN", r"(?<![A-Za-z0-9])(?i:isrctn)[\s#:-]{0,3}+\d{5,14}+", n_digits=8),
    _form("chictr", "ChiCTR", r"(?<![A-Za-z0-9])(?i:chictr)(?:-[A-Za-z]{2,5}-\d{8}|\d{10})(?!\d)"),
    _form("jrct", "jRCT", r"(?<![A-Za-z0-9])(?i:jrct)(?:(?i:s)\d{9}|\d{10})(?!\d)"),
    _form("umin", "UMIN", r"(?<![A-Za-z0-9])(?i:umin)[\s#:]{0,2}+\d{9}(?!\d)", cue=r"umin\W{0,2}\d"),
    _form("eudract", "EudraCT", rf"(?<![a-z])(?i:eudract{_EU})(?P<value>\d{{4}}-\d{{6}}-\d{{2}})(?![\d-]*\d)"),
    # Numbers of the EU's later register go on from 500000, with the submission behind them.
    _form(
        "ctis",
        "CTIS",
        rf"(?<![A-Za-z])(?i:(?:eu[\s-]?ct|ctis|eu\s(?:clinical\s)?trial){_EU})"
        r"(?P<value>\d{4}-5\d{5}-\d{2}(?:-\d{2})?)(?![\d-]*\d)",
        hints=("eu ct", "eu-ct", "euct", "ctis", "eu trial", "eu clinical trial"),
    ),
    _form("anzctr", "ANZCTR", r"(?<![A-Za-z0-9])(?i:actrn)[\s#:]{0,2}+\d{14}(?!\d)", hints=("actrn",)),
    _form("ctri", "CTRI", r"(?<![A-Za-z0-9])(?i:ctri)/\d{4}/\d{2,3}/\d{6}(?!\d)", hints=("ctri/",)),
    _form("drks", "DRKS", r"(?<![A-Za-z0-9])(?i:drks)[\s#:]{0,2}+\d{8}(?!\d)"),
    _form("irct", "IRCT", r"(?<![A-Za-z0-9])(?i:irct)\d{12,14}(?i:n)\d{1,3}(?!\d)", cue=r"irct\d"),
    _form("cris", "CRIS", r"(?<![A-Za-z0-9])(?i:kct)\d{7}(?!\d)", hints=("kct0",)),
    _form("pactr", "PACTR", r"(?<![A-Za-z0-9])(?i:pactr)\d{15,16}(?!\d)", hints=("pactr2",)),
    _form("rebec", "ReBec", r"(?<![A-Za-z0-9])RBR-[0-9a-z]{6,8}(?![0-9A-Za-z])", hints=("rbr-",)),
    _form("tctr", "TCTR", r"(?<![A-Za-z0-9])(?i:tctr)\d{11}(?!\d)", hints=("tctr2",)),
    _form("slctr", "SLCTR", r"(?<![A-Za-z0-9])(?i:slctr)/\d{4}/\d{3}(?!\d)", hints=("slctr/",)),
    # Three digits at least, since NTR1 and NTR2 are receptors.
    _form("ntr", "NTR", r"(?<![A-Za-z0-9])NTR\d{3,4}(?![\w-])", hints=tuple(f"ntr{digit}" for digit in range(1, 10))),
    _form("rpcec", "RPCEC", r"(?<![A-Za-z0-9])(?i:rpcec)\d{8}(?!\d)"),
    _form("japiccti", "JapicCTI", r"(?<![A-Za-z0-9])(?i:japiccti)-\d{6}(?!\d)"),
)
REGISTRY_OF: Final[dict[str, Registry]] = {form.scheme: form.registry for form in REGISTRIES}
HINTS: Final = tuple(hint for form in REGISTRIES for hint in form.hints)
# What small letters match where a number may stand, of whatever registry.
CUE: Final = "|".join(form.cue for form in REGISTRIES)
# What pages call the registers, in a pattern without case.
NAMED: Final = "|".join(sorted({regex.escape(form.registry.lower()) for form in REGISTRIES}))


def may_hold_number(text: str, start: int, end: int) -> bool:
    """Return whether `text[start:end]` has a letter sequence without which no registry number can stand there."""
    return holds_any(folded(text, start, end), HINTS)


def find_numbers(text: str, part: str, start: int, end: int) -> Iterator[NumberFound]:
    """Yield the registry numbers of `text[start:end]`; `part` is that in small letters, which hints are asked of."""
    for form in REGISTRIES:
        if not holds_any(part, form.hints):
            continue
        has_label = "value" in form.pattern.groupindex
        for match in form.pattern.finditer(text, start, end):
            span = match.span("value") if has_label else match.span()
            n_digits = sum(character.isdigit() for character in match.group())
            is_wrong = form.n_digits is not None and n_digits != form.n_digits
            problem = f"{form.scheme.upper()} with {n_digits} digits" if is_wrong else None
            yield NumberFound(form.scheme, match.start(), span, problem)
