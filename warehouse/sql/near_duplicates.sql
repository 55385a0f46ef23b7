-- Distinct texts, each with the first document that has it; the others are equal to it and need no comparison.
CREATE TEMP TABLE signed AS
SELECT
    signatures.document_id,
    signatures.n_shingles,
    min(signatures.document_id) OVER (
        PARTITION BY signatures.n_shingles, hash(signatures.shingles), signatures.shingles[1]
    ) AS first_id
FROM document_signatures AS signatures
WHERE signatures.n_shingles > 0;

-- Texts that share a band of the signature, the long ones only. Of a crowd, each meets the first and the next ones, so that
-- a template with thousands of pages costs no more than its pages.
CREATE TEMP TABLE banded AS
SELECT
    signed.document_id,
    bands.band_no,
    hash(list_slice(
        signatures.signature,
        bands.band_no * $band_values + 1,
        bands.band_no * $band_values + $band_values
    )) AS band
FROM signed
JOIN document_signatures AS signatures USING (document_id)
CROSS JOIN range($n_bands) AS bands (band_no)
WHERE signed.document_id = signed.first_id
    AND signed.n_shingles >= $short;

CREATE TEMP TABLE near_candidates AS
WITH numbered AS (
    SELECT
        banded.document_id,
        banded.band_no,
        banded.band,
        row_number() OVER (PARTITION BY banded.band_no, banded.band ORDER BY banded.document_id) AS place,
        count(*) OVER (PARTITION BY banded.band_no, banded.band) AS n_texts
    FROM banded
)
SELECT DISTINCT
    numbered.document_id AS left_id,
    others.document_id AS right_id
FROM numbered
JOIN numbered AS others
    ON others.band_no = numbered.band_no
    AND others.band = numbered.band
    AND others.place < numbered.place
WHERE numbered.n_texts > 1
    AND others.n_texts > 1
    AND (numbered.n_texts <= $crowd OR others.place = 1 OR others.place >= numbered.place - 2);

DROP TABLE banded;

-- Pairs of documents whose texts are nearly the same. No pair of two versions of one document is among them, since a
-- document stands here in its current version only.
CREATE TEMP TABLE near_duplicates AS
WITH verified AS (
    SELECT
        candidates.left_id,
        candidates.right_id,
        len(list_intersect(here.shingles, there.shingles)) AS n_common,
        n_common / (here.n_shingles + there.n_shingles - n_common) AS jaccard
    FROM near_candidates AS candidates
    JOIN document_signatures AS here ON here.document_id = candidates.left_id
    JOIN document_signatures AS there ON there.document_id = candidates.right_id
    -- No more can be common than the smaller one has.
    WHERE least(here.n_shingles, there.n_shingles) >= $least_jaccard * greatest(here.n_shingles, there.n_shingles)
),
pairs AS (
    SELECT verified.left_id, verified.right_id, verified.jaccard
    FROM verified
    WHERE verified.jaccard >= $least_jaccard
    UNION ALL
    SELECT signed.document_id, signed.first_id, 1.0
    FROM signed
    WHERE signed.document_id <> signed.first_id
)
SELECT
    pairs.left_id,
    pairs.right_id,
    pairs.jaccard,
    here.source_id <> there.source_id
        OR coalesce(
            regexp_extract(here.canonical_url, '^https?://([^/?]+)', 1)
            <> regexp_extract(there.canonical_url, '^https?://([^/?]+)', 1),
            false
        ) AS is_other_site,
    coalesce(here.canonical_url = there.canonical_url, false) AS is_same_address
FROM pairs
JOIN documents AS here ON here.document_id = pairs.left_id
JOIN documents AS there ON there.document_id = pairs.right_id;

DROP TABLE near_candidates;
DROP TABLE signed;
