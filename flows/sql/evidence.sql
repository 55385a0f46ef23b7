-- Where the values of one row stand: the slice of the page text with what surrounds it.
-- DuckDB's substr counts code points from 1, spans count from 0.
SELECT
    evidence.column_name,
    evidence.capture_id,
    evidence.span_start,
    evidence.span_end,
    evidence.normaliser,
    substr(
        pages.text,
        greatest(evidence.span_start - $around, 0) + 1,
        evidence.span_start - greatest(evidence.span_start - $around, 0)
    ) AS before,
    substr(pages.text, evidence.span_start + 1, evidence.span_end - evidence.span_start) AS quote,
    substr(pages.text, evidence.span_end + 1, $around) AS after
FROM evidence
JOIN pages USING (capture_id)
WHERE evidence.table_name = $table_name
    AND evidence.row_id = $row_id
ORDER BY evidence.span_start, evidence.column_name;
