"""The golden cases of this checkout; `regenbase accept` writes them by the same functions."""

from __future__ import annotations

from flows.goldens import Case, all_cases, expected, observed, write

__all__ = ["Case", "all_cases", "expected", "observed", "write"]
