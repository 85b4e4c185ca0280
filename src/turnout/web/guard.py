"""What every request must pass, and what every answer carries: host, origin, size, account, headers, a quiet log line.

In: ASGI messages. Out: the same, or a refusal. A page elsewhere must neither read the app (DNS rebinding: the Host
header) nor write to it (cross-site requests: Sec-Fetch-Site and Origin). Where accounts are on, nothing but what is
listed in `OPEN` is answered without one. Log lines hold the method, the route's pattern and the status, never a query,
a body, a name or an address that says what somebody looked at; a fault of our own says where it was, not with what.
"""

from __future__ import annotations

import logging
import os
import re
import traceback
from typing import Any, cast
from urllib.parse import quote

from anyio.to_thread import run_sync
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from turnout.terms import StoreError
from turnout.web.accounts import SIGN_IN, local, sign_in_of
from turnout.web.desk import NOT_SIGNED_IN, SIGNED_IN, Desk
from turnout.web.problems import refusal, sentence, wants_json
from turnout.web.served import Served

log = logging.getLogger("turnout.web")

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_BYTES = 2 * 1024 * 1024
MOST_IMPORT_BYTES = 32 * 1024 * 1024
"""The largest body of a request, and of an imported record."""
MOST_SIGN_IN_BYTES = 64 * 1024
LIMITS = {"/data/import": MOST_IMPORT_BYTES, SIGN_IN: MOST_SIGN_IN_BYTES}
HEALTH = "/health"
OPEN = re.compile(
    r"/sign-in|/health|/static/.*|/sw\.js|/manifest\.webmanifest|/favicon\.ico|/apple-touch-icon\.png|/icons/[\w.-]+"
    r"|/calendar/[\w-]{20,}\.ics"
)
"""What is answered without signing in: nothing in it is about anybody, but a calendar whose address is a secret."""
BARE = re.compile(r"/health|/static/.*|/sw\.js|/manifest\.webmanifest|/icons/.*")
"""Of these, what does not even look who asks."""
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto")
TRACEBACK = "TURNOUT_TRACEBACK"
"""With this variable set, a fault of Turnout itself shows where it happened, values included."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(self), camera=(self), gyroscope=(self), screen-wake-lock=(self), "
        "geolocation=(), microphone=(), payment=(), usb=()"
    ),
}
HSTS = f"max-age={30 * 24 * 3600}"
"""Thirty days, this name only: it binds every port of the name, and others may serve there too."""


class Guard:
    """The outermost layer.

    Args:
        app: what is guarded.
        served: how the app is reached.
        desk: knows who is signed in.
    """

    def __init__(self, app: ASGIApp, served: Served, desk: Desk) -> None:
        self.app = app
        self.served = served
        self.desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        begun = False

        async def answer(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                log.info("%s %s %s", scope["method"], pattern(scope), message["status"])
                dress(scope, message, hsts=self.served.hsts)
            await send(message)

        limit = LIMITS.get(scope["path"], MOST_BYTES)
        try:
            refused_by = self._refused(scope, headers, limit) or await self._unknown(scope)
            if refused_by is not None:
                await refused_by(scope, receive, answer)
            else:
                await Counted(self.app, limit)(scope, receive, answer)
        except Exception as error:
            if TRACEBACK in os.environ:
                raise
            log.error("%s %s failed: %s", scope["method"], pattern(scope), place_of(error))
            if not begun:
                await refusal(scope, 500, "Something went wrong in Turnout itself.")(scope, receive, answer)

    def _refused(self, scope: Scope, headers: Headers, limit: int) -> Response | None:
        reason = refused(scope, headers, limit, self.served)
        return refusal(scope, *reason) if reason else None

    async def _unknown(self, scope: Scope) -> Response | None:
        """Notes who asks; the answer to nobody, where somebody is needed."""
        path = cast("str", scope["path"])
        if not self.served.accounts or BARE.fullmatch(path):
            return None
        try:
            found = await run_sync(sign_in_of, HTTPConnection(scope), self.desk)
        except StoreError as error:
            return refusal(scope, 503, sentence(error))
        if found is not None:
            scope[SIGNED_IN] = found.account
            return None
        return None if OPEN.fullmatch(path) else nobody(scope)


def nobody(scope: Scope) -> Response:
    """The answer to a request that nobody signed in for: 401 for the API, the sign-in page for people."""
    if wants_json(scope):
        response = refusal(scope, 401, NOT_SIGNED_IN)
        response.headers["WWW-Authenticate"] = 'Cookie realm="turnout"'
        return response
    path, query = cast("str", scope["path"]), cast("bytes", scope["query_string"]).decode("latin-1")
    to = local(path + (f"?{query}" if query else "")) if scope["method"] in SAFE else "/"
    return RedirectResponse(SIGN_IN if to == "/" else f"{SIGN_IN}?to={quote(to)}", 303)


def place_of(error: Exception) -> str:
    """The kind of an error and the line of code it came from. Its message may hold what somebody told."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    return type(error).__name__ + "".join(f" at {os.path.basename(f.filename)}:{f.lineno}" for f in last)  # noqa: PTH119


class Counted:
    """Hands on a body only up to a size, whatever its header said."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        seen = 0

        async def take() -> Message:
            nonlocal seen
            message = await receive()
            if message["type"] == "http.request":
                seen += len(message.get("body", b""))
                if seen > self.limit:
                    raise HTTPException(413, too_large(self.limit))
            return message

        await self.app(scope, take, send)


def refused(scope: Scope, headers: Headers, limit: int, served: Served) -> tuple[int, str] | None:
    """Why a request goes no further: a status and one sentence; None where it may."""
    host = headers.get("host", "")
    if host_name(host) not in served.names:
        return 400, f"This app answers only to {_listed(served.names)}."
    if served.https and scope["scheme"] != "https" and scope["path"] != HEALTH:
        return 403, "This app is reached by https only."
    if not served.accounts and any(name in headers for name in FORWARDED):
        return 400, "This request came through a proxy, but this app is for this machine only."
    if scope["method"] not in SAFE and not same_origin(headers, scope["scheme"], host, served):
        return 403, "A request from another site was refused."
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()):
        return 400, "The length of the body is not a number."
    if int(length[:20]) > limit:
        return 413, too_large(limit)
    return None


def _listed(names: frozenset[str]) -> str:
    """The names in words; who asks by a wrong one learns only how this machine reaches itself."""
    return "localhost, 127.0.0.1 or [::1]" if names == Served().names else "the names it was started with"


def host_name(host: str) -> str:
    """The Host header without its port, in lower case."""
    name, mark, port = host.rpartition(":")
    if mark and port.isdigit():
        host = name
    return host.lower()


def same_origin(headers: Headers, scheme: str, host: str, served: Served) -> bool:
    """Whether a request that writes comes from our own pages.

    Without accounts it may come from no page at all: from a script on this machine. With accounts it may not: every
    browser that would send the cookie along says where the request comes from.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return not served.accounts
    return origin in (f"{scheme}://{host}", served.origin or None)


def too_large(limit: int) -> str:
    """The sentence about a body that is too large."""
    return f"The request is too large; at most {limit // (1024 * 1024)} MB are taken."


def dress(scope: Scope, message: Message, *, hsts: bool = False) -> None:
    """Puts the headers on an answer. Only the built files, whose names change with their content, may be kept.

    Figures are about nobody: they may be kept as long as their route says.
    """
    headers = MutableHeaders(raw=message["headers"])
    for name, value in HEADERS.items():
        headers[name] = value
    if hsts:
        headers["Strict-Transport-Security"] = HSTS
    path = cast("str", scope["path"])
    kept = path.startswith("/static/dist/assets/") and message["status"] == 200
    if not (path.startswith("/figure/") and message["status"] in (200, 304) and "cache-control" in headers):
        headers["Cache-Control"] = "public, max-age=31536000, immutable" if kept else "no-store"
    message["headers"] = headers.raw


def pattern(scope: Scope) -> str:
    """The route's pattern, such as ``/measure/{id}``."""
    route: Any = scope.get("route")
    path = getattr(route, "path", None)
    return path if isinstance(path, str) else "-"
