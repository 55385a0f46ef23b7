"""What a healthy source gives, as its site declares it: plain data that a build compares new captures with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SourceBounds:
    """Bounds of one source.

    documents: (min, max) per capture. fill: least share of rows with a value, by column: 'title' means
    `documents.title`, other tables are named ('claims.polarity'). records: (min, max) rows of a table per document.
    unknown_layout: greatest share of captures in none of the layouts that the site tells apart; None for any.
    """

    documents: tuple[int, int] = (1, 1)
    fill: Mapping[str, float] = field(default_factory=dict)
    records: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    unknown_layout: float | None = None
