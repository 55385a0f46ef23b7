"""Matchers of works without identifiers on the same blocked pairs: ours in SQL, rapidfuzz and splink.

Thresholds, and the weights of rapidfuzz, are chosen on a random half of the labelled records and judged on the other
one, ten times; ours are those of production, judged on the same halves.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa

from bench.measuring import cpu_seconds
from bench.report import Result
from bench.resolution import Quality, labels_of, prepared, stage_labelled
from warehouse.resolve import block_works, decide_works, suggest_works
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
        ("matcher", "pairs scored", "precision", "recall", "F1", "blocking CPU s", "scoring CPU s"),
    )
    labels = {(f"dblp {one}", f"acm {other}") for one, other in labels_of(folder)}
    with prepared() as ours, prepared() as connection:
        began = _staged(connection, folder)
        block_works(connection)
        blocking = cpu_seconds() - began
        blocked = _pairs(connection, _BLOCKED)
        query = "SELECT citation_id FROM cited WHERE starts_with(citation_id, 'dblp') ORDER BY citation_id"
        records = [name for (name,) in connection.execute(query).fetchall()]

        def add(name: str, scores: Scores, weights: Sequence[Sequence[float]], taken: float) -> None:
            _add(result, (name, len(blocked)), judge(scores, weights, labels, records, seed), (blocking, taken))

        began = _staged(ours, folder)
        suggest_works(ours)
        taken = cpu_seconds() - began - blocking
        decide_works(ours)
        run_script(ours, "works_meanings")
        add("ours: SQL", dict.fromkeys(_pairs(ours, _JOINED), (1.0,)), _SCORE, taken)
        others: Sequence[tuple[str, Matcher, Sequence[Sequence[float]]]] = (
            ("rapidfuzz", _rapidfuzz, _WEIGHTS),
            ("splink", _splink, _SCORE),
        )
        for name, score, weights in others:
            if find_spec(name) is None:
                result.notes.append(f"{name}: skipped, not importable; it comes with the extra `bench`")
                continue
            import_module(name)
            began = cpu_seconds()
            scores = score(connection, blocked)
            add(name, scores, weights, cpu_seconds() - began)
    result.notes.append("all score the pairs that ours blocks; scoring includes training, and of ours the clusters")
    return result


def _staged(connection: duckdb.DuckDBPyConnection, folder: Path) -> float:
    """Stage the labelled records and return the processor time from which on matching counts."""
    stage_labelled(connection, folder)
    began = cpu_seconds()
    run_script(connection, "works_macros")
    return began


def _add(result: Result, scored: tuple[str, int], qualities: Sequence[Quality], seconds: tuple[float, float]) -> None:
    means = [sum(getattr(one, what) for one in qualities) / HALVES for what in ("precision", "recall", "f1")]
    result.rows.append((*scored, *means, *seconds))
    result.notes.append(f"{scored[0]}: F1 {means[2]:.4f}")


def _pairs(connection: duckdb.DuckDBPyConnection, pairs: str) -> list[Pair]:
    rows = connection.execute(_PAIRS.format(pairs=pairs)).fetchall()
    return sorted({(dblp, acm) for acm, dblp in rows})


def judge(
    scores: Scores, weights: Sequence[Sequence[float]], labels: set[Pair], records: Sequence[str], seed: int
) -> list[Quality]:
    """Return the quality on one half of the pairs, a new one each time, with what is best on the other half.

    Pairs go by the record of the first source: `records` are all of these, so that the halves are the same for every
    matcher, and a true pair which blocking misses lies in one, too.
    """
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
    """Score by a Fellegi-Sunter model that EM trains on the records, without labels."""
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    with duckdb.connect() as own:
        own.execute("SET threads = 2")
        own.register("given", connection.sql(_RECORDS).to_arrow_table())
        own.register(
            "given_pairs", pa.table({"one": [one for one, _ in blocked], "other": [two for _, two in blocked]})
        )
        own.execute(_SPLINK_TABLES)
        settings = SettingsCreator(
            link_type="dedupe_only",
            comparisons=_comparisons(),
            blocking_rules_to_generate_predictions=[block_on("title")],
            retain_matching_columns=False,
        )
        database = DuckDBAPI(own)
        linker = Linker(database.register("records"), settings, log_level=logging.ERROR)
        training = linker.training
        training.estimate_probability_two_random_records_match([block_on("title", "first_author")], recall=0.9)
        training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
        for rule in (block_on("title"), block_on("authors", "year")):
            training.estimate_parameters_using_expectation_maximisation(rule)
        linker.table_management.register_blocked_pairs_for_predict(database.register("pairs"))
        rows = own.execute(_SPLINK_SCORES.format(table=linker.inference.predict().physical_name)).fetchall()
    return {(max(one, other), min(one, other)): (weight,) for one, other, weight in rows}


_RECORDS: Final = """
SELECT
    row_number() OVER (ORDER BY citation_id) AS unique_id,
    citation_id,
    title_key AS title,
    list_distinct(string_split(title_key, ' ')) AS words,
    nullif(array_to_string(list_sort(families), ' '), '') AS authors,
    list_distinct(families) AS distinct_families,
    families[1] AS first_author,
    issued_year AS year,
    nullif(container_key, '') AS container
FROM cited
"""
_SPLINK_TABLES: Final = """
CREATE TABLE records AS FROM given;
CREATE TABLE pairs AS
SELECT
    '0' AS match_key,
    least(here.unique_id, there.unique_id) AS join_key_l,
    greatest(here.unique_id, there.unique_id) AS join_key_r
FROM given_pairs
JOIN records AS here ON here.citation_id = given_pairs.one
JOIN records AS there ON there.citation_id = given_pairs.other;
"""
_SPLINK_SCORES: Final = """
SELECT here.citation_id, there.citation_id, match_weight
FROM {table} AS scored
JOIN records AS here ON here.unique_id = scored.unique_id_l
JOIN records AS there ON there.unique_id = scored.unique_id_r
"""


def _comparisons() -> list[Any]:
    """Return the fields that our score compares, in about its levels."""
    from splink import comparison_level_library as levels
    from splink.comparison_library import CustomComparison

    def compared(column: str, *between: Any) -> Any:
        ends = levels.NullLevel(column), levels.ExactMatchLevel(column)
        return CustomComparison([*ends, *between, levels.ElseLevel()], output_column_name=column)

    def near(column: str, share: float) -> Any:
        # An edit distance costs some hundred times the comparison of the first letters and of the length.
        most = f"{share} * greatest(length({column}_l), length({column}_r))"
        return levels.CustomLevel(
            f"abs(length({column}_l) - length({column}_r)) <= {most} AND jaro_winkler_similarity({column}_l, "
            f"{column}_r) >= 0.8 AND damerau_levenshtein({column}_l, {column}_r) <= {most}"
        )

    def common(column: str, share: float) -> Any:
        both = f"len(list_intersect({column}_l, {column}_r))"
        return levels.CustomLevel(f"{both} > 0 AND {both} >= {share} * (len({column}_l) + len({column}_r) - {both})")

    return [
        compared("title", near("title", 0.1), common("words", 0.8), common("words", 0.6)),
        compared("authors", near("authors", 0.15), common("distinct_families", 0.5), common("distinct_families", 0)),
        compared("year", levels.AbsoluteDifferenceLevel("year", 1)),
        compared("container"),
    ]
