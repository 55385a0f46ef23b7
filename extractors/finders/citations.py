"""References in running text: NLM articles and chapters with all their fields, other styles as raw text with ids.

A field that is not certain is None (abstain rather than guess): styles other than NLM yield their identifiers, their
address and what stands there, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import regex

from extractors.finders.doi_forms import DoiContext, doi_status
from extractors.finders.identifiers import Identifier, find_identifiers
from extractors.finders.names import Contributor
from extractors.finders.nlm import ARTICLE, WINDOW, CslType, Form, PageKind, parse_nlm
from extractors.finders.other_styles import may_begin_reference, other_style_end
from extractors.finders.reference_tail import read_tail
from schemas.calendar import Precision
from schemas.spans import Found, Span, found_text

WORK_SCHEMES: Final = frozenset({"doi", "pmid", "pmcid", "nbk"})


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference with CSL-JSON fields; `raw` is the whole of it without list mark and prefix."""

    form: Form
    raw: Found[str]
    csl_type: CslType = "unknown"
    prefix: Found[str] | None = None
    title: Found[str] | None = None
    container_title: Found[str] | None = None
    publisher: Found[str] | None = None
    publisher_place: Found[str] | None = None
    medium: Found[str] | None = None
    chapter_number: Found[str] | None = None
    issued: Found[str] | None = None
    issued_precision: Precision | None = None
    issued_year: int | None = None
    volume: Found[str] | None = None
    issue: Found[str] | None = None
    page: Found[str] | None = None
    page_kind: PageKind | None = None
    url: Found[str] | None = None
    authors_truncated: bool = False
    contributors: tuple[Contributor, ...] = ()
    identifiers: tuple[Identifier, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class BareIdentifier:
    """An identifier that stands without a reference; `raw` begins at its label ('PMID:1')."""

    identifier: Identifier
    raw: Found[str]
    prefix: Found[str] | None


_LONGEST_TAIL: Final = 1500
_MARK: Final = regex.compile(
    r"\s*+(?:(?:\[(?:\^?\d{1,3}|@[^\[\]\s]{1,80}+)\]:?|\(\d{1,3}\)|\d{1,3}[.)]|[-*\u2022\u00b7\u2023\u2013])\s{1,4}+)?+"
)
_PREFIX: Final = regex.compile(
    r"(?:\*\*|__)?+(?P<prefix>Sources?|References?|Citations?)(?:\*\*|__)?+\s?+:(?:\*\*|__)?+\s*+", regex.I
)
_URL: Final = regex.compile(r"https?://[^\s<>\"\[\]|]{4,500}+", regex.I)
_RESOLVER: Final = regex.compile(r"https?://(?:dx\.)?doi\.org/", regex.I)
# Where a reference may begin: after a line break, after a sentence where a name follows, and at 'Source:'.
_AFTER: Final = regex.compile(
    r"\n[^\S\n]*+(?=\S)|[.!?:]\s(?=['\u2019]?\p{L}[\p{L}'\u2019 -]{1,60}+(?<=\s\p{Lu}{1,4})[,.;])"
)
_LED: Final = regex.compile(r"\b(?:Source|Reference|Citation)s?(?:\*\*)?\s?:", regex.I)
_HARD_END: Final = regex.compile(
    r"\n[^\S\n]*+(?:\n|(?:\[(?:\^?\d{1,3}|@[^\[\]\s]{1,80}+)\]:?|\(\d{1,3}\)|\d{1,3}[.)]|[-*\u2022])\s"
    r"|(?:\*\*|__)?+(?:Source|Reference|Citation)s?(?:\*\*|__)?+\s?+:)",
    regex.I,
)


def parse_reference(text: str, start: int = 0, end: int | None = None) -> Reference | None:
    """Read `text[start:end]`, a block that is one reference; None for prose, even where it names a PMID.

    A list mark and 'Source:' / 'Reference:' may stand before it. What follows the end of the grammar (another
    sentence, another reference) is left alone: `raw` tells how far the reference goes.
    """
    end = len(text) if end is None else end
    first = _MARK.match(text, start, end)
    body = first.end() if first else start
    prefix_match = _PREFIX.match(text, body, end)
    prefix = None
    if prefix_match:
        prefix = found_text(text, *prefix_match.span("prefix"))
        body = prefix_match.end()
        mark = _MARK.match(text, body, end)
        body = mark.end() if mark else body
    limit = min(end, body + WINDOW)
    while limit > body and text[limit - 1].isspace():
        limit -= 1
    if body >= limit:
        return None
    if text[body] == "[" and (linked := _nlm_reference(text, body + 1, limit, prefix)):
        return linked  # the whole reference is the text of a Markdown link
    return _nlm_reference(text, body, limit, prefix) or _other_reference(text, body, limit, prefix)


def parse_listed_reference(text: str, start: int = 0, end: int | None = None) -> Reference | None:
    """Read `text[start:end]`, an entry of a list of references that is none by itself: names, a title, a year."""
    end = len(text) if end is None else end
    mark = _MARK.match(text, start, end)
    return _other_reference(text, mark.end() if mark else start, end, None, is_listed=True)


_YEAR_OR_DOI: Final = regex.compile(r"(?:1[89]|20)\d\d|10\.\d{4}")
_BLANK: Final = regex.compile(r"[^\S\n]")
_BETWEEN: Final = regex.compile(r"[\s,;/()&]*+(?:and\s)?+")


def find_references(text: str, start: int = 0, end: int | None = None) -> list[Reference]:
    """Return the references of one block: at its start, behind 'Source:', after a sentence, one per line or item."""
    end = len(text) if end is None else end
    found: list[Reference] = []
    consumed = start
    # Only a reference has the skeleton of a date with volume and pages, an identifier, or a year in a line of names.
    if ARTICLE.search(text, start, end) is None and _YEAR_OR_DOI.search(text, start, end) is None:
        return found
    candidates = {start, *(match.end() for match in _AFTER.finditer(text, start, end))}
    candidates.update(match.start() for match in _LED.finditer(text, start, end))
    for candidate in sorted(candidates):
        position = candidate
        while position >= consumed:
            reference = _reference_at(text, position, end, is_line=position == start or text[position - 1] == "\n")
            if reference is None:
                break
            found.append(reference)
            consumed = position = reference.raw.end
            if position >= end or not _BLANK.match(text, position):
                break
    return found


def find_bare_identifiers(
    text: str, start: int = 0, end: int | None = None, inside: tuple[Span, ...] | list[Span] = ()
) -> list[BareIdentifier]:
    """Return the work identifiers outside the spans `inside` (references), each with the 'Reference:' that leads it."""
    end = len(text) if end is None else end
    covered = sorted((span.start, span.end) for span in inside)
    result: list[BareIdentifier] = []
    prefix: Found[str] | None = None
    reached = index = 0
    for item in find_identifiers(text, start, end):
        if item.scheme not in WORK_SCHEMES:
            continue
        while index < len(covered) and covered[index][1] <= item.found.start:
            index += 1
        if index < len(covered) and covered[index][0] <= item.found.start:
            continue
        label = item.label_start
        between = text[reached:label] if label - reached < 8 else "x"
        if not (reached and _BETWEEN.fullmatch(between)):
            prefix = _prefix_before(text, start, label)
        raw = Found(text[label : item.as_written.end], label, item.as_written.end)
        result.append(BareIdentifier(item, raw, prefix))
        reached = item.as_written.end
    return result


def _prefix_before(text: str, start: int, label: int) -> Found[str] | None:
    """Return 'Reference' where 'Reference: ' ends right before `label`."""
    window = max(start, label - 24)
    for match in _PREFIX.finditer(text, window, label):
        if match.end() == label:
            return found_text(text, *match.span("prefix"))
    return None


def _reference_at(text: str, start: int, end: int, *, is_line: bool) -> Reference | None:
    """Read a reference at `start`: NLM up to the next item, other styles within their own line or item only."""
    hard = _HARD_END.search(text, start + 1, min(end, start + WINDOW))
    limit = hard.start() if hard else min(end, start + WINDOW)
    mark = _MARK.match(text, start, limit)
    body = mark.end() if mark else start
    has_prefix = _PREFIX.match(text, body, limit) is not None
    is_item = has_prefix or body > start
    if is_line and not is_item:
        line_end = text.find("\n", start + 1, limit)
        within = parse_reference(text, start, limit)
        if within is not None and (within.form != "other_style" or line_end == -1):
            return within
        return parse_reference(text, start, line_end) if line_end != -1 else None
    reference = parse_reference(text, start, limit)
    if reference is None or reference.form != "other_style":
        return reference
    if has_prefix and "\n" in reference.raw.value:
        return parse_reference(text, start, text.find("\n", reference.raw.start))
    return reference if is_line or has_prefix else None


def _nlm_reference(text: str, start: int, limit: int, prefix: Found[str] | None) -> Reference | None:
    """Return the reference where the NLM grammar holds from `start` on."""
    work = parse_nlm(text, start, limit)
    if work is None:
        return None
    limit = min(limit, work.end + _LONGEST_TAIL)
    identifiers = find_identifiers(text, work.end, limit)
    tail = read_tail(text, work.end, limit, identifiers)
    raw = found_text(text, start, tail.end, "identity")
    if raw is None:
        return None
    own = [item for item in identifiers if item.found.start < tail.end and item.found.start not in tail.of_others]
    context = DoiContext((work.title.value, work.container_title.value), work.page.value if work.page else None)
    return Reference(
        form=work.form,
        raw=raw,
        csl_type=work.csl_type,
        prefix=prefix,
        title=work.title,
        container_title=work.container_title,
        publisher=work.publisher,
        publisher_place=work.publisher_place,
        medium=work.medium,
        chapter_number=work.chapter_number,
        issued=work.issued,
        issued_precision=work.issued_precision,
        issued_year=int(work.issued.value[:4]),
        volume=work.volume,
        issue=work.issue,
        page=work.page,
        page_kind=work.page_kind,
        url=_url(text, work.end, tail.end),
        authors_truncated=work.names.is_truncated,
        contributors=(*work.names.people, *work.editors),
        identifiers=_work_identifiers(text, own, context, limit),
    )


def _other_reference(
    text: str, start: int, limit: int, prefix: Found[str] | None, *, is_listed: bool = False
) -> Reference | None:
    """Return raw text, ids and address where `start` begins a reference in another style.

    is_listed: it stands in a list of references, which says as much as 'Source:' does.
    """
    if not may_begin_reference(text, start, limit, has_prefix=prefix is not None):
        return None
    identifiers = find_identifiers(text, start, limit)
    has_ids = any(item.scheme in WORK_SCHEMES for item in identifiers)
    has_prefix = prefix is not None or is_listed
    stop = other_style_end(text, start, limit, has_ids=has_ids, has_prefix=has_prefix)
    raw = None if stop is None else found_text(text, start, stop, "identity")
    if raw is None:
        return None
    own = [item for item in identifiers if item.found.end <= raw.end]
    return Reference(
        form="other_style",
        raw=raw,
        prefix=prefix,
        url=_url(text, raw.start, raw.end),
        identifiers=_work_identifiers(text, own, DoiContext((raw.value,)), limit),
    )


def _ends_line(text: str, position: int, limit: int) -> bool:
    """Whether nothing follows in the line, not even a full stop."""
    rest = text[position : min(limit, position + 40)].lstrip(" \t")
    return not rest or rest[0] == "\n"


def _work_identifiers(text: str, items: list[Identifier], context: DoiContext, limit: int) -> tuple[Identifier, ...]:
    """Return each work identifier once, DOIs judged in the light of their citation."""
    kept: dict[tuple[str, str], Identifier] = {}
    for item in items:
        if item.scheme not in WORK_SCHEMES:
            continue
        judged = item
        if item.scheme == "doi" and item.status == "format_valid":
            here = replace(context, is_last=_ends_line(text, item.found.end, limit))
            status, reason = doi_status(item.found.value, here)
            judged = replace(item, status=status, reason=reason)
        kept.setdefault((item.scheme, item.found.value), judged)
    return tuple(kept.values())


def _url(text: str, start: int, end: int) -> Found[str] | None:
    """Return the first address that is no DOI resolver's, without the punctuation behind it."""
    for match in _URL.finditer(text, start, end):
        if _RESOLVER.match(match.group()):
            continue
        stop = match.end()
        while text[stop - 1] in ".,;:!?'*_" or (
            text[stop - 1] == ")" and match.group().count("(") < match.group().count(")")
        ):
            stop -= 1
        return found_text(text, match.start(), stop, "identity")
    return None
