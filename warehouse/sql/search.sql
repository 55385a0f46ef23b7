-- search_passages: the passages that can be found, numbered. Navigation and metadata are left out.
CREATE TABLE search_passages AS
WITH wanted AS (
    SELECT
        row_number() OVER (ORDER BY passages.document_id, passages.ordinal) AS passage_no,
        passages.document_id,
        passages.ordinal,
        passages.section_id,
        documents.capture_id,
        passages.span_start,
        passages.span_end
    FROM passages
    JOIN documents USING (document_id)
    WHERE passages.kind NOT IN ('boilerplate', 'breadcrumb', 'metadata', 'code')
)
SELECT
    wanted.passage_no,
    wanted.document_id,
    wanted.ordinal,
    wanted.section_id,
    wanted.capture_id,
    wanted.span_start,
    wanted.span_end,
    0::BIGINT AS n_words
FROM wanted
ORDER BY wanted.passage_no;
COMMENT ON TABLE search_passages IS 'Search index: the passages that search() finds';

-- search_words_of: the words of a text as they are indexed and looked for.
CREATE MACRO search_words_of(written) AS
    regexp_extract_all(lower(nfc_normalize(written)), '[\p{L}\p{N}]+');
COMMENT ON MACRO search_words_of IS 'The words of a text as search() knows them';

-- How often each word stands in each passage. Passages up to 1024 code points are cut from the pieces of their page.
CREATE TEMP TABLE found_words AS
WITH texts AS (
    SELECT
        passages.passage_no,
        substr(chunks.text, passages.span_start % 1024 + 1, passages.span_end - passages.span_start) AS text
    FROM search_passages AS passages
    JOIN page_chunks AS chunks
        ON chunks.capture_id = passages.capture_id
        AND chunks.chunk_no = passages.span_start // 1024
    WHERE passages.span_end - passages.span_start <= 1024
    UNION ALL
    SELECT
        passages.passage_no,
        substr(pages.text, passages.span_start + 1, passages.span_end - passages.span_start) AS text
    FROM search_passages AS passages
    JOIN pages ON pages.capture_id = passages.capture_id
    WHERE passages.span_end - passages.span_start > 1024
),
words AS (
    SELECT
        texts.passage_no,
        unnest(search_words_of(texts.text)) AS word
    FROM texts
)
SELECT
    words.passage_no,
    words.word,
    count(*)::INTEGER AS n_times
FROM words
GROUP BY words.passage_no, words.word;

UPDATE search_passages
SET n_words = counted.n_words
FROM (
    SELECT found_words.passage_no, sum(found_words.n_times)::BIGINT AS n_words
    FROM found_words
    GROUP BY found_words.passage_no
) AS counted
WHERE counted.passage_no = search_passages.passage_no;

-- search_words: the vocabulary, numbered in order, with the number of passages that hold each word.
CREATE TABLE search_words AS
SELECT
    row_number() OVER (ORDER BY found_words.word) AS word_no,
    found_words.word,
    count(*) AS n_passages
FROM found_words
GROUP BY found_words.word
ORDER BY found_words.word;
COMMENT ON TABLE search_words IS 'Search index: the vocabulary';

-- search_postings: in which passages each word stands; ordered by word, so that a look-up reads a part only.
CREATE TABLE search_postings AS
SELECT
    search_words.word_no,
    found_words.passage_no,
    found_words.n_times
FROM found_words
JOIN search_words USING (word)
ORDER BY search_words.word_no, found_words.passage_no;
COMMENT ON TABLE search_postings IS 'Search index: which words stand in which passages';

-- search_size: what the ranking needs to know of the whole.
CREATE TABLE search_size AS
SELECT
    count(*) AS n_passages,
    coalesce(avg(search_passages.n_words), 1.0) AS mean_words
FROM search_passages;
COMMENT ON TABLE search_size IS 'Search index: number and mean length of passages';

-- search(text): passages that hold any of the words, best first (BM25 with k1 = 1.2 and b = 0.75: Robertson and Zaragoza,
-- 2009, doi:10.1561/1500000019).
CREATE MACRO search(wanted, n := 20) AS TABLE
WITH asked AS (
    SELECT DISTINCT unnest(search_words_of(wanted)) AS word
),
ranked AS (
    SELECT
        passages.passage_no,
        sum(
            ln(1 + (size.n_passages - words.n_passages + 0.5) / (words.n_passages + 0.5))
            * postings.n_times * 2.2
            / (postings.n_times + 1.2 * (0.25 + 0.75 * passages.n_words / size.mean_words))
        ) AS score,
        count(*) AS n_words_found
    FROM asked
    JOIN search_words AS words USING (word)
    JOIN search_postings AS postings USING (word_no)
    JOIN search_passages AS passages USING (passage_no)
    CROSS JOIN search_size AS size
    GROUP BY passages.passage_no
    ORDER BY score DESC, passages.passage_no
    LIMIT n
)
SELECT
    round(ranked.score, 3) AS score,
    ranked.n_words_found,
    documents.source_id,
    documents.title AS document_title,
    sections.heading AS section_heading,
    quote(passages.capture_id, passages.span_start, passages.span_end) AS passage,
    coalesce(documents.canonical_url, addresses.url) AS url,
    passages.document_id,
    passages.ordinal,
    passages.capture_id,
    passages.span_start,
    passages.span_end
FROM ranked
JOIN search_passages AS passages USING (passage_no)
JOIN documents ON documents.document_id = passages.document_id
LEFT JOIN sections ON sections.section_id = passages.section_id
LEFT JOIN capture_addresses AS addresses ON addresses.capture_id = passages.capture_id
ORDER BY ranked.score DESC, ranked.passage_no;
COMMENT ON MACRO TABLE search IS 'Ranked passages: FROM search(''words'')';
