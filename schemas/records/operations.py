"""Where rows come from and what happened to them: captures, evidence, rejects, issues, runs, merges."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from schemas.declaration import (
    SPAN_ORDER,
    SPAN_WHOLE,
    Check,
    Column,
    Table,
    captured,
    declared,
    derived,
    identifies,
    offset,
    operational,
    refers,
)
from schemas.spans import NormaliserName

SourceKind = Literal["wiki_artifact", "news_digest", "lay_summary", "blog_post", "clinic_article", "web_page"]
RejectStage = Literal["decode", "route", "extract", "validate", "frame", "reference", "resolve"]
RejectReason = Literal[
    "empty",
    "too_long",
    "binary",
    "undecodable",
    "unreadable_file",
    "bad_sidecar",
    "unknown_site",
    "site_crashed",
    "no_document",
    "invalid_value",
    "missing_value",
    "unproved_value",
    "check_failed",
    "not_unique",
    "dangling_reference",
    "contradiction",
]
QualityCode = Literal[
    "missing_title",
    "missing_url",
    "missing_publication_date",
    "missing_heading",
    "truncated_doi",
    "malformed_identifier",
    "unverified_identifier",
    "placeholder_value",
    "null_literal_string",
    "python_literal",
    "flattened_tables",
    "ambiguous_header",
    "lost_columns",
    "glued_cells",
    "glued_tags",
    "glued_nav",
    "empty_section",
    "dangling_intro",
    "title_repeated",
    "body_repeated",
    "truncated_capture",
    "multi_document_capture",
    "generic_author",
    "missing_citation_prefix",
    "citation_missing_identifier",
    "citation_unresolved",
    "lost_link_target",
    "trial_without_registry_id",
    "missing_denominator",
    "count_mismatch",
    "percent_sum",
    "date_in_future",
    "date_of_other_object",
    "uncited_claims",
    "stale_statement",
    "internal_tension",
    "conflicting_values",
    "malformed_metadata",
    "source_held",
    "records_vanished",
]
Severity = Literal["info", "warn", "error"]


class Source(Table):
    """A site that captures come from."""

    table: ClassVar[str] = "sources"
    primary_key: ClassVar[tuple[str, ...]] = ("source_id",)
    made_by: ClassVar = "build"

    source_id: Annotated[str, identifies("Short name of the site, also the name of its module and its raw folder")]
    name: Annotated[str, declared("Name of the site as it calls itself")]
    kind: Annotated[SourceKind, declared("What its pages are")]
    home_url: Annotated[str | None, declared("Address of its home page")] = None
    hosts: Annotated[list[str], declared("Host names under which its pages are found")]
    commercial_interest: Annotated[bool, declared("Whether the publisher sells what its pages write about")]
    description: Annotated[str, declared("One sentence about the site")]


class Capture(Table):
    """One page as it was fetched, identified by its bytes."""

    table: ClassVar[str] = "captures"
    primary_key: ClassVar[tuple[str, ...]] = ("capture_id",)

    capture_id: Annotated[str, identifies("SHA-256 of the bytes (of the record body for WARC), in hex")]
    source_id: Annotated[
        str | None, refers("sources.source_id", "The site, NULL where a failed file does not tell")
    ] = None
    media_type: Annotated[str | None, captured("Media type by content type, suffix or content")] = None
    rendering: Annotated[
        Literal["html", "text"] | None, derived("How it was rendered", "HTML or text by media type")
    ] = None
    encoding: Annotated[
        str | None, derived("Character encoding it was decoded with", "decoding order of the page model")
    ] = None
    n_bytes: Annotated[int, captured("Size in bytes")]
    n_chars: Annotated[int | None, derived("Length of the page text in code points", "length of pages.text")] = None
    extractor: Annotated[str | None, derived("Name of the site extractor that read it", "routing")] = None
    extractor_version: Annotated[
        str, derived("Digest of the code that read it", "digest of page, finder and site code")
    ]
    layout: Annotated[str | None, derived("Name of the site layout that was recognised", "layout guards")] = None
    status: Annotated[
        Literal["loaded", "held", "failed"], derived("Where it ended", "loaded, held by bounds, or failed")
    ]
    n_records: Annotated[
        int | None,
        derived("Records that its extraction gave", "rows beside documents, passages, links, evidence and warnings"),
    ] = None
    first_run_id: Annotated[str | None, operational("Run that saw it first")] = None
    last_run_id: Annotated[str | None, operational("Run that saw it last")] = None


class CaptureFile(Table):
    """One file or WARC record in which a capture was seen; second and later ones are repeats."""

    table: ClassVar[str] = "capture_files"
    primary_key: ClassVar[tuple[str, ...]] = ("capture_file_id",)
    made_by: ClassVar = "build"

    capture_file_id: Annotated[str, identifies()]
    capture_id: Annotated[str, refers("captures.capture_id", "The capture whose bytes the file holds")]
    path: Annotated[str, captured("Path below the raw folder, with the record offset for WARC")]
    url: Annotated[str | None, captured("Address from the sidecar or the WARC record")] = None
    canonical_url: Annotated[str | None, derived("That address, canonicalised", "URL canonicalisation")] = None
    captured_at: Annotated[datetime | None, captured("When it was fetched, in UTC")] = None
    replaced_by: Annotated[
        str | None,
        derived(
            "Capture that took the place of this one but is held or failed, NULL where the file is there",
            "the last good capture stays",
        ),
    ] = None


class PageText(Table):
    """The text that every span points into."""

    table: ClassVar[str] = "pages"
    primary_key: ClassVar[tuple[str, ...]] = ("capture_id",)

    capture_id: Annotated[str, refers("captures.capture_id", "The capture it was decoded from")]
    text: Annotated[str, derived("The decoded text, or the canonical rendering of HTML", "page model")]


class Evidence(Table):
    """Where a stored value stands: `normaliser(text[span_start:span_end])` gives it."""

    table: ClassVar[str] = "evidence"
    primary_key: ClassVar[tuple[str, ...]] = ("table_name", "row_id", "column_name")
    is_large: ClassVar[bool] = True
    checks: ClassVar = (SPAN_ORDER,)

    table_name: Annotated[str, identifies("Table of the value")]
    row_id: Annotated[str, identifies("Key of the row that holds the value")]
    column_name: Annotated[str, identifies("Column of the value")]
    capture_id: Annotated[str, refers("captures.capture_id", "The capture in whose text it stands")]
    span_start: Annotated[int, offset("First code point of the slice")]
    span_end: Annotated[int, offset("Code point behind the slice")]
    normaliser: Annotated[
        NormaliserName, derived("Function from the slice to the value", "see schemas.spans.NORMALISERS")
    ]


class Reject(Table):
    """A capture or record that was not loaded, with its reason; history stays when it is resolved."""

    table: ClassVar[str] = "rejects"
    primary_key: ClassVar[tuple[str, ...]] = ("reject_id",)
    checks: ClassVar = (SPAN_ORDER, SPAN_WHOLE)

    reject_id: Annotated[str, identifies()]
    run_id: Annotated[str | None, operational("Run that reports it")] = None
    # No reference: a file that cannot be read has no capture.
    capture_id: Annotated[str | None, captured("The capture, where the file could be read")] = None
    source_id: Annotated[str | None, derived("The site, where it is known", "folder, sidecar or routing")] = None
    stage: Annotated[RejectStage, derived("Stage that refused it", "where it failed")]
    table_name: Annotated[
        str | None, derived("Table it was meant for, NULL for a whole capture", "where it failed")
    ] = None
    field: Annotated[str | None, derived("Field that failed", "where it failed")] = None
    reason: Annotated[RejectReason, derived("Why, as a closed code", "what failed")]
    message: Annotated[str, derived("Why, for a person: the file, the place and the remedy", "what failed")]
    payload: Annotated[
        str | None, Column("The refused values as JSON", "derived", rule="what failed", is_json=True)
    ] = None
    span_start: Annotated[int | None, offset("First code point of the refused text")] = None
    span_end: Annotated[int | None, offset("Code point behind the refused text")] = None
    extractor_version: Annotated[str | None, derived("Digest of the code that refused it", "see captures")] = None
    first_seen_run: Annotated[str | None, operational("First run that refused it")] = None
    last_seen_run: Annotated[str | None, operational("Last run that refused it")] = None
    resolved_run: Annotated[str | None, operational("Run in which it no longer occurred, NULL while it is open")] = None


class QualityIssue(Table):
    """A warning beside a value that was kept."""

    table: ClassVar[str] = "quality_issues"
    primary_key: ClassVar[tuple[str, ...]] = ("issue_id",)
    is_large: ClassVar[bool] = True
    checks: ClassVar = (SPAN_ORDER, SPAN_WHOLE)

    issue_id: Annotated[str, identifies()]
    capture_id: Annotated[str, refers("captures.capture_id", "The capture it was seen in")]
    document_id: Annotated[
        str | None, refers("documents.document_id", "The document, NULL where it concerns the capture")
    ] = None
    code: Annotated[QualityCode, derived("What is wrong, as a closed code", "finders and checks")]
    severity: Annotated[Severity, derived("How much it matters", "fixed per code and place")]
    span_start: Annotated[int | None, offset("First code point concerned")] = None
    span_end: Annotated[int | None, offset("Code point behind")] = None
    detail: Annotated[str, derived("What was seen, for a person", "finders and checks")]


class Run(Table):
    """One execution of the ingest flow."""

    table: ClassVar[str] = "runs"
    primary_key: ClassVar[tuple[str, ...]] = ("run_id",)
    made_by: ClassVar = "build"

    run_id: Annotated[str, operational("Identifies the run: its start in UTC and a random tail")]
    release_id: Annotated[str | None, operational("Release it published, NULL where it published none")] = None
    started_at: Annotated[datetime, operational("Start in UTC")]
    finished_at: Annotated[datetime | None, operational("End in UTC")] = None
    status: Annotated[Literal["published", "degraded", "failed"], operational("How it ended")]
    code_version: Annotated[str, operational("Digest of all code that made the rows")]
    n_files: Annotated[int, operational("Files and WARC records seen")]
    n_captures: Annotated[int, operational("Distinct captures among them")]
    n_repeats: Annotated[int, operational("Files that repeat the bytes of another")]
    n_ignored: Annotated[int, operational("Files below the raw folder that are no captures")]
    n_loaded: Annotated[int, operational("Captures loaded")]
    n_held: Annotated[int, operational("Captures held back by bounds")]
    n_failed: Annotated[int, operational("Captures that failed")]
    n_extracted: Annotated[int, operational("Captures extracted in this run; the others came from staging")]
    n_documents: Annotated[int, operational("Documents in the release")]
    n_rows_extracted: Annotated[int, operational("Rows that extraction made, all tables")]
    n_rows_loaded: Annotated[int, operational("Rows of them that stand in the release")]
    n_rows_merged: Annotated[int, operational("Rows of them that another row stands for")]
    n_rows_rejected: Annotated[int, operational("Rows of them that were refused")]
    n_rejects: Annotated[int, operational("Open rejects")]
    n_issues: Annotated[int, operational("Quality issues in the release")]


class RunTable(Table):
    """The books of one run for one source and table: extracted = loaded + merged + rejected."""

    table: ClassVar[str] = "run_tables"
    primary_key: ClassVar[tuple[str, ...]] = ("run_table_id",)
    made_by: ClassVar = "build"
    checks: ClassVar = (Check("books_balance", "extracted = loaded + merged + rejected"),)

    run_table_id: Annotated[str, operational("Identifies the row")]
    run_id: Annotated[str, Column("The run", "run", references="runs.run_id")]
    source_id: Annotated[str, operational("The source the rows came from")]
    table_name: Annotated[str, operational("The table they were made for")]
    extracted: Annotated[int, operational("Rows that the extractor made")]
    loaded: Annotated[int, operational("Rows that stand in the release")]
    merged: Annotated[int, operational("Rows that another row stands for")]
    rejected: Annotated[int, operational("Rows that were refused")]
    held: Annotated[int, operational("Rows of held captures, which count as extracted once these are loaded")]
    fill: Annotated[str, Column("Share of loaded rows with a value, per column", "run", is_json=True)]


class Release(Table):
    """A published state of the warehouse."""

    table: ClassVar[str] = "releases"
    primary_key: ClassVar[tuple[str, ...]] = ("release_id",)
    made_by: ClassVar = "build"

    release_id: Annotated[str, operational("Identifies the release and names its file")]
    created_at: Annotated[datetime, operational("When it was built, in UTC")]
    run_id: Annotated[str, operational("Run that built it")]
    content_sha256: Annotated[str, operational("Digest of all content; equal captures and code give equal digests")]
    n_documents: Annotated[int, operational("Documents in it")]
    previous_release_id: Annotated[str | None, operational("Release that was live before")] = None


class Merge(Table):
    """A decision that two rows are, or are not, the same thing."""

    table: ClassVar[str] = "merges"
    primary_key: ClassVar[tuple[str, ...]] = ("merge_id",)
    made_by: ClassVar = "build"
    checks: ClassVar = (Check("score_is_share", "score >= 0 AND score <= 1"),)

    merge_id: Annotated[str, identifies()]
    table_name: Annotated[str, derived("Table whose rows are compared", "resolution")]
    left_id: Annotated[str, derived("Key of the row that another stands for", "resolution")]
    right_id: Annotated[str, derived("Key of the row that stands for it", "resolution")]
    judgement: Annotated[Literal["merge", "keep_apart", "unsure"], derived("The decision", "resolution")]
    rule: Annotated[str, derived("Name of the rule that decided", "resolution")]
    rule_version: Annotated[int, derived("Version of the rule", "resolution")]
    score: Annotated[float, derived("Certainty from 0 to 1", "resolution")]
    compared: Annotated[str, Column("The values compared", "derived", rule="resolution", is_json=True)]
    decided_by: Annotated[Literal["rule", "person"], derived("Who decided", "resolution")]
    decided_at: Annotated[datetime | None, operational("When, for decisions of a person")] = None
    undone_at: Annotated[datetime | None, operational("When the decision was taken back")] = None


class Cluster(Table):
    """Which canonical row a source row belongs to."""

    table: ClassVar[str] = "clusters"
    primary_key: ClassVar[tuple[str, ...]] = ("table_name", "row_id")
    made_by: ClassVar = "build"
    is_large: ClassVar[bool] = True

    table_name: Annotated[str, derived("Table of the rows", "resolution")]
    row_id: Annotated[str, derived("Key of the source row", "resolution")]
    canonical_id: Annotated[str, derived("Key of the row that stands for it", "resolution")]
    kind: Annotated[Literal["same", "revision", "syndicated"], derived("How the two relate", "resolution")]
