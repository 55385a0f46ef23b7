-- Page texts cut into overlapping pieces: piece n begins at code point 1024 n and has 2048 code points, so that a slice of
-- at most 1024 lies within one piece. substr() walks over all code points before the first one wanted, so texts are cut
-- in two steps, else cutting a text of many megabytes would take time in the square of its length.
CREATE OR REPLACE TEMP TABLE page_chunks AS
WITH numbered_blocks AS (
    SELECT
        pages.capture_id,
        pages.text,
        unnest(range(0, length(pages.text) // 65536 + 1)) AS block_no
    FROM pages
),
blocks AS (
    SELECT
        numbered_blocks.capture_id,
        numbered_blocks.block_no,
        substr(numbered_blocks.text, numbered_blocks.block_no * 65536 + 1, 65536 + 1024) AS text
    FROM numbered_blocks
),
numbered_pieces AS (
    SELECT
        blocks.capture_id,
        blocks.block_no,
        blocks.text,
        unnest(range(0, least(length(blocks.text) // 1024 + 1, 64))) AS piece_no
    FROM blocks
)
SELECT
    pieces.capture_id,
    pieces.block_no * 64 + pieces.piece_no AS chunk_no,
    substr(pieces.text, pieces.piece_no * 1024 + 1, 2048) AS text
FROM numbered_pieces AS pieces;
