"""What a record amounts to, per person, side and exercise. No judgement yet, only what happened.

In: facts, one at a time, in order of time (`turnout.track.fold`). Out: `State`, read by everything downstream.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from turnout.record import Condition, Offered, Prescription, ProgrammeChoice, Reading, Screen, SetDone, Skip
from turnout.terms import LIMBS, Limb, Side

ItemKey = tuple[str, Side]
"""(exercise, side); two-sided entries have the side ``both``."""


@dataclass(slots=True)
class Morning:
    """Pain the morning after, and the day it was known: the day after, where a session came before the answer.

    Of several answers the worst counts, from when it was told; ``before`` is the one that counted until then.
    """

    pain: float
    told: date
    before: Morning | None = None

    def days_told(self) -> list[date]:
        """The days on which what counted changed."""
        return [self.told, *(self.before.days_told() if self.before else ())]


@dataclass(slots=True)
class TrainingDay:
    """A local day with at least one set.

    Attributes:
        baseline: the last pain told before the first set, per limb; None when none was ever told.
        mornings: the answers given before the next training day, per limb.
        worse_before: limbs whose morning was worse the training day before this one.
        closed: from this day on no answer can change the mornings any more; None while the next session is ahead.
    """

    day: date
    baseline: dict[Limb, float | None]
    worse_before: frozenset[Limb]
    mornings: dict[Limb, Morning] = field(default_factory=dict[Limb, Morning])
    works: list[Work] = field(default_factory=lambda: list[Work]())
    minutes: float | None = None
    done: bool | None = None
    closed: date | None = None


@dataclass(slots=True)
class Work:
    """One exercise on one side on one training day.

    Attributes:
        loads: the limbs it loads: both for two-sided entries and for moves to one direction.
        rungs: the ladder place of each set, 0 the easiest, in step with ``sets``.
        later: sets of a further bout the same day. What hurt in them counts as in any other; they are no volume.
        later_rungs: their ladder places.
        met: remembered verdicts on this day's dose, once the day is closed.
    """

    key: ItemKey
    on: TrainingDay
    loads: tuple[Limb, ...]
    sets: list[SetDone] = field(default_factory=list[SetDone])
    rungs: list[int] = field(default_factory=list[int])
    later: list[SetDone] = field(default_factory=list[SetDone])
    later_rungs: list[int] = field(default_factory=list[int])
    met: dict[Any, bool | None] = field(default_factory=dict[Any, bool | None])
    known: Told | None = None

    @property
    def day(self) -> date:
        return self.on.day

    @property
    def told(self) -> Told:
        """What the sets say together; worked out again only when one was added."""
        if self.known is None or self.known.sets != len(self.sets) + len(self.later):
            self.known = _told(self.sets, self.rungs, self.later)
        return self.known

    @property
    def pain(self) -> float | None:
        """The worst pain told, or None when no set has an answer."""
        return self.told.pain

    @property
    def pain_known(self) -> bool:
        return self.told.pain_known

    @property
    def symptoms(self) -> tuple[str, ...]:
        return self.told.symptoms

    def pain_of(self, limb: Limb) -> float | None:
        """The worst pain told of one limb: none where all of it was felt on the other."""
        if not self._sided:
            return self.pain
        told = [0.0 if self._elsewhere(s, limb) else s.pain for s in (*self.sets, *self.later) if s.pain is not None]
        return max(told, default=None)

    def symptoms_of(self, limb: Limb) -> tuple[str, ...]:
        """What was felt in one limb, as far as it was told where."""
        if not self._sided:
            return self.symptoms
        felt = [s.symptoms or () for s in (*self.sets, *self.later) if not self._elsewhere(s, limb)]
        return tuple(sorted({symptom for symptoms in felt for symptom in symptoms}))

    @property
    def _sided(self) -> bool:
        return self.told.sided and len(self.loads) > 1

    @staticmethod
    def _elsewhere(one: SetDone, limb: Limb) -> bool:
        return one.felt_side not in (None, "both", limb)

    @property
    def effort(self) -> float | None:
        """The hardest effort told; None when any set lacks one (unknown is not met)."""
        return self.told.effort

    @property
    def clean(self) -> bool | None:
        """True when every set was clean, False when any was not, else unknown."""
        return self.told.clean

    @property
    def main_rung(self) -> int:
        """The rung of most sets; on a tie the easier one."""
        return self.told.rung

    @property
    def unit(self) -> str:
        """What was counted: ``reps`` where any set has them, else ``seconds``. The two never convert."""
        return self.told.unit

    def counts(self, rung: int | None = None) -> list[float]:
        """Repetitions (or seconds, see `unit`) of each set, at one rung where given."""
        reps = self.told.unit == "reps"
        return [
            float((s.reps if reps else s.seconds) or 0)
            for s, r in zip(self.sets, self.rungs, strict=True)
            if rung is None or r == rung
        ]


@dataclass(frozen=True, slots=True)
class Told:
    """What a day's sets of one exercise say together. See the properties of `Work`."""

    sets: int
    rung: int
    unit: str
    pain: float | None
    pain_known: bool
    symptoms: tuple[str, ...]
    effort: float | None
    clean: bool | None
    sided: bool
    """Whether any set says on which side it was felt."""


def _told(sets: list[SetDone], rungs: list[int], later: list[SetDone]) -> Told:
    pain = effort = None
    pains = efforts = cleans = 0
    reps = dirty = sided = False
    symptoms: set[str] = set()
    for one in (*sets, *later):
        if one.pain is not None:
            pains += 1
            pain = one.pain if pain is None or one.pain > pain else pain
        if one.symptoms:
            symptoms.update(one.symptoms)
        sided = sided or one.felt_side is not None
    for one in sets:
        reps = reps or one.reps is not None
        dirty = dirty or one.clean is False
        cleans += one.clean is True
        if one.effort is not None:
            efforts += 1
            effort = one.effort if effort is None or one.effort > effort else effort
    n, all_told = len(sets), len(sets) + len(later)
    distinct = set(rungs)
    rung = rungs[0] if len(distinct) == 1 else min(distinct, key=lambda r: (-rungs.count(r), r))
    clean = False if dirty else True if cleans == n else None
    hardest = effort if efforts == n else None
    unit = "reps" if reps else "seconds"
    return Told(all_told, rung, unit, pain, pains == all_told, tuple(sorted(symptoms)), hardest, clean, sided)


@dataclass(slots=True)
class FlagAnswer:
    """The last answer to a red-flag question; ``yes`` stays until a clinician's clearance after it."""

    yes: bool
    day: date
    seq: int
    cleared_by: str | None = None


@dataclass(slots=True)
class State:
    """Everything the record says so far. Built by `turnout.track.fold.Track`; read only elsewhere."""

    seq: int = 0
    last_day: date | None = None
    profile: dict[str, Any] = field(default_factory=dict[str, Any])
    dislikes: frozenset[str] = frozenset()
    frequency: str | None = None
    conditions: dict[tuple[str, Side | None], Condition] = field(
        default_factory=dict[tuple[str, Side | None], Condition]
    )
    flags: dict[str, FlagAnswer] = field(default_factory=dict[str, FlagAnswer])
    screens: list[tuple[date, Screen]] = field(default_factory=list[tuple[date, Screen]])
    clearances: list[tuple[date, str]] = field(default_factory=list[tuple[date, str]])
    reopened_seq: int = 0
    reopened_why: str = ""
    stale_before: date | None = None
    stale_why: str = ""
    readings: dict[str, list[tuple[date, Reading]]] = field(default_factory=dict[str, list[tuple[date, Reading]]])
    reading_count: int = 0
    after_work: set[str] = field(default_factory=set[str])
    pain_now: dict[Limb, tuple[date, float]] = field(default_factory=dict[Limb, tuple[date, float]])
    told_now: dict[Limb, tuple[date, float]] = field(default_factory=dict[Limb, tuple[date, float]])
    pains: dict[Limb, list[tuple[date, float]]] = field(
        default_factory=lambda: dict[Limb, list[tuple[date, float]]]({limb: [] for limb in LIMBS})
    )
    groin: set[Limb] = field(default_factory=set[Limb])
    programme: ProgrammeChoice | None = None
    programme_since: date | None = None
    prescriptions: dict[ItemKey, tuple[int, date, Prescription]] = field(
        default_factory=dict[ItemKey, tuple[int, date, Prescription]]
    )
    days: list[TrainingDay] = field(default_factory=list[TrainingDay])
    works: dict[ItemKey, list[Work]] = field(default_factory=dict[ItemKey, list[Work]])
    skips: list[tuple[date, Skip]] = field(default_factory=list[tuple[date, Skip]])
    offered: dict[date, Offered] = field(default_factory=dict[date, Offered])
    memo: dict[Any, Any] = field(default_factory=dict[Any, Any])

    @property
    def last_training(self) -> date | None:
        return self.days[-1].day if self.days else None

    def age(self, on: date) -> int | None:
        """Age [years] surely reached: only the year of birth is known, so a birthday counts once the year is over."""
        born = self.profile.get("born")
        if born is None:
            return None
        return on.year - int(born) - ((on.month, on.day) < (12, 31))
