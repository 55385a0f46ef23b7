-- What people decided about rows of $table: pairs they join are pairs of their own, pairs they keep apart go, and are
-- noted in `parted_$table`. A decision about a row that is not there changes nothing.
INSERT INTO resolution_warnings
SELECT 'decision on $table: no row has the id ' || named.id || '; it changes nothing'
FROM (
    SELECT unnest([decisions.left_id, decisions.right_id]) AS id
    FROM decisions
    WHERE decisions.table_name = '$table'
        AND decisions.undone_at IS NULL
) AS named
ANTI JOIN $known AS known ON known.$key = named.id;

INSERT INTO $pairs (left_id, right_id, rule, strength, compared)
SELECT
    decisions.left_id,
    decisions.right_id,
    'decision',
    0,
    to_json({'reason': decisions.reason, 'decided_by': decisions.decided_by})
FROM decisions
SEMI JOIN $known AS here ON here.$key = decisions.left_id
SEMI JOIN $known AS there ON there.$key = decisions.right_id
WHERE decisions.table_name = '$table'
    AND decisions.judgement = 'merge'
    AND decisions.undone_at IS NULL
    AND decisions.left_id <> decisions.right_id;

CREATE TEMP TABLE kept_apart_$table AS
SELECT
    least(decisions.left_id, decisions.right_id) AS first_id,
    greatest(decisions.left_id, decisions.right_id) AS second_id,
    decisions.decided_at
FROM decisions
WHERE decisions.table_name = '$table'
    AND decisions.judgement = 'keep_apart'
    AND decisions.undone_at IS NULL;

CREATE TEMP TABLE parted_$table AS
SELECT
    pairs.left_id,
    pairs.right_id,
    pairs.rule,
    pairs.compared,
    apart.decided_at
FROM $pairs AS pairs
JOIN kept_apart_$table AS apart
    ON apart.first_id = least(pairs.left_id, pairs.right_id)
    AND apart.second_id = greatest(pairs.left_id, pairs.right_id);

DELETE FROM $pairs AS pairs
USING kept_apart_$table AS apart
WHERE apart.first_id = least(pairs.left_id, pairs.right_id)
    AND apart.second_id = greatest(pairs.left_id, pairs.right_id);
