-- The first decision of each cluster that still holds both of a pair to be kept apart: the cluster is split between the
-- two, which begin as parts of their own.
CREATE OR REPLACE TEMP TABLE splits AS
SELECT here.cluster, arg_min(decided.left_no, decided.decision_no) AS left_no,
    arg_min(decided.right_no, decided.decision_no) AS right_no
FROM decided
JOIN clustered AS here ON here.no = decided.left_no
JOIN clustered AS there
    ON there.no = decided.right_no
    AND there.cluster = here.cluster
WHERE decided.judgement = 'keep_apart'
    AND decided.undone_at IS NULL
GROUP BY here.cluster;

CREATE OR REPLACE TEMP TABLE parts AS
SELECT splits.left_no AS no, splits.left_no AS part
FROM splits
UNION ALL
SELECT splits.right_no, splits.right_no
FROM splits;

-- What holds these clusters together, in both directions.
CREATE OR REPLACE TEMP TABLE holds AS
WITH within AS (
    SELECT suggestions.left_no, suggestions.right_no, suggestions.level = 4 AS is_by_person
    FROM suggestions
    JOIN clustered AS here ON here.no = suggestions.left_no
    JOIN clustered AS there
        ON there.no = suggestions.right_no
        AND there.cluster = here.cluster
    SEMI JOIN splits ON splits.cluster = here.cluster
    WHERE suggestions.judgement = 'merge'
)
SELECT within.left_no AS no, within.right_no AS neighbour, within.is_by_person
FROM within
UNION
SELECT within.right_no, within.left_no, within.is_by_person
FROM within;
