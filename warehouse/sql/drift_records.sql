-- How much each staged capture gave; what counts as a record is listed in `warehouse.drift`.
CREATE OR REPLACE TEMP TABLE capture_records AS
SELECT
    books.capture_id,
    sum(books.extracted) FILTER (WHERE books.table_name IN ($record_tables))::BIGINT AS n_records,
    sum(books.extracted) FILTER (WHERE books.table_name = 'documents')::BIGINT AS n_documents
FROM staged_books AS books
GROUP BY books.capture_id;
