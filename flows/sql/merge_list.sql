-- Decisions about pairs of rows, all or those of one table, those in which one id took part, or one decision.
SELECT
    found.merge_id,
    found.table_name,
    found.judgement,
    found.is_in_force,
    found.rule,
    found.rule_version,
    found.score,
    found.decided_by,
    found.decided_at,
    found.undone_at,
    found.left_id,
    found.right_id,
    found.left_text,
    found.right_text,
    found.left_canonical_id,
    found.right_canonical_id,
    found.compared
FROM v_merges AS found
WHERE ($table_name IS NULL OR found.table_name = $table_name)
    AND (
        $id IS NULL
        OR $id IN (
            found.merge_id, found.left_id, found.right_id, found.left_canonical_id, found.right_canonical_id
        )
    )
ORDER BY found.table_name, found.judgement, found.score DESC, found.merge_id;
