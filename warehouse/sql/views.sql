-- stored_values: every value that evidence may prove, as text; made from the table declarations.
CREATE VIEW stored_values AS
$stored_values;
COMMENT ON VIEW stored_values IS 'Every value that evidence may prove, as text (one row per value)';

-- capture_addresses: where and when each capture was fetched, one row per capture.
CREATE VIEW capture_addresses AS
SELECT
    capture_files.capture_id,
    arg_min(capture_files.url, capture_files.path) AS url,
    min(capture_files.path) AS path,
    max(capture_files.captured_at) AS captured_at,
    count(*) AS n_files
FROM capture_files
GROUP BY capture_files.capture_id;
COMMENT ON VIEW capture_addresses IS 'Where and when each capture was fetched';

-- v_documents: one row per document with what it holds.
CREATE VIEW v_documents AS
SELECT
    documents.document_id,
    documents.source_id,
    sources.name AS source_name,
    documents.kind,
    documents.title,
    documents.title_status,
    coalesce(documents.canonical_url, addresses.url) AS url,
    documents.slug,
    documents.language,
    documents.published_on,
    documents.published_precision,
    documents.modified_on,
    documents.last_reviewed_on,
    documents.has_commercial_interest,
    documents.n_words,
    coalesce(sectioned.n_sections, 0) AS n_sections,
    coalesce(cited.n_citations, 0) AS n_citations,
    coalesce(cited.n_works, 0) AS n_works,
    coalesce(issued.n_issues, 0) AS n_issues,
    coalesce(versioned.n_versions, 0) AS n_versions,
    documents.version_no,
    addresses.captured_at,
    documents.capture_id
FROM documents
JOIN sources USING (source_id)
LEFT JOIN capture_addresses AS addresses USING (capture_id)
LEFT JOIN (
    SELECT sections.document_id, count(*) AS n_sections
    FROM sections
    GROUP BY sections.document_id
) AS sectioned USING (document_id)
LEFT JOIN (
    SELECT citations.document_id, count(*) AS n_citations, count(DISTINCT citations.work_id) AS n_works
    FROM citations
    GROUP BY citations.document_id
) AS cited USING (document_id)
LEFT JOIN (
    SELECT quality_issues.document_id, count(*) AS n_issues
    FROM quality_issues
    GROUP BY quality_issues.document_id
) AS issued USING (document_id)
LEFT JOIN (
    SELECT document_versions.document_id, count(*) AS n_versions
    FROM document_versions
    GROUP BY document_versions.document_id
) AS versioned USING (document_id);
COMMENT ON VIEW v_documents IS 'Which documents are there, from which source, how old, and how much do they hold?';

-- v_works: one row per work; identifiers that are not well-formed do not show in their column but are counted.
CREATE VIEW v_works AS
SELECT
    works.work_id,
    works.csl_type,
    works.title,
    authors.authors,
    works.container_title,
    works.issued,
    works.issued_year,
    works.volume,
    works.issue,
    works.page,
    works.study_design,
    identifiers.doi,
    identifiers.pmid,
    identifiers.pmcid,
    identifiers.nbk,
    coalesce(identifiers.n_distrusted, 0) AS n_distrusted_identifiers,
    coalesce(cited.n_citations, 0) AS n_citations,
    coalesce(cited.n_documents, 0) AS n_documents,
    coalesce(cited.n_sources, 0) AS n_sources,
    coalesce(cited.source_ids, []) AS source_ids
FROM works
LEFT JOIN (
    SELECT
        work_identifiers.work_id,
        min(work_identifiers.value) FILTER (WHERE work_identifiers.scheme = 'doi' AND is_sound) AS doi,
        min(work_identifiers.value) FILTER (WHERE work_identifiers.scheme = 'pmid' AND is_sound) AS pmid,
        min(work_identifiers.value) FILTER (WHERE work_identifiers.scheme = 'pmcid' AND is_sound) AS pmcid,
        min(work_identifiers.value) FILTER (WHERE work_identifiers.scheme = 'nbk' AND is_sound) AS nbk,
        count(*) FILTER (WHERE NOT is_sound) AS n_distrusted
    FROM (
        SELECT
            identifiers.work_id,
            identifiers.scheme,
            identifiers.value,
            identifiers.status IN ('format_valid', 'registry_verified') AS is_sound
        FROM work_identifiers AS identifiers
    ) AS work_identifiers
    GROUP BY work_identifiers.work_id
) AS identifiers USING (work_id)
LEFT JOIN (
    SELECT
        work_contributors.work_id,
        string_agg(
            coalesce(
                work_contributors.literal,
                concat_ws(' ', work_contributors.family, work_contributors.given_initials)
            ),
            ', '
            ORDER BY work_contributors.ordinal
        ) AS authors
    FROM work_contributors
    WHERE work_contributors.role = 'author'
    GROUP BY work_contributors.work_id
) AS authors USING (work_id)
LEFT JOIN (
    SELECT
        citations.work_id,
        count(*) AS n_citations,
        count(DISTINCT citations.document_id) AS n_documents,
        count(DISTINCT documents.source_id) AS n_sources,
        list_sort(list(DISTINCT documents.source_id)) AS source_ids
    FROM citations
    JOIN documents USING (document_id)
    GROUP BY citations.work_id
) AS cited USING (work_id);
COMMENT ON VIEW v_works IS 'Which works are cited, under which identifiers, and by how many documents of which sources?';

-- v_citations: one row per citation with the work it means.
CREATE VIEW v_citations AS
SELECT
    citations.citation_id,
    citations.document_id,
    documents.source_id,
    documents.title AS document_title,
    sections.heading AS section_heading,
    citations.form,
    citations.prefix,
    citations.raw,
    citations.work_id,
    works.title AS work_title,
    works.issued_year,
    works.doi,
    works.pmid,
    works.pmcid,
    works.n_documents AS n_documents_citing_the_work
FROM citations
JOIN documents USING (document_id)
LEFT JOIN sections ON sections.section_id = citations.section_id
LEFT JOIN v_works AS works ON works.work_id = citations.work_id;
COMMENT ON VIEW v_citations IS 'What does each document cite, where, and which work is meant?';

-- v_evidence: one row per proved value. Ask for one table or row at a time, a quote is cut from the page for each.
CREATE VIEW v_evidence AS
SELECT
    evidence.table_name,
    evidence.row_id,
    evidence.column_name,
    stored.value,
    substr(pages.text, evidence.span_start + 1, evidence.span_end - evidence.span_start) AS quote,
    evidence.normaliser,
    captures.source_id,
    addresses.url,
    addresses.path,
    addresses.captured_at,
    evidence.capture_id,
    evidence.span_start,
    evidence.span_end
FROM evidence
JOIN stored_values AS stored
    ON stored.table_name = evidence.table_name
    AND stored.row_id = evidence.row_id
    AND stored.column_name = evidence.column_name
JOIN pages ON pages.capture_id = evidence.capture_id
JOIN captures ON captures.capture_id = evidence.capture_id
LEFT JOIN capture_addresses AS addresses ON addresses.capture_id = evidence.capture_id;
COMMENT ON VIEW v_evidence IS 'Where does a value stand? Its quote, page, address and time of capture';

-- v_quality: one row per quality issue with where it was seen.
CREATE VIEW v_quality AS
SELECT
    issues.issue_id,
    issues.code,
    issues.severity,
    captures.source_id,
    documents.title AS document_title,
    coalesce(documents.canonical_url, addresses.url) AS url,
    addresses.path,
    issues.detail,
    substr(pages.text, issues.span_start + 1, issues.span_end - issues.span_start) AS quote,
    issues.document_id,
    issues.capture_id
FROM quality_issues AS issues
JOIN captures ON captures.capture_id = issues.capture_id
LEFT JOIN documents ON documents.document_id = issues.document_id
LEFT JOIN pages ON pages.capture_id = issues.capture_id
LEFT JOIN capture_addresses AS addresses ON addresses.capture_id = issues.capture_id;
COMMENT ON VIEW v_quality IS 'What should a reader be warned of, and where was it seen?';

-- v_rejects: one row per refused capture or record, open ones and history.
CREATE VIEW v_rejects AS
SELECT
    rejects.reject_id,
    rejects.resolved_run IS NULL AS is_open,
    coalesce(rejects.source_id, '(unknown)') AS source_id,
    rejects.stage,
    rejects.reason,
    rejects.table_name,
    rejects.field,
    rejects.message,
    rejects.payload,
    substr(pages.text, rejects.span_start + 1, rejects.span_end - rejects.span_start) AS quote,
    addresses.path,
    rejects.first_seen_run,
    rejects.last_seen_run,
    rejects.resolved_run,
    rejects.capture_id
FROM rejects
LEFT JOIN pages ON pages.capture_id = rejects.capture_id
LEFT JOIN capture_addresses AS addresses ON addresses.capture_id = rejects.capture_id;
COMMENT ON VIEW v_rejects IS 'What was refused, why, since when, and is it still so?';

-- v_run_history: one row per run, newest first when ordered by started_at.
CREATE VIEW v_run_history AS
SELECT
    runs.run_id,
    runs.status,
    runs.started_at,
    runs.finished_at,
    date_diff('second', runs.started_at, runs.finished_at) AS seconds,
    runs.n_files,
    runs.n_captures,
    runs.n_extracted,
    runs.n_failed,
    runs.n_held,
    runs.n_documents,
    runs.n_documents - lag(runs.n_documents) OVER (ORDER BY runs.started_at, runs.run_id) AS n_documents_more,
    runs.n_rejects,
    runs.n_issues,
    releases.release_id,
    releases.previous_release_id,
    releases.content_sha256,
    releases.content_sha256 IS DISTINCT FROM
        lag(releases.content_sha256) OVER (ORDER BY runs.started_at, runs.run_id) AS has_changed
FROM runs
LEFT JOIN releases USING (run_id);
COMMENT ON VIEW v_run_history IS 'When did it run, how did it end, and did the content change?';

-- v_attributes: one row per labelled value with its document.
CREATE VIEW v_attributes AS
SELECT
    attributes.document_id,
    documents.source_id,
    documents.title AS document_title,
    attributes.scope,
    attributes.ordinal,
    attributes.key,
    attributes.label,
    attributes.value,
    attributes.attribute_id
FROM attributes
JOIN documents USING (document_id);
COMMENT ON VIEW v_attributes IS 'Which labelled values (infobox, metadata, study facts) do documents state?';

-- v_tables: one row per row of a table, its cells in the order of the columns.
CREATE VIEW v_tables AS
SELECT
    data_tables.data_table_id,
    data_tables.document_id,
    documents.source_id,
    documents.title AS document_title,
    data_tables.name AS table_name,
    data_tables.ordinal,
    cells.row_no,
    list(cells.header ORDER BY cells.col_no) AS headers,
    list(cells.value ORDER BY cells.col_no) AS cell_values
FROM data_tables
JOIN documents USING (document_id)
JOIN table_cells AS cells USING (data_table_id)
GROUP BY ALL;
COMMENT ON VIEW v_tables IS 'What stands in the tables of documents, row by row?';

-- v_source_scorecard: one row per source, how complete and how sound its data is. Shares are NULL where there is nothing
-- to take a share of.
CREATE VIEW v_source_scorecard AS
WITH captured AS (
    SELECT
        captures.source_id,
        count(*) AS n_captures,
        count(*) FILTER (WHERE captures.status = 'failed') AS n_failed,
        count(*) FILTER (WHERE captures.status = 'held') AS n_held
    FROM captures
    GROUP BY captures.source_id
),
documented AS (
    SELECT
        documents.source_id,
        count(*) AS n_documents,
        avg((documents.title IS NOT NULL)::INTEGER) AS share_titled,
        avg((documents.published_on IS NOT NULL)::INTEGER) AS share_dated,
        avg((documents.has_commercial_interest)::INTEGER) AS share_commercial
    FROM documents
    GROUP BY documents.source_id
),
cited AS (
    SELECT
        documents.source_id,
        count(*) AS n_citations,
        avg((identified.citation_id IS NOT NULL)::INTEGER) AS share_identified
    FROM citations
    JOIN documents USING (document_id)
    LEFT JOIN (
        SELECT DISTINCT identifiers.citation_id
        FROM cited_work_identifiers AS identifiers
        WHERE identifiers.status IN ('format_valid', 'registry_verified')
    ) AS identified USING (citation_id)
    GROUP BY documents.source_id
),
warned AS (
    SELECT
        captures.source_id,
        count(*) FILTER (WHERE quality_issues.severity = 'error') AS n_errors,
        count(*) FILTER (WHERE quality_issues.severity = 'warn') AS n_warnings
    FROM quality_issues
    JOIN captures USING (capture_id)
    GROUP BY captures.source_id
),
refused AS (
    SELECT
        rejects.source_id,
        count(*) AS n_open_rejects
    FROM rejects
    WHERE rejects.resolved_run IS NULL
    GROUP BY rejects.source_id
)
SELECT
    sources.source_id,
    sources.name,
    sources.kind,
    sources.commercial_interest,
    coalesce(captured.n_captures, 0) AS n_captures,
    coalesce(captured.n_failed, 0) AS n_failed,
    coalesce(captured.n_held, 0) AS n_held,
    coalesce(documented.n_documents, 0) AS n_documents,
    documented.share_titled,
    documented.share_dated,
    documented.share_commercial,
    coalesce(cited.n_citations, 0) AS n_citations,
    cited.share_identified AS share_of_citations_identified,
    coalesce(warned.n_errors, 0) AS n_errors,
    coalesce(warned.n_warnings, 0) AS n_warnings,
    coalesce(refused.n_open_rejects, 0) AS n_open_rejects
FROM sources
LEFT JOIN captured USING (source_id)
LEFT JOIN documented USING (source_id)
LEFT JOIN cited USING (source_id)
LEFT JOIN warned USING (source_id)
LEFT JOIN refused USING (source_id);
COMMENT ON VIEW v_source_scorecard IS 'How complete and how sound is the data of each source?';

-- evidence_of(table, row_id): the proofs of one row.
CREATE MACRO evidence_of(of_table, of_row) AS TABLE
SELECT
    found.column_name,
    found.value,
    found.quote,
    found.normaliser,
    found.url,
    found.path,
    found.capture_id,
    found.span_start,
    found.span_end
FROM v_evidence AS found
WHERE found.table_name = of_table
    AND found.row_id = of_row
ORDER BY found.span_start, found.column_name;
COMMENT ON MACRO TABLE evidence_of IS 'The proofs of one row: FROM evidence_of(table, row_id)';
