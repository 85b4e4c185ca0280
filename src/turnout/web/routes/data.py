"""Your data: take it with you, bring it in, erase it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.record import read_lines, write_record
from turnout.report.as_csv import readings_csv, sets_csv, to_csv
from turnout.report.as_json import to_json
from turnout.terms import RecordError
from turnout.web.accounts import CLEAR
from turnout.web.desk import Me, TheDesk
from turnout.web.forms import Form, TheForm
from turnout.web.pages import render
from turnout.web.problems import sentence
from turnout.web.routes._common import go

router = APIRouter(include_in_schema=False)

WORD = "erase"
CSV = "text/csv; charset=utf-8"
KINDS = {
    "profile": "about you",
    "preference": "preferences",
    "screen": "safety answers",
    "condition": "conditions",
    "clearance": "clearances",
    "reading": "measurements",
    "pain": "pain",
    "programme": "programmes",
    "set": "sets",
    "session": "sessions",
    "next-day": "mornings after",
    "skip": "left out",
    "prescription": "prescriptions",
    "offered": "sessions offered",
    "correction": "corrections",
}


def data_values(me: Me, form: Form | None = None, result: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the page shows."""
    counts = Counter(fact.kind for fact in me.facts)
    return {
        "counts": [(says, counts[kind]) for kind, says in KINDS.items() if counts[kind]],
        "total": len(me.facts),
        "place": me.desk.store.shown,
        "accounts": me.desk.accounts,
        "form": form or Form(),
        "result": result,
        "word": WORD,
    }


@router.get("/data")
def data(request: Request, desk: TheDesk) -> Response:
    """The page."""
    with desk.person() as me:
        return render(request, "data.html", data_values(me))


@router.get("/data/export")
def export(desk: TheDesk) -> Response:
    """Everything, as JSON Lines."""
    with desk.person() as me:
        return _file(write_record(me.facts).encode(), "application/x-ndjson", me, "jsonl")


@router.get("/data/everything.json")
def everything(desk: TheDesk) -> Response:
    """The facts, and what Turnout computes from them today, as one JSON file."""
    with desk.person() as me:
        return _file(to_json(me.facts, me.answer), "application/json", me, "json")


@router.get("/data/sets.csv")
def sets(desk: TheDesk) -> Response:
    """Every set, a row each."""
    with desk.person() as me:
        return _file(sets_csv(me.facts), CSV, me, "csv", "-sets")


@router.get("/data/readings.csv")
def readings(desk: TheDesk) -> Response:
    """Every reading, a row each."""
    with desk.person() as me:
        return _file(readings_csv(me.facts), CSV, me, "csv", "-readings")


@router.get("/data/values.csv")
def values(desk: TheDesk) -> Response:
    """Every value that was told, a row each."""
    with desk.person() as me:
        return _file(to_csv(me.facts), CSV, me, "csv", "-values")


def _file(data: bytes, media_type: str, me: Me, ending: str, what: str = "") -> Response:
    name = f"turnout-{me.today.isoformat()}{what}.{ending}"
    return Response(data, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.post("/data/import")
def bring_in(request: Request, desk: TheDesk, form: TheForm) -> Response:
    """Adds the facts of a record file. Nothing is stored unless all of it can be read."""
    with desk.person() as me:
        data = form.files.get("file", b"")
        if not data:
            form.wrong["file"] = "Please choose a file."
            return render(request, "data.html", data_values(me, form), status=422)
        try:
            facts = [desk.own(fact) for fact in read_lines(data, name="line", latest=me.now)]
            people = sorted({fact.person for fact in facts})
            if people and people != [me.person]:
                raise RecordError(f"the file is about {', '.join(people)}; only your own record can come in here")
            for fact in facts:
                me.check(fact)
        except RecordError as error:
            form.wrong["file"] = sentence(error).replace("line:", "Line ")
            return render(request, "data.html", data_values(me, form), status=422)
        counts = Counter(outcome.status for outcome in me.store(facts))
        return render(request, "data.html", data_values(me, form, dict(counts)))


@router.post("/data/erase")
def erase(request: Request, desk: TheDesk, form: TheForm) -> Response:
    """Erases everything, after the word was typed."""
    with desk.person() as me:
        if (form.text("word") or "").lower() != WORD:
            form.wrong["word"] = f"To erase everything, type the word {WORD}."
            return render(request, "data.html", data_values(me, form), status=422)
        me.erase()
        erased = go("/")
        erased.headers["Clear-Site-Data"] = CLEAR  # what waits on this device must not bring any of it back
        return erased
