"""Lines that are chrome on any site, each with the note it gives, and the runs of chrome at the end of a page."""

from __future__ import annotations

from typing import Final, Literal

import regex

from extractors.blocks import Block
from extractors.text_lines import is_heading_shaped

_MAX_CHARS: Final = 300
_CUES: Final = {
    "footer": (
        r"(?:©|\(c\)|copyright|copyright ©|copyright \(c\)) ?\d{4}\b.*",
        r"all rights reserved\.?",
        r"privacy policy",
        r"terms (?:of|and) (?:use|service|conditions)",
        r"(?:see|read) our privacy policy\b.{0,60}",
        r"contact us",
    ),
    "navigation": (
        r"skip to (?:main )?(?:content|navigation)",
        r"back to [\w &,'’-]{1,60}",
        r"(?:toggle|open|close) (?:menu|navigation)",
        r"quick links|main menu|site map|previous post|next post|older posts|newer posts",
        r"(?:« )?older entries|next entries(?: »)?",
    ),
    "cookie": (
        r"(?:we|this (?:web)?site|our (?:web)?site) uses? cookies\b.*",
        r"(?:accept|reject|manage) (?:all )?cookies|accept all",
        r"cookie (?:policy|settings|preferences|notice)",
    ),
    "newsletter": (
        r"subscribe|unsubscribe\b.{0,40}",
        r"subscribe (?:now|free|today|here|to (?:our|the))\b.{0,80}",
        r"sign ?up for (?:our|the) .{0,80}newsletter.{0,80}",
        r"(?:join|get) our (?:free )?(?:daily|weekly|monthly|newsletter|mailing list)\b.{0,80}",
        r"by subscribing,? you\b.{0,200}",
        r"(?:(?:get|receive|join) )?(?:our |the )?(?:free )?(?:daily|weekly|monthly) [\w &-]{0,40}\b"
        r"(?:briefing|newsletter|digest|intelligence|e-?mails?)\b.{0,30}",
        r"you can unsubscribe (?:at )?any ?time\b.{0,80}",
        r"we (?:never|will never|do not|don['’]t) (?:share|sell) your (?:information|email|data|personal)\b.{0,100}",
        r"your email .{0,100}(?:newsletter|not be published).{0,40}",
        r".{0,60}· unsubscribe any ?time",
    ),
    "share": (
        r"share (?:this|on|via)\b.{0,40}",
        r"(?:share|tweet|pin it|print|email this)|follow us(?: on .{0,40})?",
    ),
    "related": (
        r"(?:related|recommended|popular|recent|more) (?:posts|articles|stories|reading|content)",
        r"you may also like\b.{0,20}",
    ),
    "comments": (
        r"leave a (?:reply|comment)|\d{1,5} (?:comments?|responses?)|no comments(?: yet)?",
        r"(?:post|add) a comment",
    ),
    "advertisement": (r"advertisement|sponsored(?: content)?",),
    "form": (
        r"was this (?:summary|page|article|post|information) (?:helpful|useful)\?",
        r"cite this (?:artifact|article|page)",
        r"(?:(?:your|send|leave|give|share)(?: us)?(?: your)? )feedback",
    ),
}
_CUE: Final = regex.compile("|".join(f"(?P<{note}>{'|'.join(patterns)})" for note, patterns in _CUES.items()), regex.I)
_COMMENTS: Final = regex.compile(
    r"(?:reader )?comments(?: \(\d{1,5}\))?|\d{1,5} (?:comments?|responses?)|leave a (?:reply|comment)|post a comment",
    regex.I,
)
_NO_SYMBOLS: Final = frozenset("(©.!?:;,)\"'”’")
_SYMBOLS: Final = regex.compile(r"^[^\p{L}\p{N}(©]++|[\s\p{So}\p{Sm}\ufe0f←→»›]++$")


def boilerplate_note(line: str) -> str | None:
    """Return why a line is chrome ('cookie', 'newsletter', 'footer', ...), or None."""
    if len(line) > _MAX_CHARS:
        return None
    line = line.replace("\u00a0", " ")
    is_bare = (line[:1].isalnum() or line[:1] in _NO_SYMBOLS) and (line[-1:].isalnum() or line[-1:] in _NO_SYMBOLS)
    bare = line if is_bare else _SYMBOLS.sub("", line)
    match = _CUE.fullmatch(bare)
    return None if match is None else match.lastgroup


def opens_comments(line: str) -> bool:
    """Return whether a line stands above reader comments."""
    return len(line) <= 60 and _COMMENTS.fullmatch(_SYMBOLS.sub("", line)) is not None


# A tail of chrome: how many lines may stand between two cues, how long any of them may be, what ends it.
_MAX_GAP: Final = 3
_MAX_TAIL_CHARS: Final = 250
_ENDS_TAIL: Final = frozenset(("table_cell", "code", "breadcrumb", "title", "byline", "figure_alt", "quote", "value"))
_MIN_CUE_SHARE: Final = 0.4
_BODY_PARAGRAPH: Final = 200
_MIN_BODY_PARAGRAPHS: Final = 3


def without_comments(blocks: list[Block], text: str) -> list[Block]:
    """Return the blocks with what follows a lone 'Comments' heading below the body typed as reader comments."""
    # Under a byline the next post of an archive page begins, so comments can only stand below the last.
    first = max((index for index, block in enumerate(blocks) if block.kind == "byline"), default=-1) + 1
    n_long = 0
    for index, block in enumerate(blocks):
        if block.kind == "paragraph" and block.end - block.start >= _BODY_PARAGRAPH:
            n_long += 1
        elif (
            index >= first
            and (n_long >= _MIN_BODY_PARAGRAPHS or index == len(blocks) - 1)
            and block.kind in ("heading", "boilerplate")
            and opens_comments(text[block.start : block.end])
        ):
            return blocks[:index] + [each.retyped("boilerplate", "comments") for each in blocks[index:]]
    return blocks


def without_tail(blocks: list[Block], text: str) -> list[Block]:
    """Return the blocks with the short ones at the end typed as chrome, from the first cue on.

    Two in five of them must be cues, with no more than three other lines between one and the next.
    """
    head = next((index for index, block in enumerate(blocks) if block.kind != "boilerplate"), len(blocks))
    first = len(blocks)
    n_cues = n_gap = 0
    for index in range(len(blocks) - 1, head, -1):
        block = blocks[index]
        if block.end - block.start > _MAX_TAIL_CHARS or block.kind in _ENDS_TAIL or block.note == "repeat":
            break
        if block.kind == "boilerplate" or boilerplate_note(text[block.start : block.end]) is not None:
            n_cues, n_gap = n_cues + 1, 0
            if n_cues >= _MIN_CUE_SHARE * (len(blocks) - index):
                first = index
        else:
            n_gap += 1
            if n_gap > _MAX_GAP:
                break
    note: str | None = None
    result = list(blocks)
    for index in range(first, len(blocks)):
        block = result[index]
        note = (block.note if block.kind == "boilerplate" else boilerplate_note(text[block.start : block.end])) or note
        if block.kind != "boilerplate":
            result[index] = block.retyped("boilerplate", note)
    return result


def kind_by_shape(block: Block, text: str) -> Literal["list_item", "heading", "paragraph"]:
    """Return the kind of a block that the tail of chrome swallowed and a site takes back."""
    if block.list_no is not None:
        return "list_item"
    return "heading" if is_heading_shaped(text[block.start : block.end]) else "paragraph"
