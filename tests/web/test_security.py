"""Accounts: nothing without signing in; cookies, sign-outs, waiting, redirects, hosts, sizes and other sites."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.secure import COOKIE, PASSWORD, WITH_ACCOUNTS, account, browser, secure
from tests.web.serving import Served, serve
from turnout.web.served import Served as How

PAIN = {"kind": "pain", "at": "2026-11-20T08:00:00+00:00", "side": "left", "now": 3}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Served]:
    """Ann and Bob may sign in; Ann's record is the machine's own."""
    with secure(tmp_path) as running:
        account(running, "Ann")
        account(running, "Bob")
        yield running


@pytest.fixture
def client(app: Served) -> Iterator[httpx.Client]:
    """A browser of nobody's."""
    with browser(app) as opened:
        yield opened


def sign_in(client: httpx.Client, name: str = "Ann", password: str = PASSWORD, **more: str) -> httpx.Response:
    return client.post("/sign-in", data={"name": name, "password": password, **more})


# -- in and out ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/", "/start", "/data", "/data/export", "/progress", "/phone", "/account", "/nothing"]
)
def test_a_page_leads_nobody_to_the_sign_in_page(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"] == ("/sign-in" if path == "/" else f"/sign-in?to={path}")


@pytest.mark.parametrize("path", ["facts", "plan", "export", "library", "openapi.json", "nothing"])
def test_the_api_answers_nobody_with_a_problem(client: httpx.Client, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert answer.json()["detail"] == "Please sign in first."


@pytest.mark.parametrize("path", ["/sign-in", "/health", "/manifest.webmanifest", "/static/nothing", "/sw.js"])
def test_what_is_about_nobody_is_answered_to_everybody(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code in (200, 404)


@pytest.mark.parametrize("path", ["/static/../data", "//data", "/sign-in/", "/sign-in/../data", "/calendar/me.ics"])
def test_a_crooked_path_opens_nothing(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (303, 404)
    assert "Take it with you" not in answer.text


def test_signing_in_leads_on_to_where_one_was_going(client: httpx.Client) -> None:
    answer = sign_in(client, to="/plan?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/plan?x=1")
    assert client.get("/data").status_code == 200


@pytest.mark.parametrize("name", ["ann", "ANN", " Ann ", "Ａｎｎ"])
def test_a_name_is_known_in_any_case(client: httpx.Client, name: str) -> None:
    assert sign_in(client, name).status_code == 303


def test_the_cookie_is_for_this_host_by_https_only_and_out_of_reach_of_scripts(client: httpx.Client) -> None:
    cookies = sign_in(client).headers.get_list("set-cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        name, *flags = cookie.split("; ")
        assert name.startswith("__Host-")
        assert {"HttpOnly", "Secure", "SameSite=strict", "Path=/"} <= set(flags)
        assert not any(flag.lower().startswith("domain") for flag in flags)


def test_the_cookie_holds_nothing_but_a_secret_that_is_stored_nowhere(app: Served, client: httpx.Client) -> None:
    sign_in(client)
    token = client.cookies[COOKIE]
    assert len(token) >= 43
    stored = b"".join(path.read_bytes() for path in app.folder.glob("record.db*"))
    assert token.encode() not in stored
    assert PASSWORD.encode() not in stored
    assert b"$argon2id$" in stored


@pytest.mark.parametrize(
    ("name", "password"),
    [("Ann", "wrong password"), ("Nobody", PASSWORD), ("Ann", PASSWORD.upper()), ("Ann", PASSWORD + " ")],
)
def test_a_wrong_name_and_a_wrong_password_are_answered_alike(client: httpx.Client, name: str, password: str) -> None:
    answer = sign_in(client, name, password)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert "The name or the password is not right." in answer.text
    assert password not in answer.text


def test_a_secret_planted_before_signing_in_is_worth_nothing_after(app: Served, client: httpx.Client) -> None:
    client.cookies.set(COOKIE, "planted", domain="127.0.0.1")
    sign_in(client)
    with browser(app) as other:
        other.cookies.set(COOKIE, "planted", domain="127.0.0.1")
        assert other.get("/data").status_code == 303
    bob = app.store.accounts.named("Bob")
    planted = app.store.accounts.sign_in(bob, app.clock())
    with browser(app) as victim:
        victim.cookies.set(COOKIE, planted, domain="127.0.0.1")
        token = sign_in(victim).cookies[COOKIE]
    assert token != planted
    assert app.store.accounts.signed_in(planted, app.clock()) is None


def test_signing_out_ends_the_sign_in_on_the_server(app: Served, client: httpx.Client) -> None:
    sign_in(client)
    token = client.cookies[COOKIE]
    answer = client.post("/sign-out")
    assert answer.headers["location"] == "/sign-in"
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    with browser(app) as thief:
        thief.cookies.set(COOKIE, token, domain="127.0.0.1")
        assert thief.get("/data").status_code == 303


def test_signing_out_everywhere_ends_every_device_of_one_person(app: Served) -> None:
    ann, bob = app.store.accounts.every()
    with browser(app, ann) as phone, browser(app, ann) as laptop, browser(app, bob) as other:
        assert "all 2 devices" in phone.get("/sign-out").text
        phone.post("/sign-out", data={"everywhere": "yes"})
        assert laptop.get("/data").status_code == 303
        assert other.get("/data").status_code == 200


def test_a_link_does_not_sign_anybody_out(app: Served) -> None:
    with browser(app, app.store.accounts.named("Ann")) as client:
        client.get("/sign-out")
        assert client.get("/data").status_code == 200


def test_a_device_that_is_used_stays_signed_in_for_a_year_at_most(app: Served) -> None:
    with browser(app, app.store.accounts.named("Ann")) as client:
        for _ in range(14):
            app.clock.forward(days=26)
            assert client.get("/data").status_code == 200
        app.clock.forward(days=2)
        assert client.get("/data").status_code == 303


def test_a_device_that_is_not_used_is_signed_out_after_thirty_days(app: Served) -> None:
    with browser(app, app.store.accounts.named("Ann")) as client:
        app.clock.forward(days=30)
        assert client.get("/data").status_code == 303


def test_a_restart_and_another_worker_know_who_is_signed_in(app: Served) -> None:
    with browser(app, app.store.accounts.named("Ann")) as client, serve(app.folder, how=How(accounts=True)) as other:
        other.client.cookies.set("turnout", client.cookies[COOKIE], domain="127.0.0.1")
        assert other.get("/data/export").status_code == 200
        assert "Take it with you" in other.get("/data").text
        client.post("/sign-out")
        assert "Take it with you" not in other.get("/data").text


def test_another_persons_device_forgets_what_was_kept_on_it(client: httpx.Client) -> None:
    assert sign_in(client, "Ann").headers["clear-site-data"]
    del client.cookies[COOKIE]
    assert "clear-site-data" not in sign_in(client, "Ann").headers
    assert sign_in(client, "Bob").headers["clear-site-data"] == '"cache", "storage"'


# -- too many tries --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Ann", "Nobody"])
def test_who_tries_too_often_must_wait_longer_each_time(app: Served, client: httpx.Client, name: str) -> None:
    waits: list[int] = []
    for _ in range(9):
        answer = sign_in(client, name, "wrong password")
        if answer.status_code == 429:
            waits.append(int(answer.headers["retry-after"]))
            assert sign_in(client, name, PASSWORD).status_code == 429  # even with the right one
            app.clock.forward(seconds=waits[-1])
            assert sign_in(client, name, "wrong password").status_code == 403
    assert waits == [1, 2, 4, 8]


def test_the_right_password_after_the_wait_forgets_the_failures(app: Served, client: httpx.Client) -> None:
    for _ in range(6):
        sign_in(client, "Ann", "wrong password")
    app.clock.forward(seconds=60)
    assert sign_in(client).status_code == 303
    for _ in range(5):
        assert sign_in(client, "Ann", "wrong password").status_code == 403


def test_one_address_cannot_try_many_names(client: httpx.Client) -> None:
    codes = [sign_in(client, f"name {n}", "wrong password").status_code for n in range(22)]
    assert codes == [403] * 20 + [429] * 2


def test_somebody_elses_tries_do_not_lock_a_person_out_for_long(app: Served, client: httpx.Client) -> None:
    for _ in range(30):
        sign_in(client, "Ann", "wrong password")
        app.clock.forward(seconds=300)
    assert sign_in(client).status_code == 303


# -- where to --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
        "/\t/evil.example", "/\n/evil.example", "///evil.example", "http:/evil", "/sign-in", "/sign-out", "",
    ],
)  # fmt: skip
def test_signing_in_never_leads_elsewhere(client: httpx.Client, to: str) -> None:
    assert sign_in(client, to=to).headers["location"] == "/"
    assert "evil" not in client.get("/sign-in", params={"to": to}).text


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: x=y", "a\r\n\r\n<html>", "\0", "é" * 5000, '"><script>'])
def test_a_name_gets_into_no_header_and_stays_text(client: httpx.Client, name: str) -> None:
    answer = sign_in(client, name, "wrong password")
    assert answer.status_code in (403, 422)
    assert "x=y" not in str(answer.headers)
    assert "<script>" not in answer.text


# -- other sites, other names, too much ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1"},
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {},
    ],
)  # fmt: skip
def test_a_writing_request_from_elsewhere_or_nowhere_is_refused(app: Served, headers: dict[str, str]) -> None:
    ann = app.store.accounts.named("Ann")
    with browser(app, ann) as client:
        del client.headers["Origin"]
        for path in ("/sign-in", "/sign-out", "/data/erase", "/account/password", "/api/v1/facts"):
            assert client.post(path, data={"word": "erase"}, headers=headers).status_code == 403
        assert client.request("DELETE", "/api/v1/person", headers=headers).status_code == 403
        assert client.get("/data").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.1.7", ""])
@pytest.mark.parametrize("path", ["/", "/sign-in", "/health", "/api/v1/facts", "/static/x"])
def test_another_host_name_is_refused_before_anything_is_looked_at(client: httpx.Client, host: str, path: str) -> None:
    assert client.get(path, headers={"Host": host}).status_code == 400


def test_names_that_it_was_started_with_are_answered(tmp_path: Path) -> None:
    how = How(names=frozenset({"turnout.example.org", "192.168.1.7"}), accounts=True, https=True)
    with secure(tmp_path, how=how) as app, browser(app) as client:
        for host, status in (("turnout.example.org", 200), ("TURNOUT.example.org:8443", 200), ("127.0.0.1", 400)):
            assert client.get("/sign-in", headers={"Host": host}).status_code == status


def test_a_body_that_is_too_large_is_refused(client: httpx.Client) -> None:
    assert client.post("/sign-in", content=b"x" * 70_000).status_code == 413
    assert client.post("/api/v1/facts", content=b"x" * (3 * 1024 * 1024)).status_code == 413

    def drops() -> Iterator[bytes]:
        yield from (b"x" * 10_000 for _ in range(10))

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/sign-in", content=drops(), headers=headers).status_code == 413


def test_plain_http_is_refused_where_https_is_expected(tmp_path: Path) -> None:
    with serve(tmp_path, how=WITH_ACCOUNTS) as app:
        assert app.get("/sign-in").status_code == 403
        assert app.get("/health").text == "ok\n"


@pytest.mark.parametrize("name", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"])
def test_an_app_without_accounts_answers_no_proxy(tmp_path: Path, name: str) -> None:
    with serve(tmp_path) as app:
        assert app.client.get("/", headers={name: "for=1.2.3.4"}).status_code == 400


def test_strict_transport_is_promised_only_with_a_certificate_of_ones_own(tmp_path: Path) -> None:
    for hsts in (False, True):
        with secure(tmp_path, how=How(accounts=True, https=True, hsts=hsts)) as app, browser(app) as client:
            assert ("strict-transport-security" in client.get("/sign-in").headers) is hsts


def test_sensors_and_the_wake_lock_are_ours_alone(client: httpx.Client) -> None:
    allowed = client.get("/sign-in").headers["permissions-policy"]
    for feature in ("accelerometer", "gyroscope", "camera", "screen-wake-lock"):
        assert f"{feature}=(self)" in allowed
    assert "microphone=()" in allowed


# -- one's own account -----------------------------------------------------------------------------------------------


def test_changing_the_password_signs_the_other_devices_out(app: Served) -> None:
    ann = app.store.accounts.named("Ann")
    with browser(app, ann) as phone, browser(app, ann) as laptop:
        new = {"old-password": PASSWORD, "new-password": "another long password", "again": "another long password"}
        assert phone.post("/account/password", data=new).status_code == 200
        assert phone.get("/data").status_code == 200
        assert laptop.get("/data").status_code == 303
        assert sign_in(laptop).status_code == 403
        assert sign_in(laptop, password="another long password").status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "again", "says"),
    [
        ("wrong password", "another long password", "another long password", "not your password now"),
        (PASSWORD, "another long password", "something else", "typed in two ways"),
        (PASSWORD, "short", "short", "at least 10 characters"),
        (PASSWORD, "aaaaaaaaaaaa", "aaaaaaaaaaaa", "over and over"),
        ("", "", "", "not your password now"),
    ],
)
def test_a_password_that_cannot_be_changed_stays(app: Served, old: str, new: str, again: str, says: str) -> None:
    with browser(app, app.store.accounts.named("Ann")) as client:
        fields = {"old-password": old, "new-password": new, "again": again}
        answer = client.post("/account/password", data=fields)
        assert answer.status_code == 422
        assert says in answer.text
        assert sign_in(client).status_code == 303


def test_without_accounts_there_is_nothing_to_sign_in_to(tmp_path: Path) -> None:
    with serve(tmp_path) as app:
        assert app.client.get("/sign-in").url.path == "/"
        assert app.get("/account").status_code == 404
        assert app.post("/account/password").status_code == 404
        assert app.post("/sign-out").url.path == "/"
        assert "Sign out" not in app.get("/").text


def test_a_calendar_is_opened_by_its_secret_alone(app: Served) -> None:
    ann, bob = app.store.accounts.every()
    token = app.store.accounts.new_calendar(ann)
    found = app.store.accounts.of_calendar(token)
    assert found is not None and found.person == ann.person
    assert app.store.accounts.new_calendar(ann) != token
    assert app.store.accounts.of_calendar(token) is None
    assert not app.store.accounts.has_calendar(bob)
