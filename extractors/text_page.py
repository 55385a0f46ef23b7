"""Text captures to the page model: what the text rendering of a page lost is restored where it is certain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from extractors import glued, text_lines
from extractors.blocks import Block, BlockKind, Page, PageIssue, Table, TableOrigin
from extractors.boilerplate import boilerplate_note
from extractors.fragments import raw_tables
from extractors.glued import Joints, joints
from extractors.inline_links import links_in
from extractors.repeats import drop_repeats
from extractors.text_layout import settle_text, with_breadcrumb, with_menu
from extractors.text_lines import Line
from extractors.text_lists import Lists, item_at, starts_item
from extractors.text_tables import Rows, pipe_rows, raw_table_blocks

_NAVIGATION_LINES: Final = 6
_MAX_BYLINE_CHARS: Final = 800
_PLAIN_CHARS: Final = 500
_MAX_LABEL_CHARS: Final = 60
_MAX_LABEL_WORDS: Final = 5
_MAX_FACTS: Final = 20
_MAX_SITE_NAME: Final = 60
_MAX_HEAD_BLOCKS: Final = 40
_MAX_HEAD_LINES: Final = 4
_MAX_HEAD_LINE: Final = 140
_SPACED_SHARE: Final = 0.3


class _Parser:
    """Reads the lines once, in order; each `_take_...` method reads what it recognises and says whether it did."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text_lines.broken_up(text_lines.split_lines(text, raw_tables(text)), text)
        is_closed_up = text_lines.close_up(self.lines, text)
        self.at = 0
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.issues: list[PageIssue] = []
        self.lists = Lists()
        self.last: Line | None = None
        self.is_spaced = sum(line.after_blank for line in self.lines) > _SPACED_SHARE * len(self.lines)
        self.wrap_width = None if is_closed_up else text_lines.wrap_width(self.lines)
        self.fences = self._fences()
        self.joints: list[Joints | None] = [None] * len(self.lines)

    def run(self) -> None:
        """Read all lines."""
        readers: tuple[Callable[[Line], bool], ...] = (
            self._take_raw_table, self._take_fence, self._take_pipes, self._take_html, self._take_heading_mark,
            self._take_item, self._take_chrome, self._take_glued, self._take_facts, self._take_quote_or_figure,
        )  # fmt: skip
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if self._is_plain(line):
                self.last = line
                self.put_line("paragraph", line)
                continue
            for reader in readers:
                if reader(line):
                    break
            else:
                self._take_text(line)

    def _is_plain(self, line: Line) -> bool:
        """Return whether a line is too long to be anything but a paragraph, which spares it all readers."""
        text = line.text
        return (
            len(text) > _PLAIN_CHARS
            and self.wrap_width is None
            and text[0].isalpha()
            and "|" not in text
            and text[:4].lower() != "home"
        )

    def put(self, block: Block, line: Line) -> None:
        """Add a block that begins in a line or below it, trimmed and with its lines; nothing where no text is left."""
        text, start, end = self.text, block.start, block.end
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            return
        first = last = line.number
        if end > line.end:
            first += text_lines.n_breaks(text, line.start, start)
            last = first + text_lines.n_breaks(text, start, end)
        self.blocks.append(
            Block(
                block.kind, start, end, text_lines.locator(first, last), block.level, None, block.list_no,
                block.item_no, block.marker, block.table_no, block.row, block.col, block.is_header, block.note,
            )
        )  # fmt: skip

    def put_line(self, kind: BlockKind, line: Line, note: str | None = None) -> None:
        """Add a whole line as a block and go on."""
        self.put(Block(kind, line.start, line.end, "", note=note), line)
        self._go_on()

    def _go_on(self) -> None:
        self.lists.leave()
        self.at += 1

    def _joints(self, index: int) -> Joints:
        found = self.joints[index]
        if found is None:
            found = self.joints[index] = joints(self.lines[index].text)
        return found

    def _fences(self) -> dict[int, int]:
        marks = [index for index, line in enumerate(self.lines) if line.text.startswith("```")]
        return dict(zip(marks[::2], marks[1::2], strict=False))

    # Tables and code

    def _take_raw_table(self, line: Line) -> bool:
        raw = line.table
        if raw is None:
            return False
        table_no = len(self.tables) + 1
        self.blocks.extend(raw_table_blocks(self.text, raw, line.number, table_no))
        if raw.cells:
            self.tables.append(
                Table(table_no, "html", raw.start, raw.end, raw.n_rows, raw.n_cols, raw.is_infobox, raw.caption)
            )
        if raw.is_cut:
            self.issues.append(
                PageIssue("truncated_capture", raw.start, raw.end, "a table that is never closed", "warn")
            )
        self._go_on()
        return True

    def _take_fence(self, line: Line) -> bool:
        close = self.fences.get(self.at)
        if close is None:
            if line.text[0].isalnum() or not text_lines.RULE.fullmatch(line.text):
                return False
            self.at += 1
            return True
        self.put(Block("code", line.end, self.lines[close].start, ""), line)
        self.at = close
        self._go_on()
        return True

    def _take_pipes(self, line: Line) -> bool:
        found = pipe_rows(self.lines, self.at)
        if found is None:
            return False
        if found.lines:
            self._put_table("pipe", found)
        self.at = found.stop
        return True

    def _put_table(self, origin: TableOrigin, rows: Rows) -> None:
        table_no = len(self.tables) + 1
        for row_no, (row, spans) in enumerate(zip(rows.lines, rows.cells, strict=True), start=1):
            for col, (start, end) in enumerate(spans, start=1):
                is_header = rows.has_header and row_no == 1
                cell = Block("table_cell", start, end, "", table_no=table_no, row=row_no, col=col, is_header=is_header)
                self.put(cell, row)
        n_cols = max(len(spans) for spans in rows.cells)
        first, last = rows.lines[0], rows.lines[-1]
        self.tables.append(Table(table_no, origin, first.start, last.end, len(rows.lines), n_cols))
        self.lists.leave()

    def _take_html(self, line: Line) -> bool:
        if line.text[0] != "<" or not text_lines.HTML_LINE.match(line.text):
            return False
        wrapped = text_lines.WRAPPED_HTML.fullmatch(line.text)
        if wrapped is None:
            self.put_line("code", line)
            if line.text.rfind("<") > line.text.rfind(">"):
                self.issues.append(PageIssue("truncated_capture", line.start, line.end, "cut within a tag", "warn"))
            return True
        tag = wrapped["tag"].lower()
        start = line.start + wrapped.start("inner")
        end = line.start + line.text.rindex("</")
        kind: BlockKind = "heading" if tag[0] == "h" else "quote" if tag == "blockquote" else "paragraph"
        self.put(Block(kind, start, end, "", level=int(tag[1]) if kind == "heading" else None), line)
        self._go_on()
        return True

    # Lists

    def _take_item(self, line: Line) -> bool:
        item = item_at(self.lines, self.at, self.lists, self.wrap_width)
        if item is None:
            return False
        place = self.lists.place(line.indent, is_numbered=item.is_numbered)
        block = Block(
            "list_item", item.start, item.end, "", place.level, list_no=place.list_no, item_no=place.item_no,
            marker=item.marker,
        )  # fmt: skip
        self.put(block, line)
        self.at = item.stop
        return True

    # Lines

    def _take_heading_mark(self, line: Line) -> bool:
        match = text_lines.MARKDOWN_HEADING.fullmatch(line.text) if line.text[0] == "#" else None
        if match is None:
            return False
        inner = match["text"].rstrip("# \t") or match["text"]
        start = line.start + match.start("text")
        self.put(Block("heading", start, start + len(inner), "", level=len(match["marks"])), line)
        self._go_on()
        return True

    def _take_chrome(self, line: Line) -> bool:
        note = boilerplate_note(line.text)
        if note is not None:
            self.put_line("boilerplate", line, note)
            return True
        if line.text[:4].lower() == "home" and text_lines.BREADCRUMB.fullmatch(line.text):
            offset = line.start
            for part in text_lines.BREADCRUMB_PART.split(line.text):
                self.put(Block("breadcrumb", offset, offset + len(part), ""), line)
                offset += len(part) + 1
            self._go_on()
            return True
        return False

    def _take_quote_or_figure(self, line: Line) -> bool:
        text = line.text
        if text[0] == ">" and len(text) > 1:
            start = line.start + len(text) - len(text.lstrip("> "))
            self.put(Block("quote", start, line.end, ""), line)
            self._go_on()
        elif text[0] == "!" and (image := text_lines.IMAGE.fullmatch(text)) is not None:
            self.put(Block("figure_alt", line.start + image.start("alt"), line.start + image.end("alt"), ""), line)
            self.at += 1
        elif self._end_of_wrap() > self.at + 1:
            return False
        elif text_lines.is_figure_alt(text):
            self.put_line("figure_alt", line)
        elif self._is_byline(line):
            self.put_line("byline", line)
        elif text[0] in '“"«' and text_lines.SAID.fullmatch(text):
            self.put_line("quote", line)
        else:
            return False
        return True

    def _is_byline(self, line: Line) -> bool:
        """Return whether a line names author and date, or the author alone right under a title."""
        text = line.text
        if len(text) > _MAX_BYLINE_CHARS or text[:2].lower() not in ("by", "wr"):
            return False
        if text_lines.BYLINE.fullmatch(text):
            return True
        if text_lines.BARE_BYLINE.fullmatch(text) is None or len(self.blocks) > _MAX_HEAD_BLOCKS:
            return False
        # Among the short lines between title and text.
        content = [block for block in self.blocks if block.kind not in ("boilerplate", "breadcrumb")]
        is_head = all(block.end - block.start <= _MAX_HEAD_LINE for block in content)
        return bool(content) and content[0].kind == "heading" and is_head and len(content) <= _MAX_HEAD_LINES

    def _take_glued(self, line: Line) -> bool:
        places = self._joints(self.at)
        if not places.certain and not places.doubtful:
            return False
        rows = glued.table_rows(line.text, places.all, self._rows_below())
        if rows is None:
            return self._take_glued_line(line, places)
        own = self.lines[self.at : self.at + len(rows)]
        cells = [[(at.start + s, at.start + e) for s, e in each.cells] for at, each in zip(own, rows, strict=True)]
        self._put_table("glued", Rows(own, cells, True, self.at + len(rows)))
        detail = f"{sum(row.is_split for row in rows)} rows of {len(rows[0].cells)} glued cells split"
        self.issues.append(PageIssue("glued_cells", own[0].start, own[-1].end, detail))
        for at, split in zip(own, rows, strict=True):
            if not split.is_split:
                detail = "a row that does not fit its header"
                self.issues.append(PageIssue("glued_cells", at.start, at.end, detail, "warn"))
        self.at += len(rows)
        return True

    def _rows_below(self) -> Iterator[tuple[str, Joints]]:
        for index in range(self.at + 1, len(self.lines)):
            row = self.lines[index]
            if row.after_blank or row.table is not None:
                return
            yield row.text, self._joints(index)

    def _take_glued_line(self, line: Line, places: Joints) -> bool:
        # Below a title or the like stand topic labels, not menus.
        is_top = self.at < _NAVIGATION_LINES and all(b.end - b.start <= _MAX_SITE_NAME for b in self.blocks)
        is_edge = is_top or self.at >= len(self.lines) - _NAVIGATION_LINES
        if is_edge and glued.is_navigation(line.text, places):
            self.issues.append(PageIssue("glued_nav", line.start, line.end, "menu entries glued together"))
            self.put_line("boilerplate", line, "navigation")
            return True
        if glued.is_glued(line.text, places):
            self.put_line("paragraph", line, "glued")
            return True
        return False

    def _take_facts(self, line: Line) -> bool:
        """Take labels each with its value in the line below, several in a row between two blank lines."""
        if not (self.is_spaced and line.after_blank and self.at):
            return False
        stop = self.at + 1
        while stop < len(self.lines) and not self.lines[stop].after_blank:
            stop += 1
        group = self.lines[self.at : stop]
        if len(group) < 4 or len(group) % 2 or len(group) > 2 * _MAX_FACTS:
            return False
        labels, values = group[::2], group[1::2]
        if not all(self._is_label(each) for each in labels) or not any(_says_something(each.text) for each in values):
            return False
        if any(each.table is not None or starts_item(each) for each in values):
            return False
        for label, value in zip(labels, values, strict=True):
            self.put(Block("label", label.start, label.end, ""), label)
            self.put(Block("value", value.start, value.end, ""), value)
        self.at = stop
        self.lists.leave()
        return True

    def _is_label(self, line: Line) -> bool:
        text = line.text
        return (
            line.table is None
            and len(text) <= _MAX_LABEL_CHARS
            and len(text.split()) <= _MAX_LABEL_WORDS
            and text[-1] != "?"
            and text_lines.is_heading_shaped(text.removesuffix(":") or ":")
            and boilerplate_note(text) is None
        )

    def _end_of_wrap(self) -> int:
        """Return the line behind those that a hard wrap made of the present one."""
        stop = self.at + 1
        if self.wrap_width is None:
            return stop
        while stop < len(self.lines):
            more = self.lines[stop]
            if more.after_blank or more.table is not None or starts_item(more):
                break
            if not text_lines.continues(self.lines[stop - 1].text, more.text, self.wrap_width):
                break
            stop += 1
        return stop

    def _take_text(self, line: Line) -> None:
        previous = self.last
        self.last = line
        stop = self._end_of_wrap()
        is_heading = stop == self.at + 1 and text_lines.is_heading_shaped(line.text)
        is_other = self._is_value(line, previous) or self._is_lone_question(line)
        if is_heading and not is_other and not text_lines.is_pair_of_many(self.lines, self.at):
            self.put_line("heading", line)
            return
        whole = self.lines[self.at : stop]
        is_alt = len(whole) > 1 and text_lines.is_figure_alt(" ".join(each.text for each in whole))
        self.put(Block("figure_alt" if is_alt else "paragraph", line.start, whole[-1].end, ""), line)
        self.at = stop
        self.lists.leave()

    def _is_lone_question(self, line: Line) -> bool:
        """Return whether a line asks something in several clauses between two headings: the text of a section."""
        if line.text[-1] != "?" or not any(mark in line.text for mark in ",:;"):
            return False
        following = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else None
        is_last = following is None or (following.table is None and text_lines.is_heading_shaped(following.text))
        return is_last and bool(self.blocks) and self.blocks[-1].kind == "heading"

    def _is_value(self, line: Line, previous: Line | None) -> bool:
        """Return whether a line is the value under a label: in spaced captures it follows without a blank line."""
        if not self.is_spaced or line.after_blank or previous is None or not self.blocks:
            return False
        above = self.blocks[-1]
        return above.kind == "heading" and above.end == previous.end and previous.number == line.number - 1


def _says_something(value: str) -> bool:
    """Return whether a line is more than a name: a number, a sentence, or a word that says nothing is known."""
    return (
        any(character.isdigit() for character in value)
        or value[-1] == "."
        or len(value) > _MAX_LABEL_CHARS
        or value.lower() in ("not specified", "not stated", "not reported", "unknown", "none", "n/a")
    )


def parse_text(capture_id: str, text: str) -> Page:
    """Return the page model of a text capture; `Page.text` is the capture's text unchanged."""
    parser = _Parser(text)
    parser.run()
    blocks, repeats = drop_repeats(with_menu(with_breadcrumb(parser.blocks, text), text), text)
    blocks = settle_text(blocks, text)
    used = {block.table_no for block in blocks if block.kind == "table_cell"}
    tables = tuple(table for table in parser.tables if table.table_no in used)
    issues = tuple(sorted((*parser.issues, *repeats), key=lambda issue: (issue.start, issue.end, issue.code)))
    return Page(capture_id, text, tuple(blocks), links_in(text), "text", tables, issues)
