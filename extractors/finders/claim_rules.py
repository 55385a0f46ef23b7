"""Rules by which claims are told: data over the word classes of `claim_words`, and the few lines that compile them.

In a pattern `<A|B>` is a word of class A or B, `_` any word of the same clause, `~` any word that ends no thought (no
comma either), `{A}` a verb of class A that asserts ('improves', not 'to improve', which is an aim; 'shown to improve'
asserts). Everything else is a regular expression. From own reasoning; negation as a scope is ConText's idea.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import regex

from extractors.finders.claim_reading import ADVERB, NUMBER, codes_of
from schemas.records.evidence import ClaimKind

Polarity = Literal["positive", "negative", "neutral", "mixed"]
StatusTerm = Literal[
    "approved", "not_approved", "investigational", "not_standard_care", "not_a_cure", "unproven",
    "planned", "expected", "ongoing", "completed", "warning",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what it says.

    flips: a negation before it turns its polarity, and its status into `negated`. is_fact: not where it stands behind
    'whether' or 'how', which ask.
    """

    kind: ClaimKind
    polarity: Polarity
    pattern: regex.Pattern[str]
    triggers: frozenset[str]
    status: StatusTerm | None = None
    negated: StatusTerm | None = None
    flips: bool = True
    is_fact: bool = True


_ANY: Final = "[^;]"
_NEAR: Final = "[^;,()-]"
_CLASS: Final = regex.compile(r"<([A-Z|*]+)>")
_VERB: Final = regex.compile(r"\{([A-Z|]+)\}")


def _set(names: str) -> str:
    parts = []
    for name in names.split("|"):
        parts.append(codes_of(name.rstrip("*")))
        if name.endswith("*"):
            parts.append(codes_of(f"{name.rstrip('*')}ING"))
    return "".join(sorted(set("".join(parts))))


def _verb(match: regex.Match[str]) -> str:
    """Return a pattern for a verb that asserts: no infinitive of purpose, no gerund behind a preposition."""
    names = match[1].split("|")
    finite = "".join(codes_of(name) for name in names)
    gerund = "".join(codes_of(f"{name}ING") for name in names)
    to, able, adverb, helps = codes_of("TO"), codes_of("ABLE"), ADVERB + codes_of("MORECMP"), codes_of("BENEFIT")
    purpose = codes_of("PURPOSE") + to
    no_aim = f"(?<![{to}])(?<![{to}][{adverb}{helps}])"
    able_to = f"(?<=[{able}][{to}])|(?<=[{able}][{to}][{adverb}{helps}])|(?<=[{able}][{NUMBER}{adverb}][{to}])"
    return f"(?:(?:{no_aim}|{able_to})[{finite}]|(?<![{purpose}])(?<![{purpose}][{adverb}])[{gerund}])"


def compiled(pattern: str) -> regex.Pattern[str]:
    """Return a rule's pattern over class characters; KeyError where it names a class that does not exist."""
    pattern = pattern.replace(" ", "").replace("_", _ANY).replace("~", _NEAR)
    pattern = _CLASS.sub(lambda match: f"[{_set(match[1])}]", _VERB.sub(_verb, pattern))
    return regex.compile(pattern)


def _rules(kind: ClaimKind, *rows: tuple[str, Polarity, str, Mapping[str, object]]) -> list[Rule]:
    """Return the rules of a kind from (trigger classes, polarity, pattern, options); a trigger must be in the pattern."""
    made = []
    for triggers, polarity, pattern, options in rows:
        names = triggers.replace(" ", "|")
        made.append(Rule(kind, polarity, compiled(pattern), frozenset(_set(names)), **options))  # type: ignore[arg-type]
    return made


FLAT: Final[dict[str, object]] = {"flips": False}
LOOSE: Final[dict[str, object]] = {"flips": False, "is_fact": False}
NONE: Final[dict[str, object]] = {}

_EFFICACY: Final = _rules(
    "efficacy",
    ("IMPROVE*", "positive", "{IMPROVE} ~{0,6}? <OUT>", NONE),
    ("REDUCE*", "positive", "{REDUCE} ~{0,5}? <BADOUT>", NONE),
    ("IMPROVE", "positive", "<OUT> ~{0,2} <BE>?v{0,2} <IMPROVE>", NONE),
    ("REDUCE", "positive", "<BADOUT> (?:v?<BE>){1,2} v{0,2} <REDUCE>", NONE),
    ("GAIN", "positive", "{SHOW|CAUSE} ~{0,5}? <GAIN>", NONE),
    ("GAIN", "positive", "<GAIN> ~{0,3} <BE> v? <SHOW>", NONE),
    ("GAIN", "negative", "<NO> ~{0,3}? <GAIN>", FLAT),
    ("IMPROVE", "positive", "<COUNTED> v? <IMPROVE> (?! <THAN>)", NONE),
    ("BENEFIT", "positive", "{BENEFIT} ~{0,4}? (?:<PEOPLE|OUT|BADOUT|TOPIC>|{IMPROVE}|{REDUCE}|<IMPROVE|REDUCE>)", NONE),
    ("BENEFIT", "positive", "<PEOPLE> ~{0,4} {BENEFIT}", NONE),
    ("EFFECTIVE", "positive", "<BE> ~{0,4} <EFFECTIVE>", NONE),
    ("SAFE", "positive", "<SAFE> <AND> v? <EFFECTIVE>", NONE),
    ("INEFFECTIVE", "negative", "<TOPIC|CARE|BE|THAN|BUT> _{0,8} <INEFFECTIVE>", FLAT),
    ("CURE", "positive", "(?:{CAUSE}|<CURE>) ~{0,2}<CURE|BADOUT>", {"negated": "not_a_cure"}),
    ("CURE", "positive", "<TOPIC|OPTION> ~{0,3} <CURE>", {"negated": "not_a_cure"}),
    ("CURE", "negative", "<NOT|NO> ~{0,7} <CURE>", {"status": "not_a_cure", **FLAT}),
    ("WORSEN", "negative", "<OUT|BADOUT> ~{0,3} <WORSEN>", NONE),
    ("WORSEN", "negative", "<WORSEN> ~{0,3} <OUT|BADOUT>", NONE),
    ("WORSEN* SHOW*", "negative", "<COUNTED|PEOPLE|PERCENT|NUMBER> ~{0,3} <SHOW> ~{0,3} <WORSENING>", NONE),
    ("STABLE", "neutral", "<STABLE>", FLAT),
    ("PROMISE", "positive", "{SHOW|OFFER} ~{0,4}? <PROMISE>", NONE),
    ("PROMISING", "positive", "<PROMISING> ~{0,3} <OPTION>", NONE),
    ("PROMISING", "positive", "<OPTION> ~{0,5} <BE> v{0,2} <PROMISING>", NONE),
    ("RESULT", "negative", "<RESULT> ~{0,3} <BE> v? <INCONSISTENT>", FLAT),
    ("RESULT", "negative", "<RESULT> <BE> <NOT> ~{0,2} <STABLE|INCONSISTENT>", FLAT),
    ("INCONSISTENT", "mixed", "<INCONSISTENT> ~{0,2} <RESULT>", FLAT),
    ("OPTION", "positive", "<TOPIC> _{0,9} {OFFER} ~{0,4} <OPTION>", FLAT),
)
_SAFETY: Final = _rules(
    "safety",
    ("TOLERATED", "positive", "<TOLERATED>", NONE),
    ("SAFE", "positive", "<BE> ~{0,5} <SAFE> (?!<TO>)", NONE),
    ("SAFE", "positive", "<SAFE> <AND> v? <EFFECTIVE|TOLERATED|SAFE>", NONE),
    ("SAFETY", "positive", "<REPORT|SHOW> ~{0,4} <SAFETY>", NONE),
    ("SAFETY", "positive", "<SAFETY> ~{0,2} <BE> v? <REPORT>", NONE),
    ("UNSAFE", "negative", "<BE> ~{0,2} <UNSAFE>", NONE),
    ("HARM", "positive", "<NO> ~{0,5}? <HARM>", FLAT),
    ("HARM", "positive", "<NOT|FAIL> ~{0,2} <CAUSE*|REPORT|SHOW> ~{0,6}? <HARM>", FLAT),
    ("HARM", "positive", "<FEW> ~{0,4}? <HARM>", NONE),
    ("HARM", "positive", "<MILD> ~{0,2} <HARM>", FLAT),
    ("HARM", "positive", "<HARM> _{0,6}? <BE> v{0,3} <FEW|MILD>", NONE),
    ("RISK", "positive", "(?:{REDUCE}|<FEW>) ~{0,2} <RISK>", NONE),
    ("RISK", "negative", "{CAUSE|IMPROVE} ~{0,6}? <RISK>", NONE),
    ("RISK", "negative", "<RISK> ~{0,3} <HARM|WORSEN>", NONE),
    ("RISK", "negative", "<RISK> <BE> ~{0,2} <SERIOUS|MORECMP>", NONE),
    ("HARM", "negative", "{CAUSE} ~{0,6}? <HARM>", NONE),
    ("HARM", "neutral", "<HARM> _{0,10} <ATTRIBUTED>", FLAT),
    ("HARM", "negative", "<SERIOUS> ~{0,2} <HARM> ~{0,3} <BE>? <REPORT|CAUSE>", NONE),
    ("HARM", "neutral", "<HARM> _{0,12}? <BE> v? (?:<REPORT|CAUSE>)", NONE),
    ("HARM", "neutral", "<HARM> (?:<BE>|:) (?:_{0,3}) <HARM>", FLAT),
    ("HARM", "negative", "<HARM> v? <CAUSE> (?!~)", NONE),
)
_MECHANISM: Final = _rules(
    "mechanism",
    ("MECH*", "positive", "{MECH} ~{0,6}? <BIO>", NONE),
    ("REDUCE*", "positive", "{REDUCE} ~{0,4}? <BIO>", NONE),
    ("IMPROVE*", "positive", "{IMPROVE} ~{0,4}? <BIO>", NONE),
    ("MECH", "positive", "<BIO> (?:v?<BE>){1,2} v? <MECH>", NONE),
    ("EFFECTS", "positive", "<CAUSE|SHOW|MECH> ~{0,3} <EFFECTS>", NONE),
    ("EFFECTS", "positive", "<EFFECTS> _{0,4} <REPORT|BE>", NONE),
    ("EFFECTS", "positive", "<EFFECTS> ~{0,3} <MECHNOUN>", NONE),
    ("MECHNOUN", "neutral", "<BE> ~{0,6} <MECHNOUN>", NONE),
)
_COMPARATIVE: Final = _rules(
    "comparative",
    ("THAN COMPARED", "positive", "(?<!<RATHER>) <MORECMP> _{0,12}? <THAN|COMPARED> (?!0)", NONE),
    ("THAN COMPARED", "negative", "<LESSCMP> _{0,9}? <THAN|COMPARED> (?!0)", NONE),
    ("THAN", "positive", "<MORE> [xv\ue000-\uf8ff] ~{0,5}? <THAN> (?!0)", NONE),
    ("COMPARED", "positive", "<COMPARED> _{0,16} (?:<MORECMP>|<ADVANTAGE>|<IMPROVE>)", NONE),
    ("COMPARED", "negative", "<COMPARED> _{0,14} <LESSCMP>", NONE),
    ("COMPARED", "neutral", "<IMPROVE|REDUCE|GAIN|RESULT|PERCENT> _{0,14} <COMPARED>", FLAT),
    ("EQUAL", "neutral", "<EQUAL>", FLAT),
    ("DIFFER", "neutral", "<BE> ~{0,2} <DIFFER>", FLAT),
    ("OUTDO", "positive", "<OUTDO>", NONE),
    ("ADVANTAGE", "positive", "<ADVANTAGE> (?:<PURPOSE>) ~{0,4}<TOPIC>", NONE),
)
_REGULATORY: Final = _rules(
    "regulatory_status",
    ("APPROVE", "positive", "<BE> ~{0,3} <APPROVE> (?!_{0,7} <ETHICS|PERMIT>)", {"status": "approved", "negated": "not_approved"}),
    ("APPROVE", "positive", "(?<=<REGULATORY> _{0,3}) <APPROVE> (?!_{0,6}<ETHICS|PERMIT>)", {"status": "approved", "negated": "not_approved"}),
    ("APPROVE", "neutral", "<APPROVE> ~{0,7}<PERMIT>(?!_{0,3}<ETHICS>)(?<!<ETHICS>_{0,9})", {"status": "investigational", **FLAT}),
    ("APPROVE", "negative", "<NO|NOT> ~{0,6} <APPROVE> ~{0,4}<TOPIC|OPTION|CARE|CURE>", {"status": "not_approved", **FLAT}),
    ("APPROVAL", "positive", "<GRANT> ~{0,4} <APPROVAL>", {"status": "approved", "negated": "not_approved"}),
    ("APPROVAL", "negative", "<NO|NOT|FAIL> ~{0,5} <APPROVAL> (?<!<ETHICS>_)", {"status": "not_approved", **FLAT}),
    ("APPROVAL", "neutral", "<PLAN*|EXPECTED> ~{0,4} <APPROVAL>", {"status": "expected", **FLAT}),
    ("UNAPPROVED", "negative", "<UNAPPROVED>", {"status": "not_approved", **FLAT}),
    ("DESIGNATION", "positive", "(?:<GRANT|USE|DESIGNATION>) _{0,6} <DESIGNATION>", FLAT),
    ("STATUSADJ", "neutral", "<BE> ~{0,5} <STATUSADJ>", {"status": "investigational", **FLAT}),
    ("STANDARD", "negative", "<NOT|NO> ~{0,9} <STANDARD>", {"status": "not_standard_care", **FLAT}),
    ("STANDARD", "positive", "<BE> ~{0,3} <STANDARD>", NONE),
    ("REGULATORY", "negative", "<REGULATORY> _{0,5} <WARN>", {"status": "warning", **FLAT}),
    ("REGULATORY", "neutral", "<REGULATORY> ~{0,3} (?:<RECOMMEND>|<NEED>|<BE>)", FLAT),
)
_DEVELOPMENT: Final = _rules(
    "development_status",
    ("ONGOING", "neutral", "<BE> ~{0,5} <ONGOING>", {"status": "ongoing", **LOOSE}),
    ("ONGOING", "neutral", "<TRIAL|TOPIC> _{0,6} <ONGOING>", {"status": "ongoing", **LOOSE}),
    ("ONGOING", "neutral", "<ONGOING> <TRIAL|RESEARCH> ~{0,3} <BE|FOCUS|WILL>", {"status": "ongoing", **LOOSE}),
    ("PHASE", "neutral", "<BE|START> ~{0,4} <PHASE> ~?0?", {"status": "ongoing", **LOOSE}),
    ("PHASE", "neutral", "<PHASE> _{0,9} <TRIAL> _{0,12} <START>", {"status": "ongoing", **LOOSE}),
    ("TRIAL", "neutral", "<TRIAL> ~{0,6}? <BE> ~{0,2} <COMPLETED>", {"status": "completed", **LOOSE}),
    ("COMPLETED", "neutral", "<COMPLETED> ~{0,6} <TRIAL>|<TRIAL> ~{0,6} <COMPLETED>", {"status": "completed", **LOOSE}),
    ("EXPECTED", "neutral", "<TRIAL> _{0,8}? <EXPECTED> ~{0,2} <START>?", {"status": "expected", **LOOSE}),
    ("PLANNED", "neutral", "<TRIAL> _{0,5} <PLANNED>", {"status": "planned", **LOOSE}),
    ("PLANNED PLAN", "neutral", "<PLANNED|PLAN> ~{0,6} <TRIAL>", {"status": "planned", **LOOSE}),
    ("START", "neutral", "<TRIAL> _{0,5}? <START>", {"status": "ongoing", **LOOSE}),
    ("START", "neutral", "<START> ~{0,6} <TRIAL>", {"status": "ongoing", **LOOSE}),
    ("STUDY*", "neutral", "<BE> v{0,2}<BE>? v? <STUDY*> (?!~{0,2}<CARE>)", {"status": "ongoing", **LOOSE}),
    ("STUDY*", "neutral", "<RESEARCHER> _{0,9} <BE|CAUSE> v{0,2}<BE>? v? <STUDY*>", {"status": "ongoing", **LOOSE}),
    ("STUDY", "neutral", "<CAUSE> v? <BE> v? <STUDY>", LOOSE),
    ("EARLYSTAGE", "neutral", "<BE> ~{0,5} <EARLYSTAGE>", LOOSE),
    ("NEXT", "neutral", "<NEXT> ~{0,3} <WILL> v{0,2} <FOCUS>", {"status": "expected", **LOOSE}),
)
_AVAILABILITY: Final = _rules(
    "availability",
    ("AVAILABLE", "positive", "(?<!<DATA> _?) <BE> ~{0,3} <AVAILABLE> (?!~<DATA>)", FLAT | {"flips": True}),
    ("OFFER*", "positive", "<CLINIC> _{0,6} <OFFER*> _{0,8} <TOPIC|CARE>", NONE),
    ("COST", "neutral", "<TOPIC|CARE> _{0,10} <COST> (?!~{0,2}<AND>)", FLAT),
    ("COST", "neutral", "<COST> _{0,8} <TOPIC|CARE|NUMBER>", FLAT),
)
_GAP: Final = _rules(
    "evidence_gap",
    ("NEEDED", "neutral", "<ADDMORE> _{0,14} (?:<RESEARCH|TRIAL|NEXT>) _{0,12}? <BE|WILL> ~{0,2} <NEEDED>", LOOSE),
    ("NEEDED", "neutral", "<NEXT> ~{0,4} <NEEDED>", LOOSE),
    ("NEED", "neutral", "<NEED|NEEDED> ~{0,4} <ADDMORE> _{0,6} <RESEARCH|TRIAL>", LOOSE),
    ("UNKNOWN", "negative", "<UNKNOWN>", LOOSE),
    ("SCARCE", "negative", "<SCARCE> ~{0,3} <EVIDENCE> (?!v?<FOCUS>)", LOOSE),
    ("SCARCE", "negative", "<EVIDENCE> ~{0,6} <BE> v{0,2} <SCARCE>", LOOSE),
    ("EVIDENCE", "negative", "<FAIL> ~{0,3} <EVIDENCE>", LOOSE),
    ("QUESTIONS", "neutral", "<QUESTIONS> ~{0,2} <BE>|<BE> ~{0,4} <QUESTIONS>", LOOSE),
    ("UNPROVEN", "negative", "<UNPROVEN>", {"status": "unproven", **LOOSE}),
    ("NOT", "negative", "<NOT> v? <BE>? v? <SHOW|REPORT|ABLE> <TO>", {"status": "unproven", **LOOSE}),
)
_LIMITATION: Final = _rules(
    "limitation",
    ("SMALLSAMPLE", "negative", "<SMALLSAMPLE>", FLAT),
    ("LIMITATION", "negative", "<LIMITATION>", FLAT),
    ("LIMITED", "negative", "<LIMITED>", FLAT),
    ("HARDTO", "negative", "<HARDTO>", FLAT),
    ("UNREPORTED", "negative", "<UNREPORTED>", FLAT),
    ("INCONSISTENT", "negative", "<RESULT|DATA> ~{0,6} <INCONSISTENT>", FLAT),
    ("VARY*", "negative", "<TRIAL|RESULT> ~{0,3} <VARY> (?!~{0,2}<THAN>)", FLAT),
)
_RECOMMENDATION: Final = _rules(
    "recommendation",
    ("SHOULD", "neutral", "(?<!<WH> ~{0,4}) <SHOULD> v? (?!<CAUSE> <BE>)", {"flips": False, "is_fact": True}),
    ("ADVISED", "neutral", "<BE|RESEARCHER|REGULATORY> ~{0,4} <ADVISED>", FLAT),
    ("RECOMMEND*", "neutral", "<RESEARCHER|REGULATORY> ~{0,5} <RECOMMEND>", FLAT),
    ("ADVICE", "neutral", "^[,:(v]? <ADVICE>", FLAT),
    ("ADVICE", "neutral", "<IF> _{1,40} , <ADVICE>", FLAT),
    ("CAUTION", "negative", "(?:^|<BE|SHOULD|IF> _{0,10}?|, ) <CAUTION> (?<!<BIO>)", {"status": "warning", **FLAT}),
)
_SELECTION: Final = _rules(
    "patient_selection",
    ("SUITABLE", "positive", "<SUITABLE> _{0,6} <PEOPLE|DISEASE|BADOUT|EARLYSTAGE|OUT>", {"negated": None}),
    ("SUITABLE", "positive", "<TOPIC|BE> ~{0,6} <SUITABLE> [(]?:?$", NONE),
    ("CRITERION", "neutral", "<CRITERION>", FLAT),
    ("OPTION", "positive", "<PURPOSE> <PEOPLE> <WHO> _{0,14} , _{0,6} <OFFER|SHOW> ~{0,3} <OPTION>", FLAT),
    ("WHO", "neutral", "<PURPOSE> ~{0,2} <PEOPLE> <WHO> ~{0,3}<NOT|FAIL> ~{0,2} <BENEFIT|GAIN|TOLERATED>", FLAT),
)
_EPIDEMIOLOGY: Final = _rules(
    "epidemiology",
    ("AFFECT", "neutral", "<AFFECT> v?~{0,3} <MILLIONS|NUMBER|PERCENT> ~{0,4} (?:<PEOPLE|WORLDWIDE>)", FLAT),
    ("WORLDWIDE", "neutral", "<MILLIONS|NUMBER> _{0,10} <WORLDWIDE>|<WORLDWIDE> _{0,4}0", FLAT),
    ("RATE", "neutral", "<RATE> _{0,12} (?:<BE|NUMBER|PERCENT>)", FLAT),
    ("RANKED", "neutral", "<RANKED> ~{0,5} <DISEASE>", FLAT),
    ("NUMBER", "neutral", "0 ~{0,4} 0 <PEOPLE> ~{0,3} <AFFECT>", FLAT),
)
_PRACTICE: Final = _rules(
    "practice",
    ("CURRENT", "neutral", "<CURRENT> ~{0,3} <CARE> _{0,8} (?:<FOCUS>|<BE> ~{0,4}<USE>)", FLAT),
    ("OFTEN", "neutral", "<OFTEN> ~{0,2} <USE> (?!<TO> ~<STUDY>)", FLAT),
    ("USE", "neutral", "<TOPIC> ~{0,8} (?:<BE>|<CAN> <BE>) v{0,2} <USE> (?!~{0,3}<OUT>)", FLAT),
    ("USE", "neutral", "<RESEARCHER> ~{0,2} <USE> ~{0,6} <TOPIC|CARE>", FLAT),
)
RULES: Final = tuple(
    _EFFICACY
    + _SAFETY
    + _MECHANISM
    + _COMPARATIVE
    + _REGULATORY
    + _DEVELOPMENT
    + _AVAILABILITY
    + _GAP
    + _LIMITATION
    + _RECOMMENDATION
    + _SELECTION
    + _EPIDEMIOLOGY
    + _PRACTICE
)
