"""Errors as answers: application/problem+json for the API (RFC 9457), a plain page for people.

In: an exception or a status with one sentence. Out: a response. Bad input is always a 4xx.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import Scope

from turnout.store import RecordErasedError
from turnout.terms import StoreError, TurnoutError

API = "/api/"
WORDS = {
    404: "There is no such page here.",
    405: "This cannot be done at this address.",
    400: "The request could not be read.",
}


class Problem(JSONResponse):
    """A problem+json body."""

    media_type = "application/problem+json"


def problem(status: int, detail: str, **more: Any) -> Problem:
    """The problem+json answer for a status and one sentence."""
    title = HTTPStatus(status).phrase
    return Problem({"type": "about:blank", "title": title, "status": status, "detail": detail, **more}, status)


def wants_json(scope: Scope) -> bool:
    """Whether the request is for the API."""
    return cast("str", scope["path"]).startswith(API)


def refusal(scope: Scope, status: int, detail: str) -> Response:
    """The answer to a request that is refused before it reaches the app."""
    if wants_json(scope):
        return problem(status, detail)
    return Response(f"{detail}\n", status, media_type="text/plain")


def answer(request: Request, status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    """The error answer within the app: problem+json, or a page."""
    from turnout.web.pages import render

    if wants_json(request.scope):
        response: Response = problem(status, detail)
    else:
        response = render(request, "error.html", {"status": status, "detail": detail}, status=status)
    response.headers.update(headers or {})
    return response


def install(app: FastAPI) -> None:
    """Registers the answers to every error."""

    def http_error(request: Request, error: Exception) -> Response:
        told = cast("HTTPException", error)
        own = told.detail if told.detail != HTTPStatus(told.status_code).phrase else ""
        detail = own or WORDS.get(told.status_code, f"{HTTPStatus(told.status_code).phrase}.")
        return answer(request, told.status_code, detail, dict(told.headers or {}))

    def unreadable(request: Request, error: Exception) -> Response:
        first = cast("RequestValidationError", error).errors()[0]
        where = ".".join(str(part) for part in first["loc"] if part not in ("query", "body", "path"))
        return answer(request, 422, f"{where or 'request'}: {first['msg'].lower()}.")

    def told_error(request: Request, error: Exception) -> Response:
        status = 503 if isinstance(error, StoreError) and not isinstance(error, RecordErasedError) else 422
        return answer(request, status, sentence(cast("TurnoutError", error)))

    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(TurnoutError, told_error)


def sentence(error: TurnoutError) -> str:
    """The error as one sentence with a capital and a full stop."""
    says = str(error)
    return says if says.endswith((".", "!", "?")) else f"{says}."
