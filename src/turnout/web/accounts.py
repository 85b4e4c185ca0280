"""Signing in: the cookie, the waiting after wrong passwords, where to go afterwards.

In: a request, a name and a password. Out: an account, seconds to wait, or neither. The cookie holds a random secret
and nothing else. Over https it is called ``__Host-turnout``: browsers then take it from this host and by https only.
"""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import Response
from starlette.requests import HTTPConnection

from turnout.store import Account, SignIn
from turnout.store.accounts import LONGEST, key_of
from turnout.store.attempts import of_address, of_name
from turnout.web.desk import Desk

log = logging.getLogger("turnout.web")

COOKIE = "turnout"
LAST = "turnout-last"
"""Which account this device was last used by, as a random id: what is kept on it must not reach another's."""
SIGN_IN = "/sign-in"
CLEAR = '"cache", "storage"'
"""What a browser is told to forget (Clear-Site-Data): pages, the offline record, the service worker."""


def cookie_name(name: str, request: HTTPConnection) -> str:
    """The cookie's name for this request's scheme."""
    return f"__Host-{name}" if request.url.scheme == "https" else name


def token_of(request: HTTPConnection) -> str:
    """The secret in a request's cookie; empty where there is none."""
    return request.cookies.get(cookie_name(COOKIE, request), "")


def sign_in_of(request: HTTPConnection, desk: Desk) -> SignIn | None:
    """The sign-in that a request was sent with, while it lasts."""
    token = token_of(request)
    return desk.store.accounts.signed_in(token, desk.clock()) if token else None


def try_password(desk: Desk, name: str, password: str, address: str) -> Account | int | None:
    """The account that a name and a password open, how long to wait before a try is taken [s], or None."""
    counted = (of_name(key_of(name)), of_address(address))
    wait = desk.store.attempts.begin(counted, desk.clock())
    if wait:
        log.warning("sign-in refused: too many tries")
        return wait
    account = desk.store.accounts.verified(name, password)
    if account is None:
        log.warning("sign-in refused: wrong name or password")
        return None
    desk.store.attempts.succeeded(*counted)
    return account


def let_in(request: Request, response: Response, desk: Desk, account: Account) -> Response:
    """Signs this device in. Its old sign-in ends, so that a secret planted before is worth nothing."""
    old = token_of(request)
    if old:
        desk.store.accounts.sign_out(old)
    token = desk.store.accounts.sign_in(account, desk.clock())
    if request.cookies.get(cookie_name(LAST, request)) != account.id:
        response.headers["Clear-Site-Data"] = CLEAR
    _set(request, response, COOKIE, token)
    _set(request, response, LAST, account.id)
    return response


def let_out(request: Request, response: Response) -> Response:
    """Takes the cookie back, and has the browser forget what was kept for offline days."""
    response.headers["Clear-Site-Data"] = CLEAR
    for name in (COOKIE, LAST):
        _set(request, response, name, "", seconds=0)
    return response


def _set(
    request: Request, response: Response, name: str, value: str, *, seconds: int = int(LONGEST.total_seconds())
) -> None:
    response.set_cookie(
        cookie_name(name, request),
        value,
        max_age=seconds,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def local(to: str | None) -> str:
    """A path of this app to go on to; ``/`` for anything that is none."""
    if not to or not to.isprintable() or "\\" in to or not to.startswith("/") or to.startswith("//"):
        return "/"
    try:
        parts = urlsplit(to)
    except ValueError:
        return "/"
    if parts.scheme or parts.netloc or parts.path.rstrip("/") in (SIGN_IN, "/sign-out"):
        return "/"
    return to


def client_of(request: Request) -> str:
    """The network address that a request came from."""
    return request.client.host if request.client else ""
