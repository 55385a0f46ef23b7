-- The page text under each piece of evidence of `matched`. What the two commonest normalisers give is compared here; the
-- rest, and all that differs, is left for the normalisers themselves: SQL accepts, it never refuses.
CREATE OR REPLACE TEMP VIEW undecided AS
WITH sliced AS (
    SELECT
        matched.row_id,
        matched.column_name,
        matched.value,
        matched.capture_id,
        matched.span_start,
        matched.span_end,
        matched.normaliser,
        substr(chunks.text, matched.span_start % 1024 + 1, matched.span_end - matched.span_start) AS slice
    FROM matched
    LEFT JOIN page_chunks AS chunks
        ON chunks.capture_id = matched.capture_id
        AND chunks.chunk_no = matched.span_start // 1024
    WHERE matched.span_end - matched.span_start <= 1024
        AND matched.value IS NOT NULL
    UNION ALL
    SELECT
        matched.row_id,
        matched.column_name,
        matched.value,
        matched.capture_id,
        matched.span_start,
        matched.span_end,
        matched.normaliser,
        substr(pages.text, matched.span_start + 1, matched.span_end - matched.span_start) AS slice
    FROM matched
    LEFT JOIN pages ON pages.capture_id = matched.capture_id
    WHERE matched.span_end - matched.span_start > 1024
        AND matched.value IS NOT NULL
)
SELECT
    sliced.row_id,
    sliced.column_name,
    sliced.value,
    sliced.capture_id,
    sliced.span_start,
    sliced.span_end,
    sliced.normaliser,
    sliced.slice
FROM sliced
WHERE NOT coalesce(
    CASE
        WHEN sliced.normaliser = 'identity'
            THEN sliced.slice = sliced.value
        WHEN sliced.normaliser = 'collapse_ws'
            OR (sliced.normaliser = 'strip_markup' AND NOT regexp_matches(sliced.slice, '[\[<&]|\*\*|__'))
            THEN trim(regexp_replace(sliced.slice, '[\x{9}-\x{d}\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+', ' ', 'g')) = sliced.value
        WHEN sliced.normaliser = 'decimal'
            THEN sliced.slice = sliced.value AND regexp_full_match(sliced.slice, '\d+(\.\d+)?')
        ELSE false
    END,
    false
);
