"""What a number counts or measures: units of UCUM, and the nouns that are counted.

Counted nouns are written as UCUM annotations in braces (`{participants}`). The lists are our own reasoning about
what clinical and laboratory reports count; a noun that is not listed is not counted ('three goals').
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

import regex

Family = Literal[
    "percent", "time", "mass", "volume", "physical", "points",
    "people", "animals", "studies", "trials", "sites", "body", "cells", "events", "procedures",
]  # fmt: skip


class Unit(NamedTuple):
    """A unit behind a number; `start` is where its words begin, the noun of a count at `noun_start`."""

    ucum: str
    family: Family
    start: int
    noun_start: int
    end: int
    is_per: bool = False


# Symbol or word, its UCUM code, its family. Words are matched without regard to case, symbols as they stand.
_MEASURES: Final[tuple[tuple[str, str, Family], ...]] = (
    (r"%|(?i:percent|per\s?cent)(?!\w|\s?age)", "%", "percent"),
    (r"(?i:percentage)\s(?i:points?)(?!\w)", "{percentage_points}", "points"),
    (r"(?i:points?)(?![\w-])", "{points}", "points"),
    (r"(?i:decades?)(?!\w)", "10.a", "time"),
    (r"(?i:years?|yrs?)(?!\w)", "a", "time"),
    (r"(?i:months?|mos?)(?!\w)", "mo", "time"),
    (r"(?i:weeks?|wks?)(?!\w)", "wk", "time"),
    (r"(?i:days?)(?!\w)", "d", "time"),
    (r"(?i:hours?|hrs?)(?!\w)|h(?!\w)", "h", "time"),
    (r"(?i:minutes?|mins?)(?!\w)", "min", "time"),
    (r"(?i:seconds?|secs?)(?!\w)", "s", "time"),
    (r"(?i:milliseconds?)(?!\w)|ms(?!\w)", "ms", "time"),
    (r"mg(?!\w)|(?i:milligrams?)(?!\w)", "mg", "mass"),
    (r"[µμu]g(?!\w)|mcg(?!\w)|(?i:micrograms?)(?!\w)", "ug", "mass"),
    (r"ng(?!\w)|(?i:nanograms?)(?!\w)", "ng", "mass"),
    (r"pg(?!\w)|(?i:picograms?)(?!\w)", "pg", "mass"),
    (r"kg\s?/\s?m(?:²|2)(?!\w)", "kg/m2", "physical"),
    (r"kg(?!\w)|(?i:kilograms?)(?!\w)", "kg", "mass"),
    (r"g(?!\w)|(?i:grams?)(?!\w)", "g", "mass"),
    (r"(?:IU|U)(?!\w)|(?i:international\sunits?)(?!\w)", "[iU]", "mass"),
    (r"m[Ll](?!\w)|(?i:millilit(?:er|re)s?)(?!\w)", "mL", "volume"),
    (r"[µμu][Ll](?!\w)|(?i:microlit(?:er|re)s?)(?!\w)", "uL", "volume"),
    (r"cc(?!\w)", "cm3", "volume"),
    (r"(?i:lit(?:er|re)s?)(?!\w)|L(?!\w)", "L", "volume"),
    (r"(?i:square\scentimet(?:er|re)s?)(?!\w)|cm(?:²|2)(?!\w)", "cm2", "physical"),
    (r"(?i:square\smillimet(?:er|re)s?)(?!\w)|mm(?:²|2)(?!\w)", "mm2", "physical"),
    (r"(?i:cubic\scentimet(?:er|re)s?)(?!\w)|cm(?:³|3)(?!\w)", "cm3", "physical"),
    (r"(?i:cubic\smillimet(?:er|re)s?)(?!\w)|mm(?:³|3)(?!\w)", "mm3", "physical"),
    (r"mmHg(?!\w)|mm\sHg(?!\w)", "mm[Hg]", "physical"),
    (r"mm(?!\w)|(?i:millimet(?:er|re)s?)(?!\w)", "mm", "physical"),
    (r"[µμu]m(?!\w)|(?i:micromet(?:er|re)s?|microns?)(?!\w)", "um", "physical"),
    (r"nm(?!\w)|(?i:nanomet(?:er|re)s?)(?!\w)", "nm", "physical"),
    (r"cm(?!\w)|(?i:centimet(?:er|re)s?)(?!\w)", "cm", "physical"),
    (r"km(?!\w)|(?i:kilomet(?:er|re)s?)(?!\w)", "km", "physical"),
    (r"(?i:met(?:er|re)s?)(?!\w)|m(?![\w/.’'])", "m", "physical"),
    (r"°\s?C(?!\w)|(?i:degrees\scelsius)(?!\w)|℃", "Cel", "physical"),
    (r"[mnµμu]?mol/L(?!\w)|mM(?!\w)", "mmol/L", "physical"),
    (r"kPa(?!\w)", "kPa", "physical"),
)  # fmt: skip

# The noun at the head of a counted phrase, its UCUM annotation, its family.
_COUNTED: Final[tuple[tuple[str, str, Family], ...]] = (
    (r"participants?|patients?|volunteers?|subjects?|individuals?|adults?|people|persons?|children|child|infants?"
     r"|recipients?|men|women|boys?|girls?|males|females|controls|adolescents?|newborns?|athletes|veterans"
     r"|smokers|survivors|cases|Americans|Europeans|Britons", "{participants}", "people"),
    (r"(?:person|patient)[- ]years", "{person_years}", "people"),
    (r"(?:live\s)?births", "{births}", "people"),
    (r"animals?|rats?|mice|mouse|pigs?|minipigs?|rabbits?|dogs?|cats|horses?|sheep|goats?|monkeys?|macaques?"
     r"|zebrafish|primates?|rodents?", "{animals}", "animals"),
    (r"stud(?:y|ies)|articles|papers|publications|reviews|meta-analyses", "{studies}", "studies"),
    (r"trials?|RCTs", "{trials}", "trials"),
    (r"hospitals?", "{hospitals}", "sites"),
    (r"cent(?:er|re)s?", "{centers}", "sites"),
    (r"clinics?", "{clinics}", "sites"),
    (r"eyes?", "{eyes}", "body"),
    (r"knees?", "{knees}", "body"),
    (r"hips?", "{hips}", "body"),
    (r"joints?", "{joints}", "body"),
    (r"hands?", "{hands}", "body"),
    (r"limbs?", "{limbs}", "body"),
    (r"wounds?", "{wounds}", "body"),
    (r"lesions?", "{lesions}", "body"),
    (r"fistulas?|fistulae", "{fistulas}", "body"),
    (r"embryos?", "{embryos}", "body"),
    (r"samples|specimens", "{samples}", "body"),
    (r"wells", "{wells}", "body"),
    (r"cells?|MSCs|iPSCs|neurons?|cardiomyocytes|fibroblasts|chondrocytes|keratinocytes", "{cells}", "cells"),
    (r"vector\sgenomes?|vg", "{vg}", "cells"),
    (r"islet\sequivalents?|IEQ", "{islet_equivalents}", "cells"),
    (r"(?:adverse|side|serious|severe)\s(?:events?|effects?|reactions?)|SAEs?|AEs", "{events}", "events"),
    (r"deaths?|infections?|complications?|relapses?|fractures?|seizures?|tumou?rs?|hospitali[sz]ations?"
     r"|withdrawals?|dropouts?|failures|recurrences|amputations?|strokes?|heart\sattacks?|bleeds|haemorrhages"
     r"|hemorrhages|rejections?|abscesses|arrhythmias|events?|falls", "{events}", "events"),
    (r"injections?", "{injections}", "procedures"),
    (r"infusions?", "{infusions}", "procedures"),
    (r"transplants|transplantations", "{transplants}", "procedures"),
    (r"grafts", "{grafts}", "procedures"),
    (r"operations?|surgeries", "{operations}", "procedures"),
    (r"doses", "{doses}", "procedures"),
)  # fmt: skip

# Words that end a counted phrase before its noun is reached.
_STOP: Final = (
    r"(?:of|in|on|at|to|for|with|without|from|by|as|than|then|the|a|an|this|that|these|those|which|who|whom|whose|it"
    r"|was|were|is|are|be|been|being|has|have|had|did|do|does|may|can|could|should|would|will|might|must|not|if|so"
    r"|but|nor|because|while|when|where|after|before|during|until|within|between|among|into|over|under|via|per"
    r"|their|its|our|your|his|her|they|we|he|she|you|years?|months?|weeks?|days?|hours?|times?|types?|kinds?|ways?"
    r"|steps?|stages?|phases?|parts?|main|key|different|major|street|road|avenue|lane|goals?|questions?|reasons?|factors?|approaches"
    r"|strateg(?:y|ies)|options|things|points?|groups?|arms?|categories|sources?|percent|first|second|such|called"
    r"|[\w'’-]{2,20}(?:ly)|versus|vs|compared|each|every|all|both|one|two|three|four|five|six"
    r"|seven|eight|nine|ten|eleven|twelve)"
)
# Cells may be told by their markers ('CD34+ cells').
_ADJECTIVES: Final = (
    rf"(?:(?:(?!{_STOP}(?![\w-]))[\p{{L}}][\p{{L}}'’+/-]{{1,24}},?|CD\d{{1,3}}[\p{{L}}+⁺-]{{0,9}})[ \u00a0]){{0,4}}?"
)
_NOT_HEAD: Final = (
    r"(?![\p{L}\d'’_-])(?![ ](?:batch(?:es)?|batch|level|levels|type|types|line|lines|therap(?:y|ies)|group|groups"
    r"|number|numbers|care|population|populations|selection|transplant(?:ation)?s?|biology|death|surface"
    r"|count|counts|counter|infections?|complications?|events?|deaths?|failures?|loss|rejections?|injur(?:y|ies)|arm|arms|design|designs|report|registry|phases?|visit|visits|rate|rates|cultures?)(?!\w))"
)
_MEASURE: Final = regex.compile("|".join(f"(?P<m{index}>{pattern})" for index, (pattern, _, _) in enumerate(_MEASURES)))
_COUNT: Final = regex.compile(
    rf"(?:(?:of\s(?:the|these|those|their|its)\s)?(?P<adjectives>{_ADJECTIVES}))(?:"
    + "|".join(f"(?P<c{index}>{pattern})" for index, (pattern, _, _) in enumerate(_COUNTED))
    + rf"){_NOT_HEAD}",
    regex.I,
)
_HYPHENED: Final = regex.compile(r"(?P<c0>patient|participant|subject|person)(?P<adjectives>)(?![\w-])")
_TAIL: Final = r"(?:\+|\s(?:or|and)\s(?:fewer|less|more|greater|above|over|under|below))"
_LEAD: Final = regex.compile(
    rf"(?:{_TAIL})?(?P<gap>[\s\u00a0-]?)(?:(?:full|consecutive|additional|further|more|other)\s)?"
)
_PER: Final = regex.compile(
    r"\s?/\s?(?P<sign>kg|mL|ml|dL|dl|[µμu]L|L|d|day|wk|week|mo|month|yr|year|h|hr|min|m2|cm2)(?!\w)"
    r"|\s(?:per|an?|each|every)\s(?P<word>kg|kilogram|millilit(?:er|re)|day|week|month|year|hour|minute|site)s?(?!\w)"
)
_PER_UCUM: Final = {
    "kilogram": "kg", "milliliter": "mL", "millilitre": "mL", "ml": "mL", "dl": "dL", "µL": "uL", "μL": "uL",
    "day": "d", "week": "wk", "month": "mo",
    "year": "a", "yr": "a", "hour": "h", "hr": "h", "minute": "min", "site": "{site}",
}  # fmt: skip
_SPACE: Final = " \u00a0\u2009\u202f\n"


def unit_at(text: str, place: int, end: int, *, is_one: bool) -> Unit | None:
    """Return the unit or counted noun that follows a number ending at `place`, None where none does.

    `is_one` allows the singular of a counted noun; '10 or fewer patients' and '12+ months' are read over.
    """
    limit = min(end, place + 120)
    lead = _LEAD.match(text, place, limit)
    if lead is None or lead.end() >= limit:
        return None
    begin = lead.end()
    measure = _MEASURE.match(text, begin, limit)
    gap = lead["gap"]
    if measure is not None and measure.lastgroup is not None:
        return _measured(text, measure, place, end, gap)
    if not gap:
        return None
    counted = (_HYPHENED if gap == "-" else _COUNT).match(text, begin, limit)
    if counted is None:
        return None
    name = next(key for key, value in counted.groupdict().items() if value is not None and key != "adjectives")
    _, ucum, family = _COUNTED[int(name[1:])]
    noun = counted[name]
    if gap != "-" and not is_one and _is_singular(noun):
        return None
    per = _PER.match(text, counted.end(), end) if family in ("people", "cells", "events") else None
    return _with_per(Unit(ucum, family, begin, counted.start(name), counted.end()), per)


def _measured(text: str, measure: regex.Match[str], place: int, end: int, gap: str) -> Unit | None:
    assert measure.lastgroup is not None
    _, ucum, family = _MEASURES[int(measure.lastgroup[1:])]
    word = measure.group()
    if not gap and measure.start() == place and len(word) > 4 and word != "percent":
        return None  # '5weeks' is glued text
    if word == "m" and not _WALKED.search(text, max(0, place - 120), place):
        return None  # '5 m' may be five million
    if word == "g" and _SPUN.search(text, max(0, place - 80), place):
        return None  # a multiple of gravity
    if not gap and word in ("g", "L", "U", "h") and text[place - 1 : place].isalpha():
        return None
    unit = Unit(ucum, family, measure.start(), measure.start(), measure.end())
    return _with_per(unit, None if family == "time" else _PER.match(text, unit.end, end))


def _with_per(unit: Unit, per: regex.Match[str] | None) -> Unit:
    if per is None:
        return unit
    name = per["sign"] or per["word"]
    code = _PER_UCUM.get(name, name)
    return Unit(f"{unit.ucum}/{code}", unit.family, unit.start, unit.noun_start, per.end(), is_per=True)


_SPUN: Final = regex.compile(r"\bspun\b|\bcentrifug", regex.I)
_WALKED: Final = regex.compile(r"\bwalk|\bdistance", regex.I)
_SINGULAR: Final = regex.compile(
    r"participant|patient|volunteer|subject|individual|adult|person|child|infant|recipient|boy|girl|animal|rat|mouse"
    r"|pig|rabbit|dog|horse|goat|monkey|macaque|study|trial|hospital|cent(?:er|re)|clinic|eye|knee|hip|joint|hand|limb"
    r"|wound|lesion|fistula|embryo|cell|neuron|.*\s(?:event|effect|reaction)|death|infection|complication|relapse"
    r"|fracture|seizure|tumou?r|withdrawal|dropout|stroke|event|injection|infusion|operation|newborn|rejection",
    regex.I,
)


def _is_singular(noun: str) -> bool:
    return _SINGULAR.fullmatch(noun) is not None
