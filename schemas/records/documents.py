"""What a page is and how it is built: documents, sections, passages, tables, lists, links, dates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from schemas.calendar import Precision
from schemas.declaration import (
    SPAN_ORDER,
    Check,
    Table,
    declared,
    derived,
    identifies,
    offset,
    refers,
    traced,
)

DocumentKind = Literal[
    "wiki_artifact", "experiment", "index", "news_digest", "lay_summary", "blog_post", "clinic_article", "web_page"
]
PassageKind = Literal[
    "title",
    "heading",
    "paragraph",
    "list_item",
    "table_cell",
    "figure_alt",
    "quote",
    "byline",
    "label",
    "value",
    "metadata",
    "breadcrumb",
    "boilerplate",
    "code",
    "citation",
    "call_to_action",
    "disclaimer",
    "author_box",
    "list_intro",
]
DateRole = Literal[
    "published",
    "modified",
    "reviewed",
    "merged",
    "created",
    "copyright",
    "event",
    "cited_work",
    "trial_start",
    "trial_end",
]

DocumentId = Annotated[str, refers("documents.document_id", "The document it stands in")]
SectionId = Annotated[str | None, refers("sections.section_id", "The section it stands in, NULL before the first")]


class Document(Table):
    """A page, or one post of an archive page, in its current version."""

    table: ClassVar[str] = "documents"
    primary_key: ClassVar[tuple[str, ...]] = ("document_id",)
    checks: ClassVar = (
        SPAN_ORDER,
        Check("title_status_tells", "(title IS NULL) = (title_status = 'absent')"),
        Check("published_has_precision", "(published_on IS NULL) = (published_precision IS NULL)"),
    )

    document_id: Annotated[str, identifies()]
    source_id: Annotated[str, refers("sources.source_id", "The site that published it")]
    capture_id: Annotated[str, refers("captures.capture_id", "The capture it was read from")]
    natural_key: Annotated[
        str, derived("What identifies it, as JSON", "stated id or slug, URL, DOI, byline, else text hash")
    ]
    kind: Annotated[DocumentKind, declared("What it is")]
    title: Annotated[str | None, traced("Its title; NULL where the capture shows none")] = None
    title_status: Annotated[
        Literal["explicit", "inferred", "absent"], derived("Where the title stands", "page, metadata, or nowhere")
    ]
    canonical_url: Annotated[
        str | None, derived("Its address, canonicalised", "URL canonicalisation of the stated address")
    ] = None
    slug: Annotated[
        str | None, derived("Its slug", "what metadata states (then with evidence), else the last part of its address")
    ] = None
    language: Annotated[str | None, traced("BCP 47 primary tag that the page declares")] = None
    published_on: Annotated[date | None, traced("Day of publication, the first day of a coarser period")] = None
    published_precision: Annotated[Precision | None, derived("How fine that date is stated", "parts of the date")] = (
        None
    )
    modified_on: Annotated[date | None, traced("Day of the last change that the page states")] = None
    last_reviewed_on: Annotated[date | None, traced("Day of the last medical review that the page states")] = None
    copyright_year: Annotated[int | None, traced("Year in the page's copyright line")] = None
    has_commercial_interest: Annotated[
        bool, derived("Whether the page sells what it writes about", "source declaration or a call to action")
    ]
    span_start: Annotated[int, offset("First code point of the document")]
    span_end: Annotated[int, offset("Code point behind the document")]
    n_words: Annotated[
        int, derived("Words in its content passages", "white-space separated words, boilerplate left out")
    ]
    content_sha256: Annotated[str, derived("Digest of its content", "SHA-256 of the normalised content passages")]
    version_no: Annotated[int, derived("Number of this version, from 1", "order of capture")] = 1


class DocumentVersion(Table):
    """Every version of a document that was captured."""

    table: ClassVar[str] = "document_versions"
    primary_key: ClassVar[tuple[str, ...]] = ("document_version_id",)
    made_by: ClassVar = "build"

    document_version_id: Annotated[str, identifies()]
    document_id: DocumentId
    version_no: Annotated[int, derived("Number of the version, from 1", "order of capture")]
    capture_id: Annotated[str, refers("captures.capture_id", "The capture it was read from")]
    span_start: Annotated[int, offset("First code point")]
    span_end: Annotated[int, offset("Code point behind")]
    content_sha256: Annotated[str, derived("Digest of its content", "see documents")]
    is_current: Annotated[
        bool, derived("Whether the documents row shows this version", "captured last, else most complete")
    ]
    first_seen: Annotated[datetime | None, derived("Earliest capture time", "capture files")] = None
    last_seen: Annotated[datetime | None, derived("Latest capture time", "capture files")] = None


class DocumentUrl(Table):
    """An address that stands in or belongs to a document."""

    table: ClassVar[str] = "document_urls"
    primary_key: ClassVar[tuple[str, ...]] = ("document_url_id",)
    key_columns: ClassVar[tuple[str, ...]] = ("role",)

    document_url_id: Annotated[str, identifies()]
    document_id: DocumentId
    url: Annotated[str, traced("The address as written")]
    role: Annotated[
        Literal["canonical", "embed", "self_link", "bare", "feed"],
        derived("What the address is for", "where it stands"),
    ]


class DocumentAlias(Table):
    """Another name that a page gives itself."""

    table: ClassVar[str] = "document_aliases"
    primary_key: ClassVar[tuple[str, ...]] = ("document_alias_id",)
    key_columns: ClassVar[tuple[str, ...]] = ("kind",)

    document_alias_id: Annotated[str, identifies()]
    document_id: DocumentId
    alias: Annotated[str, traced("The name")]
    kind: Annotated[
        Literal["slug", "merged_from", "page_id", "redirect"],
        derived("What kind of name", "the metadata key it stands under"),
    ]


class DocumentTag(Table):
    """A category, tag or breadcrumb of a document."""

    table: ClassVar[str] = "document_tags"
    primary_key: ClassVar[tuple[str, ...]] = ("document_tag_id",)
    key_columns: ClassVar[tuple[str, ...]] = ("kind",)

    document_tag_id: Annotated[str, identifies()]
    document_id: DocumentId
    ordinal: Annotated[int, derived("Place among the tags of its kind, from 1", "reading order")]
    kind: Annotated[Literal["category", "tag", "breadcrumb"], derived("What kind of tag", "where it stands")]
    tag: Annotated[str, traced("The tag as written")]


class Contributor(Table):
    """Someone whom the page names as author, reviewer, editor or posting account."""

    table: ClassVar[str] = "contributors"
    primary_key: ClassVar[tuple[str, ...]] = ("contributor_id",)
    key_columns: ClassVar[tuple[str, ...]] = ("role",)

    contributor_id: Annotated[str, identifies()]
    document_id: DocumentId
    ordinal: Annotated[int, derived("Place among the contributors, from 1", "reading order")]
    role: Annotated[
        Literal["author", "medical_reviewer", "account", "editor"], derived("What the person did", "label or byline")
    ]
    name: Annotated[str, traced("Name without honorific and credentials")]
    honorific: Annotated[str | None, traced("'Dr.' and the like")] = None
    credentials: Annotated[str | None, traced("Degrees behind the name")] = None
    position: Annotated[str | None, traced("Position held")] = None
    organisation: Annotated[str | None, traced("Organisation it is held at")] = None
    entity_id: Annotated[str | None, refers("entities.entity_id", "The person as an entity")] = None


class Section(Table):
    """A heading with what stands below it, to the end of its last subsection."""

    table: ClassVar[str] = "sections"
    primary_key: ClassVar[tuple[str, ...]] = ("section_id",)
    is_large: ClassVar[bool] = True
    checks: ClassVar = (SPAN_ORDER,)

    section_id: Annotated[str, identifies()]
    document_id: DocumentId
    parent_section_id: Annotated[
        str | None, refers("sections.section_id", "The section around it, NULL at the top or where levels do not show")
    ] = None
    ordinal: Annotated[int, derived("Place in the document, from 1", "reading order")]
    level: Annotated[
        int | None, derived("Heading level 1 to 6, NULL where the rendering does not show it", "markup")
    ] = None
    heading: Annotated[str, traced("The heading as a reader sees it")]
    span_start: Annotated[int, offset("First code point of the heading")]
    span_end: Annotated[int, offset("Code point behind the last subsection")]
    is_empty: Annotated[bool, derived("Whether it has neither own text nor subsections", "blocks below the heading")]


class Passage(Table):
    """One block of a document, boilerplate included."""

    table: ClassVar[str] = "passages"
    primary_key: ClassVar[tuple[str, ...]] = ("document_id", "ordinal")
    is_large: ClassVar[bool] = True
    checks: ClassVar = (SPAN_ORDER,)

    document_id: DocumentId
    ordinal: Annotated[int, derived("Place in the document, from 1", "reading order")]
    section_id: SectionId = None
    kind: Annotated[PassageKind, derived("What the block is", "page model and site")]
    span_start: Annotated[int, offset("First code point")]
    span_end: Annotated[int, offset("Code point behind")]
    locator: Annotated[str, derived("XPath of the element, or the lines of a text capture", "page model")]


class Attribute(Table):
    """A labelled value: a row of an infobox, of the page's metadata or of its study facts."""

    table: ClassVar[str] = "attributes"
    primary_key: ClassVar[tuple[str, ...]] = ("attribute_id",)
    key_columns: ClassVar[tuple[str, ...]] = ("scope",)
    is_large: ClassVar[bool] = True

    attribute_id: Annotated[str, identifies()]
    document_id: DocumentId
    section_id: SectionId = None
    scope: Annotated[Literal["metadata", "infobox", "study_fact"], derived("Where it stands", "site")]
    ordinal: Annotated[int, derived("Place within its scope, from 1", "reading order")]
    key: Annotated[str, traced("The label in snake case")]
    label: Annotated[str, traced("The label as written")]
    value: Annotated[str | None, traced("The value; NULL for a literal 'None', 'null', 'NaN' or 'N/A'")] = None


class DataTable(Table):
    """A table of a document; the tables merged into an infobox stand apart."""

    table: ClassVar[str] = "data_tables"
    primary_key: ClassVar[tuple[str, ...]] = ("data_table_id",)
    key_columns: ClassVar[tuple[str, ...]] = ("origin",)

    data_table_id: Annotated[str, identifies()]
    document_id: DocumentId
    section_id: Annotated[
        str | None, refers("sections.section_id", "The section that announces it, NULL where none does")
    ] = None
    ordinal: Annotated[int, derived("Place in the document, from 1", "reading order")]
    name: Annotated[str | None, traced("Its caption, else the heading that announces it")] = None
    origin: Annotated[Literal["html", "infobox", "pipe", "glued"], derived("How it was written", "page model")]
    header_status: Annotated[
        Literal["explicit", "inferred", "ambiguous", "absent"],
        derived("How its header is known", "markup or structure"),
    ]
    n_rows: Annotated[int, derived("Rows without the header", "count")]
    n_cols: Annotated[int, derived("Columns", "count")]


class TableCell(Table):
    """One cell; `strip_markup` of its own span gives its value."""

    table: ClassVar[str] = "table_cells"
    primary_key: ClassVar[tuple[str, ...]] = ("data_table_id", "row_no", "col_no")
    is_large: ClassVar[bool] = True
    checks: ClassVar = (SPAN_ORDER,)
    proved_by_own_span: ClassVar = ("value", "strip_markup")

    data_table_id: Annotated[str, refers("data_tables.data_table_id", "The table")]
    row_no: Annotated[int, derived("Row from 1, the header not counted", "position")]
    col_no: Annotated[int, derived("Column from 1", "position")]
    header: Annotated[str | None, derived("Header of its column", "value of the header cell")] = None
    value: Annotated[
        str | None,
        derived("What stands in the cell; NULL for an empty cell or a literal 'None'", "strip_markup of its own span"),
    ] = None
    span_start: Annotated[int, offset("First code point")]
    span_end: Annotated[int, offset("Code point behind")]


class ListItem(Table):
    """A bullet or numbered item, with its label where it has one."""

    table: ClassVar[str] = "list_items"
    primary_key: ClassVar[tuple[str, ...]] = ("list_item_id",)
    is_large: ClassVar[bool] = True

    list_item_id: Annotated[str, identifies()]
    document_id: DocumentId
    section_id: SectionId = None
    list_no: Annotated[int, derived("Number of the list in the document, from 1", "reading order")]
    ordinal: Annotated[int, derived("Place in the list, from 1", "reading order")]
    label: Annotated[str | None, traced("What stands before the colon in 'Label: text'")] = None
    text: Annotated[str, traced("The item, without bullet and label")]


class Question(Table):
    """A question of a FAQ with its answer."""

    table: ClassVar[str] = "questions"
    primary_key: ClassVar[tuple[str, ...]] = ("question_id",)

    question_id: Annotated[str, identifies()]
    document_id: DocumentId
    section_id: SectionId = None
    ordinal: Annotated[int, derived("Place in the document, from 1", "reading order")]
    question: Annotated[str, traced("The question as written")]
    answer: Annotated[str | None, traced("The answer; NULL where none follows")] = None


class Figure(Table):
    """A picture, known by its alternative text."""

    table: ClassVar[str] = "figures"
    primary_key: ClassVar[tuple[str, ...]] = ("figure_id",)

    figure_id: Annotated[str, identifies()]
    document_id: DocumentId
    section_id: SectionId = None
    alt_text: Annotated[str, traced("Its alternative text")]


class Link(Table):
    """An anchor in the content of a document."""

    table: ClassVar[str] = "links"
    primary_key: ClassVar[tuple[str, ...]] = ("link_id",)
    is_large: ClassVar[bool] = True

    link_id: Annotated[str, identifies()]
    document_id: DocumentId
    section_id: SectionId = None
    text: Annotated[str | None, traced("What the anchor shows")] = None
    target: Annotated[str | None, traced("Where it points, as written; NULL where the target is lost")] = None
    resolved_url: Annotated[
        str | None, derived("The target as an absolute address", "joined to the page's address")
    ] = None
    kind: Annotated[
        Literal["entity", "see_also", "citation", "internal", "external", "lost"],
        derived("What the link is for", "site and target"),
    ]
    entity_kind: Annotated[
        str | None, derived("Kind that an entity link states", "first part of the target's path")
    ] = None
    entity_slug: Annotated[
        str | None, derived("Name in the path of an entity link", "last part of the target's path")
    ] = None


class StatedDate(Table):
    """A date that the page states, with what it dates."""

    table: ClassVar[str] = "dates"
    primary_key: ClassVar[tuple[str, ...]] = ("date_id",)
    key_columns: ClassVar[tuple[str, ...]] = ("role",)

    date_id: Annotated[str, identifies()]
    document_id: DocumentId
    role: Annotated[DateRole, derived("What it dates", "label or place")]
    value: Annotated[str, traced("The date in EDTF (2025, 2025-05, 2025-05-19)")]
    precision: Annotated[Precision, derived("How fine it is stated", "parts of the date")]
    raw: Annotated[str, traced("As written")]
