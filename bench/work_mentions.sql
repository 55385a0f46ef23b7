-- Generated works and how pages mention them, in the form in which a build holds them (`kept_...`). All is a function of
-- the seed and of the numbers of works and mentions: $seed, $works, $mentions. Words, names and journals are made of
-- syllables; how often each occurs falls with its rank, as it does in language.
CREATE TEMP MACRO chance(number, salt) AS (hash(number, salt, $seed) % 1000003) / 1000003.0;
CREATE TEMP MACRO rank_of(share, size) AS CAST(floor(pow(size, share)) AS INTEGER);
CREATE TEMP MACRO syllable(number) AS (
    [
        'ka', 'ro', 'mi', 'te', 'lu', 'sa', 'ne', 'vo', 'pi', 'du', 'ga', 'le', 'zi', 'fo', 'ha', 'be', 'no', 'ri', 'tu', 'ce',
        'ma', 'lo', 'si', 've', 'ku', 'da', 'pe', 'go', 'ti', 'fu', 'ra', 'je', 'bo', 'ni', 'wu', 'la', 'se', 'to', 'di', 'mu'
    ]
)[number % 40 + 1];
CREATE TEMP MACRO word(number) AS concat(
    syllable(number), syllable(number // 40 + 7), syllable(number // 1600 + number), CASE WHEN number % 3 = 0 THEN 'n' ELSE '' END
);
CREATE TEMP MACRO capitalised(text) AS upper(text[1]) || text[2:];

-- One in 25 works is the second part of the one before it, one in 25 the preprint of the one before it.
CREATE TEMP TABLE made_works AS
WITH numbered AS (
    SELECT
        range AS work,
        CASE range % 25 WHEN 1 THEN range - 1 WHEN 2 THEN range - 2 ELSE range END AS model,
        range % 25 = 1 AS is_second,
        range % 25 = 2 AS is_preprint
    FROM range($works)
)
SELECT
    work,
    is_preprint,
    [
        word(rank_of(chance(model * 32 + place, 'word'), 30000))
        FOR place IN range(6 + CAST(floor(chance(model, 'length') * 9) AS INTEGER))
    ] AS words,
    [
        capitalised(word(rank_of(chance(model * 32 + place, 'family'), 20000) + 9))
        FOR place IN range(1 + CAST(floor(chance(model, 'authors') * 7) AS INTEGER))
    ] AS families,
    CASE WHEN is_second THEN ' Part II' WHEN model % 25 = 0 THEN ' Part I' ELSE '' END AS part,
    1990 + CAST(floor(chance(model, 'year') * 36) AS INTEGER) AS year,
    rank_of(chance(model, 'journal'), 400) AS journal,
    (1 + CAST(floor(chance(work, 'volume') * 120) AS INTEGER))::VARCHAR AS volume,
    (1 + CAST(floor(chance(work, 'issue') * 12) AS INTEGER))::VARCHAR AS issue,
    1 + CAST(floor(chance(work, 'page') * 2000) AS INTEGER) AS page,
    CASE
        WHEN is_preprint THEN '10.1101/2021.01.01.' || (100000 + work)::VARCHAR
        ELSE '10.' || (1000 + journal)::VARCHAR || '/w.' || work::VARCHAR
    END AS doi,
    (10000000 + work)::VARCHAR AS pmid
FROM numbered;

-- Some works are mentioned far more often than others. How each is written differs in what people and pages
-- change: capitals and form of the DOI, quotes, a letter, a lost subtitle, a cut list of authors, a year off by one,
-- abbreviated or missing journals, missing issues and pages.
CREATE TEMP TABLE made_mentions AS
SELECT
    mention,
    work,
    'citation-' || mention::VARCHAR AS citation_id,
    chance(mention, 'doi') < 0.35 AS has_doi,
    chance(mention, 'pmid') < 0.25 AND NOT is_preprint AS has_pmid,
    CASE
        WHEN chance(mention, 'typo') < 0.05
            THEN list_concat(words[1:3], [words[4][1] || 'x' || words[4][2:]], words[5:])
        WHEN chance(mention, 'cut') < 0.03 THEN words[1:greatest(5, len(words) - 2)]
        ELSE words
    END AS said,
    capitalised(
        CASE
            WHEN chance(mention, 'hyphen') < 0.1
                THEN said[1] || '-' || array_to_string(said[2:], ' ')
            ELSE array_to_string(said, ' ')
        END
    )
        || part
        || CASE WHEN chance(mention, 'stop') < 0.2 THEN '.' ELSE '' END AS title,
    CASE WHEN chance(mention, 'authors') < 0.3 THEN families[1:3] ELSE families END AS named,
    len(named) < len(families) AND chance(mention, 'et al') < 0.7 AS authors_truncated,
    year + CASE WHEN chance(mention, 'off') < 0.02 THEN 1 ELSE 0 END AS issued_year,
    CASE
        WHEN is_preprint THEN 'bioRxiv'
        WHEN chance(mention, 'no journal') < 0.05 THEN NULL
        WHEN chance(mention, 'abbreviated') < 0.5
            THEN 'J ' || capitalised(word(journal * 3)[1:4]) || ' ' || capitalised(word(journal * 5)[1:4])
        ELSE 'Journal of ' || capitalised(word(journal * 3)) || ' ' || capitalised(word(journal * 5))
    END AS container_title,
    CASE WHEN is_preprint OR chance(mention, 'no volume') < 0.1 THEN NULL ELSE volume END AS volume,
    CASE WHEN is_preprint OR chance(mention, 'no issue') < 0.4 THEN NULL ELSE issue END AS issue,
    CASE
        WHEN is_preprint OR volume IS NULL OR chance(mention, 'no page') < 0.15 THEN NULL
        WHEN chance(mention, 'short page') < 0.3 THEN page::VARCHAR
        ELSE page::VARCHAR || '-' || (page + 9)::VARCHAR
    END AS page,
    doi,
    pmid
FROM (
    SELECT range AS mention, CAST(floor(pow(chance(range, 'work'), 1.5) * $works) AS BIGINT) AS chosen
    FROM range($mentions)
) AS numbered
JOIN made_works ON made_works.work = numbered.chosen;

CREATE TEMP TABLE kept_cited_works AS
SELECT
    citation_id,
    'document' AS document_id,
    'capture' AS _capture_id,
    'article-journal' AS csl_type,
    title,
    container_title,
    issued_year::VARCHAR AS issued,
    'year' AS issued_precision,
    issued_year::BIGINT AS issued_year,
    volume,
    issue,
    page,
    CASE WHEN page IS NOT NULL THEN 'page_range' END AS page_kind,
    authors_truncated
FROM made_mentions;

CREATE TEMP TABLE kept_cited_work_contributors AS
SELECT
    citation_id || '-' || ordinal::VARCHAR AS cited_work_contributor_id,
    citation_id,
    'author' AS role,
    ordinal::BIGINT AS ordinal,
    family,
    NULL::VARCHAR AS given_initials,
    NULL::VARCHAR AS literal
FROM (
    SELECT citation_id, unnest(named) AS family, unnest(range(1, len(named) + 1)) AS ordinal
    FROM made_mentions
) AS authors;

CREATE TEMP TABLE kept_cited_work_identifiers AS
SELECT
    citation_id || '-' || scheme AS cited_work_identifier_id,
    citation_id,
    scheme,
    value,
    value AS as_written,
    'format_valid' AS status
FROM (
    SELECT citation_id, 'doi' AS scheme, CASE WHEN mention % 3 = 0 THEN upper(doi) ELSE doi END AS value
    FROM made_mentions
    WHERE has_doi
    UNION ALL
    SELECT citation_id, 'pmid', pmid
    FROM made_mentions
    WHERE has_pmid
) AS identified;
