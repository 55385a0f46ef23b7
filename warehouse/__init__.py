"""From staged rows to published releases."""

from warehouse.build import Built, build
from warehouse.build_input import BuildInput
from warehouse.errors import BuildError, Failure, LockedError, ReleaseError, StagingError, WarehouseError
from warehouse.lock import WriterLock, lock_owner
from warehouse.publish import publish, rollback
from warehouse.releases import ReleaseInfo, connect_live, live_path, releases
from warehouse.staging import LiveBatches, Staging

__all__ = [
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
    "build",
    "connect_live",
    "live_path",
    "lock_owner",
    "publish",
    "releases",
    "rollback",
]
