-- The values of a table whose rows are proved by their own spans.
CREATE OR REPLACE TEMP TABLE matched AS
SELECT
    $row_id AS row_id,
    '$column' AS column_name,
    spanned.$column AS value,
    documents.capture_id,
    spanned.span_start,
    spanned.span_end,
    '$normaliser' AS normaliser
FROM $table AS spanned
JOIN $parent AS parent USING ($parent_id)
JOIN documents USING (document_id)
WHERE spanned.$column IS NOT NULL;
