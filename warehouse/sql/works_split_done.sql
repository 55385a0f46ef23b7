-- The parts become clusters, named by their smallest number.
CREATE OR REPLACE TEMP TABLE clustered AS
SELECT clustered.no, coalesce(named.cluster, clustered.cluster) AS cluster
FROM clustered
LEFT JOIN (
    SELECT parts.no, min(parts.no) OVER (PARTITION BY parts.part) AS cluster
    FROM parts
) AS named USING (no);
