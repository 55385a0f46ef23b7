-- Captures that are not in the live release, or were read by other code than now.
CREATE TEMP TABLE fresh_captures AS
SELECT
    staged.capture_id,
    staged.source_id,
    staged.extractor_version,
    staged.status,
    staged.layout,
    coalesce(gave.n_documents, 0) AS n_documents,
    coalesce(gave.n_records, 0) AS n_records
FROM staged_captures AS staged
LEFT JOIN capture_records AS gave ON gave.capture_id = staged.capture_id
LEFT JOIN previous_captures AS previous ON previous.capture_id = staged.capture_id
WHERE previous.status IS DISTINCT FROM 'loaded'
    OR previous.extractor_version <> staged.extractor_version;

-- What the live release holds in the place of a fresh capture: the same bytes as former code read them, or other bytes
-- of the same file or address.
CREATE TEMP TABLE predecessors AS
WITH places AS (
    SELECT
        fresh.capture_id,
        files.path,
        files.canonical_url
    FROM fresh_captures AS fresh
    JOIN seen_files AS files ON files.capture_id = fresh.capture_id
),
found AS (
    SELECT places.capture_id, former.capture_id AS former_id
    FROM places
    JOIN previous_capture_files AS former ON former.path = places.path
    UNION
    SELECT places.capture_id, former.capture_id AS former_id
    FROM places
    JOIN previous_capture_files AS former ON former.canonical_url = places.canonical_url
    UNION
    SELECT fresh.capture_id, fresh.capture_id AS former_id
    FROM fresh_captures AS fresh
)
SELECT
    found.capture_id,
    found.former_id,
    former.extractor_version,
    former.n_records
FROM found
JOIN previous_captures AS former
    ON former.capture_id = found.former_id
    AND former.status = 'loaded';

-- Fresh captures without the records that their place used to give.
CREATE TEMP TABLE vanished_captures AS
SELECT
    fresh.capture_id,
    fresh.source_id,
    fresh.status = 'loaded' OR EXISTS (
        SELECT rejects.reject_id
        FROM staged_rejects AS rejects
        WHERE rejects.capture_id = fresh.capture_id
            AND rejects.reason IN ('empty', 'no_document')
    ) AS is_empty,
    max(predecessors.n_records) AS n_before
FROM fresh_captures AS fresh
JOIN predecessors ON predecessors.capture_id = fresh.capture_id
WHERE fresh.status = 'failed'
    OR fresh.n_records = 0
GROUP BY ALL
HAVING fresh.status = 'failed'
    OR max(predecessors.n_records) > 0;
