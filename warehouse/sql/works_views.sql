-- v_merges: one row per decision about two rows, with the words of both where they are references.
CREATE VIEW v_merges AS
SELECT
    merges.merge_id,
    merges.table_name,
    merges.judgement,
    merges.undone_at IS NULL AS is_in_force,
    merges.rule,
    merges.rule_version,
    merges.score,
    merges.decided_by,
    merges.decided_at,
    merges.undone_at,
    merges.left_id,
    merges.right_id,
    coalesce(left_citations.raw, json_extract_string(merges.compared, '$$.title[0]')) AS left_text,
    coalesce(right_citations.raw, json_extract_string(merges.compared, '$$.title[1]')) AS right_text,
    coalesce(left_clusters.canonical_id, merges.left_id) AS left_canonical_id,
    coalesce(right_clusters.canonical_id, merges.right_id) AS right_canonical_id,
    merges.compared
FROM merges
LEFT JOIN clusters AS left_clusters
    ON left_clusters.table_name = merges.table_name
    AND left_clusters.row_id = merges.left_id
LEFT JOIN clusters AS right_clusters
    ON right_clusters.table_name = merges.table_name
    AND right_clusters.row_id = merges.right_id
LEFT JOIN citations AS left_citations ON left_citations.citation_id = merges.left_id
LEFT JOIN citations AS right_citations ON right_citations.citation_id = merges.right_id;
COMMENT ON VIEW v_merges IS 'Which rows were taken for the same, kept apart or left open, by which rule, and what was compared?';

-- work_conflicts: works that look like one but contradict each other (a and b are works), and citations that state a
-- value otherwise than the work they mean (a is the citation, b the work).
CREATE VIEW work_conflicts AS
SELECT DISTINCT
    merges.rule AS kind,
    merges.left_canonical_id AS a,
    merges.right_canonical_id AS b,
    coalesce(merges.left_text, '') || ' / ' || coalesce(merges.right_text, '')
        || coalesce(' (' || json_extract_string(merges.compared, '$$.stated') || ')', '') AS detail
FROM v_merges AS merges
WHERE merges.table_name = 'works'
    AND merges.judgement = 'keep_apart'
    AND merges.decided_by = 'rule'
    AND merges.is_in_force
UNION ALL
SELECT
    'conflicting_values' AS kind,
    citations.citation_id AS a,
    citations.work_id AS b,
    quality_issues.detail
FROM quality_issues
JOIN evidence
    ON evidence.table_name = 'citations'
    AND evidence.column_name = 'raw'
    AND evidence.capture_id = quality_issues.capture_id
    AND evidence.span_start = quality_issues.span_start
    AND evidence.span_end = quality_issues.span_end
JOIN citations ON citations.citation_id = evidence.row_id
WHERE quality_issues.code = 'conflicting_values'
    -- Issues about contradictory works are those above.
    AND contains(quality_issues.detail, citations.work_id);
COMMENT ON VIEW work_conflicts IS 'Which works contradict each other, and which citations the work they mean?';
