from __future__ import annotations

import io

import pytest
from rich.console import Console

from flows import console
from flows.console import BarReporter, LineReporter, counted, reporter_for_terminal


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    stream = io.StringIO()
    monkeypatch.setattr(console, "stderr", Console(file=stream, force_terminal=False, width=120))
    return stream


def test_numbers_are_counted_in_words() -> None:
    assert counted(1, "capture") == "1 capture"
    assert counted(1200, "batch", "batches") == "1,200 batches"


def test_lines_come_where_nobody_watches(heard: io.StringIO) -> None:
    reporter = reporter_for_terminal()
    assert isinstance(reporter, LineReporter)
    reporter.step("Reading [all] of it")
    reporter.progress(1, 2, "captures")
    reporter.note("slow")
    assert heard.getvalue() == "Reading [all] of it\nnote: slow\n"


def test_a_line_comes_where_the_last_one_is_old(heard: io.StringIO) -> None:
    LineReporter(seconds_between_lines=0.0).progress(1, 2, "captures")
    assert heard.getvalue() == "  1 of 2 captures\n"


def test_a_bar_comes_where_a_person_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(console, "stderr", Console(file=stream, force_terminal=True, width=120, highlight=False))
    reporter = reporter_for_terminal()
    assert isinstance(reporter, BarReporter)
    reporter.step("Extracting [2]")
    for done in range(3):
        reporter.progress(done, 2, "captures")
    reporter.close()
    assert "Extracting [2]" in stream.getvalue()
    assert "2/2" in stream.getvalue()
