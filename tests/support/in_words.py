"""A scenario in words that a physiotherapist reads: its lines, days and expectations with names in the place of ids.

In: the shorthand of `tests.support.shorthand` and the expectations of `tests.support.expect`. Out: English sentences.
"""

from __future__ import annotations

import re
from typing import Any, cast

from tests.support.cases import SPAN, Case
from turnout.knowledge import Knowledge

ACTIONS = {"new": "new", "keep": "as before", "raise": "one step up", "lower": "less"}
REASONS = {
    "dose-met": "the dose was met",
    "dose": "the dose was not reached",
    "form": "not clean, or not told whether it was",
    "effort": "too hard, or the effort was not told",
    "unit": "seconds and repetitions are two things",
    "sessions-at-top": "the top of the dose has to be met once more, with little effort",
    "top-of-ladder": "the last rung within reach",
    "programme-dose": "as much as the programme asks for",
    "gap": "a gap",
    "fallback": "only where the main move hurts or is too hard",
    "frequency": "often enough this week",
    "split": "it belongs to the other half",
    "minutes": "no room in the minutes",
    "jumps-apart": "too near to the last jump or throw",
    "equipment": "the equipment is lacking",
    "cannot": "the person cannot",
    "preference": "the person would rather not",
    "need": "it serves what the hip lacks",
    "prescription": "a clinician prescribed it",
    "prescription-limit": "a rule comes before what was prescribed",
    "ruled-out": "a clinician left it out, or put another in its place",
    "not-chosen": "other moves were chosen",
    "only-prescribed": "only a clinician can prescribe it",
    "bone-limit": "bone likely sets the limit",
    "one-thing-at-a-time": "two new things or rises a side are enough for one day",
    "pain-above-5": "pain above 5, or a symptom",
    "pain-3-to-5": "pain of 3-5",
    "pain-unknown": "pain was not told",
    "pain-before-session": "pain above 5 before the session",
    "next-day-rise": "a worse morning",
    "next-day-unknown": "the morning was not told",
    "withheld-for-pain": "it hurt; see someone about it",
    "return-after-pain": "settled again",
}
"""Reasons as the answer names them -> words."""
DOSE = re.compile(r"\b(\d+)x(\d+)(s?)\b")


def clean(text: str) -> str:
    """One line of a Markdown table."""
    return " ".join(text.replace("|", "/").split())


def dose_words(text: str) -> str:
    """``3x15`` -> ``3 x 15``; ``2x30s`` -> ``2 x 30 s``."""
    return DOSE.sub(lambda m: f"{m[1]} x {m[2]}{' s' if m[3] else ''}", text)


def day_words(key: str) -> str:
    """``0-25 twice a week`` -> ``Days 0-25, twice a week``."""
    span = SPAN.match(key)
    if span:
        return f"Days {span[1]}-{span[2]}, {span[3]}"
    days = key.split()
    return f"Day{'s' if len(days) > 1 else ''} {', '.join(days)}"


def side_words(text: str) -> str:
    """``each`` and ``both`` as a person would say them."""
    return re.sub(r"\bboth\b", "both legs", re.sub(r"\beach\b", "each side", text))


class Namer:
    """Names for ids."""

    def __init__(self, k: Knowledge) -> None:
        self.k = k
        tables: tuple[dict[str, Any], ...] = (k.exercises, k.measures, k.programmes, k.conditions, k.red_flags)
        self.names = {id: entry.name for table in tables for id, entry in table.items()}

    def name(self, id: str) -> str:
        return self.names.get(id, id)

    def within(self, text: str) -> str:
        """A sentence with names in the place of the measures' ids."""
        for id in self.k.measures:
            text = re.sub(rf"\b{id}\b", self.name(id), text) if "-" in id else text
        return text

    def level(self, exercise: str, words: list[str]) -> str:
        """Takes the level off the front of the words."""
        for rung in self.k.ladders[exercise]:
            if words and words[0] == rung.id:
                words.pop(0)
                return rung.name.lower() if rung.name.split()[0].isalpha() else rung.name
        return ""

    def line(self, line: str) -> str:
        """One line of a record."""
        at = ""
        timed = re.match(r"^at (\d\d:\d\d) (.*)$", line)
        if timed:
            at, line = f"at {timed[1]} ", timed[2]
        words = line.split()
        head = words.pop(0)
        if head in self.k.exercises:
            return at + self._sets(head, words)
        if head in ("prescribed", "offered"):
            by = words.index("by") if "by" in words else len(words)
            return f"{head} {self._order(words[0], words[1:by])} {' '.join(words[by:])}".strip()
        if head == "programme" and "ended" in words:
            return f"the programme “{self.name(words[0])}” is ended"
        if head == "programme":
            side = f", {words[1]} side affected" if words[1:2] and words[1] not in ("in", "choosing") else ""
            picked = (
                [self.name(id).lower() for id in words[words.index("choosing") + 1 :]] if "choosing" in words else []
            )
            choosing = f", choosing {', '.join(picked)}" if picked else ""
            return f"takes up “{self.name(words[0])}”{side}{', in full' if 'full' in words else ''}{choosing}"
        if head == "anything":
            return f"anything new? {words[-1]}"
        if head == "prefers":
            return "keeps to their own days" if words == ["mine"] else "lets the programme set the days"
        if head == "dislikes":
            return f"would rather not do: {', '.join(self.name(word).lower() for word in words)}"
        return at + self._told(head, words)

    def _told(self, head: str, words: list[str]) -> str:
        """What is told of the person: flags, conditions, measurements, pain."""
        if head == "red":
            return f"red flag “{self.name(words[1])}”: {words[2]}"
        if head == "all":
            told = "all red flags answered no"
            return told if len(words) < 4 else f"{told}, but for “{'”, “'.join(self.name(id) for id in words[4:])}”"
        if head == "clearance":
            return f"{' '.join(words[2:])} clears “{self.name(words[0])}”"
        if head == "condition":
            return f"condition {', '.join(['“' + self.name(words[0]) + '”', *words[1:]])}"
        if head == "reading":
            ways = [f"{'with a' if word == 'helper' else 'by'} {word}" for word in words[3:]]
            return f"{self.name(words[0])}, {words[1]}: {' '.join([words[2], *ways])}"
        return " ".join([head, *words])

    def _order(self, exercise: str, words: list[str]) -> str:
        """What a clinician prescribed."""
        if "instead" not in words:
            return self._sets(exercise, words)
        at = words.index("instead")
        return f"{self._sets(exercise, words[:at])} instead of {self.name(words[at + 2]).lower()}".replace(":  ", ": ")

    def _sets(self, exercise: str, words: list[str]) -> str:
        level = self.level(exercise, words)
        parts = [self.name(exercise).lower(), *([level] if level else [])]
        text = re.sub(r" (pain|effort|bout|clean|not clean|with|in the|felt)\b", r", \1", dose_words(" ".join(words)))
        for short, long in (("not, clean", "not clean"), ("numb", "numbness"), ("giving-way", "giving way")):
            text = text.replace(short, long)
        return f"{', '.join(parts)}: {side_words(text)}"

    def expectation(self, key: str, value: Any) -> str:
        """One expectation."""
        head, *rest = key.split()
        if head in self.k.exercises:
            return self._offer(head, " ".join(rest), str(value))
        told = str(value)
        text = told.replace(", not saying", "; it does not say").replace(", saying", "; it says")
        text = re.sub(r"^saying", "it says", text)
        words: dict[str, str] = {
            "stop": "no stop" if told == "none" else f"stop, urgency: {told}",
            "ask": f"asks why: {told}" if rest else f"red flags asked: {self._flags(value)}",
            "session": "no session" if told == "none" else f"session {told}",
            "phase": "no phase" if value is None else f"phase {told}",
            "gate": f"the gate is {told} for the red flags",
            "criterion": f"{' '.join(rest).replace('-', ' ')}: {told}",
            "finding": f"no finding “{' '.join(rest)}”" if told == "absent" else f"finding “{' '.join(rest)}”: {text}",
            "exercises": f"{told} exercises today",
            "plan": f"{told} exercises in the plan",
            "order": f"order: {self._flags(value).lower()}",
            "begins": f"begins with the {told}",
            "minutes": f"{told} minutes",
            "measure": f"measurement “{self.name(rest[0]) if rest else ''}”, {' '.join(rest[1:])}: {self._why(told)}",
            "question": f"question about the {rest[0] if rest else ''}: {told}".replace("next-day", "next morning"),
            "schedule": f"sessions on days {told.strip('[]')}",
        }
        return words[head]

    def _flags(self, value: Any) -> str:
        return (
            ", ".join(self.name(str(id)) for id in cast("list[Any]", value)) if isinstance(value, list) else str(value)
        )

    def _why(self, text: str) -> str:
        match = re.match(r"^(.*?) ?because (\S+)(.*)$", text)
        if not match:
            return text.replace("absent", "not offered")
        reason = match[2]
        if reason.startswith("condition-"):
            says = self.name(reason.removeprefix("condition-")).lower()
        elif reason in self.k.criteria:
            says = "its condition is not met or not known"
        else:
            says = REASONS.get(reason, reason.replace("-", " "))
        return f"{match[1]}{match[3]} ({says})"

    def _offer(self, exercise: str, side: str, value: str) -> str:
        where = f"{self.name(exercise)}{', ' + side_words(side) if side else ''}"
        words = self._why(value).split()
        if words[0] not in ACTIONS and words[0] not in {rung.id for rung in self.k.ladders[exercise]}:
            state = {"open": "not withheld", "absent": "not part of it"}.get(words[0], words[0])
            return f"{where}: {' '.join([state, *words[1:]])}".replace("not offered not offered", "not offered")
        action = ACTIONS.get(words[0], "")
        if words[0] in ACTIONS:
            words = words[1:]
        level = self.level(exercise, words)
        rest = dose_words(" ".join(words)).replace(" bouts", ", bouts a day:").replace(" tempo", ", tempo")
        return f"{where}: {', '.join(part for part in (action, level, rest) if part)}".replace(", (", " (")


def situation(case: Case, names: Namer) -> str:
    """What is known, in order of days, and the day asked about."""
    parts: list[str] = []
    if case.person:
        told = [f"{key.replace('_', ' ')}: {_listed(value)}" for key, value in case.person.items()]
        parts.append(f"{'; '.join(told)}.")
    if case.story is not None:
        parts.append(names.within(case.story.says.format(**{**case.story.slots, **case.given})))
        for slot, value in case.given.items():
            if f"{{{slot}}}" not in case.story.says:
                parts.append(f"Here {slot.replace('_', ' ')}: {value or 'not told'}.")
    for key, lines in case.days.items():
        told = [re.sub(r"^next morning", "the next morning", names.line(line)) for line in lines]
        parts.append(f"{day_words(key)}: {'; '.join(told)}.")
    for day, line, instead in case.corrects:
        put = f"corrected to: {names.line(instead)}" if instead else "withdrawn"
        parts.append(f"Of day {day}, “{names.line(line)}” is {put}.")
    if not case.screened:
        parts.append("No other answers.")
    return clean(dose_words(" ".join([*parts, f"**Today is day {case.today}.**"])))


def _listed(value: Any) -> str:
    return ", ".join(str(one) for one in cast("list[Any]", value)) if isinstance(value, list) else str(value)


def answer(case: Case, names: Namer) -> str:
    """What Turnout answers."""
    return clean("<br>".join(names.expectation(str(key), value) for key, value in case.expect.items()))
