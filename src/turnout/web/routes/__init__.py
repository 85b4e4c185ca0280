"""The pages, one module for each place in the app."""

from turnout.web.routes import (
    about,
    choices,
    data,
    library,
    measure,
    morning,
    plan,
    progress,
    safety,
    session,
    start,
    stop,
    texts,
    today,
)

routers = (
    today.router,
    start.router,
    safety.router,
    choices.router,
    stop.router,
    measure.router,
    session.router,
    morning.router,
    progress.router,
    plan.router,
    library.router,
    texts.router,
    data.router,
    about.router,
)

__all__ = ["routers"]
