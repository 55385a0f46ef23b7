"""One page of each of the five sites, in both renderings, as long as the real ones are."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from random import Random
from typing import Final

import regex

from bench import wording
from bench.nodes import Head, Node, Rendering, as_html, as_text, document

_MARKED: Final = regex.compile(r"\[\[([^|\]]++)\|([^\]]++)\]\]")


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page: its address, its text, and how many documents stand on it."""

    url: str
    body: str
    documents: int = 1


def scidex(random: Random, number: int, rendering: Rendering) -> SitePage:
    """A wiki artifact: merged infobox, preview before the body, bulleted claims, entity links, a metadata table."""
    title = wording.topic(random)
    slug = wording.slug(title, number)
    url = f"http://scidex.ai/artifact/wiki-therapeutics-{slug}"
    box = Node("infobox", title, _infobox_rows(random))
    body = [Node("p", wording.paragraph(random, 3))]
    for place in range(_sized(random, 9)):
        body += [Node("h2", wording.heading(random)), Node("p", wording.paragraph(random, random.randint(0, 3)))]
        body += [Node("li", _link(random, rendering, wording.sentence(random))) for _ in range(random.randint(2, 5))]
        if place % 3 == 0:
            body.append(Node("li", f"Reference: PMID:{random.randint(99_000_000, 99_999_999)}"))
    body = [node for node in body if node.text]
    body += [Node("h2", "References"), *(Node("ol", wording.reference(random)) for _ in range(random.randint(0, 4)))]
    facts = _metadata(random, slug)
    if rendering == "html":
        rows = "".join(f"<tr><td>{name}</td><td>{escape(value)}</td></tr>" for name, value in facts)
        markup = _with_links(as_html([Node("h2", "Overview"), box, *body]))
        inner = (
            f'<main><button class="btn-cite" type="button">📗 Cite This Artifact</button><h1>{escape(title)}</h1>\n'
            f'<article class="markdown-body">\n{markup}\n</article>\n<details class="artifact-metadata">'
            f'<summary>Metadata</summary><table class="kv">{rows}</table></details>\n'
            f'<div class="embed-help"><p>Add ?embed=1 for this artifact without SciDEX chrome.</p></div></main>'
        )
        return SitePage(url, document(Head(title, "SciDEX", url), inner, random))
    whole = as_text([Node("p", title), Node("h2", "Overview"), box, *body])
    table = "\n".join(f"| {name} | {value} |" for name, value in facts)
    text = (
        f"📗 Cite This Artifact\n{title}\n{title}\nOverview\n{whole}\n▸Metadataorigin_type: v1_polymorphic_backfill\n"
        f"{table}\nNo provenance edges found\nAdd ?embed=1 for this artifact without SciDEX chrome.\n"
        f"[{title}]({url})\n{url}\n"
    )
    return SitePage(url, text)


def troy_technical(random: Random, number: int, rendering: Rendering) -> SitePage:
    """A news digest: four labelled sections, labelled bullets, newsletter form and comments; no title in text."""
    title = wording.topic(random)
    url = f"https://troy-technical.example/2026/05/{wording.slug(title, number)}/"
    labels = ("Trial Progress", "Cell Product", "Quality Control", "Delivery and Dose", "Trial Design", "Next Steps")
    nodes = [
        Node("h2", "Key Findings"),
        Node("p", wording.paragraph(random, _sized(random, 6))),
        Node("h2", "Technical / Clinical Details"),
        *(
            Node("li", f"{label}: {wording.paragraph(random, random.randint(3, 6))}")
            for label in labels[: _sized(random, 3)]
        ),
        Node("h2", "Background & Context"),
        Node("p", wording.paragraph(random, _sized(random, 7))),
        Node("h2", "Strategic Significance & Outlook"),
        Node("p", wording.paragraph(random, _sized(random, 7))),
    ]
    form = [
        Node("p", "Free weekly technology briefing"),
        Node("p", "Subscribe Free"),
        Node("p", "By subscribing, you agree to receive the Troy-Technical newsletter."),
        Node("li", "Your address is used for the newsletter only."),
        Node("p", "Unsubscribe anytime"),
    ]
    if rendering == "text":
        return SitePage(url, as_text([*nodes, *form]) + "\n\nComments")
    inner = (
        f'<article class="post"><header><h1 class="entry-title">{escape(title)}</h1></header>\n'
        f'<div class="entry-content">\n{as_html(nodes)}\n<div class="nl-box">{as_html(form)}</div>\n</div></article>\n'
        '<div id="comments" class="comments-area"><h2 class="comments-title">Comments</h2></div>'
    )
    published = (
        f'<meta property="article:published_time" content="2026-05-{random.randint(1, 28):02d}T09:00:00+09:00">\n'
    )
    return SitePage(url, document(Head(title, "Troy-Technical", url, published), inner, random))


@dataclass(frozen=True, slots=True)
class _Summary:
    """What a lay summary says, before it is rendered."""

    title: str
    line: str
    tags: list[str]
    facts: tuple[tuple[str, str], ...]
    explanation: str
    found: list[str]
    summary: str
    advice: list[tuple[str, str]]
    limits: list[str]


def spinalcord_help(random: Random, number: int, rendering: Rendering) -> SitePage:
    """A lay summary: breadcrumb, journal line, glued tags, study facts, numbered findings and limitations."""
    title = f"{wording.topic(random)}: a systematic review"
    url = f"https://spinalcord.help/research/{wording.slug(title, number)}"
    _, journal, code = random.choice(wording.JOURNALS)
    year, month = random.randint(2015, 2025), random.choice(wording.MONTHS)
    doi = f"10.5555/{code}.{year}.{random.randrange(10**5):05d}"
    design = random.choice(("Case series", "Systematic review", "Animal study"))
    men = random.randint(2, 7)
    page = _Summary(
        title,
        f"{journal}, {year} · DOI: {doi} · Published: {month} {random.randint(1, 28)}, {year}",
        random.sample(("Regenerative Medicine", "Neurology", "Biomaterials", "Rehabilitation"), random.randint(1, 3)),
        (
            ("Study Duration", f"{random.randint(3, 36)} months"),
            ("Participants", f"{random.randint(8, 90)} adults ({men} men; age 19 to {random.randint(50, 80)})"),
            ("Evidence Level", f"Level {random.randint(1, 5)}, {design}"),
        ),
        wording.paragraph(random, _sized(random, 6)),
        [wording.sentence(random) for _ in range(_sized(random, 4))],
        wording.paragraph(random, _sized(random, 7)),
        [(wording.heading(random), wording.sentence(random)) for _ in range(3)],
        [wording.sentence(random) for _ in range(3)],
    )
    if rendering == "text":
        return SitePage(url, _summary_text(page))
    return SitePage(url, document(Head(title, "Spinal Cord Research Help", url), _summary_markup(page), random))


def _summary_text(page: _Summary) -> str:
    parts = [
        "Spinal Cord Research Help\nAboutCategoriesLatest ResearchContact\nSubscribe\nSpinal Cord Research Help",
        "Plain-language summaries of spinal cord injury research.",
        "Quick Links\n\n  • Home\n  • About\n  • Categories\n  • Latest Research\n  • Disclaimer",
        "Contact\n\n  • Contact Us\n© 2025 Spinal Cord Research Help\n\nAll rights reserved.",
        f"  1. Home\n  2. Research\n  3. {page.tags[0]}\n  4. {page.title}",
        *(page.title, page.line, "".join(page.tags), "Simple Explanation", page.explanation),
        "\n".join(f"{name}\n{value}" for name, value in page.facts),
        *("Key Findings", _numbered(page.found), "Research Summary", page.summary, "Practical Implications"),
        *(part for pair in page.advice for part in pair),
        *("Study Limitations", _numbered(page.limits), "Your Feedback", "Was this summary helpful?"),
        f"Back to {page.tags[0]}",
    ]
    return "\n\n".join(parts)


def _summary_markup(page: _Summary) -> str:
    tags = "".join(f'<a class="tag" href="/categories/{tag.lower()}">{tag}</a>' for tag in page.tags)
    facts = "".join(
        f'<div class="fact"><div class="label">{name}</div><div class="value">{escape(value)}</div></div>\n'
        for name, value in page.facts
    )
    advice = "\n".join(f"<h3>{escape(name)}</h3><p>{escape(text)}</p>" for name, text in page.advice)
    crumbs = "".join(f"<li>{escape(name)}</li>" for name in ("Home", "Research", page.tags[0], page.title))
    return (
        f'<main><nav aria-label="Breadcrumb"><ol class="breadcrumb">{crumbs}</ol></nav>\n<article>\n'
        f'<h1>{escape(page.title)}</h1>\n<div class="meta">{escape(page.line)}</div>\n<div class="tags">{tags}</div>\n'
        f"<section><h2>Simple Explanation</h2><p>{escape(page.explanation)}</p></section>\n"
        f'<section class="facts">{facts}</section>\n'
        f"<section><h2>Key Findings</h2>{_badges(page.found)}</section>\n"
        f"<section><h2>Research Summary</h2><p>{escape(page.summary)}</p></section>\n"
        f"<section><h2>Practical Implications</h2>{advice}</section>\n"
        f"<section><h2>Study Limitations</h2>{_badges(page.limits)}</section>\n</article>\n"
        f'<section class="feedback"><h3>Your Feedback</h3><p>Was this summary helpful?</p></section></main>'
    )


def stem_cell_blog(random: Random, number: int, rendering: Rendering) -> SitePage:
    """An archive page of posts: byline, sections, bullets, a full reference at the end; no titles in text."""
    url = f"https://stem-cell-blog.example/category/stem-cell-research/page/{number}/"
    posts = [_post(random) for _ in range(_sized(random, 6))]
    if rendering == "text":
        return SitePage(url, "\n".join(f"{byline}\n{as_text(nodes)}" for _, byline, nodes in posts), len(posts))
    shown = []
    for place, (title, byline, nodes) in enumerate(posts):
        own = f"https://stem-cell-blog.example/{wording.slug(title, number * 100 + place)}/"
        shown.append(
            f'<article class="et_pb_post post"><h2 class="entry-title"><a href="{own}">{escape(title)}</a></h2>\n'
            f'<p class="post-meta">{escape(byline)}</p>\n<div class="post-content entry-content">\n{as_html(nodes)}\n'
            "</div></article>"
        )
    inner = (
        f'<div id="left-area">{"".join(shown)}</div>\n<div class="pagination"><a href="{url}">« Older Entries</a></div>'
    )
    head = Head(f"Stem Cell Research Archives - Page {number}", "Stem Cell Blog", url)
    return SitePage(url, document(head, inner, random), len(posts))


def _post(random: Random) -> tuple[str, str, list[Node]]:
    month, day, year = random.choice(wording.MONTHS)[:3], random.randint(1, 28), random.randint(2022, 2025)
    author = random.choice(("admin", wording.person(random)))
    byline = f"by {author} | {month} {day}, {year} | Mesenchymal Stem Cells, Stem Cell Research, Stem Cell Therapy"
    nodes = [Node("p", wording.paragraph(random, 4)), Node("p", wording.paragraph(random, 3))]
    for _ in range(_sized(random, 5)):
        nodes += [Node("h2", wording.heading(random)), Node("p", wording.paragraph(random, random.randint(3, 6)))]
        nodes += [Node("li", wording.sentence(random)) for _ in range(random.choice((0, 0, 3, 4)))]
    nodes.append(Node("p", random.choice(("Source: ", "Source: ", "")) + wording.reference(random)))
    return wording.topic(random), byline, nodes


def longevity_institute(random: Random, number: int, rendering: Rendering) -> SitePage:
    """A clinic's article: long sections, pictures, pull quotes, tables, a checklist, questions, author and reviewer."""
    title = f"{wording.topic(random)}: What Can Be Expected"
    url = f"https://longevity-institute.example/blog/{wording.slug(title, number)}/"
    nodes = [Node("p", wording.paragraph(random, 4)), Node("p", wording.paragraph(random, 3))]
    for place in range(_sized(random, 9)):
        nodes.append(Node("h2", wording.heading(random)))
        nodes += [Node("p", wording.paragraph(random, random.randint(3, 6))) for _ in range(random.randint(2, 5))]
        nodes += _aside(random, place)
    nodes.append(Node("h2", "Frequently Asked Questions"))
    for question in random.sample(wording.QUESTIONS, 4):
        nodes += [Node("h3", question), Node("p", wording.paragraph(random, 2))]
    first, second = wording.person(random), wording.person(random)
    reviewed = f"{random.choice(wording.MONTHS)} {random.randint(1, 28)}, 2026"
    people = [
        Node(
            "p",
            f"Author\nDr. {first}, DPT, Patient Educator, Longevity Medical Institute. Dr. {first} writes about care.",
        ),
        Node("p", f"Medical Review\nDr. {second}, MD, Medical Director, Longevity Medical Institute."),
        Node("p", f"Last Reviewed: {reviewed}"),
        Node("p", "This article is general education. It is no substitute for an examination by your own doctor."),
    ]
    if rendering == "text":
        return SitePage(url, as_text([Node("p", title), *nodes, *people], gap="\n\n", bullet="  • "))
    stated = {"@context": "https://schema.org", "@type": "MedicalWebPage", "headline": title, "url": url}
    script = f'<script type="application/ld+json">{json.dumps(stated)}</script>\n'
    inner = f"<main><h1>{escape(title)}</h1>\n{as_html(nodes)}\n{as_html(people)}</main>"
    return SitePage(url, document(Head(title, "Longevity Medical Institute", url, script), inner, random))


def _aside(random: Random, place: int) -> list[Node]:
    if place % 3 == 0:
        return [Node("figure", f"Drawing of a cell that is given by {random.choice(wording.ROUTES)}.")]
    if place % 3 == 1:
        header = (("Option", "Main purpose", "Usual setting"),)
        rows = tuple(
            (
                wording.heading(random),
                f"Support {random.choice(wording.OUTCOMES)}",
                random.choice(("Clinic", "Hospital")),
            )
            for _ in range(random.randint(3, 5))
        )
        return [Node("table", rows=header + rows)]
    return [Node("quote", wording.sentence(random)), *(Node("li", wording.sentence(random)) for _ in range(4))]


def _sized(random: Random, usual: int) -> int:
    """Return a count around the usual one: captures of one site differ severalfold in size."""
    return max(1, round(random.triangular(0.4 * usual, 1.9 * usual, usual)))


def _infobox_rows(random: Random) -> tuple[tuple[str, str], ...]:
    """Return key/value rows with two tables merged into them, as the wiki's infoboxes have them."""
    trials = tuple(
        (wording.nct(random), random.choice((*wording.FIRMS, "Multiple"))) for _ in range(random.randint(2, 6))
    )
    factors = tuple((name, wording.heading(random)) for name in random.sample(wording.MOLECULES, random.randint(2, 5)))
    return (
        ("Treatment Name", wording.topic(random)),
        ("Cell Type", random.choice(wording.CELLS)),
        ("Target Indication", random.choice(wording.CONDITIONS)[0]),
        ("Clinical Stage", random.choice(("Phase 1", "Phase 1/2 trials", "Phase 2"))),
        ("Factor", "Function"),
        *factors,
        ("Trial", "Sponsor"),
        *trials,
        ("Factor", "Cell Therapy"),
        ("Invasiveness", "Lower"),
        ("Other", "N/A"),
    )


def _link(random: Random, rendering: Rendering, text: str) -> str:
    """Make the name of a cell type a link, as each rendering shows it."""
    name = next((cells for cells in wording.CELLS if cells in text), None)
    if name is None or random.random() < 0.3:
        return text
    target = name.replace(" ", "-").lower()
    return text.replace(name, f"[{name}](/cell-types/{target})" if rendering == "text" else f"[[{target}|{name}]]", 1)


def _with_links(markup: str) -> str:
    """Return markup with the marked entity links as anchors; escaping must not touch them, so they are made last."""
    return _MARKED.sub(r'<a href="/cell-types/\1">\2</a>', markup)


def _metadata(random: Random, slug: str) -> tuple[tuple[str, str], ...]:
    merged = f"{{'merged_at': '2026-05-{random.randint(1, 28):02d}', 'unprefixed_id': '{slug}'}}"
    return (
        ("slug", f"therapeutics-{slug}"),
        ("kg_node_id", "None"),
        ("entity_type", "therapeutic"),
        ("origin_type", "v1_polymorphic_backfill"),
        ("source_table", "wiki_pages"),
        ("wiki_page_id", f"wp-{random.randrange(16**12):012x}"),
        ("__merged_from", merged),
        ("_schema_version", "1"),
    )


def _numbered(items: list[str]) -> str:
    return "\n".join(f"  • {number}\n    {text}" for number, text in enumerate(items, start=1))


def _badges(items: list[str]) -> str:
    rows = "\n".join(f"<li><span>{number}</span><div>{escape(text)}</div></li>" for number, text in enumerate(items, 1))
    return f'<ul class="list-none">\n{rows}\n</ul>'


SITES: Final[dict[str, Callable[[Random, int, Rendering], SitePage]]] = {
    make.__name__: make for make in (scidex, troy_technical, spinalcord_help, stem_cell_blog, longevity_institute)
}
