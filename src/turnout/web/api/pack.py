"""GET /pack: the next fourteen days for a phone that may be without a network, with every word it needs.

In: the record. Out: `coach.make_pack` and the words of its moves, flags, symptoms and reasons. It is made once for a
record and a day; where the browser already has it, nothing is sent.
"""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from typing import Annotated, Any, cast

import msgspec
from fastapi import APIRouter, Header
from fastapi.responses import Response

from turnout.coach import make_pack
from turnout.knowledge import Knowledge
from turnout.report.typeset import typeset
from turnout.web.api.facts import known_name
from turnout.web.api.shapes import PROBLEMS, Pack, Person
from turnout.web.desk import PERSON, Me, TheDesk
from turnout.web.logging_sets import REASONS
from turnout.web.plain import places
from turnout.web.words import HEADINGS, POSITIONS, SYMPTOMS, capital, muscle

router = APIRouter(prefix="/api/v1", tags=["plan"])

ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"model": Pack, "description": "The pack"},
    304: {"description": "The browser's own pack is still the same"},
}
WEIGHS = frozenset({"dumbbell", "kettlebell", "medicine-ball", "weight"})
"""Equipment whose load in kilograms is asked after a set."""
SAID = frozenset({"name", "asks", "says"})
"""The words of a red flag."""


@router.get("/pack", response_class=Response, responses={**PROBLEMS, **ANSWERS}, summary="Fourteen days offline")
def pack(
    desk: TheDesk,
    person: Person = PERSON,
    if_none_match: Annotated[str | None, Header(description="The `ETag` of a pack already there.")] = None,
) -> Response:
    """The sessions of the next fourteen days, with what each becomes where it hurts, is left out or is done late.

    A phone follows them by itself, holds, lowers and withholds, and never raises. Facts told meanwhile go to `/facts`.
    """
    with desk.person(known_name(person)) as me:
        tag, body = packed(me)
    headers = {"ETag": tag}
    if if_none_match is not None and tag in {one.strip().removeprefix("W/") for one in if_none_match.split(",")}:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def packed(me: Me) -> tuple[str, bytes]:
    """The pack and its tag; made anew only once something was told, or on another day."""
    key = (me.today, len(me.facts))
    known: tuple[Any, tuple[str, bytes]] | None = me.state.memo.get("pack")
    if known is None or known[0] != key:
        made = make_pack(me.plan, me.facts, me.now.isoformat(timespec="seconds"))
        content = {"person": me.person, **in_words(made, me.k)}
        same = {name: value for name, value in content.items() if name != "made_at"}
        tag = f'"{sha256(msgspec.json.encode(same)).hexdigest()[:32]}"'
        known = me.state.memo["pack"] = (key, (tag, msgspec.json.encode(content)))
    return known[1]


def in_words(content: dict[str, Any], k: Knowledge) -> dict[str, Any]:
    """A pack with the words of its moves, stops, symptoms and reasons, typeset as on a page."""
    levels: dict[str, set[str]] = {}
    for item in content["items"].values():
        levels.setdefault(item["exercise"], set()).update(level["level"] for level in item["levels"])
    for fact in content["facts"]:
        for id, level in _offered(fact, k):
            levels.setdefault(id, set()).add(level)
    return {
        **content,
        "flags": [{key: typeset(says) if key in SAID else says for key, says in f.items()} for f in content["flags"]],
        "moves": {id: move(id, k, doable) for id, doable in levels.items()},
        "headings": HEADINGS,
        "symptoms": SYMPTOMS,
        "reasons": REASONS,
    }


def _offered(fact: dict[str, Any], k: Knowledge) -> list[tuple[str, str]]:
    """The moves and levels of a session that was offered today; records may hold anything in its place."""
    items: Any = fact["session"].get("items") if fact["kind"] == "offered" else None
    if not isinstance(items, list):
        return []
    named: list[dict[str, Any]] = [item for item in cast("list[Any]", items) if isinstance(item, dict)]
    pairs = [(str(item.get("exercise")), str(item.get("level"))) for item in named]
    return [pair for pair in pairs if pair in k.rung_of]


def move(id: str, k: Knowledge, levels: Collection[str]) -> dict[str, Any]:
    """How a move is done, in words.

    Args:
        id: the exercise.
        k: the knowledge.
        levels: those it may be done at.
    """
    entry, words = k.exercises[id], k.words[id]
    needs = {*entry.equipment, *(need for level in k.ladders[id] if level.id in levels for need in level.equipment)}
    ids = [*entry.muscles.primary, *entry.muscles.secondary] if entry.muscles else []
    return {
        "name": entry.name,
        "kind": entry.kind,
        "position": capital(POSITIONS[entry.position]),
        "steps": [typeset(says) for says in words.steps],
        "cues": [typeset(says) for says in words.cues],
        "avoid": [typeset(says) for says in words.avoid],
        "muscles": [muscle(id) for id in ids],
        "where": places(entry.muscles.primary) if entry.muscles else "",
        "weighs": bool(needs & WEIGHS),
    }
