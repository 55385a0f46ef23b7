"""How surely a sentence is worded, where its finding was observed, and whether it advertises: cue lists and readers.

Certainty goes by the weakest cue. The cue lists come from own reasoning; the idea of the categories (speculation,
hedging, attribution) is that of BioScope (doi:10.1186/1471-2105-9-S11-S9).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import regex

Certainty = Literal["asserted", "reported", "qualified", "hedged", "speculative"]
Setting = Literal["human", "animal", "in_vitro", "mixed"]

_SPECULATIVE: Final = (
    "one day, someday, some day, hope, hopes, hoped, hoping, hopefully, ideally, in the near future, imagine, envision, "
    "envisions, envisage, envisaged, bright future, may soon, could soon, might soon, closer to a future, speculate, "
    "speculates, speculative, speculation, in years to come, down the road, a dream"
)
_HEDGED: Final = (
    "may, might, could, appear, appears, appeared, appearing, seem, seems, seemed, suggest, suggests, suggested, "
    "suggesting, indicate, indicates, indicated, indicating, likely, unlikely, possible, possibly, probably, probable, "
    "perhaps, potential, potentially, presumably, apparently, thought to, believed to, believe, believes, believed, "
    "promising, promise, encouraging, tend to, tends to, expected to, theoretical, theoretically, hypothesised, "
    "hypothesized, hypothesis, plausible, plausibly, conceivably, assumed to, presumed to, seemingly, signals of, signs of, "
    "considered to be, in theory, in principle, supposed to, anticipate, anticipates, anticipated"
)
_QUALIFIED: Final = (
    "some, certain patients, certain cases, in certain, a few, small number, small numbers, small study, small studies, "
    "small trial, small trials, small group, small groups, small cohort, small cohorts, small human studies, small sample, "
    "small samples, small sample size, small sample sizes, sample sizes were small, sample size was small, low sample size, "
    "low sample sizes, limited cohort, limited number, limited numbers, limited data, limited evidence, early trials, "
    "early trial, early clinical trials, early clinical, early phase, early stage, early reports, early studies, "
    "early data, early signs, early findings, early results, early evidence, early positive data, preliminary, pilot, "
    "generally, usually, typically, often, sometimes, mostly, largely, partly, partially, in part, not all, not every, "
    "at this stage, so far, to date, modest, modestly, subset, subgroup, relatively, to some extent, initial, emerging, "
    "not always, rare cases, most cases, selected patients, tentative, tentatively, mainly, occasionally, a minority, "
    "limited in, under certain, at this point, case report, case reports, case series"
)
_REPORTED: Final = (
    "according to, reportedly, as reported, found, finds, reported, reports that, showed, shown, demonstrated, demonstrates, "
    "observed, revealed, concluded, concludes, confirmed, documented, described, noted, notes that, also notes, conclude, "
    "show that, shows that, have found, was seen, were seen, was recorded, were recorded, explains that, stated, states that, "
    "emphasise, emphasize, emphasises, emphasizes, highlight, highlights, report that, results show, data show, "
    "research shows, study shows, studies show, trials show, results consistently show, describes, the authors, "
    "announcement, announced, announces, say, says, said"
)
_HUMAN: Final = (
    "clinical trial, clinical trials, clinical study, clinical studies, clinical trial data, human trial, human trials, "
    "human study, human studies, human subjects, human data, small human studies, participants, participant, volunteers, "
    "clinical settings, clinical practice, clinical research, in humans, in people, patients, adults with, children with, "
    "phase 1, phase 2, phase 3, phase 4, phase i, phase ii, phase iii, phase iv, people with, of people, people living with, "
    "case report, case series, individuals, trial participants, women, men, early trials, recipients, of individuals"
)
_ANIMAL: Final = (
    "animal model, animal models, animal study, animal studies, animals, rat, rats, mouse, mice, murine, rodent, rodents, "
    "pig, pigs, porcine, monkeys, monkey, primates, primate, rabbit, rabbits, sheep, dogs, canine, zebrafish, preclinical, "
    "pre clinical, laboratory animals, horses, animal experiments, animal and, animal trials, in animal"
)
_IN_VITRO: Final = (
    "in vitro, cell culture, cell cultures, cultured cells, in culture, in the lab, in the laboratory, laboratory studies, "
    "laboratory study, laboratory tests, petri dish, in a dish, organoid, organoids, cell lines, cell line, test tube, "
    "culture dish, ex vivo, bench studies, laboratory experiments, lab studies"
)
_ADVERTISING: Final = (
    "world class, state of the art, cutting edge, unparalleled, leading provider, contact us, call us, world leading, "
    "personalized programs, personalised programmes, personalised programs, world renowned, award winning, "
    "transform your life, free consultation, special offer, top rated, unmatched, schedule a consultation, "
    "schedule your, book a consultation, book your, get started today, call today, limited time offer, "
    "change your life, best in class, your journey, premium care, luxury, concierge, you deserve, high touch, "
    "second to none, trusted by thousands, proud to offer, proudly, exclusive treatment, reclaim your, money back"
)
_OWN_VOICE: Final = regex.compile(
    r"\b(?:we|our)\b[^.;]{0,60}\b(?:offer|provide|focus|speciali[sz]e|deliver|philosophy|approach|programs?|programmes?"
    r"|clinics?|treatments?|therap(?:y|ies)|protocols?|specialists|physicians|doctors|patients|framework|platforms?|care)\b"
)
_OFFERING: Final = regex.compile(
    r"\b(?:offers?|provides?|delivers?|programs?|programmes?|speciali[sz]es?|personali[sz]ed|treats|welcomes|combines|centers on"
    r"|centres on|our)\b"
)
_NO_ADVERTISING: Final = regex.compile(
    r"\b(?:shouldn't|should never|should not|isn't|is not|doesn't mean|not mean|never substitute|beware|claims? of|claiming|not because)\b"
)
# 'human' and 'patient' that name where cells come from, or nobody who was observed.
_SOURCED: Final = regex.compile(
    r"\bpatients?'|\bpatient[ -](?:derived|specific|selection|own|education|age|factors|batch)|\b(?:for|of) (?:the )?patients\b(?! with)"
)
_CONDITION: Final = regex.compile(r"\b(?:if|were it to|provided that|once)\b")
_MODAL: Final = regex.compile(r"\b(?:may|might|could|would|potentially|perhaps)\b")
_MONTH_MAY: Final = regex.compile(r"\bmay (?:\d{1,2},? )?(?:19|20)\d\d\b|\b(?:in|since|until|by|from) may\b(?! be)|\d may\b")


def _alternation(*lists: str) -> regex.Pattern[str]:
    phrases = {phrase.strip().replace(" ", r"[\s-]") for listed in lists for phrase in listed.split(",")}
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return regex.compile(rf"\b(?:{'|'.join(longest_first)})(?![\p{{L}}\p{{N}}])")


def _phrases(listed: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in listed.split(","))


_CUES: Final = _alternation(_SPECULATIVE, _HEDGED, _QUALIFIED)
_LEVELS: Final[tuple[tuple[Certainty, frozenset[str]], ...]] = (
    ("speculative", _phrases(_SPECULATIVE)),
    ("hedged", _phrases(_HEDGED)),
    ("qualified", _phrases(_QUALIFIED)),
)
_REPORT: Final = _alternation(_REPORTED)
_ADVERT: Final = _alternation(_ADVERTISING)
_PLACES: Final[tuple[tuple[Setting, regex.Pattern[str]], ...]] = (
    ("human", _alternation(_HUMAN)),
    ("animal", _alternation(_ANIMAL)),
    ("in_vitro", _alternation(_IN_VITRO)),
)
_RANKS: Final[tuple[Certainty, ...]] = ("asserted", "reported", "qualified", "hedged", "speculative")


@dataclass(frozen=True, slots=True)
class Wording:
    """How surely a sentence is worded; `cues` are where its hedges stand in the shown text, in order."""

    certainty: Certainty
    cues: tuple[tuple[int, int], ...]


def weaker(one: Certainty, other: Certainty) -> Certainty:
    """Return the less certain of two."""
    return max(one, other, key=_RANKS.index)


def read_wording(folded: str) -> Wording:
    """Read the hedges of a sentence in small letters with plain apostrophes."""
    certainty: Certainty = "reported" if _REPORT.search(folded) else "asserted"
    cues = [*_cues(folded)]
    for cue in cues:
        certainty = weaker(certainty, _level(folded[cue[0] : cue[1]]))
    condition = _CONDITION.search(folded)
    if condition is not None and _MODAL.search(folded):
        certainty = "speculative"
        cues = sorted([*cues, condition.span()])
    return Wording(certainty, tuple(cues))


def _cues(folded: str) -> Iterator[tuple[int, int]]:
    for match in _CUES.finditer(folded):
        if match.group() == "may" and _MONTH_MAY.search(folded, max(0, match.start() - 6), match.end() + 10):
            continue
        yield match.span()


def _level(cue: str) -> Certainty:
    plain = cue.replace("-", " ").replace("\u00a0", " ").replace("\n", " ")
    return next((level for level, phrases in _LEVELS if plain in phrases), "hedged")


def read_setting(folded: str) -> Setting | None:
    """Return where a finding was observed; None where the sentence does not tell."""
    masked = _SOURCED.sub(lambda match: "-" * len(match.group()), folded)
    found = [setting for setting, pattern in _PLACES if pattern.search(masked)]
    return (found[0] if len(found) == 1 else "mixed") if found else None


def is_advertising(folded: str, *, is_commercial: bool, own_names: frozenset[str]) -> bool:
    """Whether a sentence promotes what its publisher offers.

    Strong advertising words count anywhere, 'we' and the publisher's own name only with an offer beside them and on a
    page that sells something; what warns of advertising is none.
    """
    if _NO_ADVERTISING.search(folded):
        return False
    if _ADVERT.search(folded):
        return True
    if not is_commercial:
        return False
    is_named = any(name and name.lower() in folded for name in own_names) and _OFFERING.search(folded) is not None
    return is_named or _OWN_VOICE.search(folded) is not None
