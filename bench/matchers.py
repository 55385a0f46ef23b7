"""Matchers of works without identifiers on the same blocked pairs: ours in SQL, rapidfuzz and splink.

Thresholds, and the weights of rapidfuzz, are chosen on a random half of the labelled records and judged on the other
one, ten times; ours are those of production, judged on the same halves.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Final

import duckdb

from bench.measuring import cpu_seconds
from bench.report import Result
from bench.resolution import Quality, labels_of, prepared, stage_labelled
from warehouse.resolve import block_works, resolve_works
from warehouse.scripts import run_script

# Citations of both sources, that of DBLP first.
Pair = tuple[str, str]
# One number per agreement that was compared, 0 to 1; of ours and of splink it is the score itself.
Scores = Mapping[Pair, Sequence[float]]
Matcher = Callable[[duckdb.DuckDBPyConnection, Sequence[Pair]], Scores]

HALVES: Final = 10
# Title, all authors, first author, year, container.
_WEIGHTS: Final = tuple(product((1.0,), (0.1, 0.2, 0.4), (0.0, 0.2), (0.1, 0.3, 0.5), (0.0, 0.1)))
_SCORE: Final = ((1.0,),)
_PAIRS: Final = """
SELECT least(here.citation_id, there.citation_id), greatest(here.citation_id, there.citation_id)
FROM {pairs}
WHERE starts_with(here.citation_id, 'acm') AND starts_with(there.citation_id, 'dblp')
OR starts_with(here.citation_id, 'dblp') AND starts_with(there.citation_id, 'acm')
"""
_BLOCKED: Final = """candidates
JOIN stating AS one ON one.statement = candidates.left_no
JOIN stating AS other ON other.statement = candidates.right_no
JOIN cited AS here ON here.no = one.no
JOIN cited AS there ON there.no = other.no"""
_JOINED: Final = "meanings AS here JOIN meanings AS there USING (work_id)"


def bench(folder: Path, seed: int) -> Result:
    """Compare the matchers that can be imported on the labelled pairs of a folder."""
    result = Result(
        f"Matchers of works without identifiers, mean over {HALVES} random halves",
        ("matcher", "pairs scored", "precision", "recall", "F1", "CPU s"),
    )
    labels = {(f"dblp {one}", f"acm {other}") for one, other in labels_of(folder)}
    with prepared() as ours, prepared() as connection:
        stage_labelled(connection, folder)
        run_script(connection, "works_macros")
        block_works(connection)
        blocked = _pairs(connection, _BLOCKED)
        stage_labelled(ours, folder)
        began = cpu_seconds()
        resolve_works(ours)
        taken = cpu_seconds() - began
        # Equal statements are one before pairs are scored, so ours joins more than it scores.
        joined: Scores = dict.fromkeys(_pairs(ours, _JOINED), (1.0,))
        _add(result, "ours, all of the resolution", len(blocked), judge(joined, _SCORE, labels, seed), taken)
        others: Sequence[tuple[str, Matcher, Sequence[Sequence[float]]]] = (
            ("rapidfuzz", _rapidfuzz, _WEIGHTS),
            ("splink", _splink, _SCORE),
        )
        for name, score, weights in others:
            if find_spec(name) is None:
                result.notes.append(f"{name}: skipped, not importable; it comes with the extra `bench`")
                continue
            began = cpu_seconds()
            scores = score(connection, blocked)
            taken = cpu_seconds() - began
            _add(result, name, len(scores), judge(scores, weights, labels, seed), taken)
    result.notes.append("seconds of rapidfuzz and splink are those of scoring (and training), without blocking")
    return result


def _add(result: Result, name: str, n_pairs: int, qualities: Sequence[Quality], taken: float) -> None:
    means = [sum(getattr(one, what) for one in qualities) / HALVES for what in ("precision", "recall", "f1")]
    result.rows.append((name, n_pairs, *means, taken))
    result.notes.append(f"{name}: F1 {means[2]:.4f}")


def _pairs(connection: duckdb.DuckDBPyConnection, pairs: str) -> list[Pair]:
    rows = connection.execute(_PAIRS.format(pairs=pairs)).fetchall()
    return sorted({(dblp, acm) for acm, dblp in rows})


def judge(scores: Scores, weights: Sequence[Sequence[float]], labels: set[Pair], seed: int) -> list[Quality]:
    """Return the quality on one half of the pairs, a new one each time, with what is best on the other half.

    Pairs go by the record of the first source, so that a true pair which blocking misses lies in a half, too.
    """
    records = sorted({one for one, _ in labels | scores.keys()})
    ranked = [_ranked(scores, one_weights) for one_weights in weights]
    qualities = []
    for number in range(HALVES):
        judged = set(random.Random(seed * HALVES + number).sample(records, len(records) // 2))
        chosen = {pair for pair in labels if pair[0] not in judged}
        best = [_best([one for one in order if one[1][0] not in judged], chosen) for order in ranked]
        place = max(range(len(best)), key=lambda place: best[place][0])
        joined = {pair for score, pair in ranked[place] if score >= best[place][1] and pair[0] in judged}
        true = labels - chosen
        qualities.append(Quality(len(joined), len(true), len(joined & true)))
    return qualities


def _ranked(scores: Scores, weights: Sequence[float]) -> list[tuple[float, Pair]]:
    sums = ((sum(map(float.__mul__, weights, agreements)), pair) for pair, agreements in scores.items())
    return sorted(sums, reverse=True)


def _best(ranked: Sequence[tuple[float, Pair]], true: set[Pair]) -> tuple[float, float]:
    """Return the highest F1 that a threshold gives, and that threshold."""
    best, n_right = (0.0, float("inf")), 0
    for n_joined, (score, pair) in enumerate(ranked, start=1):
        n_right += pair in true
        if n_joined == len(ranked) or ranked[n_joined][0] < score:
            best = max(best, (Quality(n_joined, len(true), n_right).f1, score))
    return best


def _rapidfuzz(connection: duckdb.DuckDBPyConnection, blocked: Sequence[Pair]) -> Scores:
    from rapidfuzz import fuzz

    query = "SELECT citation_id, title_key, families, issued_year, container_key FROM cited"
    records = {name: fields for name, *fields in connection.execute(query).fetchall()}
    scores = {}
    for pair in blocked:
        (title, authors, year, container), (title_b, authors_b, year_b, container_b) = (records[name] for name in pair)
        # Half a point where one of the two says nothing.
        everyone = fuzz.token_sort_ratio(" ".join(authors), " ".join(authors_b)) / 100 if authors and authors_b else 0.5
        first = fuzz.ratio(authors[0], authors_b[0]) / 100 if authors and authors_b else 0.5
        apart = abs(year - year_b) if year and year_b else 9
        scores[pair] = (
            fuzz.token_sort_ratio(title, title_b) / 100,
            everyone,
            first,
            {0: 1.0, 1: 0.5}.get(apart, 0.0),
            fuzz.token_set_ratio(container or "", container_b or "") / 100,
        )
    return scores


def _splink(connection: duckdb.DuckDBPyConnection, blocked: Sequence[Pair]) -> Scores:
    """Score by a Fellegi-Sunter model that EM trains on the records; pairs that its own blocking misses stay apart."""
    import splink.comparison_library as library
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    records = connection.sql(
        "SELECT row_number() OVER (ORDER BY citation_id) AS unique_id, citation_id, title_key AS title, "
        "nullif(array_to_string(list_sort(families), ' '), '') AS authors, families[1] AS first_author, "
        "issued_year AS year, array_to_string(string_split(title_key, ' ')[1:4], ' ') AS beginning FROM cited"
    ).to_arrow_table()
    own = duckdb.connect()
    own.register("given", records)
    own.execute("CREATE TABLE records AS FROM given")
    rules = [block_on("title"), block_on("beginning"), block_on("first_author", "year"), block_on("authors")]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            library.JaroWinklerAtThresholds("title", [0.95, 0.9, 0.8]),
            library.JaroWinklerAtThresholds("authors", [0.95, 0.85, 0.7]),
            library.ExactMatch("year"),
        ],
        blocking_rules_to_generate_predictions=rules,
        retain_matching_columns=False,
    )
    table = DuckDBAPI(own).register("records", dataset_display_name="records")
    linker = Linker(table, settings, log_level=logging.ERROR)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("title", "first_author")], recall=0.9)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("title"), block_on("authors", "year")):
        training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict()
    rows = own.execute(
        "SELECT here.citation_id, there.citation_id, match_weight "
        f"FROM {predicted.physical_name} AS pairs "
        "JOIN records AS here ON here.unique_id = unique_id_l JOIN records AS there ON there.unique_id = unique_id_r"
    ).fetchall()
    weights = {(max(one, other), min(one, other)): (weight,) for one, other, weight in rows}
    return {pair: weights[pair] for pair in blocked if pair in weights}
