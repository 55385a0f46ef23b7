-- A superseded version of a document is stood for by the current one.
INSERT INTO merges (
    merge_id, table_name, left_id, right_id, judgement, rule, rule_version, score, compared, decided_by
)
SELECT
    row_id('merges', ['document_versions', old.document_version_id, 'same_document']),
    'document_versions',
    old.document_version_id,
    shown.document_version_id,
    'merge',
    'same_document',
    1,
    1.0,
    to_json({
        'document_id': old.document_id,
        'captured_at': [old.last_seen, shown.last_seen],
        'n_words': [old.n_words, shown.n_words],
        'is_partial': [old.is_partial, shown.is_partial],
        'content_sha256': [old.content_sha256, shown.content_sha256]
    }),
    'rule'
FROM versions AS old
JOIN versions AS shown
    ON shown.document_id = old.document_id
    AND shown.is_current
WHERE NOT old.is_current;

INSERT INTO clusters (table_name, row_id, canonical_id, kind)
SELECT
    merges.table_name,
    merges.left_id,
    merges.right_id,
    'revision'
FROM merges
WHERE merges.rule = 'same_document';

-- Citations that mean one work.
INSERT INTO merges (
    merge_id, table_name, left_id, right_id, judgement, rule, rule_version, score, compared, decided_by
)
SELECT
    row_id('merges', ['works', meanings.citation_id, meanings.rule]),
    'works',
    meanings.citation_id,
    meanings.work_id,
    'merge',
    meanings.rule,
    1,
    1.0,
    to_json({
        'title': cited.title,
        'issued': cited.issued,
        'first_author': cited.first_author,
        'identifiers': identifiers.stated
    }),
    'rule'
FROM meanings
JOIN cited USING (citation_id)
LEFT JOIN (
    SELECT
        ties.citation_id,
        list(ties.scheme || ':' || ties.value_key ORDER BY ties.strength, ties.value_key) AS stated
    FROM ties
    GROUP BY ties.citation_id
) AS identifiers USING (citation_id)
WHERE meanings.n_citations > 1;

-- Works of a component that contradicts itself are kept apart, each from the first of them.
INSERT INTO merges (
    merge_id, table_name, left_id, right_id, judgement, rule, rule_version, score, compared, decided_by
)
SELECT
    row_id('merges', ['works', apart.work_id, apart.first_id, 'contradictory_identifiers']),
    'works',
    apart.work_id,
    apart.first_id,
    'keep_apart',
    'contradictory_identifiers',
    1,
    1.0,
    to_json({'identifiers': apart.stated}),
    'rule'
FROM (
    SELECT DISTINCT
        meanings.work_id,
        min(meanings.work_id) OVER (PARTITION BY meanings.component) AS first_id,
        contradictions.stated
    FROM meanings
    JOIN contradictions USING (component)
) AS apart
WHERE apart.work_id <> apart.first_id;

INSERT INTO clusters (table_name, row_id, canonical_id, kind)
SELECT
    'works',
    meanings.citation_id,
    meanings.work_id,
    'same'
FROM meanings;

-- A work changes its id when a stronger identifier becomes known; the ids that its other identifiers would give lead
-- to it, so that those of older releases do.
INSERT INTO clusters (table_name, row_id, canonical_id, kind)
SELECT DISTINCT
    'works',
    row_id('works', [ties.scheme, ties.value_key]),
    meanings.work_id,
    'same'
FROM ties
JOIN meanings USING (citation_id)
WHERE NOT meanings.is_contradictory
    AND row_id('works', [ties.scheme, ties.value_key]) <> meanings.work_id;

-- What citations of one work, or identifiers of one component, do not agree on.
CREATE TEMP TABLE made_issues AS
WITH stated AS (
    SELECT
        meanings.citation_id,
        'identifiers' AS field,
        'citations that share an identifier state different ones (' || contradictions.stated
            || '); they are kept as works of their own' AS detail
    FROM meanings
    JOIN contradictions USING (component)
    UNION ALL
    SELECT
        meanings.citation_id,
        compared.field,
        compared.field || ' is ' || compared.here || ' here and ' || compared.there || ' in the work '
            || meanings.work_id AS detail
    FROM meanings
    JOIN cited USING (citation_id)
    JOIN works USING (work_id)
    CROSS JOIN LATERAL (
        VALUES
            ('issued_year', cited.issued_year::VARCHAR, works.issued_year::VARCHAR),
            ('volume', cited.volume, works.volume),
            ('issue', cited.issue, works.issue)
    ) AS compared (field, here, there)
    WHERE meanings.n_citations > 1
        AND compared.here <> compared.there
)
SELECT
    row_id('quality_issues', [cited.capture_id, 'conflicting_values', stated.citation_id, stated.field]) AS issue_id,
    cited.capture_id,
    cited.document_id,
    'conflicting_values' AS code,
    'warn' AS severity,
    raw.span_start,
    raw.span_end,
    stated.detail
FROM stated
JOIN cited USING (citation_id)
LEFT JOIN evidence AS raw
    ON raw.table_name = 'citations'
    AND raw.row_id = stated.citation_id
    AND raw.column_name = 'raw';

INSERT INTO quality_issues (
    issue_id, capture_id, document_id, code, severity, span_start, span_end, detail
)
SELECT
    made.issue_id,
    made.capture_id,
    made.document_id,
    made.code,
    made.severity,
    made.span_start,
    made.span_end,
    made.detail
FROM made_issues AS made;
