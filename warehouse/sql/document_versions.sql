-- All versions of all documents, from the judgement of `versions.sql`.
INSERT INTO document_versions (
    document_version_id, document_id, version_no, capture_id, span_start, span_end, content_sha256, is_current,
    first_seen, last_seen
)
SELECT
    versions.document_version_id,
    versions.document_id,
    versions.version_no,
    versions.capture_id,
    versions.span_start,
    versions.span_end,
    versions.content_sha256,
    versions.is_current,
    versions.first_seen,
    versions.last_seen
FROM versions;
