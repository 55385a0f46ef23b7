"""What frames an article and is none of it: author boxes, review dates, disclaimers, calls to action, list intros.

Recognition needs structure and cues together: a label with a person below it, a subject that is the page itself with a
limit set to it, an invitation to the reader with something to book. `mark_...` retypes parts; `framed_...` reads them.
"""

from __future__ import annotations

from typing import Final, Literal, cast, get_args

import regex

from extractors.facts import DateFact, Person, date_fact
from extractors.finders.affiliations import names_organisation, tell_apart
from extractors.finders.cues import folded, holds_any
from extractors.finders.people import PersonFound, parse_byline, parse_person, read_credits
from extractors.view import Part, View
from schemas.spans import Found

BoxRole = Literal["author", "medical_reviewer", "editor"]

_FREE: Final = frozenset({"heading", "paragraph", "label", "value", "quote", "byline"})
_INTRODUCED: Final = frozenset({"list_item", "table_cell"})
_LABELS: Final[dict[BoxRole, str]] = {
    "author": r"(?:(?:about|meet)\sthe\s)?(?:article\s|post\s)?(?:authors?|writers?)"
    r"(?:\s(?:bio(?:graphy)?|profile|information))?|author\(s\)|(?:article\s|post\s)?(?:written|authored|posted)\sby",
    "medical_reviewer": r"(?:medical|clinical|scientific|expert)\sreview(?:er|ers|ed)?(?:\sby)?"
    r"|(?:(?:medically|clinically|scientifically|expert|fact[- ])\s?)?(?:reviewed|checked)\sby|fact[- ]?checker"
    r"|(?:(?:about|meet)\sthe\s)?(?:medical\s)?reviewers?",
    "editor": r"(?:(?:about|meet)\sthe\s)?editors?|edited\sby",
}
_LABEL: Final = regex.compile("|".join(f"(?P<{role}>{pattern})" for role, pattern in _LABELS.items()), regex.I)
_INLINE: Final = regex.compile(rf"(?:{_LABEL.pattern})(?:\s?[:\n–—]\s*+|\s-\s|(?<=\sby)\s++)", regex.I)
_CREDIT_CUE: Final = regex.compile(
    r"(?:written|authored|edited|(?:medically\s|clinically\s|fact[- ]?)?(?:reviewed|checked))\sby\b"
    r"|(?:author|editor)s?:",
    regex.I,
)
_DATE_LABEL: Final = regex.compile(
    r"(?P<reviewed>(?:last\s|medically\s|clinically\s|date\s)?reviewed(?:\son)?|review\sdate)"
    r"|(?P<modified>(?:last\s)?(?:updated|modified|revised)(?:\son)?|date\s(?:updated|modified))"
    r"|(?P<published>(?:first\s)?(?:published|posted)(?:\son)?|(?:publication|publish)\sdate|date\spublished)",
    regex.I,
)
_SAYS_DATE: Final = regex.compile(r"[^\d\n]{0,60}(?:review|updat|modifi|revis|publish|post)", regex.I)
_AGAIN: Final = r"(?:He|She|They|His|Her|Their)\b|(?:Drs?|Prof|Professor|Mr|Mrs|Ms)\.?\s"
_MAX_LINE: Final = 200
_MAX_DESK: Final = 80


# --- Author boxes ---


def mark_author_boxes(view: View) -> None:
    """Type a label such as 'Author' with the person below it, and a line or paragraph that holds both.

    The box notes the role; what goes on about the same person is noted `continued`.
    """
    index = 0
    while index < len(view.parts):
        part = view.parts[index]
        if part.kind in _FREE:
            role = _label_role(view, part)
            if role is not None:
                index = _mark_box(view, index, role)
                continue
            _mark_inline(view, part)
        index += 1


def _label_role(view: View, part: Part) -> BoxRole | None:
    """Return the role that a part names which is a label and nothing else."""
    if part.end - part.start > 60:
        return None
    match = _LABEL.fullmatch(view.shown(part).rstrip(" :–—-"))
    return _role(match) if match else None


def _role(match: regex.Match[str]) -> BoxRole:
    return next(role for role in get_args(BoxRole) if match[role] is not None)


def _mark_box(view: View, label: int, role: BoxRole) -> int:
    """Type the label at an index and the person below it; return the index to go on with."""
    place = label + 1
    while place < len(view.parts) and view.parts[place].kind == "figure_alt":
        place += 1
    first = view.parts[place] if place < len(view.parts) else None
    person = _person(view, first) if first is not None and first.kind in _FREE else None
    is_free = first is not None and first.kind in _FREE
    if first is not None and is_free and person is None and _account(view, first, role) is not None:
        view.parts[label].kind, view.parts[label].note = "label", role
        first.kind, first.note = "author_box", role
        return place + 1
    if first is None or person is None:
        return label + 1
    view.parts[label].kind, view.parts[label].note = "label", role
    first.kind, first.note = "author_box", role
    is_bare = person.position is None and person.organisation is None
    place += 1
    while place < len(view.parts) and _continues(view, view.parts[place], person, is_bare=is_bare):
        view.parts[place].kind, view.parts[place].note = "author_box", "continued"
        place, is_bare = place + 1, False
    return place


def _person(view: View, part: Part, start: int | None = None) -> PersonFound | None:
    return parse_person(view.page.text, part.start if start is None else start, part.end)


def _account(view: View, part: Part, role: BoxRole) -> PersonFound | None:
    """Return the desk or team that a line names in place of a person ('Editorial Team')."""
    if part.end - part.start > _MAX_DESK:
        return None
    credited = read_credits(view.page.text, part.start, part.end, role, is_slot=False)
    is_whole = len(credited) == 1 and credited[0].role == "account" and credited[0].person.end == part.end
    return credited[0].person if is_whole else None


def _continues(view: View, part: Part, person: PersonFound, *, is_bare: bool) -> bool:
    """Whether a part goes on about the person of a box: it names them again, or says in short what they are."""
    if part.kind not in _FREE or _label_role(view, part) is not None:
        return False
    text = view.text(part)
    names = [person.name.value, person.name.value.split()[-1], person.name.value.split()[0]]
    if part.kind == "paragraph" and regex.match(_AGAIN + "|" + "|".join(map(regex.escape, names)), text):
        return True
    return is_bare and len(text) <= 120 and any(tell_apart(view.page.text, part.start, part.end))


def _mark_inline(view: View, part: Part) -> None:
    """Type a part that names its role and the person itself: a line as `byline`, more than a line as `author_box`."""
    match = _INLINE.match(view.page.text, part.start, part.end)
    is_line = part.end - part.start <= _MAX_LINE and _CREDIT_CUE.match(view.page.text, part.start, part.end)
    if is_line and (byline := parse_byline(view.page.text, part.start, part.end)) and byline.people:
        part.kind = "byline"
    elif match is not None and part.kind in ("paragraph", "quote"):
        person = _person(view, part, match.end())
        if person is not None and (person.honorific or person.credentials or person.position or person.organisation):
            part.kind, part.note = "author_box", _role(match)


def framed_people(view: View) -> list[Person]:
    """Return the people of the author boxes, in reading order."""
    people: list[Person] = []
    for index, part in enumerate(view.parts):
        if part.kind != "author_box" or part.note not in get_args(BoxRole):
            continue
        label = _INLINE.match(view.page.text, part.start, part.end)
        found = _person(view, part, label.end() if label else None)
        desk = _account(view, part, cast("BoxRole", part.note)) if found is None else None
        if desk is not None:
            people.append(Person("account", desk.name))
        if found is None:
            continue
        person = Person(
            cast("BoxRole", part.note),
            found.name,
            found.honorific,
            found.credentials,
            found.position,
            found.organisation,
        )
        following = view.parts[index + 1] if index + 1 < len(view.parts) else None
        is_short = following is not None and following.note == "continued" and following.end - following.start <= 120
        if following is not None and is_short and person.position is None and person.organisation is None:
            person.position, person.organisation = tell_apart(view.page.text, following.start, following.end)
        people.append(person)
    return people


# --- Dates of the page ---


def mark_date_lines(view: View) -> None:
    """Type a line that only states when the page was reviewed, changed or published; a value notes its role."""
    for index, part in enumerate(view.parts):
        if part.kind not in ("paragraph", "heading", "label") or part.end - part.start > _MAX_LINE:
            continue
        label = _DATE_LABEL.fullmatch(view.shown(part).rstrip(" :"))
        following = view.parts[index + 1] if index + 1 < len(view.parts) else None
        if label is not None:
            if following is not None and following.kind in _FREE and date_fact("event", _raw(view, following)):
                part.kind, part.note = "label", "date"
                following.kind, following.note = "value", label.lastgroup
        elif _SAYS_DATE.match(view.page.text, part.start, part.end):
            byline = parse_byline(view.page.text, part.start, part.end)
            if byline is not None and byline.dates:
                part.kind, part.note = ("byline", part.note) if byline.people else ("label", "date")


def _raw(view: View, part: Part) -> Found[str]:
    return Found(view.text(part), part.start, part.end)


def framed_dates(view: View) -> list[DateFact]:
    """Return the dates of the lines that only state one, in reading order."""
    facts: list[DateFact | None] = []
    for part in view.parts:
        if part.kind == "value" and part.note in ("reviewed", "modified", "published"):
            facts.append(date_fact(part.note, _raw(view, part)))  # type: ignore[arg-type]
        elif part.kind == "label" and part.note == "date":
            byline = parse_byline(view.page.text, part.start, part.end)
            facts += [date_fact(role, raw) for role, raw in byline.dates] if byline else []
    return [fact for fact in facts if fact is not None]


# --- Disclaimers ---

_SELF: Final = (
    r"(?:information|contents?|articles?|pages?|texts?|(?:web)?sites?|posts?|blogs?|guides?|materials?|summar(?:y|ies)|resources?"
    r"|documents?|publications?|newsletters?|videos?|statements?)"
)
_SUBJECT: Final = regex.compile(
    r"[\s*_(]*+(?:(?:medical\s|legal\s)?disclaimer\s?[:.–—-]?\s*+|(?:please\s)?note:?\s*+(?:that\s)?|important:?\s*+)?"
    rf"(?:(?:this|the|these|our|all|any|no)\s(?:[\w’'-]++[\s,]+){{0,5}}?{_SELF}\b|nothing\s(?:on|in)\sthis\b"
    r"|this\s(?=is\snot\s))",
    regex.I,
)
_LIMIT: Final = regex.compile(
    r"\b(?:not|never|no|nor)\b[^.!?]{0,60}\b(?:medical|professional|legal|clinical)\s[^.!?]{0,30}\badvice\b"
    r"|\bnot\s(?:be\s)?(?:intended|meant|designed|considered|construed|used|taken)\b[^.!?]{0,80}"
    r"\b(?:advice|substitutes?|diagnos\w+|replac\w+|recommendations?|guarantees?)\b"
    r"|\b(?:no|not\sa)\s(?:substitute|replacement)\sfor\b"
    r"|\b(?:does|do|should|must|can|may)\s?not\s(?:replace|substitute|constitute|advise|establish|create)\b"
    r"|\bdo(?:es)?\snot\s(?:provide|offer|give)\s[^.!?]{0,40}\b(?:advice|diagnos\w+)\b"
    r"|\b(?:for|as)\s[^.!?]{0,40}\b(?:educational|informational|information|education)\b(?:[^.!?]{0,30}\b(?:purposes?|use))?\s?only\b"
    r"|\b(?:educational|informational|information(?:al)?\sand\seducational|general\sinformation)\spurposes\b"
    r"|\bis\sgeneral\s(?:education|information|guidance)\b|\bhave\snot\sbeen\sevaluated\sby\b",
    regex.I,
)
_LIMIT_WORDS: Final = (
    "advi", "substitut", "diagnos", "replac", "recommend", "guarantee", "constitut", "establish", "creat", "education",
    "information", "purposes", "general", "evaluated",
)  # fmt: skip
_DISCLAIMER_LABEL: Final = regex.compile(
    r"(?:medical\s|legal\s|important\s|health\s)?disclaimers?|(?:important\s)?(?:medical|safety)\snotice", regex.I
)
_DISCLAIMER_CSS: Final = frozenset(("disclaimer", "medical-disclaimer", "post-disclaimer", "article-disclaimer"))
_MAX_FRAME: Final = 900


def mark_disclaimers(view: View) -> None:
    """Type paragraphs in which the page limits what it is: no advice, no substitute, for education only."""
    is_below_label = False
    for part in view.parts:
        if part.kind in ("heading", "label"):
            is_below_label = _DISCLAIMER_LABEL.fullmatch(view.shown(part).rstrip(" :")) is not None
            if is_below_label:
                part.kind, part.note = "label", "disclaimer"
        elif part.kind in ("paragraph", "quote") and (
            is_below_label or is_disclaimer(view.text(part), is_marked=_has_css(part, _DISCLAIMER_CSS))
        ):
            part.kind = "disclaimer"


def is_disclaimer(text: str, *, is_marked: bool = False) -> bool:
    """Whether a paragraph begins with the page itself as its subject and limits what it is good for.

    is_marked: the markup calls it a disclaimer, so that the limit is cue enough.
    """
    if len(text) > _MAX_FRAME or not holds_any(folded(text, 0, len(text)), _LIMIT_WORDS) or not _LIMIT.search(text):
        return False
    return is_marked or _SUBJECT.match(text) is not None


def _has_css(part: Part, tokens: frozenset[str]) -> bool:
    return part.block.css is not None and not tokens.isdisjoint(part.block.css.split())


# --- Calls to action ---

_OURS: Final = (
    r"(?:us\b|our\s(?:[\w’'-]++\s){0,4}?(?:team|clinic|office|staff|specialists?|experts?|physicians?|doctors?|coordinators?"
    r"|advisors?|center|centre|institute|hotline|line)\b)"
)
_MEETING: Final = (
    r"(?:consultation|consult|appointment|call|visit|assessment|evaluation|session|screening|tour|scan|exam)s?"
)
_DO: Final = (
    rf"(?:contact|call|e-?mail|visit|message|write\sto|get\sin\stouch\swith|reach\sout\sto|speak\s(?:to|with)|talk\s(?:to|with))\s{_OURS}"
    r"|(?:get\sin\stouch|reach\sout)(?:\stoday|\snow|(?=[.!]|$))"
    rf"|(?:book|schedule|request|arrange|reserve|set\sup)\s(?:(?:an?|your|the|my)\s)?(?:[\w’'-]++\s){{0,3}}?{_MEETING}\b"
    r"|learn\smore\s(?:about|at|through)\s(?:our|the\s(?:clinic|institute|center|centre))\b"
)
_CALL: Final = regex.compile(
    rf"(?:ready\s[^.?!]{{2,80}}\?\s*+)?(?:(?:if|to|for|when)\s[^.?!]{{2,250}}?,\s)?(?:(?:and|please|today|simply|you\scan)\s)*+(?:{_DO})",
    regex.I,
)
_OFFER: Final = regex.compile(
    r"if\syou(?:['’](?:re|d|ve)|\sare|\swould|\swant|\swish|\shave|\sneed|\sthink)?\b[^.?!]{0,300}?,\s"
    r"(?P<who>(?:we|our\s\w++(?:\s\w++){0,3}?|the\s\w++(?:\s\w++){0,3}?|(?-i:\p{Lu})[^.?!,]{2,80}?))\s"
    r"(?:offers?|provides?|can\shelp|can\sguide|invites?\syou|welcomes?)\b",
    regex.I,
)
_BUTTON: Final = regex.compile(
    rf"(?:(?:{_DO})(?:\s(?:today|now|online|here|with\sus|in\s\w++(?:\s\w++)?))?"
    r"|(?:get|take|start)\s(?:started|the\sfirst\sstep)(?:\s(?:today|now))?)[\s!.→»›]*+",
    regex.I,
)
_CALL_CSS: Final = frozenset(("cta", "call-to-action", "cta-box", "cta-block", "cta-section"))


def mark_calls_to_action(view: View) -> None:
    """Type paragraphs that invite the reader to book or call, and lines that are nothing but an invitation."""
    for part in view.parts:
        if part.kind in ("paragraph", "heading") and (
            is_call_to_action(view.shown(part), is_line=part.kind == "heading") or _has_css(part, _CALL_CSS)
        ):
            part.kind = "call_to_action"


def is_call_to_action(text: str, *, is_line: bool = False) -> bool:
    """Whether a paragraph opens with an invitation to its reader; a line (`is_line`) must be nothing else."""
    if len(text) <= 80 and _BUTTON.fullmatch(text):
        return True
    if is_line or len(text) > _MAX_FRAME:
        return False
    if _CALL.match(text):
        return True
    offer = _OFFER.match(text)
    if offer is None:
        return False
    who = offer["who"]
    return who.lower().startswith(("we", "our ")) or names_organisation(who)


# --- Introductions ---


def mark_list_intros(view: View) -> None:
    """Type a paragraph that ends in a colon right before a list or a table."""
    for part, following in zip(view.parts, view.parts[1:], strict=False):
        if part.kind == "paragraph" and following.kind in _INTRODUCED and view.text(part).rstrip(" *_").endswith(":"):
            part.kind = "list_intro"


def mark_framing(view: View) -> None:
    """Type all that frames an article. A part that the site has typed already keeps its kind."""
    mark_author_boxes(view)
    mark_date_lines(view)
    mark_disclaimers(view)
    mark_calls_to_action(view)
    mark_list_intros(view)


__all__ = [
    "BoxRole",
    "framed_dates",
    "framed_people",
    "is_call_to_action",
    "is_disclaimer",
    "mark_author_boxes",
    "mark_calls_to_action",
    "mark_date_lines",
    "mark_disclaimers",
    "mark_framing",
    "mark_list_intros",
]
