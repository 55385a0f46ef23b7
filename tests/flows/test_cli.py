from __future__ import annotations

import csv
import io
import json
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import Result
from typer.main import get_command
from typer.testing import CliRunner

from flows import cli
from flows.cli import app
from flows.errors import DEGRADED, NOTHING_PUBLISHED, PUBLISHED, USAGE
from flows.settings import SAMPLES, Settings
from tests.flows.conftest import SCIDEX, SPINAL, TROY

COMMANDS = [
    "run",
    "serve",
    "status",
    "releases",
    "rollback",
    "diff",
    "sql",
    "explain",
    "rejects",
    "replay",
    "merges",
    "accept-drift",
    "try",
    "accept",
    "new-site",
    "docs",
]
PAGE = SAMPLES / "troy_technical" / "ipsc-islet-cells-type-1-diabetes.html"


def call(*arguments: str | Path, env: Mapping[str, str] | None = None, stdin: str | None = None) -> Result:
    """Call a command as the shell would; stdout and stderr apart."""
    wide = {"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin, env=wide | dict(env or {}))


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli.stdout, "_width", 240)
    monkeypatch.setattr(cli.stderr, "_width", 240)


def process(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def one(settings: Settings, query: str) -> str:
    [row] = json.loads(call("sql", query, "--data", settings.data, "--json").stdout)
    return str(next(iter(row.values())))


# ------------------------------------------------------------------ help and usage


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_an_example(name: str) -> None:
    result = call(name, "--help")
    assert result.exit_code == 0
    assert f"Example: regenbase {name}" in " ".join(result.stdout.split())


def test_the_list_of_commands_is_whole() -> None:
    assert sorted(get_command(app).commands) == sorted(COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["run", "--workers", "0"],
        ["explain"],
        ["sql", "SELECT 1", "--format", "xml"],
        ["try", "nowhere.html"],
    ],
)
def test_a_command_that_is_not_understood_ends_with_2(arguments: list[str]) -> None:
    result = call(*arguments)
    assert result.exit_code == USAGE
    assert result.stdout == ""


def test_a_bad_variable_is_named(raw: Path) -> None:
    result = call("run", "--raw", raw, env={"REGENBASE_BATCH_SIZE": "many"})
    assert result.exit_code == USAGE
    assert "REGENBASE_BATCH_SIZE" in result.stderr
    assert "many" in result.stderr


def test_help_needs_neither_the_warehouse_nor_prefect() -> None:
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "flows.cli", "--help"], capture_output=True, text=True, check=True
    )
    imported = {line.rpartition("|")[2].strip() for line in shown.stderr.splitlines()}
    assert "typer" in imported
    assert not imported & {"prefect", "duckdb", "polars", "lxml", "extractors"}


# ------------------------------------------------------------------ run


def test_a_run_says_what_it_does_and_what_it_did(settings: Settings) -> None:
    result = call("run", "--direct", "--raw", settings.raw, "--data", settings.data)
    assert result.exit_code == PUBLISHED, result.stderr
    for step in ("Reading captures in", "Found 3 files, 3 captures", "Extracting 3 captures", "Building", "Publishing"):
        assert step in result.stderr
    for shown in (TROY, SPINAL, "captures", "documents", "rejects", "issues", "Published"):
        assert shown in result.stdout
    assert f"--data {settings.data}" in result.stdout


def test_the_command_a_run_ends_with_works(settings: Settings) -> None:
    shown = process("run", "--direct", "--raw", settings.raw, "--data", settings.data)
    command = next(line for line in shown.stdout.splitlines() if line.startswith("Ask it:")).partition(":")[2]
    answered = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert answered.returncode == 0, answered.stderr
    assert TROY in answered.stdout


def test_json_is_all_that_stands_on_stdout(settings: Settings) -> None:
    shown = process("run", "--direct", "--json", "--raw", settings.raw, "--data", settings.data)
    report = json.loads(shown.stdout)
    assert (shown.returncode, report["status"], report["n_captures"]) == (PUBLISHED, "published", 3)
    assert report["sources"]
    assert "Reading captures in" in shown.stderr


def test_a_run_without_what_failed_ends_with_3_and_names_it(settings: Settings) -> None:
    (settings.raw / "troy_technical" / "empty.html").touch()
    result = call("run", "--direct", "--raw", settings.raw, "--data", settings.data)
    assert result.exit_code == DEGRADED
    assert "1 capture failed" in result.stdout
    assert "troy_technical/empty.html" in result.stdout


def test_a_folder_that_is_not_there_ends_with_2(tmp_path: Path) -> None:
    result = call("run", "--direct", "--raw", tmp_path / "nowhere", "--data", tmp_path / "data")
    assert result.exit_code == USAGE
    assert "--raw" in result.stderr


def test_a_folder_without_captures_ends_with_4(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    result = call("run", "--raw", tmp_path / "raw", "--data", tmp_path / "data")
    assert result.exit_code == NOTHING_PUBLISHED
    assert "nothing was published" in result.stderr


def test_dask_needs_prefect(settings: Settings) -> None:
    arguments = ("run", "--direct", "--raw", settings.raw, "--data", settings.data)
    result = call(*arguments, env={"REGENBASE_TASK_RUNNER": "dask"})
    assert result.exit_code == USAGE
    assert "--direct" in result.stderr


# ------------------------------------------------------------------ looking


def test_nothing_live_is_said_with_the_remedy(tmp_path: Path) -> None:
    result = call("sql", "SELECT 1", "--data", tmp_path)
    assert result.exit_code == NOTHING_PUBLISHED
    assert "regenbase run" in result.stderr


def test_status_of_nothing_ends_with_4(tmp_path: Path) -> None:
    result = call("status", "--data", tmp_path)
    assert result.exit_code == NOTHING_PUBLISHED
    assert "regenbase run" in result.stdout
    assert json.loads(call("status", "--data", tmp_path, "--json").stdout)["live"] is None


@pytest.mark.parametrize("name", ["status", "sql"])
def test_a_damaged_warehouse_is_said_with_the_remedy(tmp_path: Path, name: str) -> None:
    (tmp_path / "regenbase.duckdb").write_bytes(b"no database " * 1000)
    result = call(name, "--data", tmp_path)
    assert result.exit_code == NOTHING_PUBLISHED
    assert "regenbase.duckdb cannot be opened" in result.stderr
    assert "regenbase rollback" in result.stderr


def test_status_shows_the_release_the_runs_and_what_is_open(published: Settings) -> None:
    result = call("status", "--data", published.data)
    assert result.exit_code == 0
    for shown in ("Live", "Writer     none", "published", "quality issue"):
        assert shown in result.stdout
    found = json.loads(call("status", "--data", published.data, "--json").stdout)
    assert found["live"] == one(published, "SELECT release_id FROM releases")
    assert found["runs"][0]["status"] == "published"


def test_releases_are_listed(published: Settings) -> None:
    [release] = json.loads(call("releases", "--data", published.data, "--json").stdout)
    assert release["is_live"]
    assert release["release_id"] in call("releases", "--data", published.data).stdout


def test_sql_without_a_query_lists_the_views(published: Settings) -> None:
    views = json.loads(call("sql", "--data", published.data, "--json").stdout)
    assert "v_documents" in {view["view"] for view in views}
    assert all(view["answers"] for view in views)


@pytest.mark.parametrize("query", ["DELETE FROM documents", "CREATE TABLE t (a INT)", "SELEC 1", "FROM nowhere", " "])
def test_sql_that_fails_or_writes_ends_with_2(published: Settings, query: str) -> None:
    result = call("sql", query, "--data", published.data)
    assert result.exit_code == USAGE
    assert result.stderr


def test_sql_comes_from_stdin_too(published: Settings) -> None:
    result = call("sql", "-", "--data", published.data, "--json", stdin="SELECT 1 + 1 AS two")
    assert json.loads(result.stdout) == [{"two": 2}]


def test_csv_gives_every_row(published: Settings) -> None:
    result = call("sql", "SELECT range AS n FROM range(300)", "--data", published.data, "--format", "csv")
    rows = list(csv.reader(io.StringIO(result.stdout)))
    assert rows[0] == ["n"]
    assert len(rows) == 301


def test_a_long_table_is_cut_and_says_so(published: Settings) -> None:
    result = call("sql", "SELECT range AS n FROM range(300)", "--data", published.data)
    assert "200 of 300 rows" in result.stdout


def test_a_row_is_explained_by_its_quotes(published: Settings) -> None:
    row = one(
        published,
        "SELECT row_id FROM evidence WHERE table_name = 'documents' AND column_name = 'title' ORDER BY 1 LIMIT 1",
    )
    explanation = json.loads(call("explain", "documents", row, "--data", published.data, "--json").stdout)
    [title] = [value for value in explanation["values"] if value["column"] == "title"]
    assert title["quotes"]
    assert explanation["captures"][0]["path"]
    shown = call("explain", "documents", row, "--data", published.data)
    assert shown.exit_code == 0
    assert title["value"].split()[0] in shown.stdout


@pytest.mark.parametrize(("table", "message"), [("documents", "no row"), ("nowhere", "no table 'nowhere'")])
def test_a_row_that_is_not_there_ends_with_2(published: Settings, table: str, message: str) -> None:
    result = call("explain", table, "00000000-0000-0000-0000-000000000000", "--data", published.data)
    assert result.exit_code == USAGE
    assert message in result.stderr


# ------------------------------------------------------------------ releases


def test_going_back_and_comparing(settings: Settings) -> None:
    def run() -> str:
        shown = call("run", "--direct", "--json", "--raw", settings.raw, "--data", settings.data)
        assert shown.exit_code == PUBLISHED, shown.stderr
        return str(json.loads(shown.stdout)["release_id"])

    def compared(*arguments: str) -> dict[str, object]:
        found: dict[str, object] = json.loads(call("diff", *arguments, "--data", settings.data, "--json").stdout)
        return found

    first = run()
    (settings.raw / "troy_technical" / "corneal-cell-sheets-limbal-deficiency.txt").unlink()
    second = run()
    assert (compared()["old"], compared()["new"]) == (first, second)
    assert compared(first)["changes"] == compared()["changes"] != []
    assert compared(second, second)["changes"] == []
    assert "documents" in call("diff", "--data", settings.data).stdout

    result = call("rollback", "--data", settings.data)
    assert (result.exit_code, result.stdout.strip()) == (0, f"Live again: {first}")
    assert json.loads(call("status", "--data", settings.data, "--json").stdout)["live"] == first
    live = [line for line in json.loads(call("releases", "--data", settings.data, "--json").stdout) if line["is_live"]]
    assert [line["release_id"] for line in live] == [first]
    assert call("rollback", second, "--data", settings.data).exit_code == 0


@pytest.mark.parametrize(
    "arguments", [["rollback", "none-such"], ["diff", "none-such"], ["diff", "none-such", "other"]]
)
def test_a_release_that_is_not_kept_ends_with_2(published: Settings, arguments: list[str]) -> None:
    result = call(*arguments, "--data", published.data)
    assert result.exit_code == USAGE
    assert "No release none-such; kept are 2" in result.stderr


def test_without_a_release_before_there_is_no_way_back(published: Settings) -> None:
    result = call("rollback", "--data", published.data)
    assert result.exit_code == NOTHING_PUBLISHED
    assert result.stderr


def test_without_releases_nothing_is_compared(tmp_path: Path) -> None:
    assert call("diff", "--data", tmp_path).exit_code == NOTHING_PUBLISHED
    assert call("releases", "--data", tmp_path).exit_code == 0


# ------------------------------------------------------------------ trying


def test_a_page_is_tried_without_a_warehouse(in_folder: Callable[[str], Path]) -> None:
    result = call("try", PAGE)
    assert result.exit_code == 0, result.stderr
    for shown in (f"source   {TROY}", "utf-8", "heading", "documents: 1 row", "Nothing was written"):
        assert shown in result.stdout
    assert not in_folder("data").exists()


def test_a_trial_gives_all_of_it_as_json() -> None:
    outcome = json.loads(call("try", PAGE, "--json").stdout)
    assert outcome["source_id"] == TROY
    assert {"heading", "paragraph"} <= {block["kind"] for block in outcome["blocks"]}
    assert len(outcome["rows"]["documents"]) == 1
    assert outcome["n_evidence"] > 10


def test_a_page_is_tried_as_a_capture_of_a_named_site(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Simple title\n\nCells were grown in a dish and counted after nine days.\n")
    assert json.loads(call("try", page, "--site", SCIDEX, "--json").stdout)["source_id"] == SCIDEX
    assert json.loads(call("try", page, "--json").stdout)["source_id"] == "generic"


def test_the_sidecar_of_a_tried_page_is_read(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(PAGE.read_bytes())
    sidecar = json.loads(PAGE.with_name(PAGE.name + ".meta.json").read_text())
    page.with_name("page.html.meta.json").write_text(json.dumps(sidecar))
    outcome = json.loads(call("try", page, "--json").stdout)
    assert sidecar["url"] in json.dumps(outcome["rows"])


def test_a_site_that_nobody_declares_ends_with_2() -> None:
    result = call("try", PAGE, "--site", "none_such")
    assert result.exit_code == USAGE
    assert TROY in result.stderr


def test_a_page_that_cannot_be_read_shows_why(tmp_path: Path) -> None:
    page = tmp_path / "empty.html"
    page.touch()
    result = call("try", page)
    assert "Failed" in result.stdout
    assert "empty" in result.stdout
    assert result.exit_code == DEGRADED


# ------------------------------------------------------------------ the rest


def test_the_dictionary_is_written_where_it_is_asked_for(in_folder: Callable[[str], Path]) -> None:
    assert call("docs").exit_code == 0
    written = in_folder("docs/data-dictionary.md").read_text()
    assert "## documents" in written or "documents" in written
    assert call("docs", "--out", "other.md").exit_code == 0
    assert in_folder("other.md").read_text() == written


def test_the_query_of_getting_started_has_an_answer(published: Settings) -> None:
    page = Path(__file__).parents[2].joinpath("docs", "getting-started.md").read_text()
    [line] = [line for line in page.splitlines() if line.startswith("$ .venv/bin/regenbase sql ")]
    _, _, command, query = shlex.split(line)
    assert (command, len(json.loads(call(command, query, "--data", published.data, "--json").stdout))) == ("sql", 5)
