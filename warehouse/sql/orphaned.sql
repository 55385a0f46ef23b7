-- Captures of which some documents are shown and some are not, as archive pages are whose posts were captured anew.
CREATE TEMP TABLE partly_stale_captures AS
SELECT versions.capture_id
FROM versions
GROUP BY versions.capture_id
HAVING bool_or(versions.is_current)
    AND NOT bool_and(versions.is_current);

-- Shared rows of theirs that none of the documents shown refers to.
CREATE TEMP TABLE orphaned_rows (table_name VARCHAR, row_id VARCHAR, capture_id VARCHAR);
