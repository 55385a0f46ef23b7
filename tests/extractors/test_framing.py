"""What frames an article: author boxes, review dates, disclaimers, calls to action, list introductions."""

from __future__ import annotations

import pytest

from extractors.framing import (
    framed_dates,
    framed_people,
    is_call_to_action,
    is_disclaimer,
    mark_framing,
)
from extractors.site import content_blocks
from extractors.text_page import parse_text
from extractors.view import View, view_of
from schemas.spans import Span

BODY = (
    "A Long Title of a Page\n\nOwls sleep by day, and whoever walks below their tree should therefore walk softly.\n\n"
)


def framed(text: str) -> View:
    page = parse_text("c", BODY + text)
    view = view_of(page, Span(0, len(page.text)), content_blocks(page), ())
    mark_framing(view)
    return view


def kinds(view: View) -> list[str]:
    return [part.kind for part in view.parts[2:]]


def test_label_with_a_person_below_is_an_author_box() -> None:
    view = framed("Author\nDr. Ida Owl, MD, Head of Roosting, Perch Institute. Dr. Owl counts feathers.\n")
    assert kinds(view) == ["label", "author_box"]
    (person,) = framed_people(view)
    assert (person.role, person.name.value) == ("author", "Ida Owl")
    assert person.position is not None and person.position.value == "Head of Roosting"


def test_reviewer_and_what_goes_on_about_them() -> None:
    view = framed(
        "Reviewed By\n\nIda Owl, MD, Physician, Perch Institute. \n\nDr. Owl has kept owls for thirty years.\n"
    )
    assert kinds(view) == ["label", "author_box", "author_box"]
    assert [(person.role, person.name.value) for person in framed_people(view)] == [("medical_reviewer", "Ida Owl")]


def test_label_and_person_in_one_paragraph() -> None:
    view = framed(
        "Medical Reviewer: Dr. Ida Owl, MD, Physician, Perch Institute. Dr. Owl has kept owls for thirty years.\n"
    )
    assert kinds(view) == ["author_box"]
    assert [person.role for person in framed_people(view)] == ["medical_reviewer"]


def test_label_without_a_person_stays_a_heading() -> None:
    view = framed("Author\n\nThe word is older than printing, and it once named anyone who made something grow.\n")
    assert kinds(view) == ["heading", "paragraph"]
    assert framed_people(view) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Last Reviewed: May 22, 2031", "reviewed"), ("Last updated on 5 May 2031", "modified"),
        ("Published: March 3, 2031", "published"),
    ],
)  # fmt: skip
def test_line_that_only_states_a_date(text: str, role: str) -> None:
    view = framed(text + "\n")
    assert kinds(view) == ["label"]
    assert [fact.role for fact in framed_dates(view)] == [role]


def test_sentence_with_a_date_is_no_date_line() -> None:
    view = framed("The tree was last reviewed on May 22, 2031, when storms had broken two of its older branches.\n")
    assert kinds(view) == ["paragraph"]


@pytest.mark.parametrize(
    "text",
    [
        "This information is for educational purposes only.", "This is not medical advice.",
        "The content of this page is not intended to replace professional medical advice.",
        "Disclaimer: This article does not constitute medical advice.",
        "These statements have not been evaluated by any agency.",
    ],
)  # fmt: skip
def test_disclaimers(text: str) -> None:
    assert is_disclaimer(text)


@pytest.mark.parametrize(
    "text",
    [
        "This information may guide future trials.", "This study does not replace earlier work.",
        "The information does not provide a clear answer.", "Owls are no substitute for cats.",
    ],
)  # fmt: skip
def test_sentences_about_limits_are_no_disclaimers(text: str) -> None:
    assert not is_disclaimer(text)


@pytest.mark.parametrize(
    "text",
    [
        "Book a Consultation", "Schedule your free appointment today!", "Contact us today.",
        "If you would like to know more, Perch Institute offers visits. Book a Tour",
        "To talk about your owl, call our team.", "If you’re in doubt, we can help.",
    ],
)  # fmt: skip
def test_calls_to_action(text: str) -> None:
    assert is_call_to_action(text)


@pytest.mark.parametrize(
    "text",
    [
        "If you have knee pain, cell therapy offers hope.", "In the trial, patients contact us by letter.",
        "A good consultation should clarify:", "For patients abroad, this guide offers a frame.",
        "If answers remain vague, that is a warning.",
    ],
)  # fmt: skip
def test_advice_is_no_call_to_action(text: str) -> None:
    assert not is_call_to_action(text)


def test_paragraph_before_a_list_introduces_it() -> None:
    view = framed("An owl needs these things to live through a long winter in the north:\n- mice\n- snow\n")
    assert kinds(view) == ["list_intro", "list_item", "list_item"]


def test_colon_without_a_list_stays_a_paragraph() -> None:
    view = framed(
        "An owl needs these things to live through a long winter in the north:\n\nMice, which it eats whole.\n"
    )
    assert kinds(view) == ["paragraph", "paragraph"]
