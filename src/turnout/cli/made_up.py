"""The demo's person: ten made-up weeks, moved so that they end just before today.

In: the knowledge, a seed and today. Out: facts, each of which says that it is made up.
"""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

from turnout.knowledge import Knowledge
from turnout.record import Fact, fact_from, fact_json, moment_of
from turnout.report.summary import MADE_UP as MARK

SEED = 37
PERSON = "me"
"""The one person who is simply there; the demo has a database of its own."""
_DAY = re.compile(r'(?<=")\d{4}-\d{2}-\d{2}(?=["T])')


def made_up_person(k: Knowledge, seed: int, today: date) -> list[Fact]:
    """Ten weeks of history that end the day before today."""
    from turnout.simulate import demo_record

    facts = demo_record(k, seed)
    last = max(moment_of(fact.at).day for fact in facts)
    by = today - timedelta(days=1) - last
    return [_moved(fact, by) for fact in facts]


def _moved(fact: Fact, by: timedelta) -> Fact:
    """The same fact so much later: every date in it, what was offered included."""
    text = _DAY.sub(lambda found: (date.fromisoformat(found[0]) + by).isoformat(), json.dumps(fact_json(fact)))
    content = json.loads(text)
    note = content.get("note")
    marked = note if note and MARK in note else f"{MARK}; {note}" if note else MARK
    return fact_from({**content, "person": PERSON, "note": marked})
