-- Every row that a pair names begins as a component of its own.
CREATE OR REPLACE TEMP TABLE $components AS
SELECT $pairs.left_id AS row_id, $pairs.left_id AS component
FROM $pairs
UNION
SELECT $pairs.right_id AS row_id, $pairs.right_id AS component
FROM $pairs;
