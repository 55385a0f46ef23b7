-- Entities that may be one, for a person to decide.
INSERT INTO merges (
    merge_id, table_name, left_id, right_id, judgement, rule, rule_version, score, compared, decided_by
)
SELECT
    row_id('merges', ['entities', doubts.left_id, doubts.right_id, doubts.rule]),
    'entities',
    doubts.left_id,
    doubts.right_id,
    'unsure',
    doubts.rule,
    1,
    0.5,
    min(doubts.compared),
    'rule'
FROM entity_doubts AS doubts
ANTI JOIN merges AS known
    ON known.table_name = 'entities'
    AND known.left_id = doubts.left_id
    AND known.right_id = doubts.right_id
    AND known.rule = doubts.rule
GROUP BY doubts.left_id, doubts.right_id, doubts.rule;
