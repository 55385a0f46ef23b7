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
),
judged AS (
    SELECT
        ruled.*,
        CASE
            WHEN ruled.rule IN ('different_identifiers', 'preprint_and_article', 'different_part') THEN 'keep_apart'
            WHEN ruled.score < $certain THEN 'unsure'
            ELSE 'merge'
        END AS judgement
    FROM ruled
),
told AS (
    SELECT judged.*
    FROM judged
    WHERE judged.judgement <> 'keep_apart'
    UNION ALL
    -- Of two units that are kept apart, one pair of citations says it.
    SELECT judged.*
    FROM judged
    WHERE judged.judgement = 'keep_apart'
        AND judged.score >= $certain
    QUALIFY row_number() OVER (
        PARTITION BY coalesce(judged.left_unit, judged.left_no), coalesce(judged.right_unit, judged.right_no)
        ORDER BY judged.score DESC, judged.left_no, judged.right_no
    ) = 1
)
SELECT
    CASE
        WHEN told.judgement <> 'merge' THEN 0
        WHEN told.rule = 'same_title_year_author' THEN 2
        ELSE 3
    END,
    stating.no,
    told.right_no,
    told.judgement,
    told.rule,
    CASE WHEN told.rule = 'same_title_year_author' THEN 2 ELSE 1 END,
    told.score,
    to_json({
        'title': [here.title, there.title],
        'authors': [here.families[1:5], there.families[1:5]],
        'issued': [here.issued, there.issued],
        'container_title': [here.container_title, there.container_title],
        'volume': [here.volume, there.volume],
        'page': [here.page, there.page],
        'identifiers': [coalesce(here.identifiers, []), coalesce(there.identifiers, [])],
        'agreement': {
            'title': told.title,
            'title_kind': told.title_kind,
            'authors': told.authors,
            'year': told.year,
            'container': told.container,
            'place': told.place
        }
    })
FROM told
-- A statement beside itself stands for the citations that repeat it.
JOIN stating
    ON stating.statement = told.left_no
    AND (stating.no = told.left_no) = (told.left_no <> told.right_no)
JOIN cited AS here ON here.no = stating.no
JOIN cited AS there ON there.no = told.right_no;
DROP TABLE scored;
