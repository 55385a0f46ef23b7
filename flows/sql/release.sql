-- The open release itself: of the releases that it knows of, the one that was built last.
SELECT
    releases.release_id,
    releases.run_id
FROM releases
ORDER BY releases.created_at DESC
LIMIT 1;
