"""HTML to the page model."""

from __future__ import annotations

import gzip
import json
import os
from collections import Counter
from pathlib import Path

import pytest
import regex
from lxml import etree

from extractors.blocks import Block, Page
from extractors.page import parse_html
from extractors.reading import read_page

REPOSITORY = Path(__file__).parents[2]
SAMPLES = REPOSITORY / "raw" / "samples"
LINK = regex.compile(r"\[\[([^\]|]+)\]\]|\[([^\]]+)\]\([^)]*\)")
PROSE = (
    "Skin cells were sprayed on the wound within an hour of the first cut, and it closed after 11 days on average, "
    "which is sooner than with a mesh alone, as the authors of the study report."
)

PAGE = """<!doctype html><html lang="en"><head><title>Knee cells - Clinic</title>
<meta property="og:title" content="Knee cells"><link rel="canonical" href="https://c.example/knee">
<script type="application/ld+json">{"@type": "Article", "author": [{"name": "A. Bee"}], "n": 2}</script></head>
<body class="comments"><header><h1>Clinic</h1></header>
<nav aria-label="Breadcrumb"><ol><li><a href="/">Home</a></li><li>Knee</li></ol></nav>
<nav><ul><li><a href="/about">About</a></li></ul></nav>
<main><article><header><h1>Knee  <b>cells</b></h1>
<p class="byline">By A. Bee <time datetime="2025-01-02">2 Jan</time></p></header>
<p>One line<br>two <a href="/y">link</a>.<br><br>Three.<img src="x" alt="A knee"> More</p>
loose<div>inner<p>para</p>after</div>
<ol start="3"><li>first<ul><li>sub</li></ul></li><li><p>second</p></li></ol>
<table class="infobox"><caption>Facts</caption><tr><th colspan="2">Head</th></tr>
<tr><td rowspan="2">a</td><td>b<br>c</td></tr><tr><td><p>d</p><p>e</p></td></tr></table>
<blockquote><p>Said.</p></blockquote><figure><img alt="Fig"><figcaption>Legend</figcaption></figure>
<pre>x = 1
  y</pre><dl><dt>Age</dt><dd>40</dd></dl><a>gone</a><noscript>off</noscript><template><p>off</p></template></article></main>
<section class="comment-list"><p>Nice</p></section><footer>Imprint</footer></body></html>"""


@pytest.fixture(scope="module")
def page() -> Page:
    return parse_html("c", PAGE)


def texts(page: Page, kind: str) -> list[str]:
    return [page.of(block) for block in page.blocks if block.kind == kind]


def block(page: Page, text: str) -> Block:
    return next(block for block in page.blocks if page.of(block) == text)


def test_title_is_the_heading_that_the_title_element_names(page: Page) -> None:
    assert texts(page, "title") == ["Knee cells"]
    assert (block(page, "Clinic").kind, block(page, "Clinic").note) == ("boilerplate", "header")


def test_breadcrumb_byline_quote_label_value_and_code_are_typed(page: Page) -> None:
    assert texts(page, "breadcrumb") == ["Home", "Knee"]
    assert texts(page, "byline") == ["By A. Bee 2 Jan"]
    assert texts(page, "quote") == ["Said."]
    assert (texts(page, "label"), texts(page, "value")) == (["Age"], ["40"])
    assert texts(page, "code") == ["x = 1\n  y"]
    assert block(page, "Legend").note == "caption"


def test_one_break_is_a_line_and_two_end_the_block(page: Page) -> None:
    assert block(page, "One line\ntwo link.").kind == "paragraph"
    assert block(page, "Three. More").kind == "paragraph"


def test_text_between_blocks_is_its_own_paragraph(page: Page) -> None:
    assert {"loose", "inner", "para", "after"} <= set(texts(page, "paragraph"))


def test_alternative_text_is_its_own_block(page: Page) -> None:
    assert texts(page, "figure_alt") == ["A knee", "Fig"]


def test_lists_are_numbered_and_nested(page: Page) -> None:
    first, sub, second = (block(page, text) for text in ("first", "sub", "second"))
    assert (first.list_no, first.item_no, first.level, first.marker) == (second.list_no, 1, 1, "3")
    assert (second.item_no, second.marker, sub.level) == (2, "4", 2)
    assert sub.list_no != first.list_no


def test_cells_stand_where_spans_put_them(page: Page) -> None:
    cells = [(page.of(b), b.row, b.col, b.is_header) for b in page.blocks if b.kind == "table_cell"]
    assert cells == [
        ("Head", 1, 1, True), ("a", 2, 1, False), ("b\nc", 2, 2, False), ("d\ne", 3, 2, False),
    ]  # fmt: skip
    (table,) = page.tables
    assert (table.is_infobox, table.n_rows, table.n_cols) == (True, 3, 2)
    assert table.caption is not None
    assert page.text[slice(*table.caption)] == "Facts"


def test_boilerplate_is_noted_and_body_class_counts_for_nothing(page: Page) -> None:
    notes = {page.of(b): b.note for b in page.blocks if b.kind == "boilerplate"}
    assert notes == {"Clinic": "header", "About": "navigation", "Nice": "comments", "Imprint": "footer"}


def test_what_is_not_shown_is_not_text(page: Page) -> None:
    assert "off" not in page.text.split()


def test_metadata_blocks_cover_the_value(page: Page) -> None:
    found = {b.name: page.of(b) for b in page.blocks if b.kind == "metadata"}
    assert found["html@lang"] == "en"
    assert found["title"] == "Knee cells - Clinic"
    assert found["og:title"] == "Knee cells"
    assert found["link@canonical"] == "https://c.example/knee"
    assert found["jsonld:Article.author.0.name"] == "A. Bee"
    assert found["jsonld:Article.n"] == "2"
    assert found["time@datetime"] == "2025-01-02"


def test_links_point_to_their_target_in_the_text(page: Page) -> None:
    links = {page.text[link.start : link.end]: link for link in page.links}
    assert set(links) == {"Home", "About", "link", "gone"}
    link = links["link"]
    assert link.target_start is not None
    assert page.text[link.target_start : link.target_end] == link.target == "/y"
    assert (links["gone"].target, links["gone"].target_start) == (None, None)


def test_every_locator_finds_one_element(page: Page) -> None:
    root = etree.fromstring(PAGE.encode(), etree.HTMLParser())
    for each in page.blocks:
        found = root.xpath(each.locator)
        assert isinstance(found, list)
        assert len(found) == 1, each


def test_page_within_a_form_is_no_form() -> None:
    page = parse_html("c", f"<body><form><p>{'Some words of text. ' * 30}</p></form><nav>Menu</nav></body>")
    assert [b.kind for b in page.blocks] == ["paragraph", "boilerplate"]


def test_layout_table_is_no_table() -> None:
    page = parse_html(
        "c", "<body><table><tr><td>Side</td><td><h2>Head</h2><p>One.</p><p>Two.</p></td></tr></table></body>"
    )
    assert [(b.kind, page.of(b)) for b in page.blocks] == [
        ("paragraph", "Side"), ("heading", "Head"), ("paragraph", "One."), ("paragraph", "Two."),
    ]  # fmt: skip
    assert page.tables == ()


def test_what_jsonld_refers_to_by_id_has_its_name() -> None:
    graph = (
        '{"@graph": [{"@type": "Article", "publisher": {"@id": "#clinic"}, "author": [{"@id": "#gone"}]},'
        ' {"@type": "MedicalClinic", "@id": "#clinic", "name": "Owl Hill Clinic"}]}'
    )
    page = parse_html("c", f'<body><p>x</p><script type="application/ld+json">{graph}</script></body></html>')
    found = {block.name: page.of(block) for block in page.blocks if block.kind == "metadata"}
    assert found["jsonld:Article.publisher.name"] == "Owl Hill Clinic"
    assert "jsonld:Article.author.0.name" not in found


def test_broken_jsonld_is_skipped_and_told() -> None:
    page = parse_html("c", '<body><p>x</p><script type="application/ld+json">{"a": </script></body></html>')
    assert [issue.code for issue in page.issues] == ["malformed_metadata"]


def test_lone_surrogate_in_jsonld_does_not_reach_the_text() -> None:
    page = parse_html("c", '<p>x</p><script type="application/ld+json">{"a": "b\\ud800c"}</script>')
    page.text.encode()


@pytest.mark.parametrize("source", ["<html><body><p>Cut in the middle <a hre", "<html><body><p>Never closed"])
def test_cut_page_is_read_as_far_as_it_goes(source: str) -> None:
    page = parse_html("c", source)
    assert page.blocks[0].kind == "paragraph"
    assert [issue.code for issue in page.issues] == ["truncated_capture"]


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "blockquote", "table><tr><td"])
def test_hundred_thousand_levels_are_read_as_far_as_possible(tag: str) -> None:
    page = parse_html("c", f"<body><p>Before.</p>{f'<{tag}>x' * 100_000}</body></html>")
    assert page.of(page.blocks[0]) == "Before."
    assert [issue.code for issue in page.issues] == ["truncated_capture"]


@pytest.mark.parametrize("source", ["", "   ", "<!-- nothing -->", "<html></html>"])
def test_page_without_text_has_no_blocks(source: str) -> None:
    assert [b for b in parse_html("c", source).blocks if b.kind != "metadata"] == []


@pytest.mark.parametrize(
    "markup",
    [
        '<ul><li><span class="badge">1</span><div>First one.</div></li><li><span>2.</span><p>Second one.</p></li></ul>',
        "<ol><li>First one.</li><li>Second one.</li></ol>",
    ],
)
def test_numbers_before_items_are_their_markers(markup: str) -> None:
    page = parse_html("c", f"<body>{markup}</body>")
    items = [(page.of(b), b.marker, b.item_no) for b in page.blocks]
    assert items == [("First one.", "1", 1), ("Second one.", "2", 2)]


def test_label_and_value_are_known_by_their_names_and_a_label_alone_is_text() -> None:
    pair = '<div class="label">Age</div><div class="value">40</div>'
    page = parse_html("c", f'<body>{pair}<p class="label">Sale</p><p>Text of it.</p></body>')
    assert [(b.kind, page.of(b)) for b in page.blocks] == [
        ("label", "Age"), ("value", "40"), ("paragraph", "Sale"), ("paragraph", "Text of it."),
    ]  # fmt: skip


def test_details_are_a_heading_and_its_text() -> None:
    page = parse_html("c", "<body><details><summary>Is it <b>safe</b>?</summary><p>It is.</p></details></body>")
    assert [(b.kind, page.of(b)) for b in page.blocks] == [("heading", "Is it safe?"), ("paragraph", "It is.")]


@pytest.mark.parametrize("attribute", ["hidden", "style='display: none'", "aria-hidden='true'"])
def test_what_attributes_hide_is_boilerplate(attribute: str) -> None:
    page = parse_html("c", f"<body><p>{PROSE}</p><div {attribute}><p>Not shown.</p></div></body>")
    assert [(b.kind, b.note) for b in page.blocks] == [("paragraph", None), ("boilerplate", "hidden")]


@pytest.mark.parametrize(
    ("markup", "note"),
    [
        ('<div class="cookie-banner"><p>We use cookies.</p></div>', "cookie"),
        ('<div id="onetrust-consent-sdk"><p>Choose.</p></div>', "cookie"),
        ('<section class="comments-area"><p>I agree with it.</p></section>', "comments"),
        ('<div class="related-posts"><h3>More</h3></div>', "related"),
        ("<aside><p>Beside it.</p></aside>", "aside"),
        ('<div class="modal-window"><p>Sign in first.</p></div>', "popup"),
        ('<div class="sharedaddy"><p>Tell others.</p></div>', "share"),
        (
            "<ul><li><a href=/a>One page</a></li><li><a href=/b>Other page</a></li><li><a href=/c>Third</a></li></ul>",
            "links",
        ),
        ("<p>Sign up for our weekly newsletter</p>", "newsletter"),
        ("<p>© 2026 Someone</p>", "footer"),
    ],
)
def test_chrome_is_known_by_names_links_and_cues(markup: str, note: str) -> None:
    page = parse_html("c", f"<body><div><h1>A Title of It</h1><p>{PROSE}</p><p>Then {PROSE}</p>{markup}</div></body>")
    last = (
        page.blocks[-1]
        if page.blocks[-1].kind != "metadata"
        else next(b for b in page.blocks if b.kind == "boilerplate")
    )
    assert (last.kind, last.note) == ("boilerplate", note)
    assert [b.kind for b in page.blocks][:3] == ["title", "paragraph", "paragraph"]


def test_links_below_a_heading_that_announces_them_are_content() -> None:
    items = "".join(f"<li><a href=/{name}>{name}</a></li>" for name in ("alpha", "beta", "gamma"))
    page = parse_html("c", f"<body><p>{PROSE}</p><h2>See Also</h2><ul>{items}</ul></body>")
    assert [b.kind for b in page.blocks if b.kind != "metadata"] == ["paragraph", "heading", *["list_item"] * 3]


def test_text_outside_the_element_with_the_prose_is_left_out_but_tables_and_leads_stay() -> None:
    body = "".join(f"<p>{number} {PROSE}</p>" for number in ("First", "Second", "Third"))
    teasers = "".join(
        f"<div><h3>Other page</h3><p>A teaser of it that runs to {n} words and more, up to its end.</p></div>"
        for n in "89"
    )
    page = parse_html(
        "c",
        f"<body><h1>A Title of It</h1><p>Lead: {PROSE}</p><div class=x>{body}</div>"
        f"<table><tr><th>a</th></tr></table>{teasers}</body>",
    )
    kinds = [b.kind for b in page.blocks]
    assert kinds == ["title", *["paragraph"] * 4, "table_cell", *["boilerplate"] * 4]


def test_tags_side_by_side_are_noted_as_glued() -> None:
    page = parse_html("c", "<body><div><a href=/a>Regenerative Medicine</a><a href=/b>Neurology</a></div></body>")
    assert (page.of(page.blocks[0]), page.blocks[0].note) == ("Regenerative MedicineNeurology", "glued")
    assert [page.text[link.start : link.end] for link in page.links] == ["Regenerative Medicine", "Neurology"]


SHOWN = ("heading", "paragraph", "list_item", "table_cell", "figure_alt", "label", "value", "byline", "breadcrumb")
PAIRS = sorted(path for path in SAMPLES.glob("*/*.txt") if path.with_suffix(".html").exists())


def shown(path: Path) -> list[tuple[str, str, int | None, int | None]]:
    page, _ = read_page("c", path.read_bytes(), path.suffix == ".html")
    return [
        (
            # A text rendering shows neither quotes nor, at times, titles.
            "paragraph" if block.kind == "quote" else block.kind,
            " ".join(LINK.sub(lambda match: match[1] or match[2], page.of(block)).split()),
            block.row,
            block.col,
        )
        for block in page.blocks
        if block.kind in (*SHOWN, "quote")
    ]


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_both_renderings_of_a_sample_have_the_same_blocks(path: Path) -> None:
    text, html = shown(path), shown(path.with_suffix(".html"))
    n_metadata = next((index for index, each in enumerate(text) if each[1].startswith("▸Metadata")), len(text))
    body = text[:n_metadata]
    # Post titles and a dateline are what the text renderings lost.
    extra = [each for each in html[: html.index(body[-1]) + 1] if each not in body]
    assert [each for each in html if each in body] == body
    assert all(kind in ("heading", "byline") for kind, *_ in extra)
    assert len(extra) <= 3


GROUND_TRUTH = Path(os.environ.get("REGENBASE_HTML", REPOSITORY.parent / "shared" / "html"))
WORD = regex.compile(r"\w+")


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    return Counter(tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))


def main_text(page: Page) -> str:
    kinds = {*SHOWN, "title", "quote", "code"} - {"figure_alt", "byline", "breadcrumb"}
    return "\n".join(page.of(b) for b in page.blocks if b.kind in kinds and b.note != "caption")


@pytest.mark.skipif(not (GROUND_TRUTH / "ground-truth.json").exists(), reason=f"no labelled pages in {GROUND_TRUTH}")
def test_main_text_of_real_pages_is_found() -> None:
    truth = json.loads((GROUND_TRUTH / "ground-truth.json").read_text())
    precision, recall = [], []
    for name, labelled in truth.items():
        page, _ = read_page("c", gzip.decompress((GROUND_TRUTH / "pages" / f"{name}.html.gz").read_bytes()), True)
        found, wanted = shingles(main_text(page)), shingles(labelled["articleBody"])
        n_right = (found & wanted).total()
        precision.append(n_right / max(found.total(), 1))
        recall.append(n_right / max(wanted.total(), 1))
    # Floors slightly under what is reached (0.943 and 0.986 on 61 pages); they are never lowered to let a change pass.
    assert sum(precision) / len(precision) > 0.935
    assert sum(recall) / len(recall) > 0.98


def test_comments_without_any_mark_but_their_heading_are_boilerplate() -> None:
    body = "".join(f"<p>{number}: {PROSE} {PROSE}</p>" for number in ("One", "Two", "Three"))
    page = parse_html(
        "c", f"<body><h1>A Title of It</h1>{body}<h3>Comments (2)</h3><p>I agree.</p><p>Me too.</p></body>"
    )
    assert [b.kind for b in page.blocks] == ["title", *["paragraph"] * 3, *["boilerplate"] * 3]


def test_caption_is_noted_and_figure_keeps_its_alternative_text() -> None:
    page = parse_html(
        "c",
        '<div class="wp-caption"><img alt="A knee"><p class="wp-caption-text">Seen from <b>below</b></p></div>',
    )
    assert [(b.kind, page.of(b), b.note) for b in page.blocks] == [
        ("figure_alt", "A knee", None), ("paragraph", "Seen from below", "caption"),
    ]  # fmt: skip
