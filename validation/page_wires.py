"""The part of docs/validation.md about the deep rotators: wires, efforts, cadavers.

In: `Deep`. Out: Markdown.
"""

from __future__ import annotations

from validation.emg import emg
from validation.tables import table
from validation.wires import BENT_DEG, Deep, Effort, Longer, Stretch, Wire

WAYS = {
    "er": "external rotation",
    "ir": "internal rotation",
    "flexion": "flexion",
    "extension": "extension",
    "abduction": "abduction",
    "adduction": "adduction",
}
LEAST = 0.005
"""Less activation than this is none."""
LITTLE = 0.25
"""A muscle that can do less than this share of its best force can hardly pull."""


def wires_part(deep: Deep) -> str:
    """The whole part."""
    first = table(("study", "people or cadavers", "the model", "agrees"), told(deep))
    return "\n\n".join(part.strip() for part in (HEAD, first, _able(deep), _sources()))


def told(deep: Deep) -> list[tuple[str, ...]]:
    """A row for every finding: study, what it says, what the model says, whether they agree (yes or no)."""
    return [
        *(_wire(wire) for wire in deep.wires),
        *(row for effort in deep.efforts for row in _effort(effort)),
        *(_longer(one) for one in deep.longer),
        *(_stretch(one) for one in deep.stretched),
        *_levers(deep),
    ]


def limp(deep: Deep) -> dict[str, list[str]]:
    """The muscles that can hardly pull, and at which flexions [deg]."""
    found = {
        name: [f"{hip:g}" for hip, able in zip(BENT_DEG, shares, strict=True) if able < LITTLE]
        for name, shares in deep.able.items()
    }
    return {name: hips for name, hips in found.items() if hips}


def _words(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def _yes(agrees: bool) -> str:
    return "yes" if agrees else "no"


def _wire(wire: Wire) -> tuple[str, ...]:
    said = f"{_words(wire.muscle)} works most in {_words(wire.most)}, by {wire.by}"
    loads = ", ".join(f"{_words(name)} {load:.2f}" for name, load in sorted(wire.loads.items(), key=lambda i: -i[1]))
    left = f"; not solved: {', '.join(map(_words, wire.unsolved))}" if wire.unsolved else ""
    return (wire.study, said, loads + left, _yes(wire.place == 1))


def _effort(effort: Effort) -> list[tuple[str, ...]]:
    said = f"{_words(effort.muscle)}: driven most in {', then '.join(WAYS[way] for way in effort.hardest)}"
    rows: list[tuple[str, ...]] = []
    for hip, shares in effort.ours.items():
        order = sorted(shares.items(), key=lambda item: -item[1])
        ours = ", ".join(f"{WAYS[way]} {value:.2f}" for way, value in order if value > LEAST) or "nothing"
        first = tuple(way for way, value in order[: len(effort.hardest)] if value > LEAST)
        rows.append((effort.study, said, f"hip at {hip:g}: {ours}", _order(first, effort.hardest)))
    return rows


def _order(first: tuple[str, ...], hardest: tuple[str, ...]) -> str:
    if first != hardest and set(first) == set(hardest):
        return "in part: the same, in another order"
    return _yes(first == hardest)


def _longer(one: Longer) -> tuple[str, ...]:
    said = f"{_words(one.muscle)} is {one.theirs:.0f} mm longer at 105 degrees of flexion with 10 of adduction"
    return (one.study, said, f"{one.ours:.0f} mm", _yes(abs(one.ours / one.theirs - 1) < 0.25))


def _stretch(one: Stretch) -> tuple[str, ...]:
    said = f"{_words(one.muscle)} is stretched more by {one.theirs}"
    told = ", ".join(f"{name}: {mm:.0f} mm" for name, mm in one.ours.items())
    return (one.study, said, told, _yes(max(one.ours, key=lambda name: one.ours[name]) == one.theirs))


def _levers(deep: Deep) -> list[tuple[str, ...]]:
    """What the cadavers' lengths say of directions, at 90 degrees and at nought."""
    rows: list[tuple[str, ...]] = []
    for muscle in ("piriformis", "obturator_internus"):
        extends, abducts = -deep.arms[muscle][-1, :2]
        told = f"at 90: extends with {extends:.0f} mm, abducts with {abducts:.0f} mm"
        said = f"{_words(muscle)} extends and abducts the bent hip"
        rows.append(("vaarbakken-2014", said, told, _yes(extends > 0 and abducts > 0)))
    extends = -deep.arms["quadratus_femoris"][:, 0]
    best = BENT_DEG[int(extends.argmax())]
    said, told = "quadratus femoris extends most at 60 to 90", f"most at {best:g}: {extends.max():.0f} mm"
    rows.append(("vaarbakken-2015", said, told, _yes(60 <= best <= 90)))
    flexes, adducts, turns = deep.arms["obturator_externus"][0]
    said = "obturator externus is longest in extension, abduction and internal rotation"
    told = f"at 0: flexes with {flexes:.0f} mm, adducts with {adducts:.0f} mm, turns outward with {-turns:.0f} mm"
    rows.append(("vaarbakken-2015", said, told, _yes(flexes > 0 and adducts > 0 and turns < 0)))
    return rows


def _able(deep: Deep) -> str:
    weak = [f"{_words(name)} at {', '.join(hips)}" for name, hips in limp(deep).items()]
    if not weak:
        return "At no angle from 0 to 90 degrees is one of these muscles too short or too long to pull."
    return (
        f"Where the model's muscle can hardly pull (below {LITTLE:.0%} of its best force), by degrees of flexion: "
        f"{'; '.join(weak)}. A short muscle that lengthens by most of its own fibre from the straight to the bent hip "
        "is slack in one or torn in the other; loads of such a muscle with the hip straight are too low, and those of "
        "its neighbours too high. Until these wires were read quadratus femoris could not pull at all with a straight "
        "hip; the rule for tendons was then changed for all muscles (see Forces), before the comparison above ran."
    )


def _sources() -> str:
    return "\n".join(f"- {id}: {cite}." for id, cite in emg()["deep_studies"].items())


HEAD = """
### The deep rotators, as far as wires and cadavers reach

Skin electrodes do not hear them. A few studies put wires into some of them, and one measured their lengths in
cadavers. What could be read are abstracts: which movement drives a muscle most, hardly a number. So this is told, not
scored. Efforts are at half of the model's greatest torque; movements are made after the abstracts, with angles of our
own where none were read.
"""
