-- What stands at spans of pages. Parameters: lists of equal length. Spans count code points from 0, substr from 1.
WITH asked AS (
    SELECT
        unnest($reject_ids::VARCHAR[]) AS reject_id,
        unnest($capture_ids::VARCHAR[]) AS capture_id,
        unnest($starts::BIGINT[]) AS span_start,
        unnest($ends::BIGINT[]) AS span_end
)
SELECT
    asked.reject_id,
    substr(pages.text, asked.span_start + 1, asked.span_end - asked.span_start) AS quote
FROM asked
JOIN pages USING (capture_id);
