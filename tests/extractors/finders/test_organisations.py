from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.finders.organisations import NameFound, cell_name, find_names, organisation_key
from schemas.spans import NORMALISERS


def proved(text: str, names: list[NameFound]) -> list[NameFound]:
    for name in names:
        for part in (name.name, name.country):
            if part is not None:
                assert NORMALISERS[part.normaliser](text[part.start : part.end]) == part.value
                assert name.start <= part.start < part.end <= name.end
    return names


def names(text: str) -> list[tuple[str, str]]:
    return [(name.kind, name.name.value) for name in proved(text, find_names(text, 0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At the Fjordland University they wait.", "Fjordland University"),
        ("An Alder Valley Hospital announcement says so.", "Alder Valley Hospital"),
        ("It is paid for by the Nordlys Foundation.", "Nordlys Foundation"),
        ("A trial of the University of Lindvale began.", "University of Lindvale"),
        ("University of Lindvale Trial Results", "University of Lindvale"),
        ("Fjordland University’s team", "Fjordland University"),
        ("The Lindvale Sixth People's Hospital agreed.", "Lindvale Sixth People's Hospital"),
        ("Norrland University Medical Center takes part.", "Norrland University Medical Center"),
        ("the Norrland University School of Medicine", "Norrland University School of Medicine"),
        ("the National Institute of Tendon Repair and Healing", "National Institute of Tendon Repair and Healing"),
        ("Cordavia Therapeutics makes it.", "Cordavia Therapeutics"),
        ("by Alba Biosciences Co., Ltd. since May", "Alba Biosciences Co., Ltd."),
        ("Riverton Cell Holdings, Inc. pays.", "Riverton Cell Holdings, Inc."),
        ("Riverton GmbH pays.", "Riverton GmbH"),
        ("Atriva Bio K.K. sells.", "Atriva Bio K.K."),
        ("Nordvik Pharma A/S sells.", "Nordvik Pharma A/S"),
        ("not approved by the FDA", "FDA"),
        ("the U.S. Food and Drug Administration", "U.S. Food and Drug Administration"),
        ("Harbour Hospital Opens Trial of Printed Skin", "Harbour Hospital"),
        ("[Fjordland University](/orgs/fjordland) said", "Fjordland University"),
        ("University of California, San Diego", "University of California, San Diego"),
    ],
)
def test_organisation_is_found(text: str, expected: str) -> None:
    assert names(text) == [("organisation", expected)]


def test_country_stands_in_brackets() -> None:
    text = "by HEALIOS K.K. (Japan), Cordavia Therapeutics (CDV) and Alba Biosciences (Europe)"
    found = proved(text, find_names(text, 0, len(text)))
    assert [(name.name.value, name.country and name.country.value) for name in found] == [
        ("HEALIOS K.K.", "Japan"),
        ("Cordavia Therapeutics", None),
        ("Alba Biosciences", None),
    ]
    assert text[found[0].start : found[0].end] == "HEALIOS K.K. (Japan)"


def test_nothing_is_read_behind_the_slice() -> None:
    text = "by HEALIOS K.K. (Japan) and FDA"
    (name,) = find_names(text, 0, 15)
    assert (name.name.value, name.country, name.end) == ("HEALIOS K.K.", None, 15)


def test_two_names_around_a_genitive() -> None:
    assert names("Kyoto University’s CiRA and Bayer's BlueRock Therapeutics") == [
        ("organisation", "Kyoto University"),
        ("organisation", "CiRA"),
        ("organisation", "Bayer"),
        ("organisation", "BlueRock Therapeutics"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Aurelio Pinto, MD, FACC, agrees.", "Aurelio Pinto"),
        ("Dr. Pinto agrees.", "Pinto"),
        ("Naledi Brandt, RN, MSc, writes.", "Naledi Brandt"),
        ("We wait, said Ingrid Solheim, who leads it.", "Ingrid Solheim"),
        ("Prof. Maria de la Cruz spoke.", "Maria de la Cruz"),
        ("Author\nNaledi Brandt, RN, MSc", "Naledi Brandt"),
        ("CTO. Jane Q. Roe, PhD, came.", "Jane Q. Roe"),
    ],
)
def test_person_is_found(text: str, expected: str) -> None:
    assert names(text) == [("person", expected)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("with CDV-201 given twice", "CDV-201"),
        ("of bemdaneprocel in", "bemdaneprocel"),
        ("of lumidaprocel in", "lumidaprocel"),
        ("the NurOwn platform", "NurOwn"),
        ("the OncoMend platform", "OncoMend"),
        ("CartiMend® sheets", "CartiMend"),
        ("sold as Tendrigel in", "Tendrigel"),
        ("with RGX-1042A today", "RGX-1042A"),
    ],
)
def test_product_is_found(text: str, expected: str) -> None:
    assert names(text) == [("product", expected)]


@pytest.mark.parametrize(
    "text",
    [
        "Hoehn & Yahr 1-3",
        "Lewy bodies, Wharton's Jelly and Schwann cells",
        "Crohn's disease",
        "IGF-1, TNF-α, IL-10, MMP-13, SOX9, BMP-2",
        "UPDRS, SF-36, EQ-5D, ALSFRS-R, DAS28",
        "NCT01234567 and ISRCTN12345678",
        "HEK-293 cells and SC-114 lines",
        "COVID-19, SARS-CoV-2, ICD-10, ISO-9001",
        "the CTX-001 trial",
        "in SCI-2024 and May-2025",
        "Journal of the Alder Medical Association",
        "Annals of Neurology; Frontiers in Medicine",
        "Control Group and Treatment Group",
        "Treatment Center, Burn Center, Research Institute",
        "Department of Neurology",
        "MSC Administration and Safety",
        "Companies and Programs",
        "Clinical Trials in Parkinson's Disease",
        "Stem Cell Clinic",
        "Osteoarthritis Clinic",
        "Research Institute of the Year",
        "Gad SA, Smith AB, Kim KK, Sato AG.",
        "She lives in Silver Spring, MD, now.",
        "Salem, MA 01970",
        "Multiple Sclerosis, MS",
        "Physician Assistant, PA",
        "a parcel to cancel",
        "the iPSC platform and the MSC product",
        "the YouTube platform",
        "a university hospital",
        "monoclonal antibodies and corticosteroids",
        "The Institute said so.",
        "Anti-Inflammatory Drugs Inc",
        "Multiple",
        "",
    ],
)
def test_what_only_looks_like_a_name_is_left(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("cell", "kind", "expected"),
    [
        ("HEALIOS K.K. (Japan)", "organisation", [("HEALIOS K.K.", "Japan")]),
        ("Lindvale", "organisation", [("Lindvale", None)]),
        (
            "University of Lindvale / Novartis; Bayer",
            "organisation",
            [("University of Lindvale", None), ("Novartis", None), ("Bayer", None)],
        ),
        ("[Cordavia](/companies/cordavia)", "organisation", [("Cordavia", None)]),
        ("MSC-NTF (NurOwn platform)", "product", [("MSC-NTF", None), ("NurOwn", None)]),
        ("CYP-001", "product", [("CYP-001", None)]),
        ("Dr. Jane Roe", "person", [("Jane Roe", None)]),
        ("Allogeneic MSCs", "product", []),
        ("Autologous bone marrow cells", "product", []),
        ("Multiple", "organisation", []),
        ("Various companies", "organisation", []),
        ("N/A", "organisation", []),
        ("None", "product", []),
        ("Not specified", "organisation", []),
        ("Unknown", "organisation", []),
        ("TBD", "product", []),
        ("—", "organisation", []),
        ("", "organisation", []),
        ("12", "product", []),
        ("Investigator-initiated", "organisation", []),
    ],
)
def test_cell_is_a_name_by_its_header(cell: str, kind: str, expected: list[tuple[str, str | None]]) -> None:
    found = proved(cell, cell_name(cell, 0, len(cell), kind))  # type: ignore[arg-type]
    assert [(name.name.value, name.country and name.country.value) for name in found] == expected


def test_platform_is_marked() -> None:
    cell = "MSC-NTF (NurOwn platform)"
    assert [name.is_platform for name in cell_name(cell, 0, len(cell), "product")] == [False, True]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("HEALIOS K.K. (Japan)", "Healios"),
        ("Cordavia Therapeutics, Inc.", "CORDAVIA THERAPEUTICS"),
        ("Alba Biosciences Co., Ltd.", "Alba Biosciences"),
        ("Smith & Lindvale plc", "Smith and Lindvale"),
        ("The Nordlys Foundation", "Nordlys Foundation"),
        ("Norrland Heart Centre", "Norrland Heart Center"),
        ("Charité", "Charite"),
        ("Nordvik A/S", "Nordvik"),
        ("Bjørn S.p.A.", "Bjørn SpA"),
    ],
)
def test_same_organisation_has_one_key(left: str, right: str) -> None:
    assert organisation_key(left) == organisation_key(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("University of Lindvale", "Lindvale University"),
        ("Alba Biosciences", "Alba Therapeutics"),
        ("Lindvale Hospital", "Lindvale"),
        ("Inc.", "Ltd."),
    ],
)
def test_different_organisations_keep_their_keys(left: str, right: str) -> None:
    assert organisation_key(left) != organisation_key(right)


def test_name_in_the_vocabulary_has_the_preferred_name_as_key() -> None:
    text = "the FDA, the Food and Drug Administration"
    assert {name.key for name in find_names(text, 0, len(text))} == {"food and drug administration"}


_PIECES = st.sampled_from(
    "Alder |University |of |Hospital|, Inc.| (Japan)|’s |Dr. |Jane Roe|, MD|, PhD|CDV-201 |NurOwn platform|[|](/x)|\n|"
    "K.K.| & |and |the |FDA |İx|.| (|)".split("|")
)


@given(st.lists(_PIECES, max_size=25).map("".join), st.integers(0, 8), st.integers(0, 30))
def test_spans_are_in_range_and_values_prove_themselves(text: str, skip: int, cut: int) -> None:
    start = min(skip, len(text))
    end = max(start, len(text) - cut)
    at = start
    for name in proved(text, find_names(text, start, end)):
        assert at <= name.start < name.end <= end
        at = name.end
    for kind in ("organisation", "person", "product"):
        assert all(name.end <= end for name in proved(text, cell_name(text, start, end, kind)))  # type: ignore[arg-type]
