"""Resolution of works: quality on labelled pairs without identifiers, time and memory on generated mentions."""

from __future__ import annotations

import html
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from string import Template
from typing import Any, Final

import duckdb
import pyarrow as pa
import regex

from bench.measuring import ROOT, ContenderError, Stopwatch, Usage
from bench.report import Result
from schemas.declaration import Table
from schemas.records import TABLES, CitedWork, CitedWorkContributor, CitedWorkIdentifier
from schemas.tables import arrow_schema, columns_of, create_table
from warehouse.decisions import make_decision_tables
from warehouse.resolve import resolve_works
from warehouse.scripts import run_script

LABELLED: Final = Path(os.environ.get("REGENBASE_DEDUPE", ROOT.parent / "shared" / "dedupe")) / "dblp_acm"
# What a source gives for a work per mention of it, as the generator makes them.
MENTIONS_PER_WORK: Final = 5
# A line of the labelled data whose fields ran together: title, a quoted venue, year.
_RUN_TOGETHER: Final = regex.compile(r'(?P<id>[^%]++)%(?P<title>[^%]*+)%"(?P<venue>[^%]*+)%(?P<year>\d{4})%')


@dataclass(frozen=True, slots=True)
class Quality:
    """Pairs that were joined, that should be, and both."""

    n_joined: int
    n_true: int
    n_right: int

    @property
    def precision(self) -> float:
        return self.n_right / self.n_joined if self.n_joined else 1.0

    @property
    def recall(self) -> float:
        return self.n_right / self.n_true if self.n_true else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def bench(sizes: Sequence[int], seed: int) -> list[Result]:
    """Measure quality on the labelled pairs, and time, memory and quality on generated mentions of each size."""
    results = [bench_quality()] if LABELLED.is_dir() else []
    if not results:
        skipped = Result("Works without identifiers: labelled pairs", ("data",))
        skipped.notes.append(f"skipped: {LABELLED} is not there (REGENBASE_DEDUPE)")
        results = [skipped]
    return [*results, bench_growth(sizes, seed)]


# ------------------------------------------------------------------ labelled pairs


def bench_quality(folder: Path = LABELLED) -> Result:
    """Resolve the records of both sources together and compare what was joined across them with the labels."""
    quality, seconds = labelled_quality(folder)
    result = Result("Works without identifiers: DBLP and ACM", ("pairs joined", "precision", "recall", "F1", "wall s"))
    result.rows.append((quality.n_joined, quality.precision, quality.recall, quality.f1, seconds))
    result.notes.append(f"precision {quality.precision:.4f}, recall {quality.recall:.4f}, F1 {quality.f1:.4f}")
    result.notes.append(
        f"of {quality.n_true:,} true pairs; the goal is an F1 of 0.98, one weighted score reaches 0.974"
    )
    return result


def labelled_quality(folder: Path) -> tuple[Quality, float]:
    """Return the quality on `dblp.csv`, `acm.csv` and `gt.csv` of a folder, and the seconds that resolution took."""
    labels = labels_of(folder)
    with prepared() as connection:
        stage_labelled(connection, folder)
        watch = Stopwatch()
        resolve_works(connection)
        seconds = watch.usage(rows=0, captures=0).wall
        connection.register("labels", pa.table({"one": [a for a, _ in labels], "other": [b for _, b in labels]}))
        joined, right = connection.sql(
            "SELECT count(*), count(labels.one) FROM meanings AS here JOIN meanings AS there USING (work_id) "
            "LEFT JOIN labels ON 'dblp ' || labels.one = here.citation_id "
            "AND 'acm ' || labels.other = there.citation_id "
            "WHERE starts_with(here.citation_id, 'dblp') AND starts_with(there.citation_id, 'acm')"
        ).fetchall()[0]
    return Quality(joined, len(labels), right), seconds


def labels_of(folder: Path) -> list[tuple[str, str]]:
    """Return the true pairs of a folder: numbers of `dblp.csv` and of `acm.csv`."""
    lines = (folder / "gt.csv").read_text(encoding="utf-8").split()[1:]
    return [(one, other) for one, _, other in (line.partition("%") for line in lines)]


def stage_labelled(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Stage the records of both sources as citations named `dblp NUMBER` and `acm NUMBER`, without identifiers."""
    works: list[dict[str, Any]] = []
    contributors: list[dict[str, Any]] = []
    for source in ("dblp", "acm"):
        for number, title, authors, venue, year in labelled_records(folder / f"{source}.csv"):
            citation_id = f"{source} {number}"
            works.append(_cited_work(citation_id, title, venue, year))
            contributors += [_contributor(citation_id, ordinal, name) for ordinal, name in enumerate(authors, start=1)]
    _stage(connection, CitedWork, works)
    _stage(connection, CitedWorkContributor, contributors)
    _stage(connection, CitedWorkIdentifier, [])


def labelled_records(path: Path) -> Iterator[tuple[str, str, list[str], str, str]]:
    """Yield id, title, authors, venue and year of each record; '?' stands for no author."""
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        if (match := _RUN_TOGETHER.match(line)) is not None:
            fields = [match["id"], match["title"], "", match["venue"], match["year"]]
        else:
            fields = line.split("%")
        number, title, authors, venue, year = (html.unescape(field).strip() for field in fields)
        yield number, title, [name.strip() for name in authors.split(",") if name.strip(" ?")], venue, year


def _cited_work(citation_id: str, title: str, venue: str, year: str) -> dict[str, Any]:
    stated = {
        "citation_id": citation_id,
        "document_id": "document",
        "csl_type": "article-journal",
        "title": title,
        "container_title": venue or None,
        "issued": year or None,
        "issued_precision": "year" if year else None,
        "issued_year": int(year) if year else None,
        "authors_truncated": False,
        "_capture_id": "capture",
    }
    return {name: stated.get(name) for name in (*columns_of(CitedWork), "_capture_id")}


def _contributor(citation_id: str, ordinal: int, name: str) -> dict[str, Any]:
    return {
        "cited_work_contributor_id": f"{citation_id} {ordinal}",
        "document_id": "document",
        "citation_id": citation_id,
        "role": "author",
        "ordinal": ordinal,
        "family": name.rsplit(maxsplit=1)[-1],
        "given_initials": None,
        "literal": None,
    }


def _stage(connection: duckdb.DuckDBPyConnection, model: type[Table], rows: list[dict[str, Any]]) -> None:
    schema = arrow_schema(model).append(pa.field("_capture_id", pa.string()))
    connection.register("given_rows", pa.Table.from_pylist(rows, schema=schema))
    connection.execute(f"CREATE TEMP TABLE kept_{model.table} AS FROM given_rows")
    connection.unregister("given_rows")


def prepared(path: str = ":memory:") -> duckdb.DuckDBPyConnection:
    """Return an empty warehouse as a build has it before works are resolved, two threads and 2 GiB."""
    connection = duckdb.connect(path)
    connection.execute("SET preserve_insertion_order = false; SET threads = 2; SET memory_limit = '2GiB'")
    run_script(connection, "session")
    connection.execute("\n".join(create_table(model) for model in TABLES))
    make_decision_tables(connection, ())
    return connection


# ------------------------------------------------------------------ generated mentions


def bench_growth(sizes: Sequence[int], seed: int) -> Result:
    """Resolve generated mentions of several sizes, a process each, and compare the first with the last."""
    result = Result(
        "Works from generated mentions, 2 threads",
        ("mentions", "works", "found", "precision", "recall", "wall s", "CPU s", "MB at most"),
    )
    usages = []
    for n_mentions in sizes:
        usage, quality, n_found = measured(n_mentions, seed)
        usages.append(usage)
        shown = (quality.precision, quality.recall, usage.wall, usage.cpu, usage.own_peak / 1e6)
        result.rows.append((n_mentions, n_mentions // MENTIONS_PER_WORK, n_found, *shown))
    first, last = usages[0], usages[-1]
    result.notes.append(
        f"from {sizes[0]:,} to {sizes[-1]:,} mentions: {last.wall / first.wall:.1f} times the time, "
        f"{last.cpu / first.cpu:.1f} times the CPU; the goal for ten times the mentions is 12, and 4 GiB at most"
    )
    result.notes.append("precision and recall are of pairs of mentions, identifiers included")
    return result


def measured(n_mentions: int, seed: int) -> tuple[Usage, Quality, int]:
    """Return what resolution used in a process of its own, its quality, and how many works it found."""
    with tempfile.TemporaryDirectory() as folder:
        _child("generate", folder, n_mentions, seed)
        told = json.loads(_child("resolve", folder, n_mentions, seed).splitlines()[-1])
    return Usage(**told["usage"]), Quality(**told["quality"]), told["n_found"]


def _child(step: str, folder: str, n_mentions: int, seed: int) -> str:
    command = [sys.executable, "-m", "bench.resolution", step, folder, str(n_mentions), str(seed)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise ContenderError(f"{step} {n_mentions:,} mentions: {ended.stderr.strip()[-2000:]}")
    return ended.stdout


def generate(folder: Path, n_mentions: int, seed: int) -> None:
    """Write generated mentions as Parquet files named by the tables they stand for, and `truth` beside them."""
    script = Template((ROOT / "bench" / "work_mentions.sql").read_text(encoding="utf-8"))
    sizes = {"seed": seed, "mentions": n_mentions, "works": max(1, n_mentions // MENTIONS_PER_WORK)}
    with duckdb.connect(folder / "generator.duckdb") as connection:
        connection.execute("SET preserve_insertion_order = false")
        connection.execute(script.substitute(sizes))
        for table in ("cited_works", "cited_work_contributors", "cited_work_identifiers"):
            connection.execute(f"COPY kept_{table} TO '{folder}/{table}.parquet'")
        connection.execute(f"COPY (SELECT citation_id, work FROM made_mentions) TO '{folder}/truth.parquet'")


def resolve(folder: Path) -> dict[str, Any]:
    """Resolve what `generate` wrote, merges and issues included, in a database on disk as a build does."""
    with prepared(str(folder / "warehouse.duckdb")) as connection:
        for model in (CitedWork, CitedWorkContributor, CitedWorkIdentifier):
            file = f"'{folder}/{model.table}.parquet'"
            known = {name for (name, *_) in connection.execute(f"DESCRIBE FROM {file}").fetchall()}
            columns = [name if name in known else f"NULL::VARCHAR AS {name}" for name in columns_of(model)]
            extra = ", _capture_id" if "_capture_id" in known else ""
            connection.execute(f"CREATE TEMP VIEW kept_{model.table} AS SELECT {', '.join(columns)}{extra} FROM {file}")
        connection.execute(_NO_VERSIONS)
        watch = Stopwatch()
        resolve_works(connection)
        run_script(connection, "resolution")
        usage = watch.usage(rows=0, captures=0)
        connection.execute(f"CREATE TEMP TABLE truth AS FROM '{folder}/truth.parquet'")
        n_joined, n_true, n_right = (_n_pairs(connection, group) for group in ("work_id", "work", "work_id, work"))
        (n_found,) = connection.execute("SELECT count(*) FROM works").fetchall()[0]
    quality = Quality(n_joined, n_true, n_right)
    return {"usage": asdict(usage), "quality": asdict(quality), "n_found": n_found}


_NO_VERSIONS: Final = (
    "CREATE TEMP TABLE versions (document_version_id VARCHAR, document_id VARCHAR, last_seen TIMESTAMP, "
    "n_words BIGINT, is_partial BOOLEAN, content_sha256 VARCHAR, is_current BOOLEAN)"
)


def _n_pairs(connection: duckdb.DuckDBPyConnection, group: str) -> int:
    query = (
        "SELECT coalesce(sum(n * (n - 1) // 2), 0)::BIGINT FROM "
        f"(SELECT count(*) AS n FROM meanings JOIN truth USING (citation_id) GROUP BY {group})"
    )
    return int(connection.execute(query).fetchall()[0][0])


def main(arguments: Sequence[str]) -> None:
    """Do one step of `measured`."""
    step, folder, n_mentions, seed = arguments
    if step == "generate":
        generate(Path(folder), int(n_mentions), int(seed))
    else:
        print(json.dumps(resolve(Path(folder))))


if __name__ == "__main__":
    main(sys.argv[1:])
