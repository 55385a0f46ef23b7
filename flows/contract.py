"""The documents that are derived from the declarations: the data dictionary, and the data contract beside it."""

from __future__ import annotations

from pathlib import Path

import schemas
from flows.errors import USAGE, CommandError
from schemas.contract import ContractError, breaking_changes, data_contract, latest_version, may_break, read_contract
from schemas.tables import data_dictionary

CHANGELOG = Path(schemas.__file__).parents[1] / "CHANGELOG.md"
CONTRACT = "data-contract.yaml"


def write_docs(dictionary: Path, changelog: Path = CHANGELOG) -> tuple[Path, Path]:
    """Write the dictionary and, beside it, the contract; return both paths.

    `CommandError` where the contract that is there would be broken without a new major version in the changelog; then
    nothing is written.
    """
    contract = dictionary.parent / CONTRACT
    try:
        text = data_contract(latest_version(changelog.read_text(encoding="utf-8")))
        refuse_breaking(contract, text)
    except OSError as error:
        raise CommandError(f"{error.filename}: cannot be read ({error.strerror})", USAGE) from error
    except ContractError as error:
        raise CommandError(f"{error}; nothing was written", USAGE) from error
    dictionary.parent.mkdir(parents=True, exist_ok=True)
    dictionary.write_text(data_dictionary(), encoding="utf-8")
    contract.write_text(text, encoding="utf-8")
    return dictionary, contract


def refuse_breaking(committed: Path, text: str) -> None:
    """Raise `ContractError` where `text` breaks what the committed contract promises under its major version."""
    if not committed.exists():
        return
    old, new = read_contract(committed.read_text(encoding="utf-8")), read_contract(text)
    changes = breaking_changes(old, new)
    if changes and not may_break(str(old["version"]), str(new["version"])):
        listed = "".join(f"\n  {change}" for change in changes)
        remedy = "take them back, or begin CHANGELOG.md with a new major version that says what readers must change"
        raise ContractError(f"These changes break {committed.name} {old['version']}:{listed}\n{remedy}")
