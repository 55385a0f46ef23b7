-- What of the captures that do not enter the release is kept: their own rows, their books, and why they failed.
CREATE TEMP TABLE held_captures AS
SELECT $capture_columns
FROM staged_captures AS staged
SEMI JOIN withheld_captures AS withheld ON withheld.capture_id = staged.capture_id
ANTI JOIN substituted_captures AS substituted ON substituted.capture_id = staged.capture_id;

CREATE TEMP TABLE held_books AS
SELECT
    books.source_id,
    books.table_name,
    sum(books.extracted)::BIGINT AS extracted
FROM staged_books AS books
SEMI JOIN held_captures ON held_captures.capture_id = books.capture_id
GROUP BY ALL;

CREATE TEMP TABLE held_rejects AS
SELECT $reject_columns
FROM staged_rejects AS staged
WHERE staged.table_name IS NULL
    AND (
        staged.capture_id IN (SELECT held_captures.capture_id FROM held_captures)
        OR staged.capture_id IN (SELECT substituted.capture_id FROM substituted_captures AS substituted)
    );

-- A capture that stays without a file keeps the one it was last seen in.
INSERT INTO seen_files (capture_file_id, capture_id, path, url, canonical_url, captured_at, replaced_by)
SELECT
    row_id('capture_files', [arg_min(former.path, former.path), former.capture_id]),
    former.capture_id,
    min(former.path),
    arg_min(former.url, former.path),
    arg_min(former.canonical_url, former.path),
    arg_min(former.captured_at, former.path),
    any_value(kept.replaced_by)
FROM kept_former AS kept
JOIN previous_capture_files AS former ON former.capture_id = kept.capture_id
WHERE kept.capture_id NOT IN (SELECT files.capture_id FROM seen_files AS files)
GROUP BY former.capture_id;
