from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.local_server import LocalServer, ServerStartError, is_server_configured, quiet_environment
from tests.flows.test_pool import is_alive, wait_until

START_AND_WAIT = """
import sys, time
from pathlib import Path
from flows.local_server import LocalServer
server = LocalServer(Path(sys.argv[1]))
print(server._process.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Undo what a server writes into the environment, and start without the caller's settings."""
    for name in [name for name in os.environ if name.startswith("PREFECT_")]:
        monkeypatch.delenv(name)
    for name in quiet_environment(Path("home")):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setenv("PREFECT_API_URL", "")


def test_a_server_named_by_variable_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:4200/api")
    assert is_server_configured()


@pytest.mark.parametrize(("active", "expected"), [("mine", True), ("other", False)])
def test_a_server_named_by_the_active_profile_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, active: str, expected: bool
) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    profiles = (
        f'active = "{active}"\n[profiles.mine]\nPREFECT_API_URL = "http://127.0.0.1:4200/api"\n[profiles.other]\n'
    )
    (tmp_path / "profiles.toml").write_text(profiles)
    assert is_server_configured() is expected


def test_no_profile_means_no_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path))
    assert not is_server_configured()


def test_what_the_user_has_set_stays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PREFECT_LOGGING_LEVEL", "DEBUG")
    assert "PREFECT_LOGGING_LEVEL" not in quiet_environment(tmp_path)


@pytest.mark.slow
def test_the_server_answers_and_stops(tmp_path: Path) -> None:
    with LocalServer(tmp_path) as server:
        server.wait()
        assert os.environ["PREFECT_API_URL"] == server.api_url
        process_id = server._process.pid
    assert not is_alive(process_id)


@pytest.mark.slow
def test_a_server_that_cannot_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_DATABASE_CONNECTION_URL", "sqlite+aiosqlite:////nowhere/prefect.db")
    with LocalServer(tmp_path) as server, pytest.raises(ServerStartError, match=r"server\.log"):
        server.wait()


@pytest.mark.slow
def test_the_server_ends_with_a_killed_run(tmp_path: Path) -> None:
    run = subprocess.Popen([sys.executable, "-c", START_AND_WAIT, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    server = int(run.stdout.readline())
    run.kill()
    run.wait()
    run.stdout.close()
    assert wait_until(lambda: not is_alive(server), seconds=30)
