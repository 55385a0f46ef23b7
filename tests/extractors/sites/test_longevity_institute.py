"""The clinic's articles, in HTML and in text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractors.extract import try_file

SAMPLES = Path(__file__).parents[3] / "raw/samples/longevity_institute"
NAMES = ("cell-therapy-after-heart-attack", "stem-cells-for-knee-cartilage")


def rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    result = try_file(path, "longevity_institute").result
    assert result.rows.get("rejects", []) == []
    return result.rows


def passages(found: dict[str, list[dict[str, Any]]], kind: str) -> list[str]:
    text = found["pages"][0]["text"]
    return [text[row["span_start"] : row["span_end"]] for row in found["passages"] if row["kind"] == kind]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("contributors", ("role", "name", "honorific", "credentials", "position", "organisation")),
        ("questions", ("question", "answer")),
        ("table_cells", ("row_no", "col_no", "header", "value")),
        ("list_items", ("label", "text")),
        ("figures", ("alt_text",)),
        ("sections", ("ordinal", "heading", "is_empty")),
    ],
)
def test_both_renderings_give_the_same_rows(name: str, table: str, columns: tuple[str, ...]) -> None:
    html, text = rows(SAMPLES / f"{name}.html"), rows(SAMPLES / f"{name}.txt")
    shown = [[tuple(row[column] for column in columns) for row in found[table]] for found in (html, text)]
    assert shown[0] == shown[1] != []


@pytest.mark.parametrize("suffix", ["html", "txt"])
def test_frame_is_typed_and_read(suffix: str) -> None:
    found = rows(SAMPLES / f"{NAMES[1]}.{suffix}")
    (document,) = found["documents"]
    assert (document["title_status"], str(document["last_reviewed_on"])) == ("explicit", "2026-04-09")
    assert document["has_commercial_interest"] is True
    assert passages(found, "label") == ["Author", "Medical Review", "Last Reviewed: April 9, 2026"]
    for kind, count in {"author_box": 2, "disclaimer": 1, "call_to_action": 1, "list_intro": 1}.items():
        assert len(passages(found, kind)) == count, kind
    assert [(each["role"], each["value"]) for each in found["dates"] if each["role"] != "copyright"] == [
        ("reviewed", "2026-04-09"), ("trial_start", "2025-03-03"),
    ]  # fmt: skip


def test_author_and_reviewer_stand_apart() -> None:
    author, reviewer = rows(SAMPLES / f"{NAMES[0]}.txt")["contributors"]
    assert (author["role"], author["honorific"], author["credentials"]) == ("author", None, "RN, MSc")
    assert (reviewer["role"], reviewer["name"], reviewer["credentials"]) == (
        "medical_reviewer",
        "Aurelio Pinto",
        "MD, FACC",
    )


def test_reviewer_in_head_and_box_is_one_row(tmp_path: Path) -> None:
    text = (
        "Owls and Sleep: A Guide\n\nMedically reviewed by Dr. Ida Owl, MD, on March 3, 2031\n\n"
        "Owls sleep by day, and whoever walks below their tree should therefore walk softly in the early hours.\n\n"
        "Reviewed By\nDr. Ida Owl, MD, Physician, Perch Institute. She reviews owls.\n"
    )
    path = tmp_path / "page.txt"
    path.write_text(text, encoding="utf-8")
    found = rows(path)
    (person,) = found["contributors"]
    assert (person["role"], person["position"], person["organisation"]) == (
        "medical_reviewer",
        "Physician",
        "Perch Institute",
    )
    assert [(each["role"], each["value"]) for each in found["dates"]] == [("reviewed", "2031-03-03")]
