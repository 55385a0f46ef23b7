-- Which work each citation means. The natural key of a work is that of the first of its citations; of works that would
-- share a key the first has it, and the others add their first citation.
CREATE TEMP TABLE meanings AS
WITH heads AS (
    SELECT
        cited.no AS cluster,
        CASE
            WHEN row_number() OVER (PARTITION BY cited.own_key ORDER BY cited.no) = 1 THEN cited.own_key
            ELSE list_concat(cited.own_key, ['citation', cited.citation_id])
        END AS natural_key
    FROM cited
    SEMI JOIN clustered ON clustered.cluster = cited.no
)
SELECT
    cited.citation_id,
    cited.no,
    clustered.cluster,
    row_id('works', heads.natural_key) AS work_id,
    count(*) OVER (PARTITION BY clustered.cluster) AS n_citations
FROM cited
JOIN clustered USING (no)
JOIN heads ON heads.cluster = clustered.cluster;
