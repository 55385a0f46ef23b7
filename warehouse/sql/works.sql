-- Which citation each part of a work is taken from: the longest list of authors, the finest date, and for the rest the
-- first that states it of those that state most; then the smaller citation_id. The keys are kept to compare with.
CREATE TEMP TABLE survivors AS
WITH numbered AS (
    SELECT
        meanings.work_id,
        cited.no,
        row_number() OVER (PARTITION BY meanings.work_id ORDER BY cited.n_filled DESC, cited.citation_id) AS place
    FROM meanings
    JOIN cited USING (no)
),
placed AS (
    SELECT
        numbered.work_id,
        numbered.place,
        -- One number per order of preference, which is much cheaper to compare than a list of them.
        (10000 - least(cited.n_authors, 9999)) * 2000000000000 + cited.authors_truncated::BIGINT * 1000000000000
            + numbered.place AS author_place,
        coalesce(list_position(['day', 'month', 'year'], cited.issued_precision), 9) * 1000000000000
            + numbered.place AS date_place,
        cited.*
    FROM numbered
    JOIN cited USING (no)
)
SELECT
    placed.work_id,
    $parts,
    arg_min(placed.families, placed.author_place) AS families,
    arg_min(placed.title_key, placed.place) FILTER (WHERE placed.title IS NOT NULL) AS title_key,
    arg_min(placed.container_key, placed.place) FILTER (WHERE placed.container_title IS NOT NULL) AS container_key,
    arg_min(placed.volume_key, placed.place) FILTER (WHERE placed.volume IS NOT NULL) AS volume_key,
    arg_min(placed.first_page, placed.place) FILTER (WHERE placed.page IS NOT NULL) AS first_page
FROM placed
GROUP BY placed.work_id;

-- One row per work.
INSERT INTO works (work_id, $work_columns)
SELECT
    survivors.work_id,
    $survived_columns
FROM survivors;

-- One identifier of a work per scheme and value, from the citation with the best status.
CREATE TEMP TABLE chosen_identifiers AS
SELECT DISTINCT ON (meanings.work_id, identifiers.scheme, identifiers.value_key)
    row_id('work_identifiers', [meanings.work_id, identifiers.scheme, identifiers.value_key]) AS work_identifier_id,
    meanings.work_id,
    identifiers.cited_work_identifier_id,
    identifiers.scheme,
    identifiers.value,
    identifiers.as_written,
    identifiers.status
FROM cited_identifiers AS identifiers
JOIN meanings USING (citation_id)
ORDER BY
    meanings.work_id,
    identifiers.scheme,
    identifiers.value_key,
    list_position(['registry_verified', 'format_valid', 'truncated', 'malformed'], identifiers.status),
    identifiers.citation_id,
    identifiers.cited_work_identifier_id;

INSERT INTO work_identifiers (work_identifier_id, work_id, scheme, value, as_written, status)
SELECT
    chosen.work_identifier_id,
    chosen.work_id,
    chosen.scheme,
    chosen.value,
    chosen.as_written,
    chosen.status
FROM chosen_identifiers AS chosen;

-- The authors and editors of a work, from the citation with the longest list. Ordinals are counted anew, since a page
-- may have lost one that was refused.
CREATE TEMP TABLE chosen_contributors AS
SELECT
    survivors.work_id,
    contributors.cited_work_contributor_id,
    contributors.role,
    row_number() OVER (
        PARTITION BY survivors.work_id, contributors.role
        ORDER BY contributors.ordinal, contributors.cited_work_contributor_id
    ) AS place,
    row_id('work_contributors', [survivors.work_id, contributors.role, place::VARCHAR]) AS work_contributor_id,
    contributors.family,
    contributors.given_initials,
    contributors.literal
FROM survivors
JOIN kept_cited_work_contributors AS contributors ON contributors.citation_id = survivors.authors_from;

INSERT INTO work_contributors (work_contributor_id, work_id, role, ordinal, family, given_initials, literal)
SELECT
    chosen.work_contributor_id,
    chosen.work_id,
    chosen.role,
    chosen.place,
    chosen.family,
    chosen.given_initials,
    chosen.literal
FROM chosen_contributors AS chosen;

-- Where the values of the above stand: the evidence of the citation rows that they were taken from.
CREATE TEMP TABLE work_evidence_sources AS
SELECT
    'works' AS table_name,
    survivors.work_id AS row_id,
    'cited_works' AS from_table,
    parts.citation_id AS from_id,
    flatten(list(parts.column_names)) AS column_names
FROM survivors
CROSS JOIN LATERAL (
    VALUES
        $part_names
) AS parts (citation_id, column_names)
WHERE parts.citation_id IS NOT NULL
GROUP BY survivors.work_id, parts.citation_id
UNION ALL
SELECT
    'work_identifiers',
    chosen.work_identifier_id,
    'cited_work_identifiers',
    chosen.cited_work_identifier_id,
    ['value', 'as_written']
FROM chosen_identifiers AS chosen
UNION ALL
SELECT
    'work_contributors',
    chosen.work_contributor_id,
    'cited_work_contributors',
    chosen.cited_work_contributor_id,
    ['family', 'given_initials', 'literal']
FROM chosen_contributors AS chosen;
