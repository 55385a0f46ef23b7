-- The decisions about rows of $table, those that people took back or took themselves included.
INSERT INTO merges (
    merge_id, table_name, left_id, right_id, judgement, rule, rule_version, score, compared, decided_by, decided_at,
    undone_at
)
SELECT
    row_id('merges', ['$table', made.left_id, made.right_id, made.rule]),
    '$table',
    made.left_id,
    made.right_id,
    'merge',
    made.rule,
    1,
    1.0,
    made.compared,
    'rule',
    NULL,
    max(made.undone_at)
FROM (
    SELECT
        reasons.$key AS left_id,
        reasons.canonical_id AS right_id,
        reasons.reason.rule AS rule,
        json_merge_patch(reasons.reason.compared, to_json({'with': reasons.reason.other})) AS compared,
        taken_out.decided_at AS undone_at
    FROM $reasons AS reasons
    LEFT JOIN taken_out_$table AS taken_out ON taken_out.$key = reasons.$key
    WHERE reasons.reason.rule <> 'decision'
    UNION ALL
    SELECT parted.left_id, parted.right_id, parted.rule, parted.compared, parted.decided_at
    FROM parted_$table AS parted
) AS made
GROUP BY made.left_id, made.right_id, made.rule, made.compared
QUALIFY row_number() OVER (PARTITION BY made.left_id, made.right_id, made.rule ORDER BY made.compared) = 1;

INSERT INTO merges (
    merge_id, table_name, left_id, right_id, judgement, rule, rule_version, score, compared, decided_by, decided_at,
    undone_at
)
SELECT
    row_id('merges', ['$table', decisions.left_id, decisions.right_id, 'decision', decisions.judgement]),
    '$table',
    decisions.left_id,
    decisions.right_id,
    decisions.judgement,
    'decision',
    1,
    1.0,
    to_json({'reason': decisions.reason, 'decided_by': decisions.decided_by}),
    'person',
    decisions.decided_at,
    decisions.undone_at
FROM decisions
SEMI JOIN $known AS here ON here.$key = decisions.left_id
SEMI JOIN $known AS there ON there.$key = decisions.right_id
WHERE decisions.table_name = '$table'
    AND decisions.judgement IN ('merge', 'keep_apart');

INSERT INTO clusters (table_name, row_id, canonical_id, kind)
SELECT
    '$table',
    identities.$key,
    identities.canonical_id,
    'same'
FROM $identities AS identities;
