"""Signing in and out, and one's own password. Where there are no accounts, none of this is there.

In: a name and a password. Out: a cookie, or the page again with one sentence that does not tell which was wrong.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from turnout.store import Account, AccountError
from turnout.web.accounts import client_of, let_in, let_out, local, token_of, try_password
from turnout.web.desk import account_of, desk_of
from turnout.web.forms import Form, TheForm
from turnout.web.pages import render
from turnout.web.problems import sentence
from turnout.web.routes._common import go

router = APIRouter(include_in_schema=False)

WRONG = "The name or the password is not right."


def typed(form: Form, name: str) -> str:
    """A password as typed: space around it belongs to it."""
    return form.fields.get(name, [""])[-1]


@router.get("/sign-in")
def sign_in(request: Request, to: str = "/") -> Response:
    """The page."""
    if not desk_of(request).accounts:
        return go("/")
    return render(request, "sign-in.html", {"form": Form(), "to": local(to)})


@router.post("/sign-in")
def let_me_in(request: Request, form: TheForm) -> Response:
    """Signs this device in, or says that it did not work."""
    desk = desk_of(request)
    if not desk.accounts:
        return go("/")
    to = local(form.fields.get("to", ["/"])[-1])
    name, password = form.fields.get("name", [""])[-1], typed(form, "password")
    if not name.strip() or not password:
        form.wrong["name" if not name.strip() else "password"] = "Please give your name and your password."
        return render(request, "sign-in.html", {"form": form, "to": to}, status=422)
    found = try_password(desk, name, password, client_of(request))
    if isinstance(found, Account):
        return let_in(request, go(to), desk, found)
    form.wrong["name"] = WRONG if found is None else wait_words(found)
    response = render(request, "sign-in.html", {"form": form, "to": to}, status=403 if found is None else 429)
    if found is not None:
        response.headers["Retry-After"] = str(found)
    return response


def wait_words(seconds: int) -> str:
    """How long to wait."""
    span = f"{seconds} second{'' if seconds == 1 else 's'}" if seconds < 100 else f"{-(-seconds // 60)} minutes"
    return f"There were too many tries. Please wait {span}, then try again."


@router.get("/sign-out")
def leaving(request: Request) -> Response:
    """The page that asks: this device, or all."""
    account = account_of(request)
    if account is None:
        return go("/")
    desk = desk_of(request)
    return render(request, "sign-out.html", {"devices": desk.store.accounts.devices(account, desk.clock())})


@router.post("/sign-out")
def let_me_out(request: Request, form: TheForm) -> Response:
    """Signs this device out, or every device."""
    account, desk = account_of(request), desk_of(request)
    if account is None:
        return go("/")
    if "everywhere" in form.fields:
        desk.store.accounts.sign_out_everywhere(account)
    else:
        desk.store.accounts.sign_out(token_of(request))
    return let_out(request, go("/sign-in"))


@router.get("/account")
def mine(request: Request) -> Response:
    """One's own account."""
    _whose(request)
    return render(request, "account.html", {"form": Form(), "changed": False})


@router.post("/account/password")
def change(request: Request, form: TheForm) -> Response:
    """Changes one's own password. Every other device is signed out."""
    account, desk = _whose(request), desk_of(request)
    status = _changed(request, form, account)
    values: dict[str, Any] = {"form": form, "changed": not form.wrong}
    response = render(request, "account.html", values, status=status)
    return response if form.wrong else let_in(request, response, desk, account)


def _changed(request: Request, form: Form, account: Account) -> int:
    """Changes the password where everything is right; else notes what is wrong. Gives the status of the answer."""
    desk = desk_of(request)
    new = typed(form, "new-password")
    found = try_password(desk, account.name, typed(form, "old-password"), client_of(request))
    if not isinstance(found, Account):
        form.wrong["old-password"] = "This is not your password now." if found is None else wait_words(found)
        return 422 if found is None else 429
    if new != typed(form, "again"):
        form.wrong["again"] = "The new password was typed in two ways."
        return 422
    try:
        desk.store.accounts.set_password(account, new)
    except AccountError as error:
        form.wrong["new-password"] = sentence(error).capitalize()
        return 422
    return 200


def _whose(request: Request) -> Account:
    account = account_of(request)
    if account is None:
        raise HTTPException(404)
    return account
