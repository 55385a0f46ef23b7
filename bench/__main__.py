"""`python -m bench`: all benches at sizes that end within some three minutes on two cores."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench import extraction, growth, identity, matchers, pipeline, resolution
from bench.generator import Mix, write
from bench.identity import LostError
from bench.measuring import ContenderError, machine
from bench.report import Result, as_json, as_table


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for and print it; 1 where a contender failed or something was lost."""
    options = _parser().parse_args(arguments)
    if options.bench == "generate":
        print(write(options.folder, options.seed, range(options.captures), Mix()))
        return 0
    at_start = machine()
    try:
        results = _results(options)
    except (ContenderError, LostError) as error:
        print(error, file=sys.stderr)
        return 1
    if options.json:
        print(as_json(results, at_start))
    else:
        print("\n".join((at_start, "", *(as_table(result) for result in results))))
    return 0


def _results(options: argparse.Namespace) -> list[Result]:
    results: list[Result] = []
    if options.bench in ("all", "extraction"):
        results += extraction.bench(extraction.Sizes(options.extraction_captures, options.rounds, options.seed))
    if options.bench in ("all", "pipeline"):
        sizes = pipeline.Sizes(options.captures, options.pipeline_rounds, options.seed, options.baseline_python)
        results += pipeline.bench(sizes)
    if options.bench in ("all", "memory"):
        results += pipeline.bench_memory(options.sizes, options.seed)
    if options.bench in ("all", "growth"):
        results += growth.bench(options.growth_characters, options.growth_factor)
    if options.bench in ("all", "identity"):
        results += identity.bench(options.captures, options.seed, options.bad)
    if options.bench in ("all", "resolution"):
        results += resolution.bench(options.mentions, options.seed)
        results += [matchers.bench(resolution.LABELLED, options.seed)] if resolution.LABELLED.is_dir() else []
    return results


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measure speed and memory on generated captures and on real ones, beside the baselines.",
        epilog="Example: python -m bench pipeline --captures 2000 --json",
    )
    what = "all", "extraction", "pipeline", "memory", "growth", "identity", "resolution", "generate"
    parser.add_argument("bench", nargs="?", default="all", choices=what, help="what to measure (default: all)")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("generated"), help="where `generate` writes")
    parser.add_argument("--captures", type=int, default=100, help="captures of a whole run (default: 100)")
    parser.add_argument(
        "--extraction-captures", type=int, default=20, help="generated captures to extract (default: 20)"
    )
    parser.add_argument("--rounds", type=int, default=3, help="rounds of extraction, the best counts (default: 3)")
    parser.add_argument("--pipeline-rounds", type=int, default=1, help="rounds of whole runs (default: 1)")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[50, 200], help="captures of the memory bench (default: 50 200)"
    )
    parser.add_argument(
        "--mentions",
        type=int,
        nargs="+",
        default=[2_000, 20_000],
        help="mentions of works to resolve (the goals are for 100000 1000000; default: 2000 20000)",
    )
    parser.add_argument(
        "--growth-characters",
        type=int,
        default=20_000,
        help="of hostile text (the goal is for 1000000; default: 20000)",
    )
    parser.add_argument(
        "--growth-factor", type=int, default=10, help="how much longer the longer text is (default: 10)"
    )
    parser.add_argument("--bad", type=float, default=0.01, help="share of bad captures (default: 0.01)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the generator (default: 1)")
    parser.add_argument("--baseline-python", default=sys.executable, help="Python that has the extra `bench`")
    parser.add_argument("--json", action="store_true", help="print JSON in place of tables")
    return parser


if __name__ == "__main__":
    sys.exit(main())
