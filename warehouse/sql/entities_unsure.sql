-- What does not suffice to merge entities, for a person to decide: pairs that would join two entries of the vocabulary, which
-- are two by its own word, and abbreviations that may mean something else in another document.
CREATE TEMP TABLE entity_doubts AS
WITH crowded AS (
    SELECT components.component
    FROM entity_components AS components
    JOIN told_entities AS told ON told.entity_id = components.row_id
    WHERE told.is_of_vocabulary
    GROUP BY components.component
    HAVING count(DISTINCT told.entity_id) > 1
)
SELECT
    pairs.left_id,
    pairs.right_id,
    pairs.rule,
    pairs.compared
FROM entity_pairs AS pairs
JOIN entity_components AS components ON components.row_id = pairs.left_id
SEMI JOIN crowded USING (component)
WHERE pairs.rule NOT IN ('same_form', 'decision')
UNION
SELECT
    abbreviated.left_id,
    abbreviated.right_id,
    'introduced_abbreviation',
    to_json({
        'kind': abbreviated.kind,
        'abbreviation': abbreviated.abbreviation,
        'n_documents': [abbreviated.n_documents, abbreviated.n_shared]
    })
FROM abbreviated
WHERE abbreviated.n_shared > 0
    AND NOT (abbreviated.n_meanings = 1 AND abbreviated.n_shared = abbreviated.n_documents);

DELETE FROM entity_pairs AS pairs
USING entity_doubts AS doubts
WHERE doubts.left_id = pairs.left_id
    AND doubts.right_id = pairs.right_id
    AND doubts.rule = pairs.rule;
