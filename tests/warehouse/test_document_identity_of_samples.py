"""Pages captured again under other spellings of their address, or with other bytes, stay one document each."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import regex

from flows.running import run_direct
from flows.settings import Settings
from raw.sidecar import SIDECAR_SUFFIX

SAMPLES = Path(__file__).parent.parent.parent / "raw" / "samples"
# A page with a record, a summary, a post; each has an address.
PAGES = (
    "scidex/wiki-therapeutics-glial-progenitor-transplantation-als.html",
    "spinalcord_help/peripheral-nerve-grafts-hand-function.html",
    "stem_cell_blog/skin-cell-sprays-for-deep-burns.html",
)
# The same pages as text without address, one of them stripped.
TEXTS = (
    "scidex/wiki-therapeutics-glial-progenitor-transplantation-als.txt",
    "spinalcord_help/peripheral-nerve-grafts-hand-function.txt",
    "spinalcord_help/peripheral-nerve-grafts-hand-function--stripped.txt",
    "stem_cell_blog/skin-cell-sprays-for-deep-burns.txt",
)
ADDRESSES: tuple[Callable[[str], str], ...] = (
    lambda url: url.replace("https://", "http://"),
    lambda url: url.replace("://", "://www."),
    lambda url: f"{url}/",
    lambda url: f"{url}?embed=1",
    lambda url: f"{url}?utm_source=letter&fbclid=x#top",
    lambda url: f"{url[:-1]}%{ord(url[-1]):02x}",
)
BODIES: tuple[Callable[[str], str], ...] = (
    lambda text: text.replace("\n", "\r\n"),
    lambda text: regex.sub(r"(?<=\p{L})'(?=\p{L})", "’", text),
    lambda text: f"\n{text}\n\n",
)


def read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def write(path: Path, text: str, url: str | None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    if url is not None:
        path.with_name(path.name + SIDECAR_SUFFIX).write_text(json.dumps({"url": url}), encoding="utf-8")


def write_variants(raw: Path) -> None:
    """Write the samples with a capture for each change of address and of bytes."""
    for name in PAGES:
        page = SAMPLES / name
        text = read(page)
        url = json.loads(page.with_name(page.name + SIDECAR_SUFFIX).read_text(encoding="utf-8"))["url"]
        write(raw / name, text, url)
        for number, change_address in enumerate(ADDRESSES):
            # Equal bytes would be one capture, whatever their address.
            write(raw / f"{name}-{number}.html", f"{text}<!-- {number} -->", change_address(url))
        for number, change_body in enumerate(BODIES):
            write(raw / f"{name}-body-{number}.html", change_body(text), url)
    for name in TEXTS:
        text = read(SAMPLES / name)
        write(raw / name, text, None)
        for number, change_body in enumerate(BODIES):
            write(raw / f"{name}-body-{number}.txt", change_body(text), None)


def test_every_page_is_one_document(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    write_variants(raw)
    settings = Settings(raw=raw, data=tmp_path / "data", task_runner="inprocess")
    report = run_direct(settings)
    assert report.status == "published", report.reason
    with duckdb.connect(str(settings.live), read_only=True) as connection:
        shown = connection.execute(
            "SELECT source_id, canonical_url, title IS NOT NULL FROM documents ORDER BY ALL"
        ).fetchall()
        (versions,) = connection.execute("SELECT count(*) FROM document_versions").fetchall()
        (captures,) = connection.execute("SELECT count(*) FROM captures").fetchall()
    assert shown == [
        ("scidex", "https://scidex.ai/artifact/wiki-therapeutics-glial-progenitor-transplantation-als", True),
        ("spinalcord_help", "https://spinalcord.help/research/peripheral-nerve-grafts-hand-function", True),
        ("stem_cell_blog", "https://stem-cell-blog.example/skin-cell-sprays-for-deep-burns", True),
    ]
    assert versions == captures
