"""People and organisations that a page's metadata names as author, reviewer or editor, joined to visible ones."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import regex

from extractors.facts import Facts, Person
from extractors.finders.people import Credited, PersonFound, PersonRole, parse_byline, parse_person, read_credits
from extractors.view import View
from schemas.spans import Found

_PROPERTY: Final = regex.compile(
    r"jsonld:(?:https?://[^/]*+/)?(?P<type>[^./#]*)\.(?:mainEntity\.)?(?P<property>author|creator|reviewedBy|editor)"
    r"(?:\.(?P<index>\d+))?(?:\.(?P<leaf>[^.]+(?:\.name)?))?"
)
_PERSON: Final = regex.compile(r"jsonld:(?:https?://[^/]*+/)?(?:Person|Physician)\.(?P<leaf>[^.]+(?:\.name)?)")
_OTHER_THINGS: Final = frozenset(
    "AudioObject Comment Dataset Event ImageObject Product Question Review ScholarlyArticle VideoObject Book".split()
)
_ROLES: Final[dict[str, PersonRole]] = {
    "author": "author",
    "creator": "author",
    "reviewedBy": "medical_reviewer",
    "editor": "editor",
}
_ORGANISATION: Final = regex.compile(r"(?:.*Organization|.*Clinic|.*Hospital|Corporation|.*Business)", regex.I)
_NAMES: Final = (
    "author",
    "itemprop:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "article:author",
    "byl",
)
_ADDRESS: Final = regex.compile(r"https?://|@\w|^#|^www\.", regex.I)
_WRITTEN_BY: Final = regex.compile(r"(?:written|posted) by|author", regex.I)
_LETTERS: Final = regex.compile(r"[^\p{L}\s]+")


@dataclass(slots=True)
class _Stated:
    """One value of a property: its leaves by name ('' where the value is a plain text)."""

    role: PersonRole
    leaves: dict[str, Found[str]] = field(default_factory=dict)


def metadata_people(view: View) -> Iterator[Person]:
    """Yield who JSON-LD, microdata and meta elements name, in that order; addresses of profiles are no names."""
    known = _nodes(view)
    for stated in _stated(view):
        leaves = stated.leaves
        identity = leaves.get("@id") or leaves.get("")
        if "name" not in leaves and identity is not None and identity.value in known:
            leaves = known[identity.value]
        name = leaves.get("name") or leaves.get("")
        if name is not None and _ADDRESS.search(name.value) is None:
            yield from _people(view, stated.role, name, leaves)
    for name in (*view.metadata(*_NAMES), *_labelled(view)):
        if _ADDRESS.search(name.value):
            continue
        byline = parse_byline(view.page.text, name.start, name.end)
        if byline is not None and byline.people:
            yield from (as_person(credited) for credited in byline.people)
        else:
            yield from _people(view, "author", name, {})


def _stated(view: View) -> list[_Stated]:
    stated: dict[tuple[str, str, str], _Stated] = {}
    for part in view.meta:
        match = _PROPERTY.fullmatch(part.block.name or "")
        found = view.found(part, "unescape") if match is not None else None
        if match is None or found is None or match["type"] in _OTHER_THINGS:
            continue
        leaf, index = match["leaf"] or "", match["index"] or ""
        entry = stated.setdefault((match["type"], match["property"], index), _Stated(_ROLES[match["property"]]))
        entry.leaves.setdefault(leaf, found)
    return list(stated.values())


def _nodes(view: View) -> dict[str, dict[str, Found[str]]]:
    """Return the Person nodes of JSON-LD graphs by their `@id`; a leaf seen again begins the next node."""
    nodes: list[dict[str, Found[str]]] = [{}]
    for part in view.meta:
        match = _PERSON.fullmatch(part.block.name or "")
        found = view.found(part, "unescape") if match is not None else None
        if match is None or found is None:
            continue
        if match["leaf"] in nodes[-1]:
            nodes.append({})
        nodes[-1][match["leaf"]] = found
    return {node["@id"].value: node for node in nodes if "@id" in node}


def _labelled(view: View) -> Iterator[Found[str]]:
    """Yield what cards label as the author: 'twitter:label1: Written by', 'twitter:data1: NAME'."""
    for number in ("1", "2"):
        label = view.first_metadata(f"twitter:label{number}")
        if label is not None and _WRITTEN_BY.fullmatch(label.value):
            yield from view.metadata(f"twitter:data{number}")


def _people(view: View, role: PersonRole, name: Found[str], leaves: dict[str, Found[str]]) -> Iterator[Person]:
    """Read a name, which may hold title and degrees, and take the other leaves for what it does not hold."""
    kind = leaves.get("@type")
    if kind is not None and _ORGANISATION.fullmatch(kind.value):
        yield Person(role, name)
        return
    whole = parse_person(view.page.text, name.start, name.end)
    if whole is not None and whole.end >= name.end:
        credited = [Credited(role, whole)]
    else:
        credited = read_credits(view.page.text, name.start, name.end, role, is_slot=True)
        rest = view.page.text[credited[-1].person.end : name.end] if credited else ""
        if not credited or (rest and rest[0] not in ".,|-–—/("):
            credited = [Credited(role, PersonFound(name, end=name.end))]
    for one in credited:
        person = as_person(one)
        if len(credited) == 1 and person.role != "account":
            person.honorific = person.honorific or leaves.get("honorificPrefix")
            person.credentials = person.credentials or leaves.get("honorificSuffix")
            person.position = person.position or leaves.get("jobTitle")
            held_at = leaves.get("affiliation.name") or leaves.get("worksFor.name")
            person.organisation = person.organisation or held_at
        yield person


def as_person(credited: Credited) -> Person:
    """Return a credited person as a contributor."""
    found = credited.person
    return Person(credited.role, found.name, found.honorific, found.credentials, found.position, found.organisation)


def add_person(facts: Facts, person: Person) -> None:
    """Add a contributor; one who stands already in the same role only gains the parts that were not stated before."""
    for other in facts.people:
        is_role = other.role == person.role or "account" in (other.role, person.role)
        if is_role and _is_same_name(other.name.value, person.name.value):
            other.honorific = other.honorific or person.honorific
            other.credentials = other.credentials or person.credentials
            other.position = other.position or person.position
            other.organisation = other.organisation or person.organisation
            return
    facts.people.append(person)
    if person.role == "account" and facts.generic_author is None:
        facts.generic_author = person.name


def _is_same_name(left: str, right: str) -> bool:
    """Whether two spellings name one person: accents and marks aside; a middle name may be left out."""
    a, b = _words(left), _words(right)
    if a == b:
        return True
    return min(len(a), len(b)) == 2 and a[0] == b[0] and a[-1] == b[-1]


def _words(name: str) -> list[str]:
    bare = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return _LETTERS.sub("", bare).casefold().split() or [name]
