"""The app, put together: pages, the API, the built files, and the guard around them.

In: an open store and a clock. Out: a FastAPI app. Time is asked of the clock only, once a request.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import cast

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from turnout import __version__
from turnout.knowledge import load_knowledge
from turnout.store import Store
from turnout.web import problems
from turnout.web.api import routers as api_routers
from turnout.web.desk import Clock, Desk
from turnout.web.figures import Figures
from turnout.web.guard import Guard
from turnout.web.pages import STATIC
from turnout.web.routes import routers as page_routers
from turnout.web.served import THIS_MACHINE, Served

ABOUT = (
    "Facts in, the next session out, with reasons. Only facts are stored, and they are only ever added; everything "
    "else is computed from them. Errors are `application/problem+json` with one clear sentence."
)


def local_time() -> datetime:
    """The clock used where no other is passed in."""
    return datetime.now(UTC).astimezone()


def create_app(store: Store, *, clock: Clock | None = None, served: Served = THIS_MACHINE) -> FastAPI:
    """The app over a store.

    Args:
        store: an open database; it is not closed here.
        clock: gives the time, with its offset; this machine's by default.
        served: how the app is reached; by default on this machine only, without accounts.
    """
    app = FastAPI(
        title="Turnout",
        version=__version__,
        description=ABOUT,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_until_closed,
    )
    desk = app.state.desk = Desk(store, load_knowledge(), clock or local_time, accounts=served.accounts)
    app.state.served = served
    app.state.figures = Figures(desk.k)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    app.add_middleware(Guard, served=served, desk=desk)
    problems.install(app)
    app.mount("/static", StaticFiles(directory=STATIC, check_dir=False), name="static")
    for router in (*api_routers, *page_routers):
        app.include_router(router)
    return app


@asynccontextmanager
async def _until_closed(app: FastAPI) -> AsyncGenerator[None]:
    """Ends the process beside the server with it, also where a signal ends both."""
    yield
    cast("Figures", app.state.figures).close()
