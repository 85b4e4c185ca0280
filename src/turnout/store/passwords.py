"""Passwords: which are taken, and their Argon2id hashes.

In: a password as typed. Out: a hash that holds its own salt and parameters, or whether a password fits one. Source for
the parameters: RFC 9106, section 4, the second recommended option, as argon2-cffi has it by default.
"""

from __future__ import annotations

import threading
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SHORTEST = 10
LONGEST = 1000
AT_ONCE = 2
"""Hashes made at the same time: each takes 64 MB."""

_hasher = PasswordHasher()
_few = threading.BoundedSemaphore(AT_ONCE)


def refusal(password: str, name: str) -> str:
    """Why a password is not taken, as one sentence without it; empty where it is."""
    text = _normal(password)
    if len(text) < SHORTEST:
        return f"a password has at least {SHORTEST} characters; a few words in a row make a good one"
    if len(text) > LONGEST:
        return f"a password has at most {LONGEST} characters"
    if any(not (c.isprintable() or c == " ") for c in text):
        return "a password has no line breaks or other control characters"
    if text.strip().casefold() == _normal(name).strip().casefold():
        return "the password must not be the name"
    if len(set(text)) < 3:
        return "the password is one or two characters over and over; choose another"
    return ""


def hashed(password: str) -> str:
    """The hash of a password."""
    with _few:
        return _hasher.hash(_normal(password))


def fits(hash: str | None, password: str) -> bool:
    """Whether a password is the one that was hashed. Without a hash it is not, and finding out takes as long."""
    text = _normal(password)[: LONGEST + 1]
    try:
        with _few:
            return _hasher.verify(hash or _nobodys(), text) and hash is not None
    except (Argon2Error, InvalidHashError):
        return False


def outdated(hash: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(hash)


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """The hash of a password that nobody knows."""
    import secrets

    return _hasher.hash(secrets.token_hex())


def _normal(password: str) -> str:
    """The same characters, however a keyboard composed them (RFC 8265, OpaqueString: NFC)."""
    return unicodedata.normalize("NFC", password)
