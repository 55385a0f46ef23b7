"""The floor: read, parse by lxml, load by Arrow. No record is made or checked, so nothing can be much faster."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa
from lxml import html

_SUFFIXES: Final = (".txt", ".html", ".htm")
_BATCH: Final = 500
_BLOCKS: Final = "//p | //li | //h1 | //h2 | //h3 | //td | //th | //blockquote"


def load(raw: Path, data: Path) -> tuple[int, int]:
    """Load text, blocks and links of all captures into a DuckDB file; return how many captures and rows there are."""
    paths = iter(sorted(path for path in raw.rglob("*") if path.name.endswith(_SUFFIXES)))
    n_captures = n_rows = 0
    with duckdb.connect(str(data / "floor.duckdb")) as connection:
        connection.execute("CREATE TABLE pages (capture_id VARCHAR, path VARCHAR, text VARCHAR)")
        connection.execute("CREATE TABLE blocks (capture_id VARCHAR, text VARCHAR)")
        connection.execute("CREATE TABLE links (capture_id VARCHAR, target VARCHAR)")
        for batch in iter(lambda: list(islice(paths, _BATCH)), []):
            for name, table in _tables(batch).items():
                connection.register("incoming", table)
                connection.execute(f"INSERT INTO {name} SELECT * FROM incoming")
                connection.unregister("incoming")
                n_rows += table.num_rows
            n_captures += len(batch)
    return n_captures, n_rows


def _tables(batch: Sequence[Path]) -> dict[str, pa.Table]:
    pages: tuple[list[str], list[str], list[str]] = ([], [], [])
    blocks: tuple[list[str], list[str]] = ([], [])
    links: tuple[list[str], list[str]] = ([], [])
    for path in batch:
        body = path.read_bytes()
        capture_id = hashlib.sha256(body).hexdigest()
        parse = _of_text if path.suffix == ".txt" else _of_html
        text, texts, targets = parse(body)
        for column, value in zip(pages, (capture_id, path.name, text), strict=True):
            column.append(value)
        blocks[0].extend([capture_id] * len(texts))
        blocks[1].extend(texts)
        links[0].extend([capture_id] * len(targets))
        links[1].extend(targets)
    return {
        "pages": pa.table(list(map(pa.array, pages)), names=["capture_id", "path", "text"]),
        "blocks": pa.table([pa.array(column, pa.string()) for column in blocks], names=["capture_id", "text"]),
        "links": pa.table([pa.array(column, pa.string()) for column in links], names=["capture_id", "target"]),
    }


def _of_text(body: bytes) -> tuple[str, list[str], list[str]]:
    text = body.decode("utf-8", "replace")
    return text, [line for line in text.split("\n") if line], []


def _of_html(body: bytes) -> tuple[str, list[str], list[str]]:
    if not body.strip():
        return "", [], []
    tree = html.document_fromstring(body)
    texts = [block.text_content() for block in _elements(tree)]
    return str(tree.text_content()), texts, [str(target) for target in tree.xpath("//a/@href")]


def _elements(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    found = tree.xpath(_BLOCKS)
    assert isinstance(found, list)
    return (element for element in found if isinstance(element, html.HtmlElement))
