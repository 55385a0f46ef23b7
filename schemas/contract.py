"""The data contract: the tables as Open Data Contract Standard YAML, and what of it a new version would break.

ODCS v3.1.0, https://bitol-io.github.io/open-data-contract-standard/v3.1.0/. Like DDL and dictionary it is derived from
the declarations; its version is the latest one of `CHANGELOG.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

import regex
import yaml

from schemas.column_types import element_type, is_nullable, literal_values, python_type
from schemas.ddl import description_of, sql_type
from schemas.declaration import Check, Column, Table, columns_of
from schemas.records import TABLES

Contract = Mapping[str, Any]

_API_VERSION: Final = "v3.1.0"
_LOGICAL_TYPES: Final[dict[type, str]] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    date: "date",
    datetime: "timestamp",
    list: "array",
}
_INTRODUCTION: Final = """\
# Data contract of the warehouse, Open Data Contract Standard 3.1.
# Written by `regenbase docs` from the declarations in `schemas/records`; change those, not this file.
"""
_VERSION_HEADING: Final = regex.compile(r"^## v?(?P<version>\d++\.\d++\.\d++)\b", regex.M)


class ContractError(ValueError):
    """A changelog without a version, or a file that is no contract."""


def latest_version(changelog: str) -> str:
    """Return the first version that has a heading (`## 1.2.3`), which is the latest; `ContractError` without one."""
    match = _VERSION_HEADING.search(changelog)
    if match is None:
        raise ContractError("CHANGELOG.md has no heading with a version, such as '## 1.2.3'")
    return str(match["version"])


def data_contract(version: str) -> str:
    """Return the contract of all tables, in load order, as YAML."""
    document: dict[str, Any] = {
        "apiVersion": _API_VERSION,
        "kind": "DataContract",
        "id": "regenbase-warehouse",
        "name": "Regenbase warehouse",
        "version": version,
        "status": "active",
        "description": {
            "purpose": "What pages on regenerative medicine say, as rows, with a quote for every value",
            "usage": "Open the release read only; begin with the views, whose names start with v_",
            "limitations": "Rows say what pages state, not what is true",
        },
        "servers": [{"server": "release", "type": "duckdb", "database": "regenbase.duckdb", "schema": "main"}],
        "schema": [_object(model) for model in TABLES],
    }
    text: str = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120)
    return _INTRODUCTION + text


def read_contract(text: str) -> Contract:
    """Return a contract that was written before; `ContractError` where the text is none."""
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ContractError(f"the data contract is no YAML: {error}") from error
    if not isinstance(found, dict) or not isinstance(found.get("schema"), list) or "version" not in found:
        raise ContractError("the data contract has no version or no schema")
    return found


def breaking_changes(old: Contract, new: Contract) -> list[str]:
    """Return what a reader of `old` can no longer rely on in `new`, one sentence each; [] where all of it holds.

    A table or column that is gone, a column of another type, a closed list of values that lost one (or is closed only
    now), a column that may no longer be NULL, another primary key.
    """
    tables = {table["name"]: table for table in new["schema"]}
    changes: list[str] = []
    for table in old["schema"]:
        name = table["name"]
        if name not in tables:
            changes.append(f"{name}: the table was removed")
        else:
            changes += (f"{name}{change}" for change in _table_changes(table, tables[name]))
    return changes


def may_break(old_version: str, new_version: str) -> bool:
    """Whether the major version was raised, which is what a breaking change asks for."""
    return _major(new_version) > _major(old_version)


def _major(version: str) -> int:
    match = regex.match(r"\d++", version)
    if match is None:
        raise ContractError(f"{version!r} is no version")
    return int(match.group())


def _table_changes(old: Contract, new: Contract) -> Iterator[str]:
    columns = {column["name"]: column for column in new["properties"]}
    for column in old["properties"]:
        name = column["name"]
        if name not in columns:
            yield f".{name}: the column was removed"
        else:
            yield from (f".{name}: {change}" for change in _column_changes(column, columns[name]))
    before, now = _key(old), _key(new)
    if before != now:
        yield f": the primary key was ({', '.join(before)}) and is ({', '.join(now)})"


def _column_changes(old: Contract, new: Contract) -> Iterator[str]:
    if old["physicalType"] != new["physicalType"]:
        yield f"the type was {old['physicalType']} and is {new['physicalType']}"
    before, now = _valid_values(old), _valid_values(new)
    if now is not None and before is None:
        yield "any value was allowed, and now only those of a list"
    elif now is not None and before is not None and (gone := [value for value in before if value not in now]):
        yield f"no longer a value: {', '.join(gone)}"
    if new.get("required", False) and not old.get("required", False):
        yield "it could be NULL and no longer can"


def _key(table: Contract) -> list[str]:
    keyed = [column for column in table["properties"] if column.get("primaryKey")]
    return [column["name"] for column in sorted(keyed, key=lambda column: column["primaryKeyPosition"])]


def _valid_values(column: Contract) -> list[str] | None:
    for rule in column.get("quality", ()):
        if rule.get("metric") == "invalidValues":
            values: list[str] = rule["arguments"]["validValues"]
            return values
    return None


def _object(model: type[Table]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": model.table,
        "physicalName": model.table,
        "logicalType": "object",
        "physicalType": "table",
        "description": description_of(model),
        "customProperties": [{"property": "madeBy", "value": model.made_by}],
        "properties": [_property(model, name, column) for name, column in columns_of(model).items()],
    }
    if model.checks:
        described["quality"] = [_check(model, check) for check in model.checks]
    return described


def _property(model: type[Table], name: str, column: Column) -> dict[str, Any]:
    kind = python_type(model, name)
    described: dict[str, Any] = {
        "name": name,
        "logicalType": _LOGICAL_TYPES[kind],
        "physicalType": sql_type(model, name),
        "description": column.description,
        "required": not is_nullable(model, name),
    }
    if kind is list:
        described["items"] = {"logicalType": _LOGICAL_TYPES[element_type(model, name)]}
    if name in model.primary_key:
        described["primaryKey"] = True
        described["primaryKeyPosition"] = model.primary_key.index(name) + 1
    if column.rule:
        described["transformDescription"] = column.rule
    if column.references:
        described["relationships"] = [{"type": "foreignKey", "to": column.references}]
    values = literal_values(model, name)
    if values is not None:
        rule = {"type": "library", "metric": "invalidValues", "arguments": {"validValues": list(values)}, "mustBe": 0}
        described["quality"] = [rule]
    described["customProperties"] = [{"property": "origin", "value": column.origin}]
    return described


def _check(model: type[Table], check: Check) -> dict[str, Any]:
    return {
        "name": check.name,
        "type": "sql",
        "dimension": "conformity",
        "query": f'SELECT count(*) FROM "{model.table}" WHERE NOT ({check.sql})',
        "mustBe": 0,
    }
