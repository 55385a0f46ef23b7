"""Any page of a site that has no module of its own."""

from __future__ import annotations

from typing import ClassVar

from extractors.articles import Article
from schemas.records import Source


class Generic(Article):
    """Takes what metadata and the shape of the page tell."""

    source: ClassVar[Source] = Source(
        source_id="generic",
        name="Other pages",
        kind="web_page",
        hosts=[],
        commercial_interest=False,
        description="Pages of sites that have no extractor of their own",
    )
