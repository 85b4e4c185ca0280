"""The session that was offered today, followed while sets are logged.

In: the `offered` fact of the day, the state, the plan. Out: each item with its sets so far and whether it is open,
done, ended by pain or a symptom, skipped, or meanwhile withheld. What was offered does not change while it is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from turnout.assess import precautions
from turnout.planning.available import reach
from turnout.planning.wants import Want, default_target, loads_of
from turnout.record import SetDone, content_id, moment_of
from turnout.web.desk import Me
from turnout.web.words import SYMPTOMS, listing, num

Status = Literal["open", "done", "ended", "skipped", "withheld"]
SAFETY = ("pain-before-session", "cannot", "ruled-out")
"""Reasons that came up since the session was offered and still count; beside them, every condition."""


@dataclass(frozen=True)
class Step:
    """One item of today's session.

    Attributes:
        number: its place, from 1.
        item: as offered.
        sets: logged today, in order.
        why_closed: the words where it is ended, skipped or withheld.
        later: the sets of further bouts today; they are no volume.
    """

    number: int
    item: dict[str, Any]
    sets: tuple[SetDone, ...]
    status: Status
    why_closed: str
    later: tuple[SetDone, ...] = ()

    @property
    def next_bout(self) -> int | None:
        """Which time of the day comes next, where it is asked for several times and not all are done; else None."""
        last = max((one.bout or 1 for one in self.later), default=1)
        return last + 1 if last < int(self.item.get("bouts") or 1) else None

    @property
    def next_set(self) -> int:
        return len(self.sets) + 1

    @property
    def last_set(self) -> bool:
        """Whether the next set is the last one asked for."""
        return self.next_set >= self.item["sets"]


@dataclass(frozen=True)
class Following:
    """Today's session, as offered and as done."""

    at: str
    why: str
    steps: tuple[Step, ...]
    finished: bool
    minutes: int

    @property
    def next(self) -> Step | None:
        """The first item still open."""
        return next((step for step in self.steps if step.status == "open"), None)

    @property
    def begun(self) -> bool:
        return any(step.sets for step in self.steps)

    def after(self, number: int) -> Step | None:
        """The next open item after one, else the first open one."""
        later = [step for step in self.steps if step.status == "open" and step.number > number]
        return later[0] if later else self.next


def following(me: Me) -> Following | None:
    """Today's offered session, or None where none was offered yet."""
    offered = me.state.offered.get(me.today)
    if offered is None:
        return None
    items = [item for item in cast("list[dict[str, Any]]", offered.session.get("items") or []) if _known(item, me)]
    steps = tuple(_step(number, item, me) for number, item in enumerate(items, 1))
    training = me.state.days[-1] if me.state.days and me.state.days[-1].day == me.today else None
    finished = any(fact.kind == "session" and moment_of(fact.at).day == me.today for fact in me.facts)
    if training is not None and training.done:
        finished = True
    return Following(offered.at, "", steps, finished, int(offered.session.get("minutes") or 0))


def _known(item: dict[str, Any], me: Me) -> bool:
    """Whether the knowledge still has this exercise and level."""
    return (item.get("exercise"), item.get("level")) in me.k.rung_of


def _step(number: int, item: dict[str, Any], me: Me) -> Step:
    key = (item["exercise"], item["side"])
    works = me.state.works.get(key, [])
    today = works[-1] if works and works[-1].day == me.today else None
    sets, later = (tuple(today.sets), tuple(today.later)) if today else ((), ())
    status, why = _status(item, (*sets, *later), len(sets), me)
    return Step(number, item, sets, status, why, later)


def _status(item: dict[str, Any], sets: tuple[SetDone, ...], done: int, me: Me) -> tuple[Status, str]:
    hurt = hurt_words(sets, me.k.rule["pain-stop"])
    if hurt:
        return "ended", hurt
    if done >= item["sets"]:
        return "done", ""
    for day, skip in me.state.skips:
        if day == me.today and (skip.exercise, skip.side or item["side"]) == (item["exercise"], item["side"]):
            return "skipped", skip.reason or ""
    since = _since_offered(item, me)
    return ("withheld", since) if since else ("open", "")


def hurt_words(sets: tuple[SetDone, ...], limit: float) -> str:
    """Why pain or a symptom ended an exercise; empty where neither did."""
    felt = [SYMPTOMS.get(symptom, symptom) for one in sets for symptom in one.symptoms or ()]
    if felt:
        return f"You felt {listing(dict.fromkeys(felt))}."
    worst = max((one.pain for one in sets if one.pain is not None), default=0)
    return f"Pain {num(worst)} of 10 is above {num(limit)}." if worst > limit else ""


def _since_offered(item: dict[str, Any], me: Me) -> str:
    """What was told since the session was offered and takes this item out of it: pain, a condition, what one cannot."""
    k, entry = me.k, me.k.exercises[item["exercise"]]
    rung = k.rung_of[(entry.id, item["level"])]
    limits = reach(me.state, k, me.plan.found, precautions(me.state, k))
    loads = loads_of(entry, item["side"])
    want = Want(entry, item["side"], loads, default_target(entry, k), rung, rung, entry.role, 0, ())
    for why in (limits.withheld(want), limits.rung_problem(want, rung)):
        if why is not None and (why.criterion in SAFETY or why.criterion.startswith("condition-")):
            return why.says
    return ""


def offered_fact(me: Me) -> dict[str, Any]:
    """The fact that today's session was offered. Its id is made of the day, so that there is one a day whoever asks."""
    name = content_id(f"offered {me.person} {me.today.isoformat()}", 0)
    return {"kind": "offered", "id": name, "knowledge": me.k.version, "session": me.answer["session"]}


def due_today(me: Me) -> bool:
    """Whether the plan has a session for today."""
    session = me.answer["session"]
    return session is not None and session["on"] == me.today.isoformat()


def minutes_since(at: str, now: datetime) -> int:
    """Whole minutes since a moment, at least 1 and at most 180."""
    moment = moment_of(at)
    return max(1, min(180, round((now.timestamp() - moment.instant) / 60)))
