"""The words of the pack: what a phone without a network says of a session. ``{...}`` is filled in by the browser."""

from __future__ import annotations

from typing import Any

WHY: dict[str, dict[str, Any]] = {
    "held": {
        "criterion": "offline-hold",
        "says": "as last time: a step up waits until this phone has reached the server again",
        "source": "design",
    },
    "unsettled": {
        "criterion": "next-day-rise",
        "says": "that side was worse the morning after: nothing more and nothing new there today",
        "source": "design",
    },
    "hurt": {
        "criterion": "pain-above-5",
        "says": "it hurt last time, by more than {pain_stop} of 10 or with a symptom: easier today",
        "source": "thomee-1997",
    },
    "worse": {"criterion": "next-day-rise", "says": "the morning after was worse: less today", "source": "design"},
    "again": {
        "criterion": "next-day-rise",
        "says": "the morning after was worse, for the second time running: easier today",
        "source": "design",
    },
    "hurt_worse": {
        "criterion": "pain-above-5",
        "says": "it hurt last time, and the morning after was worse: easier and less today",
        "source": "thomee-1997",
    },
    "gap": {
        "criterion": "gap",
        "says": "{gap_days} days or more since this was last done: one rung and one set back",
        "source": "design",
    },
}
"""Why a dose is what it is, by the way that led to it."""

SAYS: dict[str, str] = {
    "rest": "Rest is the plan: it is when what you did takes effect.",
    "trained": "You trained today. The next session comes after the rest it needs.",
    "per_week": "The plan has {per_week} sessions a week.",
    "first": "Your first session. It starts small on purpose, so that the next morning can tell how much is right.",
    "eased": "{names}: eased, by what you told.",
    "left_out": "{names}: left out today, by what you told.",
    "offline": "Worked out on this phone: nothing rises until it has reached the server again.",
    "sore": "Pain {pain} of 10 on the {side} side: nothing loads it today.",
    "eased_since": "Once it has eased, say so under “Something is wrong”; then it counts.",
    "nothing": "Nothing can be offered today.",
    "used_up": "The sessions kept on this phone are used up. Connect once, and the next ones are worked out.",
    "unknown": "Something was told that only the server can weigh. Connect once, and the plan takes it in.",
    "ended_pain": "Pain {pain} of 10 is above {pain_stop}.",
    "ended_felt": "You felt {felt}.",
    "and": "and",
    "ask_new": "something new was reported",
    "ask_rise": "pain rose by {pain_rise} or more",
    "ask_overnight": "pain rose by {pain_rise} or more overnight",
    "ask_symptom": "numbness or giving way during an exercise",
    "ask_old": "the last answers are {rescreen_days} days old or more",
    "ask_break": "a break of two weeks or more",
    "ask_gate": "the next phase may be about to open",
}
"""What the day is, and why something is asked or left out."""
