-- The figures of the fresh captures of each source that could be read and have not vanished. `declared_bounds` holds
-- what the sites declare of documents per capture and of rows per document.
CREATE TEMP TABLE read_captures AS
SELECT
    fresh.capture_id,
    fresh.source_id,
    fresh.layout,
    fresh.n_documents
FROM fresh_captures AS fresh
ANTI JOIN vanished_captures AS vanished ON vanished.capture_id = fresh.capture_id
WHERE fresh.status = 'loaded';

CREATE TEMP TABLE fresh_figures AS
WITH sizes AS (
    SELECT
        read_captures.source_id,
        count(*) AS n_captures,
        sum(read_captures.n_documents) AS n_documents
    FROM read_captures
    GROUP BY ALL
),
booked AS (
    SELECT
        read_captures.source_id,
        books.table_name,
        sum(books.extracted) AS extracted
    FROM staged_books AS books
    JOIN read_captures ON read_captures.capture_id = books.capture_id
    GROUP BY ALL
),
refused AS (
    SELECT
        read_captures.source_id,
        count(*) AS n_refused
    FROM staged_rejects AS rejects
    JOIN read_captures ON read_captures.capture_id = rejects.capture_id
    WHERE rejects.table_name IS NOT NULL
    GROUP BY ALL
),
framed AS (
    SELECT
        read_captures.source_id,
        sum(passages.span_end - passages.span_start) AS n_chars,
        sum(passages.span_end - passages.span_start) FILTER (WHERE passages.kind = 'boilerplate') AS n_framing
    FROM staged_passages AS passages
    JOIN read_captures ON read_captures.capture_id = passages._capture_id
    GROUP BY ALL
),
bounded AS (
    SELECT
        read_captures.source_id,
        bounds.metric,
        coalesce(books.extracted, 0) AS extracted,
        bounds.low * CASE bounds.metric WHEN 'documents' THEN 1 ELSE read_captures.n_documents END AS low,
        bounds.high * CASE bounds.metric WHEN 'documents' THEN 1 ELSE read_captures.n_documents END AS high
    FROM read_captures
    JOIN declared_bounds AS bounds ON bounds.source_id = read_captures.source_id
    LEFT JOIN staged_books AS books
        ON books.capture_id = read_captures.capture_id
        AND books.table_name = bounds.table_name
),
outside AS (
    SELECT
        bounded.source_id,
        bounded.metric,
        count(*) FILTER (WHERE bounded.extracted < bounded.low) AS n_below,
        count(*) FILTER (WHERE bounded.extracted > bounded.high) AS n_above
    FROM bounded
    GROUP BY ALL
),
tabled AS (
    SELECT
        sizes.source_id,
        CASE tables.table_name
            WHEN 'documents' THEN 'documents'
            WHEN 'quality_issues' THEN 'issue_rate'
            ELSE 'records.' || tables.table_name
        END AS metric,
        coalesce(booked.extracted, 0) AS extracted,
        CASE tables.table_name WHEN 'documents' THEN sizes.n_captures ELSE sizes.n_documents END AS n
    FROM sizes
    CROSS JOIN (SELECT unnest([$tables]) AS table_name) AS tables
    LEFT JOIN booked
        ON booked.source_id = sizes.source_id
        AND booked.table_name = tables.table_name
),
counted AS (
    SELECT tabled.source_id, tabled.metric, tabled.extracted / greatest(tabled.n, 1) AS value, tabled.n
    FROM tabled
    UNION ALL
    SELECT
        sizes.source_id,
        'reject_rate',
        coalesce(any_value(refused.n_refused), 0) / greatest(sum(booked.extracted), 1),
        sum(booked.extracted)
    FROM sizes
    JOIN booked ON booked.source_id = sizes.source_id
    LEFT JOIN refused ON refused.source_id = sizes.source_id
    GROUP BY sizes.source_id
    UNION ALL
    SELECT framed.source_id, 'boilerplate_share', coalesce(framed.n_framing, 0) / framed.n_chars, sizes.n_documents
    FROM framed
    JOIN sizes ON sizes.source_id = framed.source_id
    WHERE framed.n_chars > 0
    UNION ALL
    SELECT
        read_captures.source_id,
        'layout.' || coalesce(read_captures.layout, 'unknown'),
        count(*) / any_value(sizes.n_captures),
        any_value(sizes.n_captures)
    FROM read_captures
    JOIN sizes ON sizes.source_id = read_captures.source_id
    GROUP BY ALL
)
SELECT
    counted.source_id,
    counted.metric,
    counted.value::DOUBLE AS value,
    counted.n::BIGINT AS n,
    sizes.n_captures,
    coalesce(outside.n_below, 0) AS n_below,
    coalesce(outside.n_above, 0) AS n_above
FROM counted
JOIN sizes ON sizes.source_id = counted.source_id
LEFT JOIN outside
    ON outside.source_id = counted.source_id
    AND outside.metric = counted.metric;
