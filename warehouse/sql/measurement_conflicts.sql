-- measurement_conflicts: findings of two documents that measure the same thing and give different values: equal kind, unit,
-- measured entity, property, outcome and subgroup, about the same conditions. Values differ where their ranges lie further
-- apart than a tenth of the larger figure. Of one document and thing, the first figure; of one thing, 20 documents.
CREATE VIEW measurement_conflicts AS
WITH about AS (
    SELECT DISTINCT
        concepts.claim_id AS row_id,
        concepts.entity_id
    FROM claim_concepts AS concepts
    WHERE concepts.role = 'condition'
    UNION
    SELECT
        mentions.document_id,
        mentions.entity_id
    FROM mentions
    JOIN entities USING (entity_id)
    WHERE mentions.role = 'subject'
        AND entities.kind = 'condition'
),
subjects AS (
    SELECT
        about.row_id,
        list_sort(list(about.entity_id)) AS condition_ids,
        string_agg(entities.name, ', ' ORDER BY entities.name) AS conditions
    FROM about
    JOIN entities USING (entity_id)
    GROUP BY about.row_id
),
things AS (
    SELECT
        measurements.measurement_id,
        measurements.document_id,
        measurements.citation_id,
        measurements.raw,
        -- A bound is open on one side.
        coalesce(
            measurements.value_low,
            CASE WHEN coalesce(measurements.comparator, '=') NOT IN ('<', '<=') THEN measurements.value END
        ) AS low,
        coalesce(
            measurements.value_high,
            CASE WHEN coalesce(measurements.comparator, '=') NOT IN ('>', '>=') THEN measurements.value END
        ) AS high,
        coalesce(own.conditions, paged.conditions) AS conditions,
        concat_ws(
            ' ', measurements.kind, measurements.measured_entity, measurements.measured_property, measurements.outcome,
            measurements.subgroup
        ) AS thing,
        [
            measurements.kind,
            coalesce(measurements.unit, ''),
            lower(trim(coalesce(measurements.measured_entity, ''))),
            lower(trim(coalesce(measurements.measured_property, ''))),
            lower(trim(coalesce(measurements.outcome, ''))),
            lower(trim(coalesce(measurements.subgroup, ''))),
            array_to_string(coalesce(own.condition_ids, paged.condition_ids), ' ')
        ] AS thing_key
    FROM measurements
    LEFT JOIN subjects AS own ON own.row_id = measurements.claim_id
    LEFT JOIN subjects AS paged ON paged.row_id = measurements.document_id
    WHERE measurements.is_finding
        AND measurements.duplicate_of IS NULL
        AND measurements.kind IN ('response_rate', 'proportion', 'incidence', 'score_change', 'event_count', 'duration')
        AND (measurements.measured_property IS NOT NULL OR measurements.outcome IS NOT NULL)
        AND coalesce(own.condition_ids, paged.condition_ids) IS NOT NULL
),
firsts AS (
    SELECT
        things.measurement_id,
        things.document_id,
        things.citation_id,
        things.raw,
        things.low,
        things.high,
        things.conditions,
        things.thing,
        things.thing_key
    FROM things
    QUALIFY row_number() OVER (PARTITION BY things.thing_key, things.document_id ORDER BY things.measurement_id) = 1
),
chosen AS (
    SELECT
        firsts.measurement_id,
        firsts.document_id,
        firsts.citation_id,
        firsts.raw,
        firsts.low,
        firsts.high,
        firsts.conditions,
        firsts.thing,
        firsts.thing_key
    FROM firsts
    QUALIFY row_number() OVER (PARTITION BY firsts.thing_key ORDER BY firsts.measurement_id) <= 20
)
SELECT
    here.measurement_id AS measurement_a,
    there.measurement_id AS measurement_b,
    here.document_id AS document_a,
    there.document_id AS document_b,
    coalesce(cited_here.work_id = cited_there.work_id, false) AS is_same_work,
    here.thing || ' in ' || here.conditions || ': ' || here.raw || ' and ' || there.raw
        || ', more than a tenth apart'
        || CASE WHEN cited_here.work_id = cited_there.work_id THEN ', of the same cited work' ELSE '' END AS basis
FROM chosen AS here
JOIN chosen AS there
    ON there.thing_key = here.thing_key
    AND there.document_id <> here.document_id
    AND there.measurement_id > here.measurement_id
LEFT JOIN citations AS cited_here ON cited_here.citation_id = here.citation_id
LEFT JOIN citations AS cited_there ON cited_there.citation_id = there.citation_id
WHERE greatest(here.low, there.low) - least(here.high, there.high)
    > 0.1 * greatest(abs(coalesce(here.low, here.high)), abs(coalesce(there.low, there.high)));
COMMENT ON VIEW measurement_conflicts IS 'Which findings of two documents measure the same thing and give different values?';
