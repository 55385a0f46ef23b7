"""What tells the kinds of claims in a sentence: the interface of any classifier, and the one that goes by rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol

import regex

from extractors.finders.claim_reading import ADVERB, Tagged, codes_of
from extractors.finders.claim_rules import RULES, Polarity, Rule, StatusTerm
from schemas.records.documents import PassageKind
from schemas.records.evidence import ClaimKind
from schemas.spans import Span

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


def code_set(*names: str) -> frozenset[str]:
    """Return the characters that stand for any of these classes."""
    return frozenset("".join(codes_of(name) for name in names))


_NEGATIONS: Final = code_set("NOT", "FAIL")
_NOES: Final = code_set("NO")
_DENIALS: Final = _NEGATIONS | _NOES
_STOPS: Final = code_set("BUT") | frozenset(",;:()-")
_NO_STOPS: Final = _STOPS | code_set("AND", "BE")
_CONTRASTS: Final = code_set("BUT")
_ASKING: Final = code_set("WHETHER")
_AIMING: Final = code_set("GOAL")
_FOCUSED: Final = code_set("FOCUSED")
_FLIPPED: Final[dict[Polarity, Polarity]] = {
    "positive": "negative", "negative": "positive", "neutral": "neutral", "mixed": "mixed",
}  # fmt: skip
_FACTUAL: Final = frozenset(
    {"efficacy", "safety", "mechanism", "comparative", "epidemiology", "regulatory_status", "availability"}
)
_MAKERS: Final = code_set("RESEARCHER")
_SAYING: Final = code_set("SHOW", "REPORT", "BELIEVE")
_IFS: Final = code_set("IF")
_TOPICS: Final = code_set("TOPIC", "CARE")
_OBSERVABLE: Final = _TOPICS | code_set("TRIAL", "RESULT", "COUNTED", "NUMBER", "PERCENT", "NOT")
_UNHELPED: Final = regex.compile(f"[{codes_of('WHO')}][^;,]{{0,3}}[{codes_of('NOT')}]")
_INQUIRY: Final = regex.compile(f"[{codes_of('TO')}][{ADVERB}]?[{codes_of('INQUIRE')}]")
_COUNTS: Final = code_set("NUMBER", "COUNTWORD")
_PATIENTS: Final = code_set("COUNTED", "TREATED")
_OF_TREATMENT: Final = _TOPICS | code_set("TREATHARM", "SAFE", "TOLERATED")


class RuleClassifier:
    """Tells kinds by the rules of `claim_rules`; of several rules of a kind all have a say in the polarity."""

    def __init__(self, rules: Iterable[Rule] = RULES) -> None:
        """Number the needs of all rules, a bit each: a rule is tried where a sentence meets all its needs."""
        bits: dict[frozenset[str], int] = {}
        by_code: dict[str, list[int]] = defaultdict(list)
        self._rules = tuple(rules)
        for place, rule in enumerate(self._rules):
            for need in rule.needs:
                bits.setdefault(need, 1 << len(bits))
            for code in min(rule.needs, key=len):
                by_code[code].append(place)
        self._needed = [sum({bits[need] for need in rule.needs}) for rule in self._rules]
        self._about = {
            code: (sum(bit for need, bit in bits.items() if code in need), tuple(by_code[code]))
            for code in {code for need in bits for code in need}
        }

    def judge(self, sentence: Tagged, context: ClaimContext) -> Sequence[Judgement]:
        """Return one judgement per kind."""
        codes, about, needed = sentence.codes, self._about, self._needed
        met = 0
        places: list[int] = []
        for code in set(codes):
            if code in about:
                bits, begun = about[code]
                met |= bits
                places += begun
        held: dict[ClaimKind, list[_Match]] = {}
        for place in sorted({place for place in places if not needed[place] & ~met}):
            rule = self._rules[place]
            for match in rule.pattern.finditer(codes):
                if _counts(codes, rule, match):
                    held.setdefault(rule.kind, []).append(_read(codes, rule, match))
        return _settled(held)


def _counts(codes: str, rule: Rule, match: regex.Match[str]) -> bool:
    """Whether a match asserts something of the field: not what is asked or aimed at, nothing of everyday life."""
    begin = _scope(codes, match.start())
    before = codes[begin : match.start()]
    if rule.is_fact and rule.kind in _FACTUAL and _is_asked(codes, begin, match.start()):
        return False
    match rule.kind, rule.polarity:
        case "mechanism", _:
            return not _is_made_by_people(before)
        case "comparative", _:
            return not _TOPICS.isdisjoint(codes)
        case "safety", "negative":
            is_counted = not (_COUNTS.isdisjoint(codes) or _PATIENTS.isdisjoint(codes))
            return match.start() == 0 or is_counted or not _OF_TREATMENT.isdisjoint(codes)
        case "efficacy", polarity:
            if not _IFS.isdisjoint(before[before.rfind(",") + 1 :]):
                return False
            return _is_outcome(codes, rule, match, before) and (
                polarity != "negative" or rule.status is not None or not _OBSERVABLE.isdisjoint(codes)
            )
    return True


def _is_asked(codes: str, begin: int, at: int) -> bool:
    """Whether the words at `at` hang on a question or an aim ('whether', 'the goal is', 'to determine')."""
    before = codes[begin:at]
    if not (_ASKING.isdisjoint(before) and _AIMING.isdisjoint(before)):
        return True
    return _INQUIRY.search(codes, begin, at + 1) is not None


def _is_made_by_people(before: str) -> bool:
    """Whether people are the last to act before ('researchers produce cells'), not those who say what was found."""
    if _MAKERS.isdisjoint(before):
        return False
    since = before[max(map(before.rfind, _MAKERS)) :]
    return _SAYING.isdisjoint(since) and "," not in since


def _is_outcome(codes: str, rule: Rule, found: regex.Match[str], before: str) -> bool:
    """Whether an effect is stated: not what treatments focus on, and not who patients are ('who did not respond')."""
    if rule.status is None and not _FOCUSED.isdisjoint(before):
        return False
    return _UNHELPED.search(codes, max(0, found.start() - 4), found.end()) is None


def _scope(codes: str, at: int) -> int:
    """Return where the part of the sentence begins on which the words at `at` hang.

    'While we must learn how it works, it helps': the first part asks, the second one asserts.
    """
    begin = codes.rfind(";", 0, at) + 1
    if codes[0] in _CONTRASTS:
        begin = max(begin, codes.rfind(",", 0, at) + 1)
    for place in range(at - 1, max(begin, 1), -1):
        if codes[place] in _CONTRASTS:
            return place
    return begin


def _read(codes: str, rule: Rule, match: regex.Match[str]) -> _Match:
    start, end = match.span()
    if not rule.flips or not (_is_negated(codes, start) or not _DENIALS.isdisjoint(codes[start : end - 1])):
        return _Match(rule, start, end, rule.polarity, rule.status)
    return _Match(rule, start, end, _FLIPPED[rule.polarity], rule.negated)


def _is_negated(codes: str, start: int) -> bool:
    """Whether a negation reaches to `start`.

    'Not' reaches four words within its clause, 'no' two and over no verb; 'no' that opens a clause denies all of it.
    """
    for distance in range(1, min(start, 7) + 1):
        place = start - distance
        code = codes[place]
        if code in _NEGATIONS and distance <= 4:
            return True
        if code in _NOES:
            is_open = place == 0 or codes[place - 1] in _STOPS
            return is_open or (distance <= 2 and _NO_STOPS.isdisjoint(codes[place + 1 : start]))
        if code in _STOPS:
            return False
    return False


def _settled(held: dict[ClaimKind, list[_Match]]) -> list[Judgement]:
    """Return one judgement per kind from its matches; those that lie in a negative one of their kind have no say."""
    result = []
    for kind, matches in held.items():
        settling = [match for match in matches if match.rule.settles]
        sides = {match.polarity for match in settling or _heard(matches)}
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
