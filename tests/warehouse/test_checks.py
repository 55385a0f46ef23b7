"""Every rule of the third gate, each with a fault put in by hand that it must see."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import regex

from schemas.records import ListItem, Measurement
from schemas.spans import collapse_ws
from tests.warehouse.rows import Page, built
from warehouse.checks import check_release, find_failures
from warehouse.errors import BuildError
from warehouse.scripts import run_script

FAR = "x" * 700 + "é’\n" * 900


def whole_page() -> Page:
    long_item = "An item of " + "very many words, " * 90 + "in the end."
    page = Page(
        f"Roses\nAbout\nPart\n{FAR}\nColour:  deep   red\nHeight: **tall**\n1 | x\n{long_item}\n"
        "Smith. Title. 2020;3. doi 10.1000/ABC PMID 123\nabout 1,250 in all"
    )
    document = page.document("roses", "Roses")
    part = page.section(document, "Part", 2, page.section(document, "About", 1))
    page.passage(document, "Colour:  deep   red")
    page.attribute(document, "Colour", "red")
    page.add(
        ListItem,
        document_id=document,
        section_id=part,
        list_no=1,
        ordinal=1,
        label=page.found("**tall**", "strip_markup", "tall"),
        text=page.found(long_item),
    )
    page.add(
        ListItem,
        document_id=document,
        list_no=1,
        ordinal=2,
        label=page.found("deep   red", "collapse_ws", "deep red"),
        text=page.found("é’\né’", "collapse_ws", "é’ é’"),
    )
    page.table(document, ["1", "x"])
    page.add(
        Measurement,
        document_id=document,
        kind="count",
        form="exact",
        value=page.found("1,250", "decimal", 1250.0),
        modifiers=["approximate"],
        is_finding=True,
        raw=page.found("about 1,250 in all"),
        context_start=0,
        context_end=5,
    )
    page.citation(
        document,
        "Smith. Title. 2020;3. doi 10.1000/ABC PMID 123",
        title="Title",
        issued="2020",
        volume="3",
        authors=["Smith"],
        identifiers=[("doi", "10.1000/ABC"), ("pmid", "123")],
    )
    return page


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("sound"), [whole_page()]).path


@pytest.fixture
def release(sound: Path, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path / "release.duckdb"
    shutil.copyfile(sound, path)
    with duckdb.connect(path) as connection:
        yield connection


def test_a_sound_release_passes(release: duckdb.DuckDBPyConnection) -> None:
    assert list(find_failures(release)) == []


FAULTS = {
    "a passage twice": (
        "INSERT INTO passages SELECT * FROM passages",
        "passages: keys are unique",
    ),
    "a reference of a large table to nothing": (
        "UPDATE passages SET document_id = 'nobody'",
        "passages.document_id refers to documents",
    ),
    "a reference of a table to itself": (
        "UPDATE sections SET parent_section_id = 'nobody' WHERE heading = 'Part'",
        "sections.parent_section_id refers to sections",
    ),
    "an optional reference to nothing": (
        "UPDATE list_items SET section_id = 'nobody' WHERE section_id IS NOT NULL",
        "list_items.section_id refers to sections",
    ),
    "a cell without its table": (
        "INSERT INTO table_cells SELECT 'nobody', 7, 7, NULL, NULL, 0, 1",
        "table_cells.data_table_id refers to data_tables",
    ),
    "a value without evidence": (
        "DELETE FROM evidence WHERE table_name = 'attributes' AND column_name = 'value'",
        "attributes: every value of the page has evidence",
    ),
    "evidence without a value": (
        "UPDATE attributes SET value = NULL",
        "attributes: no evidence without a value",
    ),
    "evidence of a row that is not there": (
        "UPDATE evidence SET row_id = 'nobody' WHERE table_name = 'works' AND column_name = 'title'",
        "works: no evidence without a value",
    ),
    "evidence of a column that takes none": (
        "UPDATE evidence SET column_name = 'document_id' WHERE table_name = 'attributes' AND column_name = 'value'",
        "evidence is of columns that take it",
    ),
    "evidence of an unknown table": (
        "UPDATE evidence SET table_name = 'petals' WHERE table_name = 'attributes'",
        "evidence is of columns that take it",
    ),
    "evidence twice": (
        "INSERT INTO evidence SELECT * FROM evidence WHERE table_name = 'works'",
        "evidence: keys are unique",
    ),
    "a span that is one off": (
        "UPDATE evidence SET span_start = span_start + 1, span_end = span_end + 1 WHERE column_name = 'heading'",
        "sections: the page says what is stored",
    ),
    "a value that was changed": (
        "UPDATE works SET title = 'Tit1e'",
        "works: the page says what is stored",
    ),
    "a long value that was changed": (
        "UPDATE list_items SET text = text || '.' WHERE ordinal = 1",
        "list_items: the page says what is stored",
    ),
    "a collapsed value that was changed": (
        "UPDATE list_items SET label = 'deep  red' WHERE ordinal = 2",
        "list_items: the page says what is stored",
    ),
    "a number that was changed": (
        "UPDATE measurements SET value = 1251",
        "measurements: the page says what is stored",
    ),
    "an identifier that was changed": (
        "UPDATE work_identifiers SET value = '10.1000/abd' WHERE scheme = 'doi'",
        "work_identifiers: the page says what is stored",
    ),
    "a wrong normaliser": (
        "UPDATE evidence SET normaliser = 'identity' WHERE normaliser = 'doi'",
        "work_identifiers: the page says what is stored",
    ),
    "a cell that its own span does not prove": (
        "UPDATE table_cells SET value = 'y' WHERE col_no = 2",
        "table_cells: the page says what is stored",
    ),
    "a page text that was changed": (
        "UPDATE pages SET text = replace(text, 'Part', 'Rart')",
        "sections: the page says what is stored",
    ),
    "a span behind the end of the page": (
        "UPDATE evidence SET span_end = span_end + 100000 WHERE column_name = 'heading'",
        "evidence: spans lie within the page",
    ),
    "a document behind the end of the page": (
        "UPDATE document_versions SET span_end = 1000000",
        "document_versions: spans lie within the page",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_seen(release: duckdb.DuckDBPyConnection, fault: str) -> None:
    statement, rule = FAULTS[fault]
    release.execute(statement)
    failures = {failure.rule: failure for failure in find_failures(release)}
    assert rule in failures
    assert failures[rule].n_failures > 0
    assert failures[rule].examples


def test_all_rules_that_fail_are_listed(release: duckdb.DuckDBPyConnection) -> None:
    release.execute("UPDATE works SET title = 'Tit1e'")
    release.execute("UPDATE passages SET document_id = 'nobody'")
    with pytest.raises(BuildError) as caught:
        check_release(release)
    assert {failure.rule for failure in caught.value.failures} >= {
        "works: the page says what is stored",
        "passages.document_id refers to documents",
    }
    assert "Tit1e" in str(caught.value)


@pytest.mark.parametrize("length", [0, 1, 1023, 1024, 1025, 2048, 65_535, 65_536, 65_537, 67_000, 200_000])
def test_every_slice_lies_in_the_piece_that_its_start_names(length: int) -> None:
    text = "".join(chr(0x100 + number % 5000) for number in range(length))
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE pages (capture_id VARCHAR, text VARCHAR)")
        connection.execute("INSERT INTO pages VALUES ('c', ?)", [text])
        run_script(connection, "chunks")
        pieces = dict(connection.execute("SELECT chunk_no, text FROM page_chunks").fetchall())
    assert len(pieces) == length // 1024 + 1
    for number, piece in pieces.items():
        assert piece == text[number * 1024 : number * 1024 + 2048]


def test_sql_collapses_no_white_space_that_python_would_keep() -> None:
    pattern = (Path(__file__).parents[2] / "warehouse/sql/sliced.sql").read_text(encoding="utf-8")
    (written,) = regex.findall(r"sliced\.slice, '(\[[^']*\])\+'", pattern)
    in_sql = regex.compile(regex.sub(r"\\x\{([0-9a-f]+)\}", lambda m: f"\\U{int(m[1], 16):08x}", written))
    for point in [*range(0xD800), *range(0xE000, 0x110000, 1)]:
        if in_sql.match(chr(point)):
            assert collapse_ws(f"a{chr(point)}b") == "a b"
