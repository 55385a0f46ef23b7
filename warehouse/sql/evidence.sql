-- All evidence: what was staged for the rows that stand, and a copy of it for the values of works. Ordered by table, so
-- that the proof of one table and the look-up of one row read a part of it only.
INSERT INTO evidence (table_name, row_id, column_name, capture_id, span_start, span_end, normaliser)
SELECT
    kept.table_name,
    kept.row_id,
    kept.column_name,
    kept.capture_id,
    kept.span_start,
    kept.span_end,
    kept.normaliser
FROM kept_evidence AS kept
UNION ALL
SELECT
    sources.table_name,
    sources.row_id,
    kept.column_name,
    kept.capture_id,
    kept.span_start,
    kept.span_end,
    kept.normaliser
FROM work_evidence_sources AS sources
JOIN kept_evidence AS kept
    ON kept.table_name = sources.from_table
    AND kept.row_id = sources.from_id
WHERE list_contains(sources.column_names, kept.column_name)
ORDER BY table_name, row_id;
