"""The record as one JSON file: the facts, and beside them what Turnout computed from them.

    {"format":"turnout-record","version":1,"knowledge":"...","facts":[...],"answer":{...}}

In: facts and the contract's answer. Out: bytes; and back from the bytes the facts, as they were. ``answer`` is for
readers only: taking a file in again looks at ``facts`` alone, since everything else is computed from them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, cast

import msgspec

from turnout.record import Fact, fact_json
from turnout.terms import RecordError

FORMAT = "turnout-record"
VERSION = 1
_HEAD = 200
"""The format stands within so many bytes, so that a long record file need not be parsed to see that it is none."""


def to_json(facts: Iterable[Fact], answer: dict[str, Any] | None) -> bytes:
    """The file.

    Args:
        facts: the record, in the order to be kept.
        answer: what was computed from it (``turnout.plan``), or None.
    """
    content = {
        "format": FORMAT,
        "version": VERSION,
        "knowledge": None if answer is None else answer.get("knowledge"),
        "facts": [fact_json(fact) for fact in facts],
        "answer": answer,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def is_export(data: bytes) -> bool:
    """Whether these bytes are meant to be such a file rather than JSON Lines."""
    head = b"".join(data[:_HEAD].split())
    return head.removeprefix(b"\xef\xbb\xbf").startswith(b'{"format":"' + FORMAT.encode() + b'"')


def facts_in(data: bytes, name: str = "export") -> list[dict[str, Any]]:
    """The facts of such a file, as they were.

    Args:
        data: the file.
        name: its name, for messages.

    Raises:
        RecordError: the file is damaged, or of a newer version.
    """
    try:
        content: Any = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise RecordError("the export is not whole JSON; it was cut short or changed", name) from None
    fields = cast("dict[str, Any]", content) if isinstance(content, dict) else {}
    version = fields.get("version")
    if version != VERSION:
        raise RecordError(f"version {version} of the export is not known; this Turnout reads version {VERSION}", name)
    facts = fields.get("facts")
    if not isinstance(facts, list) or not all(isinstance(fact, dict) for fact in cast("list[Any]", facts)):
        raise RecordError("the export has no list of facts", name)
    return cast("list[dict[str, Any]]", facts)
