"""Bugs that the properties found, each as the smallest record that shows it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.properties.known import knowledge
from tests.properties.pairs import planned
from turnout.coach import answer
from turnout.record import fact_from
from turnout.track import Track, fold

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
    items: list[Json] = answered["session"]["items"] if answered["session"] else []
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
    by_phone: Json = {"side": "right", "unit": "deg", "method": "phone"}
    rear = [
        fact(10, "reading", "2026-01-05", measure="prone-er", value=55, **by_phone),
        fact(11, "reading", "2026-01-05", measure="prone-ir", value=20, **by_phone),
    ]
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
    track = Track(knowledge())
    for told in (*start(), gone, wrong):
        track.add(fact_from(told))
    assert track.state.works == {}


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
    assert fold([fact_from(told) for told in (early, moved)], knowledge(), date(2026, 1, 7)).works == {}


def daily(side: str, first: date, days: int) -> list[Json]:
    """A set a day on one side, each morning after told."""
    facts: list[Json] = []
    for n in range(days):
        day = first + timedelta(days=n)
        content: Json = {"exercise": "seated-band-er", "level": "band-yellow", "side": side, "reps": 20}
        facts.append(fact(100 + 2 * n, "next-day", f"{day}T07:00:00+00:00", side=side, pain=0))
        facts.append(fact(101 + 2 * n, "set", f"{day}T18:00:00+00:00", pain=0, clean=True, **content))
    return facts


def test_a_phase_follows_the_side_last_named_however_often_it_was_asked() -> None:
    done = daily("right", date(2026, 1, 5), 16)
    other = fact(300, "programme", "2026-01-22", programme="iliopsoas-rotation", affected="right")
    facts = [*start("iliopsoas-rotation"), *done, screen(299, "2026-01-21"), other]
    on = date(2026, 1, 23)
    assert one_by_one(facts, on) == planned(facts, on)
    assert planned(facts, on)["phase"]["number"] == 2


def test_a_worse_answer_about_an_old_morning_does_not_take_back_an_open_phase() -> None:
    done = daily("left", date(2026, 1, 5), 14)
    calm = fact(300, "next-day", "2026-01-19T07:00:00+00:00", side="left", pain=0)
    facts = [*start("iliopsoas-rotation"), *done, calm, screen(301, "2026-01-19T08:00:00+00:00")]
    worse = fact(302, "next-day", "2026-01-20T07:00:00+00:00", side="left", pain=2)
    on = date(2026, 1, 20)
    assert planned(facts, on)["phase"]["number"] == 2
    assert planned([*facts, worse], on)["phase"]["number"] == 2
    assert one_by_one([*facts, worse], on) == planned([*facts, worse], on)


def tonley(n: int, day: date, *, clean: bool) -> list[Json]:
    """A session of the first phase, and the morning after it."""
    told: Json = {"level": "band-yellow", "reps": 15, "pain": 0, "clean": clean}
    moves = [("banded-bridge", "both"), ("clamshell", "left"), ("clamshell", "right")] * 3
    sets = [
        fact(n + i, "set", f"{day}T18:{i:02}:00+00:00", exercise=exercise, side=side, **told)
        for i, (exercise, side) in enumerate(moves)
    ]
    after = f"{day + timedelta(days=1)}T07:00:00+00:00"
    return [*sets, fact(n + 20, "next-day", after, side="both", pain=0)]


def test_nor_does_it_take_back_a_phase_that_opened_with_a_dose() -> None:
    first = date(2026, 1, 5)
    days = [first + timedelta(days=day) for week in range(5) for day in (7 * week, 7 * week + 2)]
    done = [told for n, day in enumerate(days) for told in tonley(1000 * (n + 1), day, clean=n >= len(days) - 2)]
    last = days[-1] + timedelta(days=1)
    facts = [*start("piriformis-three-phase"), *done, screen(20000, f"{last}T08:00:00+00:00")]
    worse = fact(20001, "next-day", f"{last + timedelta(days=1)}T07:00:00+00:00", side="both", pain=2)
    on = last + timedelta(days=1)
    assert planned(facts, on)["phase"]["number"] == 2
    assert planned([*facts, worse], on)["phase"]["number"] == 2


def test_nobody_is_lowered_to_a_rung_they_cannot_do() -> None:
    cannot = fact(5, "profile", "2026-01-05", cannot=["kneel"])
    lowest = knowledge().ladders["side-plank-knee-drive"]
    assert "kneel" in lowest[0].demands
    hurt = {"exercise": "side-plank-knee-drive", "side": "left", "level": lowest[1].id, "reps": 5, "pain": 7}
    facts = [*start("hip-circuit"), cannot, fact(10, "set", "2026-01-05T18:00:00+00:00", **hurt)]
    told = planned(facts, date(2026, 1, 8))
    assert item(told, "side-plank-knee-drive") is None
    why = next(w["why"] for w in told["withheld"] if (w["exercise"], w["side"]) == ("side-plank-knee-drive", "left"))
    assert [reason["criterion"] for reason in why][:2] == ["cannot", "pain-above-5"]
