-- What was found, pair by pair. Copies on other sites are documents of their own; of two addresses of one site, or one
-- address that several documents claim, a person may say that they are one.
INSERT INTO merges (
    merge_id, table_name, left_id, right_id, judgement, rule, rule_version, score, compared, decided_by
)
SELECT
    row_id('merges', ['documents', pairs.left_id, pairs.right_id, 'near_duplicate']),
    'documents',
    pairs.left_id,
    pairs.right_id,
    CASE WHEN pairs.is_other_site THEN 'keep_apart' ELSE 'unsure' END,
    'near_duplicate',
    1,
    round(pairs.jaccard, 4),
    to_json({
        'jaccard': round(pairs.jaccard, 4),
        'n_shingles': [left_texts.n_shingles, right_texts.n_shingles],
        'sources': [here.source_id, there.source_id],
        'addresses': [here.canonical_url, there.canonical_url],
        'titles': [here.title, there.title]
    }),
    'rule'
FROM near_duplicates AS pairs
JOIN document_signatures AS left_texts ON left_texts.document_id = pairs.left_id
JOIN document_signatures AS right_texts ON right_texts.document_id = pairs.right_id
JOIN documents AS here ON here.document_id = pairs.left_id
JOIN documents AS there ON there.document_id = pairs.right_id;

-- The first of each cluster is the one published first, then the smaller id; the others are revisions of it, or copies on
-- another site.
CREATE TEMP TABLE near_duplicate_firsts AS
SELECT
    components.component,
    arg_min(
        documents.document_id,
        (coalesce(documents.published_on, DATE '9999-12-31'), documents.document_id)
    ) AS canonical_id
FROM near_duplicate_components AS components
JOIN documents ON documents.document_id = components.row_id
GROUP BY components.component;

INSERT INTO clusters (table_name, row_id, canonical_id, kind)
SELECT
    'documents',
    documents.document_id,
    firsts.canonical_id,
    CASE
        WHEN documents.source_id <> canonical.source_id
            OR coalesce(
                regexp_extract(documents.canonical_url, '^https?://([^/?]+)', 1)
                <> regexp_extract(canonical.canonical_url, '^https?://([^/?]+)', 1),
                false
            ) THEN 'syndicated'
        ELSE 'revision'
    END
FROM near_duplicate_components AS components
JOIN near_duplicate_firsts AS firsts USING (component)
JOIN documents ON documents.document_id = components.row_id
JOIN documents AS canonical ON canonical.document_id = firsts.canonical_id
WHERE documents.document_id <> firsts.canonical_id;
