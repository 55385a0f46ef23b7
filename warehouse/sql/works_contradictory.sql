-- Where identifiers lead from one to another that contradicts it, only citations that state the same stay together;
-- the groups are kept apart, each from the first, and what joined them is no suggestion any more.
CREATE OR REPLACE TEMP TABLE regrouped AS
SELECT
    clustered.no,
    contradictions.component,
    min(clustered.no) OVER (PARTITION BY contradictions.component, cited.identifiers, cited.edition) AS cluster
FROM clustered
JOIN joined ON joined.cluster = clustered.cluster
JOIN (SELECT DISTINCT component FROM contradictions WHERE level = 1) AS contradictions USING (component)
JOIN cited ON cited.no = clustered.no;

DELETE FROM suggestions
WHERE suggestions.level = 1
    AND suggestions.left_no IN (SELECT regrouped.no FROM regrouped);

INSERT INTO suggestions (level, left_no, right_no, judgement, rule, rule_version, score, compared)
SELECT
    1,
    regrouped.no,
    regrouped.cluster,
    'merge',
    'shared_identifier',
    1,
    1.0,
    to_json({'shared': cited.identifiers})
FROM regrouped
JOIN cited USING (no)
WHERE regrouped.no <> regrouped.cluster
UNION ALL
SELECT DISTINCT
    0,
    regrouped.cluster,
    regrouped.component,
    'keep_apart',
    contradictions.rule,
    1,
    1.0,
    to_json({'stated': contradictions.stated})
FROM regrouped
JOIN (SELECT DISTINCT component, rule, stated FROM contradictions WHERE level = 1) AS contradictions USING (component)
WHERE regrouped.cluster <> regrouped.component;

UPDATE cited
SET own_key = cited.identifiers
WHERE cited.no IN (SELECT regrouped.no FROM regrouped);

CREATE OR REPLACE TEMP TABLE clustered AS
SELECT clustered.no, coalesce(regrouped.cluster, clustered.cluster) AS cluster
FROM clustered
LEFT JOIN regrouped USING (no);
