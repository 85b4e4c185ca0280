"""The part of docs/validation.md about loads and surface EMG.

In: what was found by `activity`, the studies, the orders. Out: Markdown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from validation.activity import Found
from validation.emg import LEAST, MUSCLES, Agreement, Order, Study, agreements, apart, emg, order_of, studies
from validation.freeze import entries
from validation.tables import table

GOAL = 0.6
FIRST = "distefano-2009"
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


def compare_signals(found: Found) -> Signals:
    """Every study and muscle with exercises enough that were solved."""
    orders: list[Order] = []
    for study in studies():
        for muscle in MUSCLES:
            mean, peak = found.values(muscle), found.values(muscle, "peak")
            if len([exercise for exercise in study.of(muscle) if exercise in mean]) >= LEAST:
                orders.append(order_of(study, muscle, mean, peak))
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
    entry = next(one for one in entries() if one["number"] == found.entry)
    told = f"This comparison ran on entry {found.entry} of [frozen.yaml](../validation/frozen.yaml) ({entry['why']})"
    if not found.changed:
        return f"{told}, and nothing had changed since it was written."
    return f"{told}. Changed since: {'; '.join(found.changed)}."


def _rules() -> str:
    return "\n".join(f"- {rule}" for rule in emg()["rules"])


def _number(value: float) -> str:
    return f"{value:.2f}"


def _interval(bounds: tuple[float, float] | None) -> str:
    return "-" if bounds is None else f"{bounds[0]:.2f} to {bounds[1]:.2f}"


def _orders(signals: Signals) -> str:
    rows = [
        (
            order.study,
            NAMES[order.muscle],
            str(len(order.exercises)),
            _number(order.rho),
            _interval(order.over_exercises),
            _interval(order.over_people),
            _number(order.by_peak),
            "-" if order.again is None else _number(order.again),
        )
        for order in signals.orders
    ]
    columns = ("study", "muscle", "exercises", "rho", "other exercises", "other people", "by peak", "study again")
    return table(columns, rows)


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
                f"{len(order.exercises)} exercises, 95 % interval {_interval(order.over_exercises)}."
            )
    return " ".join(says)


def _rows(study: Study, found: Found) -> str:
    rows: list[Sequence[str]] = []
    for number, (exercise, row) in enumerate(study.rows.items(), 1):
        cells: list[str] = []
        work = found.works.get(exercise)
        for muscle in MUSCLES:
            signal = row[muscle]
            spread = "" if signal.sd is None else f" ({signal.sd:.0f})"
            cells.append(f"{signal.mean:.0f}{spread}{'' if signal.read else ' *'}")
            solved = work is not None and work.solved
            cells.append(f"{100 * work.mean[muscle]:.0f}" if work is not None and solved else "-")
        rows.append((f"{exercise.replace('-', ' ')} ({number})", *cells))
    columns = ("exercise", "medius, EMG", "medius, model", "maximus, EMG", "maximus, model")
    return (
        "Distefano 2009 and the model, in per cent: mean (SD) of a maximal contraction, and mean activation over a "
        "repetition. Recalled numbers carry a star. The number in brackets is that in the picture.\n\n"
        + table(columns, rows)
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

Rules, motions and code were written down and their digests kept before anything was compared
([emg.yaml](../validation/emg.yaml), [freeze.py](../validation/freeze.py)). Where the app's motion is not the study's,
or was not solved when the rules were written, a motion made for this comparison stands in
([motions](../validation/motions)); both lunges leave the step out. Before the freeze these motions were mended until
the ground carried them and the free leg touched nothing; nobody looked at a gluteus while doing so.
"""

RESULT = """
### How the orders agree

Rho is Spearman's rank correlation: 1 is the same order, 0 none. "Other exercises": 95 % interval when the exercises
are drawn anew from those compared. "Other people": when the study's means are drawn anew within their errors. "By
peak": with the greatest activation of a repetition instead of its mean. "Study again": how well the study would agree
with itself in as many other people.
"""

AGREE = """
### How studies agree with each other

Where two studies have exercises in common, and how far apart their means lie for the same exercise:
"""

LIMITS = """
A signal is not a force: it rises with fatigue and speed, differs with where the electrode lies, and a hardest
contraction in one posture is not one in another. Hips of a person brace on both sides; the model never does. So a good
order says that the model is not wrong about which exercise loads a muscle more. It does not say that an activation of
0.3 is right, nor anything of the deep rotators.
"""
