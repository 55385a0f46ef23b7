-- One step towards connected components over `work_links` (left_no, right_no): each member takes the smallest component
-- among its neighbours, and then that component's own (which halves what is left of a chain).
CREATE OR REPLACE TEMP TABLE next_work_components AS
WITH told AS (
    SELECT work_links.left_no AS no, work_components.component
    FROM work_links
    JOIN work_components ON work_components.no = work_links.right_no
    UNION ALL
    SELECT work_links.right_no, work_components.component
    FROM work_links
    JOIN work_components ON work_components.no = work_links.left_no
    UNION ALL
    SELECT work_components.no, work_components.component
    FROM work_components
),
smallest AS (
    SELECT told.no, min(told.component) AS component
    FROM told
    GROUP BY told.no
)
SELECT
    smallest.no,
    target.component
FROM smallest
JOIN smallest AS target ON target.no = smallest.component;
