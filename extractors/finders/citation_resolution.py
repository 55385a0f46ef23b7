"""Which citation of the same document a mention means; None where the text does not settle it.

Names go by the first author's family (of a pair by both), numbers by the numbers of the reference list, keys by their
definitions. An anaphor means the nearest source before it, if that is of the kind it names; in a document that retells
one paper and cites it in full, it means that paper.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import regex

from extractors.finders.citation_mentions import MeantKind, MentionFound
from extractors.finders.citation_names import FAMILY, folded_family, key_forms, same_family
from extractors.finders.citations import Reference
from extractors.finders.journal_line import JournalLine
from extractors.finders.narrative_sources import NarrativeSource
from extractors.finders.source_words import SourceKind
from extractors.finders.study_designs import study_design
from schemas.records.works import StudyDesign

CitedKind = SourceKind | str


@dataclass(frozen=True, slots=True)
class CitedThing:
    """A citation of a document as mentions may mean it.

    position: where its text begins. form: as in `citations`. families: of its authors, in order. kind: a source kind,
    'chapter', or None where nothing tells. number, key: in the document's own list.
    """

    position: int
    form: str
    families: tuple[str, ...] = ()
    title: str | None = None
    kind: CitedKind | None = None
    year: int | None = None
    number: int | None = None
    key: str | None = None

    @property
    def is_full(self) -> bool:
        """Whether the document states the work as a reference or as the paper it summarises."""
        return self.form in _FULL

    @property
    def work(self) -> tuple[object, ...]:
        """What two citations of one work have in common, for references that a document states twice."""
        names = tuple(folded_family(name) for name in self.families)
        return (names, _folded_title(self.title), self.year) if self.title else (self.position,)


_FULL: Final = frozenset({"pubmed_nlm", "nlm_book_chapter", "other_style", "journal_line"})
_KIND_OF_DESIGN: Final[dict[StudyDesign, SourceKind]] = {
    "systematic_review": "review",
    "meta_analysis": "meta_analysis",
    "review": "review",
    "randomised_trial": "trial",
    "clinical_trial": "trial",
    "case_report": "case_report",
    "cohort": "study",
    "preclinical": "study",
}
_PAPERS: Final = frozenset(
    {"analysis", "article", "case_report", "meta_analysis", "paper", "preprint", "review", "study", "survey", "trial"}
)
_POOLED: Final = frozenset({"review", "meta_analysis", "overview", "article", "paper", "preprint", "analysis"})
_TEXTS: Final = frozenset({"announcement", "fact_sheet", "guideline", "overview", "report", "statement", "commentary"})
# Kinds of source that a word for one may mean. What a word leaves out, it never means.
_MEANS: Final[dict[MeantKind, frozenset[str]]] = {
    "analysis": frozenset(
        {"analysis", "meta_analysis", "review", "study", "article", "paper", "preprint", "survey", "report"}
    ),
    "announcement": frozenset({"announcement"}),
    "article": _PAPERS | {"commentary"},
    "authors": _PAPERS | {"chapter", "commentary", "guideline", "report", "statement"},
    "book": frozenset({"book", "chapter"}),
    "case_report": frozenset({"case_report", "article", "paper"}),
    "chapter": frozenset({"chapter"}),
    "commentary": frozenset({"commentary", "article"}),
    "fact_sheet": frozenset({"fact_sheet"}),
    "guideline": frozenset({"guideline", "statement"}),
    "meta_analysis": frozenset({"meta_analysis", "review", "article", "paper", "preprint", "analysis", "study"}),
    "overview": frozenset({"overview", "review"}),
    "paper": _PAPERS,
    "preprint": frozenset({"preprint"}) | _PAPERS,
    "report": _TEXTS | _PAPERS,
    "review": _POOLED,
    "reviewers": _POOLED,
    "source": _TEXTS | _PAPERS | {"chapter", "book"},
    "statement": frozenset({"statement", "guideline", "announcement"}),
    "study": _PAPERS,
    "survey": frozenset({"survey", "study", "article", "paper", "preprint"}),
    "trial": frozenset({"trial", "study", "article", "paper", "preprint"}),
}
# Words narrow enough to look past a source of another kind: 'the same review' behind an announcement.
_NARROW: Final = frozenset(
    {"case_report", "chapter", "guideline", "meta_analysis", "overview", "review", "reviewers", "survey", "trial"}
)
_REACH: Final = 1500  # characters from an anaphor back to a source, where the document holds more than one
_NOT_LETTER: Final = regex.compile(r"[^\p{L}\p{N}]+")
_ITEM: Final = regex.compile(r"[ \t*_•-]{0,6}+(?:\[\^?(?P<number>\d{1,3})\]:?|\(?(?P<number>\d{1,3})[.)])[ \t]{1,4}")
_NAME_AND_YEAR: Final = regex.compile(r"(?P<name>[\p{L}'-]{2,40}?)[-_:]?(?P<year>(?:19|20)\d\d)[a-z]?")
_DEFINITION: Final = regex.compile(r"[ \t*•-]{0,6}+\[@(?P<key>[^\[\]\s;,]{1,80}+)\]:?[ \t]{1,4}")
_LONGEST_MARK: Final = 100
_YEAR: Final = regex.compile(r"(?<![\d./-])((?:1[89]|20)\d\d)(?![\d/-])")
_AUTHOR_PART: Final = 600
# 'Owlman, A. B.', 'Owlman AB', 'A. B. Owlman', 'Owlman et al.'
_STYLES: Final = tuple(
    regex.compile(rf"(?<![\p{{L}}.’'-]){style}")
    for style in (
        rf"(?P<family>{FAMILY}),\s(?:\p{{Lu}}\.[\s-]?){{1,4}}",
        rf"(?P<family>{FAMILY})\s\p{{Lu}}{{1,4}}(?=[,.;:\s(])",
        rf"(?:\p{{Lu}}\.[\s-]?){{1,3}}(?P<family>{FAMILY})",
        rf"(?P<family>{FAMILY})(?=,?\set\sal\b)",
    )
)


def resolve(mentions: Sequence[MentionFound], citations: Sequence[CitedThing]) -> list[int | None]:
    """Return for each mention the index of the citation it means, None where that stays open.

    Both in any order; all from one document. Never looks at anything but these, so that two documents of one page
    are resolved apart.
    """
    settled: dict[int, int | None] = {}
    order = sorted(range(len(mentions)), key=lambda place: mentions[place].start)
    for place in order:
        mention = mentions[place]
        if mention.form != "anaphoric":
            settled[place] = _stated(mention, citations)
    named: list[_Named] = [
        (mentions[place].start, settled[place], mentions[place].form in ("numeric", "key")) for place in settled
    ]
    named += [
        (thing.position, index, False) for index, thing in enumerate(citations) if thing.form == "narrative_source"
    ]
    named.sort(key=lambda item: item[0])
    for place in order:
        if mentions[place].form == "anaphoric":
            settled[place] = _meant(mentions[place], citations, named)
    return [settled[place] for place in range(len(mentions))]


def fold_repeats(sources: Sequence[NarrativeSource]) -> list[int | None]:
    """Return for each narrative source the index of an earlier one that it repeats ('the 2025 review'), else None.

    Only definite ones repeat: of the same kind, stating nothing that the one earlier source which fits does not.
    """
    result: list[int | None] = []
    for index, source in enumerate(sources):
        fitting = [
            earlier
            for earlier in range(index)
            if source.is_definite and result[earlier] is None and _repeats(source, sources[earlier])
        ]
        result.append(fitting[0] if len(fitting) == 1 else None)
    return result


def reference_number(text: str, start: int, item_no: int | None = None) -> int | None:
    """Return the number that stands before the reference at `start` in its line, else the number of its list item."""
    line = text.rfind("\n", max(0, start - _LONGEST_MARK), start) + 1
    mark = _ITEM.match(text, line, start)
    return int(mark["number"]) if mark is not None and mark.end() == start else item_no


def definition_key(text: str, start: int) -> str | None:
    """Return the key of '[@key]: Author ...' for the reference at `start`."""
    line = text.rfind("\n", max(0, start - _LONGEST_MARK), start) + 1
    mark = _DEFINITION.match(text, line, start)
    return mark["key"] if mark is not None and mark.end() == start else None


def cited_reference(text: str, reference: Reference, item_no: int | None = None) -> CitedThing:
    """Return a reference as mentions may mean it. item_no: its number where it stands in an ordered list."""
    start = reference.prefix.start if reference.prefix else reference.raw.start
    title = reference.title.value if reference.title else None
    people = [person.family for person in reference.contributors if person.role == "author" and person.family]
    families, year = tuple(family.value for family in people), reference.issued_year
    if reference.form == "other_style":
        families, year = _names_and_year(reference.raw.value)
    return CitedThing(
        reference.raw.start,
        reference.form,
        families,
        title,
        "chapter" if reference.csl_type == "chapter" else _kind_of(title),
        year,
        reference_number(text, start, item_no),
        definition_key(text, start),
    )


def cited_journal_line(line: JournalLine, title: str | None = None) -> CitedThing:
    """Return the paper that a summary page is about. title: the page's, where it is the paper's."""
    return CitedThing(line.raw.start, "journal_line", title=title, kind=_kind_of(title), year=line.issued_year)


def cited_source(source: NarrativeSource) -> CitedThing:
    """Return a narrative source as mentions may mean it."""
    families = tuple(family.value for family in source.families)
    return CitedThing(source.raw.start, "narrative_source", families, kind=source.kind, year=source.issued_year)


def _names_and_year(raw: str) -> tuple[tuple[str, ...], int | None]:
    """Return the family names before the year of a reference in another style, and the year.

    Good enough to tell references of one document apart; they are no fields of the work.
    """
    year = _YEAR.search(raw)
    authors = raw[: min(year.start() if year else _AUTHOR_PART, _AUTHOR_PART)]
    for style in _STYLES:
        if style.match(authors):
            return tuple(match["family"] for match in style.finditer(authors)), int(year[1]) if year else None
    return (), int(year[1]) if year else None


def _kind_of(title: str | None) -> SourceKind | None:
    design = study_design(title) if title else None
    return _KIND_OF_DESIGN[design] if design else None


def _folded_title(title: str | None) -> str:
    return " ".join(_NOT_LETTER.split(title.casefold())).strip() if title else ""


def _stated(mention: MentionFound, citations: Sequence[CitedThing]) -> int | None:
    """Return what names, a number or a key mean."""
    if mention.form == "numeric":
        fitting = [index for index, thing in enumerate(citations) if thing.number in mention.numbers]
    elif mention.form == "key":
        fitting = [
            index for index, thing in enumerate(citations) if thing.key is not None and thing.key in mention.keys
        ]
        fitting = fitting or [index for index, thing in enumerate(citations) if _is_keyed(mention.keys, thing)]
    else:
        fitting = [index for index, thing in enumerate(citations) if _is_by(mention, thing)]
        fitting = _without_retold(fitting, citations)
    return _only(fitting, citations)


def _without_retold(fitting: list[int], citations: Sequence[CitedThing]) -> list[int]:
    """Leave out what prose says of a work ('a 2031 study by Owlman') where a reference of that year states it."""
    stated = {citations[index].year for index in fitting if citations[index].form != "narrative_source"} - {None}
    return [
        index for index in fitting if citations[index].form != "narrative_source" or citations[index].year not in stated
    ]


def _is_keyed(keys: Iterable[str], thing: CitedThing) -> bool:
    """Whether a key made of a name and a year ('bachoud2031', 'mller2024') is that of a reference without a key."""
    if thing.key is not None or not thing.families or thing.year is None:
        return False
    forms = key_forms(thing.families[0])
    matches = (_NAME_AND_YEAR.fullmatch(key.casefold()) for key in keys)
    return any(match is not None and int(match["year"]) == thing.year and match["name"] in forms for match in matches)


def _only(fitting: list[int], citations: Sequence[CitedThing]) -> int | None:
    """Return the first where all are citations of one work, None where there are none or several works."""
    works = {citations[index].work for index in fitting}
    return fitting[0] if len(works) == 1 else None


def _is_by(mention: MentionFound, thing: CitedThing) -> bool:
    """Whether a citation has the authors, and the year if both state one, of a mention by names."""
    if not thing.families or not mention.families:
        return False
    if mention.year is not None and thing.year is not None and mention.year != thing.year:
        return False
    if len(mention.families) > 1:
        if len(thing.families) < 2:
            return False
        return all(same_family(one, other) for one, other in zip(mention.families, thing.families, strict=False))
    return same_family(mention.families[0], thing.families[0])


# Position, the citation named there, and whether by a number or key.
_Named = tuple[int, int | None, bool]


def _meant(mention: MentionFound, citations: Sequence[CitedThing], named: Sequence[_Named]) -> int | None:
    """Return what 'this review' or 'the authors' means."""
    kind = mention.kind
    if kind is None:
        return None
    retold = _retold(citations)
    antecedents = named[: bisect_left(named, mention.start, key=lambda item: item[0])]
    numbered: set[int | None] = set()  # 'Hetta et al. [3] ... The authors': numbers in between must agree
    for position, index, is_numbered in reversed(antecedents):
        if retold is None and mention.start - position > _REACH:
            return None
        if is_numbered:
            numbered.add(index)
            continue
        if index is None or numbered - {index}:
            return None
        if _may_be(kind, citations[index]):
            return index
        if kind not in _NARROW:
            return None
    if retold is None or numbered - {retold}:
        return None
    return retold if _may_be(kind, citations[retold]) else None


def _retold(citations: Sequence[CitedThing]) -> int | None:
    """Return the one work that the document is about: its journal line, else the only work it cites in full."""
    lines = [index for index, thing in enumerate(citations) if thing.form == "journal_line"]
    if lines:
        return lines[0] if len(lines) == 1 else None
    others = [thing for thing in citations if not thing.is_full and thing.form != "narrative_source"]
    return None if others else _only([index for index, thing in enumerate(citations) if thing.is_full], citations)


def _may_be(kind: MeantKind, thing: CitedThing) -> bool:
    """Whether a word for a source may mean a citation; one of unknown kind may be anything but a chapter."""
    if thing.kind is None:
        return kind not in ("chapter", "book") and "paper" in _MEANS[kind]
    return thing.kind in _MEANS[kind]


def _repeats(source: NarrativeSource, earlier: NarrativeSource) -> bool:
    if source.kind != earlier.kind:
        return False
    pairs = (
        (source.publisher, earlier.publisher),
        (source.container_title, earlier.container_title),
        (source.issued, earlier.issued),
    )
    return all(own is None or (other is not None and own.value == other.value) for own, other in pairs)


def as_repeat(source: NarrativeSource) -> MentionFound:
    """Return a repeated narrative source as the mention it is."""
    return MentionFound("anaphoric", source.raw, kind=source.kind, is_same=True, year=source.issued_year)
