-- Which entity stands for which: the one of the vocabulary, of these one with an external id, then the smaller id.
CREATE TEMP TABLE entity_identities AS
WITH ranked AS (
    SELECT
        components.component,
        told.entity_id,
        NOT bool_or(told.is_registered) AS is_unregistered,
        NOT bool_or(told.is_of_vocabulary) AS is_as_written,
        count(told.country) = 0 AS is_placeless
    FROM entity_components AS components
    JOIN told_entities AS told ON told.entity_id = components.row_id
    GROUP BY ALL
),
chosen AS (
    SELECT
        ranked.component,
        arg_min(
            ranked.entity_id,
            (ranked.is_unregistered, ranked.is_as_written, ranked.is_placeless, ranked.entity_id)
        ) AS canonical_id
    FROM ranked
    GROUP BY ranked.component
)
SELECT
    ranked.entity_id,
    chosen.canonical_id
FROM ranked
JOIN chosen USING (component)
WHERE ranked.entity_id <> chosen.canonical_id;
