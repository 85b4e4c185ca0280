"""What makes the app stay when the network goes: the worker, the web app's manifest, and the shell page.

In: the built front end. Out: ``/sw.js``, ``/manifest.webmanifest`` and ``/offline``. None of them knows a person: the
shell holds no record, it is filled in the browser from what is kept there.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, JSONResponse, Response

from turnout.web.pages import STATIC, render

router = APIRouter(include_in_schema=False)

PAPER = "#f6f2ea"
ICONS = "/static/icons/"
MANIFEST: dict[str, Any] = {
    "id": "/",
    "name": "Turnout",
    "short_name": "Turnout",
    "description": "The rotation of the hip: what to do today, why, and when to stop.",
    "lang": "en-GB",
    "dir": "ltr",
    "start_url": "/",
    "scope": "/",
    "display": "standalone",
    "theme_color": PAPER,
    "background_color": PAPER,
    "categories": ["health", "fitness"],
    "icons": [
        {"src": ICONS + "mark.svg", "sizes": "any", "type": "image/svg+xml"},
        {"src": ICONS + "icon-192.png", "sizes": "192x192", "type": "image/png"},
        {"src": ICONS + "icon-512.png", "sizes": "512x512", "type": "image/png"},
        {"src": ICONS + "maskable-512.png", "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ],
}
"""The colours are those of paper in the light; the pages themselves name the dark one too."""


@router.get("/sw.js")
def worker() -> Response:
    """The service worker. It stands at the root, so that it may serve every page."""
    built = STATIC / "dist" / "sw.js"
    if not built.is_file():
        raise HTTPException(404, "The front end is not built here, so the app works online only.")
    headers = {"Service-Worker-Allowed": "/", "Cache-Control": "no-cache"}
    return FileResponse(built, media_type="text/javascript", headers=headers)


@router.get("/manifest.webmanifest")
def manifest() -> Response:
    """Name, icons and colours for the home screen."""
    return JSONResponse(MANIFEST, media_type="application/manifest+json")


@router.get("/offline")
def offline(request: Request) -> Response:
    """The shell: an empty page that the browser fills from what is kept on the device."""
    return render(request, "offline.html")
