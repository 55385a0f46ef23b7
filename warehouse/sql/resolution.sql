-- A superseded version of a document is stood for by the current one.
INSERT INTO merges (
    merge_id, table_name, left_id, right_id, judgement, rule, rule_version, score, compared, decided_by
)
SELECT
    row_id('merges', ['document_versions', old.document_version_id, 'same_document']),
    'document_versions',
    old.document_version_id,
    shown.document_version_id,
    'merge',
    'same_document',
    1,
    1.0,
    to_json({
        'document_id': old.document_id,
        'captured_at': [old.last_seen, shown.last_seen],
        'n_words': [old.n_words, shown.n_words],
        'is_partial': [old.is_partial, shown.is_partial],
        'content_sha256': [old.content_sha256, shown.content_sha256]
    }),
    'rule'
FROM versions AS old
JOIN versions AS shown
    ON shown.document_id = old.document_id
    AND shown.is_current
WHERE NOT old.is_current;

INSERT INTO clusters (table_name, row_id, canonical_id, kind)
SELECT
    merges.table_name,
    merges.left_id,
    merges.right_id,
    'revision'
FROM merges
WHERE merges.rule = 'same_document';

-- What was suggested of works and what became of it. A merge stands where both citations mean one work; where it would
-- have joined a contradiction it is unsure, and what people decided otherwise is undone.
INSERT INTO merges (
    merge_id, table_name, left_id, right_id, judgement, rule, rule_version, score, compared, decided_by, decided_at,
    undone_at
)
WITH decided_last AS (
    SELECT coalesce(max(decided.decided_at), TIMESTAMP '1970-01-01') AS moment
    FROM decided
    WHERE decided.undone_at IS NULL
),
-- What a later level suggests once more. Few suggestions are, and to rank them all would sort what was compared, too.
repeated AS (
    SELECT suggestions.rowid AS place
    FROM suggestions
    SEMI JOIN (
        SELECT several.left_no, several.right_no, several.rule
        FROM suggestions AS several
        WHERE several.level < 4
        GROUP BY ALL
        HAVING count(*) > 1
    ) AS often USING (left_no, right_no, rule)
    WHERE suggestions.level < 4
    QUALIFY row_number() OVER (
        PARTITION BY suggestions.left_no, suggestions.right_no, suggestions.rule
        ORDER BY suggestions.level DESC, suggestions.compared
    ) > 1
),
became AS (
    SELECT
        left_cited.citation_id AS left_id,
        right_cited.citation_id AS right_id,
        suggestions.rule,
        suggestions.rule_version,
        suggestions.score,
        suggestions.compared,
        suggestions.judgement = 'merge' AND here.cluster <> there.cluster AS is_refused,
        is_refused AND left_unsplit.cluster = right_unsplit.cluster
            OR suggestions.judgement = 'keep_apart' AND here.cluster = there.cluster AS is_undone,
        CASE WHEN is_refused AND NOT is_undone THEN 'unsure' ELSE suggestions.judgement END AS judgement
    FROM suggestions
    JOIN cited AS left_cited ON left_cited.no = suggestions.left_no
    JOIN cited AS right_cited ON right_cited.no = suggestions.right_no
    JOIN clustered AS here ON here.no = suggestions.left_no
    JOIN clustered AS there ON there.no = suggestions.right_no
    JOIN unsplit AS left_unsplit ON left_unsplit.no = suggestions.left_no
    JOIN unsplit AS right_unsplit ON right_unsplit.no = suggestions.right_no
    ANTI JOIN repeated ON repeated.place = suggestions.rowid
    WHERE suggestions.level < 4
)
SELECT
    row_id('merges', ['works', became.left_id, became.right_id, became.rule]),
    'works',
    became.left_id,
    became.right_id,
    became.judgement,
    became.rule,
    became.rule_version,
    became.score,
    became.compared,
    'rule',
    NULL,
    CASE WHEN became.is_undone THEN decided_last.moment END
FROM became
CROSS JOIN decided_last
UNION ALL
SELECT
    -- The same whichever of the two the file names first.
    row_id(
        'merges',
        [
            'works',
            least(decided.left_id, decided.right_id),
            greatest(decided.left_id, decided.right_id),
            'decision',
            decided.judgement
        ]
    ),
    'works',
    left_cited.citation_id,
    right_cited.citation_id,
    decided.judgement,
    'decision',
    1,
    1.0,
    to_json({
        'reason': decided.reason,
        'decided_by': decided.decided_by,
        'decided': [least(decided.left_id, decided.right_id), greatest(decided.left_id, decided.right_id)]
    }),
    'person',
    decided.decided_at,
    CASE
        WHEN decided.undone_at IS NOT NULL THEN decided.undone_at
        WHEN decided.judgement = 'merge' AND here.cluster <> there.cluster THEN decided_last.moment
    END
FROM decided
CROSS JOIN decided_last
JOIN cited AS left_cited ON left_cited.no = decided.left_no
JOIN cited AS right_cited ON right_cited.no = decided.right_no
JOIN clustered AS here ON here.no = decided.left_no
JOIN clustered AS there ON there.no = decided.right_no;

-- Which work each citation means, and where other ids of works lead: those that its other identifiers, or its citations
-- alone, would give. So an id of an older release leads to the work, too, as long as it can mean only one.
INSERT INTO clusters (table_name, row_id, canonical_id, kind)
SELECT
    'works',
    meanings.citation_id,
    meanings.work_id,
    'same'
FROM meanings;

INSERT INTO clusters (table_name, row_id, canonical_id, kind)
SELECT
    'works',
    names.id,
    min(names.work_id),
    'same'
FROM (
    SELECT row_id('works', [ties.scheme, ties.value_key]) AS id, meanings.work_id
    FROM ties
    JOIN meanings USING (no)
    UNION ALL
    SELECT row_id('works', cited.own_key), meanings.work_id
    FROM cited
    JOIN meanings USING (no)
) AS names
ANTI JOIN works ON works.work_id = names.id
GROUP BY names.id
HAVING count(DISTINCT names.work_id) = 1;

-- Names of containers that stand for one work and name different ones.
CREATE TEMP TABLE other_containers AS
SELECT named.here, named.there
FROM (
    SELECT DISTINCT cited.container_key AS here, survivors.container_key AS there
    FROM meanings
    JOIN cited USING (no)
    JOIN survivors ON survivors.work_id = meanings.work_id
    WHERE cited.container_key <> ''
        AND cited.container_key <> survivors.container_key
) AS named
ANTI JOIN container_pairs AS known
    ON known.is_same
    AND known.one = least(named.here, named.there)
    AND known.other = greatest(named.here, named.there)
WHERE NOT is_same_container(named.here, named.there);

-- What citations of one work do not agree on, and citations that would be one work if they did not contradict.
CREATE TEMP TABLE made_issues AS
WITH apart AS (
    SELECT contradictions.level, contradictions.stated, joined_at.no
    FROM contradictions
    JOIN joined_at
        ON joined_at.level = contradictions.level
        AND joined_at.cluster = contradictions.cluster
    -- Where references only look alike, one citation of each cluster says so.
    WHERE (contradictions.level = 1 OR joined_at.no = contradictions.cluster)
        -- People may have joined them all the same.
        AND contradictions.component IN (
            SELECT contradictory.component
            FROM contradictions AS contradictory
            JOIN clustered ON clustered.no = contradictory.cluster
            WHERE contradictory.level = contradictions.level
            GROUP BY contradictory.component
            HAVING count(DISTINCT clustered.cluster) > 1
        )
),
differing AS (
    -- One list per citation, since a row per field would copy the texts of all that agree.
    SELECT
        cited.citation_id,
        works.work_id,
        unnest(list_filter(
            [
                CASE
                    WHEN cited.title_key <> survivors.title_key
                        THEN {'field': 'title', 'here': cited.title, 'there': works.title}
                END,
                CASE
                    WHEN cited.families[1:least(len(cited.families), len(survivors.families))]
                        <> survivors.families[1:least(len(cited.families), len(survivors.families))]
                        THEN {'field': 'authors', 'here': array_to_string(cited.families[1:5], ', '), 'there': array_to_string(survivors.families[1:5], ', ')}
                END,
                CASE
                    WHEN other_containers.here IS NOT NULL
                        THEN {'field': 'container_title', 'here': cited.container_title, 'there': works.container_title}
                END,
                CASE
                    WHEN NOT (starts_with(cited.issued, works.issued) OR starts_with(works.issued, cited.issued))
                        THEN {'field': 'issued', 'here': cited.issued, 'there': works.issued}
                END,
                CASE
                    WHEN cited.volume_key <> survivors.volume_key
                        THEN {'field': 'volume', 'here': cited.volume, 'there': works.volume}
                END,
                CASE
                    WHEN lower(trim(cited.issue)) <> lower(trim(works.issue))
                        THEN {'field': 'issue', 'here': cited.issue, 'there': works.issue}
                END,
                CASE
                    WHEN cited.first_page <> survivors.first_page OR NOT is_same_last_page(cited.page, works.page)
                        THEN {'field': 'page', 'here': cited.page, 'there': works.page}
                END,
                CASE
                    WHEN cited.csl_type <> 'unknown' AND cited.csl_type <> works.csl_type
                        THEN {'field': 'csl_type', 'here': cited.csl_type, 'there': works.csl_type}
                END,
                CASE
                    WHEN lower(trim(cited.publisher)) <> lower(trim(works.publisher))
                        THEN {'field': 'publisher', 'here': cited.publisher, 'there': works.publisher}
                END,
                CASE
                    WHEN lower(trim(cited.publisher_place)) <> lower(trim(works.publisher_place))
                        THEN {'field': 'publisher_place', 'here': cited.publisher_place, 'there': works.publisher_place}
                END,
                CASE
                    WHEN lower(trim(cited.chapter_number)) <> lower(trim(works.chapter_number))
                        THEN {'field': 'chapter_number', 'here': cited.chapter_number, 'there': works.chapter_number}
                END
            ],
            lambda difference: difference IS NOT NULL
        )) AS at
    FROM meanings
    JOIN cited USING (no)
    JOIN survivors ON survivors.work_id = meanings.work_id
    JOIN works ON works.work_id = meanings.work_id
    LEFT JOIN other_containers
        ON other_containers.here = cited.container_key
        AND other_containers.there = survivors.container_key
    WHERE meanings.n_citations > 1
),
stated AS (
    SELECT
        cited.citation_id,
        CASE WHEN apart.level = 1 THEN 'identifiers' ELSE 'likeness' END AS field,
        CASE
            WHEN apart.level = 1 THEN 'citations that share an identifier state different ones ('
            ELSE 'citations that look like one work contradict each other ('
        END || apart.stated || '); they are kept as works of their own' AS detail
    FROM apart
    JOIN cited USING (no)
    UNION ALL
    SELECT
        differing.citation_id,
        differing.at.field,
        differing.at.field || ' is ' || differing.at.here || ' here and ' || differing.at.there
            || ' in the work ' || differing.work_id
    FROM differing
    WHERE differing.at.here IS NOT NULL
        AND differing.at.there IS NOT NULL
)
SELECT
    row_id('quality_issues', [cited.capture_id, 'conflicting_values', stated.citation_id, stated.field]) AS issue_id,
    cited.capture_id,
    cited.document_id,
    'conflicting_values' AS code,
    'warn' AS severity,
    raw.span_start,
    raw.span_end,
    min(stated.detail) AS detail
FROM stated
JOIN cited USING (citation_id)
LEFT JOIN evidence AS raw
    ON raw.table_name = 'citations'
    AND raw.row_id = stated.citation_id
    AND raw.column_name = 'raw'
GROUP BY ALL;

INSERT INTO quality_issues (
    issue_id, capture_id, document_id, code, severity, span_start, span_end, detail
)
SELECT
    made.issue_id,
    made.capture_id,
    made.document_id,
    made.code,
    made.severity,
    made.span_start,
    made.span_end,
    made.detail
FROM made_issues AS made;
