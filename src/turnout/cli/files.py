"""Record files as people have them: JSON Lines, or the JSON that ``turnout export json`` wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from turnout.terms import RecordError

HEAD = 400


def opened(path: Path) -> Path | list[dict[str, Any]]:
    """What `turnout.api` reads: the path itself, or the facts of an export.

    Raises:
        RecordError: the file cannot be read, or the export is damaged.
    """
    from turnout.report.as_json import facts_in, is_export

    try:
        with path.open("rb") as file:
            if not is_export(file.read(HEAD)):
                return path
        return facts_in(path.read_bytes(), str(path))
    except OSError as error:
        raise RecordError(f"cannot read the record: {error.strerror or error}", str(path)) from None
