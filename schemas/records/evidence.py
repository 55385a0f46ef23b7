"""What pages assert: entities, trials, claims, measurements, and whether their numbers add up."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from schemas.calendar import Precision
from schemas.declaration import Check, Table, derived, identifies, offset, refers, traced
from schemas.records.documents import DocumentId, SectionId

EntityKind = Literal[
    "organisation",
    "person",
    "product",
    "therapy",
    "condition",
    "cell_type",
    "cell_source",
    "anatomy",
    "molecule",
    "mechanism",
    "route",
    "drug",
    "outcome_measure",
    "adverse_event",
    "study_design",
    "place",
    "other",
]
ClaimKind = Literal[
    "efficacy",
    "safety",
    "mechanism",
    "comparative",
    "regulatory_status",
    "development_status",
    "availability",
    "evidence_gap",
    "limitation",
    "recommendation",
    "patient_selection",
    "epidemiology",
    "practice",
]
MeasurementKind = Literal[
    "response_rate",
    "proportion",
    "sample_size",
    "count",
    "event_count",
    "duration",
    "age",
    "incidence",
    "dose",
    "score_change",
    "p_value",
    "year",
    "year_range",
    "scale_range",
    "physical_quantity",
]
Phase = Literal[
    "PRECLINICAL",
    "EARLY_PHASE1",
    "PHASE1",
    "PHASE1A",
    "PHASE1B",
    "PHASE2",
    "PHASE2A",
    "PHASE2B",
    "PHASE3",
    "PHASE4",
]
Registry = Literal[
    "ClinicalTrials.gov",
    "ISRCTN",
    "ChiCTR",
    "jRCT",
    "UMIN",
    "EudraCT",
    "CTIS",
    "ANZCTR",
    "CTRI",
    "DRKS",
    "IRCT",
    "CRIS",
    "PACTR",
    "ReBec",
    "TCTR",
    "SLCTR",
    "NTR",
    "RPCEC",
    "JapicCTI",
    "other",
]
PageRole = Literal["key_finding", "implication", "limitation", "body"]
Comparator = Literal["=", "<", "<=", ">", ">=", "~"]


class Entity(Table):
    """A thing that pages name: an organisation, a product, a condition, a cell type."""

    table: ClassVar[str] = "entities"
    primary_key: ClassVar[tuple[str, ...]] = ("entity_id",)
    is_shared: ClassVar[bool] = True

    entity_id: Annotated[str, identifies()]
    kind: Annotated[EntityKind, derived("What it is", "vocabulary, link target or form")]
    name: Annotated[str, derived("Its name", "preferred name of the vocabulary, else (with evidence) as first written")]
    country: Annotated[str | None, traced("Country stated with it")] = None
    external_scheme: Annotated[str | None, derived("Register of its external id", "vocabulary")] = None
    external_id: Annotated[str | None, derived("Its id there", "vocabulary")] = None


class EntityName(Table):
    """A name under which an entity is found."""

    table: ClassVar[str] = "entity_names"
    primary_key: ClassVar[tuple[str, ...]] = ("entity_name_id",)
    key_columns: ClassVar[tuple[str, ...]] = ("kind",)
    is_shared: ClassVar[bool] = True

    entity_name_id: Annotated[str, identifies()]
    entity_id: Annotated[str, refers("entities.entity_id", "The entity")]
    name: Annotated[str, traced("The name as written")]
    kind: Annotated[str, derived("What kind of name: full, abbreviation, synonym, slug", "where it stands")]


class EntityRelation(Table):
    """How two entities relate, as a document says."""

    table: ClassVar[str] = "entity_relations"
    primary_key: ClassVar[tuple[str, ...]] = ("entity_relation_id",)
    key_columns: ClassVar[tuple[str, ...]] = ("relation",)

    entity_relation_id: Annotated[str, identifies()]
    entity_a: Annotated[str, refers("entities.entity_id", "The first entity")]
    relation: Annotated[
        Literal["develops", "part_of", "platform_of", "variant_of"], derived("How a relates to b", "table or wording")
    ]
    entity_b: Annotated[str, refers("entities.entity_id", "The second entity")]
    document_id: DocumentId


class Trial(Table):
    """A clinical trial, or a group of trials that is counted as one statement."""

    table: ClassVar[str] = "trials"
    primary_key: ClassVar[tuple[str, ...]] = ("trial_id",)
    is_shared: ClassVar[bool] = True

    trial_id: Annotated[str, identifies()]
    registry: Annotated[
        Registry | None, derived("Register it stands in, the first of several", "form of its number")
    ] = None
    registry_id: Annotated[str | None, traced("Its number there")] = None
    acronym: Annotated[str | None, traced("Its acronym")] = None
    label: Annotated[str | None, traced("What it is called where it has no acronym")] = None
    is_group: Annotated[bool, derived("Whether it stands for several trials", "wording")] = False
    n_trials: Annotated[int | None, traced("How many")] = None


class TrialMention(Table):
    """A place where a document speaks of a trial, with what is stated nearby."""

    table: ClassVar[str] = "trial_mentions"
    primary_key: ClassVar[tuple[str, ...]] = ("trial_mention_id",)
    checks: ClassVar = (
        Check("started_has_precision", "(started_on IS NULL) = (started_precision IS NULL)"),
        Check("ended_has_precision", "(ended_on IS NULL) = (ended_precision IS NULL)"),
    )

    trial_mention_id: Annotated[str, identifies()]
    document_id: DocumentId
    section_id: SectionId = None
    trial_id: Annotated[str, refers("trials.trial_id", "The trial")]
    citation_id: Annotated[str | None, refers("citations.citation_id", "The citation in reach")] = None
    phase_design: Annotated[
        Literal["single", "combined", "separate"] | None, derived("How its phases belong together", "wording")
    ] = None
    status: Annotated[str | None, traced("Status as written")] = None
    enrolment: Annotated[int | None, traced("Number of participants")] = None
    enrolment_kind: Annotated[
        Literal["planned", "actual", "unknown"] | None, derived("What that number is", "wording")
    ] = None
    started_on: Annotated[date | None, traced("Start, the first day of a coarser period")] = None
    started_precision: Annotated[Precision | None, derived("How fine it is stated", "parts of the date")] = None
    ended_on: Annotated[date | None, traced("End, the first day of a coarser period")] = None
    ended_precision: Annotated[Precision | None, derived("How fine it is stated", "parts of the date")] = None
    follow_up: Annotated[str | None, traced("Follow-up as written")] = None
    condition: Annotated[str | None, traced("Condition as written")] = None
    intervention: Annotated[str | None, traced("Intervention as written")] = None
    raw: Annotated[str, traced("The mention as written")]


class TrialRegistration(Table):
    """A registry number that a page states of a trial; a trial may stand in several registries."""

    table: ClassVar[str] = "trial_registrations"
    primary_key: ClassVar[tuple[str, ...]] = ("trial_registration_id",)
    key_columns: ClassVar[tuple[str, ...]] = ("registry",)

    trial_registration_id: Annotated[str, identifies()]
    document_id: DocumentId
    trial_mention_id: Annotated[str, refers("trial_mentions.trial_mention_id", "The mention")]
    registry: Annotated[Registry, derived("Register it stands in", "form of its number")]
    registry_id: Annotated[str, traced("Its number there")]


class TrialPhase(Table):
    """A phase of a trial mention, or the stage of a therapy or product."""

    table: ClassVar[str] = "trial_phases"
    primary_key: ClassVar[tuple[str, ...]] = ("trial_phase_id",)
    key_columns: ClassVar[tuple[str, ...]] = ("phase",)

    trial_phase_id: Annotated[str, identifies()]
    document_id: DocumentId
    trial_mention_id: Annotated[
        str | None, refers("trial_mentions.trial_mention_id", "The mention, NULL for a product's stage")
    ] = None
    entity_id: Annotated[str | None, refers("entities.entity_id", "The product whose stage it is")] = None
    group_no: Annotated[int, derived("Phases of one combined design share it", "wording")]
    phase: Annotated[Phase, derived("Phase in ClinicalTrials.gov terms", "raw")]
    n_trials: Annotated[int | None, traced("Number of trials in that phase")] = None
    raw: Annotated[str, traced("As written")]


class TrialSponsor(Table):
    """A sponsor as a page writes it."""

    table: ClassVar[str] = "trial_sponsors"
    primary_key: ClassVar[tuple[str, ...]] = ("trial_sponsor_id",)

    trial_sponsor_id: Annotated[str, identifies()]
    document_id: DocumentId
    trial_mention_id: Annotated[str, refers("trial_mentions.trial_mention_id", "The mention")]
    raw_name: Annotated[str, traced("The sponsor as written")]
    entity_id: Annotated[str | None, refers("entities.entity_id", "The organisation")] = None
    is_placeholder: Annotated[bool, derived("Whether it is a word like 'Multiple'", "placeholder list")]


class Claim(Table):
    """A sentence that asserts something."""

    table: ClassVar[str] = "claims"
    primary_key: ClassVar[tuple[str, ...]] = ("claim_id",)
    key_columns: ClassVar[tuple[str, ...]] = ("kind",)
    is_large: ClassVar[bool] = True

    claim_id: Annotated[str, identifies()]
    document_id: DocumentId
    section_id: SectionId = None
    kind: Annotated[ClaimKind, derived("What it asserts", "cue lexicon")]
    page_role: Annotated[PageRole, derived("What the site labels it", "section")]
    polarity: Annotated[
        Literal["positive", "negative", "neutral", "mixed"], derived("Which way it points", "cue lexicon")
    ]
    certainty: Annotated[
        Literal["asserted", "reported", "qualified", "hedged", "speculative"],
        derived("How surely it is worded", "hedges"),
    ]
    setting: Annotated[
        Literal["human", "animal", "in_vitro", "mixed"] | None, derived("Where it was observed", "wording")
    ] = None
    status_term: Annotated[
        Literal[
            "approved",
            "not_approved",
            "investigational",
            "not_standard_care",
            "not_a_cure",
            "unproven",
            "planned",
            "expected",
            "ongoing",
            "completed",
            "warning",
        ]
        | None,
        derived("Status it states", "wording"),
    ] = None
    regulator: Annotated[str | None, traced("Regulator it names")] = None
    is_marketing: Annotated[bool, derived("Whether it advertises", "wording and place")]
    text: Annotated[str, traced("The sentence")]


class ClaimHedge(Table):
    """A word that limits a claim."""

    table: ClassVar[str] = "claim_hedges"
    primary_key: ClassVar[tuple[str, ...]] = ("claim_hedge_id",)
    is_large: ClassVar[bool] = True

    claim_hedge_id: Annotated[str, identifies()]
    document_id: DocumentId
    claim_id: Annotated[str, refers("claims.claim_id", "The claim")]
    ordinal: Annotated[int, derived("Place in the sentence, from 1", "reading order")]
    cue: Annotated[str, traced("The word")]


class ClaimCitation(Table):
    """A citation in reach of a claim."""

    table: ClassVar[str] = "claim_citations"
    primary_key: ClassVar[tuple[str, ...]] = ("claim_citation_id",)
    is_large: ClassVar[bool] = True

    claim_citation_id: Annotated[str, identifies()]
    document_id: DocumentId
    claim_id: Annotated[str, refers("claims.claim_id", "The claim")]
    citation_id: Annotated[str, refers("citations.citation_id", "The citation")]
    scope: Annotated[Literal["sentence", "block", "section", "document"], derived("How near it stands", "position")]


class ClaimConcept(Table):
    """What a claim is about, in PICO roles."""

    table: ClassVar[str] = "claim_concepts"
    primary_key: ClassVar[tuple[str, ...]] = ("claim_concept_id",)
    key_columns: ClassVar[tuple[str, ...]] = ("role",)
    is_large: ClassVar[bool] = True

    claim_concept_id: Annotated[str, identifies()]
    document_id: DocumentId
    claim_id: Annotated[str, refers("claims.claim_id", "The claim")]
    role: Annotated[
        Literal["condition", "intervention", "comparator", "outcome", "adverse_event"], derived("PICO role", "wording")
    ]
    entity_id: Annotated[str, refers("entities.entity_id", "The concept")]
    basis: Annotated[Literal["sentence", "section", "document"], derived("Where it was taken from", "position")]


class ClaimRelation(Table):
    """How two claims relate."""

    table: ClassVar[str] = "claim_relations"
    primary_key: ClassVar[tuple[str, ...]] = ("claim_relation_id",)
    made_by: ClassVar = "build"

    claim_relation_id: Annotated[str, identifies()]
    claim_a: Annotated[str, refers("claims.claim_id", "The first claim")]
    claim_b: Annotated[str, refers("claims.claim_id", "The second claim")]
    relation: Annotated[
        Literal["contradicts", "in_tension", "supports", "supersedes"], derived("How a relates to b", "rule")
    ]
    basis: Annotated[str, derived("What they share and where they differ", "rule")]
    decided_by: Annotated[Literal["rule", "person"], derived("Who decided", "rule or decisions file")]


class Measurement(Table):
    """A quantity that says something, in MeasEval's terms."""

    table: ClassVar[str] = "measurements"
    primary_key: ClassVar[tuple[str, ...]] = ("measurement_id",)
    key_columns: ClassVar[tuple[str, ...]] = ("kind",)
    is_large: ClassVar[bool] = True
    checks: ClassVar = (
        Check("range_ordered", "value_low IS NULL OR value_high IS NULL OR value_low <= value_high"),
        Check("context_order", "context_start >= 0 AND context_end >= context_start"),
    )

    measurement_id: Annotated[str, identifies()]
    document_id: DocumentId
    section_id: SectionId = None
    claim_id: Annotated[str | None, refers("claims.claim_id", "The claim it stands in")] = None
    citation_id: Annotated[str | None, refers("citations.citation_id", "The citation in reach")] = None
    trial_mention_id: Annotated[str | None, refers("trial_mentions.trial_mention_id", "The trial it belongs to")] = None
    kind: Annotated[MeasurementKind, derived("What is measured", "unit and wording")]
    form: Annotated[Literal["exact", "bound", "approximate", "range", "list"], derived("How it is stated", "wording")]
    value: Annotated[float | None, traced("The number, or the one bound")] = None
    value_low: Annotated[float | None, traced("Low end of a range")] = None
    value_high: Annotated[float | None, traced("High end of a range")] = None
    denominator: Annotated[float | None, traced("What it is out of")] = None
    comparator: Annotated[Comparator | None, derived("Comparator of a bound", "words and signs")] = None
    unit: Annotated[str | None, derived("Unit in UCUM", "words and signs")] = None
    measured_entity: Annotated[str | None, traced("What it was measured on")] = None
    measured_property: Annotated[str | None, traced("What was measured")] = None
    outcome: Annotated[str | None, traced("Outcome")] = None
    subgroup_dimension: Annotated[str | None, derived("What the subgroup is told by", "wording")] = None
    subgroup: Annotated[str | None, traced("Subgroup")] = None
    population: Annotated[str | None, traced("Population")] = None
    sample_size: Annotated[int | None, traced("Sample size stated with it")] = None
    sample_size_comparator: Annotated[
        Comparator | None, derived("Comparator of the sample size", "words and signs")
    ] = None
    modifiers: Annotated[list[str], derived("MeasEval modifiers", "wording")]
    is_finding: Annotated[bool, derived("Whether it is a result and not a design figure", "place and wording")]
    duplicate_of: Annotated[
        str | None, refers("measurements.measurement_id", "The first statement of the same finding")
    ] = None
    raw: Annotated[str, traced("As written")]
    context_start: Annotated[int, offset("First code point of the sentence")]
    context_end: Annotated[int, offset("Code point behind the sentence")]


class Mention(Table):
    """A place where a document names an entity."""

    table: ClassVar[str] = "mentions"
    primary_key: ClassVar[tuple[str, ...]] = ("mention_id",)
    key_columns: ClassVar[tuple[str, ...]] = ("role",)
    is_large: ClassVar[bool] = True

    mention_id: Annotated[str, identifies()]
    document_id: DocumentId
    section_id: SectionId = None
    entity_id: Annotated[str, refers("entities.entity_id", "The entity")]
    role: Annotated[
        Literal["subject", "sponsor", "developer", "publisher", "cited_source", "announcer", "affiliation", "mention"],
        derived("What part it plays", "place and wording"),
    ]
    raw: Annotated[str, traced("As written")]


class ConsistencyCheck(Table):
    """Whether figures of a page that belong together agree."""

    table: ClassVar[str] = "consistency_checks"
    primary_key: ClassVar[tuple[str, ...]] = ("consistency_check_id",)
    key_columns: ClassVar[tuple[str, ...]] = ("rule",)

    consistency_check_id: Annotated[str, identifies()]
    document_id: DocumentId
    rule: Annotated[
        Literal["phases_sum", "percent_sum", "counts_match_rows", "studies_sum", "range_ordered", "date_order"],
        derived("What was compared", "rule"),
    ]
    holds: Annotated[bool, derived("Whether it agrees", "rule")]
    detail: Annotated[str, derived("The figures compared", "rule")]
