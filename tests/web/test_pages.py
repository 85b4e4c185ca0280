"""Every other page: complete, linked, without a dead end."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest

from tests.web.serving import Served, begin, intake
from tests.web.test_loop_pages import text
from turnout.knowledge import load_knowledge
from turnout.report.typeset import typeset

K = load_knowledge()
EXAMPLES = Path(__file__).parent.parent.parent / "examples"
PATHS = (
    "/", "/start", "/start/you", "/start/conditions", "/start/home", "/start/goals", "/start/programme", "/start/pain",
    "/start/ready", "/measure", "/session", "/session/1", "/morning", "/progress", "/plan", "/library", "/texts",
    "/data", "/about",
)  # fmt: skip


def test_every_page_has_one_heading_a_title_and_no_broken_link(ready: Served) -> None:
    begin(ready)
    seen: set[str] = set()
    queue = [*PATHS]
    while queue:
        path = queue.pop()
        seen.add(path)
        answer = ready.get(path)
        assert answer.status_code == 200, path
        if "text/html" not in answer.headers["content-type"]:
            continue
        assert answer.text.count("<h1") == 1, path
        assert 'lang="en-GB"' in answer.text
        for link in re.findall(r'href="(/[^"#?]*)', answer.text):
            if unescape(link) not in seen and unescape(link) not in queue:
                queue.append(unescape(link))
    assert {f"/library/{id}" for id in (*K.exercises, *K.measures, *K.programmes)} <= seen


@pytest.mark.parametrize("id", sorted(K.exercises))
def test_an_exercise_is_told_in_full(app: Served, id: str) -> None:
    page = text(app.get(f"/library/{id}").text)
    words, entry = K.words[id], K.exercises[id]
    for says in (*words.steps, *words.cues, *words.avoid, *words.stop):
        assert " ".join(typeset(says).split()) in page
    for level in K.ladders[id]:
        assert " ".join(typeset(level.name).split()) in page
    for decision in entry.decisions:
        assert decision.id in page
    for row in entry.rows:
        assert row in page
    if any(K.sure(dose.source, dose.sure) != "verified" for dose in entry.doses):
        assert "recalled" in page or "design" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=clamshell", "clamshell"),
        ("q=obturator&position=side-lying", "clamshell"),
        ("kind=measure&q=external", "prone-er"),
        ("equipment=kettlebell", "kettlebell-swing"),
        ("muscle=obturator_internus&kind=strength", "clamshell"),
        ("kind=programme", "desk-pair"),
    ],
)
def test_the_library_is_searched_and_filtered(app: Served, query: str, expected: str) -> None:
    assert f'href="/library/{expected}"' in app.get(f"/library?{query}").text


def test_nothing_found_says_so(app: Served) -> None:
    assert "Nothing fits" in text(app.get("/library?q=zzz").text)


def test_every_row_of_the_texts_is_told(app: Served) -> None:
    page = app.get("/texts").text
    assert all(id in page for id in K.rows)


def test_the_plan_shows_each_part_of_the_gate(app: Served) -> None:
    facts = [json.loads(line) for line in (EXAMPLES / "piriformis-week-5.jsonl").read_text().splitlines()]
    app.clock.now = app.clock.now.replace(month=2, day=4)
    app.send(*facts)
    page = text(app.get("/plan").text)
    assert "Banded squat, to 75 degrees: 3 × 15 in 2 sessions running 0 of 2 so far" in page
    assert "At least 35 days since this phase began 2 so far" in page
    assert "Not known: Lateral step-down" in page
    assert "None" not in page


def test_a_programme_that_wants_more_days_asks_whose_count(app: Served) -> None:
    intake(app, programme="desk-pair", equipment=())
    assert "Which counts?" in text(app.get("/plan").text)
    app.post("/plan/frequency", {"frequency": "mine"})
    assert "Which counts?" not in text(app.get("/plan").text)


def test_data_are_erased_only_after_the_word(ready: Served) -> None:
    assert ready.post("/data/erase", {"word": "yes"}).status_code == 422
    assert ready.facts() != []
    ready.post("/data/erase", {"word": "Erase"})
    assert ready.facts() == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "choose a file"),
        (b'{"kind":"pain"', "not a whole JSON object"),
        (b'{"kind":"pain","at":"2026-01-05","now":3}\n{"kind":"pane","at":"2026-01-05"}\n', "Line 2"),
        (b'{"kind":"pain","at":"2036-01-05","now":3}\n', "in the future"),
        (b'{"kind":"pain","at":"2026-01-05","now":3,"person":"ann"}\n', "about ann"),
        (b'{"kind":"set","at":"2026-01-05","exercise":"x","reps":3}\n', "no exercise"),
    ],
)
def test_a_file_that_cannot_come_in_changes_nothing(app: Served, content: bytes, says: str) -> None:
    answer = app.client.post("/data/import", files={"file": ("record.jsonl", content)})
    assert answer.status_code == 422
    assert says in text(answer.text)
    assert app.facts() == []


def test_an_imported_file_comes_in_once(app: Served) -> None:
    lines = (EXAMPLES / "runner.jsonl").read_bytes()
    count = len(lines.splitlines())
    for says in (f"{count} new, 0 already there", f"0 new, {count} already there"):
        answer = app.client.post("/data/import", files={"file": ("record.jsonl", lines)})
        assert says in text(answer.text)


def test_the_warm_colour_is_used_nowhere_yet(ready: Served) -> None:
    begin(ready)
    for path in PATHS:
        page = ready.get(path).text
        assert 'class="works"' not in page
        assert "cue--muscle" not in page
