-- What a run found of the new captures of each source that is not sound; what is held first.
-- Parameter: the run.
SELECT
    metrics.source_id,
    metrics.metric,
    metrics.verdict,
    metrics.value,
    metrics.n,
    metrics.low,
    metrics.high,
    metrics.decided_by,
    metrics.detail,
    metrics.example_path,
    coalesce(held.n_captures, 0)::BIGINT AS n_held
FROM source_metrics AS metrics
LEFT JOIN (
    SELECT
        captures.source_id,
        count(*) AS n_captures
    FROM captures
    WHERE captures.status = 'held'
    GROUP BY ALL
) AS held USING (source_id)
WHERE metrics.run_id = $run_id
    AND metrics.verdict <> 'sound'
ORDER BY metrics.verdict, metrics.source_id, metrics.metric;
