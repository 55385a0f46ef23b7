"""Settings of a run: REGENBASE_* variables, overridden by the command line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

import raw

SAMPLES = Path(raw.__file__).parent / "samples"
TaskRunner = Literal["inprocess", "processes", "dask"]


def usable_cores() -> int:
    """Return how many cores this process may use, which a container can set below the machine's."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Settings(BaseSettings):
    """What a run needs to know; every field is also a variable, `raw` as REGENBASE_RAW."""

    model_config = SettingsConfigDict(env_prefix="REGENBASE_", extra="ignore", frozen=True)

    raw: Path = Field(default=SAMPLES, description="Folder with the captures, one folder per source; never written to")
    data: Path = Field(default=Path("data"), description="Folder for staging, releases and the live warehouse")
    workers: int = Field(default_factory=usable_cores, ge=1, description="Processes that extract at the same time")
    batch_size: int = Field(default=64, ge=1, description="Captures per batch; a batch is staged whole or not at all")
    max_bytes: int = Field(default=32 * 2**20, ge=1, description="Size above which a capture is refused")
    task_runner: TaskRunner = Field(default="processes", description="Where batches are extracted")
    dask_address: str | None = Field(default=None, description="Dask scheduler; without one a local cluster is started")
    keep_releases: int = Field(default=10, ge=1, description="Releases kept for rollback, the live one included")
    cron: str = Field(default="15 2 * * *", description="Schedule of the nightly deployment, in UTC")

    @property
    def live(self) -> Path:
        """The file that readers open."""
        return self.data / "regenbase.duckdb"
