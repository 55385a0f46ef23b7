-- Citations that state one identifier: each with the first of them. One row per pair, whatever they share.
INSERT INTO suggestions (level, left_no, right_no, judgement, rule, rule_version, score, compared)
WITH firsts AS (
    SELECT ties.scheme, ties.value_key, min(ties.no) AS first_no
    FROM ties
    GROUP BY ties.scheme, ties.value_key
    HAVING count(*) > 1
)
SELECT
    1,
    ties.no,
    firsts.first_no,
    'merge',
    'shared_identifier',
    1,
    1.0,
    to_json({
        'shared': list(ties.scheme || ':' || ties.value_key ORDER BY ties.strength, ties.value_key),
        'title': [any_value(here.title), any_value(there.title)],
        'issued': [any_value(here.issued), any_value(there.issued)]
    })
FROM ties
JOIN firsts USING (scheme, value_key)
JOIN cited AS here ON here.no = ties.no
JOIN cited AS there ON there.no = firsts.first_no
WHERE ties.no <> firsts.first_no
GROUP BY ties.no, firsts.first_no;
