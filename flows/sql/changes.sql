-- How one table of two releases differs, per source. Filled in by flows.diff: the table, its columns, its key, and the
-- joins that lead from a row to its source. Rows that are alike in everything are taken out by a 64-bit digest first,
-- so that only what differs is matched by key: a key in both releases is a changed row.
WITH old_rows AS (
    SELECT
        {columns_of_key},
        {link} AS link,
        hash({columns}) AS digest
    FROM {old}.{table}
    WHERE {is_in_old}
),
new_rows AS (
    SELECT
        {columns_of_key},
        {link} AS link,
        hash({columns}) AS digest
    FROM {new}.{table}
    WHERE {is_in_new}
),
gone AS (
    SELECT
        {columns_of_key},
        link,
        TRUE AS is_present
    FROM old_rows
    ANTI JOIN new_rows USING (digest)
),
come AS (
    SELECT
        {columns_of_key},
        link,
        TRUE AS is_present
    FROM new_rows
    ANTI JOIN old_rows USING (digest)
),
differing AS (
    SELECT
        come.link AS new_link,
        gone.link AS old_link,
        come.is_present IS NOT NULL AS is_in_new,
        gone.is_present IS NOT NULL AS is_in_old
    FROM come
    FULL JOIN gone USING ({columns_of_key})
),
sourced AS (
    SELECT
        {new_source} AS source_id,
        differing.is_in_new,
        differing.is_in_old
    FROM differing
    {new_joins}
    WHERE differing.is_in_new
    UNION ALL
    SELECT
        {old_source},
        differing.is_in_new,
        differing.is_in_old
    FROM differing
    {old_joins}
    WHERE NOT differing.is_in_new
)
SELECT
    '{table}' AS table_name,
    coalesce(source_id, '(unknown)') AS source_id,
    (count(*) FILTER (WHERE NOT is_in_old))::BIGINT AS n_added,
    (count(*) FILTER (WHERE NOT is_in_new))::BIGINT AS n_removed,
    (count(*) FILTER (WHERE is_in_new AND is_in_old))::BIGINT AS n_changed
FROM sourced
GROUP BY ALL
ORDER BY source_id;
