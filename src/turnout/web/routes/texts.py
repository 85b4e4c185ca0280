"""What became of each text: every row of the eight source texts, the entry it became, what was decided, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.knowledge import Knowledge
from turnout.knowledge.load import Row
from turnout.web.desk import TheDesk
from turnout.web.pages import render

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Became:
    """A row and its entries: (id, name, decisions, file)."""

    row: Row
    entries: tuple[tuple[str, str, tuple[str, ...], str], ...]


def became(k: Knowledge) -> dict[str, list[Became]]:
    """The rows by text."""
    kinds: tuple[tuple[str, dict[str, Any]], ...] = (
        ("Exercise", k.exercises),
        ("Measure", k.measures),
        ("Programme", k.programmes),
    )
    out: dict[str, list[Became]] = {}
    for row in k.rows.values():
        entries = tuple(
            (e.id, e.name, tuple(d.id for d in e.decisions), k.places.get((kind, e.id), ""))
            for kind, table in kinds
            for e in table.values()
            if row.id in e.rows
        )
        out.setdefault(row.text, []).append(Became(row, entries))
    return out


def decisions(k: Knowledge) -> dict[str, list[tuple[str, str, str]]]:
    """D-nn -> (id, name, words) of each entry that decides it."""
    out: dict[str, list[tuple[str, str, str]]] = {}
    for table in (k.exercises, k.measures, k.programmes):
        for e in table.values():
            for decision in e.decisions:
                out.setdefault(decision.id, []).append((e.id, e.name, decision.says))
    for muscle in k.muscles.values():
        for decision in muscle.decisions:
            out.setdefault(decision.id, []).append(("", muscle.name, decision.says))
    return dict(sorted(out.items()))


@router.get("/texts")
def texts(request: Request, desk: TheDesk) -> Response:
    """The tables, made once."""
    values: dict[str, Any] | None = desk.k.memo.get("texts")
    if values is None:
        values = desk.k.memo["texts"] = {"texts": became(desk.k), "decisions": decisions(desk.k)}
    return render(request, "texts.html", values)
