"""Bugs that the properties found, each as the smallest record that shows it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.properties.known import knowledge
from tests.properties.pairs import planned
from turnout.coach import answer
from turnout.record import fact_from
from turnout.track import Track

Json = dict[str, Any]
EVERYTHING = ["loop-band", "long-band", "strap", "step", "bench", "anchor", "dumbbell"]


def fact(n: int, kind: str, at: str, **content: Any) -> Json:
    return {"id": f"{n:08x}-0000-7000-8000-{n:012x}", "kind": kind, "at": at, **content}


def screen(n: int, at: str, **yes: bool) -> Json:
    answers = {flag: yes.get(flag.replace("-", "_"), False) for flag in knowledge().red_flags}
    return fact(n, "screen", at, answers=answers)


def clam(n: int, at: str, **content: Any) -> Json:
    told = {"exercise": "clamshell", "side": "left", "level": "no-band", "pain": 0, "clean": True}
    return fact(n, "set", at, **{**told, **content})


def start(programme: str = "hip-cuff") -> list[Json]:
    return [
        fact(1, "profile", "2026-01-05", equipment=EVERYTHING, minutes=180, days_per_week=7),
        screen(2, "2026-01-05"),
        fact(3, "pain", "2026-01-05", side="both", now=0),
        fact(4, "programme", "2026-01-05", programme=programme, affected="left"),
    ]


def item(answered: Json, exercise: str, side: str = "left") -> Json | None:
    items = answered["session"]["items"] if answered["session"] else []
    return next((i for i in items if (i["exercise"], i["side"]) == (exercise, side)), None)


def one_by_one(facts: list[Json], on: date) -> Json:
    """The answer when the same question is asked after every fact."""
    track = Track(knowledge())
    for told in facts:
        track.add(fact_from(told))
        answer(track.state, knowledge(), on)
    return answer(track.state, knowledge(), on)


@pytest.mark.parametrize("by", ["me", "self", " "])
def test_nobody_clears_themselves(by: str) -> None:
    facts = [*start(), screen(5, "2026-01-06", cold_pale_leg=True)]
    cleared = fact(6, "clearance", "2026-01-07", flag="cold-pale-leg", by=by)
    assert planned([*facts, cleared], date(2026, 1, 8))["stop"]["flags"] == ["cold-pale-leg"]


def test_the_rear_leg_of_a_90_90_is_not_turned_where_bone_limits_it() -> None:
    rear = [fact(10, "reading", "2026-01-05", measure="prone-er", side="right", value=55, unit="deg", method="phone"),
            fact(11, "reading", "2026-01-05", measure="prone-ir", side="right", value=20, unit="deg", method="phone")]  # fmt: skip
    told = planned([*start("rotation-guide"), *rear], date(2026, 1, 5))
    withheld = {(w["exercise"], w["side"]): w["why"][0] for w in told["withheld"]}
    assert withheld[("ninety-ninety-stretch", "left")]["values"] == {"direction": "ir", "side": "right"}


def test_after_one_set_back_from_pain_comes_no_second_one_unearned() -> None:
    hurt = [clam(10 + n, "2026-01-05T18:00:00+00:00", reps=12, pain=7 if n == 3 else 0) for n in range(4)]
    calm = fact(20, "next-day", "2026-01-06", side="left", pain=0)
    rest = [screen(21, "2026-01-19"), clam(22, "2026-01-19T18:00:00+00:00", reps=12, clean=False)]
    told = planned([*start(), *hurt, calm, *rest], date(2026, 1, 22))
    back = item(told, "clamshell")
    assert back is not None and (back["action"], back["sets"]) == ("keep", 1)


def test_seconds_never_become_repetitions() -> None:
    facts = [*start(), clam(10, "2026-01-05T18:00:00+00:00", seconds=40), clam(11, "2026-01-07T18:00:00+00:00", reps=8)]
    told = item(planned(facts, date(2026, 1, 9)), "clamshell")
    assert told is not None and told["reps"] == 8


def test_less_after_a_worse_morning_is_less_than_was_done_not_than_was_asked() -> None:
    whole = [clam(10 + n, "2026-01-05T18:00:00+00:00", reps=12) for n in range(3)]
    short = [clam(20, "2026-01-07T18:00:00+00:00", reps=8), fact(21, "next-day", "2026-01-08", side="left", pain=2)]
    told = item(planned([*start(), *whole, *short], date(2026, 1, 9)), "clamshell")
    assert told is not None and (told["sets"], told["reps"]) == (1, 6)


def test_a_set_that_hurt_on_the_bottom_rung_withholds_whatever_was_done_above_it() -> None:
    facts = [clam(10, "2026-01-05T18:00:00+00:00", reps=9, pain=8)]
    facts += [clam(11 + n, "2026-01-05T18:00:00+00:00", reps=9, level="band-yellow") for n in range(2)]
    told = planned([*start(), *facts], date(2026, 1, 7))
    assert item(told, "clamshell") is None


@pytest.mark.parametrize("items", ["none", ["clamshell"], [{"exercise": "clamshell", "side": "left", "sets": "two"}]])
def test_an_offer_kept_by_another_program_stops_nothing(items: Any) -> None:
    facts = [fact(10, "offered", "2026-01-05", knowledge="other", session={"items": items})]
    told = planned([*start(), *facts, clam(11, "2026-01-05T18:00:00+00:00", reps=12)], date(2026, 1, 7))
    assert item(told, "clamshell") is not None


def test_a_morning_told_after_the_next_session_counts_however_the_facts_came() -> None:
    facts = [*start(), clam(10, "2026-01-05T18:00:00+00:00", reps=12), clam(11, "2026-01-07T18:00:00+00:00", reps=12),
             fact(12, "next-day", "2026-01-07T20:00:00+00:00", side="left", pain=2)]  # fmt: skip
    on = date(2026, 1, 9)
    assert one_by_one(facts, on) == planned(facts, on)


def test_a_fact_that_comes_after_its_own_withdrawal_stays_withdrawn() -> None:
    wrong = clam(10, "2026-01-06T18:00:00+00:00", reps=12)
    gone = fact(11, "correction", "2026-01-07", replaces=wrong["id"])
    assert item(one_by_one([*start(), gone, wrong], date(2026, 1, 8)), "clamshell")["action"] == "new"  # type: ignore[index]


def test_two_lines_of_corrections_leave_one_fact() -> None:
    wrong = clam(10, "2026-01-05T18:00:00+00:00", reps=5)
    content = {"kind": "set", "at": wrong["at"], "exercise": "clamshell", "side": "left", "level": "no-band"}
    lines = [
        fact(11, "correction", "2026-01-06T08:00:00+00:00", replaces=wrong["id"], fact={**content, "reps": 6}),
        fact(
            12, "correction", "2026-01-06T09:00:00+00:00", replaces=fact(11, "", "")["id"], fact={**content, "reps": 7}
        ),
        fact(13, "correction", "2026-01-06T10:00:00+00:00", replaces=wrong["id"], fact={**content, "reps": 8}),
    ]
    state = Track(knowledge(), [fact_from(told) for told in (wrong, *lines)]).state
    assert [s.reps for s in state.works[("clamshell", "left")][0].sets] == [8]


def test_a_correction_to_a_later_day_does_not_change_today() -> None:
    early = clam(10, "2026-01-05T18:00:00+00:00", reps=12)
    later = {**early, "at": "2026-02-05T18:00:00+00:00"}
    moved = fact(
        11, "correction", "2026-01-06", replaces=early["id"], fact={k: v for k, v in later.items() if k != "id"}
    )
    told = item(planned([*start(), early, moved], date(2026, 1, 7)), "clamshell")
    assert told is not None and told["action"] == "new"
