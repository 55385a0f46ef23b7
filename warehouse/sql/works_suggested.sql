-- What the score suggests of two statements. What stands against it is found here: identifiers of the same scheme that
-- differ, a preprint and an article, two parts of a series.
INSERT INTO suggestions (level, left_no, right_no, judgement, rule, rule_version, score, compared)
WITH unit_identifiers AS (
    SELECT DISTINCT clustered.cluster AS unit, ties.scheme, ties.value_key
    FROM ties
    JOIN clustered USING (no)
),
opposed AS (
    SELECT DISTINCT scored.left_no, scored.right_no
    FROM scored
    JOIN unit_identifiers AS here ON here.unit = scored.left_unit
    JOIN unit_identifiers AS there
        ON there.unit = scored.right_unit
        AND there.scheme = here.scheme
        AND there.value_key <> here.value_key
),
ruled AS (
    SELECT
        scored.*,
        CASE
            WHEN opposed.left_no IS NOT NULL THEN 'different_identifiers'
            WHEN scored.is_other_edition THEN 'preprint_and_article'
            WHEN scored.is_other_part THEN 'different_part'
            WHEN scored.title = 'equal' AND scored.title_kind <> 'generic' AND scored.authors IN ('all', 'one')
                AND scored.year = 'equal' AND scored.container <> 'differs'
                AND scored.place NOT IN ('page_differs', 'volume_differs') THEN 'same_title_year_author'
            ELSE 'similar_reference'
        END AS rule
    FROM scored
    LEFT JOIN opposed USING (left_no, right_no)
)
SELECT
    CASE
        WHEN ruled.rule IN ('different_identifiers', 'preprint_and_article', 'different_part') THEN 0
        WHEN ruled.score < $certain THEN 0
        WHEN ruled.rule = 'same_title_year_author' THEN 2
        ELSE 3
    END,
    stating.no,
    ruled.right_no,
    CASE
        WHEN ruled.rule IN ('different_identifiers', 'preprint_and_article', 'different_part') THEN 'keep_apart'
        WHEN ruled.score < $certain THEN 'unsure'
        ELSE 'merge'
    END AS judgement,
    ruled.rule,
    CASE WHEN ruled.rule = 'same_title_year_author' THEN 2 ELSE 1 END,
    ruled.score,
    to_json({
        'title': [here.title, there.title],
        'authors': [here.families[1:5], there.families[1:5]],
        'issued': [here.issued, there.issued],
        'container_title': [here.container_title, there.container_title],
        'volume': [here.volume, there.volume],
        'page': [here.page, there.page],
        'identifiers': [coalesce(here.identifiers, []), coalesce(there.identifiers, [])],
        'agreement': {
            'title': ruled.title,
            'title_kind': ruled.title_kind,
            'authors': ruled.authors,
            'year': ruled.year,
            'container': ruled.container,
            'place': ruled.place
        }
    })
FROM ruled
-- A statement beside itself stands for the citations that repeat it.
JOIN stating
    ON stating.statement = ruled.left_no
    AND (stating.no = ruled.left_no) = (ruled.left_no <> ruled.right_no)
JOIN cited AS here ON here.no = stating.no
JOIN cited AS there ON there.no = ruled.right_no
WHERE ruled.rule NOT IN ('different_identifiers', 'preprint_and_article', 'different_part')
    OR ruled.score >= $certain
-- Of two units that are kept apart, one pair of citations says it.
QUALIFY judgement <> 'keep_apart'
    OR row_number() OVER (
        PARTITION BY judgement, coalesce(ruled.left_unit, ruled.left_no), coalesce(ruled.right_unit, ruled.right_no)
        ORDER BY ruled.score DESC, ruled.left_no, ruled.right_no
    ) = 1;
DROP TABLE scored;
