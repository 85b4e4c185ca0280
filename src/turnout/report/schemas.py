"""JSON Schemas of all knowledge files and of a fact, so that an editor can complete and check them while one types.

In: nothing. Out: file name -> schema. ``index.json`` says which schema is for which file.
"""

from __future__ import annotations

from typing import Any

import msgspec
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from turnout.knowledge import schema
from turnout.record.facts import Fact

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ONE_EACH: dict[str, type[BaseModel]] = {
    "exercises/*.md": schema.Exercise,
    "measures/*.yaml": schema.Measure,
    "programmes/*.yaml": schema.Programme,
    "criteria/*.yaml": schema.Criterion,
}
"""Files that hold one entry; of an exercise's Markdown the front matter is meant."""
LISTS: dict[str, type[BaseModel]] = {
    "safety/red-flags.yaml": schema.RedFlag,
    "safety/conditions.yaml": schema.ConditionEntry,
    "safety/demands.yaml": schema.Demand,
    "safety/rules.yaml": schema.SafetyRule,
    "muscles.yaml": schema.Muscle,
    "needs.yaml": schema.Need,
    "bands.yaml": schema.BandColour,
}
ROWS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "additionalProperties": {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2},
    },
}


class _Written(GenerateJsonSchema):
    """The schema of what is written in a file: a range may be one number there (``15`` for ``[15, 15]``)."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        inner = super().function_before_schema(schema)
        return {"anyOf": [{"type": "number"}, inner]} if inner.get("type") == "array" else inner


def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by the name of its file, and ``index.json``."""
    out: dict[str, dict[str, Any]] = {}
    index: dict[str, str] = {}

    def put(place: str, title: str, content: dict[str, Any]) -> None:
        name = f"{title}.schema.json"
        index[place] = name
        out[name] = {"$schema": DIALECT, "title": title, **{k: v for k, v in content.items() if k != "title"}}

    for place, model in ONE_EACH.items():
        put(place, model.__name__.lower(), model.model_json_schema(schema_generator=_Written))
    for place, model in LISTS.items():
        put(place, place.rpartition("/")[2].removesuffix(".yaml"), _many(model, "array"))
    put("sources.yaml", "sources", _many(schema.Source, "object"))
    put("rows.yaml", "rows", ROWS)
    put("*.jsonl", "fact", msgspec.json.schema(Fact))
    out["index.json"] = {"files": index}
    return out


def _many(model: type[BaseModel], kind: str) -> dict[str, Any]:
    """The schema of a list, or of a mapping from id, of entries."""
    one = model.model_json_schema(schema_generator=_Written)
    definitions = one.pop("$defs", {})
    inner = "items" if kind == "array" else "additionalProperties"
    return {"type": kind, inner: one, **({"$defs": definitions} if definitions else {})}
