-- The clusters that the suggestions of one level join.
CREATE OR REPLACE TEMP TABLE work_links AS
SELECT DISTINCT
    here.cluster AS left_no,
    there.cluster AS right_no
FROM suggestions
JOIN clustered AS here ON here.no = suggestions.left_no
JOIN clustered AS there ON there.no = suggestions.right_no
WHERE suggestions.level = $level
    AND suggestions.judgement = 'merge'
    AND here.cluster <> there.cluster;

CREATE OR REPLACE TEMP TABLE work_components AS
SELECT work_links.left_no AS no, work_links.left_no AS component
FROM work_links
UNION
SELECT work_links.right_no, work_links.right_no
FROM work_links;
