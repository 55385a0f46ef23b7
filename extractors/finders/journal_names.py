"""Titles of journals in running text: 'in Joint Science Quarterly', 'in J Clin Med', 'in the journal Brain'.

A title counts by a word that only titles of periodicals have, by the form of NLM's abbreviations, by a list of
families and single titles (their own names, from general knowledge), or by what introduces it ('the journal ...',
'published in ...').
"""

from __future__ import annotations

from typing import Final

import regex

from extractors.finders.organisation_grammar import organisation_stretches
from extractors.finders.terms import find_terms

_CAP: Final = r"\p{Lu}[\p{L}\p{M}\p{N}’'&-]{0,30}+"
_SMALL: Final = r"(?:of|in|for|and|the|on|de|der|für|to|&)"
_NO_TIME: Final = (
    r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b)"
)
_NEXT: Final = rf"(?:\s(?:{_SMALL}\s){{0,3}}{_NO_TIME}{_CAP}|:\s{_CAP})"
# Words that only periodicals have: first or in the middle, and last.
_HEAD: Final = (
    r"(?:Journal|Annals|Archives|Proceedings|Transactions|Acta|Frontiers|Advances|Trends|Lancet"
    r"|(?:Current|Expert)\sOpinion)"
)
_LAST: Final = (
    r"(?:Reports|Letters|Reviews|Communications|Quarterly|Bulletin|Gazette|Today|Weekly|Digest|Open|Journal|Advances)"
)
_TITLED: Final = regex.compile(
    rf"(?:(?:{_NO_TIME}{_CAP}\s){{0,4}}{_HEAD}\b(?:{_NEXT}){{0,7}}"
    rf"|(?:{_NO_TIME}{_CAP}\s(?:{_SMALL}\s)?){{1,5}}{_LAST}\b(?:\s{_NO_TIME}{_CAP}){{0,2}})(?![\p{{L}}\p{{N}}])"
)
_ABBREVIATED: Final = regex.compile(
    r"(?:\p{Lu}[\p{L}]{0,10}\.?\s){0,5}J\.?(?:\s\p{Lu}[\p{L}]{0,12}(?:\.(?=\s\p{Lu}|,|\)|\s\d|\s\())?){1,6}(?![\p{L}\p{N}])"
)
_FAMILIES: Final = regex.compile(
    r"(?:(?:Nature|JAMA|npj|PL[Oo]S)(?:\s(?:&\s)?\p{Lu}[\p{L}&-]{1,20}+){0,4}"
    r"|BMC(?:\s(?:and\s)?\p{Lu}[\p{L}-]{1,24}+){1,5}"
    r"|Cell(?:\s(?:Stem\sCell|Metabolism|Research|Host|Proliferation|Transplantation|Death(?:\s(?:&|and)\sDisease)?|Discovery))"
    r"|Science\s(?:Translational\sMedicine|Advances|Immunology|Robotics|Signaling)"
    r"|BMJ(?:\s(?:Open|Case\sReports|Medicine|Global\sHealth))?|(?:The\s)?BMJ|NEJM(?:\sEvidence)?|PNAS|eLife|Cureus"
    r"|Cytotherapy|Biomaterials|Bioinformatics|Biomedicines|Neurology|Neuron|Immunity|Arthroscopy|EBioMedicine|eBioMedicine"
    r"|eClinicalMedicine|Stem\sCells\sTranslational\sMedicine|Stem\sCell\sResearch\s(?:&|and)\sTherapy|Stem\sCells\sInternational"
    r"|Molecular\sTherapy|Movement\sDisorders|Bone\sResearch|Tissue\sEngineering(?:\sPart\s[ABC])?|Acta\sBiomaterialia"
    r"|American\sFamily\sPhysician|Mayo\sClinic\sProceedings|Scientific\sReports|Physical\sTherapy\sin\sSport"
    r"|bioRxiv|medRxiv|arXiv|Research\sSquare|StatPearls|PubMed\sCentral)(?![\p{L}\p{N}])"
)
# Titles that are everyday words as well; they count only behind 'published in' or 'the journal'.
_EVERYDAY: Final = frozenset(
    (
        "Science Cell Cells Brain Blood Gut Spine Heart Stroke Circulation Diabetes Pain Cancer Burns Injury Medicine "
        "Nutrients Aging Allergy Cartilage Biology Genes Thorax Rheumatology Ophthalmology Radiology Gastroenterology "
        "Hepatology Pediatrics Transplantation Hypertension Endocrinology Dermatology Neuroscience Bone Knee "
        "Antioxidants Pharmaceutics Pharmaceuticals Polymers Theranostics Nutrition Chest Surgery Anesthesiology "
        "Haematologica Leukemia Oncogene Development Glia Biochemistry Virology Vaccines"
    ).split()
)
_RUN: Final = regex.compile(rf"{_NO_TIME}{_CAP}(?:{_NEXT}){{0,8}}(?![\p{{L}}\p{{N}}])")
_INDEXES: Final = regex.compile(
    r"PubMed(?!\sCentral)|MEDLINE|Medline|Embase|EMBASE|Scopus|Web of Science|Google|ClinicalTrials"
)
PREPRINT_SERVERS: Final = frozenset({"bioRxiv", "medRxiv", "arXiv", "Research Square"})
_LEAD: Final = regex.compile(
    r"(?:[Tt]he\s)?(?P<journal>(?:(?:peer-reviewed|medical|scientific|online|open-access)\s){0,2}(?:journal|magazine)\s)?"
    r"(?P<mark>[*_“\"]{1,2})?"
)


def journal_at(shown: str, at: int, *, is_published: bool, is_direct: bool = False) -> tuple[int, int] | None:
    """Return (first, last) of the title that begins at `at` of visible text, behind 'the' and 'the journal'.

    is_published: 'published in' or the like stands before, so that a title without a word of its own counts too.
    is_direct: the word for the source stands right before, so that 'a study in Stroke' is no study of strokes.
    Indexes ('PubMed', 'Scopus') publish nothing and are no titles; PubMed Central keeps full texts and is one.
    """
    lead = _LEAD.match(shown, at)
    assert lead is not None
    at = lead.end()
    if _INDEXES.match(shown, at):
        return None
    is_marked = lead["journal"] is not None or (lead["mark"] is not None and (is_published or is_direct))
    matches = [pattern.match(shown, at) for pattern in (_TITLED, _ABBREVIATED, _FAMILIES)]
    spans = [match.span() for match in matches if match is not None and not _is_bare(match)]
    if spans:
        return _without_tail(shown, *max(spans, key=lambda span: span[1]))
    run = _RUN.match(shown, at) if is_marked or is_published or is_direct else None
    if run is None:
        return None
    first, last = run.span()
    title = run.group()
    if is_marked or title in _EVERYDAY:
        return first, last
    return (first, last) if is_published and " " in title and _may_be_title(title) else None


def _is_bare(match: regex.Match[str]) -> bool:
    """Whether a title is but the word of periodicals: 'in Proceedings'."""
    return match.re is _TITLED and " " not in match.group() and match.group() != "Lancet"


def _without_tail(shown: str, first: int, last: int) -> tuple[int, int]:
    """Leave out the full stop of a sentence behind an abbreviated title."""
    return (first, last - 1) if shown[last - 1] == "." and not shown[last:].strip() else (first, last)


def is_journal(name: str) -> bool:
    """Whether a whole name is a title by its own words: 'a Nature Medicine study' is a study in it."""
    return any(pattern.fullmatch(name) is not None for pattern in (_FAMILIES, _TITLED)) and not _INDEXES.match(name)


def _may_be_title(title: str) -> bool:
    """Whether several capitalised words are neither a place, a term of the field nor an organisation."""
    if organisation_stretches(title):
        return False
    first = [found for found in find_terms(title, 0, len(title)) if found.start == 0]
    return not any(found.term.kind == "place" or found.end == len(title) for found in first)
