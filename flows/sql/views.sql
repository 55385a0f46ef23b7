-- The views of the open release with their descriptions.
SELECT
    duckdb_views.view_name,
    coalesce(duckdb_views.comment, '') AS description
FROM duckdb_views()
WHERE NOT duckdb_views.internal
ORDER BY duckdb_views.view_name;
