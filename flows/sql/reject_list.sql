-- Rejects of the open release with the files that hold their captures and when they were seen.
-- A row that fell with another one comes after those that fell by themselves.
-- Parameters: source, stage and reason to choose by (NULL: any), and whether resolved ones are wanted, too.
SELECT
    rejects.reject_id,
    rejects.source_id,
    rejects.capture_id,
    rejects.stage,
    rejects.reason,
    rejects.table_name,
    rejects.field,
    rejects.message,
    rejects.payload,
    rejects.span_start,
    rejects.span_end,
    rejects.extractor_version,
    rejects.first_seen_run,
    first_runs.started_at AS first_seen_at,
    rejects.last_seen_run,
    last_runs.started_at AS last_seen_at,
    rejects.resolved_run,
    coalesce(held.paths, []) AS paths
FROM rejects
LEFT JOIN runs AS first_runs ON first_runs.run_id = rejects.first_seen_run
LEFT JOIN runs AS last_runs ON last_runs.run_id = rejects.last_seen_run
LEFT JOIN (
    SELECT
        capture_files.capture_id,
        list(capture_files.path ORDER BY capture_files.path) AS paths
    FROM capture_files
    GROUP BY capture_files.capture_id
) AS held ON held.capture_id = rejects.capture_id
WHERE ($source::VARCHAR IS NULL OR coalesce(rejects.source_id, '(unknown)') = $source)
    AND ($stage::VARCHAR IS NULL OR rejects.stage = $stage)
    AND ($reason::VARCHAR IS NULL OR rejects.reason = $reason)
    AND ($with_resolved OR rejects.resolved_run IS NULL)
ORDER BY rejects.resolved_run IS NOT NULL, rejects.reason = 'dangling_reference', rejects.source_id, rejects.stage, rejects.reason, held.paths,
    rejects.table_name, rejects.field, rejects.span_start, rejects.reject_id;
