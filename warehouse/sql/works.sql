-- Components that hold two different identifiers of one scheme contradict themselves and are not merged.
CREATE TEMP TABLE contradictions AS
WITH per_scheme AS (
    SELECT
        components.component,
        ties.scheme,
        list_sort(list(DISTINCT ties.value_key)) AS value_keys
    FROM ties
    JOIN components USING (citation_id)
    GROUP BY ALL
    HAVING count(DISTINCT ties.value_key) > 1
)
SELECT
    per_scheme.component,
    string_agg(per_scheme.scheme || ' ' || array_to_string(per_scheme.value_keys, ', '), '; ' ORDER BY per_scheme.scheme)
        AS stated
FROM per_scheme
GROUP BY per_scheme.component;

-- Which work each citation means, with the natural key of the work:
--   identifiers, no contradiction   the strongest identifier of the component
--   contradiction                   all identifiers of the citation, so that only citations that state the same meet
--   no sound identifier             title, year and first author where all are stated, else the citation itself
CREATE TEMP TABLE meanings AS
WITH own AS (
    SELECT
        ties.citation_id,
        flatten(list([ties.scheme, ties.value_key] ORDER BY ties.strength, ties.value_key)) AS natural_key
    FROM ties
    GROUP BY ties.citation_id
),
strongest AS (
    SELECT
        components.component,
        arg_min([ties.scheme, ties.value_key], (ties.strength, ties.value_key)) AS natural_key
    FROM ties
    JOIN components USING (citation_id)
    GROUP BY components.component
),
keyed AS (
    SELECT
        cited.citation_id,
        components.component,
        contradictions.component IS NOT NULL AS is_contradictory,
        CASE
            WHEN contradictions.component IS NOT NULL THEN own.natural_key
            WHEN components.component IS NOT NULL THEN strongest.natural_key
            WHEN cited.title_key <> '' AND cited.issued_year IS NOT NULL AND cited.first_author IS NOT NULL
                THEN ['title', cited.title_key, cited.issued_year::VARCHAR, cited.first_author]
            ELSE ['citation', cited.citation_id]
        END AS natural_key
    FROM cited
    LEFT JOIN components USING (citation_id)
    LEFT JOIN contradictions ON contradictions.component = components.component
    LEFT JOIN strongest ON strongest.component = components.component
    LEFT JOIN own ON own.citation_id = cited.citation_id
)
SELECT
    keyed.citation_id,
    keyed.component,
    keyed.is_contradictory,
    row_id('works', keyed.natural_key) AS work_id,
    CASE WHEN keyed.component IS NULL THEN 'same_title_year_author' ELSE 'shared_identifier' END AS rule,
    count(*) OVER (PARTITION BY keyed.natural_key) AS n_citations
FROM keyed;

-- Which citation each part of a work is taken from: the longest list of authors, the finest date, and for the rest the
-- row that states most; then the smaller citation_id.
CREATE TEMP TABLE survivors AS
SELECT
    meanings.work_id,
    arg_min(
        cited.citation_id,
        (-cited.n_authors, cited.authors_truncated, -cited.n_filled, cited.citation_id)
    ) AS authors_from,
    arg_min(
        cited.citation_id,
        (
            coalesce(list_position(['day', 'month', 'year'], cited.issued_precision), 9),
            -cited.n_filled,
            cited.citation_id
        )
    ) AS date_from,
    arg_min(cited.citation_id, (-cited.n_filled, cited.citation_id)) AS rest_from
FROM meanings
JOIN cited USING (citation_id)
GROUP BY meanings.work_id;

-- One row per work.
INSERT INTO works (work_id, $work_columns)
SELECT
    survivors.work_id,
    $survived_columns
FROM survivors
JOIN cited AS authors ON authors.citation_id = survivors.authors_from
JOIN cited AS dates ON dates.citation_id = survivors.date_from
JOIN cited AS rest ON rest.citation_id = survivors.rest_from;

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
    parts.column_names
FROM survivors
CROSS JOIN LATERAL (
    VALUES
        (survivors.authors_from, $author_names),
        (survivors.date_from, $date_names),
        (survivors.rest_from, $rest_names)
) AS parts (citation_id, column_names)
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
