-- The different ways in which works without a common identifier are stated, one row each: thousands of citations may
-- state a work in the same words, which need be compared once. `no` is the first citation, `unit` the cluster of
-- citations that share its identifiers, NULL where it has none.
CREATE OR REPLACE TEMP TABLE stating AS
SELECT unnest(grouped.numbers) AS no, grouped.statement
FROM (
    SELECT min(cited.no) AS statement, list(cited.no) AS numbers
    FROM cited
    JOIN clustered USING (no)
    WHERE cited.title_key <> ''
        OR (cited.first_page IS NOT NULL AND cited.volume_key IS NOT NULL AND cited.issued_year IS NOT NULL)
    GROUP BY
        CASE WHEN cited.identifiers IS NOT NULL THEN clustered.cluster END,
        cited.title_key,
        cited.families,
        cited.authors_truncated,
        cited.issued_year,
        cited.container_key,
        cited.volume_key,
        cited.first_page,
        cited.edition,
        cited.csl_type
) AS grouped;

CREATE OR REPLACE TEMP TABLE statements AS
SELECT
    cited.no,
    CASE WHEN cited.identifiers IS NOT NULL THEN clustered.cluster END AS unit,
    counted.n_citations,
    cited.title_key,
    list_sort(list_distinct(words_of(cited.title_key))) AS words,
    part_of(cited.title_key) AS part,
    numbers_of(cited.title_key) AS numbers,
    notice_of(cited.title_key) AS notice,
    is_generic(cited.title_key) AS is_generic,
    cited.families,
    cited.distinct_families,
    array_to_string(list_sort(cited.distinct_families), ' ') AS family_key,
    cited.authors_truncated AS is_truncated,
    cited.issued_year,
    cited.container_key,
    cited.volume_key,
    cited.first_page,
    cited.edition,
    cited.csl_type
FROM (
    SELECT stating.statement AS no, count(*) AS n_citations
    FROM stating
    GROUP BY stating.statement
) AS counted
JOIN cited USING (no)
JOIN clustered USING (no);

-- A title that is stated with four years or more names a column that returns, not a work.
UPDATE statements
SET is_generic = true
WHERE statements.title_key IN (
    SELECT dated.title_key
    FROM statements AS dated
    WHERE dated.title_key <> ''
    GROUP BY dated.title_key
    HAVING count(DISTINCT dated.issued_year) >= $generic_years
);

-- The words of a title that few other titles have, at most three, the rarest first: where one is misspelt, and so the
-- rarest of all, two of the others are still the same.
CREATE OR REPLACE TEMP TABLE rare_words AS
WITH said AS (
    SELECT statements.no, unnest(statements.words) AS word
    FROM statements
),
counted AS (
    SELECT said.word, count(*) AS n_statements
    FROM said
    WHERE length(said.word) >= 3 OR regexp_full_match(said.word, '\d+')
    GROUP BY said.word
)
SELECT
    said.no,
    said.word,
    row_number() OVER (PARTITION BY said.no ORDER BY counted.n_statements, said.word) AS place
FROM said
JOIN counted USING (word)
QUALIFY place <= 3;

-- Under which keys a statement is compared with others: all words of the title, each two of its rare words, its first
-- four words, first author with year and a rare word, and the place where it is printed.
CREATE OR REPLACE TEMP TABLE block_keys AS
SELECT statements.no, hash('words', statements.words) AS key
FROM statements
WHERE statements.title_key <> ''
UNION ALL
SELECT one.no, hash('pair', one.word, other.word)
FROM rare_words AS one
JOIN rare_words AS other
    ON other.no = one.no
    AND other.word > one.word
UNION ALL
SELECT statements.no, hash('begin', words_of(statements.title_key)[1:4])
FROM statements
WHERE len(statements.words) >= 4
UNION ALL
SELECT statements.no, hash('author', statements.families[1], statements.issued_year, rare_words.word)
FROM statements
JOIN rare_words USING (no)
WHERE len(statements.families) > 0
UNION ALL
SELECT statements.no, hash('place', statements.issued_year, statements.volume_key, statements.first_page)
FROM statements
WHERE statements.issued_year IS NOT NULL
    AND statements.volume_key IS NOT NULL
    AND statements.first_page IS NOT NULL;

-- Candidates: within a key each statement meets its neighbours in the order of titles, so that a key which very many
-- share costs no more per statement than any other. Statements of one unit are joined already.
CREATE OR REPLACE TEMP TABLE candidates AS
WITH placed AS (
    SELECT
        block_keys.no,
        block_keys.key,
        (row_number() OVER (
            PARTITION BY block_keys.key
            ORDER BY statements.title_key, statements.issued_year, block_keys.no
        ) - 1) // $block_size AS bucket,
        count(*) OVER (PARTITION BY block_keys.key) AS n_sharing
    FROM block_keys
    JOIN statements USING (no)
),
shared AS (
    SELECT placed.no, placed.key, placed.bucket
    FROM placed
    WHERE placed.n_sharing > 1
)
SELECT DISTINCT
    greatest(one.no, other.no) AS left_no,
    least(one.no, other.no) AS right_no
FROM shared AS one
JOIN (
    SELECT shared.no, shared.key, shared.bucket
    FROM shared
    UNION ALL
    SELECT shared.no, shared.key, shared.bucket - 1
    FROM shared
    WHERE shared.bucket > 0
) AS other
    ON other.key = one.key
    AND other.bucket = one.bucket
    AND other.no <> one.no
UNION ALL
SELECT statements.no, statements.no
FROM statements
WHERE statements.n_citations > 1
    AND statements.unit IS NULL;
DROP TABLE block_keys;
DROP TABLE rare_words;
