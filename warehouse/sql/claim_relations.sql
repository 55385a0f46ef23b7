-- How claims of different documents relate. Only claims that share all concepts of a topic are compared, and what many
-- documents say is cut down before it is paired, so that pairs grow with the number of topics and not with the square of
-- the documents:
--   of one document and topic, one claim for each way it points: the strongest
--   of one topic and way, the $most_claims strongest documents; for support one document of each source
--   of two documents, the $most_relations strongest relations of a kind
-- Strongest is what a page shows as a key finding, states most surely, about concepts that stand in the sentence itself;
-- advertising comes last. Copies of one text (`near_duplicates`) are one voice, so they are not compared.

-- When a page speaks: the last day that it states of itself.
CREATE TEMP TABLE document_days AS
SELECT
    documents.document_id,
    documents.source_id,
    greatest(documents.published_on, documents.modified_on, documents.last_reviewed_on) AS day
FROM documents;

CREATE TEMP TABLE weighed_claims AS
SELECT
    claims.claim_id,
    claims.document_id,
    days.source_id,
    days.day,
    coalesce(copies.canonical_id, claims.document_id) AS voice_id,
    claims.kind,
    claims.polarity,
    claims.certainty,
    claims.setting,
    claims.status_term,
    claims.regulator,
    claims.is_marketing,
    claims.text,
    claims.is_marketing::INTEGER * 100
        + (claims.page_role <> 'key_finding')::INTEGER * 10
        + list_position(['asserted', 'reported', 'qualified', 'hedged', 'speculative'], claims.certainty) AS weakness
FROM claims
JOIN document_days AS days USING (document_id)
LEFT JOIN clusters AS copies
    ON copies.table_name = 'documents'
    AND copies.row_id = claims.document_id
    AND copies.kind IN ('revision', 'syndicated')
WHERE claims.kind IN ('efficacy', 'safety', 'comparative', 'regulatory_status');

-- The topics of a claim: kind, condition, intervention and outcome or adverse event; at most $most_topics, those of its own
-- sentence first.
CREATE TEMP TABLE claim_topics AS
WITH concepts AS (
    SELECT DISTINCT
        held.claim_id,
        held.role,
        held.entity_id,
        min(list_position(['sentence', 'section', 'document'], held.basis)) AS distance
    FROM claim_concepts AS held
    SEMI JOIN weighed_claims USING (claim_id)
    GROUP BY held.claim_id, held.role, held.entity_id
)
SELECT
    claims.claim_id,
    claims.document_id,
    claims.source_id,
    claims.voice_id,
    claims.kind,
    claims.polarity,
    conditions.entity_id AS condition_id,
    interventions.entity_id AS intervention_id,
    ends.entity_id AS end_id,
    100 * (conditions.distance + interventions.distance) + claims.weakness AS weakness
FROM weighed_claims AS claims
JOIN concepts AS conditions
    ON conditions.claim_id = claims.claim_id
    AND conditions.role = 'condition'
JOIN concepts AS interventions
    ON interventions.claim_id = claims.claim_id
    AND interventions.role = 'intervention'
JOIN concepts AS ends
    ON ends.claim_id = claims.claim_id
    AND ends.role IN ('outcome', 'adverse_event')
WHERE claims.kind <> 'regulatory_status'
    AND claims.polarity IN ('positive', 'negative')
QUALIFY row_number() OVER (
    PARTITION BY claims.claim_id
    ORDER BY
        conditions.distance + interventions.distance + ends.distance,
        conditions.entity_id,
        interventions.entity_id,
        ends.entity_id
) <= $most_topics;

CREATE TEMP TABLE strongest_topics AS
WITH voiced AS (
    SELECT
        topics.claim_id,
        topics.document_id,
        topics.source_id,
        topics.voice_id,
        topics.kind,
        topics.polarity,
        topics.condition_id,
        topics.intervention_id,
        topics.end_id,
        topics.weakness
    FROM claim_topics AS topics
    QUALIFY row_number() OVER (
        PARTITION BY
            topics.kind, topics.condition_id, topics.intervention_id, topics.end_id, topics.polarity, topics.voice_id
        ORDER BY topics.weakness, topics.claim_id
    ) = 1
)
SELECT
    voiced.claim_id,
    voiced.document_id,
    voiced.source_id,
    voiced.voice_id,
    voiced.kind,
    voiced.polarity,
    voiced.condition_id,
    voiced.intervention_id,
    voiced.end_id,
    voiced.weakness,
    row_number() OVER (
        PARTITION BY voiced.kind, voiced.condition_id, voiced.intervention_id, voiced.end_id, voiced.polarity
        ORDER BY voiced.weakness, voiced.claim_id
    ) AS place,
    row_number() OVER (
        PARTITION BY
            voiced.kind, voiced.condition_id, voiced.intervention_id, voiced.end_id, voiced.polarity, voiced.source_id
        ORDER BY voiced.weakness, voiced.claim_id
    ) AS place_in_source
FROM voiced;

CREATE TEMP TABLE suggested_relations (
    claim_a VARCHAR,
    claim_b VARCHAR,
    relation VARCHAR,
    basis VARCHAR,
    weakness BIGINT
);

-- Rules contradicts and in_tension: two documents point opposite ways on one topic. It is a contradiction where neither
-- limits what it says (asserted or reported) and they do not speak of different settings; else they are in tension.
INSERT INTO suggested_relations (claim_a, claim_b, relation, basis, weakness)
SELECT
    least(here.claim_id, there.claim_id),
    greatest(here.claim_id, there.claim_id),
    CASE
        WHEN coalesce(a.setting = b.setting, true)
            AND a.certainty IN ('asserted', 'reported')
            AND b.certainty IN ('asserted', 'reported') THEN 'contradicts'
        ELSE 'in_tension'
    END,
    here.kind || ' of ' || interventions.name || ' in ' || conditions.name || ', ' || ends.name
        || ': one is positive (' || concat_ws(', ', a.certainty, a.setting)
        || '), the other negative (' || concat_ws(', ', b.certainty, b.setting) || ')',
    here.weakness + there.weakness
FROM strongest_topics AS here
JOIN strongest_topics AS there
    ON there.kind = here.kind
    AND there.condition_id = here.condition_id
    AND there.intervention_id = here.intervention_id
    AND there.end_id = here.end_id
JOIN weighed_claims AS a ON a.claim_id = here.claim_id
JOIN weighed_claims AS b ON b.claim_id = there.claim_id
JOIN entities AS conditions ON conditions.entity_id = here.condition_id
JOIN entities AS interventions ON interventions.entity_id = here.intervention_id
JOIN entities AS ends ON ends.entity_id = here.end_id
WHERE here.polarity = 'positive'
    AND there.polarity = 'negative'
    AND here.voice_id <> there.voice_id
    AND here.document_id <> there.document_id
    AND here.place <= $most_claims
    AND there.place <= $most_claims;

-- Rule supports: two sources point the same way on one topic, in words of their own and without advertising.
INSERT INTO suggested_relations (claim_a, claim_b, relation, basis, weakness)
SELECT
    least(here.claim_id, there.claim_id),
    greatest(here.claim_id, there.claim_id),
    'supports',
    here.kind || ' of ' || interventions.name || ' in ' || conditions.name || ', ' || ends.name
        || ': both are ' || here.polarity || ' (' || least(a.certainty, b.certainty) || ', '
        || greatest(a.certainty, b.certainty) || '), from two sources',
    here.weakness + there.weakness
FROM strongest_topics AS here
JOIN strongest_topics AS there
    ON there.kind = here.kind
    AND there.condition_id = here.condition_id
    AND there.intervention_id = here.intervention_id
    AND there.end_id = here.end_id
    AND there.polarity = here.polarity
    AND there.source_id > here.source_id
JOIN weighed_claims AS a ON a.claim_id = here.claim_id
JOIN weighed_claims AS b ON b.claim_id = there.claim_id
JOIN entities AS conditions ON conditions.entity_id = here.condition_id
JOIN entities AS interventions ON interventions.entity_id = here.intervention_id
JOIN entities AS ends ON ends.entity_id = here.end_id
WHERE here.place_in_source = 1
    AND there.place_in_source = 1
    AND here.place <= $most_claims
    AND there.place <= $most_claims
    AND here.voice_id <> there.voice_id
    AND NOT a.is_marketing
    AND NOT b.is_marketing
    AND lower(a.text) <> lower(b.text);

-- Rule supersedes: what a page says of the status of an intervention stands for what pages of earlier days said, where it
-- says something else. Each statement takes the place of the one before it only, so that they form a chain.
INSERT INTO suggested_relations (claim_a, claim_b, relation, basis, weakness)
WITH regulators AS (
    SELECT lower(names.name) AS name, min(names.entity_id) AS entity_id
    FROM entity_names AS names
    JOIN entities USING (entity_id)
    WHERE entities.kind = 'organisation'
    GROUP BY lower(names.name)
    HAVING count(DISTINCT names.entity_id) = 1
),
statements AS (
    SELECT DISTINCT
        claims.claim_id,
        claims.document_id,
        claims.voice_id,
        claims.day,
        claims.status_term,
        claims.weakness,
        interventions.entity_id AS intervention_id,
        coalesce(conditions.entity_id, '') AS condition_id,
        coalesce(regulators.entity_id, lower(claims.regulator), '') AS regulator
    FROM weighed_claims AS claims
    JOIN claim_concepts AS interventions
        ON interventions.claim_id = claims.claim_id
        AND interventions.role = 'intervention'
    LEFT JOIN claim_concepts AS conditions
        ON conditions.claim_id = claims.claim_id
        AND conditions.role = 'condition'
    LEFT JOIN regulators ON regulators.name = lower(claims.regulator)
    WHERE claims.kind = 'regulatory_status'
        AND claims.status_term IS NOT NULL
        AND claims.day IS NOT NULL
),
-- A document that states two terms of one thing says nothing that could be set against another one.
single AS (
    SELECT
        statements.intervention_id,
        statements.condition_id,
        statements.regulator,
        statements.document_id,
        any_value(statements.day) AS day,
        min(statements.status_term) AS status_term,
        arg_min(statements.claim_id, (statements.weakness, statements.claim_id)) AS claim_id
    FROM statements
    GROUP BY statements.intervention_id, statements.condition_id, statements.regulator, statements.document_id
    HAVING count(DISTINCT statements.status_term) = 1
),
dated AS (
    SELECT
        single.intervention_id,
        single.condition_id,
        single.regulator,
        single.day,
        min(single.status_term) AS status_term,
        min(single.claim_id) AS claim_id
    FROM single
    GROUP BY single.intervention_id, single.condition_id, single.regulator, single.day
    HAVING count(DISTINCT single.status_term) = 1
),
followed AS (
    SELECT
        dated.intervention_id,
        dated.condition_id,
        dated.claim_id,
        dated.day,
        dated.status_term,
        lag(dated.claim_id) OVER same AS earlier_id,
        lag(dated.day) OVER same AS earlier_day,
        lag(dated.status_term) OVER same AS earlier_term
    FROM dated
    WINDOW same AS (
        PARTITION BY dated.intervention_id, dated.condition_id, dated.regulator
        ORDER BY dated.day
    )
)
SELECT
    followed.claim_id,
    followed.earlier_id,
    'supersedes',
    'status of ' || interventions.name || coalesce(' in ' || conditions.name, '') || ': ' || followed.status_term
        || ' (' || followed.day || '), before that ' || followed.earlier_term || ' (' || followed.earlier_day || ')',
    0
FROM followed
JOIN entities AS interventions ON interventions.entity_id = followed.intervention_id
LEFT JOIN entities AS conditions ON conditions.entity_id = followed.condition_id
WHERE followed.earlier_term <> followed.status_term;

-- Rule in_tension for figures: the claims of two measurements that `measurement_conflicts` sets against each other.
INSERT INTO suggested_relations (claim_a, claim_b, relation, basis, weakness)
SELECT DISTINCT
    least(here.claim_id, there.claim_id),
    greatest(here.claim_id, there.claim_id),
    'in_tension',
    conflicts.basis,
    0
FROM measurement_conflicts AS conflicts
JOIN measurements AS here ON here.measurement_id = conflicts.measurement_a
JOIN measurements AS there ON there.measurement_id = conflicts.measurement_b
LEFT JOIN clusters AS a
    ON a.table_name = 'documents'
    AND a.row_id = here.document_id
    AND a.kind <> 'same'
LEFT JOIN clusters AS b
    ON b.table_name = 'documents'
    AND b.row_id = there.document_id
    AND b.kind <> 'same'
WHERE here.claim_id IS NOT NULL
    AND there.claim_id IS NOT NULL
    AND coalesce(a.canonical_id, here.document_id) <> coalesce(b.canonical_id, there.document_id);

INSERT INTO claim_relations (claim_relation_id, claim_a, claim_b, relation, basis, decided_by)
WITH whole AS (
    SELECT
        suggested.claim_a,
        suggested.claim_b,
        suggested.relation,
        arg_min(suggested.basis, (suggested.weakness, suggested.basis)) AS basis,
        min(suggested.weakness) AS weakness
    FROM suggested_relations AS suggested
    GROUP BY suggested.claim_a, suggested.claim_b, suggested.relation
)
SELECT
    row_id('claim_relations', [whole.claim_a, whole.claim_b, whole.relation]),
    whole.claim_a,
    whole.claim_b,
    whole.relation,
    whole.basis,
    'rule'
FROM whole
JOIN claims AS a ON a.claim_id = whole.claim_a
JOIN claims AS b ON b.claim_id = whole.claim_b
QUALIFY row_number() OVER (
    PARTITION BY whole.relation, least(a.document_id, b.document_id), greatest(a.document_id, b.document_id)
    ORDER BY whole.weakness, whole.claim_a, whole.claim_b
) <= $most_relations;
