-- Captures that do not enter the release: the fresh ones of the sources that are held, and those that vanished; where
-- former code read the same bytes, its rows stand for them.
CREATE TEMP TABLE withheld_captures AS
SELECT fresh.capture_id
FROM fresh_captures AS fresh
JOIN held_sources ON held_sources.source_id = fresh.source_id
WHERE fresh.status = 'loaded'
UNION
SELECT vanished.capture_id
FROM vanished_captures AS vanished
WHERE vanished.is_empty;

-- The last good captures that stay for them, and for failed ones.
CREATE TEMP TABLE retained_captures AS
SELECT
    predecessors.former_id AS capture_id,
    predecessors.extractor_version,
    min(predecessors.capture_id) AS replaced_by
FROM predecessors
JOIN fresh_captures AS fresh ON fresh.capture_id = predecessors.capture_id
LEFT JOIN withheld_captures AS withheld ON withheld.capture_id = predecessors.capture_id
WHERE (withheld.capture_id IS NOT NULL OR fresh.status = 'failed')
    AND (
        predecessors.former_id = predecessors.capture_id
        OR predecessors.former_id NOT IN (SELECT files.capture_id FROM seen_files AS files)
    )
GROUP BY ALL;
