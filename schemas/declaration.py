"""How a table is declared: one Pydantic model per table, one `Column` per field.

pandera schemas, DuckDB DDL and the data dictionary (`schemas.tables`) are derived from these declarations alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from schemas.spans import NormaliserName

# Where a value comes from:
#   text      it stands in the page; an evidence row proves it
#   declared  the site module says so
#   capture   the file, its sidecar or the WARC record says so
#   derived   computed from other values by `rule`
#   key       a row id or a reference to one
#   span      an offset into `pages.text`
#   run       written by the pipeline about itself; no part of the content hash
Origin = Literal["text", "declared", "capture", "derived", "key", "span", "run"]
# Which stage makes the rows: extraction (staged per batch) or the build (from all staged rows).
MadeBy = Literal["extraction", "build"]
# What a BIGINT holds; Python integers, such as a digit run that a page prints, know no end.
INT64_MAX: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Column:
    """What is known of a column beside its type; stands in the field's `Annotated`."""

    description: str
    origin: Origin
    rule: str | None = None
    references: str | None = None
    is_json: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Keep out what the warehouse cannot store: integers beyond BIGINT, text that is no UTF-8."""
        storable = {
            int: core_schema.int_schema(ge=-INT64_MAX - 1, le=INT64_MAX),
            # Only a bounded text is looked into, and half a surrogate pair found.
            str: core_schema.str_schema(min_length=0),
        }
        for kind, schema in storable.items():
            if source is kind:
                return schema
            if source == kind | None:
                return core_schema.nullable_schema(schema)
        return handler(source)


def traced(description: str) -> Column:
    """A value that stands in the page; never stored without evidence."""
    return Column(description, "text")


def derived(description: str, rule: str) -> Column:
    """A value computed from others by the rule given."""
    return Column(description, "derived", rule=rule)


def declared(description: str) -> Column:
    """A value that the site module states."""
    return Column(description, "declared")


def captured(description: str) -> Column:
    """A value from the file, its sidecar or its WARC record."""
    return Column(description, "capture")


def operational(description: str) -> Column:
    """A value that the pipeline writes about its own work."""
    return Column(description, "run")


def identifies(
    description: str = "Identifies the row; the same natural key gives the same id in every build",
) -> Column:
    """The key of a table."""
    return Column(description, "key")


def refers(references: str, description: str) -> Column:
    """A reference to `table.column`."""
    return Column(description, "key", references=references)


def offset(description: str) -> Column:
    """A position in `pages.text`, in code points."""
    return Column(description, "span")


@dataclass(frozen=True, slots=True)
class Check:
    """A condition over the columns of one row, in the SQL that DuckDB and polars share."""

    name: str
    sql: str


class Table(BaseModel):
    """One row of a table. Subclasses set `table` and `primary_key`, and describe every field with a `Column`."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    table: ClassVar[str]
    primary_key: ClassVar[tuple[str, ...]]
    made_by: ClassVar[MadeBy] = "extraction"
    # Small tables carry PRIMARY KEY and FOREIGN KEY in DuckDB; large ones are verified by query, since a key more
    # than doubles their load.
    is_large: ClassVar[bool] = False
    checks: ClassVar[tuple[Check, ...]] = ()
    # (column, normaliser) where the row's own span_start and span_end prove a value in place of an evidence row.
    proved_by_own_span: ClassVar[tuple[str, NormaliserName] | None] = None
    # Rows that several pages may state alike (a trial, an entity): equal ids are merged by the build.
    is_shared: ClassVar[bool] = False
    # Columns that tell rows of equal text apart: with the parents and the raw text, the default natural key.
    key_columns: ClassVar[tuple[str, ...]] = ()


@cache
def columns_of(model: type[Table]) -> dict[str, Column]:
    """Return the declared columns of a table, in order."""
    return {
        name: next(entry for entry in info.metadata if isinstance(entry, Column))
        for name, info in model.model_fields.items()
    }


SPAN_ORDER = Check("span_order", "span_start >= 0 AND span_end >= span_start")
# For rows whose span is optional.
SPAN_WHOLE = Check("span_whole", "(span_start IS NULL) = (span_end IS NULL)")
