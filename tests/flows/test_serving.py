"""`regenbase serve` as a real process: server, schedule and worker."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.deployments import run_deployment
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings

from flows.errors import NOTHING_PUBLISHED, USAGE
from flows.serving import environment_of
from flows.settings import Settings
from tests.flows.test_interruption import environment
from tests.flows.test_pool import wait_until


def serving(settings: Settings, port: int, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "flows.cli", "serve", "--raw", str(settings.raw), "--data", str(settings.data)]
    return subprocess.Popen(
        [*command, "--port", str(port), *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )


@pytest.fixture
def port() -> Iterator[int]:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", 0))
        found = int(probe.getsockname()[1])
    yield found


def processes_of(data: Path) -> list[str]:
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if str(data) in line]


def test_a_worker_elsewhere_finds_the_same_folders(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(settings.raw.parent)
    relative = settings.model_copy(update={"raw": Path("raw"), "data": Path("data"), "batch_size": 7})
    for name, value in environment_of(relative).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir("/")
    assert Settings() == settings.model_copy(update={"batch_size": 7})


@pytest.mark.slow
def test_a_served_run_publishes_and_nothing_outlives_the_service(settings: Settings, port: int) -> None:
    child = serving(settings, port)
    try:
        assert child.stderr is not None
        said = next(line for line in child.stderr if "Start a run at once" in line)
        assert f"PREFECT_API_URL=http://127.0.0.1:{port}/api" in said
        mine = {PREFECT_API_URL: f"http://127.0.0.1:{port}/api", PREFECT_HOME: settings.data / "client"}
        with temporary_settings(updates=mine):
            run = run_deployment("regenbase-nightly/nightly", timeout=120, poll_interval=1)
            assert run.state is not None
            assert run.state.is_completed(), run.state
            with get_client(sync_client=True) as client:
                deployment = client.read_deployment_by_name("regenbase-nightly/nightly")
                assert [entry.schedule.cron for entry in deployment.schedules] == [settings.cron]
        assert settings.live.exists()
    finally:
        child.send_signal(signal.SIGTERM)
        words = child.communicate(timeout=60)[1]
    assert child.returncode == 0
    assert "Traceback" not in words
    assert "Stopped." in words
    assert wait_until(lambda: not processes_of(settings.data))


@pytest.mark.slow
def test_a_port_in_use_is_said_at_once(settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        child = serving(settings, int(taken.getsockname()[1]))
        words = child.communicate(timeout=60)[1]
    assert child.returncode == NOTHING_PUBLISHED
    assert "in use" in words


@pytest.mark.slow
def test_a_schedule_that_is_none_ends_with_2(settings: Settings, port: int) -> None:
    child = serving(settings, port, "--cron", "at night")
    words = child.communicate(timeout=60)[1]
    assert child.returncode == USAGE
    assert "'at night' is no schedule" in words
