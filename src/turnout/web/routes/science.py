"""Science: how the muscle model was checked, and what it cannot tell."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.web.pages import render
from turnout.web.science_page import science

router = APIRouter(include_in_schema=False)


@router.get("/science")
def page(request: Request) -> Response:
    """The page, made once from what travels with the package."""
    return render(request, "science.html", {"science": science()})
