"""Everything a clinician wants to know of a record, on one page: who, what was asked and done, what changed, why.

In: a plan (with its state and knowledge), its answer, the facts, a period. Out: a frozen `Report`, printed as a page
(`turnout.web`) and as a PDF (`turnout.report.as_pdf`). No text here is escaped for any format. A change within the
error of measuring is never called one, methods are never mixed, and what is not known says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Programme
from turnout.planning import Plan
from turnout.record import Fact
from turnout.report.course import Done, Pain, Period, done_in, pain_in, period_of
from turnout.report.early import Early, early_in
from turnout.report.events import Event, Order, events_of, orders_of
from turnout.report.gates import Leaf, leaves
from turnout.report.ladders import Ladder, ladders, sets_asked
from turnout.report.limits import limits_of
from turnout.report.ranges import Line, lines
from turnout.report.sheet import Move, moves_of
from turnout.report.words import capital, listing, sentence
from turnout.terms import LIMBS, Limb, Verdict

SEXES = {"f": "female", "m": "male", "x": "neither or not told"}
STANDING_OUT = (
    "asymmetry-", "ir-er-difference", "stiff-joint", "plateau", "worsening", "programme-not-for", "strength-",
)  # fmt: skip
"""Findings beyond the tables of values."""
EVEN = "the stronger side, or equal"
PASSING = frozenset({"frequency", "minutes", "split", "one-thing-at-a-time", "jumps-apart"})
"""Why something is left out of the next session only."""


MADE_UP = "made up"
"""The note on every fact of a made-up person."""


def is_made_up(facts: Iterable[Fact]) -> bool:
    """Whether every fact says that it is made up; a record without facts is not."""
    notes = [fact.note or "" for fact in facts]
    return bool(notes) and all(MADE_UP in note for note in notes)


@dataclass(frozen=True)
class Who:
    """The person, as far as told. ``name`` is never stored: it is given when the report is made."""

    name: str
    age: int | None
    born: int | None
    sex: str
    mass_kg: float | None
    height_cm: float | None
    goals: tuple[str, ...]
    affected: str
    conditions: tuple[str, ...]


@dataclass(frozen=True)
class Gate:
    """What opens the next phase, or a move."""

    says: str
    met: bool | None
    source: str
    parts: tuple[Leaf, ...]


@dataclass(frozen=True)
class Course:
    """Programme and phase."""

    name: str
    evidence: str
    since: date | None
    phase: str
    number: int | None
    phases: int
    phase_since: date | None
    week: int | None
    gates: tuple[Gate, ...]


@dataclass(frozen=True)
class LeftOut:
    """What is withheld, on which side, and why."""

    name: str
    sides: str
    why: str


@dataclass(frozen=True)
class Report:
    """The report of a period.

    Attributes:
        standing: the stop in force, or what is asked before anything is offered; empty where neither stands.
        sets: (asked, done of them) in the sessions that were begun.
        early: what ended before its end, and why.
        moves: of the next session.
        notable: what the readings say beyond their values.
        made_up: the person is made up.
    """

    on: date
    period: Period
    whole: bool
    made_up: bool
    knowledge: str
    who: Who
    standing: str
    course: Course
    done: Done
    sets: tuple[int, int]
    early: Early
    lines: tuple[Line, ...]
    notable: tuple[str, ...]
    pain: tuple[Pain, ...]
    ladders: tuple[Ladder, ...]
    moves: tuple[Move, ...]
    withheld: tuple[LeftOut, ...]
    orders: tuple[Order, ...]
    events: tuple[Event, ...]
    limits: tuple[str, ...]
    pain_stop: float

    @property
    def rotation(self) -> tuple[Line, ...]:
        """Range, which is drawn."""
        return tuple(line for line in self.lines if line.kind == "range")

    @property
    def others(self) -> tuple[Line, ...]:
        """Strength, control and scores, which stand in a table."""
        return tuple(line for line in self.lines if line.kind != "range")

    @property
    def empty(self) -> bool:
        return not (self.done.sessions or self.lines or self.pain)


def summary(
    plan: Plan,
    answer: Mapping[str, Any],
    facts: Iterable[Fact],
    *,
    since: date | None = None,
    name: str = "",
    made_up: bool = False,
) -> Report:
    """The report of a plan's day.

    Args:
        plan: made for the last day of the period, from the facts up to it.
        answer: the contract's JSON of that plan.
        facts: the record; what lies after the period is left out.
        since: the first day of the period; the record's first day by default.
        name: printed on it, stored nowhere.
        made_up: said on it.
    """
    state, k = plan.state, plan.k
    period = period_of(state, since, plan.on)
    told = list(facts)
    read = lines(state, k, period.since, period.until)
    pain = pain_in(state, k, period)
    done = done_in(state, period, plan.per_week)
    return Report(
        on=plan.on,
        period=period,
        whole=since is None or since <= period_of(state, None, plan.on).since,
        made_up=made_up,
        knowledge=k.version,
        who=_who(plan, name),
        standing=_standing(answer),
        course=_course(plan, answer),
        done=done,
        sets=sets_asked(state, period),
        early=early_in(state, told, k, period),
        lines=tuple(read),
        notable=_notable(answer["findings"]),
        pain=pain,
        ladders=tuple(ladders(state, k, period, answer["session"])),
        moves=moves_of(answer["session"], k),
        withheld=tuple(withheld_of(answer["withheld"], k)),
        orders=tuple(orders_of(told, state, k, period)),
        events=tuple(events_of(told, k, period)),
        limits=limits_of(read, pain, done),
        pain_stop=k.rule["pain-stop"],
    )


def _who(plan: Plan, name: str) -> Who:
    profile, chosen = plan.state.profile, plan.state.programme
    return Who(
        name=" ".join(name.split()),
        age=plan.state.age(plan.on),
        born=profile.get("born"),
        sex=SEXES.get(profile.get("sex", ""), ""),
        mass_kg=profile.get("mass_kg"),
        height_cm=profile.get("height_cm"),
        goals=tuple(profile.get("goals") or ()),
        affected=(chosen.affected or "") if chosen else "",
        conditions=tuple(_conditions(plan)),
    )


def _conditions(plan: Plan) -> Iterable[str]:
    for (id, side), fact in sorted(plan.state.conditions.items(), key=lambda pair: (pair[0][0], pair[0][1] or "")):
        entry = plan.k.conditions.get(id)
        name = entry.name if entry else id
        words = [name, f"({side})" if side else "", f"since {fact.since}" if fact.since else ""]
        yield " ".join(word for word in words if word)


def _standing(answer: Mapping[str, Any]) -> str:
    if answer["stop"]:
        return sentence(answer["stop"]["say"])
    if answer["ask"]:
        return f"Nothing is offered until the safety questions are answered ({answer['ask_why']})."
    return ""


def _course(plan: Plan, answer: Mapping[str, Any]) -> Course:
    programme, phase = plan.programme, answer["phase"]
    return Course(
        name=programme.name if programme else "A plan of their own, put together from what was told and measured",
        evidence=_evidence(programme),
        since=plan.state.programme_since,
        phase=phase["name"] if phase else "",
        number=phase["number"] if phase else None,
        phases=len(programme.phases) if programme else 0,
        phase_since=date.fromisoformat(phase["since"]) if phase else None,
        week=phase["week"] if phase else None,
        gates=tuple(gate_of(verdict, plan.k) for verdict in plan.verdicts),
    )


def _evidence(programme: Programme | None) -> str:
    return programme.evidence.grade if programme else ""


def gate_of(verdict: Verdict, k: Knowledge) -> Gate:
    """A verdict with its parts, each in words."""
    criterion = k.criteria.get(verdict.criterion)
    parts = tuple(leaves(criterion.test, verdict.values, k)) if criterion else ()
    return Gate(sentence(verdict.says), verdict.met, verdict.source, parts)


def _notable(findings: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """What stands out, a sentence each; what holds for both sides alike is said once."""
    sides: dict[str, list[str]] = {}
    for finding in findings:
        if finding["id"].startswith(STANDING_OUT) and not finding["says"].endswith(EVEN):
            sides.setdefault(sentence(finding["says"]), []).append(finding["side"])
    return tuple(
        f"{capital(own[0])}: {_low(says)}" if own in (["left"], ["right"]) else says for says, own in sides.items()
    )


def _low(text: str) -> str:
    """Without the capital of a sentence; an abbreviation keeps its own."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def withheld_of(withheld: Iterable[Mapping[str, Any]], k: Knowledge) -> Iterable[LeftOut]:
    """What is left out for a reason that lasts, sides with the same reason together."""
    seen: dict[tuple[str, str], list[Limb]] = {}
    for one in withheld:
        reasons = [why for why in one["why"] if why["criterion"] not in PASSING]
        if reasons:
            key = (k.exercises[one["exercise"]].name, " ".join(sentence(why["says"]) for why in reasons))
            seen.setdefault(key, []).extend(limb for limb in LIMBS if one["side"] == limb)
    for (name, why), sides in seen.items():
        yield LeftOut(name, listing(sides) if len(set(sides)) == 1 else "", why)
