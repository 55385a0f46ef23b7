"""Cited works: what pages cite, in CSL-JSON terms, and the works that these citations mean."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from schemas.calendar import Precision
from schemas.declaration import Check, Column, Table, derived, identifies, refers, traced
from schemas.records.documents import DocumentId, SectionId

CslType = Literal["article-journal", "chapter", "book", "webpage", "report", "unknown"]
StudyDesign = Literal[
    "systematic_review",
    "meta_analysis",
    "review",
    "randomised_trial",
    "clinical_trial",
    "case_report",
    "cohort",
    "preclinical",
]
IdentifierScheme = Literal["doi", "pmid", "pmcid", "nbk"]
IdentifierStatus = Literal["format_valid", "truncated", "malformed", "registry_verified"]
ISSUED_CHECK = Check("issued_has_precision", "(issued IS NULL) = (issued_precision IS NULL)")


class _WorkKey(Table):
    """The key of a work; a base of its own, so that it stands before the other columns."""

    work_id: Annotated[str, identifies()]


class _WorkColumns(Table):
    """The columns that a work and a cited work share."""

    csl_type: Annotated[CslType, derived("CSL type", "form of the reference")]
    title: Annotated[str | None, traced("Title; NULL where the citation states none")] = None
    container_title: Annotated[str | None, traced("Journal (as abbreviated there) or book")] = None
    publisher: Annotated[str | None, traced("Publisher")] = None
    publisher_place: Annotated[str | None, traced("Place of the publisher")] = None
    medium: Annotated[str | None, traced("Medium, such as 'Internet'")] = None
    chapter_number: Annotated[str | None, traced("Number of the chapter")] = None
    issued: Annotated[str | None, traced("Date of the work in EDTF")] = None
    issued_precision: Annotated[Precision | None, derived("How fine that date is stated", "parts of the date")] = None
    issued_year: Annotated[int | None, derived("Its year", "first part of issued")] = None
    volume: Annotated[str | None, traced("Volume")] = None
    issue: Annotated[str | None, traced("Issue")] = None
    page: Annotated[str | None, traced("Pages as written, or the e-location")] = None
    page_kind: Annotated[Literal["page_range", "elocation"] | None, derived("What `page` is", "its form")] = None
    url: Annotated[str | None, traced("Address that the citation states")] = None
    study_design: Annotated[StudyDesign | None, derived("Design that the title names", "words of the title")] = None
    authors_truncated: Annotated[bool, derived("Whether the list of authors ends in 'et al'", "the citation")] = False


class Work(_WorkColumns, _WorkKey):
    """A work that documents cite, one row however often and however it is cited."""

    table: ClassVar[str] = "works"
    primary_key: ClassVar[tuple[str, ...]] = ("work_id",)
    made_by: ClassVar = "build"
    checks: ClassVar = (ISSUED_CHECK,)


class WorkIdentifier(Table):
    """An identifier of a work, as some citation writes it."""

    table: ClassVar[str] = "work_identifiers"
    primary_key: ClassVar[tuple[str, ...]] = ("work_identifier_id",)
    made_by: ClassVar = "build"

    work_identifier_id: Annotated[str, identifies()]
    work_id: Annotated[str, refers("works.work_id", "The work")]
    scheme: Annotated[IdentifierScheme, derived("Kind of identifier", "its form")]
    value: Annotated[str, traced("The identifier in its normal form (DOI in lower case, PMID as digits)")]
    as_written: Annotated[str, traced("The identifier as written")]
    status: Annotated[
        IdentifierStatus, derived("What is known of it; well-formed is not verified", "syntax, check digits, context")
    ]


class _WorkContributorKey(Table):
    """The keys of a contributor to a work."""

    work_contributor_id: Annotated[str, identifies()]
    work_id: Annotated[str, refers("works.work_id", "The work")]


class _CitationKey(Table):
    """The key of a cited work, which is that of its citation."""

    citation_id: Annotated[str, refers("citations.citation_id", "The citation")]
    document_id: DocumentId


class _CitedWorkContributorKey(Table):
    """The keys of a contributor to a cited work."""

    cited_work_contributor_id: Annotated[str, identifies()]
    document_id: DocumentId
    citation_id: Annotated[str, refers("citations.citation_id", "The citation")]


class _NameColumns(Table):
    """The columns of an author or editor."""

    role: Annotated[Literal["author", "editor"], derived("What the person did", "place in the reference")]
    ordinal: Annotated[int, derived("Place among those of the role, from 1", "reading order")]
    family: Annotated[str | None, traced("Family name with particles")] = None
    given_initials: Annotated[str | None, traced("Initials of the given names, with a suffix such as 'Jr'")] = None
    literal: Annotated[str | None, traced("Name of a collective author")] = None


NAME_CHECK = Check("one_kind_of_name", "(family IS NULL) <> (literal IS NULL)")


class WorkContributor(_NameColumns, _WorkContributorKey):
    """An author or editor of a work."""

    table: ClassVar[str] = "work_contributors"
    primary_key: ClassVar[tuple[str, ...]] = ("work_contributor_id",)
    made_by: ClassVar = "build"
    checks: ClassVar = (NAME_CHECK,)


class Citation(Table):
    """A place where a document states a work: a reference, a bare identifier, a narrative source, a journal line."""

    table: ClassVar[str] = "citations"
    primary_key: ClassVar[tuple[str, ...]] = ("citation_id",)
    key_columns: ClassVar[tuple[str, ...]] = ("form",)

    citation_id: Annotated[str, identifies()]
    document_id: DocumentId
    section_id: SectionId = None
    work_id: Annotated[str | None, refers("works.work_id", "The work it means")] = None
    form: Annotated[
        Literal["pubmed_nlm", "nlm_book_chapter", "other_style", "bare_identifier", "narrative_source", "journal_line"],
        derived("How it is written", "grammar that matched"),
    ]
    prefix: Annotated[str | None, traced("What introduces it, such as 'Source'")] = None
    raw: Annotated[str, traced("The citation as written, without the prefix")]


class CitedWork(_WorkColumns, _CitationKey):
    """A work as one citation states it, never rewritten."""

    table: ClassVar[str] = "cited_works"
    primary_key: ClassVar[tuple[str, ...]] = ("citation_id",)
    checks: ClassVar = (ISSUED_CHECK,)

    doi: Annotated[str | None, derived("DOI in lower case", "first identifier row of that scheme")] = None
    pmid: Annotated[str | None, derived("PubMed id", "first identifier row of that scheme")] = None
    pmcid: Annotated[str | None, derived("PubMed Central id", "first identifier row of that scheme")] = None
    contributors: Annotated[
        str | None, Column("Authors and editors as CSL-JSON", "derived", rule="cited_work_contributors", is_json=True)
    ] = None


class CitedWorkContributor(_NameColumns, _CitedWorkContributorKey):
    """An author or editor as one citation states them."""

    table: ClassVar[str] = "cited_work_contributors"
    primary_key: ClassVar[tuple[str, ...]] = ("cited_work_contributor_id",)
    key_columns: ClassVar[tuple[str, ...]] = ("role",)
    is_large: ClassVar[bool] = True
    checks: ClassVar = (NAME_CHECK,)


class CitedWorkIdentifier(Table):
    """An identifier as one citation states it."""

    table: ClassVar[str] = "cited_work_identifiers"
    primary_key: ClassVar[tuple[str, ...]] = ("cited_work_identifier_id",)
    key_columns: ClassVar[tuple[str, ...]] = ("scheme",)

    cited_work_identifier_id: Annotated[str, identifies()]
    document_id: DocumentId
    citation_id: Annotated[str, refers("citations.citation_id", "The citation")]
    scheme: Annotated[IdentifierScheme, derived("Kind of identifier", "its form")]
    value: Annotated[str, traced("The identifier in its normal form")]
    as_written: Annotated[str, traced("The identifier as written")]
    status: Annotated[IdentifierStatus, derived("What is known of it", "syntax, check digits, context")]


class CitationMention(Table):
    """A short reference back to a citation: 'Name et al.', 'the authors', '[3]', '[@key]'."""

    table: ClassVar[str] = "citation_mentions"
    primary_key: ClassVar[tuple[str, ...]] = ("citation_mention_id",)
    key_columns: ClassVar[tuple[str, ...]] = ("form",)
    is_large: ClassVar[bool] = True

    citation_mention_id: Annotated[str, identifies()]
    document_id: DocumentId
    section_id: SectionId = None
    citation_id: Annotated[
        str | None, refers("citations.citation_id", "The citation it means, NULL where that stays open")
    ] = None
    form: Annotated[
        Literal["author_mention", "anaphoric", "numeric", "key"], derived("How it is written", "grammar that matched")
    ]
    raw: Annotated[str, traced("As written")]
