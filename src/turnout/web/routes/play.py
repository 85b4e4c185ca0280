"""The player: an empty page that the browser fills from what is kept on the device.

In: nothing about a person. Out: the page with its script, and the way to the same session as plain pages.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.web.pages import render

router = APIRouter(include_in_schema=False)


@router.get("/play")
def play(request: Request) -> Response:
    """The player's page."""
    return render(request, "play.html")
