-- Apply one level: clusters of a component without contradiction become one, named by its smallest number.
CREATE OR REPLACE TEMP TABLE clustered AS
SELECT
    clustered.no,
    CASE WHEN contradictions.component IS NULL THEN coalesce(joined.component, clustered.cluster)
        ELSE clustered.cluster END AS cluster
FROM clustered
LEFT JOIN joined USING (cluster)
LEFT JOIN (SELECT DISTINCT component FROM contradictions WHERE level = $level) AS contradictions USING (component);

-- The clusters of the others are kept apart, each from the first, where they state something that tells them apart.
INSERT INTO suggestions (level, left_no, right_no, judgement, rule, rule_version, score, compared)
SELECT
    0,
    contradictions.cluster,
    contradictions.component,
    'keep_apart',
    contradictions.rule,
    1,
    1.0,
    to_json({'stated': contradictions.stated})
FROM contradictions
JOIN cited ON cited.no = contradictions.cluster
WHERE contradictions.level = $level
    AND contradictions.level > 1
    AND contradictions.cluster <> contradictions.component
    AND (cited.identifiers IS NOT NULL OR cited.edition IS NOT NULL);
