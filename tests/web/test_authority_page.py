"""The one page that goes by plain http: how a device comes to trust this machine. It knows nobody."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.secure import account, browser, secure
from tests.web.serving import listening, serve
from turnout.cli.authority import Authority, load_or_make
from turnout.web.authority import create_authority_app
from turnout.web.served import Served

APP = "https://192.168.1.7:8000"
PAGE = "http://192.168.1.7:8001/authority"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return load_or_make(tmp_path / "authority", ["quiet.local"], datetime.now(UTC))


def how(authority: Authority, **more: Any) -> Served:
    return Served(app_url=APP, authority_url=PAGE, fingerprint=authority.fingerprint, **more)


@pytest.fixture
def client(authority: Authority) -> Iterator[httpx.Client]:
    """A browser on the authority's own port."""
    with (
        listening(create_authority_app(authority.der, how(authority), APP)) as address,
        httpx.Client(base_url=address) as opened,
    ):
        yield opened


def test_the_page_has_the_steps_the_fingerprint_and_the_way_on(client: httpx.Client, authority: Authority) -> None:
    page = client.get("/authority")
    assert page.status_code == 200
    for words in ("iPhone and iPad", "Certificate Trust Settings", "Android", "CA certificate", "Mac", "Windows"):
        assert words in page.text
    assert authority.fingerprint in page.text and APP in page.text
    assert "set-cookie" not in page.headers
    assert "<script" not in page.text and " style=" not in page.text and "<form" not in page.text


def test_the_certificate_has_that_fingerprint_and_no_key(client: httpx.Client, authority: Authority) -> None:
    file = client.get("/authority.crt")
    assert file.headers["content-type"] == "application/x-x509-ca-cert"
    assert hashlib.sha256(file.content).hexdigest().upper() == authority.fingerprint.replace(" ", "")
    assert b"PRIVATE" not in file.content
    assert not file.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize("path", ["/", "/data", "/sign-in", "/api/v1/facts", "/authority.pem", "/health"])
def test_nothing_else_is_there(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_other_names_and_writing_are_refused(client: httpx.Client) -> None:
    assert client.get("/authority", headers={"Host": "evil.example"}).status_code == 400
    assert client.post("/authority").status_code == 405


def test_the_phone_page_shows_the_same_fingerprint_and_both_codes(tmp_path: Path, authority: Authority) -> None:
    with secure(tmp_path, how=how(authority, accounts=True, https=True)) as app:
        with browser(app, account(app, "Ann")) as client:
            page = client.get("/phone").text
            assert authority.fingerprint in page and APP in page and PAGE in page
            for name in ("app", "authority"):
                code = client.get(f"/phone/{name}.svg")
                assert code.headers["content-type"] == "image/svg+xml"
                assert b"style=" not in code.content and b"<script" not in code.content
            assert client.get("/phone/other.svg").status_code == 404
        with browser(app) as nobody:
            assert nobody.get("/phone/app.svg").status_code == 303


def test_on_this_machine_only_the_phone_page_says_what_to_type(tmp_path: Path) -> None:
    with serve(tmp_path) as app:
        assert "turnout serve --https --host 0.0.0.0" in app.get("/phone").text
        assert app.get("/phone/app.svg").status_code == 404
