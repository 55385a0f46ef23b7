"""Page text as a reader sees it, with a way back: link targets, tags and emphasis marks are gone, offsets are kept."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

import regex

# Stands where nothing may be read across: an address, a slug, the border of two blocks or cells.
BREAK: Final = "\x00"
_INLINE: Final = "(?:a|abbr|b|cite|em|i|mark|s|small|span|strong|sub|sup|u)"
# Where markup may begin; what begins there is read by _MARKUP, so that plain text costs one quick scan.
_SIGN: Final = regex.compile(r"[!\[<*_\x00]|\s(?=\s)")
_SIGNS: Final = ("[", "<", "**", "__", "\x00", "://", "www.", "10.", "@")
_MARKUP: Final = regex.compile(
    r"(?P<link>!?\[(?P<label>[^\[\]\n]{1,500}+)\]\((?:[^()\s]|\([^()\s]{0,200}+\)){0,2000}+(?:\s\"[^\"\n]{0,300}+\")?\))"
    r"|(?P<wiki>\[\[[^\[\]|\n]{1,200}+\|(?P<shown>[^\[\]|\n]{1,300}+)\]\])"
    r"|(?P<marks>(?P<mark>\*\*|__)(?=\S)(?P<marked>[^*_\n]{1,300}+)(?P=mark))"
    rf"|(?P<inline></?{_INLINE}(?:\s[^<>]{{0,2000}}+)?>)"
    r"|(?P<break>\[\[[^\[\]\n]{1,200}+\]\]|</?[A-Za-z][^<>]{0,2000}+>|\x00|\n\s++)"
    r"|(?P<blank>\s\s++)"
)
_ADDRESSES: Final = (
    ("://", regex.compile(r"https?://[^\s<>\"]{1,2000}+")),
    ("www.", regex.compile(r"www\.[^\s<>\"]{1,2000}+")),
    ("10.", regex.compile(r"10\.\d{4,9}/[^\s<>\"]{1,300}+")),
    ("@", regex.compile(r"@[\w-]{1,63}+(?:\.[\w-]{1,63}+){1,5}")),
)
_ACCOUNT: Final = regex.compile(r"[\w.+-]{1,64}+$")


class Visible(NamedTuple):
    """What is seen of `[start, end)`: `shown` and, where it is shorter than the text, the stretches it is made of.

    firsts, origins: where each stretch begins in `shown` and in the page text. regions: (start, end, inner start,
    inner end) of links and emphasis in the page text.
    """

    shown: str
    start: int
    firsts: tuple[int, ...] = ()
    origins: tuple[int, ...] = ()
    regions: tuple[tuple[int, int, int, int], ...] = ()

    def origin(self, at: int) -> int:
        """Return the offset in the page text of the character at `at` of `shown`."""
        if not self.firsts:
            return self.start + at
        index = bisect_right(self.firsts, at) - 1
        return self.origins[index] + at - self.firsts[index]

    def span(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the span in the page text of `shown[first:last]`; None where it holds only a piece of a link.

        A link or an emphasis that is reached into as a whole is taken with its marks.
        """
        start, end = self.origin(first), self.origin(last - 1) + 1
        if not self.regions:
            return start, end
        index = max(bisect_right(self.regions, (start,)) - 1, 0)
        while index < len(self.regions) and self.regions[index][0] < end:
            outer_start, outer_end, inner_start, inner_end = self.regions[index]
            index += 1
            if outer_end <= start or (inner_start <= start and end <= inner_end):
                continue
            if start > inner_start or end < inner_end:
                return None
            start, end = min(start, outer_start), max(end, outer_end)
        return start, end


def read_visible(text: str, start: int, end: int) -> Visible:
    """Return what a reader sees of `[start, end)`: Markdown and wiki links as their labels, no tags, no addresses.

    Runs of white space are one blank; an empty line, a block's tag, an address or a bare slug is a BREAK.
    """
    raw = text[start:end]
    hidden = _hidden(raw) if _may_hide(raw) else []
    if not hidden:
        return Visible(raw, start)
    pieces: list[str] = []
    firsts: list[int] = []
    origins: list[int] = []
    regions: list[tuple[int, int, int, int]] = []
    length = 0

    def add(piece: str, origin: int) -> None:
        nonlocal length
        if piece:
            pieces.append(piece)
            firsts.append(length)
            origins.append(start + origin)
            length += len(piece)

    at = 0
    for first, last, shown in hidden:
        add(raw[at:first], at)
        at = last
        if isinstance(shown, str):
            add(shown, first)
        else:
            add(raw[shown[0] : shown[1]], shown[0])
            regions.append((start + first, start + last, start + shown[0], start + shown[1]))
    add(raw[at:], at)
    return Visible("".join(pieces), start, tuple(firsts), tuple(origins), tuple(regions))


_Hidden = tuple[int, int, str | tuple[int, int]]


def _may_hide(raw: str) -> bool:
    """Whether a stretch has a sign of markup, an address, or white space next to white space; most have none."""
    for sign in _SIGNS:
        if sign in raw:
            return True
    return len(" ".join(raw.split())) != len(raw)


def _hidden(raw: str) -> list[_Hidden]:
    """Return (start, end, what is seen instead), in order; a pair of offsets where a stretch inside is seen."""
    found: list[_Hidden] = list(_addresses(raw))
    at = 0
    for sign in _SIGN.finditer(raw):
        match = _MARKUP.match(raw, sign.start()) if sign.start() >= at else None
        if match is None:
            continue
        at = match.end()
        group = "label" if match["link"] else "shown" if match["wiki"] else "marked" if match["marks"] else None
        if group is None:
            found.append((*match.span(), " " if match["blank"] else "" if match["inline"] else BREAK))
        elif "://" in match[group]:
            found.append((*match.span(), BREAK))
        else:
            found.append((*match.span(), match.span(group)))
    found.sort(key=lambda item: (item[0], -item[1]))
    kept: list[_Hidden] = []
    for item in found:
        if not kept or item[0] >= kept[-1][1]:
            kept.append(item)
    return kept


def _addresses(raw: str) -> Iterator[_Hidden]:
    for mark, pattern in _ADDRESSES:
        if mark not in raw:
            continue
        for match in pattern.finditer(raw):
            first = match.start()
            account = _ACCOUNT.search(raw, max(0, first - 64), first) if mark == "@" else None
            yield account.start() if account else first, match.end(), BREAK
