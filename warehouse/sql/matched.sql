-- The values of one table beside their evidence: either side may be missing.
CREATE OR REPLACE TEMP TABLE matched AS
WITH stored AS (
    $values
),
proofs AS (
    SELECT
        evidence.row_id,
        evidence.column_name,
        evidence.capture_id,
        evidence.span_start,
        evidence.span_end,
        evidence.normaliser
    FROM evidence
    WHERE evidence.table_name = '$table'
)
SELECT
    row_id,
    column_name,
    stored.value,
    proofs.capture_id,
    proofs.span_start,
    proofs.span_end,
    proofs.normaliser
FROM stored
FULL JOIN proofs USING (row_id, column_name);
