"""Nothing that reads a page takes more than linear time, whatever the page."""

from __future__ import annotations

import pytest

from bench.growth import LIMIT, Reader, cases, measure_briefly


@pytest.mark.slow
@pytest.mark.parametrize(("reader", "piece"), [pytest.param(r, p, id=f"{name}: {p!r}"[:60]) for name, r, p in cases()])
def test_time_grows_with_the_text_and_no_faster(reader: Reader, piece: str) -> None:
    assert measure_briefly(reader, piece).ratio < LIMIT


def test_a_quadratic_reader_is_told() -> None:
    assert measure_briefly(lambda text: [text.count("b", at) for at in range(0, len(text), 9)], "a ").ratio > LIMIT
