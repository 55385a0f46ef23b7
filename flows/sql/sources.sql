-- One row per source of the open release: what came in, what stands, what was refused.
-- Parameter: the run whose books are read.
WITH captured AS (
    SELECT
        coalesce(captures.source_id, '(unknown)') AS source_id,
        count(*) AS n_captures,
        count(*) FILTER (WHERE captures.status = 'held') AS n_held,
        count(*) FILTER (WHERE captures.status = 'failed') AS n_failed
    FROM captures
    GROUP BY ALL
),
documented AS (
    SELECT
        documents.source_id,
        count(*) AS n_documents
    FROM documents
    GROUP BY ALL
),
booked AS (
    SELECT
        run_tables.source_id,
        sum(run_tables.loaded) AS n_rows
    FROM run_tables
    WHERE run_tables.run_id = $run_id
    GROUP BY ALL
),
refused AS (
    SELECT
        coalesce(rejects.source_id, '(unknown)') AS source_id,
        count(*) AS n_rejects
    FROM rejects
    WHERE rejects.resolved_run IS NULL
    GROUP BY ALL
),
warned AS (
    SELECT
        coalesce(captures.source_id, '(unknown)') AS source_id,
        count(*) AS n_issues
    FROM quality_issues
    JOIN captures USING (capture_id)
    GROUP BY ALL
)
SELECT
    source_id,
    coalesce(captured.n_captures, 0)::BIGINT AS n_captures,
    coalesce(captured.n_held, 0)::BIGINT AS n_held,
    coalesce(captured.n_failed, 0)::BIGINT AS n_failed,
    coalesce(documented.n_documents, 0)::BIGINT AS n_documents,
    coalesce(booked.n_rows, 0)::BIGINT AS n_rows,
    coalesce(refused.n_rejects, 0)::BIGINT AS n_rejects,
    coalesce(warned.n_issues, 0)::BIGINT AS n_issues
FROM captured
FULL JOIN documented USING (source_id)
FULL JOIN booked USING (source_id)
FULL JOIN refused USING (source_id)
FULL JOIN warned USING (source_id)
ORDER BY source_id;
