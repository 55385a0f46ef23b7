"""Numbers that count and measure nothing, and quantities that are too vague to be one."""

from __future__ import annotations

import pytest

from extractors.finders.measurements import find_measurements


@pytest.mark.parametrize(
    "text",
    [
        # dates, and years in names
        "Published on March 7, 2031", "A 2031 review describes it.", "The trial began in May 2031.", "5 May 2031",
        "2031-05-19", "12/05/2031", "the 2031 Smith study", "May 2031 to June 2033", "the 1990s",
        "In the 1980s owls nested here", "since the 2000s", "© 2031 Owl Press", "Copyright 2029-2031 Owl Press",
        "the first quarter of 2031", "the 21st century", "In 2031 patients received cells",
        # numbers of lists, headings, phases, grades
        "1. Home", "2. Culture medium", "Phase 1/2 trials", "Phase 2 studies", "a phase 1 OwlDose trial",
        "Phase II and III studies", "Level 4, case series", "type 1 diabetes", "Type 2 patients", "Stage 3 patients",
        "grade 3", "page 3 of 12", "Figure 2 patients", "Table 3 studies", "Chapter 9 trials", "day 28", "at week 24",
        "on days 3, 7 and 14", "Day 1 participants", "No. 5 patients", "Goal one is replacement", "year 2 students",
        # levels and ends of confidence intervals, instruments, what a flattened superscript leaves
        "The odds ratio was 2.4 (95% confidence interval: 1.2-4.8).", "The hazard ratio was 0.61 (95% CI, 0.44–0.85).",
        "Owls rated pain on a 10-point scale.", "A 5-point Likert scale was used.", "The plot was 3 × 107 m wide.",
        # markup and style
        '<td colspan="2" width="600">x</td>', '<iframe width="720" height="480"></iframe>', '<img width="50%',
        'style="width:100%; height: 50%"', ".box {border-radius: 8px; width: 100%}", 'class="col-12 patients"',
        # names
        "IGF-1 and IL-10 rose.", "lines SC-11 and SC-14", "CD34+ cells", "M1 to M2 microglia", "PI3K/Akt signalling",
        "COVID-19 patients", "vitamin D3", "a 3D scaffold", "2D and 3D cultures", "H2O2 and CO2", "the 5-HT receptor",
        "omega-3", "at T9 and L5", "a T4 lesion", "p53 and p16", "AB-123 cells", "Windows 10", "ISO 9001",
        # identifiers, addresses, telephone numbers, versions
        "PMID: 24721108, PMID:28182767", "doi: 10.5555/s13018-023-04131-7", "NCT09911326", "PMCID: PMC19466768",
        "0000-0002-1825-0097", "https://owl.example/12-patients/50%25", "[text](/trials/12-patients)",
        "[[slug-12-patients|cells]]", "owl-12@owl.example", "Call +1 555 123 4567 today", "12 Main Street, Oslo 0150",
        "Suite 400, Oslo", "version 2.0.1", "v1.2", "wp-04b172092fd9", "_schema_version | 1",
        "1 Department of Owls, 2 Institute of Foxes",
        # references
        "J Owl Med. 2031 Sep 30;12(19):6311.", "See [3] and [12].", "[1, 3] patients", "pages 11-19",
        "Source: Owl A, Fox B. Cells in 12 patients with burns. Burns. 2031 May;18(4):402-9. doi: 10.5555/x.",
        "Owl A, Fox B. Graft in 20 rats: results after 3 months. J Owl. 2031 May 3;1(1):2.",
        # words that count nothing measured
        "the next phase of progress", "three overlapping phases", "the three main types", "the first and second visits",
        "two therapies", "two goals", "three questions", "24/7 support", "one of the most promising options",
        "one patient batch to the next", "it may one day help", "replacing neurons one by one", "one or more of these",
        "Two patients may both carry a diagnosis.", "twice a day", "three times a week", "a two-centre pilot study",
        "One study found it", "a half-hearted attempt", "the second half of the study", "third of its kind",
        "two very different aims", "five-star hotel", "a year and a half", "two missed the last visit",
        "https://owl.example/half of it", '<p title="half of the owls">x</p>',
        # vague
        "millions of people", "several weeks", "a few years", "over the past decade", "many patients",
        "hundreds of patients", "within minutes",
        # other measures, and numbers that can be read in two ways
        "a ratio of 2:1", "12:30 to 14:00", "$5,000 for treatment", "€20 million", "1,5 patients", "1.2.3 patients",
        "10 000 patients", "4 x 4", "50-50", "10 a.m. to 5 p.m.", "between 5 and 7",
    ],
)  # fmt: skip
def test_lookalikes_are_no_measurements(text: str) -> None:
    assert [found.raw.value for found in find_measurements(text)] == []


def test_a_reference_in_brackets_does_not_hide_the_sentence() -> None:
    text = "Work in pigs showed closure after 16 days (Owl Res. 2031;2:11-19. doi: 10.5555/owl.2031.11)."
    assert [found.raw.value for found in find_measurements(text)] == ["16 days"]


def test_an_address_does_not_hide_what_follows_it() -> None:
    text = "See https://owl.example/9-mice and [here](/12-rats) for 14 mice."
    assert [found.raw.value for found in find_measurements(text)] == ["14 mice"]


def test_a_time_in_a_tag_is_hidden_and_its_text_is_not() -> None:
    text = '<td width="5 days">Fell by 18% at 6 months</td>'
    assert [found.raw.value for found in find_measurements(text)] == ["18%", "6 months"]
