-- v_conflicts: what stands against each other, side by side: claims that contradict each other, are in tension or take each
-- other's place, findings that give different values, works whose identifiers or statements do not agree.
CREATE VIEW v_conflicts AS
WITH paired AS (
    SELECT
        'claims' AS about,
        relations.relation,
        relations.basis,
        relations.claim_a AS id_a,
        relations.claim_b AS id_b,
        a.text AS text_a,
        b.text AS text_b,
        a.document_id AS document_a,
        b.document_id AS document_b
    FROM claim_relations AS relations
    JOIN claims AS a ON a.claim_id = relations.claim_a
    JOIN claims AS b ON b.claim_id = relations.claim_b
    WHERE relations.relation <> 'supports'
    UNION ALL
    SELECT
        'measurements' AS about,
        'in_tension' AS relation,
        conflicts.basis,
        conflicts.measurement_a,
        conflicts.measurement_b,
        a.raw,
        b.raw,
        conflicts.document_a,
        conflicts.document_b
    FROM measurement_conflicts AS conflicts
    JOIN measurements AS a ON a.measurement_id = conflicts.measurement_a
    JOIN measurements AS b ON b.measurement_id = conflicts.measurement_b
    UNION ALL
    SELECT
        'works' AS about,
        conflicts.kind AS relation,
        conflicts.detail AS basis,
        conflicts.a,
        conflicts.b,
        coalesce(a_works.title, a_citations.raw),
        coalesce(b_works.title, b_citations.raw),
        coalesce(a_citations.document_id, a_cited.document_id),
        coalesce(b_citations.document_id, b_cited.document_id)
    FROM work_conflicts AS conflicts
    LEFT JOIN works AS a_works ON a_works.work_id = conflicts.a
    LEFT JOIN works AS b_works ON b_works.work_id = conflicts.b
    LEFT JOIN citations AS a_citations ON a_citations.citation_id = conflicts.a
    LEFT JOIN citations AS b_citations ON b_citations.citation_id = conflicts.b
    -- A work is shown with the first document that cites it.
    LEFT JOIN (
        SELECT citations.work_id, min(citations.document_id) AS document_id
        FROM citations
        GROUP BY citations.work_id
    ) AS a_cited ON a_cited.work_id = conflicts.a
    LEFT JOIN (
        SELECT citations.work_id, min(citations.document_id) AS document_id
        FROM citations
        GROUP BY citations.work_id
    ) AS b_cited ON b_cited.work_id = conflicts.b
)
SELECT
    paired.about,
    paired.relation,
    paired.basis,
    paired.text_a,
    a.source_id AS source_a,
    a.title AS title_a,
    coalesce(a.modified_on, a.last_reviewed_on, a.published_on) AS date_a,
    a.url AS url_a,
    paired.text_b,
    b.source_id AS source_b,
    b.title AS title_b,
    coalesce(b.modified_on, b.last_reviewed_on, b.published_on) AS date_b,
    b.url AS url_b,
    paired.id_a,
    paired.id_b
FROM paired
LEFT JOIN v_documents AS a ON a.document_id = paired.document_a
LEFT JOIN v_documents AS b ON b.document_id = paired.document_b;
COMMENT ON VIEW v_conflicts IS 'Which claims, findings and works stand against each other, and who says what when?';
