"""Documents whose texts are nearly the same: found by MinHash bands, verified by Jaccard, never merged."""

from __future__ import annotations

from typing import Final

import duckdb

from warehouse.components import find_components
from warehouse.scripts import run_script

# 16 bands of 8 values: of two texts with Jaccard 0.9 fewer than one in 5,000 pairs share no band.
N_BANDS: Final = 16
BAND_VALUES: Final = 8
# From which share of common shingles on two texts are nearly the same.
LEAST_JACCARD: Final = 0.9
# Texts with fewer shingles must be equal: in a short text a tenth is a word or two, which may be all that matters.
SHORT: Final = 50
# In a band that more texts share, each is compared with the first and with its neighbours only.
CROWD: Final = 50


def find_near_duplicates(connection: duckdb.DuckDBPyConnection) -> None:
    """Enter near-duplicate documents in merges and clusters; `near_duplicates` holds the pairs.

    Two addresses of one site are revisions of each other for a person to judge (`unsure`); copies on another site are
    syndicated and stay documents of their own (`keep_apart`).
    """
    suggest_near_duplicates(connection)
    find_components(connection, "near_duplicates", "near_duplicate_components")
    run_script(connection, "near_duplicates_recorded")


def suggest_near_duplicates(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `near_duplicates` from `document_signatures`: left_id, right_id, jaccard, is_other_site, is_same_address."""
    run_script(
        connection,
        "near_duplicates",
        n_bands=str(N_BANDS),
        band_values=str(BAND_VALUES),
        least_jaccard=str(LEAST_JACCARD),
        short=str(SHORT),
        crowd=str(CROWD),
    )
