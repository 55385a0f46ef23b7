"""Rules by which claims are told: data over the word classes of `claim_reading`, and the few lines that compile them.

In a pattern `<A|B>` is a word of class A or B, `_` any word of the same clause, `~` any word that ends no thought (no
comma either), `{A}` a verb of class A that asserts ('improves', not 'to improve', which is an aim; 'shown to improve'
asserts), `%` is `~` but no word that softens or denies. Everything else is a regular expression. The rules come from
own reasoning; negation with a scope is the idea of ConText (doi:10.1016/j.jbi.2009.05.002).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import regex

from extractors.finders.claim_reading import ADVERB, codes_of
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
    'whether' or 'how', which ask. settles: where it matches no other rule of its kind has a say. needs: sets of classes
    that the pattern cannot do without, so that most rules need not be tried.
    """

    kind: ClaimKind
    polarity: Polarity
    pattern: regex.Pattern[str]
    needs: tuple[frozenset[str], ...]
    status: StatusTerm | None = None
    negated: StatusTerm | None = None
    flips: bool = True
    is_fact: bool = True
    settles: bool = False


_ANY: Final = "[^;]"
_NEAR: Final = "[^;:,()-]"
_NO_RELIEF: Final = "(?:(?!<MILD|FEW|NO|NOT>)~)"
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
    noun, before_noun = codes_of("HOMO"), codes_of("NOUNMOD") + codes_of("DET")
    purpose = codes_of("PURPOSE") + to
    no_aim = f"(?<![{to}].)(?<![{to}][{adverb}{helps}].)(?:(?<![{before_noun}].)|(?<![{noun}]))"
    able_to = f"(?<=[{able}]{_NEAR}{{0,4}}[{to}][{adverb}{helps}]?.)"
    return f"(?:[{finite}](?:{no_aim}|{able_to})|[{gerund}](?<![{purpose}][{adverb}]?.))"


def compiled(pattern: str) -> regex.Pattern[str]:
    """Return a rule's pattern over class characters; KeyError where it names a class that does not exist."""
    pattern = pattern.replace("%", _NO_RELIEF).replace(" ", "").replace("_", _ANY).replace("~", _NEAR)
    pattern = _CLASS.sub(lambda match: f"[{_set(match[1])}]", _VERB.sub(_verb, pattern))
    return regex.compile(pattern)


_GROUP: Final = regex.compile(r"\((?:[^()]|(?R))*+\)[?*+]?(?:\{\d*,\d*\}\??)?")
_MANDATORY: Final = regex.compile(r"(?:<([A-Z|*]+)>|\{([A-Z|]+)\})(?!\??[?*]|\{0)")


def needs_of(pattern: str) -> tuple[frozenset[str], ...]:
    """Return the sets of classes of which a pattern needs one each; what is optional or an alternative is no need."""
    bare = _GROUP.sub("", pattern.replace(" ", ""))
    if "|" in regex.sub(r"<[^<>]*+>|\{[A-Z|]++\}", "", bare):
        return ()
    found = _MANDATORY.finditer(bare)
    return tuple(frozenset(_set(m[1]) if m[1] else _set("|".join(f"{n}*" for n in m[2].split("|")))) for m in found)


def _rules(kind: ClaimKind, *rows: tuple[str, Polarity, str, Mapping[str, object]]) -> list[Rule]:
    """Return the rules of a kind from (trigger classes, polarity, pattern, options); the pattern needs a trigger."""
    made = []
    for triggers, polarity, pattern, options in rows:
        needs = (frozenset(_set(triggers.replace(" ", "|"))), *needs_of(pattern))
        made.append(Rule(kind, polarity, compiled(pattern), needs, **options))  # type: ignore[arg-type]
    return made


FLAT: Final[dict[str, object]] = {"flips": False}
LOOSE: Final[dict[str, object]] = {"flips": False, "is_fact": False}
NONE: Final[dict[str, object]] = {}

_EFFICACY: Final = _rules(
    "efficacy",
    ("IMPROVE*", "positive", "{IMPROVE} ~{0,6}? <OUT>", NONE),
    ("REDUCE*", "positive", "{REDUCE} ~{0,5}? <BADOUT>", NONE),
    ("IMPROVE", "positive", "<OUT> ~{0,2} <BE>?v{0,2} (?<!<DET>) <IMPROVE>", NONE),
    ("REDUCE", "positive", "<BADOUT> (?:v?<BE>){1,2} v{0,2} <REDUCE>", NONE),
    ("GAIN", "positive", "{SHOW|CAUSE} ~{0,5}? <GAIN>", NONE),
    ("GAIN", "positive", "<GAIN> ~{0,3} <BE> v? <SHOW>", NONE),
    ("GAIN", "negative", "<NO> ~{0,3}? <GAIN>", FLAT),
    ("FREED", "positive", "(?:<COUNTED|PEOPLE|NUMBER|PERCENT>|\\)) ~{0,4} <FREED>", NONE),
    ("NO", "positive", "<COUNTED|PEOPLE> (?!<WHO> <BE>) ~{0,6} <BE> v? <NO> ~{0,2} <BADOUT>", FLAT),
    ("ATTAIN", "positive", "<COUNTED|TOPIC|NUMBER|PEOPLE> ~{0,5} <ATTAIN> ~{0,3} <GAIN>", NONE),
    ("IMPROVE", "positive", "<COUNTED> v? <IMPROVE> (?! <THAN>)", NONE),
    ("IMPROVE BENEFIT", "positive", "<NUMBER> \\( <NUMBER> <PERCENT> \\) v? <IMPROVE|BENEFIT> (?! <THAN|DET>)", NONE),
    (
        "BENEFIT",
        "positive",
        "{BENEFIT} ~{0,4}? (?:<OUT|BADOUT>|{REDUCE} ~{0,3} <OUT|BADOUT>|{IMPROVE} ~{0,3} <OUT|BADOUT>)",
        NONE,
    ),
    ("BENEFIT", "positive", "<TOPIC|CARE> ~{0,12} {BENEFIT} ~{0,6}? <COUNTED>", NONE),
    ("BENEFIT", "positive", "<COUNTED|TOPIC|DISEASE> ~{0,4} {BENEFIT} (?!~{0,3}<TRIAL>) ~{0,3} <TOPIC>", NONE),
    ("IMPACT", "positive", "<TOPIC> ~{0,6} <CAUSE|SHOW> ~{0,3} <IMPACT> <PURPOSE> ~{0,2} <OUT|BADOUT>", NONE),
    ("SUGGEST", "positive", "<SUGGEST> ~{0,2} <GAIN>", NONE),
    ("EFFECTIVE", "positive", "<BE> ~{0,4} <EFFECTIVE>", NONE),
    ("SAFE", "positive", "<SAFE> <AND> v? <EFFECTIVE>", NONE),
    ("INEFFECTIVE", "negative", "<TOPIC|CARE|BE|THAN|BUT|GAIN> _{0,8} <INEFFECTIVE>", FLAT),
    ("CURE", "positive", "(?:{CAUSE}|(?<!<TO>)<CURE>) ~{0,2}<CURE|BADOUT>", {"negated": "not_a_cure"}),
    ("CURE", "positive", "<TOPIC|OPTION> ~{0,3} <CURE>", {"negated": "not_a_cure"}),
    ("CURE", "negative", "<NOT|NO> ~{0,7} <CURE>", {"status": "not_a_cure", **FLAT}),
    ("WORSEN", "negative", "<OUT|BADOUT> ~{0,3} <WORSEN>", NONE),
    ("WORSEN", "negative", "<WORSEN> ~{0,3} <OUT|BADOUT>", NONE),
    ("WORSEN* SHOW*", "negative", "<COUNTED|PEOPLE|PERCENT|NUMBER> ~{0,3} <SHOW> ~{0,3} <WORSENING>", NONE),
    ("ENDPOINT", "positive", "<MEET> ~{0,2} <ENDPOINT>", NONE),
    ("ENDPOINT", "negative", "<MISS> ~{0,2} <ENDPOINT>", FLAT | {"settles": True}),
    ("GAIN", "positive", "<GAIN> <PURPOSE> <NUMBER>", NONE),
    ("REDUCTION", "positive", "<REDUCTION> <DET> ~{0,2}? <BADOUT>", NONE),
    ("ROSE", "positive", "<GOODOUT> ~{0,2} <ROSE>", NONE),
    ("IMPROVE*", "positive", "{IMPROVE} ~{0,3}? <GOODOUT>", NONE),
    ("FELL", "positive", "<BADOUT> ~{0,1} <FELL>", NONE),
    ("UNCHANGED", "neutral", "<OUT|BADOUT> ~{0,2} <UNCHANGED>", FLAT),
    ("STABLE", "neutral", "<STABLE>", FLAT),
    ("KEEP", "neutral", "(?:<COUNTED|PEOPLE|NUMBER|PERCENT>|\\)) v? <KEEP> <DET>? ~{0,2} <OUT>", NONE),
    ("PROMISE", "positive", "{SHOW|OFFER} ~{0,2}? <PROMISE>", NONE),
    ("PROMISING", "positive", "<PROMISING> ~{0,3} <OPTION>", NONE),
    ("PROMISING", "positive", "<OPTION> ~{0,5} <BE> ~{0,2} <PROMISING>", NONE),
    ("RESULT", "negative", "<RESULT> ~{0,3} <BE> v? <INCONSISTENT>", FLAT),
    ("RESULT", "negative", "<RESULT> <BE> <NOT> ~{0,2} <STABLE|INCONSISTENT>", FLAT),
    ("INCONSISTENT", "mixed", "<INCONSISTENT> ~{0,2} <RESULT>", FLAT | {"settles": True}),
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
    ("HARM", "positive", "<NOT|FAIL> ~{0,2} <CAUSE*|HARMCAUSE*|REPORT|SHOW> ~{0,6}? <HARM>", FLAT),
    ("HARM", "positive", "(?<!<RELATED|ATTRIBUTED> ~{0,7}) <FEW> ~{0,4}? <HARM>", NONE),
    ("HARM", "positive", "<MILD> ~{0,2} <HARM>", FLAT),
    ("HARM", "positive", "<HARM> _{0,6}? <BE> ~{0,2} <FEW|MILD>", NONE),
    ("HARM", "positive", "(?<!<RELATED|ATTRIBUTED> ~{0,7}) {AVOID} ~{0,4}? <HARM>", NONE),
    ("RISK", "positive", "(?:{AVOID}|<FEW>) ~{0,2} <RISK> (?!<PURPOSE> ~{0,3} <DISEASE>)", NONE),
    ("RISK", "negative", "{HARMCAUSE} (?:(?!<FEW|AVOID>)~){0,5}? <RISK>", NONE),
    ("RISK", "negative", "(?<!<FEW|AVOID*|NO> ~{0,2}) <RISK> ~{0,3} <HARM|WORSEN>", NONE),
    ("RISK", "negative", "<RISK> <BE> ~{0,2} <SERIOUS|MORECMP>", NONE),
    ("HARM", "negative", "{HARMCAUSE} %{0,6}? <HARM>", NONE),
    ("TREATHARM", "negative", "<HAVE> %{0,3} <TREATHARM>", NONE),
    ("REPORT", "negative", "<TRIAL|COUNTED|RESEARCHER> %{0,2} <REPORT> %{0,4} <HARM>", NONE),
    ("TREATHARM", "neutral", "<HARM|BADOUT> _{0,6} <BE> ~{0,4} <TREATHARM>", FLAT),
    ("HARM", "neutral", "<HARM> <BE> v? <REDUCE>", NONE),
    ("RISK", "negative", "<RISK> <FOCUS> _{0,3} <HARM>", FLAT),
    ("MOREOFTEN", "negative", "<HARM|RISK> ~{0,3} <MOREOFTEN>", NONE),
    ("HARM", "negative", "<HARM> <HARMCAUSE>", NONE),
    ("LIMITUSE", "negative", "<HARM|RISK> _{0,6} <LIMITUSE>", NONE),
    ("ENDURE", "negative", "<PEOPLE|NUMBER> ~{0,3} <ENDURE> %{0,3} <HARM>", NONE),
    ("DIED", "negative", "<NUMBER|COUNTWORD> ~{0,3} <TREATED> ~{0,2} <DIED>", FLAT),
    ("TREATHARM", "negative", "<TREATHARM> ~{0,2} <OCCUR> <DET> <NUMBER|COUNTWORD>", NONE),
    ("HARM", "neutral", "^ ~{0,4} <HARM> <DET> ~? <NUMBER>", FLAT),
    ("OCCUR", "negative", "<SERIOUS> ~{0,2} <HARM> ~{0,2} <OCCUR>", NONE),
    ("OCCUR", "neutral", "<HARM> ~{0,4} <OCCUR>", NONE),
    ("REJECTED", "negative", "<GRAFTED> ~{0,3} <BE> v? <REJECTED>", NONE),
    ("RELATED", "neutral", "<HARM> _{0,9} <NOT|NO> ~{0,4} <RELATED>", FLAT | {"settles": True}),
    ("ATTRIBUTED", "neutral", "<HARM> _{0,10} <ATTRIBUTED>", FLAT | {"settles": True}),
    ("HARM", "negative", "<SERIOUS> ~{0,2} <HARM> ~{0,3} <BE>? <REPORT|CAUSE>", NONE),
    ("HARM", "neutral", "<HARM> _{0,12}? <BE> v? <REPORT|CAUSE>", NONE),
    ("HARM", "neutral", "<HARM> (?:<BE|FOCUS>|:) _{0,3} <HARM>", FLAT),
)
_MECHANISM: Final = _rules(
    "mechanism",
    ("MECH*", "positive", "{MECH} %{0,6}? <BIO>", NONE),
    ("LESSEN*", "positive", "{LESSEN} ~{0,4}? <BIO>", NONE),
    ("IMPROVE*", "positive", "{IMPROVE} ~{0,4}? <BIO>", NONE),
    ("TURNINTO", "positive", "(?<!<TO> ~?) <TURNINTO> ~{0,3}? <BIO>", NONE),
    ("HARMING*", "neutral", "{HARMING} ~{0,5}? <BIO>", NONE),
    ("MECH", "positive", "<BIO> (?:v?<BE>){1,2} v? <MECH>", NONE),
    ("EFFECTS", "positive", "<CAUSE|SHOW|MECH> ~{0,3} <EFFECTS> ~{0,3} <MECHNOUN>", NONE),
    ("EFFECTS", "positive", "<EFFECTS> <MECHNOUN> ~{0,3} <REPORT>", NONE),
    ("EFFECTS", "positive", "<EFFECTS> ~{0,2} <MECHNOUN> (?=$|~{0,6}<BE>)", NONE),
    ("WORKSBY", "neutral", "<BE> ~{0,6} <WORKSBY>", NONE),
)
_THAN: Final = "(?:<THAN>(?!0|<COUNTWORD>)|<COMPARED>)"
_COMPARATIVE: Final = _rules(
    "comparative",
    ("THAN COMPARED", "positive", f"<MORECMP> _{{0,16}}? {_THAN}", NONE),
    ("THAN COMPARED", "positive", f"<LESSCMP> ~{{0,3}} <HARM|RISK|BADOUT> _{{0,9}}? {_THAN}", FLAT),
    ("THAN COMPARED", "negative", f"<LESSCMP> _{{0,9}}? {_THAN}", NONE),
    ("THAN", "positive", "<MORE> [xv\ue000-\uf8ff] ~{0,5}? <THAN> (?!0)", NONE),
    ("COMPARED", "positive", "<COMPARED> _{0,20} (?:<MORECMP>|<ADVANTAGE>|<IMPROVE>)", NONE),
    ("COMPARED", "negative", "<COMPARED> _{0,14} <LESSCMP> (?!~{0,3}<HARM|RISK|BADOUT>)", NONE),
    ("COMPARED", "positive", "(?:<REDUCTION> <DET> ~{0,2} <BADOUT>|<GAIN>) _{0,8} <COMPARED>", NONE),
    ("COMPARED", "neutral", "<IMPROVE|REDUCE|GAIN|RESULT|PERCENT> _{0,14} <COMPARED>", FLAT),
    ("EQUAL", "neutral", "<EQUAL>", FLAT | {"settles": True}),
    (
        "DIFFER",
        "neutral",
        "<TOPIC> _{0,6} <BE> ~{0,2} <DIFFER>|<BE> ~{0,2} <DIFFER> ~{0,2} <TOPIC|CARE|OPTION>|^~{0,3}<DIFFER>",
        FLAT,
    ),
    ("SUPERIOR", "positive", "<SUPERIOR>", NONE),
    ("INFERIOR", "negative", "<INFERIOR>", NONE),
    ("ADVANTAGE", "positive", "<ADVANTAGE> <PURPOSE> ~{0,4} <TOPIC>", NONE),
)
_OF_A_STUDY: Final = "(?!_{0,7} <ETHICS|PERMIT>)"
_APPROVED: Final[dict[str, object]] = {"status": "approved", "negated": "not_approved"}
_REGULATORY: Final = _rules(
    "regulatory_status",
    ("APPROVE", "positive", f"<BE> ~{{0,3}} <APPROVE> {_OF_A_STUDY}", _APPROVED),
    ("APPROVE", "positive", f"(?<=<REGULATORY> ~{{0,3}}) <APPROVE> {_OF_A_STUDY}", _APPROVED),
    ("APPROVE", "positive", f"<APPROVE> ~{{0,3}} <REGULATORY> (?<!<NO> ~{{0,7}}) {_OF_A_STUDY}", _APPROVED),
    ("APPROVE", "positive", "<APPROVE> ~{0,2} <TOPIC> <REMAIN>", _APPROVED),
    ("HOLD", "negative", "<REGULATORY> _{0,6} <HOLD>", FLAT),
    ("REFUSE", "negative", "<REGULATORY> ~{0,6} <REFUSE>", FLAT | {"status": "not_approved", "settles": True}),
    ("REFUSE", "negative", "<REFUSE> ~{0,5} <APPROVAL>", FLAT | {"status": "not_approved", "settles": True}),
    ("WITHDRAW", "negative", "<WITHDRAW> ~{0,4} <APPLICATION>|<APPLICATION> ~{0,3} <BE> <WITHDRAW>", FLAT),
    (
        "FILED",
        "neutral",
        "<FILED> ~{0,5} <APPLICATION> _{0,8} <REGULATORY>|<FILED> ~{0,4} <REGULATORY> ~{0,5} <APPROVAL>",
        FLAT | {"status": "expected", "settles": True},
    ),
    ("APPROVE", "negative", "<HAVE> <NOT> ~{0,1} <APPROVE>", FLAT | {"status": "not_approved"}),
    ("APPROVAL", "positive", "<OFFER> _{0,12} <CONDITIONAL> ~{0,3} <REGULATORY>", _APPROVED),
    ("REGULATEDAS", "neutral", "<REGULATEDAS>", FLAT),
    ("APPLICATION", "neutral", "<REGULATORY> ~{0,4} <NOT> ~{0,3} <APPLICATION>", FLAT),
    ("ILLEGAL", "negative", "<REGULATORY> ~{0,3} <ILLEGAL>", FLAT),
    ("REGULATE", "neutral", "<REGULATORY> ~{0,2} <REGULATE>", FLAT),
    ("ILLEGAL", "negative", "<BE> ~{0,2} <ILLEGAL>", NONE),
    (
        "APPROVE",
        "neutral",
        "<REGULATORY> _{0,4} <APPROVE> ~{0,7} <PERMIT> (?!_{0,3}<ETHICS>)",
        FLAT | {"status": "investigational"},
    ),
    (
        "APPROVE",
        "negative",
        "<NO|NOT> ~{0,6} <APPROVE> ~{0,4} <TOPIC|OPTION|CARE|CURE>",
        FLAT | {"status": "not_approved"},
    ),
    ("APPROVAL", "positive", f"<GRANT> _{{0,5}} (?<!<PURPOSE>) <APPROVAL> {_OF_A_STUDY}", _APPROVED),
    ("APPROVAL", "negative", "<NO|NOT|FAIL> ~{0,5} <APPROVAL> (?<!<ETHICS>_)", FLAT | {"status": "not_approved"}),
    ("APPROVAL", "neutral", "<PLAN*|EXPECTED> ~{0,4} <APPROVAL>", FLAT | {"status": "expected", "settles": True}),
    ("UNAPPROVED", "negative", "<UNAPPROVED>", FLAT | {"status": "not_approved"}),
    ("DESIGNATION", "positive", "<GRANT|USE> _{0,6} <DESIGNATION>", FLAT),
    ("STATUSADJ", "neutral", "<BE> ~{0,5} <STATUSADJ>", FLAT | {"status": "investigational"}),
    ("STANDARD", "negative", "<NOT|NO> ~{0,9} <STANDARD>", FLAT | {"status": "not_standard_care"}),
    ("STANDARD", "positive", "<BE> [xv]? <DET>? <STANDARD>", {"negated": "not_standard_care"}),
    ("REGULATORY", "negative", "<REGULATORY> _{0,5} <WARN*>", FLAT | {"status": "warning"}),
    ("REGULATORY", "neutral", "<REGULATORY> ~{0,3} (?:<RECOMMEND>|<NEED>)", FLAT),
)
_DEVELOPMENT: Final = _rules(
    "development_status",
    ("COMPLETED", "neutral", "<TRIAL> ~{0,6}? <BE|HAVE> ~{0,2} <COMPLETED>", LOOSE | {"status": "completed"}),
    (
        "COMPLETED",
        "neutral",
        "(?<!<PEOPLE|COUNTED|NUMBER|COUNTWORD> ~?) <COMPLETED> ~{0,4} <TRIAL>|<TRIAL> ~{0,2} <COMPLETED>",
        LOOSE | {"status": "completed"},
    ),
    ("EXPECTED", "neutral", "<TRIAL> _{0,8}? <EXPECTED>", LOOSE | {"status": "expected"}),
    ("PLANNED", "neutral", "<TRIAL> _{0,5} <PLANNED>", LOOSE | {"status": "planned"}),
    ("PLANNED PLAN*", "neutral", "<PLANNED|PLAN*> ~{0,6} <TRIAL>", LOOSE | {"status": "planned"}),
    ("NEXT", "neutral", "<NEXT> ~{0,3} <WILL> v{0,2} ~{0,1} <FOCUS>", LOOSE | {"status": "expected"}),
    ("ONGOING", "neutral", "<BE> ~{0,5} <ONGOING>", LOOSE | {"status": "ongoing"}),
    ("ONGOING", "neutral", "<TRIAL|TOPIC> _{0,6} <ONGOING>", LOOSE | {"status": "ongoing"}),
    ("NOWRESEARCH", "neutral", "<NOWRESEARCH> ~{0,4} <FOCUS|STUDY*>", LOOSE | {"status": "ongoing"}),
    ("PHASE", "neutral", "<BE|START|ADVANCE> ~{0,4} <PHASE>", LOOSE | {"status": "ongoing"}),
    ("PHASE", "neutral", "<PHASE> _{0,9} <TRIAL> _{0,12} <START>", LOOSE | {"status": "ongoing"}),
    ("HOLD", "neutral", "<TRIAL> ~{0,4} <BE> ~? <HOLD>", LOOSE),
    ("START", "neutral", "(?<!<NO> ~{0,2}) <TRIAL> _{0,5}? (?<!<TO|GOAL>) <START>", LOOSE | {"status": "ongoing"}),
    ("START", "neutral", "<TO|GOAL> <START> ~{0,4} <TRIAL>", LOOSE | {"status": "planned"}),
    ("START", "neutral", "(?<!<TO|GOAL>) <START> ~{0,4} <TRIAL>", LOOSE | {"status": "ongoing"}),
    ("STUDY*", "neutral", "<PRESENT> v{0,2} <BEING>? v? <STUDY*> (?!~{0,2}<CARE>)", LOOSE | {"status": "ongoing"}),
    ("STUDYING TRYING", "neutral", "<RESEARCHER> _{0,9} <BE> v{0,2} <STUDYING|TRYING>", LOOSE | {"status": "ongoing"}),
    ("TRY", "neutral", "<PRESENT> <BEING> v? <TRY>", LOOSE | {"status": "ongoing"}),
    ("STUDY", "neutral", "<TOPIC|RESEARCHER|TRIAL> _{0,6} <HAVE> v? <BEEN>? v? <STUDY>", LOOSE),
    ("EARLYSTAGE", "neutral", "<BE> ~{0,5} <EARLYSTAGE>", LOOSE),
)
_AVAILABILITY: Final = _rules(
    "availability",
    ("AVAILABLE", "positive", "(?<!<DATA> _{0,2}) <BE> ~{0,3} <AVAILABLE> (?!~<DATA>)", NONE),
    ("OFFER*", "positive", "<CLINIC> ~{0,6} <OFFER*> _{0,12} <TOPIC|CARE>", NONE),
    ("COST", "neutral", "<COST> ~{0,4} 0", FLAT),
    ("COST", "neutral", "<TOPIC|CARE> ~{0,3} <COST> ~{0,4} <CURRENCY>", FLAT),
)
_GAP: Final = _rules(
    "evidence_gap",
    ("NEEDED", "neutral", "<ADDMORE> _{0,14} <RESEARCH|TRIAL|NEXT> _{0,12}? <BE|WILL> ~{0,2} <NEEDED>", LOOSE),
    ("NEEDED", "neutral", "<NEXT|NOWRESEARCH> ~{0,4} <NEEDED>", LOOSE),
    ("NEED NEEDED", "neutral", "<NEED|NEEDED> ~{0,4} <ADDMORE> _{0,6} <RESEARCH|TRIAL>", LOOSE),
    ("INQUIRE", "neutral", "<ADDMORE> ~{0,3} <RESEARCH|TRIAL> <SHOULD|WILL> <INQUIRE>", LOOSE),
    ("UNKNOWN", "negative", "<UNKNOWN>", LOOSE),
    ("DONOTKNOW", "negative", "<RESEARCHER> ~{0,3} <DONOTKNOW>", LOOSE),
    ("SCARCE", "negative", "<SCARCE> ~{0,3} <EVIDENCE> (?!v?<FOCUS>)", LOOSE),
    ("SCARCE", "negative", "<EVIDENCE> ~{0,6} <BE> v{0,2} <SCARCE>", LOOSE),
    ("EVIDENCE", "negative", "<FAIL> ~{0,3} <EVIDENCE>", LOOSE),
    ("QUESTIONS", "neutral", "<QUESTIONS> ~{0,1} <REMAIN>|<THERE> ~{0,5} <QUESTIONS>", LOOSE),
    ("UNPROVEN", "negative", "<UNPROVEN>", LOOSE | {"status": "unproven"}),
    ("NOT", "negative", "<NOT> v? <BE>? v? <SHOW|REPORT|ABLE> <TO>", LOOSE | {"status": "unproven"}),
)
_LIMITATION: Final = _rules(
    "limitation",
    ("SMALLSAMPLE", "negative", "<SMALLSAMPLE>", FLAT),
    ("LIMITATION", "negative", "<LIMITATION> ~{0,5} <BE|FOCUS|REMAIN>", FLAT),
    ("LIMITATION", "negative", "<BE|FACE*|THERE> ~{0,4} <LIMITATION> (?!<PURPOSE> ~{0,2} <PEOPLE>)", FLAT),
    ("LIMITED", "negative", "<TRIAL|RESULT|DATA|TOPIC> _{0,5} <LIMITED>", FLAT),
    ("HARDTO", "negative", "<HARDTO>", FLAT),
    ("UNREPORTED", "negative", "<UNREPORTED>", FLAT),
    ("INCONSISTENT", "negative", "<RESULT|DATA> ~{0,6} <INCONSISTENT>", FLAT),
    ("VARY*", "negative", "<TRIAL|RESULT> ~{0,3} <VARY> (?!~{0,2}<THAN>)", FLAT),
)
_RECOMMENDATION: Final = _rules(
    "recommendation",
    (
        "SHOULD",
        "neutral",
        "(?<!<WH|NOT> ~{0,4})(?<!<ENROLMENT>) <SHOULD> v?+ <NOT>?+ (?!<BE> <REGARD>)(?!<HAVE>)",
        FLAT,
    ),
    ("ADVISED", "neutral", "<BE|RESEARCHER|REGULATORY> ~{0,4} <ADVISED>", FLAT),
    ("RECOMMEND", "neutral", "<RESEARCHER|REGULATORY> ~{0,5} <RECOMMEND>", FLAT),
    ("ADVICE", "neutral", "^[,:(v]? <ADVICE>", FLAT),
    ("ADVICE", "neutral", "<IF> _{1,40} , <ADVICE>", FLAT),
    ("NOT", "negative", "^ (?:<DO> <NOT>|<DONT>)", FLAT | {"status": "warning"}),
    ("CAUTION", "negative", "(?:^|<BE|SHOULD> (?:(?!<WH|MODAL>)_){0,8}?|, ) <CAUTION>", FLAT | {"status": "warning"}),
)
_SELECTION: Final = _rules(
    "patient_selection",
    ("SUITABLE", "positive", "<SUITABLE> _{0,6} <PEOPLE|DISEASE|BADOUT|EARLYSTAGE>", NONE),
    ("SUITABLE", "positive", "<TOPIC|BE> ~{0,6} <SUITABLE> :?$", NONE),
    ("CRITERION", "neutral", "<CRITERION>", FLAT),
    ("OPTION", "positive", "<PURPOSE> <PEOPLE> <WHO> _{0,14} , _{0,6} <OFFER|SHOW> ~{0,3} <OPTION>", FLAT),
    ("WHO", "neutral", "<PURPOSE> ~{0,2} <PEOPLE> <WHO> ~{0,3} <NOT|FAIL> ~{0,2} <BENEFIT|GAIN|TOLERATED>", FLAT),
)
_EPIDEMIOLOGY: Final = _rules(
    "epidemiology",
    (
        "AFFECT",
        "neutral",
        "(?!<HAVE>) <AFFECT> (?:(?!<REDUCE|USE>)~){0,4} <MILLIONS|NUMBER|PERCENT> ~{0,4} <PEOPLE|WORLDWIDE>",
        FLAT,
    ),
    ("WORLDWIDE", "neutral", "<NUMBER> _{0,10} <WORLDWIDE>|<WORLDWIDE> _{0,4} <NUMBER>", FLAT),
    ("RATE", "neutral", "<RATE> _{0,12} <BE|NUMBER|PERCENT>", FLAT),
    ("RANKED", "neutral", "<RANKED> ~{0,5} <DISEASE>", FLAT),
    ("NUMBER", "neutral", "<NUMBER> ~{0,4} <NUMBER> <PEOPLE> ~{0,3} <AFFECT>", FLAT),
)
_PRACTICE: Final = _rules(
    "practice",
    ("CURRENT", "neutral", "<CURRENT> ~{0,3} <CARE> _{0,12} (?:<FOCUS>|<BE> ~{0,4} <USE>)", FLAT),
    ("OFTEN", "neutral", "<OFTEN> ~{0,2} <USE>", FLAT),
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
