"""References that mean one work although they are written differently, and those that only look alike."""

from __future__ import annotations

import pytest

from tests.warehouse.references import Reference, Resolved, Resolver

ROSES = Reference(
    "roses",
    title="Pruning of climbing roses in the patient gardener's winter",
    authors=("Marlow", "Quist", "Abernathy", "Doyle"),
    year=2019,
    container="Journal of Garden Medicine",
    volume="12",
    issue="3",
    page="101-119",
)


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return Resolver()


def names(resolved: Resolved) -> list[list[str]]:
    return sorted(sorted(cluster) for cluster in resolved.clusters)


# ------------------------------------------------------------------ written differently


@pytest.mark.parametrize(
    "doi",
    [
        "10.1000/ROSES.2019",
        "doi:10.1000/roses.2019",
        "https://doi.org/10.1000/roses.2019",
        "http://dx.doi.org/10.1000/Roses.2019",
        "10.1000/roses.2019.",
    ],
)
def test_a_doi_is_the_same_however_it_is_written(resolver: Resolver, doi: str) -> None:
    # Nothing else is stated, so that nothing else can join them.
    resolved = resolver.resolve([Reference("a", doi="10.1000/roses.2019"), Reference("b", doi=doi)])
    assert names(resolved) == [["a", "b"]]
    assert [merge.rule for merge in resolved.merges] == ["shared_identifier"]


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Pruning of climbing roses in the patient gardener’s winter"},
        {"title": "PRUNING OF CLIMBING ROSES IN THE PATIENT GARDENER'S WINTER."},
        {"title": "Pruning of climbing-roses in the <i>patient</i> gardener's winter"},
        {"title": "Pruning of climbing roses in the pateint gardener's winter"},
        {"title": "Prúning of climbing roses in the patient gardener's winter"},
        {"title": "Pruning of climbing roses in the patient gardener's winter: a field study"},
        {"authors": ("Marlow",), "is_truncated": True},
        {"authors": ("Marlow", "Quist", "Abernathy")},
        {"authors": ("Márlow", "Quist", "Abernathy", "Doyle")},
        {"authors": ()},
        {"issue": None},
        {"volume": None, "issue": None, "page": None},
        {"page": "101-19"},
        {"page": "101"},
        {"container": "J Garden Med"},
        {"container": "J. Gard. Med."},
        {"container": None},
        {"year": 2020},
        {"year": None},
        {"title": None},
    ],
    ids=str,
)
def test_a_reference_written_differently_is_the_same_work(resolver: Resolver, changed: dict[str, object]) -> None:
    resolved = resolver.resolve([ROSES, ROSES.but("other", **changed)])
    assert names(resolved) == [["other", "roses"]]
    (merge,) = resolved.merges
    assert merge.judgement == "merge"
    assert merge.score >= 0.97
    assert merge.compared["title"]


@pytest.mark.parametrize("identified", [{"doi": "10.1000/roses.2019"}, {"pmid": "31000001"}], ids=str)
def test_a_reference_without_identifier_joins_the_one_that_has_it(
    resolver: Resolver, identified: dict[str, str]
) -> None:
    resolved = resolver.resolve([ROSES.but("known", **identified), ROSES.but("bare", container="J Garden Med")])
    assert names(resolved) == [["bare", "known"]]
    # The identified one stands for both.
    assert resolved.merges[0].right_id == "known"


def test_names_of_a_journal_are_learned_from_references_that_agree_in_all_else(resolver: Resolver) -> None:
    many = [
        ROSES.but(f"{number} {journal}", title=f"{plant} grown under glass near the northern sea", container=journal)
        for number, plant in enumerate(("Tulips", "Lilies", "Peonies", "Irises"))
        for journal in ("Proceedings of the Garden Academy", "Acta Hortorum")
    ]
    bare = ROSES.but("one", container="Proceedings of the Garden Academy", volume=None, page=None, authors=())
    resolved = resolver.resolve([*many, bare, bare.but("other", container="Acta Hortorum")])
    assert frozenset(("one", "other")) in resolved.clusters
    assert (
        frozenset(("one", "other"))
        not in resolver.resolve([bare, bare.but("other", container="Acta Hortorum")]).clusters
    )


# ------------------------------------------------------------------ look-alikes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"title": "Pruning of roses, part I"}, {"title": "Pruning of roses, part II"}),
        ({"title": "Trials of pruned roses: phase 1"}, {"title": "Trials of pruned roses: phase 2"}),
        ({"title": "Yields of 12 roses under glass"}, {"title": "Yields of 34 roses under glass"}),
        ({}, {"title": "Pruning of climbing roses in the patient gardener's winter, part 2", "page": None}),
        ({}, {"title": "Correction to: Pruning of climbing roses in the patient gardener's winter"}),
        ({}, {"year": 2011, "authors": ("Zorn", "Ek"), "volume": "4", "page": "7-9"}),
        ({}, {"year": 2011, "volume": "4", "page": "7-9"}),
        ({"title": "Editorial", "page": None}, {"title": "Editorial", "page": None, "authors": ("Marlow",)}),
        ({"doi": "10.1000/roses.2019"}, {"doi": "10.1000/roses.2018"}),
        ({"pmid": "31000001"}, {"pmid": "31000002"}),
        ({"doi": "10.1101/2019.03.04.123456"}, {"doi": "10.1000/roses.2019"}),
        ({"container": "bioRxiv", "volume": None, "page": None}, {}),
        ({"container": "medRxiv", "volume": None, "page": None}, {"doi": "10.1000/roses.2019"}),
        ({"container": "Res Sq", "volume": None, "page": None}, {}),
        ({"container": "Preprints", "volume": None, "page": None}, {}),
        ({"doi": "10.21203/rs.3.rs-1234/v1"}, {"pmid": "31000001"}),
        ({"doi": "10.48550/arxiv.1903.01234"}, {}),
    ],
    ids=str,
)
def test_references_that_only_look_alike_stay_apart(
    resolver: Resolver, one: dict[str, object], other: dict[str, object]
) -> None:
    resolved = resolver.resolve([ROSES.but("one", **one), ROSES.but("other", **other)])
    assert names(resolved) == [["one"], ["other"]]
    assert not resolved.of("merge")


def test_a_journal_that_shares_the_prefix_of_preprints_is_no_preprint_server(resolver: Resolver) -> None:
    printed = ROSES.but("one", doi="10.1101/gr.123456.119", container="Genome Res")
    assert names(resolver.resolve([printed, printed.but("other", doi=None)])) == [["one", "other"]]


def test_what_is_neither_sure_nor_absurd_is_left_open(resolver: Resolver) -> None:
    bare = Reference("one", title="Pruning of climbing roses in the winter garden", year=2019)
    resolved = resolver.resolve([bare, bare.but("other")])
    assert names(resolved) == [["one"], ["other"]]
    (open_question,) = resolved.merges
    assert (open_question.judgement, open_question.rule) == ("unsure", "similar_reference")
    assert 0.75 <= open_question.score < 0.97


def test_titles_of_columns_are_recognised_by_the_years_in_which_they_return(resolver: Resolver) -> None:
    column = Reference("x", title="Seeds of the season observed", authors=("Marlow",), container="Garden News")
    years = [column.but(f"{year}", year=year) for year in (2015, 2016, 2017, 2018)]
    resolved = resolver.resolve([*years, column.but("again", year=2018)])
    assert len(resolved.clusters) == 5
    assert names(resolver.resolve([years[3], column.but("again", year=2018)])) == [["2018", "again"]]


# ------------------------------------------------------------------ contradictions


def test_a_reference_that_fits_two_works_joins_neither_and_says_so(resolver: Resolver) -> None:
    known = [ROSES.but("one", doi="10.1000/roses.1"), ROSES.but("two", doi="10.1000/roses.2")]
    resolved = resolver.resolve([*known, ROSES])
    assert names(resolved) == [["one"], ["roses"], ["two"]]
    assert {merge.rule for merge in resolved.of("keep_apart")} == {
        "contradictory_identifiers",
        "different_identifiers",
    }
    assert {merge.pair for merge in resolved.of("unsure")} == {
        frozenset(("roses", "one")),
        frozenset(("roses", "two")),
    }
    assert any("10.1000/roses.1, 10.1000/roses.2" in issue for issue in resolved.issues)


def test_what_one_doubtful_reference_would_join_leaves_other_merges_alone(resolver: Resolver) -> None:
    # Equal references are joined first, so that a merely similar one that fits two works cannot part them.
    one = ROSES.but("one", doi="10.1000/roses.1", volume=None, page=None)
    two = one.but("two", doi="10.1000/roses.2", title="Pruning of climbing roses in a patient gardeners winter days")
    doubtful = one.but("doubtful", doi=None, title="Pruning of climbing roses in the patient gardeners winter days")
    resolved = resolver.resolve([one, two, doubtful, one.but("equal", doi=None)])
    assert frozenset(("one", "equal")) in resolved.clusters
    assert frozenset(("doubtful",)) in resolved.clusters


def test_a_shared_pmid_does_not_make_a_preprint_the_article(resolver: Resolver) -> None:
    preprint = Reference("preprint", doi="10.1101/2019.03.04.123456", pmid="31000001")
    article = Reference("article", doi="10.1000/roses.2019", pmid="31000001")
    resolved = resolver.resolve([preprint, article])
    assert names(resolved) == [["article"], ["preprint"]]
    assert len(resolved.issues) == 2


# ------------------------------------------------------------------ what survives


def test_values_that_disagree_are_reported_field_by_field(resolver: Resolver) -> None:
    known = ROSES.but("one", doi="10.1000/r")
    other = known.but(
        "other",
        title="Roses",
        authors=("Zorn",),
        container="Acta Hortorum",
        volume="9",
        issue="1",
        page="5-6",
        year=2020,
    )
    resolved = resolver.resolve([known, other])
    assert {issue.split(" is ")[0] for issue in resolved.issues} == {
        "title",
        "authors",
        "container_title",
        "volume",
        "issue",
        "page",
        "issued",
    }


def test_other_spellings_of_one_value_are_no_disagreement(resolver: Resolver) -> None:
    known = ROSES.but("one", doi="10.1000/r")
    other = known.but(
        "other", title=f"{ROSES.title}.", authors=("MARLOW", "Quist"), container="J Garden Med", page="101-19"
    )
    assert resolver.resolve([known, other]).issues == ()


def test_what_the_fullest_reference_lacks_comes_from_another(resolver: Resolver) -> None:
    full = ROSES.but("full", doi="10.1000/r", issue=None)
    other = Reference("other", doi="10.1000/r", issue="3", container="Acta", csl_type="unknown")
    (work,) = resolver.resolve([full, other]).works
    assert (work["issue"], work["volume"], work["container_title"]) == ("3", "12", "Journal of Garden Medicine")
    assert work["csl_type"] == "article-journal"


def test_the_strongest_identifier_names_the_work_whatever_else_is_known(resolver: Resolver) -> None:
    by_doi = resolver.resolve([Reference("z", doi="10.1000/r")]).work_ids["z"]
    references = [ROSES, ROSES.but("a", pmid="31000001"), ROSES.but("z", doi="10.1000/r", pmid="31000001")]
    assert set(resolver.resolve(references).work_ids.values()) == {by_doi}
