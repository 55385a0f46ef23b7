"""Identifiers in running text: their ends, their forms, and evidence that one is cut or wrong."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.finders.identifiers import DoiContext, doi_status, find_identifiers, orcid_check_holds
from extractors.finders.registries import REGISTRY_OF, RegistryScheme
from schemas.records.evidence import Registry
from schemas.spans import NORMALISERS


def values(text: str) -> list[tuple[str, str, str]]:
    found = find_identifiers(text)
    for item in found:
        assert NORMALISERS[item.found.normaliser](text[item.found.start : item.found.end]) == item.found.value
        assert text[item.as_written.start : item.as_written.end] == item.as_written.value
    return [(item.scheme, item.found.value, item.status) for item in found]


OLD_WILEY = "10.1002/(SICI)1097-9999(19970101/15)11:3/4<211::AID-ABC77>3.0.CO;2-Q"


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("see doi: 10.5555/quill.12.", "10.5555/quill.12"),
        ("(DOI:10.5555/Quill.12), and", "10.5555/quill.12"),
        ("https://doi.org/10.5555/quill.12?", "10.5555/quill.12"),
        ("http://dx.doi.org/10.5555/quill.12/ and", "10.5555/quill.12"),
        ("[10.5555/quill.12](https://doi.org/10.5555/quill.12).", "10.5555/quill.12"),
        ("doi: [https://doi.org/10.5555/quill.12](https://doi.org/10.5555/quill.12).", "10.5555/quill.12"),
        (f"{OLD_WILEY}.", OLD_WILEY.lower()),
        (OLD_WILEY.replace("<", "&lt;").replace(">", "&gt;") + ";", OLD_WILEY.lower()),
        ("10.1016/S0999-6736(05)12345-6.", "10.1016/s0999-6736(05)12345-6"),
        ("(10.1016/S0999-6736(05)12345-6)", "10.1016/s0999-6736(05)12345-6"),
        ("10.5555/quill.12</a> more", "10.5555/quill.12"),
        ("10.5555/quill.12&nbsp;more", "10.5555/quill.12"),
        ("10.5555/a&amp;b.", "10.5555/a&b"),
        ("**10.5555/quill.12**", "10.5555/quill.12"),
        ("“10.5555/quill.12”", "10.5555/quill.12"),
        ("10.5555/quill.12PMID: 4", "10.5555/quill.12"),
        ("DOI: 10.5555/quill.12Published: May 1, 2024", "10.5555/quill.12"),
        ("10.5555/quill.12;PMCID:PMC1234567", "10.5555/quill.12"),
        ("10.5555/quill.12(see below)", "10.5555/quill.12"),
        ("DOI10.5555/quill.12 glued label", "10.5555/quill.12"),
        ("https://doi.org/10.5555/a%3Cb x", "10.5555/a<b"),
        ("10.5555/quill.12.The next sentence", "10.5555/quill.12"),
        ("10.5555.9/quill", "10.5555.9/quill"),
    ],
)
def test_doi_ends_where_it_cannot_go_on(text: str, doi: str) -> None:
    found = [item for item in values(text) if item[0] == "doi"]
    assert found == [("doi", doi, "format_valid")]


@pytest.mark.parametrize(
    "doi",
    [
        "10.1002/", "10.5555/quill-", "10.5555/quill/", "10.5555/quill.", "10.1016/S0999-6736(05",
        "10.3389/fabcd.2024.12", "10.3390/abc12", "10.1002/abc3.", "10.1186/s12345-023-041", "10.1038/s41599-020-0439",
        "10.1371/journal.pxyz.00012", "10.1016/j.abcde.2019.03", "10.1016/j.abcde.2019.03.01", "10.1101/2024.01.18.57",
        "10.1093/journal/ab", "10.1007/s12345-019", "10.1056/NEJMoa2", "10.48550/arXiv.2101.0",
    ],
)  # fmt: skip
def test_incomplete_form_is_truncated(doi: str) -> None:
    status, reason = doi_status(doi)
    assert status == "truncated" and reason


@pytest.mark.parametrize(
    "doi",
    [
        "10.1186/1471-9999-11-119", "10.1186/gb-2099-9-9-r137", "10.1101/201178", "10.1101/gr.999999.114",
        "10.1038/nbt.9820", "10.1002/hep.1", "10.1016/0140-6736(91)91502-T", "10.1007/978-1-4939-9999-0_14",
        "10.3389/978-2-88945-1", "10.1093/nar/29.9.e45", "10.3390/books978-3-03", "10.5555/no.known.form",
        "10.1101/2024.01.18.576147", "10.1371/journal.pxyz.0001234", "10.1016/j.abcde.2019.101234",
    ],
)  # fmt: skip
def test_other_forms_are_no_evidence(doi: str) -> None:
    assert doi_status(doi) == ("format_valid", None)


def test_doi_that_stops_inside_a_word_of_the_book_is_truncated() -> None:
    title = ("Memory in Old Owls", "Owl’s Nightlife: Habits and Haunts")
    assert doi_status("10.5555/barnpress.nig", DoiContext(title, None, is_last=True))[0] == "truncated"
    assert doi_status("10.5555/barnpress.owlsni", DoiContext(("Owls",), None, is_last=True))[0] == "format_valid"
    assert doi_status("10.5555/barnpress.nig", DoiContext(title, None, is_last=False))[0] == "format_valid"
    assert doi_status("10.5555/barnpress.habits", DoiContext(title, None, is_last=True))[0] == "format_valid"


def test_doi_that_stops_inside_the_page_number_is_truncated() -> None:
    assert doi_status("10.1002/abc3.701", DoiContext(page="e70189"))[0] == "truncated"
    assert doi_status("10.1002/abc3.70189", DoiContext(page="e70189"))[0] == "format_valid"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(PMID: 1, PMID: 2)", ["1", "2"]),
        ("PMIDs: 1, 2 and 3.", ["1", "2", "3"]),
        ("PubMed PMID: 31234567;", ["31234567"]),
        ("PMID:31234567,31234568", ["31234567", "31234568"]),
        ("PMID 31234567, 2019", ["31234567"]),
        ("studyPMID: 77", ["77"]),
        ("https://pubmed.ncbi.nlm.nih.gov/31234567/", ["31234567"]),
    ],
)
def test_pmids(text: str, expected: list[str]) -> None:
    assert values(text) == [("pmid", value, "format_valid") for value in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PubMed Central PMCID: PMC5099999.2.", ("pmcid", "PMC5099999", "format_valid")),
        ("PMCID: 5099999", ("pmcid", "PMC5099999", "format_valid")),
        ("in PMC5099999, we", ("pmcid", "PMC5099999", "format_valid")),
        ("books/NBK599999/", ("nbk", "NBK599999", "format_valid")),
        ("NCT 0999 4567", ("nct", "NCT09994567", "format_valid")),
        ("NCT#09994567", ("nct", "NCT09994567", "format_valid")),
        ("nct09994567", ("nct", "NCT09994567", "format_valid")),
        ("NCT09994567Multiple", ("nct", "NCT09994567", "format_valid")),
        ("ISRCTN99912345", ("isrctn", "ISRCTN99912345", "format_valid")),
        ("ChiCTR2099029990", ("chictr", "ChiCTR2099029990", "format_valid")),
        ("chictr-xyz-17999345", ("chictr", "ChiCTR-XYZ-17999345", "format_valid")),
        ("jRCTs031999001", ("jrct", "jRCTs031999001", "format_valid")),
        ("UMIN000999345", ("umin", "UMIN000999345", "format_valid")),
        ("EudraCT number: 2099-000123-45", ("eudract", "2099-000123-45", "format_valid")),
        ("EU CT number 2099-500123-45-00", ("ctis", "2099-500123-45-00", "format_valid")),
        ("(ANZCTR: ACTRN12699000123456)", ("anzctr", "ACTRN12699000123456", "format_valid")),
        ("CTRI/2099/03/012345,", ("ctri", "CTRI/2099/03/012345", "format_valid")),
        ("drks 00099345", ("drks", "DRKS00099345", "format_valid")),
        ("IRCT20990101042197N1", ("irct", "IRCT20990101042197N1", "format_valid")),
        ("KCT0009934", ("cris", "KCT0009934", "format_valid")),
        ("PACTR209901000291301", ("pactr", "PACTR209901000291301", "format_valid")),
        ("RBR-9ab99z", ("rebec", "RBR-9ab99z", "format_valid")),
        ("TCTR20990123001", ("tctr", "TCTR20990123001", "format_valid")),
        ("SLCTR/2099/012", ("slctr", "SLCTR/2099/012", "format_valid")),
        ("NTR9921", ("ntr", "NTR9921", "format_valid")),
        ("RPCEC00000999", ("rpcec", "RPCEC00000999", "format_valid")),
        ("japiccti-990123", ("japiccti", "JapicCTI-990123", "format_valid")),
        ("orcid.org/0000-0002-1825-0097", ("orcid", "0000-0002-1825-0097", "format_valid")),
        ("PMID: 0123", ("pmid", "0123", "malformed")),
        ("PMID: 123456789", ("pmid", "123456789", "malformed")),
        ("NCT0999456", ("nct", "NCT0999456", "malformed")),
        ("NCT099945678", ("nct", "NCT099945678", "malformed")),
        ("ORCID: 0000-0002-1825-0098", ("orcid", "0000-0002-1825-0098", "malformed")),
        ("doi: 10.5555quill.12", ("doi", "10.5555quill.12", "malformed")),
    ],
)
def test_other_schemes(text: str, expected: tuple[str, str, str]) -> None:
    assert values(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "version 10.1 / 2", "10.5 mg/kg", "110.5555/abc", "in 10.12/34 of cases", "a PMID was not given", "PMC cells",
        "PMC 7", "NCT 5 groups", "NCT and CT", "call 0800-1234-5678-9012", "card 4111-1111-1111-1111", "2004-000123-45",
        "NBK", "ISRCTN registry", "UMIN 12", "10.1234", "https://example.org/10.html", "item 10.5555 costs",
        "PMID: none", "PMCID: pending", "phase 1/2", "ratio 10.55555/", "ChiCTR register", "jRCT12", "ORCID iD",
    ],
)  # fmt: skip
def test_lookalikes_are_no_identifiers(text: str) -> None:
    assert values(text) == []


def test_an_id_inside_a_doi_is_part_of_the_doi() -> None:
    assert values("doi:10.5555/PMC1234567.") == [("doi", "10.5555/pmc1234567", "format_valid")]


def test_check_digit_follows_iso_7064() -> None:
    assert orcid_check_holds("0000-0002-1694-233X")
    assert not orcid_check_holds("0000-0002-1694-2331")


@given(st.text(alphabet="10.5/abPMIDCNTdoi:;<>()[]& \n%-", max_size=80))
def test_every_slice_gives_its_value(text: str) -> None:
    values(text)


@given(st.text(max_size=20), st.integers(1, 99_999_999), st.sampled_from(["PMID: ", "PMID:", "PubMed PMID: "]))
def test_a_pmid_is_found_wherever_it_stands(before: str, number: int, label: str) -> None:
    assert str(number) in [value for _, value, _ in values(f"{before}\n{label}{number}.")]


@pytest.mark.parametrize(
    "text",
    [
        "the receptors NTR1 and NTR2", "an electrical field", "control group 3", "KCT0001", "2099-500123-45-00",
        "ACTRN126", "SLCTR 2099 012", "RBR-9AB99Z", "order 2099-000123-45",
        "albumin 000123456", "construction of ntr921",
    ],
)  # fmt: skip
def test_what_looks_like_a_registry_number_and_is_none(text: str) -> None:
    assert values(text) == []


def test_every_registry_of_the_schema_has_a_form() -> None:
    assert {*get_args(Registry)} - {"other"} == {*REGISTRY_OF.values()}
    assert {*get_args(RegistryScheme)} == {*REGISTRY_OF}
