-- Which document stands for which: of a component the one that was not merged away, with the strongest natural key (a
-- stated id, then an address, the summarised paper, a byline, the text), then the smaller id.
CREATE TEMP TABLE document_identities AS
WITH ranked AS (
    SELECT DISTINCT
        components.component,
        told.document_id,
        merged_away.gone_id IS NOT NULL AS is_merged_away,
        coalesce(list_position(['url', 'doi', 'byline', 'text'], told.key_kind), 0) AS strength
    FROM document_components AS components
    JOIN told_documents AS told ON told.document_id = components.row_id
    LEFT JOIN (SELECT DISTINCT gone.gone_id FROM merged_away AS gone) AS merged_away
        ON merged_away.gone_id = told.document_id
),
chosen AS (
    SELECT
        ranked.component,
        arg_min(ranked.document_id, (ranked.is_merged_away, ranked.strength, ranked.document_id)) AS canonical_id
    FROM ranked
    GROUP BY ranked.component
)
SELECT
    ranked.document_id,
    chosen.canonical_id,
    ranked.is_merged_away
FROM ranked
JOIN chosen USING (component)
WHERE ranked.document_id <> chosen.canonical_id;
