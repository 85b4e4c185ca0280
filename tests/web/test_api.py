"""The API: a batch of facts in, the same answers out; every mistake is a 4xx with one clear sentence."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.serving import Served, begin, log_set, serve
from turnout.api import plan as plan_of
from turnout.knowledge import load_knowledge
from turnout.report.library import library

K = load_knowledge()
EXAMPLES = Path(__file__).parent.parent.parent / "examples"
PAIN = {"kind": "pain", "at": "2026-11-20T08:00:00+00:00", "side": "left", "now": 3}
ID = "0193e2c4-5b1a-7c3e-9d2f-1a2b3c4d5e6f"


def is_problem(answer: httpx.Response, status: int) -> bool:
    body = answer.json()
    return (
        answer.status_code == status == body["status"]
        and answer.headers["content-type"] == "application/problem+json"
        and body["detail"].endswith(".")
        and "Traceback" not in answer.text
    )


def record(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (EXAMPLES / f"{name}.jsonl").read_text().splitlines()]


def test_a_fact_is_stored_once_however_often_it_is_sent(app: Served) -> None:
    assert [one["status"] for one in app.send(PAIN, {**PAIN, "id": ID})] == ["stored", "stored"]
    assert [one["status"] for one in app.send(PAIN, {**PAIN, "id": ID})] == ["duplicate", "duplicate"]
    assert len(app.facts()) == 2


def test_two_identical_facts_of_one_batch_stay_two(app: Served) -> None:
    app.send(PAIN, PAIN)
    app.send(PAIN, PAIN)
    assert len(app.facts()) == 2


@pytest.mark.parametrize(
    ("fact", "says"),
    [
        ({"kind": "pane", "at": "2026-01-05"}, "kind"),
        ({"kind": "set", "at": "2026-01-05", "exercise": "clamshel", "reps": 3}, "did you mean 'clamshell'"),
        ({"kind": "set", "at": "2026-01-05", "exercise": "clamshell", "level": "band-pink", "reps": 3}, "no level"),
        ({"kind": "pain", "at": "2026-11-25T09:00:01+00:00", "now": 3}, "in the future"),
        ({"kind": "pain", "at": "yesterday", "now": 3}, "ISO 8601"),
        ({"kind": "pain", "at": "2026-01-05", "now": 11}, "now"),
        ({"kind": "reading", "at": "2026-01-05", "measure": "prone-er", "value": 400, "unit": "deg"}, "not possible"),
        ({"kind": "programme", "at": "2026-01-05", "programme": "yoga"}, "no programme"),
        ({"kind": "screen", "at": "2026-01-05", "answers": {"sore-toe": True}}, "sore-toe"),
        ({"kind": "clearance", "at": "2026-01-05", "flag": "hip-replacement"}, "by"),
        ({"kind": "pain", "at": "2026-01-05", "now": 3, "id": "mine"}, "UUID"),
        ({"kind": "pain", "at": "2026-01-05", "now": 3, "person": "\0"}, "person"),
        ("pain", "not a JSON object"),
        (None, "not a JSON object"),
    ],
)
def test_a_refused_fact_says_why_and_the_rest_is_stored(app: Served, fact: Any, says: str) -> None:
    answer = app.client.post("/api/v1/facts", json=[fact, PAIN]).json()["results"]
    assert [one["status"] for one in answer] == ["refused", "stored"]
    assert says in answer[0]["reason"]


def test_the_same_id_with_other_content_is_refused(app: Served) -> None:
    app.send({**PAIN, "id": ID})
    answer = app.send({**PAIN, "id": ID, "now": 9})[0]
    assert answer["status"] == "refused"
    assert [fact["now"] for fact in app.facts()] == [3]


def test_up_to_a_day_of_clock_skew_is_accepted(app: Served) -> None:
    assert app.send({**PAIN, "at": "2026-11-24T08:59:59+00:00"})[0]["status"] == "stored"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[" * 5000, 400),
        (b"3", 422),
        (b'{"fact": []}', 422),
        (b"[" + b",".join([b"{}"] * 20_001) + b"]", 422),
        (b"[" + b" " * (3 * 1024 * 1024) + b"]", 413),
    ],
)
def test_a_body_that_is_no_batch_is_a_problem(app: Served, body: bytes, status: int) -> None:
    assert is_problem(app.client.post("/api/v1/facts", content=body), status)
    assert app.facts() == []


def test_a_deeply_nested_fact_is_refused(app: Served) -> None:
    nested: Any = 1
    for _ in range(200):
        nested = [nested]
    assert app.send({**PAIN, "extra": nested})[0]["status"] == "refused"


def test_a_body_without_a_length_is_limited_too(app: Served) -> None:
    answer = app.client.post("/api/v1/facts", content=(b" " * 65536 for _ in range(64)))
    assert is_problem(answer, 413)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/plan?on=tomorrow", 422),
        ("/api/v1/plan?on=9999-12-31", 422),
        ("/api/v1/plan?on=0001-01-01", 422),
        ("/api/v1/plan?person=", 422),
        ("/api/v1/plan?person=%00", 422),
        ("/api/v1/facts?person=" + "x" * 65, 422),
        ("/api/v1/library/nothing", 404),
        ("/api/v1/nothing", 404),
    ],
)
def test_a_wrong_question_is_a_problem(app: Served, path: str, status: int) -> None:
    assert is_problem(app.get(path), status)


def test_a_wrong_method_is_a_problem(app: Served) -> None:
    assert is_problem(app.client.put("/api/v1/facts"), 405)


def test_the_plan_is_that_of_the_package(app: Served) -> None:
    facts = record("desk-worker")
    app.send(*facts)
    day = max(fact["at"][:10] for fact in facts)
    assert app.get(f"/api/v1/plan?on={day}").json() == json.loads(json.dumps(plan_of(facts, on=day)))


@pytest.mark.parametrize("name", ["runner", "piriformis-week-5"])
def test_a_past_day_is_planned_from_what_was_known_then(app: Served, name: str) -> None:
    facts = record(name)
    app.send(*facts)
    days = sorted({fact["at"][:10] for fact in facts})
    middle = days[len(days) // 2]
    known = [fact for fact in facts if fact["at"][:10] <= middle]
    assert app.get(f"/api/v1/plan?on={middle}").json() == json.loads(json.dumps(plan_of(known, on=middle)))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**16), batch=st.integers(1, 40))
def test_facts_in_any_order_give_the_same_plan(tmp_path_factory: pytest.TempPathFactory, seed: int, batch: int) -> None:
    facts = [{**fact, "id": f"0193e2c4-5b1a-7c3e-9d2f-{n:012x}"} for n, fact in enumerate(record("runner"))]
    day = max(fact["at"][:10] for fact in facts)
    shuffled = random.Random(seed).sample(facts, len(facts))
    with serve(tmp_path_factory.mktemp("order")) as app:
        for start in range(0, len(shuffled), batch):
            app.send(*shuffled[start : start + batch])
            app.plan()  # so that the kept state is continued, not made at the end
        assert app.get(f"/api/v1/plan?on={day}").json() == json.loads(json.dumps(plan_of(facts, on=day)))


def test_another_process_s_facts_are_seen_at_once(tmp_path: Path) -> None:
    with serve(tmp_path) as one, serve(tmp_path) as other:
        assert one.facts() == []
        other.send(PAIN)
        assert len(one.facts()) == 1
        other.client.delete("/api/v1/person")
        assert one.facts() == []
        other.send({**PAIN, "now": 1})
        assert [fact["now"] for fact in one.facts()] == [1]


def test_people_are_kept_apart(app: Served) -> None:
    app.send(PAIN, {**PAIN, "person": "ann"})
    assert len(app.facts()) == 1
    assert len(app.get("/api/v1/facts?person=ann").json()["facts"]) == 1


def test_the_library_is_complete(app: Served) -> None:
    entries = app.get("/api/v1/library").json()["entries"]
    assert [entry["id"] for entry in entries] == [entry["id"] for entry in library(K)]
    assert set(K.rows) <= {row for entry in entries for row in entry["seed_rows"]}
    assert app.get("/api/v1/library/clamshell").json()["name"] == "Clamshell"


def test_the_export_brings_the_same_record_back(app: Served, tmp_path: Path) -> None:
    app.send(*record("runner"))
    lines = app.get("/api/v1/export").text
    other_folder = tmp_path / "other"
    other_folder.mkdir()
    with serve(other_folder) as other:
        page = other.client.post("/data/import", files={"file": ("record.jsonl", lines.encode())})
        assert page.status_code == 200
        assert other.get("/api/v1/export").text == lines


def test_erasing_leaves_nothing(app: Served) -> None:
    app.send(PAIN)
    assert app.client.delete("/api/v1/person").json() == {"erased": 1}
    assert app.facts() == []


def test_the_description_has_examples_and_every_route(app: Served) -> None:
    told = app.get("/api/v1/openapi.json").json()
    assert set(told["paths"]) == {
        "/api/v1/facts", "/api/v1/plan", "/api/v1/pack", "/api/v1/library", "/api/v1/library/{id}", "/api/v1/export",
        "/api/v1/person",
    }  # fmt: skip
    body = told["paths"]["/api/v1/facts"]["post"]["requestBody"]["content"]["application/json"]
    assert [one["status"] for one in app.send(*body["example"])] == ["stored"] * len(body["example"])


def test_the_pack_has_every_word_a_phone_needs(ready: Served) -> None:
    pack = ready.client.get("/api/v1/pack").json()
    assert pack["from"] == "2026-11-23"
    assert pack["sessions"]
    assert set(pack["moves"]) == {item["exercise"] for item in pack["items"].values()}
    assert all(move["steps"] and move["cues"] and move["position"] for move in pack["moves"].values())
    assert set(pack["headings"]) == {flag["urgency"] for flag in pack["flags"]}
    assert pack["symptoms"]["numb"]
    assert pack["reasons"]["no-time"]


def test_the_pack_is_sent_again_only_once_something_was_told(ready: Served) -> None:
    first = ready.client.get("/api/v1/pack")
    tag = {"If-None-Match": first.headers["etag"]}
    assert ready.client.get("/api/v1/pack", headers=tag).status_code == 304
    ready.send({"kind": "pain", "at": "2026-11-23T09:30:00+00:00", "side": "left", "now": 2})
    again = ready.client.get("/api/v1/pack", headers=tag)
    assert again.status_code == 200
    assert again.json()["told"]["now"]["left"] == {"day": "2026-11-23", "pain": 2.0}


def test_a_session_under_way_travels_with_the_pack(ready: Served) -> None:
    begin(ready)
    log_set(ready, 1)
    pack = ready.client.get("/api/v1/pack").json()
    assert [fact["kind"] for fact in pack["facts"]] == ["offered", "set"]
    assert pack["sessions"][0]["on"] == "2026-11-23"
    assert pack["moves"]
