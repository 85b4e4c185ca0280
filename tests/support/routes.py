"""Every route that the app has, so that a new one is covered by being there.

In: an app. Out: methods and paths, with their patterns, such as ``/measure/{id}``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from tests.support.secure import WITH_ACCOUNTS
from turnout.store import open_store
from turnout.web.app import create_app


def app_of(folder: Path) -> FastAPI:
    """The app, to be asked for its routes only."""
    with open_store(str(folder / "routes.db")) as store:
        return create_app(store, served=WITH_ACCOUNTS)


def routes_of(app: FastAPI) -> list[tuple[str, str]]:
    """Every method and path, those of the API's description included."""
    found: set[tuple[str, str]] = set()
    waiting: list[Any] = list(app.routes)
    while waiting:
        route = waiting.pop()
        inner = getattr(route, "original_router", None) or getattr(route, "routes", None)
        if isinstance(route, APIRoute):
            found |= {(method, route.path) for method in route.methods or ()}
        elif getattr(inner, "routes", None):
            waiting += inner.routes  # type: ignore[union-attr]
    for path, operations in app.openapi()["paths"].items():
        found |= {(method.upper(), path) for method in operations}
    return sorted(found)
