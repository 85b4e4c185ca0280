"""The pack: its first session is the server's, its doses only go down, two weeks of it are a record like any other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from tests.properties.known import knowledge
from tests.properties.offline import NO_WORDS, STYLES, Away, life
from tests.support.walker import Walker, walker
from turnout.coach import make_pack, plan_json
from turnout.planning import make_plan
from turnout.record import fact_from, fact_json, moment_of
from turnout.simulate import demo_record
from turnout.track import Track, admit

Json = dict[str, Any]
PROGRAMMES = (*knowledge().programmes, "individual")
EXTRA = ("key", "loads")
LARGEST = 150_000


@pytest.fixture(scope="module")
def node() -> Iterator[Walker]:
    with walker() as running:
        yield running


def demo(programme: str, seed: int = 3, weeks: int = 6) -> list[Any]:
    """A made-up record."""
    return demo_record(knowledge(), seed, programme=programme, weeks=weeks)


def days_with_a_session(facts: list[Any], most: int = 3) -> Iterator[tuple[date, list[Any], Json]]:
    """Days of a record on which a session is due, with the facts up to then and the server's answer."""
    k, found = knowledge(), 0
    first = min(moment_of(f.at).day for f in facts)
    for n in range(1, 60):
        day = first + timedelta(days=n)
        so_far = [f for f in facts if moment_of(f.at).day < day]
        answer = plan_json(make_plan(Track(k, so_far).state, k, day))
        if answer["session"] is not None and answer["session"]["on"] == day.isoformat():
            found += 1
            yield day, so_far, answer
        if found == most:
            return


def packed(facts: list[Any], day: date) -> Json:
    k = knowledge()
    return make_pack(make_plan(Track(k, facts).state, k, day), facts, f"{day}T08:00:00+00:00") | NO_WORDS


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_the_first_session_is_the_servers_own_item_by_item(programme: str, node: Walker) -> None:
    days = list(days_with_a_session(demo(programme)))
    assert days
    for day, facts, answer in days:
        node.take(packed(facts, day))
        now = node.today([], day.isoformat(), f"{day}T12:00:00+00:00")
        assert now["kind"] == "due"
        own = [{name: value for name, value in item.items() if name not in EXTRA} for item in now["session"]["items"]]
        assert own == json.loads(json.dumps(answer["session"]["items"]))
        assert now["session"]["minutes"] == answer["session"]["minutes"]


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_two_perfect_weeks_offline_are_facts_that_the_server_takes(programme: str, node: Walker) -> None:
    facts = demo(programme)
    day, so_far, _ = next(days_with_a_session(facts, 1))
    k = knowledge()
    person = Away(node, Track(k, so_far), day, Random(1), STYLES["good"])
    person.live(14)
    assert person.wrong == []
    assert person.seen["due"] >= 3
    assert {"offered", "set", "session", "screen", "pain"} <= {fact["kind"] for fact in person.told}
    for told in person.told:
        fact = fact_from(told)
        admit(fact, k)
        assert fact_json(fact) == told
    together = Track(k, [*so_far, *(fact_from(told) for told in reversed(person.told))])
    on = day + timedelta(days=14)
    assert plan_json(make_plan(together.state, k, on)) == plan_json(make_plan(person.track.state, k, on))


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_edge_leads_down(programme: str) -> None:
    for day, facts, _ in days_with_a_session(demo(programme)):
        pack = packed(facts, day)
        assert len(json.dumps(pack, separators=(",", ":"))) < LARGEST
        for item in pack["items"].values():
            for node in item["nodes"]:
                for end in ends_of(node):
                    assert no_higher(item["nodes"][end], node), (item["exercise"], node, item["nodes"][end])


def ends_of(node: Json) -> list[int]:
    """Where a node leads."""
    ends = [node[name] for name in ("calm", "hurt", "hurt_worse", "hurt_again", "gap")]
    return [end for end in (*ends, *node["worse"], *node["again"]) if end is not None]


def no_higher(one: Json, other: Json) -> bool:
    return all(one[name] <= other[name] for name in ("level", "sets", "count"))


def test_only_the_first_session_rises_or_brings_anything_in() -> None:
    day, facts, answer = next(days_with_a_session(demo("starter-rotation")))
    pack = packed(facts, day)
    rising = {f"{i['exercise']}/{i['side']}" for i in answer["session"]["items"] if i["action"] in ("new", "raise")}
    assert rising
    assert {key for key, item in pack["items"].items() if item["action"] in ("new", "raise")} == rising
    for key in rising:
        item = pack["items"][key]
        assert item["root"]["held"] is None or item["root"]["held"] != item["root"]["offer"]


def test_sessions_keep_the_days_between_them() -> None:
    for number in (0, 3, 5, 8):
        facts = [fact_from(fact) for fact in life(number)]
        day = max(moment_of(f.at).day for f in facts) + timedelta(days=1)
        pack = packed(facts, day)
        days = [date.fromisoformat(one["on"]) for one in pack["sessions"]]
        least = max(1, pack["pace"]["gap_days"])
        assert all((b - a).days >= least for a, b in pairwise(days))
        assert all(day <= on <= date.fromisoformat(pack["until"]) for on in days)


def test_a_stop_leaves_the_pack_without_sessions() -> None:
    facts = demo("desk-pair", weeks=1)
    day = max(moment_of(f.at).day for f in facts)
    yes = {"kind": "screen", "at": f"{day}T23:00:00+00:00", "answers": {"calf-swelling-or-breathless": True}}
    pack = packed([*facts, fact_from({"id": "00000001-0000-7000-8000-000000000001", **yes})], day)
    assert pack["stop"]["urgency"] == "now"
    assert pack["sessions"] == []
    assert pack["items"] == {}


def test_open_questions_come_first_and_their_answers_open_the_sessions(node: Walker) -> None:
    facts = [fact for fact in demo("desk-pair", weeks=2) if fact.kind != "screen"]
    day = max(moment_of(f.at).day for f in facts) + timedelta(days=1)
    pack = packed(facts, day)
    node.take(pack)
    asked = node.today([], day.isoformat(), "")
    assert asked["kind"] == "ask"
    assert len(asked["flags"]) == len(knowledge().red_flags)
    assert pack["sessions"]
    none = dict.fromkeys(knowledge().red_flags, False)
    told = {"id": "00000001-0000-7000-8000-000000000001", "kind": "screen", "at": f"{day}T09:00:00+00:00"}
    assert node.today([{**told, "answers": none}], day.isoformat(), "")["kind"] in ("due", "rest")


def test_of_two_offers_on_one_day_the_earlier_counts() -> None:
    first: Json = {"kind": "offered", "knowledge": "a", "session": {"items": []}, "at": "2026-01-05T09:00:00+00:00"}
    later = {**first, "knowledge": "b", "at": "2026-01-05T10:00:00+00:00"}
    ids = [f"0000000{n}-0000-7000-8000-000000000001" for n in (1, 2)]
    facts = [fact_from({"id": id, **told}) for id, told in zip(ids, (first, later), strict=True)]
    for told in (facts, facts[::-1]):
        assert Track(knowledge(), told).state.offered[date(2026, 1, 5)].knowledge == "a"
