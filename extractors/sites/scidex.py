"""An atlas of disease mechanisms and therapies: wiki artifacts, experiments and the pages that list them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from extractors.site import Boilerplate, Bounds, Fingerprint, Layout
from extractors.wiki_artifact import WikiArtifact
from schemas.records import Source
from schemas.records.documents import DocumentKind


class Scidex(WikiArtifact):
    """Infoboxes hold the tables of later sections; the record below the body states slug, ids and origin."""

    source: ClassVar[Source] = Source(
        source_id="scidex",
        name="SciDEX",
        kind="wiki_artifact",
        home_url="https://scidex.ai/",
        hosts=["scidex.ai"],
        commercial_interest=False,
        description="Wiki pages and experiments on mechanisms, cell types and therapies, each with a record",
    )
    fingerprint: ClassVar[Fingerprint] = Fingerprint(
        any_of=(
            r"^\W{0,8}cite this artifact\W{0,4}$",
            r"^no provenance edges found",
            r"\bwithout scidex chrome\b",
            r"https?://(?:www\.)?scidex\.ai/artifact/",
            r"\]\(/(?:cell-types|brain-regions|mechanisms|therapeutics|proteins|diseases|genes|hypotheses)/[a-z0-9-]+\)",
        )
    )
    boilerplate: ClassVar[tuple[Boilerplate, ...]] = (
        Boilerplate(
            "cite", lines=(r"[^\p{L}\p{N}]{0,8}(?:cite|embed|share|copy)(?: (?:this )?(?:artifact|page|link))?",)
        ),
        Boilerplate("provenance", lines=(r"(?:no provenance edges found|provenance edges?)\W{0,3}",)),
        Boilerplate("embed", lines=(r".{0,80}\?embed=1\b.{0,240}", r"</?iframe\b.*", r"&lt;iframe\b.*")),
    )
    layouts: ClassVar[tuple[Layout, ...]] = (
        Layout(
            "full",
            Fingerprint(
                any_of=(
                    r"^\W{0,8}cite this artifact\W{0,4}$",
                    r"^no provenance edges found",
                    r"\bwithout scidex chrome\b",
                    r"^\W{0,4}metadata\W{0,4}(?:$|origin_type\b)",
                )
            ),
        ),
        # The embed form has neither chrome nor record.
        Layout(
            "embed", Fingerprint(some_of=("overview", "background", "mechanism", "see also", "references"), at_least=1)
        ),
    )
    bounds: ClassVar[Bounds] = Bounds(
        documents=(1, 1),
        fill={"title": 0.9, "slug": 0.8},
        records={"sections": (1, 200), "attributes": (1, 200)},
        unknown_layout=0.2,
    )

    artifact_kinds: ClassVar[Mapping[str, DocumentKind]] = {
        "wiki": "wiki_artifact",
        "experiment": "experiment",
        "index": "index",
    }
    entity_types: ClassVar[Mapping[str, DocumentKind]] = {
        "experiment": "experiment",
        "index": "index",
        "collection": "index",
    }
    experiment_sections: ClassVar[tuple[str, ...]] = (
        r"hypothes[ie]s(?: under test)?",
        r"(?:experimental )?protocol|experimental design|model system",
        r"(?:predicted|expected) (?:outcomes?|results?)|success criteria",
    )
    metadata_keys: ClassVar[frozenset[str]] = frozenset(
        "slug kg_node_id entity_type origin_type source_table wiki_page_id experiment_id __merged_from _schema_version "
        "created_at updated_at".split()
    )
    page_id_keys: ClassVar[frozenset[str]] = frozenset({"wiki_page_id", "experiment_id"})
    menu: ClassVar[frozenset[str]] = frozenset(
        {"scidex", "atlas", "forge", "exchange", "about", "api", "scidex atlas forge exchange"}
    )
