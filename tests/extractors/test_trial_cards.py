"""Trials that pages describe by labelled values: as lines, a list or a table of two columns, in HTML and text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from extractors.extract import try_file
from schemas.batches import Row

VALUES = {
    "Registry number": "NCT09990001",
    "Sponsor": "Owl Eye Institute",
    "Status": "Recruiting",
    "Phase": "Phase 1/Phase 2",
    "Enrollment": "36 (Estimated)",
    "Study Start": "2031-03-15",
    "Condition": "Dry Eyes of Owls",
}
ABOUT = "This study tests whether cells can restore the surface of the eye."
TEXTS = {
    "lines": "\n".join(f"{label}: {value}" for label, value in VALUES.items()),
    "list": "\n".join(f"- **{label}:** {value}" for label, value in VALUES.items()),
    "pipes": "\n".join(f"| {label} | {value} |" for label, value in VALUES.items()),
}
PAGES = {
    "table": "<table>"
    + "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in VALUES.items())
    + "</table>",
    "plain table": "<table>"
    + "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in VALUES.items())
    + "</table>",
    "terms": "<dl>" + "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in VALUES.items()) + "</dl>",
    "items": "<ul>"
    + "".join(f"<li><strong>{label}:</strong> {value}</li>" for label, value in VALUES.items())
    + "</ul>",
}


def rows(folder: Path, name: str, content: str) -> dict[str, list[Row]]:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return try_file(path, "generic").result.rows


@pytest.fixture(params=[*TEXTS, *PAGES])
def read(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, list[Row]]:
    name = request.param
    if name in TEXTS:
        return rows(tmp_path, "page.txt", f"Cells for Dry Eyes\n\n{TEXTS[name]}\n\n{ABOUT}\n")
    html = f"<html><body><main><h1>Cells for Dry Eyes</h1>{PAGES[name]}<p>{ABOUT}</p></main></body></html>"
    return rows(tmp_path, "page.html", html)


def test_a_card_is_one_trial_with_its_facts(read: dict[str, list[Row]]) -> None:
    assert [row["registry_id"] for row in read["trials"]] == ["NCT09990001"]
    (mention,) = read["trial_mentions"]
    assert (mention["status"], mention["enrolment"], mention["enrolment_kind"]) == ("Recruiting", 36, "planned")
    assert (mention["started_on"], mention["started_precision"]) == (date(2031, 3, 15), "day")
    assert mention["condition"] == "Dry Eyes of Owls"
    assert [row["raw_name"] for row in read["trial_sponsors"]] == ["Owl Eye Institute"]
    assert [(row["phase"], row["trial_mention_id"] is not None) for row in read["trial_phases"]] == [
        ("PHASE1", True),
        ("PHASE2", True),
    ]


def test_labelled_lines_are_no_headings(tmp_path: Path) -> None:
    read = rows(tmp_path, "page.txt", f"Cells for Dry Eyes\n\n{TEXTS['lines']}\n\nSummary\n\n{ABOUT}\n")
    assert [row["heading"] for row in read["sections"]] == ["Summary"]


@pytest.mark.parametrize(
    "lines",
    [
        "Registry number: NCT09990001\nOpening hours: nine to five",
        "Sponsor: Owl Eye Institute\nStatus: Recruiting\nPhase: Phase 2",
        "Registry number: NCT0999000\nSponsor: Owl Eye Institute\nStatus: Recruiting",
    ],
)
def test_other_lines_state_nothing_of_a_trial(tmp_path: Path, lines: str) -> None:
    read = rows(tmp_path, "page.txt", f"Cells for Dry Eyes\n\n{lines}\n\n{ABOUT}\n")
    assert all(row["status"] is None for row in read.get("trial_mentions", []))
    assert "trial_sponsors" not in read


def test_a_number_in_a_table_without_labels_is_a_trial(tmp_path: Path) -> None:
    table = "<table><tr><td>Owl Bio</td><td>dry eyes</td><td>NCT09990001</td></tr></table>"
    html = f"<html><body><main><h1>Cells for Dry Eyes</h1>{table}<p>{ABOUT}</p></main></body></html>"
    assert [row["registry_id"] for row in rows(tmp_path, "page.html", html)["trials"]] == ["NCT09990001"]
