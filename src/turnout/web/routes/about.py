"""About: what Turnout is not, how it decides, and where its numbers come from."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from turnout.knowledge.check import confidence
from turnout.web.desk import TheDesk
from turnout.web.pages import render

router = APIRouter(include_in_schema=False)


@router.get("/about")
def about(request: Request, desk: TheDesk) -> Response:
    """The page."""
    k = desk.k
    counts = k.memo.get("confidence")
    if counts is None:
        counts = k.memo["confidence"] = dict(confidence(k))
    return render(request, "about.html", {"sources": k.sources, "counts": counts, "rules": list(k.rules.values())})
