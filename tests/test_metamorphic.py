"""Changes that say nothing change no value: marks, blanks, line ends, chrome, menus and the order of sections."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from extractors.extract import Trial, try_file
from extractors.observation import observe
from flows.settings import SAMPLES

# Passages and links count the chrome, too; an issue may say how the page was written.
LEFT_OUT_TABLES = frozenset({"passages", "links", "quality_issues", "document_signatures", "sources"})
# What tells where a row stands among its siblings.
PLACES = frozenset({"ordinal", "list_no", "row_no", "duplicate_of", "parent_section"})
TEXTS = sorted(path.relative_to(SAMPLES).as_posix() for path in SAMPLES.glob("*/*.txt"))
PAGES = sorted(path.relative_to(SAMPLES).as_posix() for path in SAMPLES.glob("*/*.html"))
CHROME = (
    "Share this",
    "Subscribe to our newsletter",
    "We use cookies to improve this site. 45% of readers accept them.",
    "All rights reserved",
)
Values = dict[str, Counter[str]]


@cache
def untouched(name: str) -> Trial:
    return try_file(SAMPLES / name)


def changed(name: str, content: str, folder: Path) -> Trial:
    """Extract other content under the name, and with the sidecar, of a sample."""
    path = folder / name
    path.parent.mkdir(parents=True)
    path.write_bytes(content.encode())
    sidecar = SAMPLES / f"{name}.meta.json"
    if sidecar.exists():
        (folder / f"{name}.meta.json").write_bytes(sidecar.read_bytes())
    return try_file(path)


def plain(value: str) -> str:
    """Return a value without what the changes change: quotation marks, kinds of blanks and of bullets."""
    value = re.sub("[“”«»]", '"', value).replace("’", "'")
    value = re.sub(r"(?m)^(\s*)[-*•▪◦–](?=\s)", r"\1•", value)
    return " ".join(value.split())


def values(trial: Trial, left_out: frozenset[str] = frozenset()) -> Values:
    """Return the rows of every table as a bag, without the columns left out."""
    return {
        table: Counter(
            json.dumps(
                {
                    name: plain(value) if isinstance(value, str) else value
                    for name, value in row.items()
                    if name not in left_out
                },
                sort_keys=True,
            )
            for row in rows
        )
        for table, rows in observe(trial.result).items()
        if table not in LEFT_OUT_TABLES
    }


def differences(before: Values, after: Values) -> list[str]:
    found = []
    for table in sorted(before.keys() | after.keys()):
        was, is_now = before.get(table, Counter()), after.get(table, Counter())
        found += [f"{table} lost {row}" for row in was - is_now] + [f"{table} gained {row}" for row in is_now - was]
    return found


def content_of(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


# ------------------------------------------------------------------ marks, blanks, line ends, chrome


def outside_tags(text: str, change: Callable[[str], str]) -> str:
    """Apply a change to what stands between tags."""
    return "".join(
        part if part.startswith("<") else change(part) for part in re.split(r"(<(?:!--.*?--|[^<>]*)>)", text) if part
    )


def with_curly_quotes(text: str) -> str:
    # Not those of markup that a page shows as text.
    text = re.sub(r'(?<![=\w])"(\w[^"=\n]*)"', "“\\1”", text)
    return re.sub(r"(?<=\w)'(?=\w)", "’", text)


CHANGES: dict[str, Callable[[str], str]] = {
    "chrome below": lambda text: text + "\n\n" + "\n".join(CHROME) + "\n",
    "chrome below, in paragraphs": lambda text: text + "\n\n" + "\n\n".join(CHROME) + "\n",
    "round bullets": lambda text: re.sub(r"(?m)^(\s*)[-*•](?= )", r"\1•", text),
    "square bullets": lambda text: re.sub(r"(?m)^(\s*)[-*•](?= )", r"\1▪", text),
    "dashes for bullets": lambda text: re.sub(r"(?m)^(\s*)[-*•](?= )", r"\1-", text),
    "curly quotes": lambda text: outside_tags(text, with_curly_quotes),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "non-breaking blanks": lambda text: outside_tags(text, lambda part: part.replace(" ", "\u00a0")),
    "non-breaking blanks after figures": lambda text: outside_tags(
        text, lambda part: re.sub(r"(?<=\d) (?=\w)", "\u00a0", part)
    ),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", TEXTS)
def test_text_in_another_guise_gives_the_same_values(name: str, change: str, tmp_path: Path) -> None:
    after = changed(name, CHANGES[change](content_of(name)), tmp_path)
    assert differences(values(untouched(name)), values(after)) == []


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_every_change_changes_some_sample(change: str) -> None:
    assert any(CHANGES[change](content_of(name)) != content_of(name) for name in TEXTS)


def in_text_nodes(change: Callable[[str], str]) -> Callable[[str], str]:
    """Apply a change to the visible text of an HTML page."""

    def apply(page: str) -> str:
        head, body, rest = page.partition("<body")
        silent = r"(?s)(<(?:script|style)\b.*?</(?:script|style)>)"
        parts = re.split(silent, body + rest)
        return head + "".join(
            part if re.fullmatch(silent, part) else outside_tags(part, change) for part in parts if part
        )

    return apply


PAGE_CHANGES: dict[str, Callable[[str], str]] = {
    "chrome below": lambda page: page.replace(
        "</body>", f"<footer>{''.join(f'<p>{line}</p>' for line in CHROME)}</footer></body>"
    ),
    "curly quotes": in_text_nodes(with_curly_quotes),
    "CRLF": lambda page: page.replace("\n", "\r\n"),
    "non-breaking blanks": in_text_nodes(lambda part: re.sub(r"(?<=\S) (?=\S)", "&nbsp;", part)),
    "comments between tags": lambda page: page.replace("<p>", "<!-- a note --><p>").replace("</li>", "<!-- --></li>"),
}


@pytest.mark.parametrize("change", PAGE_CHANGES)
@pytest.mark.parametrize("name", PAGES)
def test_page_in_another_guise_gives_the_same_values(name: str, change: str, tmp_path: Path) -> None:
    after = changed(name, PAGE_CHANGES[change](content_of(name)), tmp_path)
    assert differences(values(untouched(name)), values(after)) == []


@pytest.mark.parametrize("change", sorted(PAGE_CHANGES))
def test_every_change_changes_some_page(change: str) -> None:
    assert any(PAGE_CHANGES[change](content_of(name)) != content_of(name) for name in PAGES)


# ------------------------------------------------------------------ menus


def menu_end(name: str) -> int:
    """Return where the menu above a page ends: at its title, its breadcrumb, a notice with a year, or its first tag."""
    titles = {row["title"] for row in untouched(name).result.rows["documents"]}
    end = 0
    for line in content_of(name).splitlines(keepends=True):
        if re.search(r"[\d<]", line) or line.strip() in titles:
            break
        end += len(line)
    return end


MENUS: dict[str, Callable[[list[str]], str]] = {
    "glued": "".join,
    "on one line": " ".join,
    "with bars": " | ".join,
    "gone": lambda _entries: "",
}
WITH_MENU = [
    name
    for name in TEXTS
    if (page := untouched(name).page) is not None
    and len(content_of(name)[: menu_end(name)].split()) > 3
    and all(block.kind == "boilerplate" for block in page.blocks if block.end <= menu_end(name))
]


def test_some_samples_have_a_menu() -> None:
    assert WITH_MENU


@pytest.mark.parametrize("shape", MENUS)
@pytest.mark.parametrize("name", WITH_MENU)
def test_collapsed_menu_changes_no_value(name: str, shape: str, tmp_path: Path) -> None:
    content, end = content_of(name), menu_end(name)
    entries = [line.strip() for line in content[:end].split("\n") if line.strip()]
    after = changed(name, f"{MENUS[shape](entries)}\n\n{content[end:]}", tmp_path)
    assert differences(values(untouched(name)), values(after)) == []


# ------------------------------------------------------------------ order of sections


def sections_in_another_order(name: str) -> str | None:
    """Return the page with two neighbouring sections exchanged that stand on one level, neither first nor last."""
    content = content_of(name)
    rows = untouched(name).result.rows.get("sections", [])
    for parent in {row["parent_section_id"] for row in rows}:
        for document in {row["document_id"] for row in rows}:
            siblings = sorted(
                (row["span_start"], row["span_end"])
                for row in rows
                if (row["parent_section_id"], row["document_id"]) == (parent, document)
            )
            if len(siblings) < 4:
                continue
            (first, middle), (second, end) = siblings[1], siblings[2]
            between = content[middle:second]
            return content[:first] + content[second:end] + between + content[first:middle] + content[end:]
    return None


REORDERED = [name for name in TEXTS if sections_in_another_order(name)]


def test_every_site_has_sections_to_exchange() -> None:
    assert len({name.partition("/")[0] for name in REORDERED}) >= 5


@pytest.mark.parametrize("name", REORDERED)
def test_order_of_sections_changes_no_value(name: str, tmp_path: Path) -> None:
    content = sections_in_another_order(name)
    assert content is not None
    after = changed(name, content, tmp_path)
    assert differences(values(untouched(name), PLACES), values(after, PLACES)) == []
