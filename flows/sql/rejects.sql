-- Open rejects of the open release by source, stage and reason, with one example each.
SELECT
    coalesce(rejects.source_id, '(unknown)') AS source_id,
    rejects.stage,
    rejects.reason,
    count(*)::BIGINT AS n_rejects,
    min(rejects.message) AS example
FROM rejects
WHERE rejects.resolved_run IS NULL
GROUP BY ALL
ORDER BY n_rejects DESC, source_id, rejects.stage, rejects.reason;
