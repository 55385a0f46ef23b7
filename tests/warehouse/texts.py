"""Pages whose documents have a text, an address and a signature, as extraction makes them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import duckdb

from extractors.shingles import sign
from schemas.recording import Draft
from schemas.records import DocumentAlias, DocumentSignature
from tests.warehouse.rows import Page, build_input, stage
from warehouse import Built, build


def prose(seed: int, n_words: int = 120) -> str:
    """Return made-up prose; another seed shares no run of five words with it."""
    random = Random(seed)
    return " ".join(f"word{random.randrange(900)}" for _ in range(n_words))


def change(text: str, *places: int) -> str:
    """Return a text with the words at these places changed."""
    words = text.split()
    for place in places:
        words[place] = "changed"
    return " ".join(words)


def document(
    page: Page,
    key: Sequence[str],
    body: str,
    *,
    title: str | None = None,
    url: str | None = None,
    kind: str = "web_page",
    **values: Any,
) -> Draft:
    """Add a document with its signature to a page; `key` is its natural key."""
    made = page.recorder.add
    draft = page.document("/".join((page.source, *key)), title, canonical_url=url, **{"kind": kind, **values})
    draft.values["natural_key"] = json.dumps(list(key), ensure_ascii=False)
    signature = sign(body)
    made(
        DocumentSignature,
        document_id=draft,
        capture_id=page.capture_id,
        n_shingles=len(signature.shingles),
        signature=signature.values,
        shingles=signature.shingles,
    )
    return draft


def page_of(body: str, key: Sequence[str], *, source: str = "garden", head: str = "", **values: Any) -> Page:
    """Return a page with one document; `head` stands before the body."""
    page = Page(f"{head}\n{body}" if head else body, source)
    document(page, key, body, **values)
    return page


def alias(page: Page, of: Draft, name: str, kind: str) -> None:
    """Let a document state another name of itself."""
    page.add(DocumentAlias, document_id=of, alias=page.found(name), kind=kind, keyed_by=(kind, name))


def read(made: Built, query: str) -> list[tuple[Any, ...]]:
    """Ask a built release."""
    with duckdb.connect(made.path, read_only=True) as connection:
        return connection.execute(query).fetchall()


def count(made: Built, table: str) -> int:
    """Return the number of rows of a table."""
    ((number,),) = read(made, f"SELECT count(*) FROM {table}")
    return int(number)


def assert_order_does_not_count(folder: Path, pages: Sequence[Page]) -> Built:
    """Build pages in one batch, and each in its own in the other order; both hold the same. Return the first."""
    results = [page.result() for page in pages]
    files = [page.file for page in pages]
    stage(folder / "one", results)
    stage(folder / "other", *([result] for result in reversed(results)))
    one = build(folder / "one", build_input(files))
    other = build(folder / "other", build_input(files[::-1]))
    again = build(folder / "one", build_input(files, run=2))
    assert one.content_sha256 == other.content_sha256 == again.content_sha256
    return one
