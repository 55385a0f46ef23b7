"""A blog on stem cell research: every post retells one paper and ends with its full reference."""

from __future__ import annotations

from typing import ClassVar

from extractors.site import Boilerplate, Bounds, Fingerprint
from extractors.wordpress import WordPressBlog
from schemas.records import Source


class StemCellBlog(WordPressBlog):
    """Archive pages with several posts, and pages of single posts; the text rendering shows no titles."""

    source: ClassVar[Source] = Source(
        source_id="stem_cell_blog",
        name="Stem Cell Blog",
        kind="blog_post",
        hosts=["stem-cell-blog.example"],
        commercial_interest=False,
        description="Blog posts that retell papers on stem cell research, each with a full reference at its end",
    )
    fingerprint: ClassVar[Fingerprint] = Fingerprint(
        any_of=(r"by [^|]{2,80} ?\| ?\p{L}{3,9} \d{1,2}, \d{4} ?\| ?.*\b(?:stem cells?|regenerative medicine)\b.*",)
    )
    boilerplate: ClassVar[tuple[Boilerplate, ...]] = (
        Boilerplate("navigation", lines=(r"(?:read|learn) more\W*", r"continue reading\b.{0,120}")),
        Boilerplate("navigation", css=("more-link", "pagination", "wp-pagenavi", "nav-links")),
    )
    citation_prefix: ClassVar[str | None] = "Source"
    bounds: ClassVar[Bounds] = Bounds(
        documents=(1, 50),
        fill={"published_on": 0.9},
        records={"contributors": (1, 10), "citations": (1, 30)},
        unknown_layout=0.2,
    )
