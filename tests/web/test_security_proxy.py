"""Behind a proxy that speaks https: its word counts, a client's does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from argon2 import PasswordHasher

from tests.support.secure import PASSWORD, account
from tests.web.serving import Served, serve
from turnout.store import passwords
from turnout.web.served import LOOPBACK
from turnout.web.served import Served as How

NAME = "hip.example.org"
FROM_PROXY = {"Host": NAME, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Served]:
    """The app as ``serve --behind-proxy --public-url https://hip.example.org`` has it; the tests are the proxy."""
    how = How(names=LOOPBACK | {NAME}, accounts=True, https=True, origin=f"https://{NAME}")
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    with patch.object(passwords, "_hasher", quick), serve(tmp_path, how=how) as running:
        running.client.follow_redirects = False
        account(running, "Ann")
        yield running


def sign_in(app: Served, password: str = PASSWORD, **headers: str) -> tuple[int, str]:
    answer = app.client.post(
        "/sign-in",
        data={"name": "Ann", "password": password},
        headers={**FROM_PROXY, "Origin": f"https://{NAME}", **headers},
    )
    return answer.status_code, answer.headers.get("set-cookie", "")


def test_what_came_by_https_is_answered_with_a_cookie_for_https(app: Served) -> None:
    status, cookie = sign_in(app)
    assert status == 303
    assert cookie.startswith("__Host-turnout=") and "Secure" in cookie


def test_what_came_past_the_proxy_is_refused(app: Served) -> None:
    assert app.client.get("/sign-in").status_code == 403
    assert app.client.get("/sign-in", headers={"Host": NAME}).status_code == 403
    assert app.client.get("/sign-in", headers={**FROM_PROXY, "X-Forwarded-Proto": "http"}).status_code == 403
    assert app.client.get("/sign-in", headers={**FROM_PROXY, "Host": "evil.example"}).status_code == 400
    assert app.client.get("/health").status_code == 200


def test_only_the_public_address_is_our_own_origin(app: Served) -> None:
    for origin in (f"http://{NAME}", "https://evil.example", f"https://{NAME}.evil.example", f"https://{NAME}:444"):
        assert sign_in(app, Origin=origin)[0] == 403


def test_tries_are_counted_by_the_address_that_the_proxy_saw(app: Served) -> None:
    def tried(address: str, n: int) -> int:
        headers = {**FROM_PROXY, "Origin": f"https://{NAME}", "X-Forwarded-For": address}
        data = {"name": f"somebody {n}", "password": "wrong password"}
        return app.client.post("/sign-in", data=data, headers=headers).status_code

    assert [tried("203.0.113.9", n) for n in range(21)] == [403] * 20 + [429]
    assert tried("203.0.113.10", 30) == 403
    assert tried("198.51.100.1, 203.0.113.9", 31) == 429  # what the client claims stands before
