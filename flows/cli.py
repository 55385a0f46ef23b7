"""The command line: `regenbase --help`.

Exit codes: 0 published (or answered), 2 usage, 3 published without what was held or failed, 4 nothing published.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
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
    reporter = reporter_for_terminal()
    current_reporter.set(reporter)
    try:
        with ending_like_control_c():
            report = run_direct(settings) if direct else run_with_prefect(settings)
    except KeyboardInterrupt:
        message = "Interrupted. The live warehouse is whole, and the next run goes on from here."
        raise CommandError(message, NOTHING_PUBLISHED) from None
    except OSError as error:
        message = f"Nothing was published: {error}. Mend that and run again; what is staged is kept."
        raise CommandError(message, NOTHING_PUBLISHED) from error
    finally:
        reporter.close()
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
    as_json: JsonOption = False,
) -> None:
    """Count rows added, removed and changed per table and source between two releases."""
    from flows.inspection import compare_releases
    from flows.inspection_display import print_comparison

    found = compare_releases(settings_from(data=data), old, new)
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


@command("regenbase try page.html --site scidex", name="try")
def try_file(
    file: Annotated[Path, typer.Argument(help="A capture", exists=True, dir_okay=False, readable=True)],
    site: Annotated[str | None, typer.Option("--site", help="Take it for a capture of this source")] = None,
    as_json: JsonOption = False,
) -> None:
    """Extract one file without a warehouse and show its blocks and the rows they give."""
    from flows.trial import try_capture
    from flows.trial_display import print_trial

    outcome = try_capture(file, site, settings_from().max_bytes)
    print_json(outcome) if as_json else print_trial(stdout, outcome)
    if outcome.is_failed:
        raise typer.Exit(DEGRADED)


@command("regenbase docs --out docs/data-dictionary.md")
def docs(
    out: Annotated[Path, typer.Option("--out", help="File to write")] = Path("docs/data-dictionary.md"),
) -> None:
    """Write the data dictionary from the declarations of the tables."""
    from schemas.tables import data_dictionary

    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(data_dictionary(), encoding="utf-8")
    stdout.print(f"Wrote {out}", markup=False)


def main() -> None:
    """Run the command line."""
    app(prog_name="regenbase")


if __name__ == "__main__":
    main()
