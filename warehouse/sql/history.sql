-- Rejects that are open now; one that is known keeps the run that saw it first.
INSERT INTO rejects (
    reject_id, run_id, capture_id, source_id, stage, table_name, field, reason, message, payload, span_start, span_end,
    extractor_version, first_seen_run, last_seen_run, resolved_run
)
SELECT
    current.reject_id,
    getvariable('run_id'),
    current.capture_id,
    current.source_id,
    current.stage,
    current.table_name,
    current.field,
    current.reason,
    current.message,
    current.payload,
    current.span_start,
    current.span_end,
    current.extractor_version,
    coalesce(previous.first_seen_run, getvariable('run_id')),
    getvariable('run_id'),
    NULL
FROM current_rejects AS current
LEFT JOIN previous_rejects AS previous USING (reject_id);

-- Rejects of earlier runs that no longer occur stay as history.
INSERT INTO rejects (
    reject_id, run_id, capture_id, source_id, stage, table_name, field, reason, message, payload, span_start, span_end,
    extractor_version, first_seen_run, last_seen_run, resolved_run
)
SELECT
    previous.reject_id,
    previous.run_id,
    previous.capture_id,
    previous.source_id,
    previous.stage,
    previous.table_name,
    previous.field,
    previous.reason,
    previous.message,
    previous.payload,
    previous.span_start,
    previous.span_end,
    previous.extractor_version,
    previous.first_seen_run,
    previous.last_seen_run,
    coalesce(previous.resolved_run, getvariable('run_id'))
FROM previous_rejects AS previous
ANTI JOIN current_rejects AS current USING (reject_id);
