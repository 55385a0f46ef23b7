"""From staged rows to published releases."""

from warehouse.band_decisions import BandDecision, add_band_decisions
from warehouse.bounds import accepted_band
from warehouse.build import Built, build
from warehouse.build_input import BuildInput
from warehouse.errors import BuildError, Failure, LockedError, ReleaseError, StagingError, WarehouseError
from warehouse.lock import WriterLock, lock_owner
from warehouse.publish import publish, rollback
from warehouse.releases import ReleaseInfo, connect_live, live_path, releases
from warehouse.staging import LiveBatches, Staging

__all__ = [
    "BandDecision",
    "BuildError",
    "BuildInput",
    "Built",
    "Failure",
    "LiveBatches",
    "LockedError",
    "ReleaseError",
    "ReleaseInfo",
    "Staging",
    "StagingError",
    "WarehouseError",
    "WriterLock",
    "accepted_band",
    "add_band_decisions",
    "build",
    "connect_live",
    "live_path",
    "lock_owner",
    "publish",
    "releases",
    "rollback",
]
