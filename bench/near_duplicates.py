"""`python -m bench.near_duplicates`: how many near-duplicates are found, how many pairs are wrong, and what it costs.

Documents are made of words by a seeded generator, with planted copies: revisions and syndicated copies with a few words
changed, and look-alikes with the same template, or changed too much. They are signed by the code of the extraction and
compared by the scripts of the build.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

import duckdb
import pyarrow as pa

from bench.report import Result, as_json, as_table
from extractors.shingles import Signature, minhash, shingle_hashes
from schemas.records import DocumentSignature
from schemas.tables import arrow_schema, create_table
from warehouse.near_duplicates import LEAST_JACCARD, suggest_near_duplicates

SHORT_DOCUMENTS: Final = 2_000
FULL_DOCUMENTS: Final = 100_000
_BATCH: Final = 5_000
_VOCABULARY: Final = 20_000
_TEMPLATE_WORDS: Final = 60
_SITES: Final = 20
# Shares of words that copies change: below about one in fifty, nine tenths of the runs of five words stay.
_CHANGES: Final = (0.0, 0.002, 0.005, 0.01, 0.015, 0.02, 0.03, 0.06, 0.12)


@dataclass(frozen=True, slots=True)
class _Text:
    """A generated document; `copy_of` is the number of the one it was made from."""

    number: int
    site: int
    words: Sequence[str]
    copy_of: int | None


@dataclass(slots=True)
class _Planted:
    """What is known of the generated documents."""

    pairs: dict[tuple[str, str], float] = field(default_factory=dict)
    signing: float = 0.0
    loading: float = 0.0


def generate(n_documents: int, seed: int) -> Iterator[_Text]:
    """Yield documents of 60 to 700 words; every tenth is a copy of the one before it, on its own site or another."""
    random = Random(seed)
    words = [f"w{number}" for number in range(_VOCABULARY)]
    templates = [random.choices(words, k=_TEMPLATE_WORDS) for _ in range(_SITES)]
    previous: _Text | None = None
    for number in range(n_documents):
        if previous is not None and number % 10 == 9:
            site = previous.site if random.random() < 0.5 else random.randrange(_SITES)
            yield _Text(number, site, _changed(previous.words, random, words), previous.number)
            continue
        site = random.randrange(_SITES)
        # Pages of a site share its template, as pages do.
        own = random.choices(words, k=random.randrange(60, 640))
        previous = _Text(number, site, [*templates[site][: random.randrange(_TEMPLATE_WORDS)], *own], None)
        yield previous


def _changed(words: Sequence[str], random: Random, vocabulary: Sequence[str]) -> list[str]:
    share = random.choice(_CHANGES)
    return [random.choice(vocabulary) if random.random() < share else word for word in words]


def bench(n_documents: int, seed: int) -> list[Result]:
    """Return recall, wrong pairs and times for that many documents."""
    planted = _Planted()
    with duckdb.connect() as connection:
        connection.execute(create_table(DocumentSignature))
        connection.execute("CREATE TABLE documents (document_id VARCHAR, source_id VARCHAR, canonical_url VARCHAR)")
        _load(connection, n_documents, seed, planted)
        start = time.perf_counter()
        suggest_near_duplicates(connection)
        searching = time.perf_counter() - start
        found = connection.execute("SELECT left_id, right_id FROM near_duplicates").fetchall()
    pairs = {(min(pair), max(pair)) for pair in found}
    true = {pair for pair, jaccard in planted.pairs.items() if jaccard >= LEAST_JACCARD}
    total = planted.signing + planted.loading + searching
    result = Result(
        "Near-duplicates",
        ("figure", "value"),
        [
            ("documents", f"{n_documents:,}"),
            ("planted copies", f"{len(planted.pairs):,}"),
            (f"of them with Jaccard of {LEAST_JACCARD} or more", f"{len(true):,}"),
            ("recall", f"{len(true & pairs) / len(true):.4f}" if true else "-"),
            ("wrong pairs", f"{len(pairs - true):,}"),
            ("signing", _share(planted.signing, total)),
            ("loading", _share(planted.loading, total)),
            ("search in SQL", _share(searching, total)),
            ("search, a document", f"{1e6 * searching / n_documents:.0f} µs"),
            ("signing, a document", f"{1e6 * planted.signing / n_documents:.0f} µs"),
        ],
    )
    return [result]


def _share(seconds: float, total: float) -> str:
    return f"{seconds:.1f} s, {100 * seconds / total:.0f} %"


def _load(connection: duckdb.DuckDBPyConnection, n_documents: int, seed: int, planted: _Planted) -> None:
    schema = arrow_schema(DocumentSignature)
    shingles_of: dict[int, frozenset[int]] = {}
    batch: list[tuple[_Text, Signature]] = []
    for text in generate(n_documents, seed):
        start = time.perf_counter()
        shingles = shingle_hashes(text.words)
        signature = Signature(shingles, minhash(shingles))
        planted.signing += time.perf_counter() - start
        own = frozenset(shingles)
        if text.copy_of is None:
            shingles_of = {text.number: own}
        else:
            first = shingles_of[text.copy_of]
            planted.pairs[_name(text.copy_of), _name(text.number)] = len(first & own) / len(first | own)
        batch.append((text, signature))
        if len(batch) == _BATCH or text.number == n_documents - 1:
            start = time.perf_counter()
            _insert(connection, batch, schema)
            planted.loading += time.perf_counter() - start
            batch.clear()


def _insert(connection: duckdb.DuckDBPyConnection, batch: Sequence[tuple[_Text, Signature]], schema: pa.Schema) -> None:
    names = [_name(text.number) for text, _ in batch]
    columns = {
        "document_id": names,
        "capture_id": names,
        "n_shingles": [len(signature.shingles) for _, signature in batch],
        "signature": [signature.values for _, signature in batch],
        "shingles": [signature.shingles for _, signature in batch],
    }
    connection.register("given", pa.table(columns, schema=schema))
    connection.execute(
        "INSERT INTO document_signatures (document_id, capture_id, n_shingles, signature, shingles) "
        "SELECT document_id, capture_id, n_shingles, signature, shingles FROM given"
    )
    connection.unregister("given")
    sites = [f"site-{text.site}" for text, _ in batch]
    urls = [f"https://{site}.example/{name}" for site, name in zip(sites, names, strict=True)]
    connection.register("given", pa.table({"id": names, "site": sites, "url": urls}))
    connection.execute("INSERT INTO documents (document_id, source_id, canonical_url) SELECT id, site, url FROM given")
    connection.unregister("given")


def _name(number: int) -> str:
    return f"document-{number:08}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bench and print it."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.near_duplicates",
        description="Measure the search for near-duplicate documents.",
        epilog="Example: python -m bench.near_duplicates --full",
    )
    parser.add_argument("--full", action="store_true", help=f"{FULL_DOCUMENTS:,} documents, not {SHORT_DOCUMENTS:,}")
    parser.add_argument("--seed", type=int, default=1, help="seed of the generator (default: 1)")
    parser.add_argument("--json", action="store_true", help="print JSON in place of a table")
    options = parser.parse_args(arguments)
    results = bench(FULL_DOCUMENTS if options.full else SHORT_DOCUMENTS, options.seed)
    print(as_json(results, "") if options.json else "\n".join(as_table(result) for result in results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
