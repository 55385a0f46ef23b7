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
-- under). A page that was merged into another one is shown only where the other was not captured. A partial version is an
-- embed form, or a form without title and dates that has less than half the words of the fullest. The current one is whole
-- if any is, then shows what was captured last, then the most words; of captures that show the same text below the title
-- (one as HTML, one as text), it is the one that states most about itself.
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
        CASE WHEN told.n_shingles > 0 THEN told.text_key::VARCHAR ELSE documents.content_sha256 END AS text_key,
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
    JOIN told_documents AS told
        ON told.document_id = documents.document_id
        AND told.capture_id = documents._capture_id
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
        described.text_key,
        described.n_words,
        described.first_seen,
        described.last_seen,
        described.n_stated,
        max(described.last_seen) OVER shown AS last_shown,
        max(described.n_words) OVER shown AS most_words,
        described.is_embed
            OR (
                NOT described.has_metadata
                AND bool_or(described.has_metadata) OVER same
                AND 2 * described.n_words < max(described.n_words) OVER same
            ) AS is_partial
    FROM described
    WINDOW
        same AS (PARTITION BY described.document_id),
        shown AS (PARTITION BY described.document_id, described.text_key)
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
            judged.most_words DESC,
            judged.text_key,
            judged.n_stated DESC,
            judged.last_seen DESC NULLS LAST,
            judged.n_words DESC,
            judged.capture_id,
            judged.staged_id
    ) = 1 AS is_current
FROM judged;

-- What identifies a document, and the address and slug that other versions know where the current one states none.
CREATE TEMP TABLE document_facts AS
SELECT
    versions.document_id,
    any_value(told.natural_key) FILTER (WHERE versions.staged_id = versions.document_id) AS natural_key,
    arg_min(told.canonical_url, versions.capture_id) FILTER (
        WHERE told.canonical_url IS NOT NULL AND versions.staged_id = versions.document_id
    ) AS own_url,
    arg_min(told.canonical_url, (versions.staged_id, versions.capture_id)) FILTER (
        WHERE told.canonical_url IS NOT NULL
    ) AS any_url,
    arg_min(told.slug, (versions.staged_id <> versions.document_id, versions.staged_id, versions.capture_id)) FILTER (
        WHERE told.slug IS NOT NULL
    ) AS slug
FROM versions
JOIN told_documents AS told
    ON told.document_id = versions.staged_id
    AND told.capture_id = versions.capture_id
GROUP BY versions.document_id;

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
