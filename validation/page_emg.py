"""The part of docs/validation.md about loads and surface EMG.

In: what was found by `activity`, the studies, the orders. Out: Markdown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from validation.activity import Found
from validation.emg import LEAST, MUSCLES, Agreement, Order, Study, agreements, apart, emg, order_of, studies
from validation.freeze import changed, entries
from validation.tables import table

GOAL = 0.6
FIRST = "distefano-2009"
OUTCOMES = Path(__file__).parent / "outcomes.yaml"
MARKS = {"v": "", "q": " q", "r": " *"}
NAMES = {"gluteus_medius": "gluteus medius", "gluteus_maximus": "gluteus maximus"}


@dataclass(frozen=True)
class Signals:
    """Everything that was compared."""

    found: Found
    orders: tuple[Order, ...]
    agreements: tuple[Agreement, ...]

    def goal(self, muscle: str) -> Order | None:
        """The order the goal is set on."""
        return next((o for o in self.orders if o.study == FIRST and o.muscle == muscle), None)


@lru_cache(maxsize=1)
def outcomes() -> dict[int, dict[str, dict[str, float]]]:
    """Correlations of earlier comparisons, by entry of frozen.yaml, study and muscle."""
    return yaml.safe_load(OUTCOMES.read_text("utf-8"))


def before(found: Found) -> dict[str, dict[str, float]]:
    """Those of the first comparison that was kept, where it came before this one."""
    return outcomes().get(min((number for number in outcomes() if number < found.entry), default=0), {})


def compare_signals(found: Found) -> Signals:
    """Every study and muscle with exercises enough that were solved."""
    orders: list[Order] = []
    for study in studies():
        for muscle in MUSCLES:
            mean, peak, part = found.values(muscle), found.values(muscle, "peak"), found.values(emg()["under"][muscle])
            if len([exercise for exercise in study.of(muscle) if exercise in mean]) >= LEAST:
                orders.append(order_of(study, muscle, (mean, peak, part)))
    return Signals(found, tuple(orders), tuple(agreements()))


def emg_part(signals: Signals) -> str:
    """The whole part."""
    first = next(study for study in studies() if study.id == FIRST)
    parts = [
        HEAD,
        frozen_words(signals.found),
        _rules(),
        RESULT,
        _orders(signals),
        verdict(signals),
        "![Activation of the model over surface EMG, by exercise](images/validation/emg.svg)",
        _rows(first, signals.found),
        _shy(first, signals.found),
        _unsolved(signals.found),
        _agreement(signals),
        LIMITS,
        _sources(),
    ]
    return "\n\n".join(part.strip() for part in parts)


def frozen_words(found: Found) -> str:
    """Whether what was compared is what was frozen."""
    if not found.entry:
        return "Nothing has been compared yet."
    earlier = [one for one in entries() if one["number"] < found.entry]
    entry = next(one for one in entries() if one["number"] == found.entry)
    told = f"This comparison ran on entry {found.entry} of [frozen.yaml](../validation/frozen.yaml): {entry['why']}"
    still = f"Changed between freeze and comparison: {'; '.join(found.changed) or 'nothing'}."
    if not earlier:
        return f"{told}. {still}"
    apart = "; ".join(changed(earlier[-1], entry)) or "nothing"
    return (
        f"{told}. {still}\n\n**It is not the first**: the outcome of {len(earlier)} earlier "
        f"{'comparison' if len(earlier) == 1 else 'comparisons'} had been seen. Other than in the one before, or new: "
        f"{apart}."
    )


def _rules() -> str:
    return "\n".join(f"- {rule}" for rule in emg()["rules"])


def _number(value: float) -> str:
    return f"{value:.2f}"


def _interval(bounds: tuple[float, float] | None) -> str:
    return "-" if bounds is None else f"{bounds[0]:.2f} to {bounds[1]:.2f}"


def _orders(signals: Signals) -> str:
    seen = before(signals.found)
    rows = [
        (
            order.study,
            NAMES[order.muscle],
            str(len(order.exercises)),
            _number(order.rho),
            _seen(seen, order),
            _interval(order.over_exercises),
            _interval(order.over_people),
            _number(order.by_peak),
            _number(order.by_part),
            "-" if order.again is None else _number(order.again),
        )
        for order in signals.orders
    ]
    columns = (
        "study",
        "muscle",
        "exercises",
        "rho",
        "first comparison",
        "other exercises",
        "other people",
        "by peak",
        "by part",
        "study again",
    )
    return table(columns, rows)


def _seen(seen: dict[str, dict[str, float]], order: Order) -> str:
    value = seen.get(order.study, {}).get(order.muscle)
    return "-" if value is None else _number(value)


def late(signals: Signals) -> list[str]:
    """Muscles that reach the goal now and missed it in the first comparison that was kept."""
    seen = before(signals.found).get(FIRST, {})
    orders = ((muscle, signals.goal(muscle)) for muscle in MUSCLES if muscle in seen)
    return [muscle for muscle, order in orders if order is not None and order.rho >= GOAL > seen[muscle]]


def _late(signals: Signals) -> str:
    """That a goal reached late proves less."""
    names = late(signals)
    if not names:
        return ""
    by_part = " and ".join(_number(order.by_part) for muscle in names if (order := signals.goal(muscle)) is not None)
    return (
        f" {' and '.join(NAMES[muscle] for muscle in names).capitalize()} missed it in the first comparison. Since "
        "then, with that outcome known, two motions and the model changed; which of them did it was not taken apart. "
        "Who gave the two their steps had seen gluteal loads of the app's own forward lunge, of none compared here. "
        f"By the middle part alone it is {by_part}. So the goal is reached on paper: only new exercises could prove it."
    )


def verdict(signals: Signals) -> str:
    """Whether the goal is reached, muscle by muscle."""
    says: list[str] = []
    for muscle in MUSCLES:
        order = signals.goal(muscle)
        if order is None:
            says.append(f"{NAMES[muscle].capitalize()}: too few exercises could be solved to tell.")
        else:
            reached = "reaches" if order.rho >= GOAL else "misses"
            says.append(
                f"{NAMES[muscle].capitalize()} {reached} the goal of {GOAL:g}: rho {order.rho:.2f} over "
                f"{len(order.exercises)} exercises, 95 % interval {_interval(order.over_exercises)}"
                f"{_earlier(signals, muscle)}."
            )
    return " ".join(says) + _late(signals)


def _earlier(signals: Signals, muscle: str) -> str:
    """What earlier comparisons came to."""
    said = [
        f"{came[FIRST][muscle]:.2f} on entry {number}"
        for number, came in outcomes().items()
        if number < signals.found.entry and muscle in came.get(FIRST, {})
    ]
    return f"; earlier {' and '.join(said)}" if said else ""


def _rows(study: Study, found: Found) -> str:
    rows: list[Sequence[str]] = []
    for number, (exercise, row) in enumerate(study.rows.items(), 1):
        cells: list[str] = []
        work = found.works.get(exercise)
        for muscle in MUSCLES:
            signal = row[muscle]
            spread = "" if signal.sd is None else f" ({signal.sd:.0f})"
            cells.append(f"{signal.mean:.0f}{spread}{MARKS[signal.sure]}")
            solved = work is not None and work.solved
            cells.append(f"{100 * work.mean[muscle]:.0f}" if work is not None and solved else "-")
        rows.append((f"{exercise.replace('-', ' ')} ({number})", *cells))
    columns = ("exercise", "medius, EMG", "medius, model", "maximus, EMG", "maximus, model")
    return (
        "Distefano 2009 and the model, in per cent: mean (SD) of a maximal contraction, and mean activation over a "
        "repetition. With q the mean was read in a quotation, with a star it is recalled. The number in brackets is "
        "that in the picture.\n\n" + table(columns, rows)
    )


def _shy(study: Study, found: Found) -> str:
    """Where the model hardly needs a muscle that people use."""
    told: list[str] = []
    for muscle in MUSCLES:
        loads = found.values(muscle)
        signals = study.of(muscle)
        names = [
            name.replace("-", " ") for name in signals if name in loads and _little(loads[name], signals[name].mean)
        ]
        if names:
            told.append(f"{NAMES[muscle]} in {', '.join(names)}")
    if not told:
        return "Nowhere is the model's activation below a third of the signal."
    return (
        f"The model's activation is below a third of the signal for {'; for '.join(told)}. There it finds the work "
        "done by others, or by the floor under both feet; people brace."
    )


def _little(activation: float, percent: float) -> bool:
    return 100 * activation < percent / 3


def _unsolved(found: Found) -> str:
    lines = [f"- {name.replace('-', ' ')}: {work.why}." for name, work in found.works.items() if not work.solved]
    lines += [f"- {name.replace('-', ' ')}: {why}." for name, why in emg()["left_out"].items()]
    return "Not compared, and why:\n\n" + "\n".join(lines)


def _agreement(signals: Signals) -> str:
    pairs = [
        (f"{a.studies[0]} and {a.studies[1]}", NAMES[a.muscle], str(a.exercises), _number(a.rho))
        for a in signals.agreements
    ]
    spread = [
        (NAMES[muscle], exercise.replace("-", " "), str(count), f"{low:.0f} to {high:.0f}")
        for muscle, found in apart().items()
        for exercise, (low, high, count) in found.items()
        if count > 2
    ]
    first = table(("studies", "muscle", "exercises both have", "rho"), pairs)
    second = table(("muscle", "exercise", "studies", "means, %"), spread)
    return f"{AGREE.strip()}\n\n{first}\n\n{second}"


def _sources() -> str:
    return "The studies:\n\n" + "\n".join(f"- {study.id}: {study.cite}. {study.says}" for study in studies())


HEAD = """
## Loads against surface EMG

Electrodes on the skin say how hard a muscle is driven, in per cent of its hardest voluntary contraction. They hear
gluteus medius and gluteus maximus well, and the deep rotators not at all. If the model shares work as people do, the
exercises that drive a muscle most should come out on top in both. Only the order is compared: an activation and a
signal are not the same thing.

Rules, motions and code are written down and their digests kept before each comparison
([emg.yaml](../validation/emg.yaml), [freeze.py](../validation/freeze.py)). Where the app's motion is not the study's, a
motion made for this comparison stands in ([motions](../validation/motions)), mended until the ground carried it.
"""

RESULT = """
### How the orders agree

Rho is Spearman's rank correlation: 1 is the same order, 0 none. "First comparison": what it was then. "Other
exercises": 95 % interval when the exercises are drawn anew from those compared. "Other people": when the study's means
are drawn anew within their errors. "By peak": with the greatest activation of a repetition instead of its mean; Boren
2011 gives peaks, so there this column is the one that fits. "By part": with the middle part alone, over which the
electrodes usually lie. "Study again": how well the study would agree with itself in as many other people. Many SDs
behind "other people" and "study again" are recalled.
"""

AGREE = """
### How studies agree with each other

Where two studies have exercises in common, and how far apart their means lie for the same exercise:
"""

LIMITS = """
A signal is not a force: it rises with fatigue and speed, differs with where the electrode lies, and a hardest
contraction in one posture is not one in another. Hips of a person brace on both sides; the model never does. So a good
order says that the model is not wrong about which exercise loads a muscle more. It does not say that an activation of
0.3 is right. Another muscle model (AnyBody; Ashtiani 2019, read as an abstract) drives gluteus medius to 40 % in the
side-lying leg raise and to less than 20 % standing: well below most signals, as ours does.
"""
