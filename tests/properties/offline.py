"""Days without a network: a person follows what the real `walk.ts` makes of a pack, and the server judges each offer.

In: a life (`shelf`), where it is cut off, and a style with a seed. Out: facts, and every way in which an offer was more
than the server's own plan over all the facts so far would have given that day.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from tests.properties.known import knowledge
from tests.properties.offline_judge import dose_of, most, no_more, phase_of
from tests.properties.scripts import EQUIPMENT, Script, Stretch
from tests.properties.walk import facts_of, walk
from tests.support.walker import Walker
from turnout.coach import make_pack
from turnout.coach.ahead import limits_on
from turnout.coach.pack import answered, stand
from turnout.knowledge import Knowledge
from turnout.planning import Plan, make_plan
from turnout.planning.time import next_training_day
from turnout.planning.wants import Want
from turnout.record import fact_from, fact_json, moment_of
from turnout.simulate import demo_record
from turnout.track import Track

Json = dict[str, Any]
NO_WORDS: Json = {"moves": {}, "headings": {}, "symptoms": {}, "reasons": {}}
WELL = (("born", 1980), ("days_per_week", 7), ("equipment", list(EQUIPMENT)), ("minutes", 180))
SOME = (("born", 1960), ("days_per_week", 3), ("equipment", ["loop-band", "strap", "step"]), ("minutes", 25))
KINDS = ("good", "steady", "sore", "flaring", "wild", "untold")
LIVES = 40


@dataclass(frozen=True)
class Days:
    """How the days without a network go: chances from 0 to 1."""

    opens: float = 0.9
    morning: float = 0.8
    worse: float = 0.15
    pain: float = 0.9
    sore: float = 0.06
    new: float = 0.02
    yes: float = 0.02
    hurts: float = 0.08
    symptom: float = 0.04
    mild: float = 0.15
    short: float = 0.12
    skips: float = 0.08
    leaves: float = 0.05
    own: float = 0.03
    slips: float = 0.05
    syncs: float = 0.05
    late: float = 0.1


STYLES: dict[str, Days] = {
    "good": Days(opens=1.0, morning=1.0, worse=0.0, sore=0.0, new=0.0, yes=0.0, hurts=0.0, symptom=0.0, mild=0.0,
                 short=0.0, skips=0.0, leaves=0.0, own=0.0, slips=0.0, syncs=0.0, late=0.0),
    "usual": Days(),
    "flaring": Days(worse=0.5, hurts=0.2, sore=0.12, late=0.3),
    "careless": Days(morning=0.4, pain=0.4, short=0.4, skips=0.25, leaves=0.2, slips=0.2),
    "wild": Days(opens=0.7, worse=0.3, hurts=0.2, symptom=0.12, own=0.2, new=0.08, yes=0.04, syncs=0.15, late=0.3),
    "hurting": Days(opens=1.0, morning=1.0, worse=0.0, sore=0.0, hurts=0.6, symptom=0.0, skips=0.0, leaves=0.0,
                    late=0.0),
    "away": Days(opens=0.25, morning=0.5, worse=0.2),
}  # fmt: skip


# -- lives ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=LIVES)
def life(number: int) -> tuple[Json, ...]:
    """One of the lives on the shelf: made-up people of every programme, and scripts of all styles."""
    k = knowledge()
    programmes = (*k.programmes, "individual")
    programme = programmes[number % len(programmes)]
    if number % 3 == 0:
        told = demo_record(k, number, programme=programme, weeks=2 + number % 5)
        return tuple({name: value for name, value in fact_json(f).items() if name != "person"} for f in told)
    rng = Random(number)
    spans = tuple(Stretch(KINDS[(number + i) % len(KINDS)], rng.randint(6, 14), rng.randrange(999)) for i in range(3))
    rotation = ((20, 50, 45, 30), (50, 20, 15, 45), (40, 40, 40, 40))[number % 3]
    affected = ("left", "right", "both", None)[number % 4]
    profile = SOME if number % 4 == 1 else WELL
    bare, late, corrects = (0.3, 0.1, 0.05) if number % 5 == 2 else (0.0, 0.0, 0.0)
    conditions = (("fai", "left"),) if number % 7 == 1 else ()
    script = Script(programme, affected, profile, conditions, rotation, (20, 14), spans, True, bare, late, corrects)
    return tuple(facts_of(walk(script)))


# -- the days ------------------------------------------------------------------------------------------------------


@dataclass
class Away:
    """A person away from the network, and the server that knows everything they tell."""

    walker: Walker
    track: Track
    day: date
    rng: Random
    days: Days
    patch: Any = None
    facts: list[Json] = field(default_factory=list[Json])
    """Told since the pack."""
    told: list[Json] = field(default_factory=list[Json])
    wrong: list[str] = field(default_factory=list[str])
    seen: Counter[str] = field(default_factory=Counter[str])
    wants: dict[str, Want] = field(default_factory=dict[str, Want])
    clock: int = 0
    since: date = date.min
    phase: str = ""

    @property
    def k(self) -> Knowledge:
        return self.track.knowledge

    @property
    def began(self) -> bool:
        """Whether a session was done since the pack was made."""
        return any(training.day >= self.since for training in self.track.state.days[-16:])

    # -- facts -------------------------------------------------------------------------------------------------

    def at(self) -> str:
        """A moment later than any told today."""
        self.clock += 1
        return f"{self.day}T{self.clock // 3600:02}:{self.clock // 60 % 60:02}:{self.clock % 60:02}{self.offset}"

    @property
    def offset(self) -> str:
        timed = [f.at for f in self.track.facts if len(f.at) > 10]
        return timed[-1][-6:] if timed else "+00:00"

    def tell(self, kind: str, **content: Any) -> Json:
        """Tells the phone, and the server behind its back."""
        number = len(self.told) + 1
        fact: Json = {"id": f"{number:08x}-0000-7000-9000-{number:012x}", "at": self.at(), "kind": kind, **content}
        self.told.append(fact)
        self.facts.append(fact)
        self.track.add(fact_from(fact))
        return fact

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    # -- packs -------------------------------------------------------------------------------------------------

    def sync(self) -> None:
        """The network is there for a moment: the server knows all, and makes a new pack."""
        plan = self.plan()
        pack = make_pack(plan, self.track.facts, self.day.isoformat()) | NO_WORDS
        base, _, _ = stand(plan, self.track.facts)
        self.wants = {f"{i.want.exercise.id}/{i.want.side}": i.want for i in answered(base).items}
        if self.patch is not None:
            self.patch(pack)
        self.since, self.phase = self.day, phase_of(answered(base))
        self.walker.take(pack)
        self.facts = []
        self.seen["packs"] += 1

    def plan(self) -> Plan:
        """What the server would plan now."""
        return make_plan(self.track.state, self.k, self.day)

    def look(self) -> Json:
        """Opens the app; whatever it offers is judged."""
        now = self.walker.today(self.facts, self.day.isoformat(), f"{self.day}T12:00:00{self.offset}")
        self.seen[now["kind"]] += 1
        if now["kind"] in ("due", "going"):
            self.judge(now)
        return now

    def judge(self, now: Json) -> None:
        """Notes where the phone offers more than the server."""
        plan = self.plan()
        if plan.blocked:
            self.note(f"{now['kind']} while the server stops or asks: {plan.screening}")
        elif now["kind"] == "due":
            day = next_training_day(plan.state, plan.on, plan.per_week, plan.gap_days)
            if day != plan.on:
                self.note(f"offered, though the server would wait until {day}")
            for item in now["session"]["items"]:
                self.judge_item(item, plan)
        else:
            limits = limits_on(plan, plan.on)
            open_now = [s["item"] for s in now["steps"] if s["status"] == "open"]
            sore = [i["key"] for i in open_now if any(limb in limits.sore for limb in i["loads"])]
            if sore:
                self.note(f"open though too sore: {sore}")

    def judge_item(self, item: Json, plan: Plan) -> None:
        given, allowed = dose_of(item, self.k), most(item, plan, self.wants, self.phase)
        self.seen["items"] += 1
        if isinstance(allowed, str) or not any(no_more(given, dose) for dose in allowed):
            self.note(f"{item['key']}: {given}, {item['action']} ({item['why'][0]['says']}); the server: {allowed}")
        elif given == allowed[0]:
            self.seen["the same"] += 1
        if item["action"] in ("new", "raise"):
            self.seen[item["action"]] += 1
            if self.began:
                self.note(f"{item['key']}: {item['action']} after the first session")

    def note(self, says: str) -> None:
        self.wrong.append(f"{self.day}: {says}")

    # -- a day -------------------------------------------------------------------------------------------------

    def live(self, days: int) -> None:
        """So many days, from the pack's own on."""
        self.clock = self._after_all()
        self.sync()
        for _ in range(days):
            if self.wrong:
                return
            if self.chance(self.days.opens):
                self.one_day()
            self.day += timedelta(days=1)
            self.clock = 7 * 3600

    def _after_all(self) -> int:
        """The clock [s] after the last fact of the first day."""
        last = [f.at for f in self.track.facts if moment_of(f.at).day == self.day and len(f.at) > 10]
        times = [int(at[11:13]) * 3600 + int(at[14:16]) * 60 + int(at[17:19]) for at in last]
        return max([7 * 3600, *(time + 1 for time in times)])

    def one_day(self) -> None:
        for _ in range(6):
            now = self.look()
            if now["kind"] == "ask":
                self.answer(now)
            elif now["kind"] == "due":
                if self.chance(0.1) or not self.before(now):
                    break
            elif now["kind"] == "going":
                self.session(now)
                break
            else:
                break
        self.evening()

    def answer(self, now: Json) -> None:
        flags = [flag["id"] for flag in now["flags"]]
        if self.chance(0.1):
            flags = flags[: len(flags) // 2]
        yes = self.rng.choice(flags) if self.chance(self.days.yes) else None
        self.tell("screen", answers={flag: flag == yes for flag in flags})

    def before(self, now: Json) -> bool:
        """Answers what is asked before a session, and begins it where it still is due."""
        asked = now["before"]
        if asked["morning"] is not None and self.chance(self.days.morning):
            for limb in asked["morning"]["sides"]:
                self.tell("next-day", side=limb, pain=self.morning_pain(limb))
        for limb in asked["pain"]:
            if self.chance(self.days.pain):
                now_is = self.rng.choice([6, 7, 8]) if self.chance(self.days.sore) else self.rng.choice([0, 0, 1, 2, 3])
                self.tell("pain", side=limb, now=now_is)
        if asked["anythingNew"]:
            self.tell("screen", anything_new=self.chance(self.days.new))
        now = self.look()
        if now["kind"] != "due":
            return now["kind"] == "ask"
        self.tell("offered", **self.walker.offered(now["session"]))
        return not self.chance(0.03)  # now and then the tab is closed before the first set

    def morning_pain(self, limb: str) -> int:
        days = self.track.state.days
        before = (days[-1].baseline[limb] if days else None) or 0  # type: ignore[index]
        rise = self.rng.choice([2, 2, 3, 5]) if self.chance(self.days.worse) else self.rng.choice([-1, 0, 0, 1])
        return min(10, max(0, int(before + rise)))

    def session(self, now: Json) -> None:
        """Does what is open, item by item."""
        for step in now["steps"]:
            if step["status"] != "open":
                continue
            if self.chance(self.days.leaves):
                break
            if self.chance(self.days.skips):
                self.tell("skip", exercise=step["item"]["exercise"], side=step["item"]["side"], reason="no-time")
            else:
                self.perform(step["item"], len(step["sets"]))
            if self.chance(0.1) and self.look()["kind"] != "going":
                return
        if self.chance(0.8):
            self.tell("session", done=True, minutes=20)

    def perform(self, item: Json, done: int) -> None:
        unit = "reps" if item["reps"] is not None else "seconds"
        asked = item[unit]
        for _ in range(done, item["sets"] + (1 if self.chance(0.05) else 0)):
            if self.chance(self.days.leaves):
                return
            hurts = self.chance(self.days.hurts)
            pain = self.rng.choice([6, 7, 9]) if hurts else 4 if self.chance(self.days.mild) else self.rng.randint(0, 2)
            count = self.rng.randint(1, int(asked)) if self.chance(self.days.short) else asked
            content: Json = {"exercise": item["exercise"], "level": item["level"], "side": item["side"], unit: count}
            content |= {"pain": pain, "effort": self.rng.randint(3, 9)}
            if self.chance(0.7):
                content["clean"] = self.chance(0.9)
            if self.chance(self.days.symptom):
                content["symptoms"] = [self.rng.choice(["pinch", "numb", "giving-way", "knee-pain", "dizzy"])]
            if self.chance(0.03):
                del content["pain"]
            if len(item["loads"]) == 2 and pain > 0 and count % 4:
                content["felt_side"] = ("left", "right", "both")[int(count) % 3]
            fact = self.tell("set", **content)
            if self.chance(self.days.slips):
                self.slip(fact)
            elif hurts or "symptoms" in content:
                return

    def slip(self, fact: Json) -> None:
        """A set was not as told, or was none at all."""
        content = {name: value for name, value in fact.items() if name != "id"} | {"pain": self.rng.randint(0, 7)}
        self.tell("correction", replaces=fact["id"], **({"fact": content} if self.chance(0.6) else {}))

    def evening(self) -> None:
        """What nobody asked for."""
        if self.chance(self.days.late):
            self.tell("next-day", side=self.rng.choice(["left", "right", "both"]), pain=self.rng.randint(0, 7))
        if self.chance(self.days.late / 2):
            self.tell("pain", side=self.rng.choice(["left", "right"]), now=self.rng.randint(0, 7))
        if self.chance(self.days.own):
            self.own_way()
        if self.chance(0.1):
            self.look()
        if self.chance(self.days.syncs):
            self.sync()

    def own_way(self) -> None:
        """Sets that nobody offered."""
        done = sorted(self.track.state.works)
        exercise, side = self.rng.choice(done) if done else ("clamshell", "left")
        level = self.rng.choice([rung.id for rung in self.k.ladders[exercise]])
        self.tell("set", exercise=exercise, side=side, level=level, reps=12, pain=self.rng.choice([0, 1, 4, 7]))


def away(
    walker: Walker, number: int, share: float, wait: int, style: str, seed: int, *, days: int = 15, patch: Any = None
) -> Away:
    """Lives the days.

    Args:
        walker: the Node that walks.
        number: which life came before.
        share: how far into it the network was lost.
        wait: days between its last fact and the pack.
        style: how the days go.
        seed: what they hold.
        days: how many.
        patch: changes the pack before the phone gets it.
    """
    told = life(number)
    facts = [fact_from(fact) for fact in told[: max(5, int(len(told) * share))]]
    day = max(moment_of(fact.at).day for fact in facts) + timedelta(days=wait)
    person = Away(walker, Track(knowledge(), facts), day, Random(seed), STYLES[style], patch)
    person.live(days)
    return person
