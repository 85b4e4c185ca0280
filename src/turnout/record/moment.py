"""When a fact happened: the local day, and an order that does not depend on how facts arrived.

In: ``at`` as ISO 8601 with an offset, or a bare date. Out: a `Moment`, and the sort key of a fact.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from turnout.record.facts import Fact

ORDER = (
    "profile", "preference", "next-day", "condition", "screen", "clearance", "programme", "prescription", "reading",
    "pain", "offered", "set", "skip", "session", "correction",
)  # fmt: skip
KIND_RANK = {kind: rank for rank, kind in enumerate(ORDER)}
"""The order of kinds on a bare date, where no clock says more: the morning's answers, then what was done."""


class Moment(NamedTuple):
    """A point in a person's time.

    Attributes:
        day: the local calendar day, which is what "training day" means.
        timed: False for a bare date; such facts come first on their day.
        instant: seconds since 1970 UTC.
    """

    day: date
    timed: bool
    instant: float


@lru_cache(maxsize=1 << 15)
def moment_of(at: str) -> Moment:
    """Reads ``at``.

    Raises:
        ValueError: neither a date nor a time with an offset.
    """
    if len(at) == 10:
        day = date.fromisoformat(at)
        return Moment(day, False, datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    when = datetime.fromisoformat(at)
    if when.tzinfo is None:
        raise ValueError("a time needs its offset from UTC, such as 2026-01-05T18:02:00+00:00")
    return Moment(when.date(), True, when.timestamp())


def order_of(fact: Fact) -> tuple[date, bool, float, int, str]:
    """The sort key of a fact: local day, clock, kind, id. A total order, whatever the order of arrival."""
    day, timed, instant = moment_of(fact.at)
    return (day, timed, instant, KIND_RANK[fact.kind], fact.id)
