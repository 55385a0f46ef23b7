"""Sources that prose introduces: 'A 2025 review in PubMed Central describes ...', 'a report by the WHO (2024)'.

A phrase is a source where it states a publisher, a date or a journal; 'a recent study' states nothing. What the page
calls itself ('this review', 'our overview') and what was introduced before ('the same source') is none.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import regex

from extractors.finders.cues import folded, holds_any, matches_at, shortest, stems
from extractors.finders.identifiers import Identifier, find_identifiers
from extractors.finders.journal_names import PREPRINT_SERVERS, journal_at
from extractors.finders.source_names import body_at, is_year_alone, read_lead
from extractors.finders.source_words import (
    ADVERB,
    COMPOUND_BEHIND,
    DONE_KINDS,
    ISSUED_KINDS,
    KIND_WORDS,
    NO_SOURCE_OF,
    REPORTING,
    WEAK_KIND_WORDS,
    SourceKind,
)
from extractors.finders.study_designs import study_design
from extractors.finders.visible_text import Visible, read_visible
from schemas.calendar import MONTH_PATTERN, Precision, parse_date
from schemas.records.works import CslType, StudyDesign
from schemas.spans import Found, Span, found_text


@dataclass(frozen=True, slots=True)
class NarrativeSource:
    """A source as prose introduces it; at least one of publisher, container_title and issued is stated.

    raw: the noun phrase up to its verb. families: family names of stated authors. identifiers: those that stand in
    brackets right behind the phrase. is_definite: 'the 2025 review', which may mean one introduced before.
    """

    raw: Found[str]
    kind: SourceKind
    csl_type: CslType
    publisher: Found[str] | None = None
    container_title: Found[str] | None = None
    issued: Found[str] | None = None
    issued_precision: Precision | None = None
    issued_year: int | None = None
    study_design: StudyDesign | None = None
    families: tuple[Found[str], ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    is_definite: bool = False


Place = tuple[int, int]


@dataclass(slots=True)
class _Phrase:
    """A phrase while it is read, in offsets of visible text; `last` moves on with every part that is recognised."""

    first: int
    last: int
    kind: SourceKind
    design: StudyDesign | None = None
    publisher: Place | None = None
    container: Place | None = None
    issued: Place | None = None
    families: tuple[Place, ...] = ()
    is_published: bool = False
    is_definite: bool = False
    is_dated_work: bool = True


_ALL_WORDS: Final = KIND_WORDS | WEAK_KIND_WORDS
_WORDS: Final = "|".join(regex.escape(word).replace(r"\ ", r"\s") for word in sorted(KIND_WORDS, key=len, reverse=True))
_WEAK: Final = "|".join(
    regex.escape(word).replace(r"\ ", r"\s") for word in sorted(WEAK_KIND_WORDS, key=len, reverse=True)
)
_HEAD: Final = regex.compile(rf"(?<![\p{{L}}\p{{N}}’'/-])(?i:{_WORDS}|(?P<weak>{_WEAK}))(?![\p{{L}}\p{{N}}’'-])")
_DATE: Final = rf"(?:{MONTH_PATTERN}\s(?:\d{{1,2}},?\s)?|\d{{1,2}}\s{MONTH_PATTERN}\s)?(?:1[89]|20)\d\d(?![\d–/-]|\.\d)"
_PUBLISHING: Final = (
    r"(?:published|released|issued|posted|reported|presented|printed|appearing|appeared|described|updated)"
)
_CLAUSE_END: Final = regex.compile(
    rf"[.;:!?](?=\s|$)|\s[–—-]\s|\n|\x00|\b(?:who|whose|whom)\b"
    rf"|\b(?:that|which)\b(?!\s(?:was|were|is|has\sbeen)\s(?:\p{{Ll}}+ly\s)?{_PUBLISHING})"
    rf"|,\s(?!(?:{_PUBLISHING}|which\s(?:was|is)\s{_PUBLISHING}|(?:1[89]|20)\d\d\b|in\sthe\sjournal|in\s(?:1[89]|20)\d\d))"
    rf"|\s(?:{ADVERB}\s){{0,2}}(?P<verb>{REPORTING})\b(?!\s(?:online\s)?in\s)"
)
_CUE: Final = regex.compile(
    rf"(?P<published>\b{_PUBLISHING}\b(?:\s(?:online|early|recently|jointly|first|last\s\p{{Ll}}+|earlier\sthis\syear|this\s\p{{Ll}}+)){{0,2}})"
    rf"|(?P<when>(?:\b(?:in|on|from|of|since|dated)\s(?:(?:early|late|mid|about|around)[\s-])?|\(|,\s)(?P<date>(?i:{_DATE}))(?P<close>\))?)"
    r"|(?P<place>\b[Ii]n\s)(?!(?:early|late|mid)?-?\s?(?:1[89]|20)\d\d)"
    r"|(?P<who>\b(?:by|from|of)\s(?:the\s)?)(?=\p{Lu})"
    r"|(?P<bracket>\()(?=\p{Lu})"
)
_LONGEST: Final = 260
_OWN_TARGETS: Final = ("](/", "](#", "](./", "](../")
_MARKS: Final = regex.compile(r"[*_“”\"]{1,2}")
_NEXT_WORD: Final = regex.compile(r"\s(?P<word>[\p{Ll}][\p{L}’'-]*+)")
_OFFICE: Final = regex.compile(NO_SOURCE_OF, regex.I)
_FAMILY: Final = r"(?:(?:van|von|de|del|della|der|den|di|du|la|le|ter|ten)\s){0,3}\p{Lu}[\p{L}\p{M}’'-]{1,30}+"
_AUTHORS: Final = regex.compile(
    rf"(?:\p{{Lu}}[\p{{L}}.]{{0,14}}\s){{0,2}}?(?P<first>{_FAMILY})(?:,?\set\sal\b\.?|\sand\s(?:(?:his|her|their)\s)?(?:colleagues|co-?workers|co-?authors)"
    rf"|\s(?:and|&)\s(?P<second>{_FAMILY})(?!\s\p{{Lu}}))"
)
_WORK: Final = regex.compile(
    r"\b(?P<whole>(?:[Tt]he|[Tt]hese|[Tt]heir|[Tt]his|[Ii]ts|[Tt]hose)\s(?:[\p{Ll}-]{2,20}\s){0,3}"
    rf"(?P<work>work|findings|results|research|data|{_WORDS})\s(?:was|were|has\sbeen|have\sbeen|is|are|appeared|appears?)\s"
    rf"(?:(?:{ADVERB}|later|also)\s){{0,2}}(?=(?:published|reported|described|released|online|in)\s))"
    r"|\b(?P<bare>(?:[Tt]he\s)?(?:(?:[Nn]ew|[Rr]ecent|[Ee]arlier)\s)?(?:[Rr]esearch|[Ww]ork|[Ff]indings|[Rr]esults|[Dd]ata)\s)(?=(?:published|reported)\s)"
    r"|\b(?P<people>(?:(?:[Rr]esearchers|[Ss]cientists|[Ii]nvestigators|[Dd]octors|[Cc]linicians|[Pp]hysicians)|[Aa]\s(?:\p{Ll}+\s)?(?:team|group)(?:\sof\s\p{Ll}+)?)"
    r"\s(?:at|from|of|led\sby|in)\s(?:[^.;:!?\n\x00(),]|,\s(?=\p{Lu})){2,100}?\s(?:have\s|has\s)?(?:recently\s)?)"
    r"(?=(?:reported|published|described|wrote|write|report)\s)"
    r"|\b(?P<writing>[Ww]riting|[Rr]eporting|[Pp]ublishing)\s(?=in\s)"
)
_HEAD_STARTS: Final = stems(_ALL_WORDS)
# Of each of these lists a word stands in what `_WORK` reads; of the second and the third in one of them.
_WORK_WORDS: Final = shortest(
    (
        *(word.split()[-1] for word in KIND_WORDS),
        *"work findings results research data scientists investigators doctors clinicians physicians".split(),
        *"team group writing reporting publishing".split(),
    )
)
_TELLING: Final = ("publish", "report", "describ", "releas", "online", "wrote", "write", "writing")
_TOLD_IN: Final = tuple(
    f"{word} in"
    for word in "was were been is are appeared appear appears ly later also recently first further again now then "
    "therefore however".split()
)
_WORK_TAIL: Final = regex.compile(
    r"(?:published|reported|described|released|wrote|write|report)?\s?(?:(?:online|early|their|the|these|its|findings|results|work|data)\s){0,3}"
    rf"(?:(?:in|on)\s(?P<date>(?i:{_DATE}))\s)?in\s"
)


def find_narrative_sources(
    text: str,
    start: int,
    end: int,
    *,
    own_names: frozenset[str] = frozenset(),
    own_links: Sequence[Span] = (),
    inside: Sequence[Span] = (),
    visible: Visible | None = None,
) -> list[NarrativeSource]:
    """Return the sources that the prose of `[start, end)` introduces, in order, without overlaps.

    own_names: names of the site in small letters, whose own pages are no sources. own_links: links to pages of the
    site. inside: references, which are read elsewhere. visible: what is seen of the stretch, where that is known.
    """
    if next(matches_at(_HEAD, _HEAD_STARTS, text, start, end), None) is None and not _may_tell(text, start, end):
        return []
    visible = visible or read_visible(text, start, end)
    closed = [(span.start, span.end) for span in (*own_links, *inside)]
    closed += [
        (first, last) for first, last, _, inner_end in visible.regions if text.startswith(_OWN_TARGETS, inner_end)
    ]
    closed = _merged(closed)
    starts = [first for first, _ in closed]
    found: list[NarrativeSource] = []
    reached = 0
    phrases = [*_headed(visible.shown), *_told(visible.shown)]
    for phrase in sorted(phrases, key=lambda p: (p.first, -p.last)):
        if phrase.first < reached:
            continue
        source = _source(text, end, visible, phrase)
        if source is None or (source.publisher is not None and source.publisher.value.lower() in own_names):
            continue
        before = bisect_left(starts, source.raw.end) - 1
        if before >= 0 and source.raw.start < closed[before][1]:
            continue  # a reference, or a link to a page of the site
        found.append(source)
        reached = phrase.last
    return found


def _may_tell(text: str, start: int, end: int) -> bool:
    """Whether `_WORK` finds anything: it needs a word for what is told, and a verb or 'in' behind one."""
    part = folded(text, start, end)
    if not holds_any(part, _WORK_WORDS):
        return False
    # A blank of another kind than the words below have is rare and counts as all of them.
    is_possible = holds_any(part, _TELLING) or holds_any(part, _TOLD_IN) or not part.isprintable()
    return is_possible and _WORK.search(text, start, end) is not None


def _merged(spans: list[Place]) -> list[Place]:
    """Return spans in order, those that overlap or lie inside another as one."""
    merged: list[Place] = []
    for first, last in sorted(spans):
        if merged and first < merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], last)
        else:
            merged.append((first, last))
    return merged


def _headed(shown: str) -> Iterator[_Phrase]:
    """Yield phrases around a kind word: 'A 2025 review in ...'."""
    for head in matches_at(_HEAD, _HEAD_STARTS, shown):
        kind = _ALL_WORDS[" ".join(head.group().lower().split())]
        behind = _NEXT_WORD.match(shown, head.end())
        if behind is not None and behind["word"] in COMPOUND_BEHIND:
            continue
        lead = read_lead(shown, head.start(), kind, is_plural=head.group().endswith("s") and kind == "guideline")
        if lead is None or (kind in ("review", "analysis", "report") and _OFFICE.match(shown, head.end())):
            continue
        if kind == "report" and behind is not None and not _REPORT_BEHIND.fullmatch(behind["word"]):
            continue  # 'the 2024 Games report injuries': a verb
        phrase = _Phrase(lead.first, head.end(), kind, is_definite=lead.is_definite)
        phrase.design = study_design(shown[lead.words_first : head.end()])
        phrase.publisher, phrase.container, phrase.issued = lead.publisher, lead.container, lead.issued
        phrase.is_dated_work = kind in DONE_KINDS and (kind == "trial" or phrase.design in _TRIAL_DESIGNS)
        _read_tail(shown, phrase, head.end())
        if lead.is_bare and not (phrase.issued and (phrase.publisher or phrase.container)):
            continue
        if head["weak"] and (head.group()[0].isupper() or not (phrase.publisher or phrase.container)):
            continue  # 'the Owl Company Price Guide' is a title
        if (
            phrase.container
            or phrase.publisher
            or (phrase.issued and (phrase.is_published or not phrase.is_dated_work))
        ):
            yield phrase


_REPORT_BEHIND: Final = regex.compile(
    rf"of|on|in|by|from|about|for|into|as|at|to|and|or|with|titled|entitled|called|{_PUBLISHING}|{ADVERB}|{REPORTING}"
)
_TRIAL_DESIGNS: Final = ("clinical_trial", "randomised_trial")


def _told(shown: str) -> Iterator[_Phrase]:
    """Yield what is told without a kind word as a head: 'researchers at X reported in JOURNAL'."""
    for match in _WORK.finditer(shown) if _may_tell(shown, 0, len(shown)) else ():
        tail = _WORK_TAIL.match(shown, match.end())
        if tail is None:
            continue
        title = journal_at(shown, tail.end(), is_published=True)
        if title is None:
            continue
        kind: SourceKind = "study"
        if match["work"] is not None:
            kind = KIND_WORDS.get(" ".join(match["work"].lower().split()), "study")
        phrase = _Phrase(match.start(), title[1], kind, container=title, is_published=True)
        phrase.issued = tail.span("date") if tail["date"] else None
        phrase.design = study_design(match["work"]) if match["work"] else None
        _read_tail(shown, phrase, title[1])
        yield phrase


_OTHER_VERB: Final = regex.compile(
    r"(?<!\b(?:and|of|by|a|the)\s)\b\p{Ll}{3,14}(?:ed|ly)\s(?:\p{Ll}|\d)|\s(?:and|but)\s*$"
)


def _read_tail(shown: str, phrase: _Phrase, at: int) -> None:
    """Read what stands between the kind word and the verb, or the end of the clause."""
    limit = min(len(shown), at + _LONGEST)
    closing = _CLAUSE_END.search(shown, at, limit)
    stop = closing.start() if closing else limit
    behind = at  # end of the part read last: what stands right behind it belongs to it
    while (cue := _CUE.search(shown, at, stop)) is not None:
        at = cue.end()
        is_near = not shown[behind : cue.start()].strip(' ,)*_“”"')
        if cue["published"]:
            phrase.is_published = True
            behind = at
            continue
        part = _part(shown, phrase, cue, is_near=is_near)
        if part is None:
            continue
        at = behind = part
        phrase.last = max(phrase.last, part)
        if part > stop:
            closing = _CLAUSE_END.search(shown, at, limit)
            stop = closing.start() if closing else limit
    # 'The trial in JAMA (2031) randomly assigned owls and found ...' goes on with another verb.
    is_told = closing is not None and closing.group("verb") and not _OTHER_VERB.search(shown, phrase.last, stop)
    if is_told:
        phrase.last = max(phrase.last, stop)


def _part(shown: str, phrase: _Phrase, cue: regex.Match[str], *, is_near: bool) -> int | None:
    """Take what a cue introduces; return where it ends, None where it is nothing of the source."""
    if cue["place"] or cue["bracket"]:
        is_published = phrase.is_published and is_near
        title = None
        if phrase.container is None:
            title = journal_at(shown, cue.end(), is_published=is_published, is_direct=is_near)
        if title is None or (cue["bracket"] and not is_near):
            return None
        phrase.container, phrase.is_published = title, True
        opening = _MARKS.search(shown, title[0] - 2, title[0])
        closing = _MARKS.match(shown, title[1]) if opening else None
        return closing.end() if closing else title[1]
    if cue["when"]:
        opens, closes = shown[cue.start()] == "(", cue["close"] is not None
        if not is_near or (opens and not closes) or (closes and not opens and not _is_open(shown, cue.start())):
            return None
        if not (phrase.is_published or opens or is_year_alone(shown, cue.start(), phrase.kind)):
            return None
        phrase.issued = _finer(shown, phrase.issued, cue.span("date"))
        return cue.end()
    return _who(shown, phrase, cue, is_near=is_near)


def _is_open(shown: str, at: int) -> bool:
    """Whether a bracket is open: '(Nature Medicine, 2023)'."""
    return shown.rfind("(", max(0, at - 160), at) > shown.rfind(")", max(0, at - 160), at)


def _who(shown: str, phrase: _Phrase, cue: regex.Match[str], *, is_near: bool) -> int | None:
    """Take the authors or the publisher behind 'by', 'from' or 'of'."""
    if not is_near:
        return None
    word = cue["who"].split()[0]
    if word == "of" and phrase.kind not in ("guideline", "statement"):
        return None
    body = body_at(shown, cue.end(), phrase.kind) if phrase.publisher is None else None
    if body is not None:
        is_issuer = phrase.is_published or phrase.kind in ISSUED_KINDS
        if is_issuer:
            phrase.publisher = body
            return body[1]
        return None
    authors = _AUTHORS.match(shown, cue.end()) if word == "by" else None
    if authors is None:
        return None
    phrase.families = tuple(authors.span(name) for name in ("first", "second") if authors[name])
    return authors.end()


def _finer(shown: str, before: Place | None, now: Place) -> Place | None:
    """Return the finer of two dates of one year; two years contradict each other, so that neither is taken."""
    if before is None:
        return now
    old, new = parse_date(shown[slice(*before)]), parse_date(shown[slice(*now)])
    if old is None or new is None or old.year != new.year:
        return None
    return now if len(new.edtf) > len(old.edtf) else before


def _source(text: str, end: int, visible: Visible, phrase: _Phrase) -> NarrativeSource | None:
    """Return the phrase with its spans in the page text; None where markup cuts through it or nothing is left."""
    raw = _found(text, visible, (phrase.first, phrase.last))
    publisher = _found(text, visible, phrase.publisher)
    container = _found(text, visible, phrase.container)
    issued, stated = None, None
    if phrase.issued is not None:
        span = visible.span(*phrase.issued)
        stated = parse_date(visible.shown[slice(*phrase.issued)])
        issued = found_text(text, *span, "edtf") if span is not None and stated is not None else None
    if raw is None or not (publisher or container or issued):
        return None
    return NarrativeSource(
        raw,
        phrase.kind,
        _csl_type(phrase.kind, container, publisher),
        publisher,
        container,
        issued,
        stated.precision if stated and issued else None,
        stated.year if stated and issued else None,
        phrase.design,
        tuple(name for name in (_found(text, visible, place) for place in phrase.families) if name),
        _identifiers_behind(text, raw.end, end),
        phrase.is_definite,
    )


def _found(text: str, visible: Visible, place: Place | None) -> Found[str] | None:
    span = visible.span(*place) if place is not None else None
    return found_text(text, *span) if span is not None else None


def _csl_type(kind: SourceKind, container: Found[str] | None, publisher: Found[str] | None) -> CslType:
    if container is not None:
        return "unknown" if container.value in PREPRINT_SERVERS else "article-journal"
    if kind in ("report", "guideline", "statement"):
        return "report"
    if kind in ("announcement", "overview", "fact_sheet"):
        return "webpage"
    return "webpage" if kind == "article" and publisher is not None else "unknown"


_BEHIND: Final = regex.compile(r"[\s.]?\s?[(\[](?P<inner>[^()\[\]\n]{4,160}+)[)\]]")


def _identifiers_behind(text: str, at: int, end: int) -> tuple[Identifier, ...]:
    """Return the identifiers in the bracket right behind a source."""
    match = _BEHIND.match(text, at, end)
    if match is None:
        return ()
    found = find_identifiers(text, *match.span("inner"))
    return tuple(item for item in found if item.scheme in ("doi", "pmid", "pmcid", "nbk"))
