"""The scenarios of ``tests/cases/*.yaml``: read, expanded into a record, and their answers asked for.

In: a YAML file with ``about``, ``says``, stories and cases. Out: `Case`s, each with its facts. Day 0 is Monday,
5 January 2026; on it every case answers all red flags with no, unless it says ``screened: false``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, cast

import yaml

from tests.support.shorthand import FactDict, ShorthandError, facts_of
from turnout.api import read
from turnout.coach import answer_from
from turnout.knowledge import Knowledge, load_knowledge
from turnout.record import Fact

FOLDER = Path(__file__).parent.parent / "cases"
START = date(2026, 1, 5)
RHYTHMS = {
    "daily": tuple(range(7)),
    "five times a week": (0, 1, 2, 3, 4),
    "four times a week": (0, 2, 4, 6),
    "thrice a week": (0, 2, 4),
    "twice a week": (0, 3),
    "once a week": (0,),
}
"""Days of a week on which something is done, counted from the first day of the span."""
SPAN = re.compile(r"^(\d+)-(\d+) (.*)$")
AFTER = re.compile(r"^next (morning .*)$")


@dataclass(frozen=True)
class Story:
    """A record that several cases share, with slots that a case may fill otherwise."""

    says: str
    slots: dict[str, Any] = field(default_factory=dict[str, Any])
    days: dict[str, list[str]] = field(default_factory=dict[str, list[str]])


@dataclass(frozen=True)
class Case:
    """One scenario: what is known, today, and what is expected of the answer.

    Attributes:
        file: the topic's file, without its ending.
        why: the rule it shows, in one sentence.
        tests: the thresholds whose change by one unit it should notice (rules or criteria, by id).
        given: the slots of its story that it fills otherwise.
        days: day, or days, -> lines of shorthand.
        corrects: (day, line told, line it should have been; None withdraws it).
    """

    file: str
    title: str
    why: str
    today: int
    expect: dict[str, Any]
    tests: tuple[str, ...] = ()
    person: dict[str, Any] = field(default_factory=dict[str, Any])
    story: Story | None = None
    given: dict[str, Any] = field(default_factory=dict[str, Any])
    days: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    corrects: tuple[tuple[int, str, str | None], ...] = ()
    screened: bool = True

    @property
    def id(self) -> str:
        return f"{self.file}: {self.title}"

    @property
    def day(self) -> date:
        return START + timedelta(days=self.today)

    def told(self) -> list[tuple[int, str]]:
        """Every line with its day, in order of days."""
        lines: list[tuple[int, str]] = [(0, "all red flags no")] if self.screened else []
        if self.story is not None:
            slots = {**self.story.slots, **self.given}
            for key, texts in self.story.days.items():
                lines += [line for text in texts for line in _on_days(key.format(**slots), text.format(**slots))]
        for key, texts in self.days.items():
            lines += [line for text in texts for line in _on_days(key, text)]
        return sorted(lines, key=lambda line: line[0])

    @cached_property
    def facts(self) -> list[Fact]:
        """The record."""
        k = load_knowledge()
        out: list[FactDict] = []
        ids: dict[tuple[int, str], list[str]] = {}
        if self.person:
            out.append({"kind": "profile", "at": START.isoformat(), **self.person})
        for day, line in self.told():
            made = facts_of(line, at(day), k)
            for fact in made:
                fact["id"] = f"00000000-0000-7000-8000-{len(out):012d}"
                out.append(fact)
                ids.setdefault((day, line), []).append(fact["id"])
        for day, line, instead in self.corrects:
            puts = facts_of(instead, at(day), k) if instead else [None] * len(ids[(day, line)])
            for old, new in zip(ids[(day, line)], puts, strict=True):
                fact = {"fact": new} if new else {}
                out.append({"kind": "correction", "at": at(self.today), "replaces": old, **fact})
        return read(out)

    def answer(self, k: Knowledge) -> dict[str, Any]:
        """What Turnout answers on the case's day."""
        return answer_from(self.facts, k, self.day)


def at(day: int) -> str:
    """The date of a day number."""
    return (START + timedelta(days=day)).isoformat()


def days_of(key: str) -> list[int]:
    """``3``, ``0 2 4`` or ``0-25 thrice a week`` -> day numbers."""
    span = SPAN.match(key)
    if not span:
        return [int(word) for word in key.split()]
    first, last, rhythm = int(span[1]), int(span[2]), span[3]
    if rhythm not in RHYTHMS:
        raise ShorthandError(f"{key!r}: a rhythm is one of {', '.join(RHYTHMS)}")
    return [day for day in range(first, last + 1) if (day - first) % 7 in RHYTHMS[rhythm]]


def _on_days(key: str, text: str) -> list[tuple[int, str]]:
    after = AFTER.match(text)
    return [(day + 1, after[1]) if after else (day, text) for day in days_of(key)]


@lru_cache(maxsize=1)
def all_cases() -> tuple[Case, ...]:
    """Every scenario, file by file."""
    return tuple(case for path in sorted(FOLDER.glob("*.yaml")) for case in _file(path)[1])


@lru_cache(maxsize=64)
def _file(path: Path) -> tuple[dict[str, Any], tuple[Case, ...]]:
    data = cast("dict[str, Any]", yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader))
    told = cast("dict[str, dict[str, Any]]", data.get("stories") or {})
    stories = {name: _story(story) for name, story in told.items()}
    return data, tuple(_case(path.stem, raw, stories) for raw in data["cases"])


def topics() -> list[tuple[str, str, tuple[Case, ...]]]:
    """(heading, words, cases) of each file."""
    read_in = [_file(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return [(data["about"], data["says"], cases) for data, cases in read_in]


def _story(raw: dict[str, Any]) -> Story:
    return Story(raw["says"], raw.get("slots") or {}, _lines(raw["days"]))


def _case(file: str, raw: dict[str, Any], stories: dict[str, Story]) -> Case:
    known = {
        "title", "why", "today", "expect", "tests", "person", "story", "given", "days", "corrects", "screened",
    }  # fmt: skip
    odd = set(raw) - known
    if odd:
        raise ShorthandError(f"{file}: {raw.get('title')}: there is no field {', '.join(sorted(odd))}")
    story = stories[raw["story"]] if "story" in raw else None
    if story is not None and set(raw.get("given") or {}) - set(story.slots):
        raise ShorthandError(f"{file}: {raw['title']}: the story has only the slots {', '.join(story.slots)}")
    corrects = tuple((c["day"], c["told"], c.get("instead")) for c in raw.get("corrects") or ())
    return Case(
        file=file,
        title=raw["title"],
        why=raw["why"],
        today=raw["today"],
        expect=raw["expect"],
        tests=tuple(raw.get("tests") or ()),
        person=raw.get("person") or {},
        story=story,
        given=raw.get("given") or {},
        days=_lines(raw.get("days") or {}),
        corrects=corrects,
        screened=raw.get("screened", True),
    )


def _lines(raw: dict[Any, Any]) -> dict[str, list[str]]:
    return {str(key): [text] if isinstance(text, str) else list(text) for key, text in raw.items()}
