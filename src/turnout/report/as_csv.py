"""Sets, readings, sessions and pain as one long, tidy CSV table: one row for each value, so that nothing is averaged.
Sets and readings also have a table of their own, one row each, as a spreadsheet wants them.

In: facts. Out: CSV (RFC 4180, UTF-8). ``value`` holds numbers exactly as they were told, ``words`` what is not a number
(a band's colour, a symptom, whether a set was clean). A fact that was corrected stays, with ``no`` under
``counts``: leave those rows out of any sum. Text that a spreadsheet would run as a formula gets a ``'`` first.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from turnout.record import (
    Correction,
    Fact,
    NextDay,
    Pain,
    Reading,
    SessionDone,
    SetDone,
    effective,
    fact_json,
    moment_of,
    order_of,
)
from turnout.record.facts import replacement

COLUMNS: tuple[str, ...] = (
    "fact", "person", "at", "kind", "entry", "level", "side", "site", "method", "quantity", "trial", "value", "unit",
    "words", "by", "note", "counts",
)  # fmt: skip
SETS: tuple[str, ...] = (
    "at", "day", "exercise", "level", "side", "reps", "seconds", "load_kg", "load_band", "pain", "site",
    "symptoms", "felt_side", "effort", "clean", "bout", "seen_by", "by", "note",
)  # fmt: skip
"""The columns of the sets' own table: one row for each set that counts."""
READINGS: tuple[str, ...] = (
    "at", "day", "measure", "side", "value", "unit", "trials", "method", "helper", "label", "by", "note",
)  # fmt: skip
"""The columns of the readings' own table: one row for each reading that counts."""
TOLD = Reading | SetDone | Pain | NextDay | SessionDone
"""The kinds of fact that are in the table: what was measured, done and felt."""
UNITS = {"reps": "reps", "seconds": "s", "load.kg": "kg", "minutes": "min"} | dict.fromkeys(
    ("pain", "effort", "now", "worst"), "0-10"
)
ENTRY = ("exercise", "measure")
ABOUT = {"id", "person", "at", "kind", "by", "note", "level", "side", "site", "method", "unit", "exercise", "measure"}
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(facts: Iterable[Fact]) -> bytes:
    """The table, in order of time."""
    every = list(facts)
    in_force = {fact.id for fact in effective(every)}
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, COLUMNS, restval="")
    table.writeheader()
    for fact in sorted(every, key=order_of):
        table.writerows(rows_of(fact, counts=fact.id in in_force))
    return out.getvalue().encode()


def sets_csv(facts: Iterable[Fact]) -> bytes:
    """Every set that counts, a row each, in order of time. What was not told stays empty."""
    return _wide((fact for fact in effective(list(facts)) if isinstance(fact, SetDone)), SETS)


def readings_csv(facts: Iterable[Fact]) -> bytes:
    """Every reading that counts, a row each, in order of time. What was not told stays empty."""
    return _wide((fact for fact in effective(list(facts)) if isinstance(fact, Reading)), READINGS)


def _wide(facts: Iterable[SetDone | Reading], columns: Sequence[str]) -> bytes:
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, columns, restval="", extrasaction="ignore")
    table.writeheader()
    for fact in facts:
        content = fact_json(fact)
        load: dict[str, Any] = content.get("load") or {}
        told = {**content, "day": moment_of(fact.at).day, "load_kg": load.get("kg"), "load_band": load.get("band")}
        table.writerow({key: _cell(told[key]) for key in columns if told.get(key) is not None})
    return out.getvalue().encode()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(_cell(one) for one in cast("list[Any]", value))
    if isinstance(value, bool):
        return _yes(value)
    return json.dumps(value) if isinstance(value, int | float) else _plain(str(value))


def rows_of(fact: Fact, *, counts: bool = True) -> Iterator[dict[str, str]]:
    """One row for each value of a fact; for a correction, those of the fact it puts in place."""
    put = replacement(fact) if isinstance(fact, Correction) else fact
    if not isinstance(put, TOLD):
        return
    content = fact_json(put)
    about = {
        "fact": put.id,
        "person": put.person,
        "at": put.at,
        "kind": put.kind,
        "entry": next((str(content[key]) for key in ENTRY if key in content), ""),
        "counts": _yes(counts),
        **{key: str(content[key]) for key in ("level", "side", "site", "method", "by", "note") if content.get(key)},
    }
    about = {key: _plain(text) for key, text in about.items()}
    for key, value in content.items():
        if key not in ABOUT:
            for quantity, trial, leaf in _leaves(key, value):
                unit = content.get("unit", "") if quantity in ("value", "trials") else UNITS.get(quantity, "")
                yield {**about, "quantity": _plain(quantity), "trial": trial, "unit": str(unit), **_told(leaf)}


def _leaves(path: str, value: Any) -> Iterator[tuple[str, str, Any]]:
    """(quantity, its number in a list from 1 on, value) of everything within a field."""
    if isinstance(value, dict):
        for key, child in cast("dict[str, Any]", value).items():
            yield from _leaves(f"{path}.{key}", child)
    elif isinstance(value, list):
        for n, child in enumerate(cast("list[Any]", value), 1):
            for quantity, inner, leaf in _leaves(path, child):
                yield quantity, f"{n}.{inner}" if inner else str(n), leaf
    elif value is not None:
        yield path, "", value


def _told(leaf: Any) -> dict[str, str]:
    if isinstance(leaf, bool):
        return {"words": _yes(leaf)}
    if isinstance(leaf, int | float):
        return {"value": json.dumps(leaf)}
    return {"words": _plain(str(leaf))}


def _yes(it: bool) -> str:
    return "yes" if it else "no"


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
