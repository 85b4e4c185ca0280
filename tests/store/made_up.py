"""Made-up facts for the tests of the store: one by hand, and strategies for facts of every kind."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from turnout.record import Fact, fact_from, new_id

DAY = "2026-01-05"

OF_EVERY_KIND: dict[str, dict[str, Any]] = {
    "profile": {"born": 1992, "sex": "f", "mass_kg": 62, "equipment": ["loop-band", "chair"], "minutes": 20},
    "preference": {"dislikes": ["pigeon-stretch"], "frequency": "mine"},
    "screen": {"answers": {"cannot-bear-weight": False, "fever-with-hip-pain": True}},
    "condition": {"condition": "hip-replacement-posterior", "side": "left", "since": "2025-03-01"},
    "clearance": {"by": "clinic", "flag": "recent-hip-surgery"},
    "reading": {"measure": "prone-er", "side": "left", "value": 28.5, "trials": [27, 28.5, 30], "unit": "deg"},
    "pain": {"side": "left", "site": "buttock", "now": 3, "worst": 5.0},
    "programme": {"programme": "piriformis-three-phase", "affected": "left"},
    "set": {"exercise": "clamshell", "level": "no-band", "side": "left", "reps": 15, "load": {"kg": 0}, "pain": 1},
    "session": {"done": True, "minutes": 18},
    "next-day": {"side": "left", "pain": 2},
    "skip": {"exercise": "pigeon-stretch", "side": "left", "reason": "no-time"},
    "prescription": {"by": "clinic", "exercise": "clamshell", "side": "left", "sets": 2, "reps": 12},
    "offered": {"knowledge": "2026.1", "session": {"items": [{"exercise": "clamshell", "sets": 2}], "minutes": 18.0}},
    "correction": {"replaces": "01894f3c-5b7a-7cc2-98c4-dc0c0c07398f", "fact": {"kind": "pain", "now": 4}},
}


def a_fact(kind: str = "pain", *, person: str = "me", **fields: Any) -> Fact:
    """A sound fact with a new id; fields named here replace the usual ones."""
    content = {"id": new_id(), "person": person, "at": DAY, "kind": kind, **OF_EVERY_KIND[kind], **fields}
    return fact_from(content)


def pains(number: int, *, person: str = "me") -> list[Fact]:
    """So many different facts."""
    return [a_fact(person=person, now=i % 11, note=f"number {i}") for i in range(number)]


_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
_names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
_json: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(min_value=-(2**63), max_value=2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_text, inner, max_size=3),
    max_leaves=6,
)
_zones = st.integers(min_value=-14 * 60, max_value=14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
_times = st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=_zones | st.just(UTC))
_moments = _times.map(lambda t: t.isoformat()) | st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(str)


@st.composite
def contents(draw: st.DrawFn, person: str) -> dict[str, Any]:
    """The JSON object of a fact of any kind, with fields that Turnout knows and fields that it does not."""
    kind = draw(st.sampled_from(sorted(OF_EVERY_KIND)))
    known = {"id", "person", "at", "kind", "by", "note", *OF_EVERY_KIND[kind], *_RESERVED}
    extra = draw(st.dictionaries(_names.filter(lambda name: name not in known), _json, max_size=3))
    fields = dict(OF_EVERY_KIND[kind])
    if kind == "offered":
        fields["session"] = draw(st.dictionaries(_text, _json, max_size=3))
    if draw(st.booleans()):
        fields["note"] = draw(_text)
    return {"id": new_id(), "person": person, "at": draw(_moments), "kind": kind, **fields, **extra}


_RESERVED = {
    "goals", "cannot", "height_cm", "days_per_week", "anything_new", "ended", "helper", "method", "label", "seconds",
    "symptoms", "effort", "clean", "seen_by", "site", "worst", "since", "side", "reason", "level", "fact", "affected",
    "dislikes", "frequency", "equipment", "minutes", "trials", "load", "pain", "reps", "sets", "raw",
}  # fmt: skip
"""Fields of some kind: a made-up extra field does not take their names."""
