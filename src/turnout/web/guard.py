"""What every request must pass, and what every answer carries: host, origin, size, headers, a quiet log line.

In: ASGI messages. Out: the same, or a refusal. The app answers on this machine only; a page elsewhere must neither read
it (DNS rebinding: the Host header) nor write to it (cross-site requests: Sec-Fetch-Site and Origin). Log lines hold the
method, the route's pattern and the status, never a query, a body or an address that says what somebody looked at.
"""

from __future__ import annotations

import logging
from typing import Any, cast

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from turnout.web.problems import refusal

log = logging.getLogger("turnout.web")

HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""The names under which this machine reaches itself."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_BYTES = 2 * 1024 * 1024
MOST_IMPORT_BYTES = 32 * 1024 * 1024
"""The largest body of a request, and of an imported record."""
IMPORT_PATH = "/data/import"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), payment=()",
}


class Guard:
    """The outermost layer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                log.info("%s %s %s", scope["method"], pattern(scope), message["status"])
                dress(scope, message)
            await send(message)

        limit = MOST_IMPORT_BYTES if scope["path"] == IMPORT_PATH else MOST_BYTES
        reason = refused(scope, headers, limit)
        if reason is not None:
            await refusal(scope, *reason)(scope, receive, answer)
        else:
            await Counted(self.app, limit)(scope, receive, answer)


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


def refused(scope: Scope, headers: Headers, limit: int) -> tuple[int, str] | None:
    """Why a request goes no further: a status and one sentence; None where it may."""
    host = headers.get("host", "")
    if host_name(host) not in HOSTS:
        return 400, "This app answers only to localhost, 127.0.0.1 or [::1]."
    if scope["method"] not in SAFE and not same_origin(headers, scope["scheme"], host):
        return 403, "A request from another site was refused."
    length = headers.get("content-length", "0")
    if not length.isdigit():
        return 400, "The length of the body is not a number."
    if int(length) > limit:
        return 413, too_large(limit)
    return None


def host_name(host: str) -> str:
    """The Host header without its port, in lower case."""
    name, mark, port = host.rpartition(":")
    if mark and port.isdigit():
        host = name
    return host.lower()


def same_origin(headers: Headers, scheme: str, host: str) -> bool:
    """Whether the request comes from our own pages, or from no page at all (a script on this machine)."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or origin == f"{scheme}://{host}"


def too_large(limit: int) -> str:
    """The sentence about a body that is too large."""
    return f"The request is too large; at most {limit // (1024 * 1024)} MB are taken."


def dress(scope: Scope, message: Message) -> None:
    """Puts the headers on an answer. Only the built files, whose names change with their content, may be kept."""
    headers = MutableHeaders(raw=message["headers"])
    for name, value in HEADERS.items():
        headers[name] = value
    path = cast("str", scope["path"])
    kept = path.startswith("/static/dist/assets/") and message["status"] == 200
    headers["Cache-Control"] = "public, max-age=31536000, immutable" if kept else "no-store"
    message["headers"] = headers.raw


def pattern(scope: Scope) -> str:
    """The route's pattern, such as ``/measure/{id}``."""
    route: Any = scope.get("route")
    path = getattr(route, "path", None)
    return path if isinstance(path, str) else "-"
