"""What was worked out, kept on disk so that it need not be worked out again.

In: bytes and a place. Out: a file that is there whole or not at all, however many write it at once. The folder may be
emptied at any time; what is kept in it is named by everything it was made from.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import platformdirs


def folder() -> Path:
    """``TURNOUT_CACHE``, else the user's cache."""
    return Path(os.environ.get("TURNOUT_CACHE") or platformdirs.user_cache_dir("turnout"))


def put(path: Path, data: bytes) -> None:
    """Writes a file, all of it or nothing.

    Raises:
        OSError: the place cannot be written.
    """
    put_by(path, lambda place: place.write_bytes(data))


def put_by(path: Path, write: Callable[[Path], object]) -> None:
    """The same for what writes its file itself.

    Args:
        path: where it is to be.
        write: called with a place beside it, of the same suffix.

    Raises:
        OSError: the place cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".making-", suffix=path.suffix)
    os.close(handle)
    try:
        write(Path(name))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def digest_of(files: Iterable[Path], root: Path, *also: str) -> str:
    """A name for exactly these files and words.

    Args:
        files: in any order.
        root: the folder from which they are named.
        also: versions of what else it depends on.
    """
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for word in also:
        digest.update(word.encode() + b"\0")
    return digest.hexdigest()
