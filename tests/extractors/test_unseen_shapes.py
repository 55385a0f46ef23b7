"""Pages in shapes that no sample shows: what was lost is restored where it is certain, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.extract import try_file
from extractors.glued import joints, table_rows
from extractors.header_evidence import heads_columns
from schemas.batches import Row

PROSE = "The team followed forty adults for a year and measured pain, movement and the thickness of cartilage. " * 2


def rows(folder: Path, site: str, suffix: str, text: str, table: str) -> list[Row]:
    path = folder / f"page{suffix}"
    path.write_text(text, encoding="utf-8")
    return try_file(path, site).result.rows.get(table, [])


def values(found: list[Row], column: str) -> list[object]:
    return [row[column] for row in found]


@pytest.mark.parametrize(
    ("item", "label"),
    [
        ("**Follow-up**: one year", "Follow-up"),
        ("**Dose:** 2 mg", "Dose"),
        ("2 studies reported deaths: 3% early", None),
        ("Larger trials (phase 2, sponsor: Hill Hospital) are recruiting.", None),
        ("Cells (thawed): two vials", "Cells (thawed)"),
    ],
)
def test_label_of_an_item_is_read_without_its_marks_and_a_clause_is_none(
    tmp_path: Path, item: str, label: str | None
) -> None:
    text = f"Title of the Page\nResults\n{PROSE}\n- {item}\n- Nothing else changed.\n"
    assert values(rows(tmp_path, "generic", ".txt", text, "list_items"), "label")[0] == label


def test_entry_of_a_reference_list_with_no_more_than_names_title_and_year_is_a_reference(tmp_path: Path) -> None:
    text = f"Title of the Page\nText\n{PROSE}\nReferences\n1. Dahl M. A review of failed trials. Mov Rep. 2026.\n"
    assert values(rows(tmp_path, "generic", ".txt", text, "citations"), "form") == ["other_style"]


def test_search_in_a_library_is_no_citation(tmp_path: Path) -> None:
    text = f"Title of It\nText\n{PROSE} See [this](https://pubmed.ncbi.nlm.nih.gov/?term=cells).\n"
    assert values(rows(tmp_path, "generic", ".txt", text, "links"), "kind") == ["external"]


def test_cells_of_digits_and_acronyms_are_parted_where_the_header_counts_them() -> None:
    lines = ["NCT09100001Bone marrow MSC189Missed", "NCT09100003iPSC astrocytes10Ongoing"]
    header = "TrialCellsParticipantsResult"
    found = table_rows(header, joints(header).all, [(line, joints(line)) for line in lines])
    assert found is not None
    cells = [[line[a:b] for a, b in row.cells] for line, row in zip([header, *lines], found, strict=True)]
    assert cells[1:] == [
        ["NCT09100001", "Bone marrow MSC", "189", "Missed"],
        ["NCT09100003", "iPSC astrocytes", "10", "Ongoing"],
    ]


def test_row_of_registry_numbers_is_no_header() -> None:
    line = "NCT09100001Bone marrowMissed"
    assert table_rows(line, joints(line).all, [(line, joints(line))]) is None


def test_unmarked_first_row_heads_three_columns_with_figures_but_not_two() -> None:
    assert heads_columns((("Outcome", "Expected", "Threshold"), ("TH+ cells", "60%", "50%")))
    assert not heads_columns((("slug", "cells"), ("page", "12")))


def test_blank_line_between_all_lines_changes_nothing(tmp_path: Path) -> None:
    text = (
        f"Title of the Page\nResults\n{PROSE}\n| A | B | C |\n|---|---|---|\n| x | 1 | 2 |\n" + "- Item\n- Other\n" * 3
    )
    plain = rows(tmp_path, "generic", ".txt", text, "table_cells")
    assert values(rows(tmp_path, "generic", ".txt", text.replace("\n", "\n\n"), "table_cells"), "value") == values(
        plain, "value"
    )


def test_menu_above_the_title_is_boilerplate(tmp_path: Path) -> None:
    text = f"Home\nTreatments\nAbout\nHow Joints Age and What Helps\n{PROSE}\nCauses\n{PROSE}\n"
    assert values(rows(tmp_path, "generic", ".txt", text, "documents"), "title") == ["How Joints Age and What Helps"]


def test_posts_of_unequal_length_on_an_archive_page_are_all_kept(tmp_path: Path) -> None:
    posts = "".join(
        f'<article><h2 class="entry-title"><a href="/{n}/">Post {n} on Cells</a></h2><p class="post-meta">by admin'
        f" | Jun {n}, 2025 | Stem Cells</p><div class='entry-content'><p>{PROSE * size}</p><h3>More</h3>"
        f"<p>{PROSE * size}"
        "</p></div></article>"
        for n, size in ((1, 1), (2, 6))
    )
    page = f"<html><body><div id='left-area'>{posts}</div></body></html>"
    assert values(rows(tmp_path, "stem_cell_blog", ".html", page, "documents"), "title") == [
        "Post 1 on Cells",
        "Post 2 on Cells",
    ]


def test_wiki_link_that_a_page_shows_as_written_is_a_link(tmp_path: Path) -> None:
    page = f"<html><body><h1>Cells of It</h1><p>{PROSE} See [[cell-types-astrocyte]].</p></body></html>"
    assert values(rows(tmp_path, "scidex", ".html", page, "links"), "target") == ["cell-types-astrocyte"]


def test_category_with_commas_of_its_own_is_one(tmp_path: Path) -> None:
    text = f"by admin | Jun 1, 2025 | Stem Cells, Hair, Skin, and Nails\n{PROSE}\nCauses of It\n{PROSE}\n"
    tags = values(rows(tmp_path, "stem_cell_blog", ".txt", text, "document_tags"), "tag")
    assert tags == ["Stem Cells", "Hair, Skin, and Nails"]


def test_desk_in_the_place_of_an_author_is_an_account(tmp_path: Path) -> None:
    text = f"How Joints Age\n\n{PROSE}\n\nCauses\n\n{PROSE}\n\nAuthor\nHillside Clinic Editorial Team\n"
    found = rows(tmp_path, "longevity_institute", ".txt", text, "contributors")
    assert [(row["role"], row["name"]) for row in found] == [("account", "Hillside Clinic Editorial Team")]


def test_items_with_their_numbers_glued_to_them_are_items(tmp_path: Path) -> None:
    text = (
        f"Simple Explanation\n{PROSE}\nKey Findings\n1Pain fell.\n231 of 43 people walked.\nStudy Limitations\n1Few.\n"
    )
    found = rows(tmp_path, "spinalcord_help", ".txt", text, "list_items")
    assert values(found, "text") == ["Pain fell.", "31 of 43 people walked."]


def test_artifact_without_record_and_address_is_an_experiment_by_its_sections(tmp_path: Path) -> None:
    text = f"Cells under Low Oxygen\nHypothesis\n{PROSE}\nProtocol\n{PROSE}\nSuccess Criteria\n{PROSE}\n"
    assert values(rows(tmp_path, "scidex", ".txt", text, "documents"), "kind") == ["experiment"]


def test_numbers_of_two_registries_that_are_a_choice_are_two_trials(tmp_path: Path) -> None:
    asked = "Ask about NCT06000001 or ISRCTN12345678, and see NCT06000003 (ISRCTN87654321)."
    text = f"Title of the Page\n\n{PROSE}\n\n{asked}\n"
    found = values(rows(tmp_path, "generic", ".txt", text, "trials"), "registry_id")
    assert found == ["NCT06000001", "ISRCTN12345678", "NCT06000003"]


def test_first_question_right_below_its_heading_is_read_like_the_others(tmp_path: Path) -> None:
    asked = "FAQ\nIs it a cure?\nNo. It slows the decline.\nWho can join?\nAdults can ask their doctor.\n"
    found = rows(tmp_path, "generic", ".txt", f"Title of the Page\n\n{PROSE}\n\n{asked}", "questions")
    assert [(row["question"], row["answer"]) for row in found] == [
        ("Is it a cure?", "No. It slows the decline."),
        ("Who can join?", "Adults can ask their doctor."),
    ]


def test_questions_in_paragraphs_each_have_the_answer_that_follows(tmp_path: Path) -> None:
    asked = "<p>Is it a cure?</p><p>No.</p><p>It slows the decline.</p><p>Who can join?</p><p>Adults.</p>"
    text = f"<html><body><h1>Title of the Page</h1><p>{PROSE}</p><h2>FAQ</h2>{asked}</body></html>"
    found = rows(tmp_path, "generic", ".html", text, "questions")
    assert [(row["question"], row["answer"]) for row in found] == [
        ("Is it a cure?", "No. It slows the decline."),
        ("Who can join?", "Adults."),
    ]


def test_heading_above_a_byline_is_the_title_below_a_menu_without_marks(tmp_path: Path) -> None:
    byline = "By Ada Stone | 14 August 2025 | Heart"
    text = f"Cell Notes\nAbout | Contact\n\nWhat New Trials Say\n{byline}\n\n{PROSE}\n"
    assert values(rows(tmp_path, "stem_cell_blog", ".txt", text, "documents"), "title") == ["What New Trials Say"]


def test_bound_on_who_can_join_is_no_result(tmp_path: Path) -> None:
    text = f"Title of the Page\n\n{PROSE}\n\nAdults with an ejection fraction below 40% can ask about it.\n"
    found = rows(tmp_path, "generic", ".txt", text, "measurements")
    shown = [(row["is_finding"], row["outcome"], row["measured_property"]) for row in found if row["unit"] == "%"]
    assert shown == [(False, None, "ejection fraction")]


def test_sentence_with_citations_behind_its_full_stop_is_no_heading(tmp_path: Path) -> None:
    text = f"Title of the Page\n\n{PROSE}\n\nGrafts replace lost cells.[1][2]\n\nWhat Comes Next [3]\n\n{PROSE}\n"
    assert values(rows(tmp_path, "generic", ".txt", text, "sections"), "heading") == ["What Comes Next [3]"]


def test_entry_of_the_references_that_is_an_identifier_alone_has_its_number(tmp_path: Path) -> None:
    entries = (
        "References\n1. Ng A, Ode B. Cell grafts in dry eyes. Graft J. 2021;7(2):10-19.\n2. doi:10.5555/gj.2022.8\n"
    )
    text = f"Title of the Page\n\n{PROSE} Grafts replace lost cells [2].\n\n{entries}"
    path = tmp_path / "page.txt"
    path.write_text(text, encoding="utf-8")
    found = try_file(path, "generic").result.rows
    identified = {row["citation_id"]: row["doi"] for row in found["cited_works"]}
    (mention,) = found["citation_mentions"]
    assert (mention["raw"], identified[mention["citation_id"]]) == ("[2]", "10.5555/gj.2022.8")
