"""Facts that nobody asked for: new readings, pain, prescriptions, conditions, flags, changes of mind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.properties.walk import Walk

METHODS = ("phone", "goniometer", "inclinometer", "camera")


def readings(w: Walk, rotation: tuple[int, int, int, int], strength: tuple[int, int]) -> None:
    """Rotation, step-down and strength, before a set is done; some are not read."""
    if not w.method or w.rng.random() < 0.2:
        w.method, w.helper = w.rng.choice(METHODS), w.rng.random() < 0.3
    degrees = iter(rotation)
    for limb in ("left", "right"):
        for measure in ("prone-er", "prone-ir"):
            true = next(degrees)
            if w.rng.random() < 0.9:
                trials = [true + w.rng.randint(-3, 3) for _ in range(3)]
                w.tell("reading", 10, measure=measure, side=limb, value=sorted(trials)[1], trials=trials, unit="deg",
                       method=w.method, helper=w.helper)  # fmt: skip
        if w.rng.random() < 0.9:
            w.tell(
                "reading", 10, measure="lateral-step-down", side=limb, value=w.rng.choice([0, 1, 1, 2]), unit="score"
            )
    for limb, reps in zip(("left", "right"), strength, strict=True):
        if w.rng.random() < 0.5:
            w.tell("reading", 10, measure="er-strength-reps", side=limb, value=reps, unit="reps")


def read_again(w: Walk) -> None:
    """The same measures again, changed by a little or a lot."""
    if w.rng.random() < 0.4:
        w.shift = w.rng.choice([-25, -13, -8, 0, 5, 8, 10, 13, 25])
    changed = [max(0, min(70, degrees + w.shift)) for degrees in w.script.rotation]
    readings(w, (changed[0], changed[1], changed[2], changed[3]), w.script.strength)


def hurt_more(w: Walk) -> None:
    """Pain now, told outside a session."""
    side = w.rng.choice(["left", "right", "both", None])
    now = w.rng.choice([0, 1, 2, 3, 4, 6, 8])
    site = w.rng.choice(["buttock", "groin", None])
    more = {name: value for name, value in (("side", side), ("site", site)) if value is not None}
    w.tell("pain", w.rng.choice([7, 21]), now=now, **more)


def morning_late(w: Walk) -> None:
    """The morning after, told in the evening or days later, perhaps a second time and differently."""
    w.tell("next-day", w.rng.choice([7, 21]), pain=w.rng.choice([0, 1, 2, 4, 6, 8]),
           side=w.rng.choice(["left", "right", "both"]))  # fmt: skip


def prescribe(w: Walk) -> None:
    """A clinician sets dose and level, or takes that back."""
    exercise = w.rng.choice(
        sorted({key[0] for key in w.track.state.works}) or ["clamshell", "weighted-butterfly-stretch"]
    )
    unit = w.rng.choice(["reps", "reps", "seconds"])
    side = w.rng.choice(["left", "right", "both"])
    if w.rng.random() < 0.3:
        w.tell("prescription", 12, exercise=exercise, side=side, by="clinic", ended=True)
        return
    if w.rng.random() < 0.2:
        w.tell("prescription", 12, exercise=exercise, side=side, by=w.rng.choice(["clinic", "clinic", "me"]),
               leave_out=True)  # fmt: skip
        return
    more: dict[str, object] = {"sets": w.rng.randint(1, 5)}
    if w.rng.random() < 0.2:
        more["instead_of"] = w.rng.choice(sorted(set(w.k.exercises) - {exercise}))
    if w.rng.random() < 0.7:
        more[unit] = w.rng.choice([10, 15, 20, 30])
    if w.rng.random() < 0.5:
        more["level"] = w.rng.choice([rung.id for rung in w.k.ladders[exercise]])
    w.tell("prescription", 12, exercise=exercise, side=side, by="clinic", **more)


def condition(w: Walk) -> None:
    """A condition, or its end."""
    id = w.rng.choice(sorted(w.k.conditions))
    w.tell("condition", 12, condition=id, side=w.rng.choice(["left", "right"]), ended=w.rng.random() < 0.4)


def flag(w: Walk) -> None:
    """Some flags answered again, at times with a yes; or something new that reopens them all."""
    if w.rng.random() < 0.3:
        w.tell("screen", 8, anything_new=True)
        return
    flags = w.rng.sample(list(w.k.red_flags), 3)
    w.tell("screen", 8, answers={id: w.rng.random() < 0.4 for id in flags})


def clear(w: Walk) -> None:
    """A clearance nobody waits for, or one that the person signed."""
    yes = [id for id, answer in w.track.state.flags.items() if answer.yes]
    flag = w.rng.choice(yes or list(w.k.red_flags))
    w.tell("clearance", 9, flag=flag, by=w.rng.choice(["clinic", "me", "self", " "]))


def other_programme(w: Walk) -> None:
    """Another programme, or the same one for the other side, or its end."""
    programme = w.rng.choice([w.script.programme or "individual", "individual", *w.k.programmes])
    more: dict[str, object] = {"ended": True} if w.rng.random() < 0.2 else {}
    w.tell("programme", 9, programme=programme, affected=w.rng.choice(["left", "right"]), **more)


def unplanned_sets(w: Walk) -> None:
    """Sets that were not on the plan, in reps or in seconds."""
    exercise = w.rng.choice(sorted({key[0] for key in w.track.state.works}) or sorted(w.k.exercises))
    side = w.rng.choice(["left", "right"])
    level = w.rng.choice([rung.id for rung in w.k.ladders[exercise]])
    bout: dict[str, object] = {"bout": 2} if w.rng.random() < 0.3 else {}
    for _ in range(w.rng.randint(1, 3)):
        unit = w.rng.choice(["reps", "reps", "reps", "seconds"])
        w.tell("set", 19, exercise=exercise, side=side, level=level, pain=w.rng.choice([0, 1, 4, 7]), clean=True,
               **bout, **{unit: w.rng.choice([5, 12, 20])})  # fmt: skip


def new_profile(w: Walk) -> None:
    """Other equipment, minutes or days, or a preference."""
    if w.rng.random() < 0.5:
        w.tell(
            "preference",
            8,
            dislikes=[w.rng.choice(sorted(w.k.exercises))],
            frequency=w.rng.choice(["mine", "programme"]),
        )
        return
    w.tell("profile", 8, equipment=w.rng.sample(["loop-band", "long-band", "anchor", "table", "step", "bench"], 3),
           minutes=w.rng.choice([10, 25, 60]), days_per_week=w.rng.randint(1, 7))  # fmt: skip


def skip(w: Walk) -> None:
    w.tell("skip", 19, exercise="clamshell", side="left", reason="no-time")


def odd_offer(w: Walk) -> None:
    """A session kept by another program: fields that are not as ours."""
    items = w.rng.choice([None, "none", ["clamshell"], [{"exercise": "clamshell", "side": "left", "sets": "two"}]])
    w.tell("offered", 17, knowledge="other", session={"items": items} if items is not None else {})


UNASKED: tuple[Callable[[Walk], None], ...] = (
    read_again, read_again, read_again, hurt_more, hurt_more, morning_late, morning_late, prescribe, prescribe,
    condition, flag, flag, clear, clear, other_programme, unplanned_sets, unplanned_sets, new_profile, skip, odd_offer,
)  # fmt: skip
