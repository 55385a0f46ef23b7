"""A build: staged batches in, a checked DuckDB file out. It touches neither the live release nor the staged batches."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final, Literal

import duckdb

from schemas.batches import Row
from schemas.ids import row_id
from schemas.records import TABLES, Capture, CaptureFile, Citation, Document, Release, Run, RunTable, Source
from schemas.tables import columns_of, create_table
from schemas.urls import canonical_url
from warehouse.accounting import Books, balance_books
from warehouse.build_input import BuildInput
from warehouse.checks import check_release
from warehouse.claim_relations import relate_claims
from warehouse.decisions import make_decision_tables, read_decisions, resolution_warnings
from warehouse.drift import Judged, hold_back, load_bands, load_figures, load_issues
from warehouse.durable import remove_abandoned, work_folder
from warehouse.errors import BuildError, Failure
from warehouse.hashing import content_sha256
from warehouse.history import load_history, load_rejects, open_previous
from warehouse.identity import record_identities
from warehouse.loading import EXTRACTED, insert_rows, load, stage_views, supersede
from warehouse.near_duplicates import find_near_duplicates
from warehouse.published import create_search_index, create_views
from warehouse.quarantine import quarantine
from warehouse.releases import live_path, new_release_id, releases_folder
from warehouse.resolve import resolve_works
from warehouse.scripts import column_list, one_row, run_script
from warehouse.staging import LiveBatches, Staging

BUILDING: Final = ".building-"
_GIBIBYTES: Final = 2
_FEW_BYTES: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Built:
    """A checked release that is not published yet; `path` is a temporary file that `publish` moves into place.

    warnings: decisions of people that could not be applied.
    """

    path: Path
    run: Run
    release: Release
    warnings: tuple[str, ...] = ()

    @property
    def release_id(self) -> str:
        """The release's id, which will name its file."""
        return self.release.release_id

    @property
    def content_sha256(self) -> str:
        """Digest of all content."""
        return self.release.content_sha256

    @property
    def status(self) -> Literal["published", "degraded", "failed"]:
        """`degraded` where a capture failed or is held."""
        return self.run.status


def build(data: Path, given: BuildInput) -> Built:
    """Build and check a release of exactly the captures of the inventory.

    Where single rows are at fault they are put into quarantine, and the build is repeated without them. Raises
    `BuildError`, which lists what does not hold, where that does not mend it; then nothing is left behind.
    """
    folder = releases_folder(data)
    folder.mkdir(parents=True, exist_ok=True)
    remove_abandoned(folder, BUILDING)
    live = Staging(data).live(list(given.keys.values()))
    _check_staged(given, live)
    temporary = work_folder(folder, BUILDING, given.run_id)
    try:
        try:
            return _build(temporary / "release.duckdb", data, given, live)
        except BuildError as failed:
            return _build(temporary / "mended.duckdb", data, given, live, failed)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _check_staged(given: BuildInput, live: LiveBatches) -> None:
    failures = []
    missing = [key.capture_id for key in live.missing]
    missing += sorted({file.capture_id for file in given.files} - given.keys.keys())
    if missing:
        failures.append(Failure("every capture is staged", len(missing), tuple(missing[:3])))
    foreign = sorted(given.keys.keys() - {file.capture_id for file in given.files})
    if foreign:
        failures.append(Failure("every capture has a file", len(foreign), tuple(foreign[:3])))
    if failures:
        raise BuildError(failures)


def _build(path: Path, data: Path, given: BuildInput, live: LiveBatches, failed: BuildError | None = None) -> Built:
    """Build into a new file; `failed` is why the build before did not hold, raised again where no row is at fault."""
    path.write_bytes(_empty_release())
    with duckdb.connect(path) as connection:
        # Rows have no order of their own; to keep one would cost memory and time.
        connection.execute("SET preserve_insertion_order = false")
        _limit_memory(connection)
        if live.n_bytes() < _FEW_BYTES:
            # To hand so little around between threads takes longer than to work through it.
            connection.execute("SET threads = 1")
        connection.execute("SET VARIABLE run_id = $run_id", {"run_id": given.run_id})
        run_script(connection, "session")
        with _constraints_explained():
            open_previous(connection, live_path(data))
            make_decision_tables(connection, read_decisions(data))
            judged = _fill(connection, data, given, live, failed)
            books = balance_books(connection, given)
            digest = content_sha256(connection)
            run, release = _enter_run(connection, data, given, books, digest, judged)
            warnings = tuple(resolution_warnings(connection))
        create_views(connection)
        check_release(connection)
        create_search_index(connection)
        connection.execute("CHECKPOINT")
    return Built(path, run, release, warnings)


@cache
def _empty_release() -> bytes:
    """Return a database file with every table and no row; declaring them takes as long as filling a few with little."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "empty.duckdb")
        with duckdb.connect(path, config={"threads": 1}) as connection:
            # One transaction: each statement on its own would wait for the disk, and there are hundreds of comments.
            connection.execute("\n".join(("BEGIN;", *(create_table(model) for model in TABLES), "COMMIT;")))
        return path.read_bytes()


def _limit_memory(connection: duckdb.DuckDBPyConnection) -> None:
    """Use 2 GiB at most, beyond which DuckDB works on disk in the build's own folder, so that memory stays flat."""
    (default,) = one_row(connection, "SELECT current_setting('memory_limit')")
    number, unit = default.split()
    if unit == "TiB" or (unit == "GiB" and float(number) > _GIBIBYTES):
        connection.execute(f"SET memory_limit = '{_GIBIBYTES}GiB'")


@contextmanager
def _constraints_explained() -> Iterator[None]:
    """Report rows that DuckDB itself refuses like any other failed check."""
    try:
        yield
    except duckdb.ConstraintException as error:
        raise BuildError([Failure("constraints of the tables hold", 1, (str(error),))]) from error


def _fill(
    connection: duckdb.DuckDBPyConnection,
    data: Path,
    given: BuildInput,
    live: LiveBatches,
    failed: BuildError | None,
) -> Judged:
    """Fill the tables in an order that satisfies every key; return what was found of new captures."""
    stage_views(connection, live)
    load_history(connection)
    _note_files(connection, given)
    judged = hold_back(connection, data, given, live)
    load_bands(connection, judged)
    insert_rows(connection, Source, [source.model_dump() for source in given.sources])
    if failed is not None and not quarantine(connection):
        raise failed
    steps: Mapping[str, Callable[[], None]] = {
        "captures": lambda: _load_captures(connection),
        "document_versions": lambda: run_script(connection, "document_versions"),
        "works": lambda: resolve_works(connection),
        "evidence": lambda: run_script(connection, "evidence"),
        "rejects": lambda: load_rejects(connection, given),
    }
    replaced = {
        Document.table: {"version_no": _VERSION_NO, **_DOCUMENT_FACTS},
        Citation.table: {"work_id": _WORK_ID},
    }
    for model in TABLES:
        if model.table in steps:
            steps[model.table]()
        elif model in EXTRACTED:
            load(connection, model, **replaced.get(model.table, {}))
    run_script(connection, "resolution")
    record_identities(connection)
    find_near_duplicates(connection)
    relate_claims(connection)
    load_issues(connection, judged)
    return judged


_VERSION_NO: Final = (
    "(SELECT versions.version_no FROM versions WHERE versions.document_id = kept.document_id AND versions.is_current)"
)
_DOCUMENT_FACTS: Final = {
    column: f"(SELECT {value} FROM document_facts AS facts WHERE facts.document_id = kept.document_id)"
    for column, value in {
        "natural_key": "coalesce(facts.natural_key, kept.natural_key)",
        "canonical_url": "coalesce(kept.canonical_url, facts.own_url, facts.any_url)",
        "slug": "coalesce(kept.slug, facts.slug)",
    }.items()
}
_WORK_ID: Final = "(SELECT meanings.work_id FROM meanings WHERE meanings.citation_id = kept.citation_id)"
_N_RECORDS: Final = "(SELECT gave.n_records FROM capture_records AS gave WHERE gave.capture_id = kept.capture_id)"
_FIRST_RUN: Final = (
    "coalesce((SELECT previous.first_run_id FROM previous_captures AS previous "
    "WHERE previous.capture_id = kept.capture_id), getvariable('run_id'))"
)


def _note_files(connection: duckdb.DuckDBPyConnection, given: BuildInput) -> None:
    columns = column_list(list(columns_of(CaptureFile)))
    connection.execute(f"CREATE TEMP TABLE seen_files AS SELECT {columns} FROM capture_files")
    insert_rows(connection, CaptureFile, _file_rows(given), table="seen_files")


def _load_captures(connection: duckdb.DuckDBPyConnection) -> None:
    """Load captures and the files that hold them; the versions of documents follow from the files' times."""
    supersede(connection)
    seen = {"first_run_id": _FIRST_RUN, "last_run_id": "getvariable('run_id')"}
    load(connection, Capture, n_records=_N_RECORDS, **seen)
    load(connection, Capture, "held_captures", status="'held'", **seen)
    columns = column_list(list(columns_of(CaptureFile)))
    connection.execute(f"INSERT INTO capture_files ({columns}) SELECT {columns} FROM seen_files")


def _file_rows(given: BuildInput) -> list[Row]:
    rows = []
    for file in given.files:
        path = file.path if file.warc_offset is None else f"{file.path}#{file.warc_offset}"
        rows.append(
            {
                "capture_file_id": row_id(CaptureFile.table, [path]),
                "capture_id": file.capture_id,
                "path": path,
                "url": file.url,
                "canonical_url": canonical_url(file.url),
                "captured_at": file.captured_at.astimezone(UTC).replace(tzinfo=None) if file.captured_at else None,
                "replaced_by": None,
            }
        )
    return rows


def _enter_run(
    connection: duckdb.DuckDBPyConnection, data: Path, given: BuildInput, books: Books, digest: str, judged: Judged
) -> tuple[Run, Release]:
    """Enter the run, its books and the release."""
    now = datetime.now(UTC).replace(tzinfo=None)
    release_id = new_release_id(data, given.started_at, digest)
    n_documents, n_rejects, n_issues, previous = one_row(
        connection,
        "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM rejects WHERE resolved_run IS NULL), "
        "(SELECT count(*) FROM quality_issues), (SELECT max_by(release_id, created_at) FROM previous_releases)",
    )
    run = Run(
        run_id=given.run_id,
        release_id=release_id,
        started_at=given.started_at.astimezone(UTC).replace(tzinfo=None),
        finished_at=now,
        status="degraded" if books.n_held or books.n_failed or judged.is_held else "published",
        code_version=given.code_version,
        n_files=books.n_files,
        n_captures=books.n_captures,
        n_repeats=books.n_files - books.n_captures,
        n_ignored=given.n_ignored,
        n_loaded=books.n_loaded,
        n_held=books.n_held,
        n_failed=books.n_failed,
        n_extracted=given.n_extracted,
        n_documents=n_documents,
        n_rows_extracted=books.total("extracted"),
        n_rows_loaded=books.total("loaded"),
        n_rows_merged=books.total("merged"),
        n_rows_rejected=books.total("rejected"),
        n_rejects=n_rejects,
        n_issues=n_issues,
    )
    release = Release(
        release_id=release_id,
        created_at=now,
        run_id=given.run_id,
        content_sha256=digest,
        n_documents=n_documents,
        previous_release_id=previous,
    )
    insert_rows(connection, Run, [run.model_dump()])
    insert_rows(connection, Release, [release.model_dump()])
    insert_rows(connection, RunTable, books.lines)
    load_figures(connection, given.run_id, judged)
    return run, release
