"""Golden cases: a capture and the rows it must give, as data.

`tests/golden/<site>/<case>/expected.json` holds the rows by table. The capture is `capture.html` or `capture.txt`
beside it (with an optional sidecar), or the sample that the case is named for: `raw/samples/<site>/<case>`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.extract import try_file
from extractors.observation import Observed, observe

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden"
SAMPLES = ROOT / "raw" / "samples"


@dataclass(frozen=True)
class Case:
    site: str
    name: str
    capture: Path

    @property
    def expected_path(self) -> Path:
        return GOLDEN / self.site / self.name / "expected.json"

    def __str__(self) -> str:
        return f"{self.site}/{self.name}"


def all_cases() -> list[Case]:
    samples = [
        Case(path.parent.name, path.name, path)
        for path in sorted(SAMPLES.glob("*/*"))
        if path.suffix in {".txt", ".html", ".htm"}
    ]
    own = [
        Case(path.parent.parent.name, path.parent.name, path)
        for path in sorted(GOLDEN.glob("*/*/capture.*"))
        if path.suffix in {".txt", ".html", ".htm"}
    ]
    return samples + own


def observed(case: Case) -> Observed:
    return observe(try_file(case.capture, case.site).result)


def expected(case: Case) -> dict[str, list[dict[str, Any]]]:
    loaded: dict[str, list[dict[str, Any]]] = json.loads(case.expected_path.read_text(encoding="utf-8"))
    return loaded


def write(case: Case) -> None:
    case.expected_path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(observed(case), ensure_ascii=False, indent=1, sort_keys=False)
    case.expected_path.write_text(text + "\n", encoding="utf-8")
