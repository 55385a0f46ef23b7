-- Rule same_text: a document that only its text identifies, since it states neither id nor address, and one of its
-- source that has the same text below the title; or, where it shows no title either, one that holds its text (a stripped
-- form; a cut costs up to four runs of words, so one in twenty may be missing). A text that fits two pages tells neither;
-- what the rules before this one found to be one page counts as one (`document_components`).
-- Candidates share one of the runs that a sixteenth of all runs are drawn to; runs that stand everywhere are left out.
INSERT INTO document_pairs (left_id, right_id, rule, strength, compared)
WITH bare AS (
    SELECT texts.document_id, texts.source_id, texts.title_key, texts.n_shingles, texts.text_key, texts.shingles
    FROM document_texts AS texts
    WHERE texts.key_kind = 'text'
        AND texts.n_shingles >= 50
),
drawn AS (
    SELECT drawn.source_id, drawn.document_id, drawn.shingle
    FROM (
        SELECT
            texts.source_id,
            texts.document_id,
            unnest(list_filter(texts.shingles, lambda shingle: shingle % 16 = 0)) AS shingle
        FROM document_texts AS texts
        WHERE EXISTS (SELECT 1 FROM bare WHERE bare.source_id = texts.source_id AND bare.title_key IS NULL)
    ) AS drawn
    QUALIFY count(*) OVER (PARTITION BY drawn.source_id, drawn.shingle) <= 20
),
-- Of many equal texts, two with an address show that there are two, and the first of the others stands for them.
equal_texts AS (
    SELECT
        texts.source_id,
        texts.text_key,
        unnest([
            min(texts.document_id) FILTER (WHERE texts.key_kind <> 'text'),
            max(texts.document_id) FILTER (WHERE texts.key_kind <> 'text'),
            min(texts.document_id) FILTER (WHERE texts.key_kind = 'text')
        ]) AS document_id
    FROM document_texts AS texts
    GROUP BY texts.source_id, texts.text_key
),
candidates AS (
    SELECT bare.document_id AS left_id, equal_texts.document_id AS right_id
    FROM bare
    JOIN equal_texts USING (source_id, text_key)
    WHERE equal_texts.document_id <> bare.document_id
    UNION
    SELECT bare.document_id AS left_id, others.document_id AS right_id
    FROM bare
    JOIN drawn USING (document_id)
    JOIN drawn AS others
        ON others.source_id = drawn.source_id
        AND others.shingle = drawn.shingle
    WHERE bare.title_key IS NULL
        AND others.document_id <> bare.document_id
),
weighed AS (
    SELECT
        candidates.left_id,
        candidates.right_id,
        there.text_key AS right_text,
        there.key_kind AS right_kind,
        coalesce(known.component, candidates.right_id) AS right_page,
        there.text_key = here.text_key AS is_equal,
        len(list_intersect(here.shingles, there.shingles)) / here.n_shingles AS share,
        here.n_shingles,
        there.n_shingles AS n_others
    FROM candidates
    JOIN bare AS here ON here.document_id = candidates.left_id
    JOIN document_texts AS there ON there.document_id = candidates.right_id
    LEFT JOIN document_components AS known ON known.row_id = candidates.right_id
    WHERE here.title_key IS NULL
        OR there.title_key IS NULL
        OR here.title_key = there.title_key
)
SELECT
    weighed.left_id,
    weighed.right_id,
    'same_text',
    4,
    to_json({
        'share_of_text': round(weighed.share, 3),
        'n_shingles': [weighed.n_shingles, weighed.n_others]
    })
FROM weighed
WHERE weighed.is_equal
    OR (weighed.share >= 0.95 AND weighed.n_others > weighed.n_shingles)
QUALIFY coalesce(
        min(weighed.right_page) FILTER (WHERE weighed.right_kind <> 'text') OVER (PARTITION BY weighed.left_id)
        = max(weighed.right_page) FILTER (WHERE weighed.right_kind <> 'text') OVER (PARTITION BY weighed.left_id),
        true
    )
    AND coalesce(
        min(weighed.right_text) FILTER (WHERE NOT weighed.is_equal) OVER (PARTITION BY weighed.left_id)
        = max(weighed.right_text) FILTER (WHERE NOT weighed.is_equal) OVER (PARTITION BY weighed.left_id),
        true
    );
