-- One capture and the files in which it was seen.
SELECT
    captures.capture_id,
    captures.source_id,
    captures.rendering,
    captures.extractor,
    captures.extractor_version,
    captures.status,
    capture_files.path,
    capture_files.url,
    capture_files.captured_at
FROM captures
LEFT JOIN capture_files USING (capture_id)
WHERE captures.capture_id = $capture_id
ORDER BY capture_files.path;
