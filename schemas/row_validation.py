"""The validation of a model as one of dictionaries, for rows that nobody needs as instances."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic_core import SchemaValidator, core_schema

from schemas.batches import Row
from schemas.declaration import Table


def row_validator(model: type[Table]) -> Callable[[Row], Row]:
    """Return the model's own validation as one from dictionary to dictionary: half the time of making instances."""
    schema: Any = model.__pydantic_core_schema__
    fields = {
        name: core_schema.typed_dict_field(field["schema"], required=model.model_fields[name].is_required())
        for name, field in schema["schema"]["fields"].items()
    }
    row = core_schema.typed_dict_schema(fields, config=schema["config"], extra_behavior="forbid")
    return SchemaValidator(row).validate_python
