-- The works as citations state them, one row per citation. `n_filled` counts what is stated, `n_authors` the authors;
-- what is compared stands in the `_key` columns and in `families`.
CREATE TEMP TABLE stated AS
WITH authors AS (
    SELECT
        contributors.citation_id,
        count(*) AS n_authors,
        list(
            replace(folded(coalesce(contributors.family, contributors.literal)), ' ', '')
            ORDER BY contributors.ordinal, contributors.cited_work_contributor_id
        ) AS families
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
    coalesce(list_distinct(list_filter(authors.families, lambda family: family <> '')), []) AS distinct_families,
    coalesce(list_filter(authors.families, lambda family: family <> ''), []) AS families,
    coalesce(folded(cited_works.title), '') AS title_key,
    coalesce(folded(cited_works.container_title), '') AS container_key,
    volume_of(cited_works.volume) AS volume_key,
    first_page_of(cited_works.page) AS first_page
FROM kept_cited_works AS cited_works
LEFT JOIN authors USING (citation_id);

-- The identifiers of citations; `is_sound` ones may join citations, a truncated or malformed one never does. A DOI is
-- the same in capitals, as an address, with 'doi:' before it and with a full stop behind it.
CREATE TEMP TABLE cited_identifiers AS
SELECT
    identifiers.cited_work_identifier_id,
    identifiers.citation_id,
    identifiers.scheme,
    CASE identifiers.scheme
        WHEN 'doi' THEN regexp_replace(
            regexp_replace(lower(trim(identifiers.value)), '^(https?://)?((dx\.)?doi\.org/|doi: ?)', ''),
            '[.,;]+$$', ''
        )
        WHEN 'pmcid' THEN upper(identifiers.value)
        ELSE identifiers.value
    END AS value_key,
    identifiers.value,
    identifiers.as_written,
    identifiers.status,
    list_position(['doi', 'pmid', 'pmcid', 'nbk'], identifiers.scheme) AS strength,
    identifiers.status IN ('format_valid', 'registry_verified') AS is_sound
FROM kept_cited_work_identifiers AS identifiers
SEMI JOIN stated USING (citation_id);

-- The citations, numbered from the one that names its work best: the strongest identifier, then the smallest. A number
-- stands for its citation in all that follows, and the smallest number of a cluster for the cluster.
--   own_key      natural key of the work by this citation alone
--   identifiers  every sound identifier of the citation as one key
CREATE TEMP TABLE cited AS
WITH identified AS (
    SELECT
        sound.citation_id,
        min(sound.strength) AS strength,
        arg_min([sound.scheme, sound.value_key], [sound.strength::VARCHAR, sound.value_key]) AS own_key,
        flatten(list([sound.scheme, sound.value_key] ORDER BY sound.strength, sound.value_key)) AS identifiers,
        bool_or(sound.scheme = 'doi' AND is_preprint_doi(sound.value_key)) AS has_preprint_doi,
        bool_or(sound.scheme = 'doi' AND NOT is_preprint_doi(sound.value_key)) AS has_other_doi
    FROM (
        SELECT DISTINCT citation_id, scheme, value_key, strength
        FROM cited_identifiers
        WHERE is_sound
    ) AS sound
    GROUP BY sound.citation_id
),
keys AS (
    -- Only what numbering needs: sorting carries all columns along.
    SELECT
        stated.citation_id,
        identified.identifiers,
        identified.has_preprint_doi,
        identified.has_other_doi,
        CASE
            WHEN identified.strength IS NOT NULL THEN identified.strength
            WHEN stated.title_key <> '' AND stated.issued_year IS NOT NULL AND len(stated.families) > 0 THEN 8
            ELSE 9
        END AS strength,
        CASE
            WHEN identified.strength IS NOT NULL THEN identified.own_key
            WHEN stated.title_key <> '' AND stated.issued_year IS NOT NULL AND len(stated.families) > 0
                THEN ['title', stated.title_key, stated.issued_year::VARCHAR, stated.families[1]]
            ELSE ['citation', stated.citation_id]
        END AS own_key
    FROM stated
    LEFT JOIN identified USING (citation_id)
),
numbered AS (
    SELECT
        row_number() OVER (ORDER BY keys.strength, to_json(keys.own_key)::VARCHAR, keys.citation_id)::INTEGER AS no,
        keys.*
    FROM keys
)
SELECT
    numbered.no,
    stated.*,
    numbered.identifiers,
    CASE
        WHEN numbered.has_preprint_doi THEN 'preprint'
        WHEN numbered.has_other_doi THEN 'published'
        WHEN is_preprint_server(stated.container_key) THEN 'preprint'
        WHEN stated.container_key <> '' THEN 'published'
    END AS edition,
    numbered.strength,
    numbered.own_key
FROM stated
JOIN numbered USING (citation_id);
DROP TABLE stated;

-- What joins citations: one row per citation and sound identifier.
CREATE TEMP TABLE ties AS
SELECT DISTINCT
    cited.no,
    identifiers.scheme,
    identifiers.value_key,
    identifiers.strength
FROM cited_identifiers AS identifiers
JOIN cited USING (citation_id)
WHERE identifiers.is_sound;

-- Every citation begins as a cluster of its own, which its number names.
CREATE TEMP TABLE clustered AS
SELECT cited.no, cited.no AS cluster
FROM cited;

-- What is suggested of pairs of citations: the later one, and the one that would stand for it. Levels are applied one
-- after another: 1 identifiers, 2 equal references, 3 similar ones, 4 people; 0 is never applied.
CREATE TEMP TABLE suggestions (
    level INTEGER,
    left_no INTEGER,
    right_no INTEGER,
    judgement VARCHAR,
    rule VARCHAR,
    rule_version INTEGER,
    score DOUBLE,
    compared VARCHAR
);

-- Clusters that would hold a contradiction if they were joined: what joined them, and what they state.
CREATE TEMP TABLE contradictions (
    level INTEGER,
    component INTEGER,
    cluster INTEGER,
    rule VARCHAR,
    stated VARCHAR
);

-- The citations of those clusters.
CREATE TEMP TABLE joined_at (level INTEGER, cluster INTEGER, no INTEGER);

-- Names of containers that stood beside each other in candidates, and whether they name the same one.
CREATE TEMP TABLE container_pairs (one VARCHAR, other VARCHAR, is_same BOOLEAN);
