-- The row that stands for a source row, so that the id of an older release still leads somewhere.
SELECT
    clusters.table_name,
    clusters.canonical_id,
    clusters.kind
FROM clusters
WHERE clusters.row_id = $row_id
    AND clusters.canonical_id <> $row_id
ORDER BY clusters.table_name;
