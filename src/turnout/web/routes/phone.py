"""Phone: how to open the app on another device, with codes to point its camera at.

In: how the app is reached. Out: a page, and the codes as pictures.
"""

from __future__ import annotations

from io import BytesIO

import segno
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from turnout.web.desk import TheDesk
from turnout.web.pages import render
from turnout.web.served import Served

router = APIRouter(include_in_schema=False)


def served_of(request: Request) -> Served:
    """How the app is reached."""
    served = request.app.state.served
    assert isinstance(served, Served)
    return served


def code_svg(text: str) -> bytes:
    """A QR code as a picture: ink on white in both schemes, or cameras do not find it."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", scale=8, border=4, dark="#1f2421", light="#fff")
    return out.getvalue()


@router.get("/phone")
def phone(request: Request, desk: TheDesk) -> Response:
    """The page."""
    return render(request, "phone.html", {"served": served_of(request), "accounts": desk.desk.accounts})


@router.get("/phone/{which}.svg")
def code(request: Request, desk: TheDesk, which: str) -> Response:  # noqa: ARG001 - asks who it is
    """The code of the app's address, or of the page with the authority's certificate."""
    served = served_of(request)
    url = {"app": served.app_url, "authority": served.authority_url}.get(which, "")
    if not url:
        raise HTTPException(404)
    return Response(code_svg(url), media_type="image/svg+xml")
