-- One text per document: its fullest.
CREATE TEMP TABLE document_texts AS
SELECT DISTINCT ON (told.document_id)
    told.document_id,
    told.source_id,
    told.key_kind,
    told.title_key,
    told.n_shingles,
    told.text_key,
    signatures.shingles
FROM told_documents AS told
JOIN staged_document_signatures AS signatures
    ON signatures.document_id = told.document_id
    AND signatures._capture_id = told.capture_id
SEMI JOIN (
    SELECT DISTINCT asked.source_id
    FROM told_documents AS asked
    WHERE asked.key_kind IN ('text', 'byline')
) AS sources ON sources.source_id = told.source_id
ORDER BY told.document_id, told.n_shingles DESC, told.text_key, told.capture_id;

-- Rule same_byline: a post of an archive page and the post at its own address, by one author on one day, with the same
-- first heading or the same full reference, and half of the shorter text in common. A byline that fits two addresses
-- tells neither.
INSERT INTO document_pairs (left_id, right_id, rule, strength, compared)
WITH authored AS (
    SELECT DISTINCT
        told.source_id,
        told.document_id,
        told.key_kind,
        lower(trim(contributors.name)) AS author,
        told.published_on
    FROM told_documents AS told
    JOIN staged_contributors AS contributors
        ON contributors.document_id = told.document_id
        AND contributors._capture_id = told.capture_id
        AND contributors.role IN ('author', 'account')
    WHERE told.published_precision = 'day'
),
marked AS (
    SELECT
        sections.document_id,
        trim(regexp_replace(lower(sections.heading), '[^\p{L}\p{N}]+', ' ', 'g')) AS mark
    FROM staged_sections AS sections
    WHERE sections.ordinal = 1
    UNION
    SELECT
        citations.document_id,
        trim(regexp_replace(lower(citations.raw), '[^\p{L}\p{N}]+', ' ', 'g')) AS mark
    FROM staged_citations AS citations
    WHERE citations.form IN ('pubmed_nlm', 'nlm_book_chapter', 'other_style')
),
posts AS (
    SELECT
        authored.source_id,
        authored.document_id,
        authored.key_kind,
        authored.author,
        authored.published_on,
        marked.mark
    FROM authored
    JOIN marked USING (document_id)
    WHERE marked.mark <> ''
),
candidates AS (
    SELECT
        posts.document_id AS left_id,
        others.document_id AS right_id,
        others.key_kind AS right_kind,
        posts.author,
        posts.published_on,
        min(posts.mark) AS mark
    FROM posts
    JOIN posts AS others USING (source_id, author, published_on, mark)
    WHERE posts.key_kind = 'byline'
        AND others.document_id <> posts.document_id
        -- Posts of one page are posts of their own.
        AND NOT EXISTS (
            SELECT 1
            FROM told_documents AS here
            JOIN told_documents AS there USING (capture_id)
            WHERE here.document_id = posts.document_id
                AND there.document_id = others.document_id
        )
    GROUP BY ALL
),
weighed AS (
    SELECT
        candidates.left_id,
        candidates.right_id,
        candidates.right_kind,
        candidates.author,
        candidates.published_on,
        candidates.mark,
        len(list_intersect(here.shingles, there.shingles)) / least(here.n_shingles, there.n_shingles) AS share
    FROM candidates
    JOIN document_texts AS here ON here.document_id = candidates.left_id
    JOIN document_texts AS there ON there.document_id = candidates.right_id
    WHERE least(here.n_shingles, there.n_shingles) > 0
)
SELECT
    weighed.left_id,
    weighed.right_id,
    'same_byline',
    3,
    to_json({
        'author': weighed.author,
        'published_on': weighed.published_on,
        'mark': weighed.mark,
        'share_of_text': round(weighed.share, 3)
    })
FROM weighed
WHERE weighed.share >= 0.5
QUALIFY count(*) FILTER (WHERE weighed.right_kind <> 'byline') OVER (PARTITION BY weighed.left_id) <= 1;
