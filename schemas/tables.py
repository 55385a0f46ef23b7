"""Everything derived from the declarations in `schemas.records`: nothing about a table is written twice."""

from __future__ import annotations

from schemas.column_types import Reference, element_type, is_nullable, literal_values, python_type, references
from schemas.ddl import create_table, description_of, enforced_references, sql_string, sql_type
from schemas.declaration import columns_of
from schemas.dictionary import data_dictionary
from schemas.frames import FrameFailure, arrow_schema, frame_schema, polars_schema, validate_frame

__all__ = [
    "FrameFailure",
    "Reference",
    "arrow_schema",
    "columns_of",
    "create_table",
    "data_dictionary",
    "description_of",
    "element_type",
    "enforced_references",
    "frame_schema",
    "is_nullable",
    "literal_values",
    "polars_schema",
    "python_type",
    "references",
    "sql_string",
    "sql_type",
    "validate_frame",
]
