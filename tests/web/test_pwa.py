"""What makes the app stay without a network: the worker's address and headers, the manifest, the icons, the shell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.web.serving import Served
from turnout.web.pages import STATIC
from turnout.web.routes import pwa


def test_the_worker_stands_at_the_root_and_may_serve_every_page(
    app: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "sw.js").write_text("self.skip = 1;")
    monkeypatch.setattr(pwa, "STATIC", tmp_path)
    answer = app.get("/sw.js")
    assert answer.text == "self.skip = 1;"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["service-worker-allowed"] == "/"
    assert answer.headers["cache-control"] in ("no-cache", "no-store")


def test_without_a_build_there_is_no_worker_and_the_pages_still_work(
    app: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pwa, "STATIC", tmp_path)
    assert app.get("/sw.js").status_code == 404
    assert app.get("/about").status_code == 200


def test_the_manifest_names_icons_that_are_there_and_small(app: Served) -> None:
    answer = app.get("/manifest.webmanifest")
    assert answer.headers["content-type"] == "application/manifest+json"
    manifest = answer.json()
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    assert {icon["sizes"] for icon in manifest["icons"]} == {"any", "192x192", "512x512"}
    assert "maskable" in {icon.get("purpose") for icon in manifest["icons"]}
    for icon in manifest["icons"]:
        got = app.get(icon["src"])
        assert got.status_code == 200
        assert got.headers["content-type"] == icon["type"]
    assert sum(file.stat().st_size for file in (STATIC / "icons").iterdir()) < 20_000


def test_every_page_says_when_it_was_made_and_links_what_a_home_screen_needs(app: Served) -> None:
    for path in ("/", "/about", "/offline"):
        page = app.get(path).text
        assert f'<html lang="en-GB" data-made-at="{app.clock.now.isoformat(timespec="seconds")}"' in page
        assert re.search(r'<p class="status" role="status" data-status></p>', page)
        assert 'rel="manifest" href="/manifest.webmanifest"' in page
        assert 'rel="apple-touch-icon"' in page
        assert page.count('name="theme-color"') == 2


def test_the_shell_holds_no_record(ready: Served) -> None:
    empty = ready.get("/offline").text
    ready.send({"kind": "pain", "at": "2026-11-23T08:00:00+00:00", "side": "left", "now": 7, "note": "a secret"})
    assert ready.get("/offline").text == empty
    assert "data-shell" in empty


def test_facts_kept_for_one_person_are_not_taken_for_another(app: Served) -> None:
    fact = {"kind": "pain", "at": "2026-11-23T08:00:00+00:00", "side": "left", "now": 7}
    refused = app.client.post("/api/v1/facts", json=[fact], headers={"Turnout-Person": "ada"})
    assert refused.status_code == 409
    assert app.facts() == []
    taken = app.client.post("/api/v1/facts", json=[fact], headers={"Turnout-Person": "me"})
    assert taken.json()["results"][0]["status"] == "stored"
    assert app.client.get("/api/v1/pack").json()["person"] == "me"
