-- resolvable_citations: citations whose work has an identifier that one can follow.
CREATE VIEW resolvable_citations AS
SELECT DISTINCT citations.citation_id
FROM citations
JOIN work_identifiers USING (work_id)
WHERE work_identifiers.status IN ('format_valid', 'registry_verified');
COMMENT ON VIEW resolvable_citations IS 'Which citations lead to a work by a sound identifier?';

-- v_trials: one row per trial or group of trials; all its registry numbers; sponsors as written, placeholders left out.
CREATE VIEW v_trials AS
SELECT
    trials.trial_id,
    trials.registry,
    trials.registry_id,
    coalesce(registered.registrations, []) AS registrations,
    trials.acronym,
    trials.label,
    trials.is_group,
    trials.n_trials,
    coalesce(phased.phases, []) AS phases,
    coalesce(sponsored.sponsors, []) AS sponsors,
    coalesce(mentioned.statuses, []) AS statuses,
    mentioned.enrolment,
    mentioned.started_on,
    coalesce(mentioned.conditions, []) AS conditions,
    coalesce(mentioned.interventions, []) AS interventions,
    coalesce(mentioned.n_mentions, 0) AS n_mentions,
    coalesce(mentioned.n_documents, 0) AS n_documents,
    coalesce(mentioned.source_ids, []) AS source_ids,
    coalesce(mentioned.urls, []) AS urls
FROM trials
LEFT JOIN (
    SELECT
        trial_mentions.trial_id,
        count(*) AS n_mentions,
        count(DISTINCT trial_mentions.document_id) AS n_documents,
        list_sort(list(DISTINCT documents.source_id)) AS source_ids,
        list_sort(list(DISTINCT documents.url) FILTER (WHERE documents.url IS NOT NULL)) AS urls,
        list_sort(list(DISTINCT trial_mentions.status) FILTER (WHERE trial_mentions.status IS NOT NULL)) AS statuses,
        max(trial_mentions.enrolment) AS enrolment,
        min(trial_mentions.started_on) AS started_on,
        list_sort(list(DISTINCT trial_mentions.condition) FILTER (WHERE trial_mentions.condition IS NOT NULL)) AS conditions,
        list_sort(
            list(DISTINCT trial_mentions.intervention) FILTER (WHERE trial_mentions.intervention IS NOT NULL)
        ) AS interventions
    FROM trial_mentions
    JOIN v_documents AS documents USING (document_id)
    GROUP BY trial_mentions.trial_id
) AS mentioned USING (trial_id)
LEFT JOIN (
    SELECT
        trial_mentions.trial_id,
        list_sort(list(DISTINCT {
            'registry': trial_registrations.registry, 'registry_id': trial_registrations.registry_id
        })) AS registrations
    FROM trial_registrations
    JOIN trial_mentions USING (trial_mention_id)
    GROUP BY trial_mentions.trial_id
) AS registered USING (trial_id)
LEFT JOIN (
    SELECT trial_mentions.trial_id, list_sort(list(DISTINCT trial_phases.phase)) AS phases
    FROM trial_phases
    JOIN trial_mentions USING (trial_mention_id)
    GROUP BY trial_mentions.trial_id
) AS phased USING (trial_id)
LEFT JOIN (
    SELECT trial_mentions.trial_id, list_sort(list(DISTINCT trial_sponsors.raw_name)) AS sponsors
    FROM trial_sponsors
    JOIN trial_mentions USING (trial_mention_id)
    WHERE NOT trial_sponsors.is_placeholder
    GROUP BY trial_mentions.trial_id
) AS sponsored USING (trial_id);
COMMENT ON VIEW v_trials IS 'Which trials are named where, with which sponsors, phases and status?';

-- v_trials_without_registry_id: single trials that no registry number identifies, with the words that name them.
CREATE VIEW v_trials_without_registry_id AS
SELECT
    trials.trial_id,
    trials.acronym,
    trials.label,
    documents.source_id,
    documents.title AS document_title,
    documents.url,
    trial_mentions.raw,
    trial_mentions.trial_mention_id
FROM trials
JOIN trial_mentions USING (trial_id)
JOIN v_documents AS documents USING (document_id)
WHERE trials.registry_id IS NULL
    AND NOT trials.is_group;
COMMENT ON VIEW v_trials_without_registry_id IS 'Which trials are spoken of without a registry number?';

-- v_claims: one row per claim with its source and what supports it.
CREATE VIEW v_claims AS
SELECT
    claims.claim_id,
    claims.kind,
    claims.page_role,
    claims.polarity,
    claims.certainty,
    claims.setting,
    claims.status_term,
    claims.regulator,
    claims.is_marketing,
    claims.text,
    sections.heading AS section_heading,
    coalesce(about.conditions, []) AS conditions,
    coalesce(about.interventions, []) AS interventions,
    coalesce(about.comparators, []) AS comparators,
    coalesce(about.outcomes, []) AS outcomes,
    coalesce(about.adverse_events, []) AS adverse_events,
    coalesce(cited.n_citations, 0) AS n_citations,
    coalesce(cited.n_resolvable_citations, 0) AS n_resolvable_citations,
    cited.nearest_scope,
    coalesce(hedged.hedges, []) AS hedges,
    documents.source_id,
    documents.kind AS document_kind,
    documents.has_commercial_interest,
    documents.title AS document_title,
    documents.url,
    claims.document_id
FROM claims
JOIN v_documents AS documents USING (document_id)
LEFT JOIN sections USING (section_id)
LEFT JOIN (
    SELECT
        claim_citations.claim_id,
        count(*) AS n_citations,
        count(resolvable_citations.citation_id) AS n_resolvable_citations,
        arg_min(
            claim_citations.scope,
            list_position(['sentence', 'block', 'section', 'document'], claim_citations.scope)
        ) AS nearest_scope
    FROM claim_citations
    LEFT JOIN resolvable_citations USING (citation_id)
    GROUP BY claim_citations.claim_id
) AS cited USING (claim_id)
LEFT JOIN (
    SELECT claim_hedges.claim_id, list(claim_hedges.cue ORDER BY claim_hedges.ordinal) AS hedges
    FROM claim_hedges
    GROUP BY claim_hedges.claim_id
) AS hedged USING (claim_id)
LEFT JOIN (
    SELECT
        claim_concepts.claim_id,
        list_sort(list(DISTINCT entities.name) FILTER (WHERE claim_concepts.role = 'condition')) AS conditions,
        list_sort(list(DISTINCT entities.name) FILTER (WHERE claim_concepts.role = 'intervention')) AS interventions,
        list_sort(list(DISTINCT entities.name) FILTER (WHERE claim_concepts.role = 'comparator')) AS comparators,
        list_sort(list(DISTINCT entities.name) FILTER (WHERE claim_concepts.role = 'outcome')) AS outcomes,
        list_sort(list(DISTINCT entities.name) FILTER (WHERE claim_concepts.role = 'adverse_event')) AS adverse_events
    FROM claim_concepts
    JOIN entities USING (entity_id)
    GROUP BY claim_concepts.claim_id
) AS about USING (claim_id);
COMMENT ON VIEW v_claims IS 'Who claims what, how surely, about what, and with how many citations that one can follow?';

-- v_uncited_claims: claims of commercial pages that no citation with a sound identifier supports, at any reach.
CREATE VIEW v_uncited_claims AS
SELECT
    claims.claim_id,
    claims.source_id,
    claims.document_title,
    claims.url,
    claims.section_heading,
    claims.kind,
    claims.polarity,
    claims.certainty,
    claims.is_marketing,
    claims.n_citations,
    claims.text
FROM v_claims AS claims
WHERE claims.has_commercial_interest
    AND claims.n_resolvable_citations = 0;
COMMENT ON VIEW v_uncited_claims IS 'What do pages that sell something claim without a citation that one can follow?';

-- v_claim_counts: how many claims of which kind and certainty each source makes.
CREATE VIEW v_claim_counts AS
SELECT
    claims.source_id,
    claims.kind,
    claims.certainty,
    claims.polarity,
    count(*) AS n_claims,
    count(*) FILTER (WHERE claims.n_resolvable_citations > 0) AS n_cited,
    count(*) FILTER (WHERE claims.is_marketing) AS n_marketing
FROM v_claims AS claims
GROUP BY claims.source_id, claims.kind, claims.certainty, claims.polarity;
COMMENT ON VIEW v_claim_counts IS 'What do sources claim, by kind, certainty and direction?';

-- v_measurements: one row per finding or figure, repeats on the same page left out.
CREATE VIEW v_measurements AS
SELECT
    measurements.measurement_id,
    measurements.kind,
    measurements.form,
    measurements.comparator,
    measurements.value,
    measurements.value_low,
    measurements.value_high,
    measurements.denominator,
    measurements.unit,
    measurements.measured_entity,
    measurements.measured_property,
    measurements.outcome,
    measurements.subgroup_dimension,
    measurements.subgroup,
    measurements.population,
    measurements.sample_size,
    measurements.sample_size_comparator,
    measurements.is_finding,
    measurements.raw,
    substr(
        pages.text,
        measurements.context_start + 1,
        measurements.context_end - measurements.context_start
    ) AS sentence,
    claims.kind AS claim_kind,
    claims.polarity AS claim_polarity,
    works.work_id,
    works.title AS work_title,
    works.doi,
    works.pmid,
    trials.registry_id AS trial_registry_id,
    documents.source_id,
    documents.title AS document_title,
    documents.url,
    measurements.document_id
FROM measurements
JOIN v_documents AS documents USING (document_id)
JOIN pages ON pages.capture_id = documents.capture_id
LEFT JOIN claims ON claims.claim_id = measurements.claim_id
LEFT JOIN citations ON citations.citation_id = measurements.citation_id
LEFT JOIN v_works AS works ON works.work_id = citations.work_id
LEFT JOIN trial_mentions ON trial_mentions.trial_mention_id = measurements.trial_mention_id
LEFT JOIN trials ON trials.trial_id = trial_mentions.trial_id
WHERE measurements.duplicate_of IS NULL;
COMMENT ON VIEW v_measurements IS 'Which figures are reported, of what, in which unit, in which sentence, with which citation?';

-- v_response_rates: shares that responded, with the number they are a share of, source and citation.
CREATE VIEW v_response_rates AS
SELECT
    measurements.measurement_id,
    measurements.comparator,
    measurements.value,
    measurements.value_low,
    measurements.value_high,
    measurements.denominator,
    measurements.unit,
    measurements.outcome,
    measurements.measured_property,
    measurements.subgroup,
    measurements.population,
    measurements.sample_size,
    measurements.sample_size_comparator,
    measurements.work_title,
    measurements.doi,
    measurements.pmid,
    measurements.source_id,
    measurements.url,
    measurements.sentence
FROM v_measurements AS measurements
WHERE measurements.kind = 'response_rate';
COMMENT ON VIEW v_response_rates IS 'Which response rates are reported, with sample size, source and citation?';

-- v_shared_works: works that documents of several sources cite.
CREATE VIEW v_shared_works AS
SELECT
    works.work_id,
    works.title,
    works.authors,
    works.container_title,
    works.issued,
    works.doi,
    works.pmid,
    works.pmcid,
    works.n_citations,
    works.n_documents,
    works.n_sources,
    works.source_ids
FROM v_works AS works
WHERE works.n_sources > 1;
COMMENT ON VIEW v_shared_works IS 'Which works do several sources cite?';

-- v_adverse_events: adverse events that claims name, by condition and source.
CREATE VIEW v_adverse_events AS
SELECT
    conditions.name AS condition,
    events.name AS adverse_event,
    documents.source_id,
    count(DISTINCT claims.claim_id) AS n_claims,
    count(DISTINCT claims.document_id) AS n_documents,
    list_sort(list(DISTINCT claims.polarity)) AS polarities,
    arg_min(claims.text, claims.claim_id) AS example
FROM claims
JOIN documents USING (document_id)
JOIN claim_concepts AS event_concepts
    ON event_concepts.claim_id = claims.claim_id
    AND event_concepts.role = 'adverse_event'
JOIN entities AS events ON events.entity_id = event_concepts.entity_id
LEFT JOIN claim_concepts AS condition_concepts
    ON condition_concepts.claim_id = claims.claim_id
    AND condition_concepts.role = 'condition'
LEFT JOIN entities AS conditions ON conditions.entity_id = condition_concepts.entity_id
GROUP BY conditions.name, events.name, documents.source_id;
COMMENT ON VIEW v_adverse_events IS 'Which adverse events are named for which condition, by which source?';

-- v_citation_lag: how long after the cited work the page was published (negative: before it), in days.
CREATE VIEW v_citation_lag AS
SELECT
    citations.citation_id,
    documents.source_id,
    documents.title AS document_title,
    documents.url,
    documents.published_on,
    documents.published_precision,
    works.title AS work_title,
    works.issued,
    works.issued_precision,
    datediff(
        'day',
        CAST(rpad(works.issued, 10, '-01-01') AS DATE),
        documents.published_on
    ) AS lag_days,
    works.doi,
    works.pmid
FROM citations
JOIN v_documents AS documents USING (document_id)
JOIN (
    SELECT
        works.work_id,
        works.title,
        works.issued,
        works.issued_precision,
        listed.doi,
        listed.pmid
    FROM works
    JOIN v_works AS listed USING (work_id)
) AS works USING (work_id)
WHERE documents.published_on IS NOT NULL
    AND works.issued IS NOT NULL;
COMMENT ON VIEW v_citation_lag IS 'How long after a work was published does a page write about it?';

-- v_identifiers_to_distrust: identifiers that are cut or malformed, with the reference they stand in.
CREATE VIEW v_identifiers_to_distrust AS
SELECT
    'reference' AS stands_in,
    cited_work_identifiers.scheme,
    cited_work_identifiers.as_written,
    cited_work_identifiers.status,
    citations.raw AS quote,
    documents.source_id,
    documents.url,
    cited_work_identifiers.document_id
FROM cited_work_identifiers
JOIN citations USING (citation_id)
JOIN v_documents AS documents ON documents.document_id = cited_work_identifiers.document_id
WHERE cited_work_identifiers.status IN ('truncated', 'malformed')
UNION ALL
SELECT
    'running text' AS stands_in,
    NULL AS scheme,
    substr(pages.text, quality_issues.span_start + 1, quality_issues.span_end - quality_issues.span_start) AS as_written,
    'malformed' AS status,
    quality_issues.detail AS quote,
    documents.source_id,
    documents.url,
    quality_issues.document_id
FROM quality_issues
JOIN v_documents AS documents ON documents.document_id = quality_issues.document_id
JOIN pages ON pages.capture_id = quality_issues.capture_id
WHERE quality_issues.code = 'malformed_identifier'
    AND NOT EXISTS (
        SELECT 1
        FROM cited_work_identifiers
        JOIN evidence
            ON evidence.table_name = 'cited_work_identifiers'
            AND evidence.row_id = cited_work_identifiers.cited_work_identifier_id
        WHERE evidence.capture_id = quality_issues.capture_id
            AND evidence.span_start = quality_issues.span_start
    );
COMMENT ON VIEW v_identifiers_to_distrust IS 'Which identifiers are cut off or malformed, and where do they stand?';

-- v_failed_checks: figures of a page that do not agree.
CREATE VIEW v_failed_checks AS
SELECT
    consistency_checks.rule,
    consistency_checks.detail,
    documents.source_id,
    documents.title AS document_title,
    documents.url,
    consistency_checks.document_id
FROM consistency_checks
JOIN v_documents AS documents USING (document_id)
WHERE NOT consistency_checks.holds;
COMMENT ON VIEW v_failed_checks IS 'On which pages do figures that belong together disagree?';
