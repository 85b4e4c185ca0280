"""The figure's files: the body, movements and still pictures, and whether they are ready.

In: an id and a level of the knowledge. Out: files whose addresses change with their content and which may be kept for
ever, JSON on the state, pictures. Nothing here is about a person. What is not known is a 404 with one sentence.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any, cast

from fastapi import APIRouter, HTTPException, Request
from fastapi import Path as InPath
from fastapi.responses import JSONResponse, Response

from turnout.body.figure.words import NO_LEVEL
from turnout.knowledge import Knowledge
from turnout.terms import TurnoutError, listed
from turnout.web.desk import TheDesk
from turnout.web.figures import Figures, figure_place, key_phases, levels_of

router = APIRouter(include_in_schema=False, prefix="/figure")

FOR_EVER = "public, max-age=31536000, immutable"
A_WHILE = "private, max-age=3600"
GLB, TRACK, PNG = "model/gltf-binary", "application/octet-stream", "image/png"
Name = Annotated[str, InPath(max_length=100, pattern=r"^[a-z0-9][a-z0-9-]*$")]
LevelName = Annotated[str, InPath(max_length=100, pattern=r"^(-|[a-z0-9][a-z0-9-]*)$")]
PhaseName = Annotated[str, InPath(max_length=100, pattern=r"^[a-z0-9][a-z0-9_-]*$")]


def figures_of(request: Request) -> Figures:
    """The app's figures."""
    return cast("Figures", request.app.state.figures)


@router.get("/body-{key}.glb")
def body(request: Request, key: Name) -> Response:
    """The body that all movements share."""
    return _kept(request, figures_of(request).shelf.body, key, GLB)


@router.get("/{id}/{level}-{key}.bin")
def track(request: Request, desk: TheDesk, id: Name, level: LevelName, key: Name) -> Response:
    """One movement."""
    known = _level(desk.k, id, level)
    return _kept(request, figures_of(request).shelf.track(id, known), key, TRACK)


@router.get("/{id}/{level}")
def state(request: Request, desk: TheDesk, id: Name, level: LevelName) -> Response:
    """Whether a figure is ready, and where its files are; asking begins to make it."""
    try:
        known = _level(desk.k, id, level)
    except HTTPException as unknown:
        return JSONResponse({"state": "missing", "says": unknown.detail}, 404)
    figures = figures_of(request)
    answer = figures.state(id, known)
    if answer["state"] == "ready":
        answer |= _ready(figures, desk.k, id, known)
    return JSONResponse(answer, 202 if answer["state"] == "building" else 200)


def _ready(figures: Figures, k: Knowledge, id: str, level: str) -> dict[str, Any]:
    """Addresses and words."""
    shelf = figures.shelf
    said: dict[str, Any] = json.loads(shelf.about(id, level).read_text(encoding="utf-8"))
    place = figure_place(k, id, level)
    at = dict(said["phases"])
    stills = [{"url": url, "name": name, "at": at.get(name, 0.0)} for url, name in (place.stills if place else ())]
    return {
        "body": f"/figure/body-{shelf.key}.glb",
        "track": f"/figure/{id}/{level or NO_LEVEL}-{shelf.key}.bin",
        "stills": stills,
        "title": said["title"],
        "alt": said["alt"],
        "says": said["says"],
        "solved": said["solved"],
    }


@router.get("/{id}/{level}/still-{phase}.png")
async def still(request: Request, desk: TheDesk, id: Name, level: LevelName, phase: PhaseName) -> Response:
    """A picture of one phase. It is waited for where it must first be made."""
    known = _level(desk.k, id, level)
    names = [one.name for one in desk.k.motions[id].phases]
    if phase not in names:
        raise HTTPException(404, f"{id} has no phase {phase!r}; it has {listed(names)}.")
    figures = figures_of(request)
    try:
        making = figures.still(id, known, phase)
        if making is not None:
            await asyncio.wrap_future(making)
        data = await asyncio.to_thread(figures.shelf.still(id, known, phase).read_bytes)
    except TurnoutError as error:
        raise HTTPException(404, str(error)) from None
    return Response(data, media_type=PNG, headers={"Cache-Control": A_WHILE})


@router.get("/{id}/{level}/small-{phase}-{key}.png")
def small(request: Request, desk: TheDesk, id: Name, level: LevelName, phase: PhaseName, key: Name) -> Response:
    """A small picture of one phase; 202 and nothing while it is made."""
    known = _level(desk.k, id, level)
    figures = figures_of(request)
    if key != figures.shelf.key or phase not in key_phases(desk.k, id):
        raise HTTPException(404, "There is no such picture of this figure.")
    try:
        if figures.small(id, known) is not None:
            return Response(status_code=202)
        data = figures.shelf.small(id, known, phase).read_bytes()
    except (TurnoutError, OSError) as error:
        raise HTTPException(404, str(error)) from None
    return Response(data, media_type=PNG, headers={"Cache-Control": FOR_EVER})


def _level(k: Knowledge, id: str, level: str) -> str:
    """The level as the knowledge has it.

    Raises:
        HTTPException: 404, there is no figure of it.
    """
    levels = levels_of(k, id)
    wanted = "" if level == NO_LEVEL else level
    if not levels:
        raise HTTPException(404, f"There is no figure of {id!r}.")
    if wanted not in levels:
        raise HTTPException(404, f"{id} has no figure at the level {level!r}; it has {listed(levels)}.")
    return wanted


def _kept(request: Request, path: Path, key: str, media: str) -> Response:
    """A file as it lies on the shelf, compressed; under an address that is never used for another."""
    if key != figures_of(request).shelf.key:
        raise HTTPException(404, "This figure was made by another version; please load the page again.")
    tag = f'"{key}"'
    headers = {"Cache-Control": FOR_EVER, "ETag": tag, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"Cache-Control": FOR_EVER, "ETag": tag})
    try:
        return Response(path.read_bytes(), media_type=media, headers=headers)
    except OSError:
        raise HTTPException(404, "This figure is not made yet; ask for its state first.") from None
