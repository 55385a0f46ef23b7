-- What pages that were captured anew have no more, though the capture before had it: rows of a table, or a heading that
-- several pages of the source share. `previous` is the live release.
CREATE OR REPLACE TEMP MACRO heading_name(heading) AS
    'heading.' || trim(regexp_replace(lower(heading), '[^\pL\pN]+', '_', 'g'), '_');

CREATE TEMP TABLE replaced AS
SELECT DISTINCT
    read_captures.source_id,
    read_captures.capture_id,
    predecessors.former_id
FROM predecessors
JOIN read_captures USING (capture_id)
WHERE predecessors.former_id <> predecessors.capture_id;

CREATE TEMP TABLE lost_figures AS
WITH had AS (
    $had
),
has AS (
    SELECT books.capture_id, books.table_name AS what
    FROM staged_books AS books
    SEMI JOIN replaced USING (capture_id)
    WHERE books.extracted > 0
    UNION ALL
    SELECT DISTINCT sections.$capture, heading_name(sections.heading)
    FROM staged_sections AS sections
    SEMI JOIN replaced ON replaced.capture_id = sections.$capture
),
compared AS (
    SELECT DISTINCT
        replaced.source_id,
        had.what,
        replaced.capture_id,
        has.what IS NULL AS is_lost
    FROM replaced
    JOIN had ON had.capture_id = replaced.former_id
    LEFT JOIN has
        ON has.capture_id = replaced.capture_id
        AND has.what = had.what
)
SELECT
    compared.source_id,
    '$prefix' || compared.what AS metric,
    count_if(compared.is_lost) / count(*) AS value,
    count(*) AS n,
    min(compared.capture_id) FILTER (WHERE compared.is_lost) AS example
FROM compared
GROUP BY ALL
HAVING count_if(compared.is_lost) > 0
    AND count(*) > 1;
