"""What a sentence asserts: kind, direction, certainty, status, and the words that limit it.

Rules decide (`claim_rules`); where they find nothing the sentence is no claim. A classifier of another make fits behind
`ClaimClassifier`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

import regex

from extractors.finders.claim_reading import ADVERB, Tagged, codes_of, tag
from extractors.finders.claim_rules import RULES, Polarity, Rule, StatusTerm
from extractors.finders.hedges import Certainty, Setting, Wording, is_advertising, read_setting, read_wording, weaker
from extractors.finders.pico import pico_roles
from schemas.records.documents import PassageKind
from schemas.records.evidence import ClaimKind
from schemas.spans import Found, Span, found_text

__all__ = ["ClaimClassifier", "ClaimContext", "ClaimFound", "Judgement", "find_claims", "pico_roles"]

PageRole = Literal["key_finding", "implication", "limitation", "body"]


@dataclass(frozen=True, slots=True)
class ClaimContext:
    """What surrounds a sentence.

    lead_in: the sentence with a colon that introduces the list in which it stands. own_names: what the publisher calls
    itself. heading: the heading that it stands under, as a reader sees it.
    """

    page_role: PageRole = "body"
    block_kind: PassageKind = "paragraph"
    heading: str | None = None
    lead_in: Span | None = None
    is_commercial: bool = False
    own_names: frozenset[str] = frozenset()


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


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a classifier says of a sentence: one kind, and which way it points."""

    kind: ClaimKind
    polarity: Polarity
    status: StatusTerm | None = None


class ClaimClassifier(Protocol):
    """What tells the kinds of claims in a sentence; it must be a pure function of its arguments."""

    def judge(self, sentence: Tagged, context: ClaimContext) -> Sequence[Judgement]:
        """Return at most one judgement per kind, none where the sentence asserts nothing."""
        ...


@dataclass(frozen=True, slots=True)
class _Match:
    rule: Rule
    start: int
    end: int
    polarity: Polarity
    status: StatusTerm | None


def _codes(*names: str) -> frozenset[str]:
    return frozenset("".join(codes_of(name) for name in names))


_NEGATIONS: Final = _codes("NOT", "FAIL")
_NOES: Final = _codes("NO")
_STOPS: Final = _codes("BUT") | frozenset(",;:()-")
_NO_STOPS: Final = _STOPS | _codes("AND", "BE")
_ASKING: Final = _codes("WHETHER")
_FLIPPED: Final[dict[Polarity, Polarity]] = {
    "positive": "negative", "negative": "positive", "neutral": "neutral", "mixed": "mixed",
}  # fmt: skip
_FACTUAL: Final = frozenset({"efficacy", "safety", "mechanism", "comparative", "epidemiology"})
_MAKERS: Final = _codes("RESEARCHER")
_TOPICS: Final = _codes("TOPIC")
_THINKING: Final = regex.compile(rf"^[^;,]{{0,3}}[{''.join(sorted(_codes('ASK')))}]")
_LIST_OF: Final = regex.compile(rf"[{codes_of('BE')}](?:[^;,]{{0,6}})[{codes_of('LIST')}]")


class RuleClassifier:
    """Tells kinds by the rules of `claim_rules`; of several rules of a kind all have a say in the polarity."""

    def __init__(self, rules: Iterable[Rule] = RULES) -> None:
        by_code: dict[str, list[int]] = defaultdict(list)
        self._rules = tuple(rules)
        for place, rule in enumerate(self._rules):
            for code in rule.triggers:
                by_code[code].append(place)
        self._by_code = {code: tuple(places) for code, places in by_code.items()}

    def judge(self, sentence: Tagged, context: ClaimContext) -> Sequence[Judgement]:
        """Return one judgement per kind."""
        codes = sentence.codes
        places: set[int] = set()
        for code in set(codes):
            places.update(self._by_code.get(code, ()))
        held: dict[ClaimKind, list[_Match]] = {}
        for place in sorted(places):
            rule = self._rules[place]
            match = rule.pattern.search(codes)
            if match is not None and _counts(codes, rule, match):
                held.setdefault(rule.kind, []).append(_read(codes, rule, match))
        return _settled(held)


def _counts(codes: str, rule: Rule, match: regex.Match[str]) -> bool:
    """Whether a match asserts: not what is asked, not what people make, not a comparison of everyday things."""
    start, end = match.span()
    if rule.is_fact and rule.kind in _FACTUAL and not _ASKING.isdisjoint(codes[:start].rpartition(";")[2]):
        return False
    if rule.kind == "mechanism":
        return _MAKERS.isdisjoint(codes[max(0, start - 4) : start])
    if rule.kind == "comparative":
        return not _TOPICS.isdisjoint(codes)
    return True


def _read(codes: str, rule: Rule, match: regex.Match[str]) -> _Match:
    start, end = match.span()
    if not rule.flips or not _is_negated(codes, start):
        return _Match(rule, start, end, rule.polarity, rule.status)
    return _Match(rule, start, end, _FLIPPED[rule.polarity], rule.negated)


def _is_negated(codes: str, start: int) -> bool:
    """Whether a negation reaches to `start`: 'not' four words far within its clause, 'no' two and over no verb."""
    for distance in range(1, min(start, 4) + 1):
        code = codes[start - distance]
        if code in _NEGATIONS:
            return True
        if code in _NOES and distance <= 2 and _NO_STOPS.isdisjoint(codes[start - distance + 1 : start]):
            return True
        if code in _STOPS:
            return False
    return False


def _settled(held: dict[ClaimKind, list[_Match]]) -> list[Judgement]:
    """Return one judgement per kind from its matches; those that lie in a negative one of their kind have no say."""
    result = []
    for kind, matches in held.items():
        sides = {match.polarity for match in _heard(matches)}
        if len(sides) > 1:
            sides.discard("neutral")
        polarity: Polarity = sides.pop() if len(sides) == 1 else "mixed"
        status = next((match.status for match in matches if match.status is not None), None)
        result.append(Judgement(kind, polarity, status))
    return result


def _heard(matches: list[_Match]) -> list[_Match]:
    fixed = [match for match in matches if not match.rule.flips and match.polarity != "neutral"]
    return [
        match
        for match in matches
        if match in fixed or not any(match.start < other.end and other.start < match.end for other in fixed)
    ]


RULE_CLASSIFIER: Final = RuleClassifier()
_REGULATOR: Final = regex.compile(
    r"\b(?:(?:U\.?S\.? |US )?Food (?:and|&) Drug Administration|European Medicines Agency|(?:U\.?S\.? )?FDA"
    r"|EMA|MHRA|PMDA|TGA|NMPA|COFEPRIS|Swissmedic|MFDS|CDSCO|ANVISA|MHLW|SAHPRA|HSA|Health Canada|European Commission"
    r"|Medicines and Healthcare products Regulatory Agency|Pharmaceuticals and Medical Devices Agency"
    r"|Therapeutic Goods Administration|National Medical Products Administration"
    r"|(?:Japan's |Japanese )?Ministry of Health(?:, Labou?r,? and Welfare)?|Ministry of Food and Drug Safety"
    r"|Federal Trade Commission|FTC)(?![\p{L}\p{N}])"
)
_REGULATOR_HINT: Final = regex.compile(r"[A-Z]{3}|Admin|Agency|Commission|Ministry|Swissmedic|Health Canada")
_ASKED: Final = regex.compile(r"\?[\"'”’)\]*_\s]*(?:\[[^\]]{0,40}\])?$")
_NO_SENTENCE: Final = regex.compile(r"\b(?:doi|pmid|pmcid):? ?\S|^source:|\bcookies?\b|\bnewsletter\b|^references?\b")
_FINAL_MARK: Final = regex.compile(r"[.!…:;][\"'”’)\]*_\s]*(?:\[[^\]]{0,40}\])*$")
_VERBAL: Final = _codes(
    "BE", "MODAL", "WILL", "CAN", "SHOULD", "NOT", "SHOW", "REPORT", "IMPROVE", "REDUCE", "MECH", "CAUSE", "BENEFIT", "USE"
)  # fmt: skip
_HEADING_KINDS: Final[tuple[tuple[regex.Pattern[str], ClaimKind, Polarity], ...]] = (
    (regex.compile(r"(?i)\blimitations?\b|\bchallenges\b|\bdrawbacks?\b|\bhurdles\b"), "limitation", "negative"),
    (regex.compile(r"(?i)\bneeds\b|\bopen questions\b|\bknowledge gaps?\b|\bunanswered\b"), "evidence_gap", "neutral"),
    (regex.compile(r"(?i)\bpatient selection\b|\bcandidates?\b|\beligib"), "patient_selection", "neutral"),
)
_INHERITED: Final = frozenset({"patient_selection", "evidence_gap", "limitation", "recommendation"})
_WH: Final = _codes("WH")
_MIN_WORDS: Final = 3
_MAX_CHARS: Final = 1500
_OBSERVED: Final = frozenset({"efficacy", "safety", "mechanism", "comparative", "limitation", "epidemiology"})


@dataclass(slots=True)
class _Lead:
    """What the sentence before a list lends to its items."""

    judgements: Sequence[Judgement] = ()
    certainty: Certainty = "asserted"
    setting: Setting | None = None
    kinds: list[Judgement] = field(default_factory=list)


def find_claims(
    text: str, sentence: Span, context: ClaimContext, classifier: ClaimClassifier = RULE_CLASSIFIER
) -> list[ClaimFound]:
    """Return what `sentence` asserts, one row per kind in a fixed order; nothing for questions, headings and requests."""
    if sentence.end - sentence.start > _MAX_CHARS or context.block_kind == "heading":
        return []
    tagged = tag(text, sentence.start, sentence.end)
    judgements = _judged(text, tagged, context, classifier)
    if not judgements:
        return []
    whole = found_text(text, sentence.start, sentence.end)
    if whole is None:
        return []
    wording = read_wording(tagged.folded)
    setting = read_setting(tagged.folded)
    certainty = wording.certainty
    if context.lead_in is not None and context.block_kind == "list_item":
        before = tag(text, context.lead_in.start, context.lead_in.end)
        certainty = weaker(certainty, read_wording(before.folded).certainty)
        setting = setting or read_setting(before.folded)
    hedges = _hedges(text, tagged, wording)
    regulator = _regulator(text, tagged)
    is_marketing = is_advertising(tagged.folded, is_commercial=context.is_commercial, own_names=context.own_names)
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
    if _THINKING.search(tagged.codes):
        judgements = [judgement for judgement in judgements if judgement.kind == "recommendation"]
        return judgements
    kinds = {judgement.kind for judgement in judgements}
    if context.page_role == "limitation" and "limitation" not in kinds:
        judgements.append(Judgement("limitation", "negative"))
    elif not judgements and is_item:
        judgements = _lent(text, tagged, context, classifier)
    return judgements


def _lent(text: str, tagged: Tagged, context: ClaimContext, classifier: ClaimClassifier) -> list[Judgement]:
    """Return what the list's introduction or heading makes of an item that says nothing of itself."""
    if tagged.codes[:1] in _WH:
        return []
    if context.lead_in is not None:
        before = tag(text, context.lead_in.start, context.lead_in.end)
        lent = [judgement for judgement in classifier.judge(before, context) if judgement.kind in _INHERITED]
        if lent:
            return lent[:1]
    if context.heading is not None:
        for pattern, kind, polarity in _HEADING_KINDS:
            if pattern.search(context.heading):
                return [Judgement(kind, polarity)]
    return []


def _may_assert(tagged: Tagged, *, is_item: bool) -> bool:
    folded = tagged.folded
    if len(tagged.codes) < _MIN_WORDS or _ASKED.search(folded) or _NO_SENTENCE.search(folded):
        return False
    return is_item or _FINAL_MARK.search(folded) is not None or not _VERBAL.isdisjoint(tagged.codes)


def _hedges(text: str, tagged: Tagged, wording: Wording) -> tuple[Found[str], ...]:
    found = []
    for first, last in wording.cues:
        span = tagged.visible.span(first, last)
        hedge = None if span is None else found_text(text, *span)
        if hedge is None:  # a piece of a link's label: it stands there as it is shown
            origin = tagged.visible.origin(first), tagged.visible.origin(last - 1) + 1
            hedge = found_text(text, *origin)
        if hedge is not None:
            found.append(hedge)
    return tuple(found)


def _regulator(text: str, tagged: Tagged) -> Found[str] | None:
    shown = tagged.visible.shown
    if _REGULATOR_HINT.search(shown) is None:
        return None
    match = _REGULATOR.search(shown)
    if match is None:
        return None
    span = tagged.visible.span(*match.span())
    return None if span is None else found_text(text, *span)
