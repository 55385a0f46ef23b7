-- People may join what rules keep apart.
CREATE OR REPLACE TEMP TABLE clustered AS
SELECT clustered.no, coalesce(work_components.component, clustered.cluster) AS cluster
FROM clustered
LEFT JOIN work_components ON work_components.no = clustered.cluster;

-- The clusters before people split any.
CREATE TEMP TABLE unsplit AS
SELECT clustered.no, clustered.cluster
FROM clustered;
