-- What the links of one level would join, and which of these components hold a contradiction: two identifiers of one
-- scheme, a preprint and an article, or a pair that is kept apart.
CREATE OR REPLACE TEMP TABLE joined AS
SELECT work_components.no AS cluster, work_components.component
FROM work_components;

INSERT INTO contradictions (level, component, cluster, rule, stated)
WITH members AS (
    SELECT joined.component, joined.cluster, clustered.no
    FROM joined
    JOIN clustered USING (cluster)
),
per_scheme AS (
    SELECT
        members.component,
        ties.scheme,
        min(ties.strength) AS strength,
        list_sort(list(DISTINCT ties.value_key)) AS value_keys
    FROM members
    JOIN ties USING (no)
    GROUP BY members.component, ties.scheme
    HAVING count(DISTINCT ties.value_key) > 1
),
found AS (
    SELECT
        per_scheme.component,
        1 AS place,
        'contradictory_identifiers' AS rule,
        string_agg(
            per_scheme.scheme || ' ' || array_to_string(per_scheme.value_keys, ', '), '; ' ORDER BY per_scheme.strength
        ) AS stated
    FROM per_scheme
    GROUP BY per_scheme.component
    UNION ALL
    SELECT members.component, 2, 'preprint_and_article', 'a preprint and an article'
    FROM members
    JOIN cited USING (no)
    GROUP BY members.component
    HAVING count(DISTINCT cited.edition) > 1
    UNION ALL
    SELECT DISTINCT here.component, 3, suggestions.rule, 'two that are kept apart'
    FROM suggestions
    JOIN members AS here ON here.no = suggestions.left_no
    JOIN members AS there
        ON there.no = suggestions.right_no
        AND there.component = here.component
    WHERE suggestions.judgement = 'keep_apart'
),
first_found AS (
    SELECT
        found.component,
        arg_min(found.rule, (found.place, found.rule)) AS rule,
        arg_min(found.stated, (found.place, found.rule)) AS stated
    FROM found
    GROUP BY found.component
)
SELECT $level, joined.component, joined.cluster, first_found.rule, first_found.stated
FROM joined
JOIN first_found USING (component);

-- The citations of contradictory components, as they stood before the level was applied.
INSERT INTO joined_at (level, cluster, no)
SELECT contradictions.level, clustered.cluster, clustered.no
FROM contradictions
JOIN clustered USING (cluster)
WHERE contradictions.level = $level;
