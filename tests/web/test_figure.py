"""The figure's routes: ready when made, made once, kept for ever; and one sentence where there is nothing to show."""

from __future__ import annotations

import gzip
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.glb import faults, read_glb
from tests.web.serving import listening
from turnout.body.figure.motion_file import read
from turnout.body.figure.shelf import Shelf, shelf_of
from turnout.knowledge import Knowledge, load_knowledge
from turnout.machine import kept
from turnout.store import open_store
from turnout.web import figures as figures_module
from turnout.web.app import create_app
from turnout.web.figures import Figures, figure_place

STATE = "/figure/clamshell/no-band"
PATIENCE_S = 120


@pytest.fixture(scope="module")
def k() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def shelf(k: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return shelf_of(k.version, tmp_path_factory.mktemp("figures"))


@pytest.fixture(scope="module")
def made(k: Knowledge, shelf: Shelf) -> Iterator[Figures]:
    figures = Figures(k, shelf)
    yield figures
    figures.close()


@pytest.fixture
def client(made: Figures, tmp_path: Path) -> Iterator[httpx.Client]:
    yield from _client(made, tmp_path)


def _client(figures: Figures, folder: Path) -> Iterator[httpx.Client]:
    with open_store(str(folder / "record.db")) as store:
        app = create_app(store)
        app.state.figures = figures
        with listening(app) as address, httpx.Client(base_url=address, timeout=PATIENCE_S) as client:
            yield client


def _ready(client: httpx.Client, address: str = STATE) -> dict[str, Any]:
    """Asks until it is there."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        answer = client.get(address)
        if answer.status_code != 202:
            return answer.json()
        said = answer.json()
        assert said["state"] == "building"
        assert 0 <= said["done"] <= said["of"]
        assert said["says"].endswith(".")
        time.sleep(0.1)
    raise AssertionError("the figure is never ready")


def test_a_figure_is_made_when_first_asked_for_and_its_files_are_kept_for_ever(client: httpx.Client) -> None:
    said = _ready(client)
    assert said["state"] == "ready"
    assert said["title"] == "Clamshell, no band"
    body, track = client.get(str(said["body"])), client.get(str(said["track"]))
    for answer in (body, track):
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-encoding"] == "gzip"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        again = client.get(str(answer.url), headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert faults(read_glb(body.content)) == []
    header, arrays = read(track.content)
    assert (header["id"], header["level"]) == ("clamshell", "no-band")
    assert len(arrays["node_position"]) == len(header["time"])


def test_a_still_is_waited_for_and_is_a_picture(client: httpx.Client) -> None:
    said = _ready(client)
    assert [still["name"] for still in said["stills"]] == ["start", "top"]
    answer = client.get(said["stills"][1]["url"])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


def test_a_small_picture_is_nothing_until_it_is_made_and_then_kept_for_ever(
    client: httpx.Client, made: Figures
) -> None:
    start, top = made.smalls("clamshell", "no-band")
    assert [start.words, top.words] == ["start", "top"]
    until = time.monotonic() + PATIENCE_S
    while (answer := client.get(top.address)).status_code == 202 and time.monotonic() < until:
        assert (answer.content, answer.headers["cache-control"]) == (b"", "no-store")
        time.sleep(0.1)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.content.startswith(b"\x89PNG") and len(answer.content) < 40_000
    assert all(one.made for one in made.smalls("clamshell", "no-band"))
    assert client.get(top.address.replace("-top-", "-nope-")).status_code == 404
    assert client.get(f"{STATE}/small-top-0123456789abcdef.png").status_code == 404


def test_a_list_shows_the_pictures_that_are_made_and_keeps_room_for_the_others(
    client: httpx.Client, made: Figures
) -> None:
    made.pictures([("clamshell", "no-band")], PATIENCE_S)
    page = client.get("/library").text
    top = made.smalls("clamshell")[-1].address
    assert f'<img src="{top}" alt="" width="360" height="270" loading="lazy"' in page
    assert f'data-still="{made.smalls("fire-hydrant")[-1].address}"' in page
    assert page.count('class="still"') == len([id for id in made.k.motions if id in page])
    assert not made.busy, "a list makes nothing"


def test_paper_gets_the_pictures_there_are_in_time(made: Figures) -> None:
    clam, none = ("clamshell", "no-band"), ("nope", "")
    found = made.pictures([clam, none], PATIENCE_S)
    assert list(found) == [clam]
    assert [words for words, _ in found[clam]] == ["start", "top"]
    assert all(png.startswith(b"\x89PNG") for _, png in found[clam])


def test_a_figure_shows_the_level_that_is_asked_for_without_any_script(client: httpx.Client) -> None:
    page = client.get("/library/clamshell?level=band-red").text
    assert 'data-level="band-red" data-low' in page
    assert re.findall(r'data-level="([^"]+)"[^>]* aria-current="true"', page) == ["band-red"]
    for other in ("", "nope"):
        assert 'data-level="no-band" data-low' in client.get(f"/library/clamshell?level={other}").text
    assert "data-picks" not in client.get("/library/prone-er").text


def test_what_was_made_is_there_for_the_next_server_without_any_process(
    client: httpx.Client, k: Knowledge, shelf: Shelf, tmp_path: Path
) -> None:
    _ready(client)
    other = Figures(k, shelf)
    for again in _client(other, tmp_path):
        assert again.get(STATE).status_code == 200
    assert other.process is None


def test_the_server_answers_while_a_figure_is_made(client: httpx.Client) -> None:
    _ready(client)
    client.get("/figure/prone-er/-")
    begun = time.monotonic()
    assert client.get("/health").status_code == 200
    assert time.monotonic() - begun < PATIENCE_S
    assert _ready(client, "/figure/prone-er/-")["state"] == "ready"


@pytest.mark.parametrize(
    "address",
    ["/figure/nope/-", "/figure/clamshell/nope", "/figure/prone-er/no-band"],
)
def test_what_has_no_figure_is_a_404_with_one_sentence(client: httpx.Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.json()["state"] == "missing"
    assert answer.json()["says"].endswith(".")


@pytest.mark.parametrize(
    "address",
    [
        "/figure/body-0123456789abcdef.glb",
        "/figure/clamshell/no-band-0123456789abcdef.bin",
        "/figure/nope/x-0123456789abcdef.bin",
        "/figure/clamshell/no-band/still-nope.png",
        "/figure/nope/-/still-start.png",
        "/figure/clamshell/no-band/still-..png",
    ],
)
def test_a_file_that_is_not_there_is_a_4xx_and_never_kept(client: httpx.Client, address: str) -> None:
    answer = client.get(address)
    assert 400 <= answer.status_code < 500
    assert answer.headers["cache-control"] == "no-store"


def test_without_the_extra_the_state_says_so_and_nothing_fails(
    k: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures_module, "missing", lambda: "Figures need mujoco: install it.")
    figures = Figures(k, shelf_of(k.version, tmp_path))
    figures.warm()
    for client in _client(figures, tmp_path):
        answer = client.get(STATE)
        assert answer.status_code == 200
        assert answer.json() == {"state": "missing", "says": "Figures need mujoco: install it."}
        assert client.get(f"{STATE}/still-start.png").status_code == 404
        assert 'class="still"' not in client.get("/library").text
    assert figures.smalls("clamshell") == () and figures.pictures([("clamshell", "no-band")]) == {}
    assert figures.process is None


def test_a_process_that_dies_is_replaced(k: Knowledge, tmp_path: Path) -> None:
    figures = Figures(k, shelf_of(k.version, tmp_path))
    try:
        figures.begin(("end",), _end)
        until = time.monotonic() + PATIENCE_S
        while figures.busy and time.monotonic() < until:
            time.sleep(0.02)
        assert figures.begin(("go on",), _nothing).result(PATIENCE_S) is None
    finally:
        figures.close()


def _end(_shelf: Shelf) -> None:
    import os

    os._exit(3)


def _nothing(_shelf: Shelf) -> None:
    return


def test_a_movement_that_cannot_be_made_is_said_once_and_not_tried_again(
    k: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures = Figures(k, shelf_of(k.version, tmp_path))
    monkeypatch.setattr(figures_module.making, "make_figure", _refuse)
    try:
        figures.state("clamshell", "no-band")
        until = time.monotonic() + PATIENCE_S
        while figures.busy and time.monotonic() < until:
            time.sleep(0.02)
        assert figures.state("clamshell", "no-band") == {"state": "missing", "says": "the foot cannot be reached"}
        assert not figures.busy
    finally:
        figures.close()


def _refuse(_shelf: Shelf, _id: str, _level: str) -> None:
    from turnout.body.errors import BodyError

    raise BodyError("the foot cannot be reached")


def test_a_file_is_whole_however_many_write_it_at_once(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file"
    whole = [bytes([n]) * 200_000 for n in range(4)]
    seen: set[bytes] = set()
    stop = threading.Event()

    def write(data: bytes) -> None:
        for _ in range(25):
            kept.put(path, data)

    def look() -> None:
        while not stop.is_set():
            if path.exists():
                seen.add(path.read_bytes())

    watcher = threading.Thread(target=look)
    writers = [threading.Thread(target=write, args=(data,)) for data in whole]
    watcher.start()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    stop.set()
    watcher.join()
    assert seen <= set(whole)
    assert [p.name for p in path.parent.iterdir()] == ["file"]


def test_another_version_has_another_address_and_old_ones_are_cleared_away(tmp_path: Path) -> None:
    shelves = [shelf_of(f"version {n}", tmp_path) for n in range(6)]
    assert len({shelf.key for shelf in shelves}) == 6
    for shelf in shelves:
        kept.put(shelf.body, gzip.compress(b"body"))
        shelf.prune()
    assert shelves[-1].body.is_file()
    assert len(list(tmp_path.iterdir())) < 6


def test_every_motion_has_a_place_on_its_page_without_anything_being_made(k: Knowledge) -> None:
    for id in k.motions:
        place = figure_place(k, id)
        assert place is not None
        assert place.alt.startswith("Drawing of a person")
        assert place.still.startswith(f"/figure/{id}/")
        assert place.still in [url for url, _ in place.stills]
    assert figure_place(k, "nope") is None
    assert figure_place(k, "clamshell", "nope") is None
