"""Pages of a wiki of artifacts, in every form that they arrive in. All of them are invented."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from extractors.extract import try_file

SAMPLES = Path(__file__).resolve().parents[3] / "raw" / "samples" / "scidex"
HEART = "wiki-therapeutics-cardiac-progenitor-cell-therapy-heart-failure"
ADDRESS = "http://scidex.ai/artifact/wiki-mechanisms-axon-debris"
RECORD = (
    ("slug", "mechanisms-axon-debris"),
    ("kg_node_id", "None"),
    ("entity_type", "mechanism"),
    ("origin_type", "hand_import"),
    ("source_table", "wiki_pages"),
    ("wiki_page_id", "wp-77aa"),
    ("__merged_from", "{'merged_at': '2026-01-09', 'unprefixed_id': 'axon-debris'}"),
    ("_schema_version", "1"),
)
HEAD = """📗 Cite This Artifact
Axon Debris
Axon Debris
Overview
Debris of axons is cleared by [microglia](/cell-types/microglia) and [[cell-types-schwann|Schwann cells]].
Clearance
- Slow in [the cord](https://www.scidex.ai/brain-regions/spinal-cord)
See Also
- [Wallerian Degeneration](/mechanisms/wallerian-degeneration)
- [[mechanisms-phagocytosis]]
References
- PMID:99300111
"""
SUMMARY = "▸Metadataorigin_type: hand_import"
TAIL = f"""No provenance edges found
Use ?embed=1 to load the artifact without SciDEX chrome.
<iframe src="{ADDRESS}?embed=1" width="100%"></iframe>
[Axon Debris]({ADDRESS})
{ADDRESS}
"""

FORMS = {
    "pipes": f"{SUMMARY}\n" + "".join(f"| {key} | {value} |\n" for key, value in RECORD),
    "pipes with header": f"{SUMMARY}\n| key | value |\n|---|---|\n"
    + "".join(f"| {key} | {value} |\n" for key, value in RECORD),
    "blanks": f"{SUMMARY}\n" + "".join(f"{key} {value}\n" for key, value in RECORD),
    "wide blanks": f"{SUMMARY}\n" + "".join(f"{key}   {value}\n" for key, value in RECORD),
    "colons": f"{SUMMARY}\n" + "".join(f"{key}: {value}\n" for key, value in RECORD),
    "values below keys": f"{SUMMARY}\n" + "".join(f"{key}\n{value}\n" for key, value in RECORD),
    "glued rows": f"{SUMMARY}\n" + "".join(f"{key}{value}\n" for key, value in RECORD),
    "one line": f"{SUMMARY}\n" + " ".join(f"{key} {value}" for key, value in RECORD) + "\n",
    "one line of pipes": f"{SUMMARY}\n" + " ".join(f"| {key} | {value} |" for key, value in RECORD) + "\n",
    "one line glued": SUMMARY + "".join(f"{key}{value}" for key, value in RECORD) + "\n",
    "without heading": "".join(f"{key} {value}\n" for key, value in RECORD),
    "summary in its own line": "Metadata\norigin_type: hand_import\n"
    + "".join(f"{key} {value}\n" for key, value in RECORD),
    "html": f'{SUMMARY}\n<table class="kv">'
    + "".join(f"<tr><td>{key}</td><td>{value}</td></tr>" for key, value in RECORD)
    + "</table>\n",
}


class Rows:
    """The rows that a page gives."""

    def __init__(self, path: Path) -> None:
        self.rows = try_file(path, "scidex").result.rows

    def of(self, table: str, *columns: str, **wanted: object) -> list[Any]:
        """Return these columns of the rows that have the wanted values; a lone column by itself."""
        found = [
            tuple(row[column] for column in columns)
            for row in self.rows.get(table, [])
            if all(row[name] == value for name, value in wanted.items())
        ]
        return [each[0] for each in found] if len(columns) == 1 else found

    @property
    def document(self) -> dict[str, Any]:
        """The only document."""
        (document,) = self.rows["documents"]
        return document

    @property
    def text(self) -> str:
        """The text of the page."""
        return str(self.rows["pages"][0]["text"])


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def _read(text: str, url: str | None = None, suffix: str = ".txt") -> Rows:
        path = tmp_path / f"page{suffix}"
        path.write_text(text, encoding="utf-8")
        sidecar = tmp_path / f"page{suffix}.meta.json"
        sidecar.unlink(missing_ok=True)
        if url is not None:
            sidecar.write_text(json.dumps({"url": url}), encoding="utf-8")
        rows = Rows(path)
        assert "rejects" not in rows.rows
        return rows

    return _read


@pytest.mark.parametrize("form", FORMS)
def test_record_gives_attributes_in_every_form(read: Any, form: str) -> None:
    page = read(HEAD + FORMS[form] + TAIL)
    expected = [(key, None if value == "None" else value) for key, value in RECORD]
    assert page.of("attributes", "label", "value", scope="metadata") == expected
    assert page.of("document_aliases", "kind", "alias") == [
        ("slug", "mechanisms-axon-debris"),
        ("page_id", "wp-77aa"),
        ("merged_from", "axon-debris"),
    ]
    assert page.of("dates", "role", "value", "precision") == [("merged", "2026-01-09", "day")]
    assert page.document["published_on"] is None
    assert not page.of("data_tables", "ordinal")
    assert page.of("sections", "heading") == ["Overview", "Clearance", "See Also", "References"]
    codes = page.of("quality_issues", "code")
    assert codes.count("null_literal_string") == 1
    assert codes.count("python_literal") == 1


def test_values_within_the_merge_mapping_have_their_own_spans(read: Any) -> None:
    page = read(HEAD + FORMS["pipes"] + TAIL)
    alias = page.of("document_aliases", "document_alias_id", kind="merged_from")[0]
    spans = page.of("evidence", "span_start", "span_end", row_id=alias)
    assert [page.text[start:end] for start, end in spans] == ["axon-debris"]
    assert page.text[spans[0][0] - 1] == "'"


def test_addresses_of_the_chrome(read: Any) -> None:
    page = read(HEAD + FORMS["pipes"] + TAIL)
    assert page.of("document_urls", "role", "url") == [
        ("embed", f"{ADDRESS}?embed=1"),
        ("self_link", ADDRESS),
        ("bare", ADDRESS),
    ]
    assert page.document["canonical_url"] == ADDRESS.replace("http:", "https:")
    assert page.document["slug"] == "mechanisms-axon-debris"
    assert page.document["title"] == "Axon Debris"
    assert page.document["title_status"] == "explicit"


def test_chrome_is_typed_and_gives_no_rows(read: Any) -> None:
    page = read(HEAD + FORMS["blanks"] + TAIL)
    chrome = [page.text[start:end] for start, end in page.of("passages", "span_start", "span_end", kind="boilerplate")]
    for line in (SUMMARY, "No provenance edges found", f"[Axon Debris]({ADDRESS})", ADDRESS, "📗 Cite This Artifact"):
        assert line in chrome
    assert len(page.of("passages", "kind", kind="metadata")) == len(RECORD)
    assert ADDRESS not in page.of("links", "target")


def test_links_to_entities_have_kind_and_slug(read: Any) -> None:
    page = read(HEAD + FORMS["pipes"] + TAIL)
    assert page.of("links", "kind", "entity_kind", "entity_slug", "text") == [
        ("entity", "cell-types", "microglia", "microglia"),
        ("entity", None, "cell-types-schwann", "Schwann cells"),
        ("entity", "brain-regions", "spinal-cord", "the cord"),
        ("see_also", "mechanisms", "wallerian-degeneration", "Wallerian Degeneration"),
        ("see_also", None, "mechanisms-phagocytosis", "mechanisms-phagocytosis"),
    ]


def test_forms_of_entity_links(read: Any) -> None:
    links = "[[diseases/als|ALS]], [a](/genes/GBA1#summary), [b](/files/table.csv), [c](/atlas), [d](//example.org/x/y)"
    page = read(f"Links\nOverview\nThis page has {links} and no more.\n")
    assert page.of("links", "kind", "entity_kind", "entity_slug") == [
        ("entity", "diseases", "als"),
        ("entity", "genes", "GBA1"),
        ("internal", None, None),
        ("internal", None, None),
        ("external", None, None),
    ]


def test_own_links_above_a_footer_are_chrome(read: Any) -> None:
    page = read(HEAD + FORMS["pipes"] + TAIL + "SciDEX is an atlas that anyone may read and cite.\nAbout\nAPI\n")
    assert page.of("document_urls", "role") == ["embed", "self_link", "bare"]
    assert ADDRESS not in page.of("links", "target")


def test_several_merges_are_all_kept(read: Any) -> None:
    merges = (
        "[{'merged_at': '2026-01-09T08:00:00', 'unprefixed_id': 'a-b'}, "
        "{'merged_at': '2026-02-01', 'unprefixed_id': 'c'}]"
    )
    page = read(HEAD + f"{SUMMARY}\nslug x-y\n__merged_from {merges}\n" + TAIL)
    assert page.of("document_aliases", "alias", kind="merged_from") == ["a-b", "c"]
    assert page.of("dates", "value", role="merged") == ["2026-01-09", "2026-02-01"]


def test_summary_without_its_row_keeps_its_value(read: Any) -> None:
    page = read(HEAD + f"{SUMMARY}\nslug x-y\n" + TAIL)
    assert page.of("attributes", "label", "value") == [("origin_type", "hand_import"), ("slug", "x-y")]


def test_menu_above_the_page_is_no_title(read: Any) -> None:
    page = read("SciDEX\nAtlas\nForge\nExchange\n" + HEAD + FORMS["pipes"] + TAIL)
    assert page.document["title"] == "Axon Debris"
    assert page.of("sections", "heading") == ["Overview", "Clearance", "See Also", "References"]


def test_headings_between_the_chrome_are_no_sections(read: Any) -> None:
    tail = TAIL.replace("No provenance", "Provenance\nNo provenance").replace("<iframe", "Embed\n<iframe")
    page = read(HEAD + FORMS["pipes"] + tail)
    assert page.of("sections", "heading")[-1] == "References"


@pytest.mark.parametrize("suffix", [".html", ".txt"])
def test_embed_form_is_the_document_of_the_full_page(suffix: str) -> None:
    full = Rows(SAMPLES / f"{HEART}{suffix}")
    embed = Rows(SAMPLES / f"{HEART}--embed.html")
    assert full.document["document_id"] == embed.document["document_id"]
    assert full.document["content_sha256"] == embed.document["content_sha256"] or suffix == ".txt"
    assert not embed.of("attributes", "key", scope="metadata")


def test_kind_is_the_one_of_the_record_else_of_the_address(read: Any) -> None:
    body = "Nerve Bridge Assay\nHypothesis\nBridges of 5 mm are crossed within a month.\n"
    assert read(body, "http://scidex.ai/artifact/experiment-nerve-bridge?embed=1").document["kind"] == "experiment"
    assert read(body, "http://scidex.ai/artifact/wiki-nerve-bridge").document["kind"] == "wiki_artifact"
    stated = read(body + "| slug | nerve-bridge |\n| entity_type | experiment |\n| experiment_id | exp-1 |\n")
    assert stated.document["kind"] == "experiment"
    assert stated.of("document_aliases", "alias", kind="page_id") == ["exp-1"]


def test_experiment_and_its_embed_form_agree(read: Any) -> None:
    body = "Nerve Bridge Assay\nHypothesis\nBridges of 5 mm are crossed within a month.\n"
    record = "| slug | nerve-bridge |\n| entity_type | experiment |\n"
    full, embed = read(body + record), read(body, "http://scidex.ai/artifact/experiment-nerve-bridge?embed=1")
    assert full.document["document_id"] == embed.document["document_id"]


def test_artifacts_of_one_slug_and_two_kinds_stay_apart(read: Any) -> None:
    body = "Nerve Bridge\nOverview\nBridges of 5 mm are crossed within a month.\n"
    wiki = read(body, "http://scidex.ai/artifact/wiki-nerve-bridge")
    experiment = read(body, "http://scidex.ai/artifact/experiment-nerve-bridge")
    assert wiki.document["document_id"] != experiment.document["document_id"]


INDEX_TEXT = """SciDEX
Atlas
Experiments
Every experiment states what it expects.
- [Nerve Bridge](http://scidex.ai/artifact/experiment-nerve-bridge)
- [Graft Purity](http://scidex.ai/artifact/experiment-graft-purity)
- [Wrap Length](http://scidex.ai/artifact/experiment-wrap-length)
"""
INDEX_HTML = """<!DOCTYPE html><html lang="en"><head><title>Experiments | SciDEX</title></head><body>
<nav><a href="/">SciDEX</a></nav><main><h1>Experiments</h1><p>Every experiment states what it expects.</p><ul>
<li><a href="/artifact/experiment-nerve-bridge">Nerve Bridge</a></li>
<li><a href="/artifact/experiment-graft-purity">Graft Purity</a></li>
<li><a href="/artifact/experiment-wrap-length">Wrap Length</a></li></ul></main></body></html>
"""


@pytest.mark.parametrize(("text", "suffix"), [(INDEX_TEXT, ".txt"), (INDEX_HTML, ".html")])
def test_index_lists_artifacts(read: Any, text: str, suffix: str) -> None:
    page = read(text, "http://scidex.ai/experiments", suffix)
    assert page.document["kind"] == "index"
    assert page.document["title"] == "Experiments"
    assert page.document["canonical_url"] == "https://scidex.ai/experiments"
    assert page.of("list_items", "text") == ["Nerve Bridge", "Graft Purity", "Wrap Length"]
    assert page.of("links", "kind", "entity_slug") == [
        ("entity", "experiment-nerve-bridge"),
        ("entity", "experiment-graft-purity"),
        ("entity", "experiment-wrap-length"),
    ]


def test_addresses_that_end_an_index_are_not_its_own(read: Any) -> None:
    lines = "".join(f"http://scidex.ai/artifact/wiki-{name}\n" for name in ("wrap", "graft", "bridge"))
    page = read("Newest Pages\n" + lines, "http://scidex.ai/newest")
    assert page.document["kind"] == "index"
    assert not page.of("document_urls", "url")
    assert len(page.of("links", "target")) == 3


def test_page_without_title_takes_that_of_its_link(read: Any) -> None:
    page = read("Overview\nDebris of axons is cleared slowly in the spinal cord.\n" + FORMS["pipes"] + TAIL)
    assert (page.document["title"], page.document["title_status"]) == ("Axon Debris", "inferred")


@pytest.mark.parametrize("n_cut", range(20, 420, 40))
def test_capture_that_is_cut_anywhere_gives_rows(read: Any, n_cut: int) -> None:
    text = HEAD + FORMS["one line glued"] + TAIL
    page = read(text[:-n_cut])
    assert page.document["title"] == "Axon Debris"
    assert all(url.startswith("http://scidex.ai/artifact/wiki-mech") for url in page.of("document_urls", "url"))


def _values(rows: Rows, table: str, columns: Sequence[str]) -> list[Any]:
    return rows.of(table, *columns)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("attributes", ("scope", "ordinal", "key", "label", "value")),
        ("data_tables", ("ordinal", "name", "origin", "header_status", "n_rows", "n_cols")),
        ("table_cells", ("row_no", "col_no", "header", "value")),
        ("list_items", ("list_no", "ordinal", "label", "text")),
        ("sections", ("ordinal", "heading")),
        ("document_aliases", ("kind", "alias")),
        ("dates", ("role", "value")),
        ("citations", ("form", "prefix", "raw")),
    ],
)
@pytest.mark.parametrize("stem", [HEART, f"{HEART}--embed", "experiment-beta-cell-clusters-cyclic-hypoxia"])
def test_html_and_text_give_the_same_rows(stem: str, table: str, columns: Sequence[str]) -> None:
    html, text = Rows(SAMPLES / f"{stem}.html"), Rows(SAMPLES / f"{stem}.txt")
    assert _values(html, table, columns) == _values(text, table, columns)


def test_infobox_tables_of_a_sample_stand_at_their_sections() -> None:
    page = Rows(SAMPLES / f"{HEART}.txt")
    headings = {row["section_id"]: row["heading"] for row in page.rows["sections"]}
    tables = [(headings[row["section_id"]], row["n_rows"]) for row in page.rows["data_tables"]]
    assert tables == [
        ("Biomarker Response", 3),
        ("Completed and Active Trials", 3),
        ("Trial Sites by Country", 3),
        ("Companies and Programs", 2),
    ]
