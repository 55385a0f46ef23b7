"""From a figure in a sentence to measurements: kind, form, values, and what stands beside it."""

from __future__ import annotations

from typing import Final

import regex

from extractors.finders.measured import Form, MeasurementFound
from extractors.finders.quantities import Figure
from extractors.finders.quantity_bare import HARM_BEFORE, bare_of, is_age, is_year_like
from extractors.finders.quantity_bounds import Bound, bound_of
from extractors.finders.quantity_context import (
    Share,
    bracketed_entity,
    clause_has_verb,
    event_before,
    noun_phrase,
    outcome_behind,
    share_among,
    share_of,
)
from extractors.finders.quantity_kinds import ADVERSE, RESPONSE, is_result, kind_of
from extractors.finders.quantity_property import (
    VALUE_REACH,
    changed_property,
    duration_property,
    extent_property,
    is_from,
    rate_property,
)
from extractors.finders.quantity_units import Unit
from schemas.records.evidence import Comparator, MeasurementKind
from schemas.spans import Found, Span, found_text

_COUNTED_FAMILIES: Final = frozenset({"people", "animals", "body", "studies", "trials"})
_SHARED: Final = frozenset({"cells", "sites", *_COUNTED_FAMILIES})
_MODAL: Final = regex.compile(r"\s(?:may|might|can|should|would|will)(?!\w)", regex.I)
_ONE_TIME: Final = regex.compile(
    r"\b(?:within|after|for|at|in|by|over|of|than|least|to|every|until|about|most|from|during|up\sto|approximately"
    r"|around|nearly|almost)\s(?:(?:about|around)\s)?$|\(\s?$",
    regex.I,
)
_ONE_COUNTED: Final = regex.compile(r"(?:^|[.•:;]\s|\b(?:only|just|exactly)\s|\n)[\s•\d.-]{0,8}$", regex.I)
_IN_GLUE: Final = regex.compile(r"(?:^|[\s(\[{\"'“‘>*_|≥≤<>~≈=±+,;:&–—−-])$")
# What is numbered and not counted: 'phase 1 trial', 'type 2 cells', 'week 24 patients', 'Table 3 studies'.
# Read backwards from the number: most have no such word before them.
_LABEL: Final = regex.compile(
    r"(?r)\b(?:phases?|types?|grades?|stages?|levels?|class(?:es)?|days?|weeks?|months?|figures?|fig\.|tables?|chapters?|steps?"
    r"|parts?|groups?|cohorts?|arms?|visits?|cases?|volumes?|vol\.|pages?|pp?\.|sections?|goals?|aims?|options?|versions?"
    r"|factors?|numbers?|no\.|nr\.|tier|round|rank|item|question|box|appendix|study|trial|experiment|site|hospital|room|suite|fiscal\syear|year)"
    r"\s(?:(?:\d{1,3}[ab]?|I{1,3}|IV)\s?(?:[/–-]|and|or|to)\s?)?\n?",
    regex.I,
)
# '10-point scale' tells the instrument; '10-point gain on the scale' a result.
_SCALE_OF: Final = regex.compile(
    r"(?:\s(?!(?:gains?|loss|drops?|falls?|rises?|increases?|decreases?|improvements?|reductions?|changes?|differences?|declines?"
    r"|on|in|of|from|by)\s)[\p{L}][\p{L}-]{0,20}){0,3}?\s(?:scales?|questionnaires?|VAS|inventor(?:y|ies)|index|instruments?|ratings?)(?!\w)",
    regex.I,
)
# What is scored without a unit, and a scale that a change is told on.
_SCORED: Final = regex.compile(
    r"\b(?:scores?|scale|index|grade|ratings?|rates?|EDSS|(?:MDS-)?UPDRS|ALSFRS(?:-R)?|WOMAC|VAS|KOOS|IKDC|ODI|NIHSS|MMSE|MoCA|ASIA|SLEDAI|DAS28)\b",
    regex.I,
)
_ON_SCALE: Final = regex.compile(
    r"\s(?:points?\s)?(?:on|in)\s(?:an?|the)\s(?:[\p{L}\d][\p{L}\d-]{0,20}\s){0,4}?(?:scale|score|questionnaire|VAS|index)(?!\w)",
    regex.I,
)
_DENIED: Final = regex.compile(r"\b(?:did|do|does|has|have|had|could)(?:\snot|n['’]t)\s[\p{L}\s]{3,40}\sby\s$", regex.I)
_SIDE: Final = regex.compile(r"\d\s?(?:[cmkn]?m\s)?(?:by|x|×)\s?$", regex.I)
_HARM_IN: Final = regex.compile(r"(?:\G|[.;:,•]\s|\band\s)(?P<harm>[\p{L}][^,.;:()\n]{2,60})\sin\s$", regex.I)
_HAVING: Final = regex.compile(r"\b(?:with|having|has|have)\s(?:(?:an?|the|their)\s)?$", regex.I)
_OF_WHAT: Final = regex.compile(r"\sof\s(?:the\s|a\s|an\s)?(?=[\p{L}])", regex.I)
_CHANGE_VERB: Final = regex.compile(
    r"\b(?:rose|fell|dropp?ed|declined|increased?|decreased?|improved?|grew|reduced?|raised|lowered|went|changed|climbed)\b",
    regex.I,
)
_OBJECT_OF: Final = regex.compile(r"\b(?:over|in|by|at|to|from|than|covers?|covered|of|on|carries|into)\s$", regex.I)
_OLD: Final = regex.compile(r"[\s-](?:olds?|of\sage)(?!\w)", regex.I)
_PER: Final = regex.compile(
    r"\s(?:per|out\sof|in)\s(?:every\s)?(?:\d[\d,.]*+(?!\s(?:[\p{L}-]{2,20}\s){0,2}(?:cent(?:er|re)s|sites|hospitals|clinics"
    r"|countries|cities|regions|states|arms|groups|cohorts|trials|studies|years?|months?|weeks?|days?)\b)"
    r"|(?:million|thousand)\b)",
    regex.I,
)
# The name of a test: 'six-minute walk'.
_TEST_NAME: Final = regex.compile(r"[\s-](?:walk(?:ing)?|run|step|hole)\b", regex.I)
_PRONOUNS: Final = frozenset({"them", "these", "those", "us", "it", "this", "that", "all", "which", "whom", "such"})
_LETTERS: Final = regex.compile(r"\p{L}{1,40}(?:\sgenomes?)?")
_NOUN_NEXT: Final = regex.compile(r"\s(?!off\b)(?=[\p{L}])", regex.I)


def rows_of(text: str, sentence: Span, figure: Figure) -> list[MeasurementFound]:
    """Return the measurements of one figure, none where its number counts or measures nothing."""
    if not _stands_free(text, sentence, figure) or not _says_something(text, sentence, figure):
        return []
    bound = bound_of(text, sentence.start, sentence.end, figure)
    if bound.comparator is not None and _DENIED.search(text, max(sentence.start, bound.start - 60), bound.start):
        return []  # 'did not change by more than 2 points' bounds it from the other side
    row = _row(text, sentence, figure, bound)
    return [] if row is None else _values(row, figure, text)


def _stands_free(text: str, sentence: Span, figure: Figure) -> bool:
    """Whether no letter, dash or mark glues the figure to what stands before it."""
    before = text[max(sentence.start, figure.start - 1) : figure.start]
    if not before:
        return True
    if before in "-–—−‐‑" and figure.start - sentence.start >= 2 and not text[figure.start - 2].isspace():
        return text[figure.start - 2] in "(["
    return _IN_GLUE.search(before) is not None


def _says_something(text: str, sentence: Span, figure: Figure) -> bool:
    """Whether a number counts in earnest: 'phase 2 trials', 'one day it may help', 'two patients may differ' do not."""
    unit = figure.unit
    if unit is None:
        return True
    if _LABEL.match(text, max(sentence.start, figure.start - 40), figure.start):
        return False
    if figure.shape != "one":
        return True
    if _is_part_of_more(text, sentence, figure, unit):
        return False
    if unit.family == "points" and _SCALE_OF.match(text, figure.end, min(sentence.end, figure.end + 90)):
        return False
    if unit.family == "people" and is_year_like(text, sentence.start, figure):
        return False
    if unit.family in ("people", "events") and _PER.match(text, figure.end, sentence.end):
        return False
    return figure.numbers[0].normaliser != "number_word" or _counts(text, sentence, figure, unit)


def _is_part_of_more(text: str, sentence: Span, figure: Figure, unit: Unit) -> bool:
    """Whether a number is part of a name or of an area: 'six-minute walk', '4 by 6 cm'."""
    if unit.family == "time":
        return _TEST_NAME.match(text, figure.end, sentence.end) is not None
    before = max(sentence.start, figure.start - 16)
    return unit.family == "physical" and _SIDE.search(text, before, figure.start) is not None


def _counts(text: str, sentence: Span, figure: Figure, unit: Unit) -> bool:
    """Whether a number word counts; 'one' is a pronoun or an article in most of its places."""
    if unit.family == "people" and _MODAL.match(text, figure.end, sentence.end):
        return False
    if figure.numbers[0].value != 1:
        return True
    before = text[max(sentence.start, figure.start - 40) : figure.start]
    if unit.family == "time":
        return text[figure.start].lower() == "a" or _ONE_TIME.search(before) is not None
    if unit.family in ("studies", "trials", "procedures", "sites", "cells"):
        return before.rstrip().lower().endswith(("only", "just"))
    return not unit.ucum.startswith("{") or unit.family == "points" or _ONE_COUNTED.search(before) is not None


def _row(text: str, sentence: Span, figure: Figure, bound: Bound) -> MeasurementFound | None:
    left, right = sentence.start, sentence.end
    if figure.unit is None and figure.shape != "fraction":
        if (scored := _scored(text, sentence, figure, bound)) is not None:
            return scored
        bare = bare_of(text, left, right, figure)
        if bare is None:
            return None
        bound = bound._replace(comparator=bare.comparator or bound.comparator, start=min(bound.start, bare.start))
        return _assembled(text, sentence, figure, bound, bare.kind, bare.unit)
    if figure.unit is not None and _is_age(text, left, right, figure):
        old = _OLD.match(text, figure.end, right)
        bound = bound if old is None else bound._replace(end=max(bound.end, old.end()))
        return _assembled(text, sentence, figure, bound, "age", figure.unit.ucum)
    changed = _is_change_between(text, left, figure)
    share = Share(None, None, None, figure.end) if changed else _share_of(text, figure, right)
    is_bare_share = share.outcome is None and share.entity is None and figure.unit is not None
    if is_bare_share and figure.unit is not None and figure.unit.family == "percent":
        harm = HARM_BEFORE.search(text, max(left, bound.start - 48), bound.start)
        share = share if harm is None else share._replace(outcome=found_text(text, *harm.span("harm")))
    if share.outcome is None and share.entity is not None:
        share = share._replace(outcome=event_before(text, left, bound.start) or _harm_in(text, left, bound.start))
    rate = None
    if figure.unit is not None and figure.unit.family == "percent":
        rate = rate_property(text, left, bound.start, max(bound.end, figure.end), right)
    about = " ".join(found.value for found in (rate, share.outcome) if found is not None)
    kind = "score_change" if changed else kind_of(text, left, right, figure, about)
    row = _assembled(text, sentence, figure, bound, kind, _unit_of(figure, kind))
    if row is None:
        return None
    if rate is not None and rate.end <= figure.start:
        # The verb behind is that of whoever has the rate: 'adults with an ejection fraction below 40% can join'.
        share = share._replace(outcome=None)
        if bound.comparator is not None and _HAVING.search(text, max(left, rate.start - 12), rate.start):
            row = row._replace(is_finding=False)
    return _described(text, sentence, figure, row._replace(measured_property=rate), share)


def _harm_in(text: str, left: int, place: int) -> Found[str] | None:
    """Return the harm that a clause without a verb counts: 'Low-grade fever in 10 of 15 patients'."""
    window = max(left, place - 90)
    match = _HARM_IN.search(text, window, place)
    if match is None or (match.start() == window != left):  # the window may begin within a clause
        return None
    if not ADVERSE.search(match["harm"]) or clause_has_verb(match["harm"]):
        return None
    return found_text(text, *match.span("harm"))


def _scored(text: str, sentence: Span, figure: Figure, bound: Bound) -> MeasurementFound | None:
    """Read the way from one score to another, which has no unit: 'The pain score fell from 6.1 to 3.4'."""
    left, right = sentence.start, sentence.end
    if figure.shape not in ("range", "list") or not _is_way(text, left, figure):
        return None
    named = changed_property(text, left, figure.start, figure.end, right)
    if not (named is not None and _SCORED.search(named.value)) and not _ON_SCALE.match(text, figure.end, right):
        return None
    row = _assembled(text, sentence, figure, bound, "score_change", None)
    return None if row is None else row._replace(measured_property=named)


def _is_age(text: str, left: int, right: int, figure: Figure) -> bool:
    unit = figure.unit
    if unit is None or unit.ucum not in ("a", "mo") or figure.shape == "fraction":
        return False
    return is_age(text, left, right, figure)


def _is_change_between(text: str, left: int, figure: Figure) -> bool:
    """Whether a range is the way from one value to another: 'rose from 31% to 62%'."""
    unit = figure.unit
    if unit is None or figure.shape not in ("range", "list") or unit.family not in ("percent", "points", "physical"):
        return False
    return _is_way(text, left, figure)


def _is_way(text: str, left: int, figure: Figure) -> bool:
    if not is_from(text, left, figure.start):
        return False
    return _CHANGE_VERB.search(text, max(left, figure.start - 80), figure.start) is not None


def _unit_of(figure: Figure, kind: MeasurementKind) -> str | None:
    if kind == "incidence" and figure.shape == "fraction":
        unit = figure.unit
        noun = "" if unit is None else unit.ucum.replace("{participants}", "{people}")
        return f"/{figure.numbers[1].value:.0f}{noun}"
    return None if figure.unit is None else figure.unit.ucum


def _form(figure: Figure, comparator: Comparator | None) -> Form:
    if figure.shape in ("range", "list"):
        return "range" if figure.shape == "range" else "list"
    if comparator == "~":
        return "approximate"
    return "exact" if comparator in (None, "=") else "bound"


def _assembled(
    text: str, sentence: Span, figure: Figure, bound: Bound, kind: MeasurementKind, unit: str | None
) -> MeasurementFound | None:
    end = max(bound.end, figure.end)
    while end > figure.start and text[end - 1].isspace():
        end -= 1
    raw = found_text(text, bound.start, end)
    if raw is None:
        return None
    return MeasurementFound(
        kind=kind,
        form=_form(figure, bound.comparator),
        raw=raw,
        context=sentence,
        comparator=bound.comparator,
        unit=unit,
        modifiers=bound.modifiers,
        is_finding=is_result(text, sentence.start, sentence.end, figure, kind),
    )


def _share_of(text: str, figure: Figure, right: int) -> Share:
    unit = figure.unit
    if unit is None:
        of = _OF_WHAT.match(text, figure.end, right) if figure.shape == "fraction" else None
        if of is None and figure.shape == "fraction":
            return Share(None, None, outcome_behind(text, figure.end, right), figure.end)
        return Share(None, None, None, figure.end) if of is None else share_of(text, figure.end, right)
    if unit.family == "percent":
        return share_of(text, figure.end, right)
    if unit.family in _SHARED and (figure.shape == "fraction" or unit.family in _COUNTED_FAMILIES):
        return share_among(text, _noun_start(text, unit), _noun_end(text, unit), right)
    return Share(None, None, None, figure.end)


def _noun_start(text: str, unit: Unit) -> int:
    """Return where the counted phrase begins, its noun where 'of the' leads to it."""
    return unit.noun_start if text[unit.start : unit.start + 3].lower() == "of " else unit.start


def _noun_end(text: str, unit: Unit) -> int:
    if not unit.is_per:
        return unit.end
    match = _LETTERS.match(text, unit.noun_start)
    return unit.end if match is None else match.end()


def _described(text: str, sentence: Span, figure: Figure, row: MeasurementFound, share: Share) -> MeasurementFound:
    """Add entity, property and outcome as the kind of the figure words them."""
    left, right = sentence.start, sentence.end
    is_behind = share.outcome is not None and share.outcome.start > row.raw.start
    is_object = is_behind and _is_object(text, left, row.raw.start)
    outcome = None if is_object or row.kind == "sample_size" else share.outcome
    row = row._replace(measured_entity=_named(share.entity), population=share.population, outcome=outcome)
    if row.kind == "duration":
        named = duration_property(text, left, figure.start, figure.end, right)
        entity = bracketed_entity(text, left, row.raw.start) if named is None else None
        return row._replace(measured_property=named, measured_entity=entity)
    if row.kind in ("score_change", "proportion", "response_rate"):
        return _described_share(text, sentence, figure, row)
    if row.kind == "count" and row.outcome is not None and RESPONSE.search(row.outcome.value):
        return row._replace(is_finding=True)
    return row if figure.unit is None or figure.shape == "fraction" else _described_count(text, right, figure, row)


def _described_share(text: str, sentence: Span, figure: Figure, row: MeasurementFound) -> MeasurementFound:
    left, right = sentence.start, sentence.end
    is_alone = row.measured_entity is None and row.outcome is None
    if is_alone and figure.unit is not None and figure.unit.family == "percent":
        row = _of_substance(text, figure, row, right)
    is_alone = row.measured_entity is None and row.outcome is None
    if row.measured_property is not None or not (is_alone or row.kind == "score_change"):
        return row
    if row.kind == "score_change":
        found = changed_property(text, left, figure.start, figure.end, right)
    else:
        found = changed_property(text, left, figure.start, figure.end, right, reach=VALUE_REACH)
    return row._replace(measured_property=found or extent_property(text, left, row.raw.start))


def _described_count(text: str, right: int, figure: Figure, row: MeasurementFound) -> MeasurementFound:
    unit = figure.unit
    assert unit is not None
    if unit.family == "events":
        return row._replace(outcome=found_text(text, _noun_start(text, unit), _noun_end(text, unit)))
    if unit.family in ("cells", "sites", "procedures"):
        return row._replace(measured_entity=found_text(text, _noun_start(text, unit), _noun_end(text, unit)))
    if row.kind in ("dose", "physical_quantity"):
        of = _OF_WHAT.match(text, figure.end, right)
        return row._replace(measured_entity=None if of is None else noun_phrase(text, of.end(), right))
    return row


def _of_substance(text: str, figure: Figure, row: MeasurementFound, right: int) -> MeasurementFound:
    """'20% oxygen', 'more than 80% positive cells': what the percentage is of stands right behind it."""
    if row.kind != "proportion" or row.measured_property is not None or not _NOUN_NEXT.match(text, figure.end, right):
        return row
    entity = _named(noun_phrase(text, figure.end + 1, right))
    return row if entity is None else row._replace(measured_entity=entity, is_finding=False)


def _is_object(text: str, left: int, place: int) -> bool:
    """Whether a preposition or verb takes the figure as its object, so that the next verb is not its own."""
    return _OBJECT_OF.search(text, max(left, place - 16), place) is not None


def _named(entity: Found[str] | None) -> Found[str] | None:
    """Leave out an entity that is a pronoun."""
    return None if entity is None or entity.value.lower() in _PRONOUNS else entity


def _values(row: MeasurementFound, figure: Figure, text: str) -> list[MeasurementFound]:
    """Put the numbers in their places: one row, or one per value of a list or end of a mixed range."""
    numbers = [number.found for number in figure.numbers]
    if figure.shape == "one":
        return [row._replace(value=numbers[0])]
    if figure.shape == "fraction":
        return [row._replace(value=numbers[0], denominator=numbers[1])]
    if figure.shape == "list":
        return [row._replace(value=number) for number in numbers]
    if row.kind == "score_change" and is_from(text, row.context.start, figure.start):
        listed = row._replace(form="list", modifiers=_listed(row.modifiers))
        return [listed._replace(value=number) for number in numbers]
    first, last = figure.units
    if first is not None and last is not None and first.ucum != last.ucum:
        return [row._replace(value_low=numbers[0], unit=first.ucum), row._replace(value_high=numbers[1])]
    low, high = numbers
    if low.value > high.value:
        return []
    return [row._replace(value_low=low, value_high=high)]


def _listed(modifiers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("IsList" if name == "IsRange" else name for name in modifiers)


def sample_size_of(row: MeasurementFound) -> Found[int] | None:
    """Return the whole number that a measurement of people, animals or eyes counts, as a sample size for another."""
    count = row.denominator or row.value
    if count is None or count.value != int(count.value):
        return None
    return Found(int(count.value), count.start, count.end, count.normaliser)
