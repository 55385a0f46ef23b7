"""Infoboxes into which several tables were merged. All of them are invented."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extractors.infobox import Announcer, PairRow, Piece, cut

KEYS = "Name | Perineural wrap\nCell Type | Olfactory ensheathing cells\nClinical Stage | Phase 2"


def rows_of(text: str) -> list[PairRow]:
    """Read rows; a line '= Title' is a cell over the whole width, '!' before a row marks it as a header."""
    rows: list[PairRow] = []
    title: str | None = None
    for line in text.strip().splitlines():
        if line.startswith("= "):
            title = line[2:]
            continue
        cells = tuple(cell.strip() for cell in line.removeprefix("!").split("|"))
        rows.append(PairRow(cells, line.startswith("!"), title))
        title = None
    return rows


def announcers_of(*headings: str) -> list[Announcer]:
    """Sections in a text rendering; '!' before one that surely lost its body, ' > ' before the text it has."""
    announcers = []
    for place, each in enumerate(headings):
        heading, _, intro = each.removeprefix("!").partition(" > ")
        announcers.append(Announcer(place, heading, intro, each.startswith("!") or bool(intro)))
    return announcers


def shape_of(rows: Sequence[PairRow], pieces: Sequence[Piece]) -> list[tuple[str | None, int, int | None]]:
    """Return for each piece the left cell of its header, its number of rows and its section."""
    return [
        (None if piece.header is None else rows[piece.header].cells[0], len(piece.rows), piece.announcer)
        for piece in pieces
    ]


CUT = {
    "left cells that are no codes": (
        KEYS + "\nLevel | Injected Volume\nCervical | 4 microliters\nThoracic | 6 microliters\n"
        "Hazard | Countermeasure\nWound leak | Watertight closure\nFever | Cooling blanket",
        announcers_of("Dose by Level", "Handling of Hazards"),
        [(None, 3, None), ("Level", 2, 0), ("Hazard", 2, 1)],
    ),
    "acronyms without any section": (
        KEYS + "\nFactor | Role in Repair\nCNTF | Keeps motor neurons alive\nNT-3 | Guides sensory fibres\n"
        "LIF | Calms the lesion border",
        [],
        [(None, 3, None), ("Factor", 3, None)],
    ),
    "registry numbers without any section": (
        KEYS + "\nStudy | Lead Centre\nNCT09000011 | Harbour Clinic\nNCT09000012 | Lakeside Institute",
        [],
        [(None, 3, None), ("Study", 2, None)],
    ),
    "a comparison whose left class heads a table already": (
        KEYS + "\nFactor | Role in Repair\nCNTF | Keeps motor neurons alive\nNT-3 | Guides sensory fibres\n"
        "LIF | Calms the border\nFactor | Wrap Therapy\nMain Effect | Guidance, insulation\nCost | Low, once\n"
        "Surgery Needed | Yes, open",
        announcers_of("Growth Factors", "Wrap vs. Autograft"),
        [(None, 3, None), ("Factor", 3, 0), ("Factor", 3, 1)],
    ),
    "three columns in the middle of two": (
        KEYS + "\nArm | Dose | Follow-up\nLow | 1 million cells | 6 months\nHigh | 5 million cells | 12 months\n"
        "Maker | Product\nNorth Cells Ltd. | NC-7\nQuay Bio Inc. | Wrap gel",
        announcers_of("Makers and Products"),
        [(None, 3, None), ("Arm", 2, None), ("Maker", 2, 0)],
    ),
    "three columns throughout": (
        "Trial | Phase | Sponsor\nNCT09000021 | 1 | Harbour Clinic\nNCT09000022 | 2 | Multiple\n"
        "Site | Country | Beds\nHarbour | Norway | 12\nLakeside | Chile | 30",
        announcers_of("Registered Trials", "Study Sites"),
        [("Trial", 2, 0), ("Site", 2, 1)],
    ),
    "words on the right that say more than the heading": (
        KEYS
        + "\nSource | Advantages\nNasal Mucosa | Easy biopsy, no rejection\nOlfactory Bulb | Pure cells, hard access",
        announcers_of("Where Cells Come From > The cells come from several sources:", "Outlook"),
        [(None, 3, None), ("Source", 2, 0)],
    ),
    "a heading and the subheading right below it": (
        KEYS + "\nTrial | Sponsor\nNCT09000031 | Harbour Clinic\nNCT09000032 | Lakeside Institute",
        announcers_of("Trials in Spinal Injury", "Finished Trials", "Outlook"),
        [(None, 3, None), ("Trial", 2, 1)],
    ),
    "headers that the markup shows": (
        "Name | Perineural wrap\n!Region | Share\nCervical | Half\nLumbar | A third",
        [],
        [(None, 1, None), ("Region", 2, None)],
    ),
    "titles over the whole width": (
        KEYS + "\n= Registered Trials\nTrial | Outcome\nFirst wrap | Met\nSecond wrap | Missed\n= Regulation\n"
        "Status | Orphan Product\nAgency | Two agencies",
        [],
        [(None, 3, None), ("Trial", 2, None), (None, 2, None)],
    ),
    "a table of words behind a table of codes": (
        KEYS + "\nTrial | Sponsor\nNCT09000041 | Harbour Clinic\nNCT09000042 | Lakeside Institute\n"
        "NCT09000043 | Quay Trust\nCountry | Sites\nNorway | 4\nChile | 11",
        [],
        [(None, 3, None), ("Trial", 3, None), ("Country", 2, None)],
    ),
    "two tables that one section announces": (
        KEYS + "\nTrial | Sponsor\nNCT09000051 | Harbour Clinic\nNCT09000052 | Quay Trust\n"
        "Company | Product\nNorth Cells Ltd. | NC-7\nQuay Bio Inc. | Wrap gel",
        announcers_of("Trials and Companies"),
        [(None, 3, None), ("Trial", 2, 0), ("Company", 2, 0)],
    ),
    "a section surely bare that names one of the class": (
        KEYS + "\nSite | Advantages\nSciatic Nerve | Close to the lesion\nFemoral Nerve | Easy to reach",
        announcers_of("!Implant Site", "Outlook"),
        [(None, 3, None), ("Site", 2, 0)],
    ),
    "a key that reads like a later header": (
        "Name | Wrap\nDelivery Route | Local Infusion\nStage | Preclinical\nTrial | Sponsor\nNCT09000061 | Quay Trust\n"
        "NCT09000062 | Harbour Clinic\nRoute | Advantages\nIntrathecal | Reaches the cord\nLocal | Stays in place",
        announcers_of("Active Trials", "Delivery Routes Compared"),
        [(None, 3, None), ("Trial", 2, 0), ("Route", 2, 1)],
    ),
}

WHOLE = {
    "keys and values": (KEYS, announcers_of("Cell Biology", "Clinical Trials")),
    "a value in title case": (
        "Name | Wrap\nOrigin | Neural Crest\nMarkers | p75, SOX10\nStage | Phase 1",
        announcers_of("Origin and Migration", "Outlook"),
    ),
    "a value in title case whose key a bare section names": (
        "Name | Wrap\nOrigin | Neural Crest\nMarkers | p75, SOX10\nStage | Phase 1",
        announcers_of("!Origin", "!Outlook"),
    ),
    "a mechanism whose section is surely bare": (
        "Name | Wrap\nMechanism | Axon Guidance\nDelivery Routes | Local\nStage | Phase 2",
        announcers_of("!Mechanism of Action", "!Stage Overview"),
    ),
    "a key that lists its values": (
        "Name | Wrap\nDelivery Routes | Local\nStage | Phase 2\nDose | 5 million cells",
        announcers_of("Delivery Routes", "Local Infusion"),
    ),
    "a mechanism of one word under 'Mechanism of Action'": (
        "Name | Wrap\nMechanism | Guidance\nDelivery | Local, once\nStage | Phase 2",
        announcers_of("Mechanism of Action", "Paracrine Effects"),
    ),
    "a cell type where a section speaks of cell types": (
        "Name | Wrap\nCell Type | Ensheathing Cells\nTarget | Dorsal Root\nStage | Phase 2",
        announcers_of("Cell Types in the Graft", "Outlook"),
    ),
    "two parts, the second of identifiers": (
        "Symbol | Nerve Growth Factor\nFull Name | Beta Subunit\nHGNC | 77001\nOMIM | 660001\nUNIPROT | Q00001",
        announcers_of("Genes and Names"),
    ),
    "two parts without any header pair": (
        "Name | Wrap\nStage | Phase 2\n= Handling\nStorage | Liquid Nitrogen\nShelf life | 12 months",
        announcers_of("Storage and Transport", "Outlook"),
    ),
    "identifiers and then words": (
        "HGNC | 77001\nOMIM | 660001\nFamily | Growth Factors\nTissue | Peripheral Nerve",
        announcers_of("Tissue Expression"),
    ),
    "rows that are all marked": ("!Name | Wrap\n!Stage | Phase 2\n!Origin | Neural Crest", []),
    "a header without rows": (KEYS + "\nTrial | Sponsor", announcers_of("Clinical Trials")),
    "one row": ("Trial | Sponsor", announcers_of("Clinical Trials")),
    "no rows": ("", announcers_of("Clinical Trials")),
}


@pytest.mark.parametrize("name", CUT)
def test_merged_tables_are_cut_and_attached(name: str) -> None:
    text, announcers, expected = CUT[name]
    rows = rows_of(text)
    assert shape_of(rows, cut(rows, announcers)) == expected


@pytest.mark.parametrize("name", WHOLE)
def test_keys_and_values_are_left_whole(name: str) -> None:
    text, announcers = WHOLE[name]
    rows = rows_of(text)
    assert shape_of(rows, cut(rows, announcers)) == [(None, len(rows), None)]


def test_a_row_of_a_comparison_does_not_start_a_table_though_its_class_does() -> None:
    rows = rows_of(
        KEYS + "\nRoute | Advantages\nIntrathecal | Reaches the cord\nLocal | Stays in place\n"
        "Aspect | Wrap\nRoute | Local\nDosing | Once\nInvasiveness | Higher"
    )
    pieces = cut(rows, announcers_of("Delivery Routes", "Aspects Compared"))
    assert shape_of(rows, pieces) == [(None, 3, None), ("Route", 2, 0), ("Aspect", 3, 1)]


def test_a_header_that_truncation_left_without_rows_is_no_row_of_the_table_above() -> None:
    text = KEYS + "\nTrial | Sponsor\nNCT09000071 | Harbour Clinic\nNCT09000072 | Quay Trust\nCompany | Prod"
    rows = rows_of(text)
    assert shape_of(rows, cut(rows, [], is_truncated=True)) == [
        (None, 3, None),
        ("Trial", 2, None),
        ("Company", 0, None),
    ]


@pytest.mark.parametrize("name", [*CUT, *WHOLE])
def test_every_row_is_in_one_piece(name: str) -> None:
    text, announcers, *_ = {**CUT, **WHOLE}[name]
    rows = rows_of(text)
    pieces = cut(rows, announcers)
    places = [index for piece in pieces for index in ([] if piece.header is None else [piece.header]) + piece.rows]
    assert sorted(places) == list(range(len(rows)))
