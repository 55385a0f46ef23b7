"""People in lines of text: names, degrees, positions, organisations, bylines."""

from __future__ import annotations

import pytest

from extractors.finders.people import is_account, parse_byline, parse_person
from schemas.spans import NORMALISERS, Found

PARTS = ("honorific", "name", "credentials", "position", "organisation")


def proved(text: str, found: Found[str]) -> str:
    assert NORMALISERS[found.normaliser](text[found.start : found.end]) == found.value
    return found.value


def read(text: str) -> tuple[str | None, ...] | None:
    person = parse_person(text)
    if person is None:
        return None
    values = (getattr(person, part) for part in PARTS)
    return tuple(proved(text, value) if value is not None else None for value in values)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Ida Owl, MD, PhD, Medical Director, Perch Institute. Dr. Owl writes.",
         ("Dr.", "Ida Owl", "MD, PhD", "Medical Director", "Perch Institute")),
        ("Dr. Ida Owl, DC, Founder & CEO, Perch Institute. Dr. Owl writes.",
         ("Dr.", "Ida Owl", "DC", "Founder & CEO", "Perch Institute")),
        ("Ida Owl, RN, MSc, Patient Educator, Perch Institute. Ida Owl writes.",
         (None, "Ida Owl", "RN, MSc", "Patient Educator", "Perch Institute")),
        ("Prof. Dr. Hans-Jörg van der Eule, Head of Cardiology, University of Perch, Dept. Y. He leads.",
         ("Prof. Dr.", "Hans-Jörg van der Eule", None, "Head of Cardiology", "University of Perch, Dept. Y")),
        ("Professor Ana María de la Cruz", ("Professor", "Ana María de la Cruz", None, None, None)),
        ("Ida Owl MD PhD", (None, "Ida Owl", "MD PhD", None, None)),
        ("Ida Q. Owl, M.D., Ph.D., Chief Medical Officer, Perch Inc. Dr. Owl is",
         (None, "Ida Q. Owl", "M.D., Ph.D.", "Chief Medical Officer", "Perch Inc.")),
        ("Ida Owl, MD, ZZQX, Medical Director at Perch Clinic",
         (None, "Ida Owl", "MD, ZZQX", "Medical Director", "Perch Clinic")),
        ("Ida Owl Jr., PhD, Founder", (None, "Ida Owl Jr.", "PhD", "Founder", None)),
        ("Ida Owl, Perch Institute", (None, "Ida Owl", None, None, "Perch Institute")),
        ("Ida Owl – Nurse Practitioner – Perch Clinic",
         (None, "Ida Owl", None, "Nurse Practitioner", "Perch Clinic")),
        ("Ida Owl is the Medical Director of Perch Institute. She sings.",
         (None, "Ida Owl", None, "Medical Director", "Perch Institute")),
        ("O’Neil D'Souza, BSc (Hons), MRCP", (None, "O’Neil D'Souza", "BSc (Hons), MRCP", None, None)),
        ("Dr. Owl", ("Dr.", "Owl", None, None, None)),
        ("Ida Owl, MD, Boston, MA", (None, "Ida Owl", "MD", None, None)),
    ],
)  # fmt: skip
def test_parts_of_a_person(text: str, expected: tuple[str | None, ...]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Perch Medical Institute", "Harbour Hospital", "Stem Cells, which are", "Stem Cells are unique", "Read More",
        "Frequently Asked Questions", "owl", "", "This article is general.", "Ida Owl, who leads the trial, said",
        "Medical Director, Perch Institute",
    ],
)  # fmt: skip
def test_what_is_no_person_is_left_alone(text: str) -> None:
    assert parse_person(text) is None


Line = tuple[list[tuple[str, str]], list[tuple[str, str]], list[str]]


def line(text: str) -> Line | None:
    byline = parse_byline(text)
    if byline is None:
        return None
    return (
        [(credited.role, proved(text, credited.person.name)) for credited in byline.people],
        [(role, proved(text, raw)) for role, raw in byline.dates],
        [proved(text, category) for category in byline.categories],
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by admin | Jun 9, 2031 | Owls, Night's Birds",
         ([("account", "admin")], [("published", "Jun 9, 2031")], ["Owls", "Night's Birds"])),
        ("by Ida Owl | Feb 3, 2031 | Owls | 3 comments",
         ([("author", "Ida Owl")], [("published", "Feb 3, 2031")], ["Owls"])),
        ("By Jonas Uhu, 11 May 2031", ([("author", "Jonas Uhu")], [("published", "11 May 2031")], [])),
        ("Written by Ida Owl, MD", ([("author", "Ida Owl")], [], [])),
        ("By Ida Owl and Jonas Uhu", ([("author", "Ida Owl"), ("author", "Jonas Uhu")], [], [])),
        ("By Ida Owl, MD, PhD, Jonas Uhu and Ann Kauz, RN | Published 5 May 2031 | Updated 6 May 2031",
         ([("author", "Ida Owl"), ("author", "Jonas Uhu"), ("author", "Ann Kauz")],
          [("published", "5 May 2031"), ("modified", "6 May 2031")], [])),
        ("Posted on May 5, 2031 by webmaster", ([("account", "webmaster")], [("published", "May 5, 2031")], [])),
        ("Medically reviewed by Dr. Ida Owl, MD on May 2, 2031",
         ([("medical_reviewer", "Ida Owl")], [("reviewed", "May 2, 2031")], [])),
        ("By Perch Institute | May 5, 2031", ([("author", "Perch Institute")], [("published", "May 5, 2031")], [])),
        ("By the Editorial Staff, 5 May 2031",
         ([("account", "the Editorial Staff")], [("published", "5 May 2031")], [])),
        ("Published May 5, 2031 · 5 min read", ([], [("published", "May 5, 2031")], [])),
        ("Last updated: May 5, 2031", ([], [("modified", "May 5, 2031")], [])),
        ("by the owls | May 5, 2031 | X", ([("author", "the owls")], [("published", "May 5, 2031")], ["X"])),
    ],
)  # fmt: skip
def test_bylines(text: str, expected: Line) -> None:
    assert line(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "By using cells, the team found that May 5, 2031 was", "By 2031 the trial will end.",
        "By continuing, you agree", "Published May 5, 2031 in a journal of birds",
        "The study, by Ida Owl, was published May 5, 2031.", "by", "",
    ],
)  # fmt: skip
def test_sentences_are_no_bylines(text: str) -> None:
    assert parse_byline(text) is None


@pytest.mark.parametrize("name", ["admin", "Admin", "editor", "Staff Writer", "Perch News Team", "jowl42", "guest"])
def test_accounts(name: str) -> None:
    assert is_account(name)


@pytest.mark.parametrize("name", ["Ida Owl", "Ida", "Perch Institute"])
def test_names_are_no_accounts(name: str) -> None:
    assert not is_account(name)


def test_position_of_a_single_author_is_read_from_the_byline() -> None:
    byline = parse_byline("By Ida Owl, Senior Writer, Perch Daily News")
    assert byline is not None
    person = byline.people[0].person
    assert person.position is not None and person.position.value == "Senior Writer"
    assert person.organisation is not None and person.organisation.value == "Perch Daily News"
