from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
import regex

from bench import faults
from bench.generator import PLAIN, Generated, Mix, captures, write
from bench.sites import SITES
from extractors.extract import extract_batch
from raw.captures import CaptureFile
from raw.store import inventory
from schemas.batches import CaptureResult

SEED = 7
NUMBERS = range(70)
MIXED = Mix(bad=0.4, repeats=0.1, versions=0.1, max_bytes=100_000)
# HTML parsers give up at some depth, and with it goes what stands below.
UNSURE = "deep_nesting"


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with every kind of capture in it."""
    root = tmp_path_factory.mktemp("mixed")
    write(root, SEED, NUMBERS, MIXED)
    return root


@pytest.fixture(scope="module")
def files(mixed: Path) -> dict[str, CaptureFile]:
    return {file.path: file for file in inventory(mixed).files}


@pytest.fixture(scope="module")
def results(mixed: Path, files: dict[str, CaptureFile]) -> dict[str, CaptureResult]:
    """What the real extractor makes of each file."""
    extracted = [extract_batch(mixed, [file], max_bytes=MIXED.max_bytes).captures[0] for file in files.values()]
    return dict(zip(files, extracted, strict=True))


@pytest.fixture(scope="module")
def made() -> list[Generated]:
    return list(captures(SEED, NUMBERS, MIXED))


def test_a_seed_gives_the_same_captures_again(made: list[Generated]) -> None:
    assert made == list(captures(SEED, NUMBERS, MIXED))
    assert made != list(captures(SEED + 1, NUMBERS, MIXED))


def test_a_capture_does_not_depend_on_how_many_are_made(made: list[Generated]) -> None:
    assert list(captures(SEED, range(50, 60), MIXED)) == made[50:60]


def test_every_kind_of_capture_is_among_them(made: list[Generated]) -> None:
    assert {capture.fault for capture in made} == {None, *faults.FAULTS}
    assert {capture.relation for capture in made} == {"plain", "repeat", "version"}
    assert {(capture.source, capture.rendering) for capture in made} >= {
        (source, rendering) for source in SITES for rendering in ("html", "text")
    }


def test_a_repeat_has_the_bytes_and_a_version_the_address_of_an_earlier_capture(made: list[Generated]) -> None:
    by_bytes = Counter(capture.data for capture in made if capture.fault is None)
    plain = [capture for capture in made if capture.relation == "plain" and capture.fault is None]
    addresses = {json.loads(capture.sidecar)["url"]: capture.data for capture in plain}
    for capture in made:
        if capture.relation == "repeat":
            assert by_bytes[capture.data] > 1
        if capture.relation == "version":
            assert addresses[json.loads(capture.sidecar)["url"]] != capture.data


def test_what_is_made_up_can_not_be_taken_for_real(made: list[Generated]) -> None:
    text = b"\n".join(capture.data for capture in made if capture.fault is None).decode()
    assert set(regex.findall(r"\b10\.\d{4,9}(?=/)", text)) == {"10.5555"}
    assert all(number.startswith("NCT09") for number in regex.findall(r"NCT\d+", text))
    assert all(number.startswith("99") for number in regex.findall(r"PMID: ?(\d+)", text))


def test_written_files_and_the_count_of_them_agree(mixed: Path, files: dict[str, CaptureFile]) -> None:
    written = write(mixed, SEED, NUMBERS, MIXED)
    assert written.files == len(files) == len(NUMBERS)
    assert written.n_bytes == sum(file.n_bytes for file in files.values())


def test_captures_give_the_documents_that_stand_on_them(
    results: dict[str, CaptureResult], made: list[Generated]
) -> None:
    for capture in made:
        result = results[capture.path]
        assert result.source_id == capture.source, capture.path
        if capture.fault != UNSURE:
            assert len(result.rows.get("documents", ())) == capture.documents, (capture.path, capture.fault)


def test_bad_files_are_rejected_with_their_reason(results: dict[str, CaptureResult], made: list[Generated]) -> None:
    for capture in made:
        found = [reject["reason"] for reject in results[capture.path].rows.get("rejects", ())]
        reason = faults.REASONS.get(capture.fault) if capture.fault else None
        if capture.fault == UNSURE:
            assert found in ([], ["no_document"]), capture.path
        else:
            assert found == ([reason] if reason else []), (capture.path, capture.fault)


def test_a_bad_sidecar_is_a_problem_of_its_capture(files: dict[str, CaptureFile], made: list[Generated]) -> None:
    for capture in made:
        assert bool(files[capture.path].problems) == (capture.fault == "bad_sidecar"), capture.path


def test_plain_captures_are_plain() -> None:
    assert all(capture.fault is None and capture.relation == "plain" for capture in captures(SEED, range(40), PLAIN))
