"""What a figure is about: slices near the number, or nothing where the wording does not settle it.

MeasEval calls them measured entity and measured property; outcome, subgroup and population are what clinical reports
add. Every slice is a stretch of the sentence, so that it can be shown.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import regex

from schemas.spans import Found, found_text

_PEOPLE: Final = (
    r"participants?|patients?|volunteers?|subjects?|individuals?|adults?|people|persons?|children|infants?"
    r"|recipients?|men|women|controls?|adolescents?|newborns?|cases|rats?|mice|animals?|eyes|knees|studies|trials|cells?"
)
_HEAD: Final = regex.compile(rf"(?:{_PEOPLE})(?!\s?(?:group|arm|cohort|population)s?(?!\w))", regex.I)
_VERB_WORDS: Final = (
    r"ha[ds]|have|having|was|were|is|are|be|been|show(?:s|ed|n|ing)?|experienc(?:e|es|ed|ing)|respond(?:s|ed|ing)?"
    r"|remain(?:s|ed|ing)?|s[ae]w|seen|report(?:s|ed|ing)?|improv(?:e|es|ed|ing)|achiev(?:e|es|ed|ing)"
    r"|reach(?:es|ed|ing)?|recover(?:s|ed|ing)?|develop(?:s|ed|ing)?|die[sd]?|surviv(?:e|es|ed|ing)"
    r"|relaps(?:e|es|ed|ing)|worsen(?:s|ed|ing)?|declin(?:e|es|ed|ing)|could|can|did|do(?:es)?|demonstrat(?:e|es|ed)"
    r"|exhibit(?:s|ed)?|met|ke(?:pt|ep|eps)|regain(?:s|ed)?|gain(?:s|ed)?|lost|lose[s]?|need(?:s|ed)?|requir(?:e|es|ed)"
    r"|receiv(?:e|es|ed)|complet(?:es|ed)|withdrew|stay(?:s|ed)?|felt|became|stopp?(?:s|ed)?|discontinued|suffer(?:s|ed)?"
    r"|maintain(?:s|ed)?|got|went|walk(?:s|ed)?|heal(?:s|ed)?|clos(?:es|ed)|carri(?:es|ed)|reject(?:s|ed)?|fail(?:s|ed)?"
    r"|tolerat(?:es|ed)|return(?:s|ed)?|live[sd]?|reduc(?:es|ed)|increas(?:es|ed)|occur(?:s|red)?|enrolled|took|takes?"
    r"|benefit(?:s|ed|ted)?|use[sd]?|tried|dropped|missed|grew|ended|finished|included?|noted|described|found|gave"
)
_VERB: Final = regex.compile(rf"(?:{_VERB_WORDS})(?![\w-])", regex.I)
_STOP: Final = regex.compile(
    r"(?:of|in|on|at|to|for|with|without|from|by|as|than|then|and|or|but|who|whom|that|which|after|before|during|until"
    r"|within|between|among|into|over|while|whereas|when|where|if|may|might|will|would|should|must|not|compared|versus"
    r"|vs|under|across|per|each|every|a|an|about|approximately|because|since|although|so|per)(?![\w-])",
    regex.I,
)
_WORD: Final = regex.compile(r"(?<gap>[ \u00a0]?)(?P<word>[\p{L}\d][\p{L}\d'’+/-]*+)")
_OF: Final = regex.compile(
    r"\sof\s(?:all\s|all\sof\s)?(?:(?:the|these|those|their|its|our|his|her|true|healthy\scontrol)\s)?(?=[\p{L}\d])",
    regex.I,
)
# A stretch of one clause; decimal points and links belong to it.
_PIECE: Final = (
    r"(?:\[[^\[\]\n]{1,200}\]\([^()\s]{1,300}\)|\[\[[^\[\]\n]{1,200}\]\]|(?<=\d)[.,](?=\d)|[^,;:.?!()\[\]<>\n{}\"“”|=])"
)
_CLAUSE: Final = regex.compile(rf"{_PIECE}{{1,160}}+")
_CUT: Final = regex.compile(
    r"\s(?:(?:higher|greater|lower|less|more|fewer)\sthan|while|whereas|but|compared|versus|vs|although|though|which|against|than|and\s(?=(?:one|two|three|four|five|six|seven|eight|nine|ten|rose|fell|improved|worsened|dropped|increased|decreased)\s|[-−–+]?\d|[~<>]|about|another|only|the\s\w+\s\w+ed)"
    r"|as\s(?:compared|well)|respectively|according|because|since|so\s)(?!\w)?",
    regex.I,
)
_AFTER_SUBGROUP: Final = regex.compile(
    r"\s(?:for|in|with|after|among|on|from|by|under|following|receiving)\s(?:the\s|those\s(?:with|given|receiving)\s)?(?=[\p{L}])",
    regex.I,
)
_WEAK_LINK: Final = regex.compile(r"\s(?:after|from|on|by|under|following|among)\s", regex.I)
_ARM: Final = regex.compile(
    r"\s(?:in|of|from)\s(?:the\s|each\s)?(?P<arm>[\p{L}][\p{L} -]{1,40}\s(?:arm|group|cohort))(?!\w)", regex.I
)
_NOT_SUBGROUP: Final = regex.compile(
    r"(?:average|total|all|one|\w+ing\s|both|total|each|general|this|these|those|our|their|its|fact|addition|terms|order"
    r"|\d+|the\s(?:first|last|next|past)|about|least|most|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|week|month|year|day|culture|mri|use|patients?\sresponse)(?!\w)",
    regex.I,
)
_COMPARED: Final = regex.compile(
    r"\b(?:compared\s(?:to|with)|versus|vs\.?|against|than|rather\sthan|as\sopposed\sto|relative\sto)\s(?:the\s|that\sof\s|those\s(?:with|of)\s)?",
    regex.I,
)
IS_COMPARISON: Final = regex.compile(
    r"\b(?:compared|versus|vs|against|whereas|than|respectively|both|either|each|neither|while)\b", regex.I
)
_SUBJECT: Final = regex.compile(
    rf"(?P<subject>[\p{{L}}][^,;:.()\n]{{2,110}}?)\s(?:{_VERB_WORDS}|led\sto|resulted\sin|gave|produced|yielded)(?![\w-])",
    regex.I,
)
_LEADING: Final = regex.compile(
    r"(?:.*\b(?:that|because|found|where|and|but)\s)?(?:(?:the|a|an|in|their|its|mean|median|average)\s)?", regex.I
)

_DIMENSIONS: Final[tuple[tuple[str, str], ...]] = (
    ("arm", r"\b(?:treated|untreated|placebo|sham|controls?|control group)\b"),
    ("route", r"\b(?:intravenous\w*|intrathecal\w*|intra-?\w+(?:al|ar|ly|us)|oral(?:ly)?|subcutaneous\w*|topical\w*"
              r"|systemic\w*|local(?:ly)?|injection|infusion|administration|delivery)\b"),
    ("cell_source", r"\b(?:derived|bone marrow|umbilical|adipose|placent\w+|cord blood|dental pulp|fat tissue|embryonic"
                    r"|autologous|allogeneic|donor cells?|own cells)\b"),
    ("sex", r"\b(?:men|women|male|female|males|females|boys|girls)\b"),
    ("age", r"\b(?:older|younger|aged?|children|adults|elderly|infants|adolescents|over \d+|under \d+)\b"),
    ("dose", r"\b(?:low|high|lower|higher|single|repeated|double|medium)[- ](?:dose|doses|dosing)\b|\bdoses?\b"),
    ("severity", r"\b(?:mild|moderate|severe|progressive|early-stage|late-stage|advanced|acute|chronic|incomplete"
                 r"|complete)\b"),
    ("size", r"\b(?:smallest|largest|small|large|smaller|larger)\b"),
    ("arm", r"\b(?:groups?|arms?|controls?|placebo|sham|saline|vehicle|treated|untreated|treatment|cells|gel|graft"
            r"|grafts|therapy|standard care|usual care|comparator|cohort)\b"),
    ("time", r"\b(?:before|after|baseline|weeks?|months?)\b"),
)  # fmt: skip
_DIMENSION: Final = tuple((name, regex.compile(pattern, regex.I)) for name, pattern in _DIMENSIONS)


class Share(NamedTuple):
    """What a share of something says: of whom or what, in which population, with which outcome."""

    entity: Found[str] | None
    population: Found[str] | None
    outcome: Found[str] | None
    end: int


def dimension_of(subgroup: str) -> str | None:
    """Return what a subgroup is told by (route, cell source, sex, ...), None where no listed word says so."""
    return next((name for name, pattern in _DIMENSION if pattern.search(subgroup)), None)


def outcome_behind(text: str, place: int, limit: int) -> Found[str] | None:
    """Return the verb phrase behind a fraction and its bracket: 'Ten of the 12 (83%) improved'."""
    aside = _ASIDE.match(text, place, limit)
    return outcome_at(text, place if aside is None else aside.end(), limit)


def clause_has_verb(words: str) -> bool:
    """Return whether a stretch of words has a verb of those that report outcomes."""
    return any(_VERB.match(words, match.start("word")) for match in _WORD.finditer(words))


def noun_phrase(text: str, place: int, limit: int) -> Found[str] | None:
    """Return the words from `place` up to the next verb, function word or mark, at most six."""
    position, last = place, place
    for number in range(6):
        match = _WORD.match(text, position, limit)
        if match is None or (number and not match["gap"]):
            break
        begin = match.start("word")
        if _STOP.match(text, begin, limit) or (number and _VERB.match(text, begin, limit)):
            break
        if number and match["word"].lower().endswith(("ing", "ed")):
            break
        position = last = match.end()
        if _HEAD.fullmatch(match["word"]) and _HEAD.match(text, begin, limit):
            break
    return found_text(text, place, last) if last > place else None


def share_of(text: str, place: int, limit: int) -> Share:
    """Read what follows a percentage ending at `place`: 'of patients with MS showed improvement'."""
    of = _OF.match(text, place, limit)
    if of is None:
        return Share(None, None, outcome_at(text, place, limit), place)
    entity = noun_phrase(text, of.end(), limit)
    if entity is None:
        return Share(None, None, None, of.end())
    return _share(text, entity, limit)


def share_among(text: str, start: int, end: int, limit: int) -> Share:
    """Read a fraction whose noun stands at `[start, end)`: '11 of 14 participants could feel a light touch'."""
    entity = found_text(text, start, end)
    if entity is None:
        return Share(None, None, None, end)
    return _share(text, entity, limit)


_TAIL: Final = regex.compile(r"\s(?:with|in|of|from|aged|who\shad|given|living\swith)\s", regex.I)
_ASIDE: Final = regex.compile(r"\s\([^()\n]{1,40}\)")


def _share(text: str, entity: Found[str], limit: int) -> Share:
    place = entity.end
    aside = _ASIDE.match(text, place, limit)
    if aside is not None:
        place = aside.end()
    if not _TAIL.match(text, place, limit):
        return Share(entity, None, outcome_at(text, place, limit), place)
    clause = _clause_end(text, place, limit)
    position = place
    while position < clause:
        match = _WORD.match(text, position, clause)
        if match is None:
            position += 1
            continue
        begin = match.start("word")
        is_verb = position > place and (_VERB.match(text, begin, clause) or _NO_LONGER.match(text, begin, clause))
        word = match["word"].lower()
        is_number = word[0].isdigit() and not _NUMBERED.search(text, position - 10, position)
        is_number = is_number or word in _COUNTS
        if is_verb or is_number or word in _ENDS or (position > place and word in _LATER_ENDS):
            break
        position = match.end()
    dangling = _DANGLING.search(text, max(place, position - 40), position)
    stop = position if dangling is None else dangling.start()
    # 'patients (85%) given cells' is no stretch that names a population.
    population = found_text(text, entity.start, stop) if stop > place + 5 and aside is None else None
    outcome = outcome_at(text, position, limit) if position < clause else None
    return Share(entity, population, outcome, position)


def outcome_at(text: str, place: int, limit: int) -> Found[str] | None:
    """Return the verb phrase that begins at `place` ('remained stable'), None where no listed verb stands there."""
    match = _BEFORE_VERB.match(text, place, min(limit, place + 16))
    begin = match.end() if match else place
    negated = _NO_LONGER.match(text, begin, limit)
    if not _VERB.match(text, begin if negated is None else negated.end(), limit):
        return None
    end = _clause_end(text, begin, limit)
    # 'who got the full dose were free of pain': what is said of them stands behind the clause that tells who they are.
    main = _MAIN_VERB.search(text, begin, end) if match is not None and "who " in match.group() else None
    return found_text(text, begin if main is None else main.start("main"), end)


_BEFORE_VERB: Final = regex.compile(r"\s?(?:(?:to|who|that|all|also|still|only)\s){0,2}")
_NO_LONGER: Final = regex.compile(r"(?:no\slonger|never)\s", regex.I)
_MAIN_VERB: Final = regex.compile(
    r"(?<!\b(?:and|or|that|which|who|to|but))\s(?P<main>(?:were|was|had|did|could|remained|became|reached|showed|stayed|died"
    r"|no\slonger|never)\s)",
    regex.I,
)
_COUNTS: Final = frozenset("two three four five six seven eight nine ten".split())
_ENDS: Final = frozenset({"to", "who", "that", "after", "while"})
_LATER_ENDS: Final = frozenset({"from", "within", "during", "at", "by", "on", "over", "into", "for", "until", "before"})
_NUMBERED: Final = regex.compile(r"\b(?:type|stage|grade|class|level)$", regex.I)
_DANGLING: Final = regex.compile(
    r"(?:(?:\s(?:of|for|at|to|by|than|with|in|on|after|within|and|a|an|the|up|about|least|from|between|early|mid|late|over|under|below|above|who|that|or))+(?:\s\d[\d.,]*)?)$",
    regex.I,
)


def _clause_end(text: str, place: int, limit: int) -> int:
    """Return where the clause at `place` ends; a number or preposition that dangles is left off."""
    clause = _CLAUSE.match(text, place, limit)
    if clause is None:
        return place
    cut = _CUT.search(text, place, clause.end())
    end = clause.end() if cut is None else cut.start()
    while end < limit and end > place and text[end - 1].isalnum() and text[end : end + 1].isalnum():
        end -= 1  # the stretch is full: back to the last whole word
    dangling = _DANGLING.search(text, max(place, end - 40), end)
    return end if dangling is None else dangling.start()


def subgroup_behind(text: str, place: int, limit: int, *, is_comparison: bool) -> Found[str] | None:
    """Return the subgroup named right behind a figure ('29% for topical delivery')."""
    match = _AFTER_SUBGROUP.match(text, place, limit)
    if match is None or not is_comparison or _NOT_SUBGROUP.match(text, match.end(), limit):
        return None
    end = _clause_end(text, match.end(), min(limit, match.end() + 90))
    time = _TIME_BEHIND.search(text[match.end() : end])
    if time is not None:
        end = match.end() + time.start()
    found = found_text(text, match.end(), end)
    if found is None or (_WEAK_LINK.match(match.group()) and dimension_of(found.value) is None):
        return None
    return found


_TIME_BEHIND: Final = regex.compile(
    r"\s(?:at|after|by|within|during|over)\s(?=\d|\w+\s(?:weeks?|months?|years?|days?))"
)
_EVENT_LEAD: Final = regex.compile(r"(?:(?:and|but|while|the|a|an)\s)+", regex.I)
# Read backwards from the figure: most figures have no such verb before them.
_OCCURRED: Final = regex.compile(
    r"(?r)\s(?:(?:was|were|has\sbeen|have\sbeen|also)\s)?"
    r"(?:occurred|reported|seen|observed|developed|noted|recorded)\s(?:in|by|among)\s(?:\w+\s){0,2}",
    regex.I,
)
# What a count is a count of, named before it: 'a complete response in 18 of 52 patients'.
_RESPONSE_IN: Final = regex.compile(
    r"\b(?P<response>(?:(?:complete|partial|objective|overall|major|clinical|durable|molecular|minor|full)\s)?"
    r"(?:responses?|remissions?|regressions?|improvements?|healing|closure|recover(?:y|ies)|engraftment))\sin\s$",
    regex.I,
)
_GRADE: Final = regex.compile(r"\bgrades?\s\d(?:\s?[-–/]\s?\d|\s(?:to|or|and)\s\d)?\s$", regex.I)
_EVENT: Final = regex.compile(r"(?r)[\p{L}][\p{L} '’-]{2,60}")


def event_before(text: str, left: int, place: int) -> Found[str] | None:
    """Return the event that occurred in so many patients: 'Abscesses' in 'Abscesses occurred in 8 patients'."""
    response = _RESPONSE_IN.search(text, max(left, place - 60), place)
    if response is not None:
        return found_text(text, *response.span("response"))
    verb = _OCCURRED.match(text, max(left, place - 60), place)
    match = None if verb is None else _EVENT.match(text, max(left, place - 120), verb.start())
    if match is None or match.group().strip().lower() in ("it", "they", "this", "these", "that"):
        return None
    lead = _EVENT_LEAD.match(text, *match.span())
    start = lead.end() if lead else match.start()
    grade = _GRADE.search(text, max(left, start - 12), start)
    return found_text(text, start if grade is None else grade.start(), match.end())


def group_within(text: str, start: int, end: int) -> Found[str] | None:
    """Return the arm named in a population: 'cell arm' in 'fibers in the cell arm'."""
    match = _ARM.search(text, start, end)
    return None if match is None else found_text(text, *match.span("arm"))


_FRACTION: Final = regex.compile(r"\w{1,12}\s?(?:/|of)\s?\d")


def subgroup_before(text: str, left: int, place: int) -> Found[str] | None:
    """Return the subgroup compared before a bracket: 'compared to cells derived from fat (41%)'."""
    matches = list(_COMPARED.finditer(text, max(left, place - 160), place))
    if not matches:
        return None
    begin = matches[-1].end()
    if _FRACTION.match(text, begin, place):
        return None
    return found_text(text, begin, place) if _CLAUSE.fullmatch(text, begin, place) else None


def subject_before(text: str, left: int, place: int) -> Found[str] | None:
    """Return the subject of the clause that leads to a figure, if it names a subgroup of a known dimension."""
    begin = max(left, place - 240)
    that = text.rfind(" that ", begin, place)
    match = _SUBJECT.match(text, begin if that < 0 else that + 6, place)
    if match is None:
        return None
    start, end = match.span("subject")
    lead = _LEADING.match(text, start, end)
    start = lead.end() if lead is not None else start
    subject = found_text(text, start, end)
    return subject if subject is not None and dimension_of(subject.value) else None


_BRACKETED: Final = regex.compile(
    r"(?:^|[:,;]\s(?:and\s)?)(?P<entity>[\p{L}][\p{L} '’-]{1,40}?)\s\((?:lasting|within|from|up\sto|about|at)?\s?$",
    regex.I,
)


def bracketed_entity(text: str, left: int, place: int) -> Found[str] | None:
    """Return what a bracket explains: 'early' in 'stages: early (within 36 hours)'."""
    match = _BRACKETED.search(text[max(left, place - 60) : place])
    if match is None:
        return None
    base = max(left, place - 60)
    return found_text(text, base + match.start("entity"), base + match.end("entity"))
