"""Which citation a figure is tied to: the nearest that can report it, none where a trial speaks for itself."""

from __future__ import annotations

from pathlib import Path

from extractors.extract import try_file
from schemas.batches import Row

REFERENCE = "Ng A, Ode B. Cell grafts in dry eyes. Graft J. 2021;7(2):10-19. doi: 10.5555/gj.2021.7. PMID: 31234567."
PAGE = f"""# Grafts for dry eyes

## Results

Of 16 treated eyes, 11 (69%) kept their acuity for a year.

## Outlook

The planned trial NCT01234567 will enrol 60 adults.

## Source

{REFERENCE}
"""


def measurements(folder: Path) -> dict[str, Row]:
    path = folder / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    rows = try_file(path, "generic").result.rows
    assert len(rows["citations"]) == 1
    return {row["raw"]: row for row in rows["measurements"]}


def test_a_result_is_tied_to_the_only_reference_of_its_page(tmp_path: Path) -> None:
    found = measurements(tmp_path)
    assert {raw: row["citation_id"] is not None for raw, row in found.items() if "%" in raw or raw == "11"} == {
        "11": True,
        "69%": True,
    }


def test_a_figure_of_a_trial_is_not_tied_to_a_reference_elsewhere_on_the_page(tmp_path: Path) -> None:
    found = measurements(tmp_path)["60 adults"]
    assert (found["citation_id"], found["trial_mention_id"] is not None) == (None, True)


def test_a_share_whose_count_and_total_are_stated_needs_no_denominator(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    issues = try_file(path, "generic").result.rows.get("quality_issues", [])
    assert "missing_denominator" not in {row["code"] for row in issues}


def trials(folder: Path, *paragraphs: str) -> list[tuple[str | None, str | None, int]]:
    """Return number, name and mentions of each trial of a page."""
    path = folder / "page.txt"
    path.write_text("\n\n".join(("# News of grafts", *paragraphs)), encoding="utf-8")
    rows = try_file(path, "generic").result.rows
    mentioned = [row["trial_id"] for row in rows["trial_mentions"]]
    return [
        (row["registry_id"], row["acronym"] or row["label"], mentioned.count(row["trial_id"])) for row in rows["trials"]
    ]


def test_the_number_in_a_later_paragraph_is_that_of_the_trial_before(tmp_path: Path) -> None:
    opened = "Owl Hospital has opened a trial of printed skin for people with deep burns."
    numbered = "The trial, registered as NCT09990001, compares printed skin with grafts."
    assert trials(tmp_path, opened, numbered) == [("NCT09990001", None, 2)]
    again = "In EudraCT 2099-000123-45 the end is 2033."
    numbered = "The trial (NCT09990001; EudraCT 2099-000123-45) compares printed skin with grafts."
    assert trials(tmp_path, opened, numbered, again) == [("NCT09990001", None, 3)]


def test_the_number_of_another_trial_is_not_that_of_the_trial_before(tmp_path: Path) -> None:
    opened = "Owl Hospital has opened a phase 1 trial of printed skin in 12 adults with deep burns."
    for numbered in (
        "The phase 3 trial (NCT09990001) compares printed skin with grafts.",
        "The trial (NCT09990001) has enrolled 80 adults with dry eyes.",
        "The trial (NCT09990001) treats people with dry eyes.",
        "HOOT-PD (NCT09990001) is recruiting.",
        "A trial (NCT09990001) compares printed skin with grafts.",
    ):
        assert [number for number, _, _ in trials(tmp_path, opened, numbered)] == [None, "NCT09990001"], numbered


def test_a_level_is_no_share_that_lacks_its_number(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(
        "# News\n\nHbA1c was 6.9% with the half dose. Viability was 92% before freezing.\n", encoding="utf-8"
    )
    rows = try_file(path, "generic").result.rows
    assert {row["raw"] for row in rows["measurements"]} == {"6.9%", "92%"}
    assert "missing_denominator" not in {row["code"] for row in rows["quality_issues"]}
