-- name_form(kind, name): the form in which names of one kind are compared: case, accents, apostrophes and punctuation do not
-- count; of organisations neither do brackets, legal forms at the end, 'the' at the beginning and dots of initials.
CREATE TEMP MACRO bare_form(name) AS trim(regexp_replace(
    regexp_replace(
        lower(strip_accents(replace(replace(nfc_normalize(name), '&', ' and '), 'ß', 'ss'))),
        '([\p{L}\p{N}])[''’]([\p{L}])', '\1\2', 'g'
    ),
    '[^\p{L}\p{N}+]+', ' ', 'g'
));

CREATE TEMP MACRO organisation_form(name) AS regexp_replace(
    regexp_replace(
        regexp_replace(
            regexp_replace(
                bare_form(regexp_replace(name, '\([^()]*\)', ' ', 'g')), '\b([a-z]) (?:([a-z]) )?([a-z])$$', '\1\2\3'
            ),
            '^the (.)', '\1'
        ),
        '(.)(?: (?:' || $legal_forms || '))+$$', '\1'
    ),
    '\bcentre\b', 'center', 'g'
);

CREATE TEMP MACRO name_form(kind, name) AS
    CASE WHEN kind = 'organisation' THEN organisation_form(name) ELSE bare_form(name) END;

-- Entities as staged, one row per id and name; those of pages without a current document are left out. A preferred name of
-- the vocabulary stands in no page, so it has no evidence.
CREATE TEMP TABLE told_entities AS
SELECT
    entities.entity_id,
    entities.kind,
    entities.name,
    name_form(entities.kind, entities.name) AS form,
    min(entities.country) AS country,
    bool_or(entities.external_id IS NOT NULL) AS is_registered,
    bool_and(proofs.row_id IS NULL) AS is_of_vocabulary
FROM staged_entities AS entities
LEFT JOIN (
    SELECT evidence.row_id, evidence._capture_id
    FROM staged_evidence AS evidence
    WHERE evidence.table_name = 'entities'
        AND evidence.column_name = 'name'
) AS proofs
    ON proofs.row_id = entities.entity_id
    AND proofs._capture_id = entities._capture_id
ANTI JOIN stale_captures ON stale_captures.capture_id = entities._capture_id
ANTI JOIN orphaned_rows AS orphaned
    ON orphaned.table_name = 'entities'
    AND orphaned.row_id = entities.entity_id
    AND orphaned.capture_id = entities._capture_id
GROUP BY entities.entity_id, entities.kind, entities.name;

CREATE TEMP TABLE told_names AS
SELECT DISTINCT
    names.entity_id,
    told.kind AS entity_kind,
    names.name,
    names.kind
FROM staged_entity_names AS names
JOIN (SELECT DISTINCT entities.entity_id, entities.kind FROM told_entities AS entities) AS told USING (entity_id)
ANTI JOIN stale_captures ON stale_captures.capture_id = names._capture_id;

CREATE TEMP TABLE entity_pairs (
    left_id VARCHAR, right_id VARCHAR, rule VARCHAR, strength INTEGER, compared VARCHAR
);

-- Words that stand for no name.
CREATE TEMP TABLE no_names AS
SELECT unnest([
    '', 'multiple', 'various', 'several', 'other', 'others', 'none', 'n a', 'na', 'not specified', 'unknown', 'tbd'
]) AS form;

-- Rule same_form: entities of one kind whose names differ in form only. Where two countries are stated for one form, only
-- those that state the same one are the same.
INSERT INTO entity_pairs (left_id, right_id, rule, strength, compared)
WITH formed AS (
    SELECT
        told.entity_id,
        told.kind,
        told.form,
        told.name,
        CASE
            WHEN count(DISTINCT lower(told.country)) OVER (PARTITION BY told.kind, told.form) > 1
                THEN coalesce(lower(told.country), told.entity_id)
        END AS country
    FROM told_entities AS told
    ANTI JOIN no_names USING (form)
),
firsts AS (
    SELECT
        formed.entity_id,
        formed.kind,
        formed.form,
        formed.name,
        min(formed.entity_id) OVER same AS first_id,
        arg_min(formed.name, (formed.entity_id, formed.name)) OVER same AS first_name
    FROM formed
    WINDOW same AS (PARTITION BY formed.kind, formed.form, formed.country)
)
SELECT DISTINCT
    firsts.entity_id,
    firsts.first_id,
    'same_form',
    1,
    to_json({'kind': firsts.kind, 'form': firsts.form, 'names': [firsts.name, firsts.first_name]})
FROM firsts
WHERE firsts.entity_id <> firsts.first_id;

-- Rule same_slug: the slug under which a page links to an entity, and the slug or a name of another one of its kind. What a
-- page shows for a link may be wider than what it links to ('cell therapy'), so slugs of vocabulary entities do not count.
INSERT INTO entity_pairs (left_id, right_id, rule, strength, compared)
WITH of_vocabulary AS (
    SELECT told.entity_id
    FROM told_entities AS told
    WHERE told.is_of_vocabulary
),
named AS (
    SELECT
        told_names.entity_id,
        told_names.entity_kind AS kind,
        told_names.name,
        name_form(told_names.entity_kind, told_names.name) AS form,
        told_names.kind = 'slug' AS is_slug
    FROM told_names
    LEFT JOIN of_vocabulary USING (entity_id)
    WHERE (told_names.kind = 'slug' AND of_vocabulary.entity_id IS NULL)
        OR (told_names.kind IN ('full', 'synonym') AND of_vocabulary.entity_id IS NOT NULL)
    UNION
    SELECT told.entity_id, told.kind, told.name, told.form, false
    FROM told_entities AS told
),
firsts AS (
    SELECT
        named.entity_id,
        named.kind,
        named.name,
        named.form,
        bool_or(named.is_slug) OVER same AS has_slug,
        min(named.entity_id) OVER same AS first_id,
        arg_min(named.name, (named.entity_id, named.name)) OVER same AS first_name
    FROM named
    ANTI JOIN no_names USING (form)
    WINDOW same AS (PARTITION BY named.kind, named.form)
)
SELECT DISTINCT
    firsts.entity_id,
    firsts.first_id,
    'same_slug',
    2,
    to_json({'kind': firsts.kind, 'form': firsts.form, 'names': [firsts.name, firsts.first_name]})
FROM firsts
ANTI JOIN entity_pairs AS known
    ON known.left_id = firsts.entity_id
    AND known.right_id = firsts.first_id
WHERE firsts.has_slug
    AND firsts.entity_id <> firsts.first_id;

-- Rule introduced_abbreviation: 'Full Name (ABBR)' in a document that names ABBR by itself, too. It holds where every
-- document that names ABBR names the one entity that it was introduced for; else a person is asked (`entities_unsure.sql`).
CREATE TEMP TABLE abbreviated AS
WITH introduced AS (
    SELECT DISTINCT
        told_names.entity_id,
        told_names.entity_kind AS kind,
        told_names.name AS abbreviation,
        name_form(told_names.entity_kind, told_names.name) AS form
    FROM told_names
    WHERE told_names.kind = 'abbreviation'
),
named AS (
    SELECT DISTINCT mentions.entity_id, mentions.document_id
    FROM staged_mentions AS mentions
    SEMI JOIN (
        SELECT introduced.entity_id
        FROM introduced
        UNION
        SELECT told.entity_id
        FROM told_entities AS told
        JOIN introduced USING (kind, form)
    ) AS concerned ON concerned.entity_id = mentions.entity_id
    ANTI JOIN stale_captures ON stale_captures.capture_id = mentions._capture_id
),
candidates AS (
    SELECT DISTINCT
        told.entity_id AS left_id,
        introduced.entity_id AS right_id,
        introduced.abbreviation,
        told.kind
    FROM introduced
    JOIN told_entities AS told USING (kind, form)
    WHERE told.entity_id <> introduced.entity_id
)
SELECT
    candidates.left_id,
    candidates.right_id,
    candidates.abbreviation,
    candidates.kind,
    count(DISTINCT here.document_id) AS n_documents,
    count(DISTINCT there.document_id) AS n_shared,
    count(*) OVER (PARTITION BY candidates.left_id) AS n_meanings
FROM candidates
JOIN named AS here ON here.entity_id = candidates.left_id
LEFT JOIN named AS there
    ON there.entity_id = candidates.right_id
    AND there.document_id = here.document_id
GROUP BY candidates.left_id, candidates.right_id, candidates.abbreviation, candidates.kind;

INSERT INTO entity_pairs (left_id, right_id, rule, strength, compared)
SELECT
    abbreviated.left_id,
    abbreviated.right_id,
    'introduced_abbreviation',
    3,
    to_json({
        'kind': abbreviated.kind,
        'abbreviation': abbreviated.abbreviation,
        'n_documents': [abbreviated.n_documents, abbreviated.n_shared]
    })
FROM abbreviated
WHERE abbreviated.n_meanings = 1
    AND abbreviated.n_shared = abbreviated.n_documents;
