-- One step towards connected components: each row takes the smallest component among its own and its neighbours', and
-- then that component's own (which halves what is left of a chain).
CREATE OR REPLACE TEMP TABLE next_components AS
WITH neighbours AS (
    SELECT $pairs.left_id AS row_id, $pairs.right_id AS neighbour_id
    FROM $pairs
    UNION ALL
    SELECT $pairs.right_id AS row_id, $pairs.left_id AS neighbour_id
    FROM $pairs
),
smallest AS (
    SELECT
        held.row_id,
        least(any_value(held.component), min(near.component)) AS component
    FROM $components AS held
    JOIN neighbours USING (row_id)
    JOIN $components AS near ON near.row_id = neighbours.neighbour_id
    GROUP BY held.row_id
)
SELECT
    smallest.row_id,
    least(smallest.component, target.component) AS component
FROM smallest
JOIN smallest AS target ON target.row_id = smallest.component;
