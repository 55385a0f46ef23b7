"""How a document is built, as rows: sections, passages, list items, figures, questions."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Final

import regex

from extractors.document import Reading
from extractors.outline import Asked
from extractors.view import Part
from schemas.records import Figure, ListItem, Passage, Question, Section
from schemas.spans import Found, found_text

# 'Label: text' with a label of a few words, which may begin as 'iPSC' or 'α-synuclein' do; a clock time, an address
# or a quotation is no label.
_LABEL: Final = regex.compile(
    r"(?:\*\*|__)?(?P<label>(?:[\p{Lu}\d]|\p{Ll}{1,2}\p{Lu}|\p{Greek}-)(?:[^:.!?\n\"“”|*]|\*(?!\*)){0,79}+)"
    r"(?:\*\*|__)?:(?:\*\*|__)?(?=\s)\s*+(?=\S)"
)
_MAX_LABEL_WORDS: Final = 8
_MAX_EXPECTED_WORDS: Final = 14
_MIN_CLAUSE_WORDS: Final = 4


def record_structure(reading: Reading) -> None:
    """Draft sections first, since everything else refers to them."""
    _record_sections(reading)
    _record_passages(reading)
    _record_list_items(reading)
    _record_figures(reading)
    _record_questions(reading)


def _record_sections(reading: Reading) -> None:
    for node in reading.outline.nodes:
        heading = reading.view.found(node.heading)
        if heading is None:
            continue
        reading.sections[node.place] = reading.recorder.add(
            Section,
            document_id=reading.document,
            parent_section_id=reading.section(node.parent),
            ordinal=node.place + 1,
            level=node.level,
            heading=heading,
            span_start=node.heading.start,
            span_end=node.end,
            is_empty=node.is_empty,
        )


def _record_passages(reading: Reading) -> None:
    for ordinal, part in enumerate((*reading.view.parts, *reading.view.meta), start=1):
        reading.recorder.add(
            Passage,
            document_id=reading.document,
            ordinal=ordinal,
            section_id=reading.section_of(part),
            kind=part.kind,
            span_start=part.start,
            span_end=part.end,
            locator=part.block.locator,
        )


def split_label(text: str, start: int, end: int, *, is_expected: bool = False) -> tuple[Found[str] | None, int]:
    """Return the label of a 'Label: text' item with where the text behind it begins; (None, start) without one.

    is_expected: other items of the list have labels, so that a long one, or a clause before a colon, is one, too.
    """
    match = _LABEL.match(text, start, end)
    if match is None:
        return None, start
    if match["label"].count("(") != match["label"].count(")"):
        return None, start  # the colon stands within the bracket
    n_words = len(match["label"].split())
    if n_words > (_MAX_EXPECTED_WORDS if is_expected else _MAX_LABEL_WORDS):
        return None, start
    if not is_expected and n_words >= _MIN_CLAUSE_WORDS and not text[match.end()].isupper():
        return None, start  # '2 studies reported deaths: 3% early, 4% late'
    return found_text(text, *match.span("label")), match.end()


def _labelled_lists(reading: Reading) -> frozenset[int | None]:
    """Return the numbers of the lists half of whose items, and two at least, have short labels."""
    n_items: Counter[int | None] = Counter()
    n_labels: Counter[int | None] = Counter()
    for part in reading.view.of_kind("list_item"):
        n_items[part.block.list_no] += 1
        label, _ = split_label(reading.view.page.text, part.start, part.end)
        n_labels[part.block.list_no] += label is not None
    return frozenset(number for number, n in n_labels.items() if n >= 2 and 2 * n >= n_items[number])


def _is_within_link(place: int, links: Sequence[tuple[int, int]]) -> bool:
    """Return whether a place stands within one of the links, which are in reading order."""
    before = bisect_right(links, (place, 0)) - 1
    return before >= 0 and place < links[before][1]


def _record_list_items(reading: Reading) -> None:
    """Draft the items of lists; lists are numbered within the document, in reading order."""
    text = reading.view.page.text
    numbers: dict[int | None, int] = {}
    ordinals: dict[int | None, int] = {}
    labelled = _labelled_lists(reading)
    links = [(link.start, link.end) for link in reading.view.links()]
    for part in reading.view.of_kind("list_item"):
        listing = part.block.list_no
        numbers.setdefault(listing, len(numbers) + 1)
        ordinals[listing] = ordinals.get(listing, 0) + 1
        label, body = split_label(text, part.start, part.end, is_expected=listing in labelled)
        if label is not None and _is_within_link(label.end, links):
            label, body = None, part.start  # the colon is one of the link's text
        item = found_text(text, body, part.end)
        if item is None:
            continue
        reading.recorder.add(
            ListItem,
            document_id=reading.document,
            section_id=reading.section_of(part),
            list_no=numbers[listing],
            ordinal=ordinals[listing],
            label=label,
            text=item,
        )


def _record_figures(reading: Reading) -> None:
    for part in reading.view.of_kind("figure_alt"):
        alt = reading.view.found(part)
        if alt is not None:
            reading.recorder.add(
                Figure, document_id=reading.document, section_id=reading.section_of(part), alt_text=alt
            )


def _record_questions(reading: Reading) -> None:
    for ordinal, asked in enumerate(reading.outline.questions, start=1):
        question = reading.view.found(asked.heading)
        if question is None:
            continue
        reading.recorder.add(
            Question,
            document_id=reading.document,
            section_id=reading.section(asked.section),
            ordinal=ordinal,
            question=question,
            answer=_answer(reading, asked),
            keyed_by=(question,),
        )


def _answer(reading: Reading, asked: Asked) -> Found[str] | None:
    """Return all that answers a question as one slice; list marks within it are none of its words."""
    parts: Sequence[Part] = [part for part in asked.answer if part.kind != "figure_alt"]
    if not parts:
        return None
    return found_text(reading.view.page.text, parts[0].start, parts[-1].end, "prose")
