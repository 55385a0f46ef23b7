"""A clinic's articles: long sections, tables, questions, and a frame of author, reviewer, disclaimer and invitation."""

from __future__ import annotations

from typing import ClassVar

from extractors.articles import Article
from extractors.site import Bounds, Fingerprint
from schemas.records import Source


class LongevityInstitute(Article):
    """Articles of a clinic that sells treatments of the kind it writes about."""

    source: ClassVar[Source] = Source(
        source_id="longevity_institute",
        name="Longevity Medical Institute",
        kind="clinic_article",
        hosts=["longevity-institute.example"],
        commercial_interest=True,
        description="Patient education of a clinic for regenerative medicine, written and reviewed by its staff",
    )
    fingerprint: ClassVar[Fingerprint] = Fingerprint(
        all_of=("Author", "Medical Review"), any_of=(r"last reviewed: .{4,40}",)
    )
    faq_headings: ClassVar[tuple[str, ...]] = (
        *Article.faq_headings,
        r"common questions\b.*",
        r"questions (?:and|&) answers\b.*",
    )
    bounds: ClassVar[Bounds] = Bounds(documents=(1, 1), fill={"title": 0.9, "last_reviewed_on": 0.5})
