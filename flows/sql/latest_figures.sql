-- All figures of the latest run that saw new captures of a source. Parameter: the source.
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
    0::BIGINT AS n_held
FROM source_metrics AS metrics
JOIN runs USING (run_id)
WHERE metrics.source_id = $source_id
QUALIFY dense_rank() OVER (ORDER BY runs.started_at DESC, runs.run_id DESC) = 1
ORDER BY metrics.metric;
