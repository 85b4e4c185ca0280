"""The record file: JSON Lines, one fact a line.

In: bytes of a file. Out: facts with ids, or one sentence naming file and line. The whole file is parsed at once;
only when that fails is it read line by line, to say where.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import msgspec

from turnout.record.bulk import in_bulk
from turnout.record.facts import MANY, Correction, Fact, decode, fact_json, keep_raw, sound
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
    with in_bulk():
        return _read_lines(data, name, latest)


def _read_lines(data: bytes, name: str, latest: datetime | None) -> list[Fact]:
    numbered = [(i, line) for i, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1) if line.strip()]
    lines = [line for _, line in numbered]
    facts = _all_at_once(lines)
    if facts is None:
        facts = [_one(line, f"{name}:{i}") for i, line in numbered]
    numbers = [i for i, _ in numbered]
    facts = _with_ids(facts, numbers, name)
    if latest is not None:
        _refuse_future(facts, numbers, name, latest)
    return _without_doubles(facts, numbers, name)


def _all_at_once(lines: list[bytes]) -> list[Fact] | None:
    """Every line in one go, or None when any of them is not right."""
    try:
        together = b"[" + b",".join(lines) + b"]"
        together.decode()  # fields that Turnout does not know are skipped by the parser, bad characters in them too
        facts = MANY.decode(together)
        if len(facts) != len(lines):
            return None
        for fact, line in zip(facts, lines, strict=True):
            sound(keep_raw(fact, line))
    except (msgspec.DecodeError, ValueError, RecordError, RecursionError):
        return None
    return facts


def _one(line: bytes, where: str) -> Fact:
    try:
        content = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecordError(f"the line is not a whole JSON object: {error}", where) from None
    except RecursionError:
        raise RecordError("the line is nested too deeply", where) from None
    if not isinstance(content, dict):
        raise RecordError("the line is not a JSON object", where)
    try:
        return decode(line, cast("dict[str, Any]", content).get("kind"))
    except RecordError as error:
        raise RecordError(error.message, where) from None


def _with_ids(facts: list[Fact], numbers: list[int], name: str) -> list[Fact]:
    seen: dict[str, int] = {}
    for fact, line in zip(facts, numbers, strict=True):
        if not fact.id:
            try:
                text = canonical(fact_json(fact))
            except RecordError as error:
                raise RecordError(error.message, f"{name}:{line}") from None
            ordinal = seen.get(text, 0)
            seen[text] = ordinal + 1
            msgspec.structs.force_setattr(fact, "id", content_id(text, ordinal))
    return facts


def _refuse_future(facts: Iterable[Fact], numbers: Iterable[int], name: str, latest: datetime) -> None:
    limit = latest.timestamp() + SKEW_S
    for fact, line in zip(facts, numbers, strict=True):
        put = fact.fact.get("at") if isinstance(fact, Correction) and fact.fact else None
        if max(moment_of(at).instant for at in (fact.at, put) if isinstance(at, str)) > limit:
            raise RecordError(f"{fact.kind}: at: {fact.at} lies in the future", f"{name}:{line}")


def _without_doubles(facts: list[Fact], numbers: list[int], name: str) -> list[Fact]:
    first: dict[str, int] = {}
    for index, fact in enumerate(facts):
        earlier = first.setdefault(fact.id, index)
        if earlier != index and canonical(fact_json(facts[earlier])) != canonical(fact_json(fact)):
            raise RecordError(
                f"the id {fact.id} was used on line {numbers[earlier]} for a fact with different content",
                f"{name}:{numbers[index]}",
            )
    return facts if len(first) == len(facts) else [facts[index] for index in first.values()]


def write_record(facts: Iterable[Fact]) -> str:
    """The facts as JSON Lines, in the order given."""
    return "".join(msgspec.json.encode(fact_json(fact)).decode() + "\n" for fact in facts)
