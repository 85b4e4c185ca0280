"""The record file: JSON Lines, one fact a line.

In: bytes of a file. Out: facts with ids, or one sentence naming file and line. The whole file is parsed at once;
only when that fails is it read line by line, to say where.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from turnout.record.facts import ADAPTER, Correction, Fact, explain, fact_from, fact_json
from turnout.record.ids import canonical, content_id
from turnout.record.moment import moment_of
from turnout.terms import RecordError

SKEW_S = 24 * 3600
"""Accepted clock skew [s]: a fact further in the future is refused."""


def read_record(path: Path, *, latest: datetime | None = None) -> list[Fact]:
    """Reads a record file.

    Args:
        path: the file.
        latest: facts more than 24 h after this are refused; None accepts any time.

    Raises:
        RecordError: with file and line.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RecordError(f"cannot read the record: {error.strerror or error}", str(path)) from None
    return read_lines(data, name=str(path), latest=latest)


def read_lines(data: bytes, *, name: str = "record", latest: datetime | None = None) -> list[Fact]:
    """Reads facts from JSON Lines. See `read_record`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RecordError("the line is not UTF-8 text", f"{name}:{line}") from None
    numbered = [(i, line) for i, line in enumerate(text.split("\n"), 1) if line.strip()]
    contents = _parse_all([line for _, line in numbered])
    if contents is None:
        contents = [_parse_one(line, f"{name}:{i}") for i, line in numbered]
    wheres = [i for i, _ in numbered]
    _give_ids(contents)
    try:
        facts = [ADAPTER.validate_python(content) for content in contents]
        for fact in facts:
            if isinstance(fact, Correction):
                fact_from(fact_json(fact))
    except (ValidationError, RecordError):
        facts = [_validate_one(content, f"{name}:{i}") for content, i in zip(contents, wheres, strict=True)]
    if latest is not None:
        refuse_future(facts, wheres, name, latest)
    return _without_doubles(facts, contents, wheres, name)


def _parse_all(lines: list[str]) -> list[dict[str, Any]] | None:
    try:
        parsed = from_json("[" + ",".join(lines) + "]", allow_inf_nan=False)
    except ValueError:
        return None
    if len(parsed) != len(lines) or not all(isinstance(item, dict) for item in parsed):
        return None
    return cast("list[dict[str, Any]]", parsed)


def _parse_one(line: str, where: str) -> dict[str, Any]:
    try:
        content = from_json(line, allow_inf_nan=False)
    except ValueError as error:
        raise RecordError(f"the line is not a whole JSON object: {error}", where) from None
    if not isinstance(content, dict):
        raise RecordError("the line is not a JSON object", where)
    return cast("dict[str, Any]", content)


def _validate_one(content: dict[str, Any], where: str) -> Fact:
    try:
        return fact_from(content)
    except RecordError as error:
        raise RecordError(error.message, where) from None
    except ValidationError as error:  # pragma: no cover - fact_from already explains
        raise RecordError(explain(error, content), where) from None


def _give_ids(contents: list[dict[str, Any]]) -> None:
    seen: dict[str, int] = {}
    for content in contents:
        if content.get("id"):
            continue
        text = canonical(content)
        ordinal = seen.get(text, 0)
        seen[text] = ordinal + 1
        content["id"] = content_id(content, ordinal)


def refuse_future(facts: Iterable[Fact], wheres: Iterable[int], name: str, latest: datetime) -> None:
    """Refuses facts more than a day ahead of the clock.

    Raises:
        RecordError: naming file and line.
    """
    limit = latest.timestamp() + SKEW_S
    for fact, line in zip(facts, wheres, strict=True):
        if moment_of(fact.at).instant > limit:
            raise RecordError(f"{fact.kind}: at: {fact.at} lies in the future", f"{name}:{line}")


def _without_doubles(facts: list[Fact], contents: list[dict[str, Any]], wheres: list[int], name: str) -> list[Fact]:
    first: dict[str, int] = {}
    kept: list[Fact] = []
    for index, fact in enumerate(facts):
        earlier = first.get(fact.id)
        if earlier is None:
            first[fact.id] = index
            kept.append(fact)
        elif canonical(contents[earlier]) != canonical(contents[index]):
            raise RecordError(
                f"the id {fact.id} was used on line {wheres[earlier]} for a fact with different content",
                f"{name}:{wheres[index]}",
            )
    return kept


def write_record(facts: Iterable[Fact]) -> str:
    """The facts as JSON Lines, in the order given."""
    return "".join(to_json(fact_json(fact)).decode() + "\n" for fact in facts)
