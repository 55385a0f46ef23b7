-- When and under which addresses each capture was fetched. An address with an embed parameter shows a page without its
-- frame; a capture that was seen under another address, too, is the page itself.
CREATE TEMP TABLE capture_times AS
SELECT
    seen_files.capture_id,
    min(seen_files.captured_at) AS first_seen,
    max(seen_files.captured_at) AS last_seen,
    count(seen_files.url) > 0 AS has_url,
    coalesce(bool_and(regexp_matches(seen_files.url, '[?&]embed=[^&#]')), false) AS is_embed
FROM seen_files
GROUP BY seen_files.capture_id;

-- Documents whose own statement of their address is the embed form only; it counts where their file states none.
CREATE TEMP TABLE embedded_documents AS
SELECT
    urls.document_id,
    urls._capture_id AS capture_id
FROM staged_document_urls AS urls
WHERE urls.role IN ('canonical', 'self_link', 'embed')
GROUP BY ALL
HAVING bool_and(urls.role = 'embed');

-- Every version of every document, also of those that another one stands for (`staged_id` is the id they were staged
-- under). A page that was merged into another one is shown only where the other was not captured. A partial one is an embed form, or a form without title and dates that has less than
-- half the words of the fullest. The current one is whole if any is, then shows what was captured last, then the most
-- words; of captures that show the same (one as HTML, one as text), it is the one that states most about itself.
CREATE TEMP TABLE versions AS
WITH described AS (
    SELECT
        coalesce(identities.canonical_id, documents.document_id) AS document_id,
        documents.document_id AS staged_id,
        coalesce(identities.is_merged_away, false) AS is_merged_away,
        documents._capture_id AS capture_id,
        documents.span_start,
        documents.span_end,
        documents.content_sha256,
        documents.n_words,
        capture_times.first_seen,
        capture_times.last_seen,
        capture_times.is_embed
            OR (NOT capture_times.has_url AND embedded.document_id IS NOT NULL) AS is_embed,
        documents.title_status = 'explicit'
            OR documents.published_on IS NOT NULL
            OR documents.modified_on IS NOT NULL
            OR documents.last_reviewed_on IS NOT NULL AS has_metadata,
        (documents.title IS NOT NULL)::INTEGER
            + (documents.canonical_url IS NOT NULL)::INTEGER
            + (documents.slug IS NOT NULL)::INTEGER
            + (documents.language IS NOT NULL)::INTEGER
            + (documents.published_on IS NOT NULL)::INTEGER
            + (documents.modified_on IS NOT NULL)::INTEGER
            + (documents.last_reviewed_on IS NOT NULL)::INTEGER
            + (documents.copyright_year IS NOT NULL)::INTEGER AS n_stated
    FROM staged_documents AS documents
    JOIN capture_times ON capture_times.capture_id = documents._capture_id
    LEFT JOIN embedded_documents AS embedded
        ON embedded.document_id = documents.document_id
        AND embedded.capture_id = documents._capture_id
    LEFT JOIN document_identities AS identities ON identities.document_id = documents.document_id
),
judged AS (
    SELECT
        described.document_id,
        described.staged_id,
        described.is_merged_away,
        described.capture_id,
        described.span_start,
        described.span_end,
        described.content_sha256,
        described.n_words,
        described.first_seen,
        described.last_seen,
        described.n_stated,
        max(described.last_seen) OVER (PARTITION BY described.document_id, described.content_sha256) AS last_shown,
        described.is_embed
            OR (
                NOT described.has_metadata
                AND bool_or(described.has_metadata) OVER same
                AND 2 * described.n_words < max(described.n_words) OVER same
            ) AS is_partial
    FROM described
    WINDOW same AS (PARTITION BY described.document_id)
)
SELECT
    row_id('document_versions', [judged.staged_id, judged.capture_id]) AS document_version_id,
    judged.document_id,
    judged.staged_id,
    judged.capture_id,
    judged.span_start,
    judged.span_end,
    judged.content_sha256,
    judged.n_words,
    judged.first_seen,
    judged.last_seen,
    judged.is_partial,
    row_number() OVER (
        PARTITION BY judged.document_id
        ORDER BY judged.last_seen NULLS FIRST, judged.n_words, judged.capture_id DESC, judged.staged_id
    ) AS version_no,
    row_number() OVER (
        PARTITION BY judged.document_id
        ORDER BY
            judged.is_merged_away,
            judged.is_partial,
            judged.last_shown DESC NULLS LAST,
            judged.n_words DESC,
            judged.n_stated DESC,
            judged.last_seen DESC NULLS LAST,
            judged.capture_id,
            judged.staged_id
    ) = 1 AS is_current
FROM judged;

-- Captures all of whose documents are shown in a newer version.
CREATE TEMP TABLE stale_captures AS
SELECT versions.capture_id
FROM versions
GROUP BY versions.capture_id
HAVING NOT bool_or(versions.is_current);

-- Every staged row that another row stands for; first the documents, the rest is added table by table.
CREATE TEMP TABLE superseded_rows AS
SELECT
    'documents' AS table_name,
    versions.staged_id AS row_id,
    versions.capture_id
FROM versions
WHERE NOT versions.is_current;
