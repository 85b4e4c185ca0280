"""POST and GET /facts: a batch in, what became of each; everything out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, cast

import msgspec
from fastapi import APIRouter, Depends, Header, HTTPException, Request

from turnout.record import Fact, canonical, content_id, fact_from, fact_json
from turnout.store import Outcome
from turnout.terms import RecordError, TurnoutError
from turnout.web.api.shapes import EXAMPLE_FACTS, PROBLEMS, Facts, Outcomes, Person
from turnout.web.desk import PERSON, Seat, TheDesk
from turnout.web.problems import sentence

router = APIRouter(prefix="/api/v1", tags=["facts"])

MOST_FACTS = 20_000
DEEPEST = 60
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A list of facts, or an object with the list under `facts`.",
        "content": {
            "application/json": {
                "schema": {
                    "oneOf": [
                        {"type": "array", "maxItems": MOST_FACTS, "items": {"type": "object"}},
                        {
                            "type": "object",
                            "required": ["facts"],
                            "properties": {"facts": {"type": "array", "items": {"type": "object"}}},
                        },
                    ]
                },
                "example": EXAMPLE_FACTS,
            }
        },
    }
}


async def batch(request: Request) -> list[Any]:
    """The facts of a body, as they came."""
    try:
        data: Any = msgspec.json.decode(await request.body())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise HTTPException(400, f"The body is not JSON: {error}.") from None
    if isinstance(data, dict):
        data = cast("dict[str, Any]", data).get("facts")
    if not isinstance(data, list):
        raise HTTPException(422, "The body must be a list of facts, or an object with the list under 'facts'.")
    facts = cast("list[Any]", data)
    if len(facts) > MOST_FACTS:
        raise HTTPException(422, f"At most {MOST_FACTS} facts are taken at once.")
    return facts


OTHER: dict[int | str, dict[str, Any]] = {409: {**PROBLEMS[403], "description": "Kept for somebody else"}}
"""A phone that two people use must not give one's facts to the other."""


@router.post(
    "/facts", response_model=Outcomes, responses={**PROBLEMS, **OTHER}, openapi_extra=BODY, summary="Add facts"
)
def add(
    desk: TheDesk,
    facts: Annotated[list[Any], Depends(batch)],
    turnout_person: Annotated[str | None, Header(description="Whose facts these are, as the pack named them.")] = None,
) -> dict[str, Any]:
    """Stores a batch and says of each fact: stored, duplicate, or refused with the reason.

    Sending the same batch again changes nothing. A fact without an id gets one made of its content. Facts more than
    24 h ahead are refused, and so are facts about somebody else.
    """
    if turnout_person is not None and turnout_person != desk.owner:
        raise HTTPException(409, "These facts were kept for somebody else than who is signed in now.")
    outcomes: list[Outcome | None] = [None] * len(facts)
    by_person: dict[str, list[tuple[int, Fact]]] = {}
    for place, fact in enumerate(_read(facts, desk.owner)):
        if isinstance(fact, Outcome):
            outcomes[place] = fact
        else:
            by_person.setdefault(fact.person, []).append((place, fact))
    for person, placed in by_person.items():
        _store(desk, person, placed, outcomes)
    told = [one for one in outcomes if one is not None]
    return {"results": [{"id": one.id, "status": one.status, "reason": one.reason} for one in told]}


def _read(facts: list[Any], owner: str) -> Iterator[Fact | Outcome]:
    """Each as a fact with an id, or refused. One that names nobody is the owner's."""
    seen: dict[str, int] = {}
    for content in facts:
        id = ""
        try:
            if not isinstance(content, dict):
                raise RecordError("the fact is not a JSON object")
            own = cast("dict[str, Any]", content)
            if owner != PERSON and own.get("person", PERSON) == PERSON:
                own = {**own, "person": owner}
            id = own["id"] if isinstance(own.get("id"), str) else ""
            if depth(own) > DEEPEST:
                raise RecordError("the fact is nested too deeply")
            fact = fact_from(own)
            if not fact.id:
                text = canonical(fact_json(fact))
                ordinal = seen.get(text, 0)
                seen[text] = ordinal + 1
                fact = fact_from({**own, "id": content_id(text, ordinal)})
            yield fact
        except RecordError as error:
            yield Outcome(id, "refused", sentence(error))


def depth(value: Any, at: int = 0) -> int:
    """How deeply lists and objects are nested."""
    if at > DEEPEST:
        return at
    if isinstance(value, dict):
        return max((depth(child, at + 1) for child in cast("dict[str, Any]", value).values()), default=at)
    if isinstance(value, list):
        return max((depth(child, at + 1) for child in cast("list[Any]", value)), default=at)
    return at


def _store(desk: Seat, person: str, placed: list[tuple[int, Fact]], outcomes: list[Outcome | None]) -> None:
    """Stores one person's facts, and notes what became of each."""
    checked: list[tuple[int, Fact]] = []
    try:
        desk.named(known_name(person))
    except HTTPException as error:
        for place, fact in placed:
            outcomes[place] = Outcome(fact.id, "refused", str(error.detail))
        return
    with desk.person(person) as me:
        for place, fact in placed:
            try:
                me.check(fact)
                checked.append((place, fact))
            except TurnoutError as error:
                outcomes[place] = Outcome(fact.id, "refused", sentence(error))
        if checked:
            stored = me.store([fact for _, fact in checked])
            for (place, _), outcome in zip(checked, stored, strict=True):
                outcomes[place] = outcome


def known_name(person: str) -> str:
    """A person's id that the store can hold."""
    if not person or "\0" in person or not person.isprintable():
        raise HTTPException(422, "person: an id of 1 to 64 characters that can be read is needed.")
    return person


@router.get("/facts", response_model=Facts, responses=PROBLEMS, summary="All facts")
def every(desk: TheDesk, person: Person = PERSON) -> dict[str, Any]:
    """A person's whole record, in the order in which the facts arrived."""
    with desk.person(known_name(person)) as me:
        return {"facts": [fact_json(fact) for fact in me.facts]}
