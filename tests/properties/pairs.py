"""Answers in pairs, for the checker: the same record told in another way, its mirror image, or with one answer less."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from tests.checker.kept import judge_kept
from tests.checker.reading import day_of
from tests.checker.same import judge_mirrored, judge_same, mirrored
from tests.checker.tally import Tally
from tests.checker.unknown import judge_unknown
from tests.properties.known import knowledge
from turnout import api
from turnout.coach import answer, answer_from
from turnout.record import fact_from, fact_json, read_lines, write_record
from turnout.report.as_json import facts_in, to_json
from turnout.track import Track

Json = dict[str, Any]


def planned(facts: list[Json], on: date) -> Json:
    """The answer to a record as JSON objects."""
    return answer_from([fact_from(fact) for fact in facts], knowledge(), on)


def judge_pairs(trace: list[Json], rng: Random, tally: Tally) -> None:
    """Judges a trace against the same record told in other ways."""
    told = [n for n, step in enumerate(trace) if "answer" in step]
    if not told:
        return
    for n in {told[-1], *rng.sample(told, min(2, len(told)))}:
        facts = [step["fact"] for step in trace[:n] if "fact" in step]
        one: Json = trace[n]["answer"]
        judge_same(one, planned(facts, date.fromisoformat(one["on"])), "one by one is all at once", tally)
    facts = [step["fact"] for step in trace[: told[-1]] if "fact" in step]
    one, on = trace[told[-1]]["answer"], date.fromisoformat(trace[told[-1]]["answer"]["on"])
    judge_mirrored(one, planned([mirrored(fact) for fact in facts], on), tally)
    judge_same(one, shuffled(facts, on, rng), "in any order of arrival", tally)
    judge_same(one, api.plan(facts, on), "by the public function", tally)
    everything = [step["fact"] for step in trace if "fact" in step]
    past = date.fromisoformat(trace[rng.choice(told)]["answer"]["on"])
    kept = [fact for fact in everything if day_of(fact) <= past]
    judge_same(planned(everything, past), planned(kept, past), "later facts change no past day", tally)
    if facts:
        corrected(facts, on, rng, tally)
        less_told(facts, on, rng, tally)
        exported(facts, one, tally)


ONE_BY_ONE = 8
"""Facts that arrive after all others: a late fact folds the record anew."""


def shuffled(facts: list[Json], on: date, rng: Random) -> Json:
    """Facts that arrive in another order, some of them one by one and with a question in between."""
    arriving = [fact_from(fact) for fact in rng.sample(facts, len(facts))]
    track = Track(knowledge(), arriving[ONE_BY_ONE:])
    for n, fact in enumerate(arriving[:ONE_BY_ONE]):
        track.add(fact)
        if n == 1:
            answer(track.state, knowledge(), on)
    return answer(track.state, knowledge(), on)


BAD: dict[str, Json] = {
    "set": {"pain": 10, "clean": False},
    "next-day": {"pain": 10},
    "reading": {"trials": None},
}
"""Answers of a fact that can be left out, and the worst they can be."""


def corrected(facts: list[Json], on: date, rng: Random, tally: Tally) -> None:
    """A correction gives the same as the record with the right fact in the first place."""
    wrong = rng.choice(facts)
    if wrong["kind"] == "correction":
        return
    right = {**wrong, **BAD.get(wrong["kind"], {}), "note": "put right"}
    right = {name: value for name, value in right.items() if value is not None}
    id = f"f{wrong['id'][1:]}"
    correction = {"id": id, "at": f"{on}T23:59:00+01:00", "kind": "correction", "replaces": wrong["id"],
                  "fact": {name: value for name, value in right.items() if name != "id"}}  # fmt: skip
    others = [fact for fact in facts if fact is not wrong]
    rests = [fact for fact in others if fact["kind"] != "correction" or fact["replaces"] != wrong["id"]]
    two = planned([*rests, wrong, correction], on)
    judge_same(planned([*rests, {**right, "id": id}], on), two, "corrected is as if never wrong", tally)


def less_told(facts: list[Json], on: date, rng: Random, tally: Tally) -> None:
    """One answer left out, and the same one bad."""
    fit = [fact for fact in facts if fact["kind"] in ("set", "next-day") and BAD[fact["kind"]].keys() & fact.keys()]
    for fact in rng.sample(fit, min(2, len(fit))):
        name = rng.choice(sorted(BAD[fact["kind"]].keys() & fact.keys()))
        others = [other for other in facts if other is not fact]
        less = {key: value for key, value in fact.items() if key != name}
        missing = others if fact["kind"] == "next-day" else [*others, less]
        bad = {**fact, name: BAD[fact["kind"]][name]}
        judge_unknown(planned(missing, on), planned([*others, bad], on), tally)


def exported(facts: list[Json], told: Json, tally: Tally) -> None:
    """Out as JSON Lines and as one JSON file, and in again."""
    taken = [fact_from(fact) for fact in facts]
    judge_kept(facts, [fact_json(fact) for fact in read_lines(write_record(taken).encode())], "by lines", tally)
    judge_kept(facts, facts_in(to_json(taken, told)), "by export", tally)
