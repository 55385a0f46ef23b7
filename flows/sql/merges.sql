-- Decisions in which one row took part.
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
WHERE merges.left_id = $row_id
    OR merges.right_id = $row_id
ORDER BY merges.merge_id;
