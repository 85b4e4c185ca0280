"""What a generated person is like, as a small script: hypothesis draws it, and `tests.properties.walk` lives it.

A script is short so that it is quick to draw and to shrink; what happens on each day follows from a style and a seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.properties.known import knowledge

Json = dict[str, Any]

EQUIPMENT = (
    "loop-band", "long-band", "strap", "chair", "table", "step", "bench", "wall", "mat", "anchor", "dumbbell",
    "kettlebell", "medicine-ball", "weight",
)  # fmt: skip


@dataclass(frozen=True)
class Style:
    """How a stretch of days goes: chances from 0 to 1.

    Attributes:
        does: a due session is done.
        sore, hurts: a set's pain is 3-5, or above 5.
        symptom: a set brings a symptom.
        morning, worse: the morning after is told; it is a good deal worse.
        untold: an answer about a set (pain, clean, effort) is left out.
        unclean, short: a set is not clean, or not whole.
        yes: a screen has a yes. partial: it is not whole.
        wild: a day has a fact that nobody asked for.
        own: something other than what was offered is done.
    """

    does: float = 1.0
    sore: float = 0.0
    hurts: float = 0.0
    symptom: float = 0.0
    morning: float = 1.0
    worse: float = 0.0
    untold: float = 0.0
    unclean: float = 0.0
    short: float = 0.0
    yes: float = 0.0
    partial: float = 0.0
    wild: float = 0.0
    own: float = 0.0


STYLES: dict[str, Style] = {
    "good": Style(wild=0.05),
    "steady": Style(does=0.85, sore=0.05, untold=0.03, unclean=0.05, short=0.1, morning=0.95, wild=0.1),
    "untold": Style(does=0.8, untold=0.3, morning=0.5, partial=0.3, wild=0.1),
    "sore": Style(does=0.8, sore=0.3, hurts=0.1, symptom=0.03, worse=0.1, short=0.2, wild=0.1, own=0.1),
    "flaring": Style(does=0.9, sore=0.1, hurts=0.25, symptom=0.1, worse=0.45, morning=0.9, wild=0.1),
    "flagged": Style(does=0.6, yes=0.5, partial=0.2, symptom=0.05, wild=0.3),
    "wild": Style(does=0.6, sore=0.1, hurts=0.1, symptom=0.1, morning=0.6, worse=0.2, untold=0.2, unclean=0.2,
                  short=0.3, yes=0.1, partial=0.2, wild=0.8, own=0.5),
    "away": Style(does=0.0, morning=0.0, wild=0.02),
}  # fmt: skip


@dataclass(frozen=True)
class Stretch:
    """Some days of one style; chance follows from the seed."""

    style: str
    days: int
    seed: int


@dataclass(frozen=True)
class Script:
    """A person and how their weeks go.

    Attributes:
        programme: None for none taken up.
        rotation: ER and IR of left and right [deg], by the method they are first read with.
        notes: how facts are written: offered facts kept or not, bare dates, late facts, corrections.
    """

    programme: str | None
    affected: str | None
    profile: tuple[tuple[str, Any], ...]
    conditions: tuple[tuple[str, str | None], ...]
    rotation: tuple[int, int, int, int]
    strength: tuple[int, int]
    stretches: tuple[Stretch, ...]
    keeps_offers: bool = True
    bare: float = 0.0
    late: float = 0.0
    corrects: float = 0.0


def profiles() -> st.SearchStrategy[tuple[tuple[str, Any], ...]]:
    """What a person tells of themselves; any of it may be missing."""
    fields: dict[str, st.SearchStrategy[Any]] = {
        "born": st.sampled_from([1950, 1980, 1992, 2003, 2010, 2011]),
        "sex": st.sampled_from(["f", "m", "x"]),
        "minutes": st.sampled_from([5, 12, 20, 30, 60, 180]),
        "days_per_week": st.integers(1, 7),
        "equipment": st.lists(st.sampled_from(EQUIPMENT), unique=True, max_size=14),
        "goals": st.lists(st.sampled_from(["run", "jump", "lift", "squat", "dance", "sit", "walk"]), max_size=2),
        "cannot": st.lists(st.sampled_from(["kneel", "prone", "supine", "single-leg-load", "floor"]), max_size=1),
    }
    drawn = st.fixed_dictionaries({}, optional=fields)
    return drawn.map(lambda told: tuple((name, told[name]) for name in sorted(told)))


def everything(told: tuple[tuple[str, Any], ...]) -> tuple[tuple[str, Any], ...]:
    """The same person with all equipment and all the time in the world."""
    kept = {name: value for name, value in told if name not in ("cannot",)}
    return tuple({**kept, "equipment": list(EQUIPMENT), "minutes": 180, "days_per_week": 7}.items())


def scripts(
    programmes: tuple[str, ...] | None = None, styles: tuple[str, ...] | None = None, days: int = 25, spans: int = 4
) -> st.SearchStrategy[Script]:
    """Scripts.

    Args:
        programmes: to choose from; all of them, ``individual`` and none by default.
        styles: to choose from; all by default.
        days: of one stretch, at most.
        spans: stretches, at most.
    """
    k = knowledge()
    offered: tuple[str | None, ...] = programmes or (*k.programmes, "individual", None)
    stretch = st.builds(Stretch, st.sampled_from(styles or tuple(STYLES)), st.integers(2, days), st.integers(0, 2**16))
    condition = st.tuples(st.sampled_from(sorted(k.conditions)), st.sampled_from(["left", "right", "both", None]))
    person = st.one_of(profiles().map(everything), profiles())
    degrees = st.integers(5, 65)
    return st.builds(
        Script,
        st.sampled_from(offered),
        st.sampled_from(["left", "right", "both", None]),
        person,
        st.one_of(st.just(()), st.just(()), st.lists(condition, max_size=2).map(tuple)),
        st.tuples(degrees, degrees, degrees, degrees),
        st.tuples(st.integers(10, 30), st.integers(10, 30)),
        st.lists(stretch, min_size=1, max_size=spans).map(tuple),
        st.booleans(),
        st.sampled_from([0.0, 0.0, 0.3, 1.0]),
        st.sampled_from([0.0, 0.0, 0.1]),
        st.sampled_from([0.0, 0.0, 0.05]),
    )
