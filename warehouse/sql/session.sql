-- The id of a row from its natural key, as `schemas.ids.row_id` makes it (for keys without control characters, which
-- the two JSON encoders escape in different case).
CREATE TEMP MACRO row_id_of(digest) AS concat(
    digest[1:8], '-', digest[9:12], '-8', digest[14:16], '-',
    translate(digest[17], '0123456789abcdef', '89ab89ab89ab89ab'), digest[18:20], '-', digest[21:32]
);

CREATE TEMP MACRO row_id(table_name, natural_key) AS
    row_id_of(sha256(to_json(list_concat([table_name], natural_key))::VARCHAR));
