-- How one table of two releases differs, per source. Filled in by flows.diff: the table, its columns, its key, and the
-- joins that lead from a row to its source. Pages (or what else rows hang on) whose rows are alike as a whole are taken
-- out first, by number and 64-bit digest, then rows that are alike in everything; only what is left is matched by key:
-- a key in both releases is a changed row. Of each kind the smallest keys are given, as examples.
WITH old_rows AS NOT MATERIALIZED (
    SELECT
        {columns_of_key},
        {link} AS link,
        hash({columns}) AS digest
    FROM {old}.{table}
    WHERE {is_in_old}
),
new_rows AS NOT MATERIALIZED (
    SELECT
        {columns_of_key},
        {link} AS link,
        hash({columns}) AS digest
    FROM {new}.{table}
    WHERE {is_in_new}
),
old_groups AS (
    SELECT
        coalesce(link, '') AS link,
        count(*) AS n_rows,
        bit_xor(digest) AS digest
    FROM old_rows
    GROUP BY ALL
),
new_groups AS (
    SELECT
        coalesce(link, '') AS link,
        count(*) AS n_rows,
        bit_xor(digest) AS digest
    FROM new_rows
    GROUP BY ALL
),
touched AS MATERIALIZED (
    SELECT link
    FROM old_groups
    FULL JOIN new_groups USING (link)
    WHERE old_groups.n_rows IS DISTINCT FROM new_groups.n_rows
        OR old_groups.digest IS DISTINCT FROM new_groups.digest
),
touched_old AS NOT MATERIALIZED (
    SELECT
        {columns_of_key},
        link,
        digest
    FROM old_rows
    WHERE coalesce(link, '') IN (SELECT touched.link FROM touched)
),
touched_new AS NOT MATERIALIZED (
    SELECT
        {columns_of_key},
        link,
        digest
    FROM new_rows
    WHERE coalesce(link, '') IN (SELECT touched.link FROM touched)
),
gone AS (
    SELECT
        {columns_of_key},
        link,
        TRUE AS is_present
    FROM touched_old
    ANTI JOIN touched_new USING (digest)
),
come AS (
    SELECT
        {columns_of_key},
        link,
        TRUE AS is_present
    FROM touched_new
    ANTI JOIN touched_old USING (digest)
),
differing AS MATERIALIZED (
    SELECT
        {columns_of_key},
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
        {key_as_text} AS key,
        differing.is_in_new,
        differing.is_in_old
    FROM differing
    {new_joins}
    WHERE differing.is_in_new
    UNION ALL
    SELECT
        {old_source},
        {key_as_text},
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
    (count(*) FILTER (WHERE is_in_new AND is_in_old))::BIGINT AS n_changed,
    min(key, {n_examples}) FILTER (WHERE NOT is_in_old) AS keys_added,
    min(key, {n_examples}) FILTER (WHERE NOT is_in_new) AS keys_removed,
    min(key, {n_examples}) FILTER (WHERE is_in_new AND is_in_old) AS keys_changed
FROM sourced
GROUP BY ALL
ORDER BY source_id;
