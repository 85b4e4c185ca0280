"""What the pages share: a redirect after a form was taken, and the one guard before everything that trains."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, get_type_hints

from fastapi.responses import RedirectResponse, Response

from turnout.web.desk import Me, TheDesk
from turnout.web.intake import elsewhere


def go(to: str) -> RedirectResponse:
    """On to another page; a reload there sends no form again."""
    return RedirectResponse(to, status_code=303)


def guarded(route: Callable[..., Response]) -> Callable[..., Response]:
    """Lets a route run only where a session may: a stop or open questions lead to their own page first.

    Args:
        route: takes ``me``, the person held still, and whatever else its request needs.
    """

    @wraps(route)
    def run(desk: TheDesk, **given: Any) -> Response:
        with desk.person() as me:
            first = elsewhere(me)
            return go(first) if first is not None else route(me=me, **given)

    return _asking_for_the_desk(route, run)


def with_me(route: Callable[..., Response]) -> Callable[..., Response]:
    """Gives a route ``me``, the person who asks, held still while it runs."""

    @wraps(route)
    def run(desk: TheDesk, **given: Any) -> Response:
        with desk.person() as me:
            return route(me=me, **given)

    return _asking_for_the_desk(route, run)


def _asking_for_the_desk(route: Callable[..., Response], run: Callable[..., Response]) -> Callable[..., Response]:
    """The wrapped route as its framework sees it: with a desk in the place of the person."""
    hints = get_type_hints(route, include_extras=True)
    wanted = [p.replace(annotation=hints[p.name]) for p in inspect.signature(route).parameters.values()]
    desk = inspect.Parameter("desk", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=TheDesk)
    kept = [p for p in wanted if p.annotation is not Me]
    plain = [p for p in kept if p.default is inspect.Parameter.empty]
    seen: Any = run
    seen.__signature__ = inspect.Signature([*plain, desk, *(p for p in kept if p not in plain)])
    seen.__annotations__ = {p.name: p.annotation for p in [*kept, desk]}
    return run
