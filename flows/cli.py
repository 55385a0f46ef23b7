"""The command line: `regenbase --help`.

Exit codes: 0 published (or answered), 2 usage, 3 published without what was held or failed, 4 nothing published.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial, wraps
from pathlib import Path
from types import FrameType
from typing import Annotated, Any, Literal, ParamSpec

import orjson
import typer
from pydantic import BaseModel, ValidationError
from pydantic_core import to_jsonable_python

from flows.console import current_reporter, reporter_for_terminal, stderr, stdout
from flows.errors import DEGRADED, NOTHING_PUBLISHED, USAGE, CommandError
from flows.settings import Settings

Given = ParamSpec("Given")

app = typer.Typer(
    name="regenbase",
    help="Turn captures of regenerative-medicine pages into a warehouse that quotes its sources.",
    epilog="Begin with: regenbase run",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

RawOption = Annotated[
    Path | None, typer.Option("--raw", help="Folder with the captures (REGENBASE_RAW; default: the samples)")
]
DataOption = Annotated[
    Path | None, typer.Option("--data", help="Folder of the warehouse (REGENBASE_DATA; default: data)")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout, for machines")]


def command(example: str, name: str | None = None) -> Callable[[Callable[Given, None]], Callable[Given, None]]:
    """Register a command with an example in its help; a `CommandError` becomes a line on stderr and an exit code."""

    def register(function: Callable[Given, None]) -> Callable[Given, None]:
        @wraps(function)
        def run(*args: Given.args, **kwargs: Given.kwargs) -> None:
            try:
                function(*args, **kwargs)
            except CommandError as error:
                stderr.print(str(error), markup=False, style="red", soft_wrap=True)
                raise typer.Exit(error.exit_code) from error

        app.command(name, epilog=f"Example: {example}")(run)
        return function

    return register


def settings_from(**options: Any) -> Settings:
    """Return the settings, options over variables over defaults."""
    try:
        return Settings(**{name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = f"REGENBASE_{first['loc'][0]}".upper()
        raise CommandError(f"{name}: {first['msg']}, not {first['input']!r}", USAGE) from error


def print_json(value: object) -> None:
    """Print a value as indented JSON on stdout."""
    plain = value.model_dump(mode="json") if isinstance(value, BaseModel) else to_jsonable_python(value)
    sys.stdout.write(orjson.dumps(plain, option=orjson.OPT_INDENT_2).decode() + "\n")


@contextmanager
def ending_like_control_c() -> Iterator[None]:
    """Let SIGTERM end what runs inside the way Control-C does: workers stop, temporary files go."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


@contextmanager
def reported() -> Iterator[None]:
    """Show on the terminal what a run inside does; say what is left of it where it is interrupted or the disk fails."""
    reporter = reporter_for_terminal()
    current_reporter.set(reporter)
    try:
        with ending_like_control_c():
            yield
    except KeyboardInterrupt:
        message = "Interrupted. The live warehouse is whole, and the next run goes on from here."
        raise CommandError(message, NOTHING_PUBLISHED) from None
    except OSError as error:
        message = f"Nothing was published: {error}. Mend that and run again; what is staged is kept."
        raise CommandError(message, NOTHING_PUBLISHED) from error
    finally:
        reporter.close()


@command("regenbase run --raw captures --data data")
def run(
    raw: RawOption = None,
    data: DataOption = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, help="Processes (default: one per core)")] = None,
    direct: Annotated[bool, typer.Option("--direct", help="Run the plain functions, without Prefect")] = False,
    as_json: JsonOption = False,
) -> None:
    """Extract what is new, build a release, check it and publish it."""
    from flows.display import print_report
    from flows.running import run_direct, run_with_prefect

    settings = settings_from(raw=raw, data=data, workers=workers)
    with reported():
        report = run_direct(settings) if direct else run_with_prefect(settings)
    if as_json:
        print_json(report)
    else:
        print_report(stdout, report)
    raise typer.Exit(report.exit_code)


@command("regenbase serve --port 4200")
def serve(
    raw: RawOption = None,
    data: DataOption = None,
    host: Annotated[str, typer.Option("--host", help="Address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port of Prefect's server and page")] = 4200,
    cron: Annotated[str | None, typer.Option("--cron", help="Schedule in UTC (REGENBASE_CRON)")] = None,
) -> None:
    """Run Prefect's server, the nightly schedule and a worker on this machine, until Control-C."""
    from flows.local_server import ServerStartError
    from flows.serving import serve as serve_nightly

    try:
        with ending_like_control_c():
            serve_nightly(settings_from(raw=raw, data=data, cron=cron), host, port, reporter_for_terminal())
    except KeyboardInterrupt:
        stderr.print("Stopped.")
    except ServerStartError as error:
        raise CommandError(str(error), NOTHING_PUBLISHED) from error


@command("regenbase status --json")
def status(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Show what is live, the last runs, open rejects, quality issues and who holds the lock."""
    from flows.inspection import read_status
    from flows.inspection_display import print_status

    found = read_status(settings_from(data=data))
    print_json(found) if as_json else print_status(stdout, found)
    if found.live is None:
        raise typer.Exit(NOTHING_PUBLISHED)


@command("regenbase releases")
def releases(data: DataOption = None, as_json: JsonOption = False) -> None:
    """List the releases that are kept, newest first."""
    from flows.inspection import read_releases
    from flows.inspection_display import print_releases

    found = read_releases(settings_from(data=data))
    print_json(found) if as_json else print_releases(stdout, found)


@command("regenbase rollback 20260101T020000Z-1a2b3c")
def rollback(
    release_id: Annotated[str | None, typer.Argument(help="Release to go back to; without it the one before")] = None,
    data: DataOption = None,
) -> None:
    """Make an older release the live one again."""
    from flows.inspection import roll_back

    restored = roll_back(settings_from(data=data), release_id)
    stdout.print(f"Live again: {restored}", markup=False)


@command("regenbase diff 20260101T020000Z-1a2b3c --json")
def diff(
    old: Annotated[str | None, typer.Argument(help="Release to compare with; without it the one before")] = None,
    new: Annotated[str | None, typer.Argument(help="Release to compare; without it the live one")] = None,
    data: DataOption = None,
    examples: Annotated[
        int, typer.Option("--examples", min=0, help="Rows shown of each table, source and kind of difference")
    ] = 2,
    as_json: JsonOption = False,
) -> None:
    """Count rows added, removed and changed per table and source between two releases, with examples."""
    from flows.inspection import compare_releases
    from flows.inspection_display import print_comparison

    found = compare_releases(settings_from(data=data), old, new, examples)
    print_json(found) if as_json else print_comparison(stdout, found)


@command('regenbase sql "SELECT title, source_id FROM v_documents LIMIT 5"')
def sql(
    query: Annotated[str | None, typer.Argument(help="Query, or - to read it from stdin; without it the views")] = None,
    data: DataOption = None,
    form: Annotated[Literal["table", "csv", "json"], typer.Option("--format", help="Form of the result")] = "table",
    as_json: JsonOption = False,
) -> None:
    """Ask the live warehouse, read only."""
    from flows.inspection import list_views, run_query
    from flows.inspection_display import print_rows

    settings = settings_from(data=data)
    text = sys.stdin.read() if query == "-" else query
    columns, rows = list_views(settings) if text is None else run_query(settings, text)
    print_rows(stdout, columns, rows, "json" if as_json else form)


@command("regenbase explain measurements 7d0f6c1e-9a5b-5e51-9d0c-2f3f5a1f8b11")
def explain(
    table: Annotated[str, typer.Argument(help="Table of the row")],
    row_id: Annotated[str, typer.Argument(help="Id of the row, also one from an older release")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show where a row comes from: value by value with its quote, capture, extractor version and merges."""
    from flows.display import print_explanation
    from flows.inspection import explain_row

    explanation = explain_row(settings_from(data=data), table, row_id)
    print_json(explanation) if as_json else print_explanation(stdout, explanation)


SourceOption = Annotated[str | None, typer.Option("--source", help="Only rejects of this source")]
ReasonOption = Annotated[str | None, typer.Option("--reason", help="Only rejects with this reason")]


@command("regenbase rejects --source scidex --group")
def rejects(
    data: DataOption = None,
    source: SourceOption = None,
    stage: Annotated[str | None, typer.Option("--stage", help="Only rejects of this stage")] = None,
    reason: ReasonOption = None,
    with_resolved: Annotated[
        bool, typer.Option("--all/--open", help="Also the resolved ones, or open ones only")
    ] = False,
    group: Annotated[bool, typer.Option("--group", help="One line per source, stage, reason, table and field")] = False,
    as_json: JsonOption = False,
) -> None:
    """List what was refused: file, place on the page, reason and remedy, when it was seen first and last."""
    from flows.rejects import Choice, grouped, read_rejects
    from flows.rejects_display import print_groups, print_rejects

    choice = Choice(source=source, stage=stage, reason=reason, with_resolved=with_resolved)
    found = read_rejects(settings_from(data=data), choice)
    if group:
        groups = grouped(found)
        print_json(groups) if as_json else print_groups(stdout, groups)
    else:
        print_json(found) if as_json else print_rejects(stdout, found)


@command("regenbase replay --reason site_crashed --raw captures")
def replay(
    raw: RawOption = None,
    data: DataOption = None,
    reason: ReasonOption = None,
    source: SourceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Extract the captures behind open rejects with today's code, publish, and say which rejects are resolved."""
    from flows.preflight import check_input
    from flows.rejects import Choice
    from flows.replay import replay as replay_rejects
    from flows.replay_display import print_replay

    settings = settings_from(raw=raw, data=data)
    check_input(settings)
    with reported():
        report = replay_rejects(settings, Choice(source=source, reason=reason))
    print_json(report) if as_json else print_replay(stdout, report)
    raise typer.Exit(report.exit_code)


@command(
    "regenbase accept-drift scidex --metric fill.title --reason 'pages have no titles any more'", name="accept-drift"
)
def accept_drift(
    source: Annotated[str, typer.Argument(help="Source that is held, or warned of")],
    reason: Annotated[str, typer.Option("--reason", help="Why it may be so; kept with the decision")],
    metric: Annotated[
        str | None, typer.Option("--metric", help="Only this figure; without it all that left their bands")
    ] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Move the bands of a source to what its new captures gave; the next run loads what is held for them."""
    from flows.drift import accept_drift as accept
    from flows.drift_display import print_accepted

    accepted = accept(settings_from(data=data), source, metric, reason)
    print_json(accepted) if as_json else print_accepted(stdout, accepted)


@command('regenbase merges --undo 3f2a6c1e-9a5b-8e51-9d0c-2f3f5a1f8b11 --reason "two trials of one team"')
def merges(
    table: Annotated[str | None, typer.Option("--table", help="Only rows of this table, such as works")] = None,
    row_id: Annotated[str | None, typer.Option("--id", help="Only those of this row, work or decision")] = None,
    undo: Annotated[str | None, typer.Option("--undo", help="Take this decision back")] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why; kept with the decision")] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Build and publish at once from what is staged")] = False,
    raw: RawOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """List which rows were taken for the same or kept apart, with what was compared, or take one decision back."""
    from flows.merges import read_merges, undo_merge
    from flows.merges_display import print_merges, print_undone

    settings = settings_from(raw=raw, data=data)
    if undo is None:
        if reason is not None or apply:
            raise CommandError("--reason and --apply belong to --undo ID", USAGE)
        found = read_merges(settings, table, row_id)
        print_json(found) if as_json else print_merges(stdout, found)
        return
    if not reason:
        raise CommandError("Say why with --reason: it is kept with the decision", USAGE)
    undone = undo_merge(settings, undo, reason)
    print_json(undone) if as_json else print_undone(stdout, undone, is_applied=apply)
    if apply:
        from flows.display import print_report
        from flows.running import run_direct

        with reported():
            report = run_direct(settings)
        if not as_json:
            print_report(stdout, report)
        raise typer.Exit(report.exit_code)


@command("regenbase try page.html --site scidex", name="try")
def try_file(
    file: Annotated[Path, typer.Argument(help="A capture", exists=True, dir_okay=False, readable=True)],
    site: Annotated[str | None, typer.Option("--site", help="Take it for a capture of this source")] = None,
    as_json: JsonOption = False,
) -> None:
    """Extract one file without a warehouse and show the page with what was read from it, then the rows."""
    from flows.trial import try_capture
    from flows.trial_display import print_trial

    outcome = try_capture(file, site, settings_from().max_bytes)
    print_json(outcome) if as_json else print_trial(stdout, outcome)
    if outcome.is_failed:
        raise typer.Exit(DEGRADED)


@command("regenbase accept cell_courier/first")
def accept(
    case: Annotated[str | None, typer.Argument(help="Golden case: site/name")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every case")] = False,
    allows_regression: Annotated[
        bool, typer.Option("--allow-regression", help="Also where a row or value that was reviewed is gone")
    ] = False,
    is_sure: Annotated[bool, typer.Option("--yes", help="Do not ask before writing")] = False,
    root: Annotated[Path | None, typer.Option("--root", help="Checkout with the cases (default: this one)")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what today's code gives for a golden case against its reviewed rows, field by field, and accept it."""
    from flows.accept import accept as accept_cases
    from flows.goldens import ROOT, Comparison, all_cases, find_case
    from flows.goldens_display import print_comparison, print_verdict

    if (case is None) is not every:
        raise CommandError("Name one case, or say --all", USAGE)
    checkout = root or ROOT
    seen: list[Comparison] = []
    try:
        written = accept_cases(
            all_cases(checkout) if case is None else [find_case(case, checkout)],
            allows_regression=allows_regression,
            show=seen.append if as_json else partial(print_comparison, stdout),
            is_confirmed=lambda number: is_sure or not sys.stdin.isatty() or typer.confirm(f"Write {number} of them?"),
        )
    finally:
        if as_json:
            print_json([found.model_dump(exclude={"rows"}) for found in seen])
    if not as_json:
        print_verdict(stdout, written)


@command("regenbase new-site cell_courier --sample first.html --sample second.html", name="new-site")
def new_site(
    name: Annotated[str, typer.Argument(help="Source id: also the name of the module and of the raw folder")],
    sample: Annotated[
        list[Path], typer.Option("--sample", help="A page of the site; again for more", exists=True, dir_okay=False)
    ],
    root: Annotated[Path | None, typer.Option("--root", help="Checkout to write into (default: this one)")] = None,
    as_json: JsonOption = False,
) -> None:
    """Draft the module of a new site from sample pages, with its samples and goldens, and say what to review."""
    from flows.goldens import ROOT
    from flows.new_site import new_site as draft
    from flows.new_site_display import print_new_site

    made = draft(name, sample, root or ROOT)
    print_json(made) if as_json else print_new_site(stdout, made)


@command("regenbase docs --out docs/data-dictionary.md")
def docs(
    out: Annotated[Path, typer.Option("--out", help="The dictionary; the contract goes beside it")] = Path(
        "docs/data-dictionary.md"
    ),
) -> None:
    """Write the data dictionary and the data contract from the declarations of the tables."""
    from flows.contract import write_docs

    for written in write_docs(out):
        stdout.print(f"Wrote {written}", markup=False)


def main() -> None:
    """Run the command line."""
    app(prog_name="regenbase")


if __name__ == "__main__":
    main()
