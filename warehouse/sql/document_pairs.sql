-- What staged documents say of themselves, one row per document and capture. `key_kind` is the kind of its natural key:
-- url, doi, byline or text, and for a stated id the kind of document.
CREATE TEMP TABLE told_documents AS
SELECT
    documents.document_id,
    documents._capture_id AS capture_id,
    documents.source_id,
    documents.kind,
    documents.slug,
    coalesce(regexp_extract(documents.canonical_url, '^https?://([^/?]+)', 1), '') AS host,
    documents.canonical_url,
    documents.published_on,
    documents.published_precision,
    documents.natural_key ->> '$$[0]' AS key_kind,
    documents.natural_key,
    trim(regexp_replace(lower(strip_accents(documents.title)), '[^\p{L}\p{N}]+', ' ', 'g')) AS title_key,
    coalesce(signatures.n_shingles, 0) AS n_shingles,
    hash(signatures.shingles) AS text_key
FROM staged_documents AS documents
LEFT JOIN staged_document_signatures AS signatures
    ON signatures.document_id = documents.document_id
    AND signatures._capture_id = documents._capture_id;

-- Pairs of documents of one source that are one document, with the rule that says so.
CREATE TEMP TABLE document_pairs (
    left_id VARCHAR, right_id VARCHAR, rule VARCHAR, strength INTEGER, compared VARCHAR
);

-- Rule same_by_own_word: documents of one kind that state the same page id, slug or origin, of which one states that the
-- other was merged into it (by its slug or page id), or that it is reached from the other's address.
CREATE TEMP TABLE stated_names AS
SELECT DISTINCT
    told.source_id,
    told.kind,
    told.host,
    told.document_id,
    aliases.kind AS name_kind,
    coalesce(redirects.address, aliases.alias) AS name,
    true AS is_stated
FROM staged_document_aliases AS aliases
JOIN told_documents AS told
    ON told.document_id = aliases.document_id
    AND told.capture_id = aliases._capture_id
LEFT JOIN redirects ON aliases.kind = 'redirect' AND redirects.alias = aliases.alias
UNION ALL
SELECT DISTINCT
    told.source_id,
    told.kind,
    told.host,
    told.document_id,
    'slug' AS name_kind,
    told.slug AS name,
    false AS is_stated
FROM told_documents AS told
WHERE told.slug IS NOT NULL;

-- Which page another one says was merged into it.
CREATE TEMP TABLE merged_away AS
SELECT DISTINCT
    gone.document_id AS gone_id,
    into_it.document_id,
    gone.name
FROM stated_names AS into_it
JOIN stated_names AS gone
    ON gone.source_id = into_it.source_id
    AND gone.kind = into_it.kind
    AND gone.name = into_it.name
    AND (gone.is_stated OR gone.host = into_it.host OR into_it.host = '')
WHERE into_it.name_kind = 'merged_from'
    AND gone.name_kind IN ('slug', 'page_id')
    AND gone.document_id <> into_it.document_id;

INSERT INTO document_pairs (left_id, right_id, rule, strength, compared)
SELECT
    merged_away.gone_id,
    merged_away.document_id,
    'same_by_own_word',
    1,
    to_json({'merged_from': merged_away.name})
FROM merged_away
UNION ALL
SELECT
    named.document_id,
    named.first_id,
    'same_by_own_word',
    1,
    to_json({'name': named.name, 'kind': named.name_kind})
FROM (
    SELECT
        stated.document_id,
        stated.name,
        stated.name_kind,
        min(stated.document_id) OVER (
            PARTITION BY stated.source_id, stated.kind, stated.name_kind, stated.name
        ) AS first_id
    FROM stated_names AS stated
    WHERE stated.is_stated
) AS named
WHERE named.first_id <> named.document_id
UNION ALL
SELECT DISTINCT
    stated.document_id,
    told.document_id,
    'same_by_own_word',
    1,
    to_json({'redirect': stated.name})
FROM stated_names AS stated
JOIN told_documents AS told
    ON told.source_id = stated.source_id
    AND told.canonical_url = stated.name
WHERE stated.name_kind = 'redirect'
    AND told.document_id <> stated.document_id;

-- Rule same_summarised_work: pages that state in their own line the DOI of the paper they summarise, and have one title.
-- A page that shows no title goes with the one title there is.
INSERT INTO document_pairs (left_id, right_id, rule, strength, compared)
WITH summaries AS (
    SELECT DISTINCT
        told.source_id,
        told.document_id,
        lower(identifiers.value) AS doi,
        told.title_key
    FROM told_documents AS told
    JOIN staged_citations AS citations
        ON citations.document_id = told.document_id
        AND citations._capture_id = told.capture_id
        AND citations.form = 'journal_line'
    JOIN staged_cited_work_identifiers AS identifiers
        ON identifiers.citation_id = citations.citation_id
        AND identifiers._capture_id = told.capture_id
        AND identifiers.scheme = 'doi'
        AND identifiers.status IN ('format_valid', 'registry_verified')
),
titled AS (
    SELECT
        summaries.source_id,
        summaries.document_id,
        summaries.doi,
        coalesce(
            nullif(summaries.title_key, ''),
            CASE
                WHEN count(DISTINCT nullif(summaries.title_key, '')) OVER (PARTITION BY summaries.source_id, summaries.doi) = 1
                    THEN max(summaries.title_key) OVER (PARTITION BY summaries.source_id, summaries.doi)
            END
        ) AS title_key
    FROM summaries
)
SELECT DISTINCT
    placed.document_id,
    placed.first_id,
    'same_summarised_work',
    2,
    to_json({'doi': placed.doi, 'title': placed.title_key})
FROM (
    SELECT
        titled.document_id,
        titled.doi,
        titled.title_key,
        min(titled.document_id) OVER (PARTITION BY titled.source_id, titled.doi, titled.title_key) AS first_id
    FROM titled
    WHERE titled.title_key IS NOT NULL
) AS placed
WHERE placed.first_id <> placed.document_id;
