"""What must hold of the resolution of any references, decisions included."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse.references import Reference, Resolver, decision
from warehouse.decisions import Decision

TITLES = (
    "Grafting of cherry branches in a northern orchard",
    "Grafting of cherry branches in northern orchards",
    "Grafting of cherry branches in a northern orchard, part II",
    "Bees and the setting of almond fruit",
)
# Each example resolves in a real database, some of them twice.
few = settings(max_examples=20, deadline=None)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return Resolver()


@st.composite
def references(draw: st.DrawFn) -> list[Reference]:
    """References that share titles, authors, DOIs and PMIDs in every combination, contradictions included."""
    made = []
    for number in range(draw(st.integers(2, 9))):
        made.append(
            Reference(
                f"c{number}",
                title=draw(st.sampled_from((*TITLES, None))),
                authors=draw(st.sampled_from(((), ("Ames",), ("Ames", "Bolt"), ("Crane", "Dunn")))),
                year=draw(st.sampled_from((None, 2018, 2019, 2024))),
                container=draw(st.sampled_from((None, "Orchard J", "Orchard Journal", "bioRxiv"))),
                volume=draw(st.sampled_from((None, "7"))),
                page=draw(st.sampled_from((None, "11-19", "40"))),
                doi=draw(st.sampled_from((None, None, "10.1000/a", "10.1000/b", "10.1101/123456"))),
                pmid=draw(st.sampled_from((None, None, "100", "200"))),
            )
        )
    return made


@st.composite
def decided(draw: st.DrawFn) -> tuple[list[Reference], list[Decision]]:
    """References with decisions about some of their pairs."""
    made = draw(references())
    pairs = list(combinations([reference.name for reference in made], 2))
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=4, unique=True))
    return made, [decision(*pair, draw(st.sampled_from(("merge", "keep_apart")))) for pair in chosen]


@few
@given(case=decided(), seed=st.integers(0, 1000))
def test_order_of_references_and_sides_of_decisions_do_not_matter(
    resolver: Resolver, case: tuple[list[Reference], list[Decision]], seed: int
) -> None:
    made, decisions = case
    first = resolver.resolve(made, decisions)
    shuffled = random.Random(seed).sample(made, len(made))
    turned = [decision(entry.right_id, entry.left_id, entry.judgement) for entry in reversed(decisions)]
    second = resolver.resolve(shuffled, turned)
    assert second.clusters == first.clusters
    assert second.work_ids == first.work_ids
    assert second.content == first.content


@few
@given(case=decided())
def test_clusters_are_what_the_merges_that_stand_connect(
    resolver: Resolver, case: tuple[list[Reference], list[Decision]]
) -> None:
    made, decisions = case
    resolved = resolver.resolve(made, decisions)
    assert resolved.joined() == resolved.clusters
    assert len(set(resolved.work_ids.values())) == len(resolved.clusters)


@few
@given(case=decided())
def test_people_are_obeyed(resolver: Resolver, case: tuple[list[Reference], list[Decision]]) -> None:
    made, decisions = case
    resolved = resolver.resolve(made, decisions)
    for entry in decisions:
        if entry.judgement == "keep_apart":
            assert resolved.work_ids[entry.left_id] != resolved.work_ids[entry.right_id]
    if all(entry.judgement == "merge" for entry in decisions):
        for entry in decisions:
            assert resolved.work_ids[entry.left_id] == resolved.work_ids[entry.right_id]
    assert resolved.warnings == ()


@few
@given(made=references())
def test_no_rule_joins_what_contradicts_itself(resolver: Resolver, made: list[Reference]) -> None:
    resolved = resolver.resolve(made)
    by_name = {reference.name: reference for reference in made}
    for cluster in resolved.clusters:
        members = [by_name[name] for name in cluster]
        assert len({member.doi for member in members} - {None}) <= 1
        assert len({member.pmid for member in members} - {None}) <= 1
        kept_apart = [merge for merge in resolved.of("keep_apart") if merge.pair <= cluster]
        assert not kept_apart


@few
@given(made=references())
def test_citations_with_one_identifier_are_one_work_or_the_contradiction_is_reported(
    resolver: Resolver, made: list[Reference]
) -> None:
    resolved = resolver.resolve(made)
    for one, other in combinations(made, 2):
        is_shared = (one.doi and one.doi == other.doi) or (one.pmid and one.pmid == other.pmid)
        if is_shared and resolved.work_ids[one.name] != resolved.work_ids[other.name]:
            assert any("share an identifier" in issue for issue in resolved.issues)
            assert resolved.of("keep_apart")


@few
@given(made=references(), pick=st.randoms(use_true_random=False))
def test_undoing_splits_and_undoing_the_undo_restores(
    resolver: Resolver, made: list[Reference], pick: random.Random
) -> None:
    before = resolver.resolve(made)
    standing = before.of("merge")
    if not standing:
        return
    merge = pick.choice(standing)
    undone = resolver.resolve(made, [decision(merge.left_id, merge.right_id, "keep_apart")])
    assert undone.work_ids[merge.left_id] != undone.work_ids[merge.right_id]
    assert undone.content != before.content
    assert next(entry for entry in undone.merges if entry.merge_id == merge.merge_id).is_undone
    # Everything else stays where it was: only the one cluster is split, and in two.
    (torn,) = before.clusters - undone.clusters
    assert {frozenset.union(*(undone.clusters - before.clusters))} == {torn}
    assert len(undone.clusters - before.clusters) == 2
    restored = resolver.resolve(made, [decision(merge.left_id, merge.right_id, "keep_apart", is_undone=True)])
    assert restored.content == before.content


@few
@given(case=decided())
def test_resolving_again_changes_nothing(resolver: Resolver, case: tuple[list[Reference], list[Decision]]) -> None:
    made, decisions = case
    assert resolver.resolve(made, decisions) == resolver.resolve(made, decisions)
