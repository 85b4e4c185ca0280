"""A fact as a row, and rows as facts.

In: facts, or the JSON text of one. Out: the columns of table ``facts``. The content column is the whole fact and
nothing but the fact; every other column can be computed again from it, and `turnout.store.check` does.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, cast

from turnout.record import Fact, Offered, canonical, fact_json, moment_of, read_lines
from turnout.terms import RecordError, StoreError


def spelled(content: dict[str, Any]) -> str:
    """A fact as the database keeps it: all fields in the order they were given, no spaces.

    Raises:
        ValueError: it holds what JSON or UTF-8 cannot: a number that is none, half of a surrogate pair.
        TypeError: it holds an object that is not JSON.
    """
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    text.encode()
    return text


def same_content(one: str, two: str) -> bool:
    """Whether two stored texts say the same, however they are spelled."""
    return one == two or canonical(json.loads(one)) == canonical(json.loads(two))


def refusal(fact: Fact, person: str) -> str:
    """Why a fact may not enter this person's record; empty where it may."""
    if not fact.id:
        return "the fact has no id; give it one, such as a UUIDv7"
    if fact.person != person:
        return f"the fact belongs to {fact.person!r}, not to {person!r}"
    if isinstance(fact, Offered) and not fact.knowledge:
        return "offered: knowledge: the version of the knowledge is missing"
    return ""


def columns_of(content: dict[str, Any], text: str) -> dict[str, Any]:
    """The columns read from a fact's content.

    Args:
        content: the JSON object.
        text: its spelling, stored as it is.

    Raises:
        ValueError: ``at`` is no moment.
        KeyError: a field that every fact has is missing.
    """
    at = str(content["at"])
    moment = moment_of(at)
    return {
        "person": str(content.get("person", "me")),
        "id": str(content["id"]),
        "kind": str(content["kind"]),
        "at": at,
        "day": moment.day,
        "instant": moment.instant,
        "content": text,
    }


def row_of(fact: Fact) -> dict[str, Any]:
    """The columns of a fact.

    Raises:
        RecordError: the fact cannot be written down without loss.
    """
    try:
        content = fact_json(fact)
        return columns_of(content, spelled(content))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise RecordError(f"{fact.kind}: the fact cannot be kept as JSON: {error}") from None


def facts_of(texts: Sequence[str], shown: str) -> list[Fact]:
    """The facts of stored contents, parsed at once.

    Raises:
        StoreError: one of them cannot be read any more.
    """
    if not texts:
        return []
    try:
        return read_lines("\n".join(texts).encode(), name="the record")
    except RecordError as error:
        raise StoreError(f"the database {shown} holds a fact that cannot be read: {error}") from None


def object_of(text: str) -> dict[str, Any]:
    """The JSON object of a stored content.

    Raises:
        ValueError: the text is not one JSON object.
    """
    content = json.loads(text)
    if not isinstance(content, dict):
        raise ValueError("the content is not a JSON object")
    return cast("dict[str, Any]", content)
