-- A person who keeps a row apart from the one that would stand for it takes it out, whatever else connects the two.
CREATE TEMP TABLE taken_out_$table AS
SELECT identities.$key, identities.canonical_id, apart.decided_at
FROM $identities AS identities
JOIN kept_apart_$table AS apart
    ON apart.first_id = least(identities.$key, identities.canonical_id)
    AND apart.second_id = greatest(identities.$key, identities.canonical_id);

-- The pair that each decision rests on: the strongest that names the row, best with the one that stands for it.
CREATE TEMP TABLE $reasons AS
SELECT
    identities.$key,
    identities.canonical_id,
    arg_min(
        {'rule': pairs.rule, 'compared': pairs.compared, 'other': pairs.other_id},
        (pairs.other_id <> identities.canonical_id, pairs.strength, pairs.other_id, pairs.compared)
    ) AS reason
FROM $identities AS identities
JOIN (
    SELECT
        $pairs.left_id AS $key,
        $pairs.right_id AS other_id,
        $pairs.rule,
        $pairs.strength,
        $pairs.compared
    FROM $pairs
    UNION ALL
    SELECT
        $pairs.right_id,
        $pairs.left_id,
        $pairs.rule,
        $pairs.strength,
        $pairs.compared
    FROM $pairs
) AS pairs USING ($key)
GROUP BY ALL;

DELETE FROM $identities AS identities
USING taken_out_$table AS apart
WHERE apart.$key = identities.$key;
