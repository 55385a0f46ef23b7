-- Decisions in which one row took part, or a source row that it stands for.
WITH members AS (
    SELECT unnest([$row_id, $canonical_id]) AS row_id
    UNION
    SELECT clusters.row_id
    FROM clusters
    WHERE clusters.canonical_id = $canonical_id
)
SELECT
    merges.merge_id,
    merges.left_id,
    merges.right_id,
    merges.judgement,
    merges.rule,
    merges.score,
    merges.compared,
    merges.decided_by,
    merges.undone_at
FROM merges
WHERE merges.left_id IN (SELECT members.row_id FROM members)
    OR merges.right_id IN (SELECT members.row_id FROM members)
ORDER BY merges.merge_id;
