"""Reading what a page's form sent, with one sentence for each field that cannot be taken.

In: a request. Out: `Form`: typed values, and `Form.wrong` by field. Nothing is guessed: an empty field is None.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from datetime import date
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

MOST_TEXT = 4000


class Form:
    """The fields of one form."""

    def __init__(self, fields: dict[str, list[str]] | None = None, files: dict[str, bytes] | None = None) -> None:
        self.fields = fields or {}
        self.files = files or {}
        self.wrong: dict[str, str] = {}

    def text(self, name: str, *, most: int = MOST_TEXT) -> str | None:
        """A text, trimmed; None when empty."""
        value = self.fields.get(name, [""])[-1].strip()
        if len(value) > most:
            self.wrong[name] = f"Please use at most {most} characters."
            return None
        if "\0" in value:
            self.wrong[name] = "There is a character here that cannot be kept."
            return None
        return value or None

    def many(self, name: str, known: Collection[str]) -> list[str]:
        """The ticked boxes, of those that are known, in the known order."""
        ticked = set(self.fields.get(name, []))
        return [one for one in known if one in ticked]

    def choice(self, name: str, known: Collection[str], missing: str | None = None) -> str | None:
        """One of the known values. ``missing``: the sentence where there is none and one is needed."""
        value = self.text(name)
        if value is not None and value not in known:
            self.wrong[name] = "Please choose one of the answers."
            return None
        if value is None and missing is not None and name not in self.wrong:
            self.wrong[name] = missing
        return value

    def yes(self, name: str, missing: str | None = None) -> bool | None:
        """Yes or no; None when not answered."""
        value = self.choice(name, ("yes", "no"), missing)
        return None if value is None else value == "yes"

    def number(self, name: str, low: float, high: float, missing: str | None = None) -> float | None:
        """A number within bounds; a decimal comma is taken too."""
        value = self.text(name)
        if value is None:
            if missing is not None:
                self.wrong.setdefault(name, missing)
            return None
        try:
            number = float(value.replace(",", ".").replace("−", "-"))
        except ValueError:
            number = math.nan
        if not low <= number <= high:
            self.wrong[name] = f"Please give a number from {low:g} to {high:g}."
            return None
        return number

    def whole(self, name: str, low: int, high: int, missing: str | None = None) -> int | None:
        """A whole number within bounds."""
        number = self.number(name, low, high, missing)
        if number is None:
            return None
        if not number.is_integer():
            self.wrong[name] = "Please give a whole number."
            return None
        return int(number)

    def day(self, name: str, missing: str | None = None) -> date | None:
        """A date."""
        value = self.text(name)
        if value is None:
            if missing is not None:
                self.wrong.setdefault(name, missing)
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.wrong[name] = "Please give a date such as 2026-01-05."
            return None

    def was(self, name: str, value: str) -> bool:
        """Whether a choice was made, to show it again after an error."""
        return value in self.fields.get(name, [])

    def shown(self, name: str, otherwise: object = "") -> str:
        """What stood in a field, to show it again after an error."""
        if name in self.fields:
            return self.fields[name][-1]
        return "" if otherwise is None else str(otherwise)


async def read_form(request: Request) -> Form:
    """The form of a request."""
    fields: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    async with request.form(max_files=1, max_fields=400) as data:
        for name, value in data.multi_items():
            if isinstance(value, UploadFile):
                files[name] = await value.read()
            else:
                fields.setdefault(name, []).append(value)
    return Form(fields, files)


TheForm = Annotated[Form, Depends(read_form)]
