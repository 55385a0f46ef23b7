"""A site is drafted from two of its pages, and what is drafted reads them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from extractors.blocks import Page
from extractors.reading import read_page
from extractors.site import Boilerplate, Fingerprint
from extractors.site_source import module_text
from extractors.sites_drafting import DraftError, Sample, draft_site
from extractors.wordpress import WordPressBlog
from flows.errors import CommandError
from flows.new_site import new_site
from flows.settings import SAMPLES
from schemas.records import Source

ROOT = Path(__file__).parents[2]
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "data*", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info")
STORIES = (
    ("Patches of Skin from a Printer", "Eleven of twelve people kept the patch for six months.", "one gram of skin"),
    ("Nerve Guides Made of Silk", "Seven of nine rats could walk again after ten weeks.", "two metres of silk"),
)


def story(title: str, finding: str, need: str, *, head: str = "", host: str = "graft-gazette.example") -> str:
    slug = title.lower().replace(" ", "-")
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | Graft Gazette</title>
<link rel="canonical" href="https://www.{host}/stories/{slug}">
<meta property="article:published_time" content="2026-03-01">{head}</head>
<body><main><article>
<h1>{title}</h1>
<p>Our stories are checked twice before they are printed.</p>
<h2>What was found</h2>
<p>{finding} The work was done in one hospital, and nobody was told who had received what.</p>
<h2>What it takes</h2>
<p>Each treatment takes {need}, which is grown on the day before and must be used within a few hours.</p>
<h2>More from the printing room</h2>
<p>Three stories are sent to readers each Monday.</p>
</article></main></body></html>
"""


def page_of(text: str, *, is_html: bool = True) -> Page:
    return read_page("0" * 64, text.encode(), is_html)[0]


def samples(**options: str) -> list[Sample]:
    return [Sample(f"{number}.html", page_of(story(*told, **options))) for number, told in enumerate(STORIES)]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "patches.html", tmp_path / "nerve guides.html"]
    for path, told in zip(paths, STORIES, strict=True):
        path.write_text(story(*told), encoding="utf-8")
    sidecar = {"url": "https://graft-gazette.example/stories/patches-of-skin-from-a-printer"}
    paths[0].with_name("patches.html.meta.json").write_text(json.dumps(sidecar), encoding="utf-8")
    return paths


# ------------------------------------------------------------------ what is drafted


def test_the_source_is_what_the_pages_call_themselves() -> None:
    source = draft_site("graft_gazette", samples(), [], []).source
    assert (source.name, source.kind) == ("Graft Gazette", "news_digest")
    assert source.hosts == ["graft-gazette.example"]
    assert source.home_url == "https://graft-gazette.example/"


def test_a_stated_site_name_comes_before_the_tail_of_titles() -> None:
    head = '<meta property="og:site_name" content="The Gazette">'
    assert draft_site("graft_gazette", samples(head=head), [], []).source.name == "The Gazette"


def test_the_fingerprint_stands_on_all_samples_and_on_no_other_page() -> None:
    given = samples()
    draft = draft_site("graft_gazette", given, [], [])
    assert draft.fingerprint.all_of[:2] == ("What was found", "What it takes")
    assert all(draft.fingerprint.matches(sample.page) for sample in given)
    other = page_of(story("Another Site", "Nothing.", "nothing").replace("What it takes", "Elsewhere"))
    marks = draft_site("graft_gazette", given, [other], []).fingerprint
    assert marks.all_of == ("What it takes",)
    assert not marks.matches(other)


def test_repeated_lines_become_rules_and_what_differs_does_not() -> None:
    draft = draft_site("graft_gazette", samples(), [], [])
    patterns = [pattern for rule in draft.boilerplate for pattern in (*rule.lines, *rule.from_line)]
    assert any(pattern.startswith("our stories are checked twice") for pattern in patterns)
    assert not any("hospital" in pattern or "walk again" in pattern for pattern in patterns)
    [closing] = [rule for rule in draft.boilerplate if rule.from_line]
    assert closing.from_line == ("more from the printing room",)


def test_bounds_demand_what_all_samples_give() -> None:
    bounds = draft_site("graft_gazette", samples(), [], []).bounds
    assert bounds.documents == (1, 1)
    assert {"title", "published_on"} <= bounds.fill.keys()


def test_what_was_not_found_is_said() -> None:
    [first, _] = samples()
    draft = draft_site("graft_gazette", [first], [], [])
    assert draft.fingerprint == Fingerprint()
    assert draft.boilerplate == ()
    assert any("two or more samples" in line for line in draft.review)
    bare = page_of("Only a line of text\n\nand a paragraph that says a little more than that.\n", is_html=False)
    review = draft_site("graft_gazette", [Sample("bare.txt", bare)], [], []).review
    assert any(line.startswith("hosts: no sample states an address") for line in review)


def test_a_host_of_another_site_is_refused() -> None:
    taken = Source(
        source_id="gazette",
        name="Gazette",
        kind="web_page",
        hosts=["graft-gazette.example"],
        commercial_interest=False,
        description="Another",
    )
    with pytest.raises(DraftError, match=r"graft-gazette\.example is a host of gazette"):
        draft_site("graft_gazette", samples(), [], [taken])


def test_a_page_with_several_posts_is_a_blog() -> None:
    archive = SAMPLES / "stem_cell_blog" / "archive-stem-cell-research-3.html"
    page = page_of(archive.read_text(encoding="utf-8"))
    draft = draft_site("other_blog", [Sample("archive.html", page)], [], [])
    assert draft.base is WordPressBlog
    assert draft.bounds.documents[1] > 1


# ------------------------------------------------------------------ what is written


def checked(folder: Path, texts: Sequence[str]) -> None:
    paths = []
    for number, text in enumerate(texts):
        paths.append(folder / f"module_{number}.py")
        paths[-1].write_text(text, encoding="utf-8")
    for command in (["ruff", "check", "--no-cache"], ["ruff", "format", "--check", "--no-cache"]):
        arguments = [*command, "--config", str(ROOT / "pyproject.toml"), *map(str, paths)]
        done = subprocess.run([sys.executable, "-m", *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_module_is_written_as_linter_and_formatter_want_it(tmp_path: Path) -> None:
    odd = samples()
    drafts = [
        draft_site("graft_gazette", odd, [], []),
        draft_site("graft_gazette", odd[:1], [], []),
        draft_site(
            "a_site_with_quotes", samples(head="<meta property='og:site_name' content='The \"Graft\" Paper'>"), [], []
        ),
        draft_site("graft_gazette", samples(host="a.very.long.host.name.of.a.site.with.many.parts.example"), [], []),
    ]
    checked(tmp_path, [module_text(draft) for draft in drafts])


@pytest.mark.parametrize(
    "name", ["Graft", "graft-gazette", "1graft", "_graft", "graft__gazette", "class", "", "a" * 41]
)
def test_a_name_that_no_module_can_have_is_refused(files: list[Path], name: str) -> None:
    with pytest.raises(CommandError, match="no name for a site"):
        new_site(name, files)


def test_a_name_that_is_taken_is_refused(files: list[Path]) -> None:
    with pytest.raises(CommandError, match="'scidex' is taken"):
        new_site("scidex", files)


def test_the_same_page_twice_is_refused(files: list[Path]) -> None:
    shutil.copyfile(files[0], files[1])
    with pytest.raises(CommandError, match="the same bytes"):
        new_site("graft_gazette", files)


def test_a_folder_that_is_no_checkout_is_refused(files: list[Path], tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no checkout"):
        new_site("graft_gazette", files, tmp_path)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(ROOT, tmp_path_factory.mktemp("copied") / "checkout", ignore=NOT_COPIED))


def follow(checkout: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("REGENBASE_", "PYTEST_"))}
    environment |= {"PYTHONPATH": str(checkout), "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", *map(str, arguments)],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.slow
def test_a_drafted_site_passes_its_checks_and_its_goldens(checkout: Path, files: list[Path]) -> None:
    arguments = [part for path in files for part in ("--sample", path)]
    made = follow(checkout, "flows.cli", "new-site", "graft_gazette", *arguments, "--root", checkout)
    assert made.returncode == 0, made.stdout + made.stderr
    for shown in ("Drafted graft_gazette", "What was found", "Review", "docs/add-a-site.md", "tests/test_golden.py"):
        assert shown in made.stdout
    for path in (
        "extractors/sites/graft_gazette.py",
        "raw/samples/graft_gazette/patches.html",
        "raw/samples/graft_gazette/patches.html.meta.json",
        "raw/samples/graft_gazette/nerve guides.html",
        "tests/golden/graft_gazette/patches/capture.html",
        "tests/golden/graft_gazette/patches/capture.html.meta.json",
        "tests/golden/graft_gazette/nerve-guides/expected.json",
    ):
        assert checkout.joinpath(path).is_file(), path
    golden = json.loads(checkout.joinpath("tests/golden/graft_gazette/patches/expected.json").read_text())
    [document] = golden["documents"]
    assert (document["title"], document["kind"]) == ("Patches of Skin from a Printer", "news_digest")
    assert [row["text"] for row in golden["passages"] if row["kind"] == "boilerplate"] == [
        "Our stories are checked twice before they are printed.",
        "More from the printing room",
        "Three stories are sent to readers each Monday.",
    ]

    module = "extractors/sites/graft_gazette.py"
    for command in (["ruff", "check", module], ["ruff", "format", "--check", module], ["mypy", module]):
        done = follow(checkout, *command)
        assert done.returncode == 0, done.stdout + done.stderr
    tested = follow(checkout, "pytest", "-q", "-p", "no:cacheprovider", "tests/test_golden.py", "-k", "graft_gazette")
    assert tested.returncode == 0, tested.stdout + tested.stderr
    again = follow(checkout, "flows.cli", "new-site", "graft_gazette", *arguments, "--root", checkout)
    assert again.returncode == 2
    assert "is taken" in again.stderr


@pytest.mark.slow
def test_nothing_is_left_of_a_module_that_does_not_read_its_samples(
    checkout: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.new_site.module_text", lambda _draft: "raise ImportError('broken')\n")
    with pytest.raises(CommandError, match=r"does not read patches: .*broken"):
        new_site("broken_site", files, checkout)
    for folder in ("extractors/sites", "raw/samples", "tests/golden"):
        assert not list(checkout.joinpath(folder).glob("broken_site*"))


def test_a_rule_that_is_too_long_for_a_line_is_folded() -> None:
    draft = draft_site("graft_gazette", samples(), [], [])
    patterns = tuple(f"a line that stands on every page, number {number}" for number in range(4))
    folded = module_text(
        type(draft)(
            draft.source, draft.base, draft.fingerprint, (Boilerplate("repeated", patterns),), draft.bounds, False
        )
    )
    assert max(map(len, folded.splitlines())) <= 120
