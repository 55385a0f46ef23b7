"""The lines of a text capture and what their shape alone tells."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import regex

from extractors.fragments import RawTable

_BREAK: Final = regex.compile(r"\r\n?+|\n")
_INDENT: Final = regex.compile(r"[ \t\u00a0]*+")
_INVISIBLE: Final = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_BLANKS: Final = (
    "".join(_INVISIBLE)
    + " \t\v\f\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000"
    + "".join(map(chr, range(0x2000, 0x200B)))
)
_OTHER_BLANKS: Final = "\u00a0\u202f\u2009"
# A dash or asterisk needs a blank behind it; a dot or square is a bullet even where it is glued to the text.
_DOTS: Final = "•◦▪●‣∙○■□➢➤►✓✔\uf0b7\uf0a7"
BULLET: Final = regex.compile(rf"(?:(?P<mark>[-*–·])[ \t\u00a0]++|(?P<mark>[{_DOTS}])[ \t\u00a0]*+)(?=\S)")
LONE_BULLETS: Final = frozenset(_DOTS + "-*–·")
NUMBERED: Final = regex.compile(r"\(?+(?P<mark>\d{1,3})[.)][ \t\u00a0]++(?=\S)")
LONE_NUMBER: Final = regex.compile(rf"(?:[-*–·{_DOTS}][ \t\u00a0]*+)?(?P<mark>\d{{1,3}})[.)]?")
MARKDOWN_HEADING: Final = regex.compile(r"(?P<marks>#{1,6})[ \t]++(?P<text>\S(?:.*+))")
RULE: Final = regex.compile(r"([-=_*~─—])(?:[ \t]*+\1){2,}+")
HTML_LINE: Final = regex.compile(
    r"</?+(?:iframe|br|p|div|span|img|figure|figcaption|section|article|script|style|ul|ol|li|hr|h[1-6]|blockquote|pre|"
    r"video|audio|embed|object|form|input|button|svg|table|thead|tbody|tfoot|tr|td|th|center|font|details|summary|nav|"
    r"header|footer|aside|main|link|meta|html|head|body|!--|!doctype)\b[^<>]{0,5000}+>?|<!--", regex.I
)  # fmt: skip
WRAPPED_HTML: Final = regex.compile(
    r"<(?P<tag>p|div|h[1-6]|li|blockquote)\b[^<>]{0,2000}+>(?P<inner>.++)(?<=</(?:p|div|h[1-6]|li|blockquote)>)",
    regex.I,
)
_NAME: Final = r"(?:\p{Lu}[\p{L}.'’-]*+)(?: (?:\p{Lu}[\p{L}.'’-]*+|de|van|der|von|la|bin|al|del|da|dos)){0,5}"
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}+\.?"
_DATE: Final = (
    rf"(?:(?i:(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|{_MONTH}),? \d{{4}})"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})"
)
_NAMES: Final = rf"{_NAME}(?:(?:, | and | & |, and ){_NAME}){{0,6}}"
# 'by NAME | DATE | categories', 'By NAME, DATE'; the second stands for itself only where a title is right above it.
BYLINE: Final = regex.compile(
    rf"[Bb]y [^|\n]{{2,80}} ?\| ?(?=[^|\n]*\d)[^|\n]{{4,40}}(?: ?\| ?.{{0,600}})?"
    rf"|(?:[Ww]ritten )?[Bb]y {_NAMES},?(?: ?[|·•–—-])?(?: (?i:published|posted|updated|on)){{0,2}} {_DATE}.{{0,80}}"
)
_CREDENTIALS: Final = r"(?:, (?:\p{Lu}[\p{L}.]{1,5}(?:, )?){1,4}+)?"
BARE_BYLINE: Final = regex.compile(rf"(?:[Ww]ritten )?[Bb]y {_NAMES}{_CREDENTIALS}")
_DATELINE: Final = regex.compile(
    r"(?i:(?:first |last )?(?:published|posted|updated|reviewed|modified|created)(?: on| at)?:? ?)?"
    rf"{_DATE}(?:[ ,·|–-].{{0,40}})?"
)
SAID: Final = regex.compile(r"[“\"«][^“”\"«»\n]{40,900}+[”\"»](?:\s*+[—–-]\s*+.{2,80})?")
BREADCRUMB: Final = regex.compile(r"Home(?: ?[>»›/→] ?[^>»›/→\n]{1,200}){1,8}", regex.I)
BREADCRUMB_PART: Final = regex.compile(r"[>»›/→]")
_PICTURE: Final = (
    r"(?:diagram|infographic|timeline|photo|photograph|illustration|chart|graph|image|picture|figure|flowchart|screenshot|"
    r"graphic|drawing|sketch|rendering|scan|map|micrograph|close-up)\b"
)
_FINITE: Final = (
    r"(?:is|are|was|were|has|have|had|can|could|may|might|will|would|should|must|does|do|did|shows?|showed|appears?|"
    r"gives?|helps?|makes?|lets|tells?|explains?|describes?|suggests?|means?)"
)
# One sentence whose subject is a picture: what it shows, or, without any finite verb, what it is of.
FIGURE: Final = regex.compile(
    rf"(?:(?:An?|The) )?+(?:[\w'’-]++ ){{0,5}}?{_PICTURE}(?:"
    r"[^.!?]{0,200}?\b(?:illustrating|showing|depicting|comparing|explaining|outlining|detailing|displaying|describing|"
    r"highlighting|demonstrating|summari[sz]ing|presenting|listing|that (?:shows|illustrates|explains|compares))\b"
    r"[^.!?\n]{0,300}+\.?"
    rf"|(?: (?:of|with|from|for)\b)(?:(?! {_FINITE}\b)[^.!?\n]){{20,300}}+\.)",
    regex.I,
)
IMAGE: Final = regex.compile(r"!\[(?P<alt>[^\[\]\n]*+)\]\([^()\n]*+\)")
_LEAST_PAIRS: Final = 3
_PAIR: Final = regex.compile(
    r"[\p{L}\d][\p{L}\d.'’/()-]{0,30}+"
    r"(?: [\p{L}\d/()&-][\p{L}\d.'’/()-]{0,30}+){0,4}+: ++\S.*+"
)
_KEY_VALUE: Final = regex.compile(r"(?P<key>[^\s:][^:\n]{0,40}):\s+(?P<value>\S.*+)")
_STATED: Final = regex.compile(
    r"\d|https?:|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d|10\.\d{4}"
    r"|(?:NCT|ISRCTN|ChiCTR|jRCT|UMIN|PMC)-?\d{4}|[\w.+-]{1,60}+@[\w-]",
    regex.I,
)
_KEYS: Final = frozenset(
    "author authors by written reviewed published updated modified posted date source sources journal doi pmid pmcid "
    "url link slug tags tag category categories filed type status sponsor country email phone address editor publisher "
    "reference references title keywords".split()
)
_URL: Final = regex.compile(r"(?:https?://|www\.)\S++")
_OPENERS: Final = "\"“‘'(¿¡"
_WRAP_WIDTHS: Final = range(40, 121)
_MIN_WRAPPED_SHARE: Final = 0.3
_MIN_LINES: Final = 10
_MIN_RUN_ON: Final = 1_000
_MIN_RUN_ON_NAMES: Final = 3
# Section names that sites print on every page, as they stand in a page whose line breaks were lost.
_RUN_ON: Final = regex.compile(
    r"(?<=^|\s)(?:Key Findings|Technical ?/ ?Clinical Details|Background & Context|Strategic Significance & Outlook|"
    r"Simple Explanation|Study Duration|Participants|Evidence Level|Research Summary|Practical Implications|"
    r"Study Limitations|Your Feedback|Get our (?:weekly|daily|monthly)(?= )|By subscribing(?=,)|See our Privacy Policy)"
    r"(?=:?\s[\p{Lu}\d•-]|,|\s(?:technology|for details))"
)
_RUN_ON_BULLET: Final = regex.compile(r"(?<=\s)(?:[•▪●]|-(?=\s\p{Lu}))(?=\s)")
_MAX_HEADING_CHARS: Final = 160
_MAX_HEADING_WORDS: Final = 20
_MAX_ALT_CHARS: Final = 400


@dataclass(slots=True)
class Line:
    """A line with text: its trimmed span, its number from 1, its indent in columns, whether a blank line precedes it.

    text: the span's text, its non-breaking blanks as plain ones, so that patterns need to know one blank only.
    table: an HTML table that stands in place of text lines.
    """

    start: int
    end: int
    number: int
    indent: int
    after_blank: bool
    text: str
    table: RawTable | None = None


def split_lines(text: str, tables: list[RawTable]) -> list[Line]:
    """Return the lines of a text that are not blank, with its HTML tables as lines of their own."""
    lines: list[Line] = []
    number, position, is_after_blank = 1, 0, True
    for table in [*tables, None]:
        limit = len(text) if table is None else table.start
        number, is_after_blank = _split(text, position, limit, number, is_after_blank, lines)
        if table is not None:
            lines.append(Line(table.start, table.end, number, 0, is_after_blank, "", table))
            number += n_breaks(text, table.start, table.end)
            position, is_after_blank = table.end, True
            # The rest of the table's last line is empty as a rule, and then no blank line.
            if text[position : position + 1] in ("\n", "\r"):
                is_after_blank = False
                number += 1
                position += 2 if text.startswith("\r\n", position) else 1
    return lines


def broken_up(lines: list[Line], text: str) -> list[Line]:
    """Return the lines with those in which a whole page was run together broken at section names and bullets.

    A long line is broken only where it holds three different section names, each with a capital or digit behind it.
    """
    result: list[Line] = []
    for line in lines:
        found = list(_RUN_ON.finditer(line.text)) if line.table is None and len(line.text) > _MIN_RUN_ON else []
        if len({match.group() for match in found}) < _MIN_RUN_ON_NAMES:
            result.append(line)
            continue
        edges = {edge for match in found for edge in match.span()}
        edges |= {match.start() for match in _RUN_ON_BULLET.finditer(line.text)}
        for start, end in pairwise(sorted({0, *edges, len(line.text)})):
            piece = line.text[start:end]
            first = line.start + start + len(piece) - len(piece.lstrip())
            bare = piece.strip()
            if bare:
                is_after_blank = line.after_blank and start == 0
                result.append(Line(first, first + len(bare), line.number, 0, is_after_blank, bare))
    return result


def close_up(lines: list[Line], text: str) -> bool:
    """Take off the blank lines that a rendering put between all lines alike; return whether it did.

    Where no two lines are adjacent, only a gap wider than the least one parts them.
    """
    if len(lines) < _MIN_LINES:
        return False
    gaps: list[int] = []
    for above, line in pairwise(lines):
        last = above.number + (n_breaks(text, above.start, above.end) if above.table is not None else 0)
        gaps.append(line.number - last - 1)
    least = min(gaps)
    if least < 1:
        return False
    for line, gap in zip(lines[1:], gaps, strict=True):
        line.after_blank = gap > least
    return True


def _split(text: str, start: int, limit: int, number: int, is_after_blank: bool, lines: list[Line]) -> tuple[int, bool]:
    position = start
    has_returns = text.find("\r", start, limit) >= 0
    while position < limit:
        if has_returns:
            match = _BREAK.search(text, position, limit)
            stop, after = (limit, limit) if match is None else match.span()
        else:
            stop = text.find("\n", position, limit)
            stop, after = (limit, limit) if stop < 0 else (stop, stop + 1)
        piece = text[position:stop]
        bare = piece.strip()
        blanks = None
        if bare and (bare[0] in _INVISIBLE or bare[-1] in _INVISIBLE):
            blanks = _BLANKS
            bare = piece.strip(blanks)
        if bare:
            left, indent = position, 0
            n_bare = len(bare)
            if not bare.isascii():
                bare = with_plain_blanks(bare)
            if n_bare < len(piece):
                left += len(piece) - len(piece.lstrip(blanks))
                margin = _INDENT.match(piece)
                indent = len(margin.group().expandtabs(4)) if margin is not None else 0
            lines.append(Line(left, left + n_bare, number, indent, is_after_blank, bare))
        is_after_blank = not bare
        if after > stop:
            number += 1
        position = after
    return number, is_after_blank


# A sentence whose citations stand behind its full stop.
_CITED_END: Final = regex.compile(r"[.!?][\"'”’]?\s?(?:\[[^\[\]]{1,60}\]\s?){1,12}$")


def is_heading_shaped(line: str) -> bool:
    """Return whether a line looks like a heading: short, begins with a capital or digit, no final mark but `?`."""
    if (
        len(line) > _MAX_HEADING_CHARS
        or line[-1] in ".!;,:…"
        or not (line[0].isupper() or line[0].isdigit() or line[0] in _OPENERS)
    ):
        return False
    if len(line.split()) > _MAX_HEADING_WORDS or not any(character.isalpha() for character in line):
        return False
    if "|" in line or " · " in line or _URL.search(line) or line.endswith(("...", '."', ".”")):
        return False
    if line[-1] == "]" and _CITED_END.search(line):
        return False
    return not is_stated_value(line) and not (line[-1].isdigit() and _DATELINE.fullmatch(line))


def is_stated_value(line: str) -> bool:
    """Return whether a line states a value for a key ('Last Reviewed: May 22, 2026'), unlike a title with a colon."""
    match = _KEY_VALUE.match(line)
    if match is None:
        return False
    key = match["key"].lower()
    if "_" in key or (match["key"].islower() and " " not in key):
        return True
    first = key.split()[0]
    return bool(_STATED.match(match["value"])) or (len(key.split()) <= 2 and (first in _KEYS or key in _KEYS))


def is_pair_of_many(lines: list[Line], at: int) -> bool:
    """Return whether a line is one of three in a row that give a short label its value ('Sponsor: Owl Bio')."""
    for first in range(max(0, at - _LEAST_PAIRS + 1), at + 1):
        run = lines[first : first + _LEAST_PAIRS]
        is_run = len(run) == _LEAST_PAIRS and not any(line.after_blank for line in run[1:])
        if is_run and all(line.table is None and _PAIR.fullmatch(line.text) for line in run):
            return True
    return False


def is_figure_alt(line: str) -> bool:
    """Return whether a line is the alternative text of an image: one sentence that says what a picture shows."""
    return 20 <= len(line) <= _MAX_ALT_CHARS and line[0].isupper() and FIGURE.fullmatch(line) is not None


def with_plain_blanks(line: str) -> str:
    """Return a line with its non-breaking and thin blanks as plain ones, place by place."""
    for blank in _OTHER_BLANKS:
        if blank in line:
            line = line.replace(blank, " ")
    return line


def wrap_width(lines: list[Line]) -> int | None:
    """Return the width at which a capture's lines are broken, or None where they are not (any long line tells)."""
    lengths = [len(line.text) for line in lines if line.table is None and " " in line.text and "<" not in line.text]
    width = max(lengths, default=0)
    if width not in _WRAP_WIDTHS:
        return None
    n_full = sum(length >= 0.8 * width for length in lengths)
    return width if n_full >= max(4, _MIN_WRAPPED_SHARE * len(lengths)) else None


def continues(before: str, line: str, width: int | None) -> bool:
    """Return whether a line goes on with a sentence that a break at `width` cut: its first word had no room above."""
    if width is None or before[-1] in '.!?:;…”"' or "|" in line:
        return False
    return len(before) + 1 + len(line.split(None, 1)[0]) > width


def n_breaks(text: str, start: int, end: int) -> int:
    """Return how many line breaks stand between two places; CR LF counts once."""
    n_returns = text.count("\r", start, end)
    return text.count("\n", start, end) + (n_returns - text.count("\r\n", start, end) if n_returns else 0)


def locator(first: int, last: int) -> str:
    """Return the locator of a range of lines."""
    return f"line={first}" if first == last else f"lines={first}-{last}"
