"""Measures how a finder's time grows: four times the text may take little more than four times as long."""

from __future__ import annotations

import time
from collections.abc import Callable


def growth_ratio(finder: Callable[[str], object], piece: str, small: int = 1_000_000, factor: int = 4) -> float:
    """Return CPU time(factor * small) / CPU time(small), the better of two runs each; other processes do not count."""

    def best(size: int) -> float:
        text = piece * (size // len(piece) + 1)
        runs = []
        for _ in range(2):
            began = time.process_time()
            finder(text)
            runs.append(time.process_time() - began)
        return min(runs)

    return best(factor * small) / max(best(small), 0.02)
