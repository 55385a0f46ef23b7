-- One step towards connected components: each citation takes the smallest component among those that share one of its
-- identifiers, and then that component's own (which halves what is left of a chain).
CREATE OR REPLACE TEMP TABLE next_components AS
WITH by_identifier AS (
    SELECT
        ties.scheme,
        ties.value_key,
        min(components.component) AS component
    FROM ties
    JOIN components USING (citation_id)
    GROUP BY ALL
),
by_citation AS (
    SELECT
        ties.citation_id,
        min(by_identifier.component) AS component
    FROM ties
    JOIN by_identifier USING (scheme, value_key)
    GROUP BY ties.citation_id
)
SELECT
    by_citation.citation_id,
    target.component
FROM by_citation
JOIN by_citation AS target ON target.citation_id = by_citation.component;
