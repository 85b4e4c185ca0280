"""Whether the app and its database answer: for whatever keeps it running. Says nothing else."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from turnout.terms import StoreError
from turnout.web.desk import desk_of

router = APIRouter(include_in_schema=False)


@router.get("/health")
def health(request: Request) -> Response:
    """``ok``, or 503 where the database does not answer."""
    try:
        desk_of(request).store.ping()
    except StoreError:
        return PlainTextResponse("the database does not answer\n", 503)
    return PlainTextResponse("ok\n")
