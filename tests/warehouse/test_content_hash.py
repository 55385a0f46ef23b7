from __future__ import annotations

from pathlib import Path

import pytest

from tests.warehouse.rows import Page, build_input, built, failed_page, stage
from warehouse import Built, build, publish


def pages() -> list[Page]:
    made = []
    for number in range(5):
        page = Page(f"Roses {number}\nPart\nRheum\nSmith. Title. 2020. 10.1000/ABC")
        document = page.document(f"roses-{number // 2}", f"Roses {number}")
        page.section(document, "Part")
        page.entity("Rheum")
        page.citation(
            document,
            "Smith. Title. 2020. 10.1000/ABC",
            title="Title",
            issued="2020",
            authors=["Smith"],
            identifiers=[("doi", "10.1000/ABC")],
        )
        made.append(page)
    return made


def test_content_does_not_depend_on_batches_or_their_order(tmp_path: Path) -> None:
    digests = set()
    for number, size in enumerate((1, 2, 5)):
        made = pages()
        results = [page.result() for page in (made if number else reversed(made))]
        data = tmp_path / str(number)
        stage(data, *(results[start : start + size] for start in range(0, len(results), size)))
        digests.add(build(data, build_input([page.file for page in made], run=number + 1)).content_sha256)
    assert len(digests) == 1


def test_content_does_not_depend_on_history(tmp_path: Path) -> None:
    first = pages()
    plain = built(tmp_path / "plain", first)
    file, failed = failed_page("\0")
    stage(tmp_path / "old", [failed])
    publish(tmp_path / "old", build(tmp_path / "old", build_input([file])), keep=10)
    with_history = build_again(tmp_path / "old")
    assert with_history.content_sha256 == plain.content_sha256
    assert with_history.release_id[-8:] == plain.release_id[-8:]


def build_again(data: Path) -> Built:
    made = pages()
    stage(data, [page.result() for page in made])
    return build(data, build_input([page.file for page in made], run=2))


@pytest.mark.parametrize("title", ["Rosen", "Roses "])
def test_another_value_is_other_content(tmp_path: Path, title: str) -> None:
    digests = set()
    for number, shown in enumerate(("Roses", title)):
        page = Page("Roses Rosen Roses .")
        page.document("roses", shown)
        digests.add(built(tmp_path / str(number), [page]).content_sha256)
    assert len(digests) == 2
