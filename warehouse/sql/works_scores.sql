-- How two statements agree, field by field, as levels.
CREATE OR REPLACE TEMP TABLE agreements AS
WITH measured AS (
    SELECT
        candidates.left_no,
        candidates.right_no,
        here.unit AS left_unit,
        there.unit AS right_unit,
        here.title_key = '' OR there.title_key = '' AS lacks_title,
        here.title_key = there.title_key AS is_same_title,
        least(len(here.words), len(there.words)) AS n_words,
        greatest(len(here.words), len(there.words)) AS n_words_most,
        len(list_intersect(here.words, there.words)) AS n_common,
        -- An edit distance costs some hundred times the comparison of the first letters and of the length.
        CASE
            WHEN here.title_key = there.title_key THEN 0
            WHEN abs(length(here.title_key) - length(there.title_key))
                > 0.1 * greatest(length(here.title_key), length(there.title_key)) THEN 1
            WHEN jaro_winkler_similarity(here.title_key, there.title_key) < 0.8 THEN 1
            ELSE damerau_levenshtein(here.title_key, there.title_key)
                / greatest(length(here.title_key), length(there.title_key))
        END AS title_distance,
        here.is_generic OR there.is_generic AS is_generic,
        least(len(here.distinct_families), len(there.distinct_families)) AS n_authors,
        greatest(len(here.distinct_families), len(there.distinct_families)) AS n_authors_most,
        len(list_intersect(here.distinct_families, there.distinct_families)) AS n_authors_common,
        here.families[1:n_authors] = there.families[1:n_authors] AS is_author_prefix,
        here.is_truncated OR there.is_truncated AS is_truncated,
        jaro_winkler_similarity(here.families[1], there.families[1]) AS first_author_similarity,
        CASE
            WHEN here.family_key = there.family_key THEN 1
            WHEN here.family_key = '' OR there.family_key = '' THEN 0
            ELSE 1 - damerau_levenshtein(here.family_key[:200], there.family_key[:200])
                / least(200, greatest(length(here.family_key), length(there.family_key)))
        END AS author_similarity,
        abs(here.issued_year - there.issued_year) AS years_between,
        here.container_key AS left_container,
        there.container_key AS right_container,
        CASE
            WHEN here.first_page = there.first_page AND here.volume_key = there.volume_key THEN 'page_and_volume'
            WHEN here.first_page = there.first_page AND here.volume_key <> there.volume_key THEN 'volume_differs'
            WHEN here.first_page = there.first_page THEN 'page'
            WHEN here.first_page <> there.first_page THEN 'page_differs'
            WHEN here.volume_key = there.volume_key THEN 'volume'
            WHEN here.volume_key <> there.volume_key THEN 'volume_differs'
            ELSE 'missing'
        END AS place,
        here.part IS DISTINCT FROM there.part
            OR NOT (list_has_all(here.numbers, there.numbers) OR list_has_all(there.numbers, here.numbers))
            AS is_other_part,
        here.notice <> there.notice AS is_notice,
        here.edition <> there.edition AS is_other_edition,
        here.csl_type IN ('book', 'chapter') AND there.csl_type = 'article-journal'
            OR there.csl_type IN ('book', 'chapter') AND here.csl_type = 'article-journal' AS is_other_type
    FROM candidates
    JOIN statements AS here ON here.no = candidates.left_no
    JOIN statements AS there ON there.no = candidates.right_no
    WHERE here.unit IS DISTINCT FROM there.unit
        OR here.unit IS NULL
)
SELECT
    measured.left_no,
    measured.right_no,
    measured.left_unit,
    measured.right_unit,
    CASE
        WHEN lacks_title THEN 'missing'
        WHEN is_same_title THEN 'equal'
        WHEN title_distance <= 0.1 OR (n_common = n_words AND n_common = n_words_most) THEN 'near'
        WHEN n_common = n_words AND n_words >= 4 THEN 'close'
        WHEN n_common >= 0.8 * (n_words + n_words_most - n_common) THEN 'close'
        WHEN n_common = n_words AND n_words = 3 THEN 'loose'
        WHEN n_common >= 0.6 * (n_words + n_words_most - n_common) THEN 'loose'
        ELSE 'differs'
    END AS title,
    CASE
        WHEN is_generic THEN 'generic'
        WHEN n_words <= 2 THEN 'very_short'
        WHEN n_words = 3 THEN 'short'
        ELSE 'specific'
    END AS title_kind,
    CASE
        WHEN n_authors = 0 THEN 'missing'
        WHEN author_similarity >= 0.85
            OR n_authors_common >= 0.75 * (n_authors + n_authors_most - n_authors_common)
            OR (is_author_prefix AND (n_authors > 1 OR is_truncated))
            THEN CASE WHEN n_authors > 1 THEN 'all' ELSE 'one' END
        WHEN author_similarity >= 0.65
            OR n_authors_common >= 0.5 * (n_authors + n_authors_most - n_authors_common)
            OR (n_authors > 1 AND 2 * n_authors_common >= n_authors)
            OR (n_authors = 1 AND first_author_similarity >= 0.9)
            THEN 'most'
        WHEN n_authors_common > 0 OR author_similarity >= 0.5 THEN 'some'
        ELSE 'none'
    END AS authors,
    CASE
        WHEN years_between IS NULL THEN 'missing'
        WHEN years_between = 0 THEN 'equal'
        WHEN years_between = 1 THEN 'next'
        ELSE 'differs'
    END AS year,
    measured.left_container,
    measured.right_container,
    measured.place,
    measured.is_other_part,
    measured.is_notice,
    coalesce(measured.is_other_edition, false) AS is_other_edition,
    coalesce(measured.is_other_type, false) AS is_other_type
FROM measured;
DROP TABLE candidates;

-- Names of one journal: equal, abbreviated word by word, its initials, or a pair that stands side by side in references
-- that agree in all else ('Proc Natl Acad Sci USA' and 'PNAS').
CREATE OR REPLACE TEMP TABLE container_pairs AS
WITH pairs AS (
    SELECT
        least(left_container, right_container) AS one,
        greatest(left_container, right_container) AS other,
        count(*) FILTER (
            WHERE title = 'equal'
                AND title_kind = 'specific'
                AND authors IN ('all', 'one')
                AND year = 'equal'
                AND NOT is_other_part
        ) AS n_strong
    FROM agreements
    WHERE left_container <> ''
        AND right_container <> ''
        AND left_container <> right_container
    GROUP BY ALL
),
sides AS (
    SELECT side, sum(n_strong) AS n_strong
    FROM (SELECT one AS side, n_strong FROM pairs UNION ALL SELECT other, n_strong FROM pairs) AS both_sides
    GROUP BY side
),
split AS (
    SELECT
        pairs.one,
        pairs.other,
        pairs.n_strong,
        least(one_side.n_strong, other_side.n_strong) AS n_strong_of_rarer
    FROM pairs
    JOIN sides AS one_side ON one_side.side = pairs.one
    JOIN sides AS other_side ON other_side.side = pairs.other
)
SELECT
    split.one,
    split.other,
    is_same_container(split.one, split.other)
        OR (n_strong >= $alias_support AND n_strong >= $alias_share * n_strong_of_rarer) AS is_same
FROM split;

-- The score is a probability from added log-odds: what a level of agreement is worth, from what it is worth on average.
CREATE OR REPLACE TEMP TABLE scored AS
WITH levelled AS (
    SELECT
        agreements.*,
        CASE
            WHEN left_container = '' OR right_container = '' THEN 'missing'
            WHEN left_container = right_container OR container_pairs.is_same THEN 'equal'
            ELSE 'differs'
        END AS container
    FROM agreements
    LEFT JOIN container_pairs
        ON container_pairs.one = least(agreements.left_container, agreements.right_container)
        AND container_pairs.other = greatest(agreements.left_container, agreements.right_container)
),
weighed AS (
    SELECT
        levelled.*,
        -5.0
        + CASE title
            WHEN 'equal' THEN 6 WHEN 'near' THEN 5 WHEN 'close' THEN 3.5 WHEN 'loose' THEN 1.5 WHEN 'missing' THEN 0
            ELSE -6
        END
        + CASE
            WHEN title NOT IN ('equal', 'near') AND title_kind <> 'generic' THEN 0
            WHEN title_kind = 'generic' THEN -5
            WHEN title_kind = 'very_short' THEN -2
            WHEN title_kind = 'short' THEN -1
            ELSE 0
        END
        + CASE authors
            WHEN 'all' THEN 4 WHEN 'one' THEN 3 WHEN 'most' THEN 1.5 WHEN 'missing' THEN 0 WHEN 'some' THEN -1
            ELSE -5
        END
        + CASE year WHEN 'equal' THEN 2 WHEN 'next' THEN -2 WHEN 'missing' THEN -0.5 ELSE -5 END
        + CASE container WHEN 'equal' THEN 1.5 WHEN 'missing' THEN 0 ELSE -2 END
        + CASE place
            WHEN 'page_and_volume' THEN 5.5 WHEN 'page' THEN 4 WHEN 'volume' THEN 1 WHEN 'missing' THEN 0
            WHEN 'volume_differs' THEN -2
            ELSE -4
        END
        + CASE WHEN is_other_type THEN -3 ELSE 0 END AS log_odds
    FROM levelled
)
SELECT
    weighed.*,
    round(1 / (1 + exp(-weighed.log_odds)), 4) AS score
FROM weighed
WHERE score >= $unsure
    AND NOT is_notice;
DROP TABLE agreements;
