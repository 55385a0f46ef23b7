"""Prefect's server as a child of one run, for machines on which no server is configured.

Prefect can start such a server on its own, but that one outlives a parent that is killed. This one does not. It also
starts while the run looks through the captures, since it takes several seconds.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import tomllib
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType

START_TIMEOUT_SECONDS = 120.0
_EVERY_ADDRESS = ("0.0.0.0", "::")


class ServerStartError(RuntimeError):
    """The server did not come up; the message holds its last words."""


def is_server_configured() -> bool:
    """Whether the user names a server, by variable or in Prefect's own profile."""
    if os.environ.get("PREFECT_API_URL"):
        return True
    profiles = Path(os.environ.get("PREFECT_HOME", Path.home() / ".prefect")) / "profiles.toml"
    if not profiles.is_file():
        return False
    # Read here: importing Prefect to ask would fix its settings before ours are in place.
    stored = tomllib.loads(profiles.read_text(encoding="utf-8"))
    active = os.environ.get("PREFECT_PROFILE", stored.get("active", ""))
    return bool(stored.get("profiles", {}).get(active, {}).get("PREFECT_API_URL"))


def quiet_environment(home: Path, *, is_service: bool = False) -> dict[str, str]:
    """Return Prefect's settings for a run that leaves the user's home alone and reports to nobody.

    What the user has set stays as it is.
    """
    wanted = {
        "PREFECT_HOME": str(home.resolve()),
        # A run tells its own story on the terminal; the runs of a service are read on its page.
        "PREFECT_LOGGING_LEVEL": "INFO" if is_service else "CRITICAL",
        # Child processes of the pool import this package, too.
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_ENABLED": "false",
        "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
        "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
        "DO_NOT_TRACK": "1",
    }
    return {name: value for name, value in wanted.items() if name not in os.environ}


class LocalServer:
    """Starts the server at once, `wait` returns when it answers, leaving the `with` block stops it."""

    def __init__(
        self, home: Path, host: str = "127.0.0.1", port: int | None = None, *, is_service: bool = False
    ) -> None:
        """Start the server; `is_service` gives it its page, its scheduler and `port` instead of any free one."""
        home.mkdir(parents=True, exist_ok=True)
        self._log = home / "server.log"
        self._reach = "127.0.0.1" if host in _EVERY_ADDRESS else host
        self._port = port or _free_port()
        if _is_taken(host, self._port):
            # Asked first: whatever answers there would be taken for this server.
            raise ServerStartError(f"{host}:{self._port} is in use or no address of this machine; name another")
        os.environ.update(quiet_environment(home, is_service=is_service))
        if is_service:
            # Without it the page of a server on another port asks port 4200.
            os.environ.setdefault("PREFECT_SERVER_UI_API_URL", self.api_url)
            os.environ["PREFECT_SERVER_UI_ENABLED"] = "true"
        os.environ["PREFECT_API_URL"] = self.api_url
        with self._log.open("wb") as log:
            role = "service" if is_service else "run"
            self._process = subprocess.Popen(
                [sys.executable, "-m", "flows.local_server", str(os.getpid()), role, host, str(self._port)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Control-C is for the run, which then stops the server in order.
                start_new_session=True,
            )

    @property
    def api_url(self) -> str:
        """Where the server answers."""
        return f"http://{self._reach}:{self._port}/api"

    def wait(self, timeout_seconds: float = START_TIMEOUT_SECONDS) -> None:
        """Return when the server answers; raise `ServerStartError` where it ends or takes too long."""
        deadline = time.monotonic() + timeout_seconds
        while not _answers(f"{self.api_url}/health"):
            if self._process.poll() is not None or time.monotonic() > deadline:
                words = self._log.read_text(errors="replace").strip().splitlines()[-1:]
                raise ServerStartError(
                    f"Prefect's server did not start: {' '.join(words) or 'no answer'} ({self._log})"
                )
            time.sleep(0.1)

    def stop(self) -> None:
        """End the server; safe to call twice."""
        os.environ.pop("PREFECT_API_URL", None)
        self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def __enter__(self) -> LocalServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_taken(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _answers(url: str) -> bool:
    # Proxies of the environment must not see a call to this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def end_with(parent: int) -> None:
    """End this process as soon as `parent` is no longer its parent, however that one ended."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, name="watch-parent", daemon=True).start()


def main(parent: int, role: str, host: str, port: int) -> None:
    """Serve Prefect's API; only a service has background services (scheduler, late runs) and a page."""
    end_with(parent)
    import uvicorn
    from prefect.server.api.server import create_app

    app = create_app(ephemeral=role != "service", final=True)
    uvicorn.run(app, host=host, port=port, log_level="error", lifespan="on")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
