"""Signing in, on a phone, by the keyboard alone: every page of it sound, and nothing left behind after signing out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from unittest.mock import patch

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, Page, expect

from tests.support.axe import sound
from tests.support.browser import PHONE, new_page
from tests.support.secure import PASSWORD, account
from tests.web.serving import Served, serve
from turnout.store import passwords
from turnout.web.served import Served as How

pytestmark = pytest.mark.e2e

HOW = How(
    accounts=True,
    app_url="https://192.168.1.7:8000",
    authority_url="http://192.168.1.7:8001/authority",
    fingerprint=" ".join(["A7"] * 32),
)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Served]:
    """With accounts on this machine's own address, so that the browser needs no certificate."""
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    with patch.object(passwords, "_hasher", quick), serve(tmp_path, how=HOW) as running:
        account(running, "Ann")
        yield running


def sign_in(page: Page, password: str) -> None:
    page.get_by_label("Name").fill("Ann")
    page.get_by_label("Password").fill(password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_signs_in_changes_the_password_and_signs_out(
    browser: Browser, app: Served, scheme: Literal["light", "dark"]
) -> None:
    page = new_page(browser, viewport=PHONE, scheme=scheme)
    page.goto(app.address + "/data")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.get_by_role("navigation")).to_have_count(0)
    sound(page)
    sign_in(page, "wrong password")
    expect(page.get_by_role("alert")).to_contain_text("The name or the password is not right.")
    sound(page)
    sign_in(page, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your data")
    for path in ("/phone", "/account", "/sign-out"):
        page.goto(app.address + path)
        for folded in page.locator("summary").all():
            folded.click()
        sound(page)
    page.evaluate("localStorage.setItem('kept', 'a set')")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out here").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert page.evaluate("localStorage.getItem('kept')") is None
    assert page.context.cookies() == []
    page.goto(app.address + "/data")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.context.close()


def test_signing_in_needs_no_script(browser: Browser, app: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(app.address)
    page.get_by_label("Name").fill("Ann")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Sign out")).to_be_visible()
    context.close()
