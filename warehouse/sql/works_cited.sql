-- The works as citations state them, one row per citation. `n_filled` counts what is stated, `n_authors` the authors,
-- `title_key` is the title with letters and digits only.
CREATE TEMP TABLE cited AS
WITH authors AS (
    SELECT
        contributors.citation_id,
        count(*) AS n_authors,
        arg_min(lower(coalesce(contributors.family, contributors.literal)), contributors.ordinal) AS first_author
    FROM kept_cited_work_contributors AS contributors
    WHERE contributors.role = 'author'
    GROUP BY contributors.citation_id
)
SELECT
    cited_works.citation_id,
    cited_works.document_id,
    cited_works._capture_id AS capture_id,
    $cited_columns,
    $n_filled AS n_filled,
    coalesce(authors.n_authors, 0) AS n_authors,
    authors.first_author,
    trim(regexp_replace(lower(nfc_normalize(cited_works.title)), '[^\p{L}\p{N}]+', ' ', 'g')) AS title_key
FROM kept_cited_works AS cited_works
LEFT JOIN authors USING (citation_id);

-- The identifiers of citations; `is_sound` ones may join citations, a truncated or malformed one never does.
CREATE TEMP TABLE cited_identifiers AS
SELECT
    identifiers.cited_work_identifier_id,
    identifiers.citation_id,
    identifiers.scheme,
    CASE WHEN identifiers.scheme = 'doi' THEN lower(identifiers.value) ELSE identifiers.value END AS value_key,
    identifiers.value,
    identifiers.as_written,
    identifiers.status,
    list_position(['doi', 'pmid', 'pmcid', 'nbk'], identifiers.scheme) AS strength,
    identifiers.status IN ('format_valid', 'registry_verified') AS is_sound
FROM kept_cited_work_identifiers AS identifiers
SEMI JOIN cited USING (citation_id);

-- What joins citations: one row per citation and sound identifier.
CREATE TEMP TABLE ties AS
SELECT DISTINCT
    identifiers.citation_id,
    identifiers.scheme,
    identifiers.value_key,
    identifiers.strength
FROM cited_identifiers AS identifiers
WHERE identifiers.is_sound;

-- Every citation begins as a component of its own.
CREATE TEMP TABLE components AS
SELECT DISTINCT
    ties.citation_id,
    ties.citation_id AS component
FROM ties;
