"""What is known of a person and what is still to be asked, and in which order.

In: a person's state. Out: the next step of the intake, what comes before a session, and what can be told any time.
Before a first session must be known what could make it unsafe: the red flags, the age, conditions, what one cannot or
must not do, and pain now. What only makes it fit better (things at home, minutes, days, goals) is asked afterwards;
until then it is unknown, and nothing is assumed in its place.
"""

from __future__ import annotations

from turnout.planning.available import AT_HAND
from turnout.terms import LIMBS
from turnout.web.desk import Me

STEPS = ("safety", "you", "conditions", "programme", "pain")
"""The steps everybody takes. ``home`` joins where a programme needs things."""
NEEDED = ("safety", "you", "conditions", "home")
"""Without these no first session is opened; pain is asked before every session in any case."""
LATER = {
    "home": ("What do you have at home?", "A band, a strap or a step opens more moves. Until you tell, none is used."),
    "goals": (
        "How much time is there?",
        "Minutes and days make the sessions fit your week.",
    ),
}
"""What can be told any time: the question, and what it is good for."""


def first_missing(me: Me) -> str | None:
    """The first step of the intake not answered yet."""
    profile = me.state.profile
    if me.answer["ask"]:
        return "safety"
    if profile.get("born") is None or profile.get("sex") is None:
        return "you"
    if profile.get("cannot") is None:
        return "conditions"
    if me.state.programme is None:
        return "programme"
    if _needs_things(me):
        return "home"
    return None if len(me.state.pain_now) == len(LIMBS) else "pain"


def _needs_things(me: Me) -> bool:
    """Whether the programme uses things of which it was never told whether they are there."""
    programme = me.plan.programme
    told = me.state.profile.get("equipment") is not None
    return programme is not None and not told and bool(set(programme.equipment) - AT_HAND)


def elsewhere(me: Me) -> str | None:
    """Where to go before any session: a stop, open questions, or an intake that lacks what safety rests on."""
    if me.answer["stop"]:
        return "/stop"
    if me.answer["ask"]:
        return "/start"
    begun = me.state.last_training is not None
    return "/start" if not begun and first_missing(me) in NEEDED else None


def open_later(me: Me) -> list[tuple[str, str, str]]:
    """(step, question, what it is good for) of what was never told and would make the plan fit better."""
    profile = me.state.profile
    unknown = {
        "home": profile.get("equipment") is None,
        "goals": profile.get("minutes") is None or profile.get("days_per_week") is None,
    }
    return [(step, *LATER[step]) for step, lacking in unknown.items() if lacking]


def asked_again(me: Me) -> str:
    """Why safety questions are asked that were answered before; empty where they were never answered."""
    before = any(id in me.state.flags for id in me.answer["ask"])
    return me.answer["ask_why"] if before else ""


def flags_told_today(me: Me) -> bool:
    """Whether a red-flag question, or whether anything is new, was answered today."""
    return bool(me.state.screens) and me.state.screens[-1][0] == me.today


def pain_untold(me: Me) -> list[str]:
    """The sides of which no pain was told today."""
    now = me.state.pain_now
    return [limb for limb in LIMBS if limb not in now or now[limb][0] != me.today]


def sore(me: Me) -> dict[str, float]:
    """The sides whose last told pain is above the limit."""
    limit = me.k.rule["pain-stop"]
    return {limb: told[1] for limb, told in me.state.told_now.items() if told[1] > limit}
