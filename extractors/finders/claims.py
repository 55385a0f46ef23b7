"""What a sentence asserts: kind, direction, certainty, status, and the words that limit it.

Rules decide (`claim_rules`); where they find nothing the sentence is no claim. A classifier of another make fits behind
`ClaimClassifier`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import regex

from extractors.finders.claim_classifier import (
    RULE_CLASSIFIER,
    ClaimClassifier,
    ClaimContext,
    Judgement,
    PageRole,
    code_set,
)
from extractors.finders.claim_reading import BLANKS, Tagged, tag
from extractors.finders.claim_rules import Polarity, StatusTerm
from extractors.finders.cues import holds_any
from extractors.finders.hedges import Certainty, Setting, Wording, is_advertising, read_wording, weaker
from extractors.finders.pico import PicoRole, pico_roles
from schemas.records.evidence import ClaimKind
from schemas.spans import Found, Span, found_text

__all__ = [
    "ClaimClassifier",
    "ClaimContext",
    "ClaimFound",
    "Judgement",
    "PicoRole",
    "find_claims",
    "pico_roles",
]


@dataclass(frozen=True, slots=True)
class ClaimFound:
    """A claim, with the spans that prove its values."""

    kind: ClaimKind
    page_role: PageRole
    polarity: Polarity
    certainty: Certainty
    setting: Setting | None
    status_term: StatusTerm | None
    regulator: Found[str] | None
    is_marketing: bool
    text: Found[str]
    hedges: tuple[Found[str], ...]


_THINKING: Final = regex.compile(rf"[^;,]{{0,1}}[{''.join(sorted(code_set('ASK')))}]")
_ANALOGIES: Final = code_set("ANALOGY")
_POINTERS: Final = code_set("POINTER")
_SUMMARIES: Final = code_set("SUMMARISE")
_ADVISING: Final = code_set("SHOULD", "MODAL", "ADVICE")
_FINDINGS: Final = code_set("REPORT")
_REGULATOR: Final = regex.compile(
    r"\b(?:(?:U\.?S\.? |US )?Food (?:and|&) Drug Administration|European Medicines Agency|(?:U\.?S\.? )?FDA"
    r"|EMA|MHRA|PMDA|TGA|NMPA|COFEPRIS|Swissmedic|MFDS|CDSCO|ANVISA|MHLW|SAHPRA|HSA|Health Canada|European Commission"
    r"|Medicines and Healthcare products Regulatory Agency|Pharmaceuticals and Medical Devices Agency"
    r"|Therapeutic Goods Administration|National Medical Products Administration"
    r"|(?:Japan's |Japanese )?Ministry of Health(?:, Labou?r,? and Welfare)?|Ministry of Food and Drug Safety"
    r"|Federal Trade Commission|FTC)(?![\p{L}\p{N}])"
)
_REGULATORS: Final = code_set("REGULATORY")
_ASKED: Final = regex.compile(r"\?[\"'”’)\]*_\s]*(?:\[[^\]]{0,40}\])?$")
_NO_SENTENCE: Final = regex.compile(r"\b(?:doi|pmid|pmcid):? ?\S|^source:|cookies|newsletter|^references?\b")
# A sentence may give the identifiers of what it cites in brackets.
_CITING: Final = regex.compile(r"[(\[][^()\[\]]{0,200}\b(?:doi|pmid|pmcid)\b[^()\[\]]{0,200}[)\]]")
_NO_SENTENCE_HINTS: Final = ("doi", "pm", "source:", "cookies", "newsletter", "reference")
_FINAL_MARK: Final = regex.compile(r"[.!…:;][\"'”’)\]*_\s]*(?:\[[^\]]{0,40}\])*$")
_VERBAL: Final = code_set(
    "BE", "MODAL", "WILL", "CAN", "SHOULD", "NOT", "SHOW", "REPORT", "IMPROVE", "REDUCE", "MECH", "CAUSE", "BENEFIT",
    "USE",
)  # fmt: skip
_HEADING_KINDS: Final[tuple[tuple[regex.Pattern[str], ClaimKind, Polarity], ...]] = (
    (regex.compile(r"(?i)\blimitations?\b|\bchallenges\b|\bdrawbacks?\b|\bhurdles\b"), "limitation", "negative"),
    (regex.compile(r"(?i)\bneeds\b|\bopen questions\b|\bknowledge gaps?\b|\bunanswered\b"), "evidence_gap", "neutral"),
    (regex.compile(r"(?i)\bpatient selection\b|\bcandidates?\b|\beligib"), "patient_selection", "neutral"),
)
_INHERITED: Final = frozenset({"patient_selection", "evidence_gap", "limitation"})
_WH: Final = code_set("WH")
_MIN_WORDS: Final = 3
_MAX_CHARS: Final = 1500
_OBSERVED: Final = frozenset({"efficacy", "safety", "mechanism", "comparative", "limitation", "epidemiology"})


def find_claims(
    text: str,
    sentence: Span,
    context: ClaimContext,
    classifier: ClaimClassifier = RULE_CLASSIFIER,
    *,
    is_plain: bool = False,
) -> list[ClaimFound]:
    """Return what `sentence` asserts, one row per kind, in a fixed order.

    Questions, headings, references and requests to the reader assert nothing. A classifier may replace the rules.
    is_plain: nothing of the sentence is markup, so that nobody need look.
    """
    if sentence.end - sentence.start > _MAX_CHARS or context.block_kind == "heading":
        return []
    tagged = tag(text, sentence.start, sentence.end, is_plain=is_plain)
    judgements = _judged(text, tagged, context, classifier)
    if not judgements:
        return []
    whole = found_text(text, sentence.start, sentence.end)
    if whole is None:
        return []
    wording = read_wording(tagged.folded)
    setting = wording.setting
    certainty = wording.certainty
    if context.lead_in is not None and context.block_kind == "list_item":
        before = tag(text, context.lead_in.start, context.lead_in.end)
        lent = read_wording(before.folded)
        certainty = weaker(certainty, lent.certainty)
        setting = setting or lent.setting
    hedges = _hedges(text, tagged, wording)
    regulator = _regulator(text, tagged)
    is_marketing = is_advertising(
        tagged.folded, wording, is_commercial=context.is_commercial, own_names=context.own_names
    )
    return [
        ClaimFound(
            kind=judgement.kind,
            page_role=context.page_role,
            polarity=judgement.polarity,
            certainty=certainty,
            setting=setting if judgement.kind in _OBSERVED else None,
            status_term=judgement.status,
            regulator=regulator,
            is_marketing=is_marketing,
            text=whole,
            hedges=hedges,
        )
        for judgement in judgements
    ]


def _judged(text: str, tagged: Tagged, context: ClaimContext, classifier: ClaimClassifier) -> list[Judgement]:
    """Return the judgements on a sentence, with what its place on the page adds to them."""
    is_item = context.block_kind == "list_item"
    if not _may_assert(tagged, is_item=is_item):
        return []
    judgements = [*classifier.judge(tagged, context)]
    if _THINKING.match(tagged.codes):
        return [judgement for judgement in judgements if judgement.kind == "recommendation"]
    if context.page_role == "limitation":
        if not judgements or (is_item and all(judgement.kind != "limitation" for judgement in judgements)):
            judgements.append(Judgement("limitation", "negative"))
    elif not judgements and is_item:
        judgements = _lent(text, tagged, context, classifier)
    return judgements


def _lent(text: str, tagged: Tagged, context: ClaimContext, classifier: ClaimClassifier) -> list[Judgement]:
    """Return what the list's introduction or heading makes of an item that says nothing of itself."""
    if context.lead_in is not None:
        before = tag(text, context.lead_in.start, context.lead_in.end)
        for judgement in classifier.judge(before, context):
            if judgement.kind in _INHERITED or judgement.status == "warning":
                return [judgement]
    if context.heading is not None:
        for pattern, kind, polarity in _HEADING_KINDS:
            if pattern.search(context.heading):
                return [Judgement(kind, polarity)]
    return []


def _may_assert(tagged: Tagged, *, is_item: bool) -> bool:
    folded, codes = tagged.folded, tagged.codes
    if is_item and codes[:1] in _WH:
        return False
    if not _ANALOGIES.isdisjoint(codes) or _is_announced(codes):
        return False
    tail = folded[-60:]
    if folded.count(" ") + 1 < _MIN_WORDS or ("?" in tail and _ASKED.search(tail)):
        return False
    if holds_any(folded, _NO_SENTENCE_HINTS) and _NO_SENTENCE.search(_CITING.sub(" ", folded)):
        return False
    return is_item or not _VERBAL.isdisjoint(codes) or _FINAL_MARK.search(tail) is not None


def _is_announced(codes: str) -> bool:
    """Whether a sentence says what a page or paper is about, and no finding of it."""
    if _POINTERS.isdisjoint(codes) and (_SUMMARIES.isdisjoint(codes[1:9]) or not _ADVISING.isdisjoint(codes[:9])):
        return False
    return _FINDINGS.isdisjoint(codes)


def _hedges(text: str, tagged: Tagged, wording: Wording) -> tuple[Found[str], ...]:
    found = []
    for first, last in wording.hedges:
        span = tagged.visible.span(first, last)
        hedge = None if span is None else found_text(text, *span)
        if hedge is None:  # a piece of a link's label: it stands there as it is shown
            origin = tagged.visible.origin(first), tagged.visible.origin(last - 1) + 1
            hedge = found_text(text, *origin)
        if hedge is not None:
            found.append(hedge)
    return tuple(found)


def _regulator(text: str, tagged: Tagged) -> Found[str] | None:
    if _REGULATORS.isdisjoint(tagged.codes):
        return None
    match = _REGULATOR.search(tagged.visible.shown.translate(BLANKS))
    span = None if match is None else tagged.visible.span(*match.span())
    return None if span is None else found_text(text, *span)
