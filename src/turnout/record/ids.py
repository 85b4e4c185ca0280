"""Names of facts: UUIDv7 for new ones, UUIDv8 of the content for lines that carry none.

Source: RFC 9562, sections 5.7 and 5.8.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
import uuid_utils

_SORTED = msgspec.json.Encoder(order="sorted")


def new_id() -> str:
    """A fresh UUIDv7, so ids sort by the time they were made."""
    return str(uuid_utils.uuid7())


def canonical(content: dict[str, Any]) -> str:
    """The one spelling of a fact's content: keys sorted, no spaces, the id left out."""
    return _SORTED.encode({k: v for k, v in content.items() if k != "id"}).decode()


def content_id(text: str, ordinal: int) -> str:
    """The UUIDv8 of a fact without an id.

    Args:
        text: the fact's canonical content.
        ordinal: 0 for the first of identical lines, 1 for the second ..., so importing a file twice changes nothing
            and two honest identical sets stay two.
    """
    h = hashlib.sha256(f"{text}#{ordinal}".encode()).hexdigest()
    variant = "89ab"[int(h[16], 16) & 3]
    return f"{h[:8]}-{h[8:12]}-8{h[13:16]}-{variant}{h[17:20]}-{h[20:32]}"
