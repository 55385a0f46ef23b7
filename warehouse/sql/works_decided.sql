-- What people decided about works, between citations: each id is that of a citation, or of the work that a citation
-- alone would give, and stands for the first citation that has it.
CREATE TEMP TABLE decided AS
WITH asked AS (
    SELECT decisions.left_id AS id
    FROM decisions
    WHERE decisions.table_name = 'works'
    UNION
    SELECT decisions.right_id
    FROM decisions
    WHERE decisions.table_name = 'works'
),
names AS (
    SELECT cited.citation_id AS id, cited.no
    FROM cited
    UNION ALL
    SELECT row_id('works', cited.own_key), cited.no
    FROM cited
    UNION ALL
    SELECT row_id('works', list_concat(cited.own_key, ['citation', cited.citation_id])), cited.no
    FROM cited
    UNION ALL
    SELECT row_id('works', [ties.scheme, ties.value_key]), ties.no
    FROM ties
),
known AS (
    SELECT names.id, min(names.no) AS no
    FROM names
    SEMI JOIN asked USING (id)
    GROUP BY names.id
)
SELECT
    decisions.decision_no,
    decisions.left_id,
    decisions.right_id,
    decisions.judgement,
    decisions.reason,
    decisions.decided_by,
    decisions.decided_at,
    decisions.undone_at,
    here.no IS NULL AS is_left_unknown,
    there.no IS NULL AS is_right_unknown,
    CASE WHEN here.no IS NOT NULL AND there.no IS NOT NULL THEN greatest(here.no, there.no) END AS left_no,
    CASE WHEN here.no IS NOT NULL AND there.no IS NOT NULL THEN least(here.no, there.no) END AS right_no
FROM decisions
LEFT JOIN known AS here ON here.id = decisions.left_id
LEFT JOIN known AS there ON there.id = decisions.right_id
WHERE decisions.table_name = 'works';

INSERT INTO resolution_warnings
SELECT 'decision on works: no citation or work has the id '
    || CASE WHEN decided.is_left_unknown THEN decided.left_id ELSE decided.right_id END || '; it changes nothing'
FROM decided
WHERE decided.undone_at IS NULL
    AND (decided.is_left_unknown OR decided.is_right_unknown)
UNION ALL
SELECT 'decision on works: ' || decided.left_id || ' and ' || decided.right_id
    || ' are the same citation; it changes nothing'
FROM decided
WHERE decided.undone_at IS NULL
    AND decided.left_no = decided.right_no;

DELETE FROM decided
WHERE decided.left_no IS NULL
    OR decided.right_no IS NULL
    OR decided.left_no = decided.right_no;

INSERT INTO suggestions (level, left_no, right_no, judgement, rule, rule_version, score, compared)
SELECT
    4,
    decided.left_no,
    decided.right_no,
    decided.judgement,
    'decision',
    1,
    1.0,
    to_json({'reason': decided.reason, 'decided_by': decided.decided_by})
FROM decided
WHERE decided.undone_at IS NULL;
