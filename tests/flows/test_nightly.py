from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cloudpickle
import pytest
import yaml
from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.flows import load_flow_from_entrypoint
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_HOME,
    PREFECT_LOGGING_LEVEL,
    PREFECT_LOGGING_TO_API_ENABLED,
    temporary_settings,
)

import warehouse
from flows import ingest as plain
from flows.errors import USAGE, CommandError
from flows.local_server import LocalServer
from flows.nightly import DegradedRunError, NothingPublishedError, ingest, nightly, summary
from flows.reports import Change, IssueCount, RunReport, SourceCounts
from flows.settings import Settings
from tests.flows.conftest import TROY, copy_few

pytestmark = pytest.mark.slow

ARTIFACTS = {"ingest-sources", "quality-issues", "ingest-summary", "ingest-progress"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """One Prefect server for the tests of this file; what it writes into the environment is undone."""
    home = tmp_path_factory.mktemp("prefect")
    before = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("PREFECT_")]:
        del os.environ[name]
    try:
        with LocalServer(home) as started:
            started.wait()
            # Prefect has read its settings from the environment long before.
            mine = {
                PREFECT_API_URL: started.api_url,
                PREFECT_HOME: home,
                PREFECT_LOGGING_LEVEL: "CRITICAL",
                PREFECT_LOGGING_TO_API_ENABLED: False,
            }
            with temporary_settings(updates=mine):
                yield started
    finally:
        os.environ.clear()
        os.environ.update(before)


@pytest.fixture
def run_settings(tmp_path: Path) -> Settings:
    return Settings(raw=copy_few(tmp_path / "raw"), data=tmp_path / "data", workers=2)


def latest_artifacts() -> dict[str, Any]:
    with get_client(sync_client=True) as client:
        return {str(artifact.key): artifact for artifact in client.read_latest_artifacts()}


def flow_run_states() -> list[tuple[str, str]]:
    with get_client(sync_client=True) as client:
        runs = sorted(client.read_flow_runs(), key=lambda run: run.created)
        return [(str(client.read_flow(run.flow_id).name), str(run.state_type and run.state_type.value)) for run in runs]


def test_a_run_leaves_its_artifacts(server: LocalServer, run_settings: Settings) -> None:
    report = ingest(run_settings)
    assert (report.status, report.n_extracted) == ("published", 3)
    found = latest_artifacts()
    assert set(found) >= ARTIFACTS
    assert {row["source_id"] for row in json.loads(found["ingest-sources"].data)} >= {TROY}
    assert len(json.loads(found["quality-issues"].data)) == len(report.issues)
    assert str(report.release_id) in found["ingest-summary"].data
    assert float(found["ingest-progress"].data) == 100.0
    assert flow_run_states()[-1] == ("regenbase-ingest", "COMPLETED")


def test_failed_checks_end_the_flow_as_failed(
    server: LocalServer, run_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(*_given: object) -> warehouse.Built:
        raise warehouse.BuildError([warehouse.Failure("books balance", 1, ("claims: 3 = 1",))])

    monkeypatch.setattr(plain, "STAGES", replace(plain.STAGES, build=build))
    with pytest.raises(NothingPublishedError, match="books balance") as caught:
        ingest(run_settings)
    assert caught.value.report.status == "failed"
    assert not run_settings.live.exists()
    assert flow_run_states()[-1] == ("regenbase-ingest", "FAILED")
    assert "Nothing published" in latest_artifacts()["ingest-summary"].data


def test_a_degraded_night_ends_as_failed_and_has_published(
    server: LocalServer, run_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (run_settings.raw / "troy_technical" / "empty.html").touch()
    monkeypatch.setenv("REGENBASE_RAW", str(run_settings.raw))
    monkeypatch.setenv("REGENBASE_DATA", str(run_settings.data))
    with pytest.raises(DegradedRunError, match="Published, degraded"):
        nightly()
    assert run_settings.live.exists()
    assert dict(flow_run_states())["regenbase-nightly"] == "FAILED"


def test_batches_go_to_dask_as_tasks(server: LocalServer, run_settings: Settings) -> None:
    pytest.importorskip("prefect_dask")
    report = ingest(run_settings.model_copy(update={"task_runner": "dask", "batch_size": 1}))
    assert (report.status, report.n_extracted) == ("published", 3)


def test_dask_that_is_not_installed_is_said_with_the_remedy(
    server: LocalServer, run_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "prefect_dask", None)
    with pytest.raises(CommandError, match="pip install") as caught:
        ingest(run_settings.model_copy(update={"task_runner": "dask"}))
    assert caught.value.exit_code == USAGE


@pytest.mark.parametrize("flow", [ingest, nightly])
def test_a_worker_can_pickle_a_flow(flow: Flow[Any, Any]) -> None:
    assert cloudpickle.loads(cloudpickle.dumps(flow)).name == flow.name


def test_a_summary_says_what_changed() -> None:
    report = RunReport(
        run_id="r",
        status="degraded",
        release_id="20260101T000000Z-aa",
        warehouse=Path("data/regenbase.duckdb"),
        seconds=1.0,
        n_captures=2,
        sources=(
            SourceCounts(
                source_id="wiki", n_captures=2, n_held=0, n_failed=1, n_documents=1, n_rows=9, n_rejects=1, n_issues=0
            ),
        ),
        issues=(IssueCount(code="missing_title", severity="warn", n_issues=1, n_captures=1),),
        changes=(Change(table_name="claims", source_id="wiki", n_added=4, n_removed=1, n_changed=2),),
        warnings=("a.html: is a link that leads nowhere",),
    )
    text = summary(report)
    assert text.startswith("# Published, degraded: 20260101T000000Z-aa")
    assert "| claims | wiki | 4 | 1 | 2 |" in text
    assert "a.html: is a link" in text
    assert "No row differs" in summary(report.model_copy(update={"changes": ()}))


def test_the_deployment_names_the_flow_and_runs_one_at_a_time() -> None:
    declared = yaml.safe_load(Path(__file__).parents[2].joinpath("prefect.yaml").read_text())
    [deployment] = declared["deployments"]
    assert deployment["concurrency_limit"]["limit"] == 1
    assert deployment["schedules"][0]["cron"] == Settings().cron
    assert load_flow_from_entrypoint(deployment["entrypoint"]).name == "regenbase-nightly"
