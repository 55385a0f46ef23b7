"""People as pages name them: 'Dr. Jane Roe, MD, PhD, Medical Director, Some Institute', with a span for every part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

import regex

from extractors.finders.affiliations import names_organisation, names_position, read_affiliation
from extractors.finders.dates import find_dates
from extractors.finders.person_words import ACCOUNT, CREDENTIAL_FORM, CREDENTIALS, FAMILY_NAMES, NO_NAME_WORDS
from schemas.spans import Found, found_text


@dataclass(frozen=True, slots=True)
class PersonFound:
    """The parts of one person's line; `end` is where the reading stopped. `credentials` is one contiguous slice."""

    name: Found[str]
    honorific: Found[str] | None = None
    credentials: Found[str] | None = None
    position: Found[str] | None = None
    organisation: Found[str] | None = None
    end: int = 0


_TITLE: Final = (
    r"(?:Drs?|Prof|Assoc|Asst|Mr|Mrs|Ms|Mx|Hon|Rev|Fr|Dipl|Ing|Mag|Priv)\.(?:-(?:Ing|Doz)\.)?"
    r"|(?:Associate|Assistant|Adjunct|Emeritus|Clinical)\s(?=Prof)|Professor|Prof|Dra?|Doctor|Sir|Dame|PD|Mr|Mrs|Ms|Mx"
    r"|(?:h\.\s?c|med|rer|nat|phil|habil|univ)\."
)
_HONORIFIC: Final = regex.compile(rf"(?P<whole>(?:{_TITLE})(?:\s(?:{_TITLE}))*+)\s++(?=\p{{L}})")
_NAME_WORD: Final = regex.compile(r"\p{Lu}\.(?:-?\p{Lu}\.)*+|\p{Lu}[\p{L}\p{M}'’\u02bc\u2010\u2011-]*+|\p{Lo}{1,8}+")
_PARTICLE: Final = regex.compile(
    r"(?:de|del|della|dei|der|den|des|di|da|das|do|dos|du|la|las|le|los|van|von|vom|ter|ten|zu|zur|bin|ibn|binti|al|el|y"
    r"|e|i|af|av|st)(?=\s)"
)
_GENERATION: Final = regex.compile(r"(?:Jr|Sr|II|III|IV)\b")
_SUFFIX: Final = regex.compile(r",?\s(?:Jr|Sr)\b\.?|\s(?:II|III|IV)\b")
_BLANK: Final = regex.compile(r"[ \t\u00a0]++")
_CREDENTIAL: Final = regex.compile(
    rf"(?P<plain>[A-Z][A-Za-z]{{0,7}}(?:-[A-Z]{{1,4}})?(?:/L)?|{CREDENTIAL_FORM})(?![\p{{L}}\p{{N}}.-]*\.\p{{L}}|[\p{{L}}\p{{N}}-])"
    r"|(?P<dotted>Ph\.\sD\.|M\.\sD\.|(?:[A-Z][a-z]{0,2}\.){1,4}(?:[A-Z][a-z]{0,3}\.?)?)(?!\p{L})"
)
_FORM: Final = regex.compile(CREDENTIAL_FORM)
_HONOURS: Final = regex.compile(r"\s?\((?:Hons?|Oxon|Cantab|cand|c)\.?\)")
_GAP: Final = regex.compile(r"\s?[,;/&]\s?|[ \t\u00a0]")
_UNKNOWN_CREDENTIAL: Final = regex.compile(r"[A-Z][A-Z-]{1,8}(?=\s?[,.]|$)")
_AFTER_NAME: Final = regex.compile(
    r"\s*+(?:$|[,.;:|·•–—()\[\]/&\n]|-\s|(?:and|with|on|in|at|is|was|has|serves|works|leads|holds|writes|joined|earned"
    r"|practi[cs]es|received|speciali[sz]es|focuses)\b)"
)
_GOES_ON: Final = regex.compile(r",\s++\p{Ll}")
_WORD: Final = regex.compile(r"\p{L}[\p{L}\p{M}'’-]*+")
_ACCOUNT: Final = regex.compile(ACCOUNT, regex.I)
_LOGIN: Final = regex.compile(r"[a-z][a-z0-9._-]{1,40}|[A-Za-z]{2,30}[0-9]{1,6}")
_MAX_NAME_WORDS: Final = 6


def is_account(name: str) -> bool:
    """Whether a byline's name is that of an account or a desk ('admin', 'Editorial Team'), not of a person."""
    return _ACCOUNT.fullmatch(name) is not None or _LOGIN.fullmatch(name) is not None


def parse_person(text: str, start: int = 0, end: int | None = None) -> PersonFound | None:
    """Read the person at `start` with all that is said of them up to the end of the sentence.

    None where no person stands there: a name needs two words, or a title before it; it is no organisation and no
    heading, and what follows must be a mark, a degree, or a verb that speaks of people.
    """
    end = len(text) if end is None else end
    person = read_name(text, start, end)
    if person is None:
        return None
    if person.honorific is None and person.credentials is None and not _AFTER_NAME.match(text, person.end, end):
        return None
    held = read_affiliation(text, person.end, end, person.name.value)
    is_bare = not (person.honorific or person.credentials or held.position or held.organisation)
    if is_bare and _GOES_ON.match(text, person.end, end):
        return None  # 'Stem Cells, which ...'
    return replace(person, position=held.position, organisation=held.organisation, end=held.end)


def read_name(text: str, start: int, end: int, *, is_addressed: bool = False) -> PersonFound | None:
    """Read title, name and degrees only.

    is_addressed: a cue such as 'by' says that a name follows, so that one word is enough.
    """
    while start < end and (text[start].isspace() or text[start] in "–—-*_"):
        start += 1
    title = _HONORIFIC.match(text, start, end)
    first = title.end() if title else start
    last, n_words = _name_end(text, first, end)
    if n_words == 0 or (n_words < 2 and title is None and not is_addressed):
        return None
    shown = text[first:last]
    if any(word.lower() in NO_NAME_WORDS for word in _WORD.findall(shown)) or names_organisation(shown):
        return None
    family = shown.rpartition(" ")
    if title is None and names_position(family[0] if family[2].lower() in FAMILY_NAMES else shown):
        return None
    name = found_text(text, first, last, "collapse_ws")
    if name is None:
        return None
    credentials, stop = _credentials(text, last, end)
    honorific = found_text(text, *title.span("whole"), "collapse_ws") if title else None
    return PersonFound(name, honorific, credentials, end=stop)


def _name_end(text: str, first: int, end: int) -> tuple[int, int]:
    """Return where the name that begins at `first` ends, and of how many words it is."""
    at, last, n_words = first, first, 0
    while n_words < _MAX_NAME_WORDS:
        particle = _PARTICLE.match(text, at, end)
        word = None if particle else _NAME_WORD.match(text, at, end)
        if word is not None:
            if n_words and (_GENERATION.match(text, at, end) or _credential_end(text, at, end) is not None):
                break
            n_words += 1
            last = at = word.end()
        elif particle is not None:
            at = particle.end()
        else:
            break
        blank = _BLANK.match(text, at, end)
        if blank is None:
            break
        at = blank.end()
    suffix = _SUFFIX.match(text, last, end) if n_words else None
    return (suffix.end() if suffix else last), n_words


_DOTS: Final = regex.compile(r"[.\s]")


def _credential_end(text: str, at: int, end: int) -> int | None:
    """Return where the degree at `at` ends, None where none stands there."""
    match = _CREDENTIAL.match(text, at, end)
    if match is None:
        return None
    bare = match["plain"] or _DOTS.sub("", match["dotted"])
    return match.end() if bare in CREDENTIALS or (match["plain"] and _FORM.fullmatch(bare)) else None


def _credentials(text: str, at: int, end: int) -> tuple[Found[str] | None, int]:
    """Read degrees behind a name; letters that no list knows count where a known degree stands before them."""
    first: int | None = None
    last = position = at
    while gap := _GAP.match(text, position, end):
        stop = _credential_end(text, gap.end(), end)
        if stop is None and first is not None and "," in gap.group():
            unknown = _UNKNOWN_CREDENTIAL.match(text, gap.end(), end)
            stop = unknown.end() if unknown and not names_position(unknown.group()) else None
        if stop is None:
            break
        honours = _HONOURS.match(text, stop, end)
        first = gap.end() if first is None else first
        last = position = honours.end() if honours else stop
    return (None, at) if first is None else (found_text(text, first, last, "collapse_ws"), last)


# --- Bylines ---

PersonRole = Literal["author", "medical_reviewer", "editor", "account"]


@dataclass(frozen=True, slots=True)
class Credited:
    """A person, desk or organisation of a byline with what they did."""

    role: PersonRole
    person: PersonFound


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote, reviewed or posted, when, and under which categories, as one line says.

    dates: (role, date) in order; `has_bars`: its parts stand between bars or dots, as in 'by NAME | DATE | A, B'.
    """

    people: tuple[Credited, ...]
    dates: tuple[tuple[Literal["published", "modified", "reviewed"], Found[str]], ...]
    categories: tuple[Found[str], ...]
    has_bars: bool

    @property
    def account(self) -> Found[str] | None:
        """The name of the account that posted, where a person is not named."""
        return next((credited.person.name for credited in self.people if credited.role == "account"), None)


_MAX_BYLINE: Final = 800
_CUE: Final = regex.compile(
    r"(?<![\p{L}\p{N}])(?:(?P<medical_reviewer>(?:(?:medically|clinically|expert|fact[- ]|scientifically)\s?)?"
    r"(?:reviewed|checked|verified|approved)\sby:?|(?:medical|clinical|expert)\sreview(?:er)?(?:\sby)?:)"
    r"|(?P<editor>edited\sby:?|editor:)"
    r"|(?P<author>(?:(?:written|posted|published|authored|reported|story|words|article|post|text|analysis|opinion|comment"
    r"|commentary|perspective|essay)\s)?by:?"
    r"|(?:authors?|author\(s\)|written):))\s++(?=[\p{L}“\"])",
    regex.I,
)
_BAR: Final = regex.compile(r"\s?[|·•]\s?|\s[–—]\s|\n")
# What may stand before, behind and between the parts of a byline and is none of them.
_FILLER: Final = regex.compile(
    r"(?:first\s|last\s|originally\s)?(?:published|posted|updated|modified|revised|reviewed|created|medically reviewed"
    r"|date)(?:\s(?:on|at|online))?:?|on|at|in|and|\d{1,3}\smin(?:ute)?s?(?:\sread)?|\d{1,2}\s(?-i:\p{Lu}\p{Ll}{2,8})"
    r"|\d{1,2}:\d\d(?:\s?[ap]\.?m\.?)?(?:\s?(?:UTC|GMT|[ECMP][SD]?T))?"
    r"|\d{1,6}\s(?:comments?|views?|shares?|likes?)|(?:no|leave a)\scomments?|[(),.:;–—-]",
    regex.I,
)
_FILED: Final = regex.compile(
    r"(?:filed\s(?:under|in)|posted\sin|categor(?:y|ies)|in)(?:\s?:)?\s++(?=(?-i:\p{Lu}))", regex.I
)
_AND: Final = regex.compile(r"\s?,?\s(?:and|with)\s|\s?[&/;]\s|\s?,\s", regex.I)
_TRAILING: Final = regex.compile(
    r"(?:[\s,;:–—(-]++|\b(?:on|at|in|and|last|first|published|posted|updated|modified|reviewed|revised))++$", regex.I
)
_NO_CATEGORY: Final = regex.compile(r".*(?:\d\smin|https?:|\bcomments?\b|\bread\b|\bshare\b|:\s).*|\d++", regex.I)
_MODIFIED: Final = regex.compile(r"\b(?:updated|modified|revised|edited)\b[\s:]*+(?:on\s)?$", regex.I)


def parse_byline(text: str, start: int = 0, end: int | None = None) -> Byline | None:
    """Read a line that is nothing but a byline: 'by NAME | DATE | A, B', 'By Jonas Aker, 11 May 2026', 'Written by A'.

    People, dates or both must stand there; a sentence that begins with 'By' is none. Accounts have the role `account`.
    """
    end = len(text) if end is None else end
    if not 4 <= end - start <= _MAX_BYLINE:
        return None
    found = [(item.found.start, item.found.end, item.role) for item in find_dates(text, start, end)]
    segments = _segments(text, start, end)
    cues = list(_CUE.finditer(text, start, end))
    taken = [(first, last) for first, last, _ in found]
    people: list[Credited] = []
    for index, cue in enumerate(cues):
        limit = next(last for _, last in segments if cue.end() <= last)
        limit = min(
            [limit, *(other.start() for other in cues[index + 1 :]), *(at for at, _ in taken if at >= cue.end())]
        )
        # Between cue and bar stands the name, whatever it looks like.
        is_slot = bool(found) and any(last == limit < end and cue.start() == first for first, last in segments)
        own = read_credits(text, cue.end(), limit, _role_of(cue), is_slot=is_slot)
        people += own
        taken.append((cue.start(), max((credited.person.end for credited in own), default=cue.end())))
    if not cues and len(segments) > 1 and found:
        person = read_name(text, *segments[0])
        if person is not None and not text[person.end : segments[0][1]].strip():
            people.append(Credited("author", person))
            taken.append((segments[0][0], person.end))
    behind = max((last for _, last in taken), default=end)
    categories = _categories(text, segments, behind, has_date=bool(found))
    taken += [(first, last) for first, last, _ in categories]
    if not (people or found) or not _is_all(text, start, end, taken):
        return None
    dates = tuple(_dated(text, start, *date) for date in found)
    return Byline(tuple(people), dates, tuple(tag for *_, tag in categories if tag), len(segments) > 1)


def _segments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    first = start
    for bar in _BAR.finditer(text, start, end):
        pieces.append((first, bar.start()))
        first = bar.end()
    return [*pieces, (first, end)]


def _role_of(cue: regex.Match[str]) -> PersonRole:
    return "medical_reviewer" if cue["medical_reviewer"] else "editor" if cue["editor"] else "author"


def read_credits(text: str, start: int, end: int, role: PersonRole, *, is_slot: bool) -> list[Credited]:
    """Read the names behind a cue: several people, one with position and organisation, an account, an organisation.

    is_slot: nothing but a name can stand there, so that what is read as none of these is a name as it stands.
    """
    trailing = _TRAILING.search(text, start, end)
    end = trailing.start() if trailing else end
    whole = found_text(text, start, end, "collapse_ws")
    if whole is None or whole.end - whole.start > 300:
        return []
    if is_account(whole.value):
        return [Credited("account", PersonFound(whole, end=whole.end))]
    people: list[Credited] = []
    at = start
    while person := read_name(text, at, end, is_addressed=not people):
        people.append(Credited(role, person))
        joint = _AND.match(text, person.end, end)
        if joint is None:
            break
        at = joint.end()
    if len(people) == 1 and people[0].person.end < end:
        held = read_affiliation(text, people[0].person.end, end, people[0].person.name.value)
        if held.position or held.organisation:
            person = replace(people[0].person, position=held.position, organisation=held.organisation, end=held.end)
            return [Credited(role, person)]
    if not people and len(whole.value.split()) <= 8 and (is_slot or _is_called_organisation(whole.value)):
        return [Credited(role, PersonFound(whole, end=whole.end))]
    return people


def _is_called_organisation(name: str) -> bool:
    return name[0].isupper() and names_organisation(name)


_JOINED: Final = regex.compile(r"(?:and|&)\s", regex.I)


_BETWEEN_COMMAS: Final = regex.compile(r"[^,]++")


def _categories(
    text: str, segments: list[tuple[int, int]], behind: int, *, has_date: bool
) -> list[tuple[int, int, Found[str] | None]]:
    """Return (start, end, category) behind the date of 'by NAME | DATE | A, B' or behind 'Filed under'."""
    found: list[tuple[int, int, Found[str] | None]] = []
    for first, last in segments:
        filed = _FILED.match(text, max(first, behind), last) or _FILED.search(text, max(first, behind), last)
        is_filed = filed is not None and not text[max(first, behind) : filed.start()].strip(" ,")
        if not is_filed and (first < behind or not has_date or _NO_CATEGORY.fullmatch(text, first, last)):
            continue
        at = filed.end() if filed is not None and is_filed else first
        if filed is not None and is_filed:
            found.append((filed.start(), filed.end(), None))
        tags: list[Found[str]] = []
        for piece in _BETWEEN_COMMAS.finditer(text[at:last]):
            tag = found_text(text, at + piece.start(), at + piece.end(), "collapse_ws")
            if tag is not None and tags and _JOINED.match(tag.value):
                # 'Hair, Skin, and Nails' is one name: nothing joins categories but commas.
                whole = found_text(text, tags[-2:][0].start, tag.end, "collapse_ws")
                tags[-2:] = [whole] if whole is not None else []
            elif tag is not None:
                tags.append(tag)
        found.extend((tag.start, tag.end, tag) for tag in tags)
    return found


def _is_all(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    """Whether nothing but fillers is left of a line once its parts are taken away."""
    at = start
    for first, last in [*sorted(taken), (end, end)]:
        rest = _BAR.sub(" ", text[at : max(at, first)])
        if _FILLER.sub(" ", rest).strip():
            return False
        at = max(at, last)
    return True


def _dated(
    text: str, start: int, first: int, last: int, role: str
) -> tuple[Literal["published", "modified", "reviewed"], Found[str]]:
    raw = Found(text[first:last], first, last)
    if role == "reviewed":
        return "reviewed", raw
    if role == "modified" or _MODIFIED.search(text[max(start, first - 40) : first]):
        return "modified", raw
    return "published", raw
