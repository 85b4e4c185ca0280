"""Names of facts: UUIDv7 for new ones, UUIDv8 of the content for lines that carry none.

Source: RFC 9562, sections 5.7 and 5.8.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any

import uuid_utils


def new_id() -> str:
    """A fresh UUIDv7, so ids sort by the time they were made."""
    return str(uuid_utils.uuid7())


def canonical(content: dict[str, Any]) -> str:
    """The one spelling of a fact's content: keys sorted, no spaces, the id left out."""
    return json.dumps(
        {k: v for k, v in content.items() if k != "id"}, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def content_id(content: dict[str, Any], ordinal: int) -> str:
    """The UUIDv8 of a fact without an id.

    Args:
        content: the fact's JSON object.
        ordinal: 0 for the first of identical lines, 1 for the second ..., so importing a file twice changes nothing
            and two honest identical sets stay two.
    """
    digest = bytearray(hashlib.sha256(f"{canonical(content)}#{ordinal}".encode()).digest()[:16])
    digest[6] = (digest[6] & 0x0F) | 0x80
    digest[8] = (digest[8] & 0x3F) | 0x80
    return str(uuid.UUID(bytes=bytes(digest)))
