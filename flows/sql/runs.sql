-- The latest runs that the open release knows of.
SELECT
    runs.run_id,
    runs.release_id,
    runs.status,
    runs.started_at,
    runs.finished_at,
    runs.n_captures,
    runs.n_extracted,
    runs.n_documents,
    runs.n_rejects
FROM runs
ORDER BY runs.started_at DESC
LIMIT 10;
