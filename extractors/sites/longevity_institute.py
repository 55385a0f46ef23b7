"""A clinic's articles: long sections, tables, questions, and a frame of author, reviewer, disclaimer and invitation."""

from __future__ import annotations

from typing import ClassVar

from extractors.articles import Article
from extractors.site import Bounds, Fingerprint, Layout
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
        some_of=(
            r"authors?|written by",
            r"medical review(?:er|ed by)?|medically reviewed by",
            r"(?:last|medically) reviewed(?: on)?:? .{4,40}",
            # The name counts the more the closer it stands to what only the clinic itself says.
            r".{0,400}\blongevity medical institute\b.{0,400}",
            r".{0,400}, longevity medical institute(?:\..{0,400})?",
            r".{0,400}\bat longevity medical institute, (?:we|our)\b.{0,400}",
            r".{0,400}\blongevity medical institute (?:offers|provides)\b.{0,400}",
            r"(?:.{1,200} [|–-] |the )?longevity medical institute(?: .{2,60})?",
        ),
        at_least=3,
    )
    faq_headings: ClassVar[tuple[str, ...]] = (
        *Article.faq_headings,
        r"common questions\b.*",
        r"questions (?:and|&) answers\b.*",
    )
    layouts: ClassVar[tuple[Layout, ...]] = (
        Layout("full", fingerprint),
        # Articles that no physician has reviewed yet.
        Layout("unreviewed", Fingerprint(all_of=("Author",))),
    )
    bounds: ClassVar[Bounds] = Bounds(
        documents=(1, 1),
        fill={"title": 0.9, "last_reviewed_on": 0.5},
        records={"sections": (1, 100)},
        unknown_layout=0.2,
    )
