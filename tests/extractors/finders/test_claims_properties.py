"""Claims of any text: spans prove themselves, and marks that mean nothing change nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.finders.claim_reading import codes_of, conjugate, tag
from extractors.finders.claim_rules import RULES
from extractors.finders.claims import ClaimContext, ClaimFound, find_claims
from extractors.finders.sentences import sentences
from schemas.spans import NORMALISERS, Found

SENTENCES = [
    "The drug's effect didn't improve \"walking\" in patients.",
    "There is no FDA-approved therapy for it.",
    "No serious adverse events were reported in the trial.",
    "The cells may protect neurons and could one day restore function.",
    "Intravenous delivery was better than intrathecal delivery in rats.",
    "More research is needed, and it isn't a cure.",
    "It's reserved for people with severe symptoms.",
]
WORDS = st.sampled_from(
    (
        "the drug cells patients improved may not no safe effective pain function approved FDA trial phase 2 is was "
        "than [may](/x) **improves** risk of tumours needed research should be cure whether to reduce inflammation "
        "40 % . ? , ; : ( ) “ ”"
    ).split()
)


def claims_of(text: str, context: ClaimContext | None = None) -> list[ClaimFound]:
    context = context or ClaimContext(is_commercial=True, own_names=frozenset({"X"}))
    return [claim for sentence in sentences(text, 0, len(text)) for claim in find_claims(text, sentence, context)]


def meaning(claims: list[ClaimFound]) -> list[tuple[object, ...]]:
    return [
        (c.kind, c.polarity, c.certainty, c.setting, c.status_term, c.regulator and c.regulator.value, c.is_marketing)
        for c in claims
    ]


def proves(text: str, found: Found[str]) -> bool:
    return NORMALISERS[found.normaliser](text[found.start : found.end]) == found.value


@given(st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=120))
def test_values_prove_themselves_and_lie_in_the_sentence(text: str) -> None:
    for claim in claims_of(text):
        assert 0 <= claim.text.start < claim.text.end <= len(text)
        assert proves(text, claim.text)
        place = claim.text.start
        for hedge in claim.hedges:
            assert proves(text, hedge)
            assert place <= hedge.start < hedge.end <= claim.text.end
            place = hedge.start
        if claim.regulator is not None:
            assert proves(text, claim.regulator)


@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_a_sentence_gives_at_most_one_claim_of_a_kind(text: str) -> None:
    for sentence in sentences(text, 0, len(text)):
        kinds = [claim.kind for claim in find_claims(text, sentence, ClaimContext())]
        assert len(kinds) == len(set(kinds))


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize(
    ("old", "new"),
    [("'", "’"), (" ", "\u00a0"), (" ", "\n"), ("-", "‑"), (".", ". [3]"), (".", ".[@reed2020]"), (".", ".¹²")],
)
def test_marks_that_mean_nothing_change_nothing_but_the_text(text: str, old: str, new: str) -> None:
    assert claims_of(text)
    assert meaning(claims_of(text.replace(old, new))) == meaning(claims_of(text))


@pytest.mark.parametrize("text", SENTENCES)
def test_what_stands_around_a_sentence_changes_nothing(text: str) -> None:
    assert meaning(claims_of(f"The sky was grey. {text} Gulls cried.")) == meaning(claims_of(text))


def test_every_rule_can_match_something() -> None:
    assert all(rule.needs and all(rule.needs) for rule in RULES)


def test_a_class_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        codes_of("NO_SUCH_CLASS")


@pytest.mark.parametrize(
    ("entry", "forms"),
    [
        ("reduce", ["reduce", "reduces", "reduced", "reducing"]),
        ("vary", ["vary", "varies", "varied", "varying"]),
        ("delay", ["delay", "delays", "delayed", "delaying"]),
        ("stop*", ["stop", "stops", "stopped", "stopping"]),
        ("express", ["express", "expresses", "expressed", "expressing"]),
        ("find/finds/found/finding", ["find", "finds", "found", "finding"]),
    ],
)
def test_verbs_are_conjugated(entry: str, forms: list[str]) -> None:
    assert conjugate(entry) == forms


def test_phrases_go_before_words() -> None:
    one, two = tag("not only", 0, 8), tag("not", 0, 3)
    assert len(one.codes) == len(two.codes) == 1
    assert one.codes != two.codes
