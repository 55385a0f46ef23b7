from __future__ import annotations

from pathlib import Path

import pytest

from flows.errors import NOTHING_PUBLISHED, USAGE, CommandError
from flows.preflight import check_folders, check_input
from flows.settings import Settings


def refusal(settings: Settings) -> CommandError:
    with pytest.raises(CommandError) as caught:
        check_input(settings)
    return caught.value


def test_captures_and_a_folder_for_the_warehouse_are_enough(settings: Settings) -> None:
    check_input(settings)


def test_a_missing_folder_is_named_with_the_remedy(tmp_path: Path) -> None:
    error = refusal(Settings(raw=tmp_path / "nowhere", data=tmp_path / "data"))
    assert error.exit_code == USAGE
    assert "nowhere: does not exist" in str(error)
    assert "--raw" in str(error)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.touch()
    error = refusal(Settings(raw=file, data=tmp_path / "data"))
    assert error.exit_code == USAGE
    assert "is not a folder" in str(error)


@pytest.mark.parametrize("others", [(), ("notes.pdf", ".hidden.html", "page.html.meta.json")])
def test_a_folder_without_captures_publishes_nothing(tmp_path: Path, others: tuple[str, ...]) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in others:
        (raw / name).write_text("x")
    error = refusal(Settings(raw=raw, data=tmp_path / "data"))
    assert error.exit_code == NOTHING_PUBLISHED
    assert ".html" in str(error)
    assert "--raw" in str(error)


@pytest.mark.parametrize("inside", [".", "data", "deep/data"])
def test_the_warehouse_does_not_go_among_the_captures(raw: Path, inside: str) -> None:
    with pytest.raises(CommandError, match="never written to") as caught:
        check_folders(Settings(raw=raw, data=raw / inside))
    assert caught.value.exit_code == USAGE
    assert not (raw / "deep").exists()


def test_a_folder_that_cannot_be_made_is_named(raw: Path, tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.touch()
    with pytest.raises(CommandError, match="file/data: cannot be written to") as caught:
        check_folders(Settings(raw=raw, data=blocker / "data"))
    assert caught.value.exit_code == USAGE
