"""Short references back to a citation: 'Hetta et al.', 'the authors', 'this review', '[3]', '[@key]'.

Which citation each one means is another question (`citation_resolution`). Brackets around numbers that are no
citations (years, intervals, list numbers) are left out, and so is what the page calls itself ('this article').
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import regex

from extractors.finders.citation_names import FAMILY, family_forms, folded_family, is_person_like
from extractors.finders.cues import holds_any, matches_at, stems
from extractors.finders.source_words import (
    ADVERB,
    AUTHORS_DO,
    AUTHORS_WRITE,
    COMPOUND_BEHIND,
    KIND_WORDS,
    REPORTING,
    SourceKind,
)
from extractors.finders.visible_text import Visible, read_visible
from schemas.spans import Found, Span, found_text

MentionForm = Literal["author_mention", "anaphoric", "numeric", "key"]
# What an anaphor calls its source: a kind of source, a chapter, a book, its authors, or nothing in particular.
MeantKind = SourceKind | Literal["chapter", "book", "authors", "reviewers", "source"]


@dataclass(frozen=True, slots=True)
class MentionFound:
    """A mention; `raw` as written. One per number and per key: '[1, 3]' gives two with the same `raw`.

    families: names as written, the first author's first. kind: what an anaphor calls its source. is_same: 'the same
    review' rather than 'this review'. year: stated beside the names.
    """

    form: MentionForm
    raw: Found[str]
    families: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()
    kind: MeantKind | None = None
    is_same: bool = False
    year: int | None = None

    @property
    def start(self) -> int:
        """First code point."""
        return self.raw.start

    @property
    def end(self) -> int:
        """Code point behind."""
        return self.raw.end


_YEAR: Final = r"(?:1[89]|20)\d\d[a-z]?"
# What shows that the name before it is an author's: 'et al.', 'and colleagues', a second name, a year. Each is looked
# for only where its word stands, which is a cheap question.
_TRIGGERS: Final = (
    (" al", regex.compile(r"(?P<al>,?\s(?:<i>)?et\sal\b\.?)(?P<second>(?!))?")),
    (
        " and ",
        regex.compile(
            r"\sand\s(?:(?P<others>(?:(?:his|her|their)\s)?(?:colleagues|co-?workers|co-?authors|collaborators|associates)\b)"
            rf"|(?P<second>{FAMILY}))"
        ),
    ),
    (" & ", regex.compile(rf"\s&\s(?P<second>{FAMILY})")),
    ("team ", regex.compile(rf"(?P<others>[’']s?\steam(?=\s(?:{ADVERB}\s)?{AUTHORS_WRITE}\b))(?P<second>(?!))?")),
    ("(", regex.compile(r"(?=\s\((?:1[89]|20)\d\d[a-z]?\))(?P<second>(?!))?")),
    (", ", regex.compile(r"(?=,\s(?:1[89]|20)\d\d[a-z]?[;)])(?P<second>(?!))?")),
)
_BEFORE: Final = regex.compile(rf"(?<![\p{{L}}\p{{N}}’'-]){FAMILY}$")
_DATED: Final = regex.compile(rf"\s\((?P<year>{_YEAR})\)|,?\s(?P<year>{_YEAR})(?=[;)])")
_WRITES: Final = regex.compile(rf"\s(?:{ADVERB}\s)?{AUTHORS_WRITE}\b")
_LONGEST_NAME: Final = 70
_CAPITAL: Final = regex.compile(r"\s\p{Lu}")

_KINDS: Final[dict[str, MeantKind]] = {
    **{word: kind for word, kind in KIND_WORDS.items() if word not in ("guidelines", "recommendations")},
    "chapter": "chapter",
    "book": "book",
    "source": "source",
    "publication": "source",
    "work": "source",
}
_WORDS: Final = "|".join(regex.escape(word).replace(r"\ ", r"\s") for word in sorted(_KINDS, key=len, reverse=True))
_KIND_STARTS: Final = stems(_KINDS)
_WRITERS: Final = ("author", "reviewers", "researchers", "investigators", "meta-analysts")
# Words in front of the kind that describe it: 'this phase 1 trial', 'this small single-centre study'.
_ADJECTIVES: Final = (
    r"(?:(?!(?:of|in|on|to|and|or|for|is|was|the|a|an|that|this)\s)"
    r"(?:[\p{Ll}][\p{L}-]{1,24}|\d[\p{L}\d/-]{0,12}|I{1,3}[ab]?(?:/I{1,3}[ab]?)?|IV)\s){0,3}"
)
_KIND: Final = regex.compile(rf"(?<![\p{{L}}\p{{N}}’'/-])(?i:{_WORDS})(?![\p{{L}}\p{{N}}’'-])")
# What points back, right before the kind.
_POINTING: Final = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}-])(?P<word>(?:[Tt]he|[Tt]hat|[Tt]his)\s(?:very\s)?same|[Tt]his|[Tt]he)\s(?P<adjectives>{_ADJECTIVES})$"
)
_LOOK_BACK: Final = 90
_AUTHORS: Final = regex.compile(
    r"(?<![\p{L}\p{N}-])(?P<word>[Tt]he|[Tt]hese|[Tt]he\ssame|[Ii]ts)\s(?:(?:study|review|paper|trial|report|chapter|article)(?:[’']s)?\s)?"
    r"(?P<who>authors?|reviewers|researchers|investigators|meta-analysts)(?![\p{L}\p{N}’'-])"
)
_ACCORDING: Final = regex.compile(r"\baccording\sto\s$", regex.I)
_DOING: Final = regex.compile(rf"\s(?:{ADVERB}\s|themselves\s|did\snot\s|do\snot\s|have\s|had\s){{0,2}}{AUTHORS_DO}\b")
_VERB_BEHIND: Final = regex.compile(
    rf"(?:\sof(?:\s[\p{{L}}\p{{N}}-]{{1,24}}+){{1,5}}?)?,?\s(?:{ADVERB}\s){{0,2}}(?P<verb>{REPORTING})\b"
)
# 'the authors of this page', 'the authors of a 2020 study', 'the authors of the study in NEJM': another source's.
_OF_OTHERS: Final = regex.compile(
    rf"\s(?:on|behind|at)\s(?:this|our|the)\s|\sof\s(?!(?:the|this)\s(?:{_WORDS})(?![\p{{L}}-])(?!\s(?:published|in|from|on|by)\b))"
)
_ONE_OF: Final = regex.compile(r"\b(?:one|two|some|any|none|members?)\sof\s$", regex.I)
_NEXT: Final = regex.compile(r"\s(?P<word>[\p{Ll}][\p{L}-]*+)")
_WE: Final = regex.compile(r",?\s(?:we|our|I|you|your)\b")
# These may be the page itself, unless 'the same' or a verb of reporting tells that they are not; the second ones are so
# often the page that only 'the same' counts.
_PERHAPS_PAGE: Final = frozenset(
    "article overview commentary statement announcement guideline fact_sheet report survey analysis source book".split()
)
_PAGE_WORDS: Final = frozenset("article overview commentary announcement fact_sheet statement".split())

_BRACKET: Final = regex.compile(
    r"(?<!\\)\[(?P<inner>\^?\d{1,3}(?:\s?[,;–—-]\s?\^?\d{1,3}){0,20})\](?P<target>\((?P<address>[^()\s]{1,200}+)\))?"
)
_RAISED_TAG: Final = regex.compile(r"<sup>\s?(?P<inner>\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,10})\s?</sup>", regex.I)
_RAISED: Final = regex.compile(
    r"(?<=\p{Ll}{3}[.,;:)”\"]?|[.,;:)”\"])(?P<inner>[¹²³⁴-⁹⁰]{1,3}(?:[,˒⁻–-][¹²³⁴-⁹⁰]{1,3}){0,6})(?![\p{L}\d^])"
)
_DIGITS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹˒⁻", "0123456789,-")
# Before any bracket: places in a text, signs of arithmetic. Before two numbers: words of intervals.
_NO_CITATION: Final = regex.compile(
    r"(?:\b(?:array|index|box|pages?|p\.|step|level|option|question|slide|line|row|column|phase|grade|stage|version|dose)\s"
    r"|[=<>≤≥±×+*/^]\s?)$",
    regex.I,
)
_INTERVAL: Final = regex.compile(
    r"\b(?:CI|CrI|interval|IQR|range|ranges|ranging\sfrom|scale|score|between|median|mean|limits|bounds)[\s:,(=]{0,3}$",
    regex.I,
)
_TWO: Final = regex.compile(r"\d++\s?[,–—-]\s?\d++")
_OWN_TARGET: Final = regex.compile(r"#|.*(?:cite|ref|bib|note)", regex.I)
_PART: Final = regex.compile(r"\^?(\d{1,3})(?:\s?[–—-]\s?\^?(\d{1,3}))?")
_LONGEST_RANGE: Final = 30
_KEYS: Final = regex.compile(r"\[(?P<inner>[^\[\]\n]{0,200}?-?@[^\[\]\n]{1,300}+)\](?P<target>\()?(?P<definition>:)?")
_KEY: Final = regex.compile(
    r"(?:^|[\s;,(-])-?@(?P<key>[\p{L}\p{N}_](?:[\p{L}\p{N}_]|[:.#$%&+?<>~/-](?=[\p{L}\p{N}_])){0,80}+)"
)


def find_citation_mentions(
    text: str,
    start: int,
    end: int,
    *,
    families: Collection[str] = (),
    n_references: int = 0,
    inside: Sequence[Span] = (),
    visible: Visible | None = None,
) -> list[MentionFound]:
    """Return the mentions in `[start, end)` in order.

    families: family names of the document's cited authors, without which 'Tanabe and Ruiz' or 'Smith (2020)' count
    only beside a verb of reporting. n_references: the length of its numbered list, without which raised numbers count
    for nothing. inside: references, whose own 'et al.' mentions nothing. visible: what is seen of the stretch, where
    that is known.
    """
    covered = sorted((span.start, span.end) for span in inside)
    visible = visible or read_visible(text, start, end)
    found: list[MentionFound] = [
        *_authors(text, visible, families),
        *_anaphors(text, visible),
        *_numbers(text, start, end, n_references),
        *_keys(text, start, end),
    ]
    starts = [first for first, _ in covered]
    kept: list[MentionFound] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        index = bisect_right(starts, mention.start) - 1
        if index >= 0 and mention.start < covered[index][1]:
            continue
        is_repeat = kept and kept[-1].raw == mention.raw
        if kept and mention.start < kept[-1].end and not is_repeat:
            continue
        kept.append(mention)
    return kept


def _place(text: str, visible: Visible, first: int, last: int) -> Found[str] | None:
    span = visible.span(first, last)
    return found_text(text, *span) if span is not None else None


def _authors(text: str, visible: Visible, families: Collection[str]) -> Iterator[MentionFound]:
    shown = visible.shown
    reached = 0
    triggers = [match for word, pattern in _TRIGGERS if word in shown for match in pattern.finditer(shown)]
    known = frozenset(form for name in families for form in family_forms(name)) if triggers else frozenset()
    for trigger in sorted(triggers, key=lambda match: match.start()):
        dated = _DATED.match(shown, trigger.end())
        if not (trigger.group() or dated):
            continue
        before = _BEFORE.search(shown, max(reached, trigger.start() - _LONGEST_NAME), trigger.start())
        if before is None or not _means_author(shown, before, trigger, dated, known):
            continue
        reached = dated.end() if dated else trigger.end()
        raw = _place(text, visible, before.start(), reached)
        names = (before.group(), trigger["second"]) if trigger["second"] else (before.group(),)
        if raw is not None:
            yield MentionFound("author_mention", raw, names, year=int(dated["year"][:4]) if dated else None)


def _means_author(
    shown: str,
    before: regex.Match[str],
    trigger: regex.Match[str],
    dated: regex.Match[str] | None,
    known: frozenset[str],
) -> bool:
    """Whether capitalised words are authors: by 'et al.', by the document's references, or by what they do."""
    name, second = before.group(), trigger["second"]
    groups = trigger.groupdict()
    if groups.get("al"):
        return True
    if folded_family(name) in known and (second is None or folded_family(second) in known):
        return second is None or not _CAPITAL.match(shown, trigger.end())
    if not is_person_like(name, known) or (second is not None and not is_person_like(second, known)):
        return False
    if groups.get("others"):
        return True
    if second is not None:
        return dated is not None or _WRITES.match(shown, trigger.end()) is not None
    # 'Smith (2020) showed'; '(Smith, 2020)' could be a place or a month
    return dated is not None and dated.group().endswith(")") and _WRITES.match(shown, dated.end()) is not None


def _anaphors(text: str, visible: Visible) -> Iterator[MentionFound]:
    shown = visible.shown
    for match in _AUTHORS.finditer(shown) if holds_any(shown, _WRITERS) else ():
        if _OF_OTHERS.match(shown, match.end()) or not _means_authors(shown, match):
            continue
        raw = _place(text, visible, *match.span())
        if raw is not None:
            kind: MeantKind = "reviewers" if match["who"] in ("reviewers", "meta-analysts") else "authors"
            yield MentionFound("anaphoric", raw, kind=kind, is_same="same" in match["word"])
    for named in matches_at(_KIND, _KIND_STARTS, shown):
        pointing = _POINTING.search(shown, max(0, named.start() - _LOOK_BACK), named.start())
        word = " ".join(named.group().lower().split())
        kind = _KINDS[word]
        if pointing is None or not _means_source(shown, pointing, named.end(), kind, word):
            continue
        raw = _place(text, visible, pointing.start(), named.end())
        if raw is not None:
            yield MentionFound("anaphoric", raw, kind=kind, is_same=pointing["word"].endswith("same"))


def _means_authors(shown: str, match: regex.Match[str]) -> bool:
    """Whether 'the authors' are those of a source: always, but other people only where they report."""
    if _ONE_OF.search(shown, max(0, match.start() - 12), match.start()):
        return False
    if match["who"].startswith("author"):
        return match["who"] == "authors" or _DOING.match(shown, match.end()) is not None
    if _DOING.match(shown, match.end()) is not None:
        return True
    return _ACCORDING.search(shown, max(0, match.start() - 16), match.start()) is not None


def _means_source(shown: str, pointing: regex.Match[str], end: int, kind: MeantKind, word: str) -> bool:
    """Whether 'this' or 'the' with a kind of source behind it means one and not the page or an everyday thing."""
    behind = _NEXT.match(shown, end)
    if behind is not None and behind["word"] in COMPOUND_BEHIND:
        return False
    if pointing["word"].endswith("same"):
        return word != "work"
    if word in ("work", "publication", "source", "book") or kind in _PAGE_WORDS or _WE.match(shown, end):
        return False
    verb = _VERB_BEHIND.match(shown, end)
    is_told = verb is not None and verb["verb"] not in _NO_REPORT
    if pointing["word"].lower() == "this":
        return is_told or kind not in _PERHAPS_PAGE
    if kind == "chapter":
        return True
    if pointing["adjectives"] and kind != "meta_analysis":
        return False
    return is_told and kind not in ("trial", "guideline", "survey", "case_report")


# Verbs that do not tell what a source says.
_NO_REPORT: Final = frozenset(
    "is are was were has have had does did do can could may might will would should must".split()
)


def _numbers(text: str, start: int, end: int, n_references: int) -> Iterator[MentionFound]:
    for match in _BRACKET.finditer(text, start, end):
        if not _may_cite(text, start, end, match):
            continue
        yield from _numbered(text, match, match["inner"].replace("^", ""))
    if not n_references:
        return
    for pattern in (_RAISED_TAG, _RAISED):
        for match in pattern.finditer(text, start, end):
            inner = match["inner"].translate(_DIGITS)
            numbers = _read_numbers(inner)
            if numbers and max(numbers) <= n_references:
                yield from _numbered(text, match, inner)


def _may_cite(text: str, start: int, end: int, match: regex.Match[str]) -> bool:
    """Whether a bracket stands behind prose or alone in a cell: no item's number, interval or link's text."""
    at, stop = match.start(), match.end()
    if match["target"] and not _OWN_TARGET.match(match["address"]):
        return False
    if at > start and text[at - 1] == "[" and not text.startswith("](#", stop):
        return False  # '[[3]]' is a link to a page
    before = text[max(start, at - 40) : at].rpartition("\n")[2]
    if _begins_line(text, start, at):
        return not text[start:at].strip() and not text[stop:end].strip()  # '[1] Author ...' numbers an item
    if _NO_CITATION.search(before) is not None:
        return False
    return not (_TWO.fullmatch(match["inner"]) and _INTERVAL.search(before))


def _begins_line(text: str, start: int, at: int) -> bool:
    """Whether nothing but a list mark stands before `at` in its line."""
    return not text[max(start, at - 40) : at].rpartition("\n")[2].strip(" \t-*•[")


def _numbered(text: str, match: regex.Match[str], inner: str) -> Iterator[MentionFound]:
    raw = Found(match.group(), match.start(), match.end())
    for number in _read_numbers(inner):
        yield MentionFound("numeric", raw, numbers=(number,))


def _read_numbers(inner: str) -> list[int]:
    """Return the numbers of '1, 3-5', none at all where they do not rise or one of them is 0."""
    numbers: list[int] = []
    for part in regex.split(r"\s?[,;]\s?", inner):
        match = _PART.fullmatch(part)
        if match is None or any(group and group.startswith("0") for group in match.groups()):
            return []
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first or last - first > _LONGEST_RANGE:
            return []
        numbers += range(first, last + 1)
    return numbers if len(set(numbers)) == len(numbers) else []


def _keys(text: str, start: int, end: int) -> Iterator[MentionFound]:
    if text.find("@", start, end) < 0:
        return
    for match in _KEYS.finditer(text, start, end):
        if match["target"] or (match["definition"] and _begins_line(text, start, match.start())):
            continue
        raw_end = match.end("inner") + 1
        raw = Found(text[match.start() : raw_end], match.start(), raw_end)
        for key in _KEY.finditer(match["inner"]):
            yield MentionFound("key", raw, keys=(key["key"],))
