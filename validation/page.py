"""docs/validation.md, written from the comparisons.

In: `Findings`. Out: Markdown. Numbers are rounded to what they are good for, so that the page stays the same on
another machine.
"""

from __future__ import annotations

from turnout.body import muscles_of
from turnout.body.arms import ADDUCTION_DEG, ROTATION_DEG, UNDECIDED_MM
from turnout.body.muscles import SHORTEST_STANDING
from validation.findings import Findings
from validation.levers import FLEXION_DEG, FlipRow, Row
from validation.page_asked import asked_part, peer_part
from validation.page_emg import emg_part
from validation.page_wires import wires_part
from validation.plain import plain_part
from validation.programs import OTHER_WRAPS
from validation.tables import table
from validation.torques import Torques

SET_NAMES = {"dostal-1981": "Dostal", "gait2392": "gait2392"}
AXIS_NAMES = {
    "hip_flexion": "flexion",
    "hip_adduction": "adduction",
    "hip_rotation": "rotation",
    "hip_rotation at 90": "rotation at 90",
}
DEEP = ("piriformis", "quadratus", "obturator")
DIRECTIONS = {"er": "external rotation", "ir": "internal rotation"}


def page(found: Findings) -> str:
    """The whole page."""
    parts = [
        HEAD,
        plain_part(found),
        MODEL,
        _levers(found.rows),
        _signs(found.rows),
        _flips(found.flips),
        _strength(found.torques),
        _fibres(found),
        asked_part(found.asked),
        emg_part(found.signals),
        wires_part(found.deep),
        _opensim(found),
        peer_part(found.asked, found.speed),
        TAIL,
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _words(muscle: str) -> str:
    return muscle.replace("_", " ")


def _mm(value: float) -> str:
    return f"{value:+.0f}" if round(value) else "0"


def _levers(rows: list[Row]) -> str:
    columns = (
        "muscle",
        "flexion",
        "adduction",
        *(f"rotation at {angle:g}" for angle in FLEXION_DEG),
        "RMSE to Dostal, gait2392",
    )
    lines = [
        (_words(row.muscle), _mm(row.neutral[0]), _mm(row.neutral[1]), *map(_mm, row.rotation), _errors(row))
        for row in rows
    ]
    return LEVERS + "\n\n" + table(columns, lines) + "\n\n" + _overall(rows)


def _errors(row: Row) -> str:
    def one(data_set: str) -> str:
        if data_set not in row.rotation_rmse:
            return "-"
        text = f"{row.neutral_rmse[data_set]:.0f} / {row.rotation_rmse[data_set]:.0f}"
        return text if data_set in row.independent else f"({text})"

    return ", ".join(one(data_set) for data_set in SET_NAMES)


def _overall(rows: list[Row]) -> str:
    errors = [row.rotation_rmse[name] for row in rows for name in row.independent]
    neutral = [row.neutral_rmse[name] for row in rows for name in row.independent]
    spread = [
        float(((row.published["dostal-1981"] - row.published["gait2392"]) ** 2).mean() ** 0.5)
        for row in rows
        if len(row.published) == 2
    ]
    return (
        f"Over all muscles and independent sets the median error is {_median(neutral):.0f} mm at the anatomical "
        f"position (three axes) and {_median(errors):.0f} mm for rotation over flexion. The two published sets differ "
        f"from each other by {_median(spread):.0f} mm (median, rotation over flexion): no model can be told right to"
        f" less.\n\n{_turning_in(rows)}"
    )


def _turning_in(rows: list[Row]) -> str:
    """What Delp 1999 found in cadavers, in our muscles."""
    ours = [row.rotation[-1] > row.rotation[0] for row in rows if row.muscle.startswith(("gluteus", *DEEP))]
    return (
        "Delp 1999 measured 18 parts of hip muscles in four cadavers at the same angles: the more the hip is bent, the "
        f"more 15 of them turn the thigh inward (abstract read). Of our {len(ours)} parts of the same muscles (without "
        f"iliopsoas) {sum(ours)} do."
    )


def _median(values: list[float]) -> float:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _signs(rows: list[Row]) -> str:
    right = sum(value == "right" for row in rows for value in row.signs.values())
    total = sum(len(row.signs) for row in rows)
    undecided = [(_words(r.muscle), [AXIS_NAMES[a] for a, v in r.signs.items() if v == "undecided"]) for r in rows]
    wrong = [(_words(r.muscle), [AXIS_NAMES[a] for a, v in r.signs.items() if v == "wrong"]) for r in rows]
    told = "; ".join(f"{name}: {', '.join(axes)}" for name, axes in undecided if axes)
    against = "; ".join(f"{name}: {', '.join(axes)}" for name, axes in wrong if axes) or "none"
    return (
        f"### Which way\n\nOf {total} signs (three axes at 0, rotation at 90 degrees) {right} are the same as in every "
        f"published set. Wrong: {against}. Undecided, because a lever is below {UNDECIDED_MM:g} mm or the sets "
        f"disagree: {told}."
    )


def _flips(rows: list[FlipRow]) -> str:
    lines: list[tuple[str, ...]] = []
    for row in rows:
        ours = row.ours
        neutral = f"{ours.neutral:.0f}" if ours.neutral is not None else "does not"
        fades = "-" if ours.fades is None else f"{ours.fades:.0f}"
        band = "-" if ours.low is None or ours.high is None else f"{ours.low:.0f} to {ours.high:.0f} ({ours.share:.0%})"
        spread = "does not" if row.spread is None else f"{row.spread[0]:g} to {row.spread[1]:g}"
        lines.append((_words(row.muscle), neutral, fades, band, spread, row.verdict))
    columns = (
        "muscle",
        "turns at",
        f"below {UNDECIDED_MM:g} mm from",
        "band (share of the grid)",
        "published models",
        "verdict",
    )
    adduction, rotation = (f"{angles[0]:g} to {angles[-1]:g}" for angles in (ADDUCTION_DEG, ROTATION_DEG))
    grid = f"adduction {adduction}, rotation {rotation} degrees"
    return FLIPS.replace("GRID", grid) + "\n\n" + table(columns, lines)


def _strength(torques: Torques) -> str:
    lines = [
        (
            f"{DIRECTIONS.get(row.band.direction, row.band.direction)} at {row.band.flexion_deg:g}",
            f"{row.ours:.2f}",
            f"{row.balanced:.2f}",
            f"{row.band.low:g} to {row.band.high:g}",
            "yes" if row.inside else "no",
            row.band.why,
        )
        for row in torques.rows
    ]
    course = "\n".join(f"- {says}: {'yes' if held else 'no'}." for says, held in torques.course)
    angles = torques.tested.flexion_deg
    every = [
        (DIRECTIONS.get(name, name), *(f"{value / torques.tested.mass_kg:.2f}" for value in values))
        for name, values in torques.tested.torque_nm.items()
    ]
    first = table(("Nm/kg", "as tested", "every axis balanced", "people", "inside", "where the band comes from"), lines)
    second = table(("Nm/kg, as tested", *(f"{angle:g}" for angle in angles)), every)
    return f"{STRENGTH}\n\n{first}\n\n{course}\n\n{second}\n\n{STRENGTH_LIMITS}"


def _fibres(found: Findings) -> str:
    muscles = muscles_of(found.body)
    changed = [
        f"{_words(name)} {move:.2f}" for name, move in zip(muscles.names, muscles.moved, strict=True) if move > 0.005
    ]
    fitted = [
        f"{_words(name)} {share:.2f}"
        for name, share in zip(muscles.names, muscles.fitted, strict=True)
        if abs(share - 1) > 0.005
    ]
    tension = found.body.anatomy.specific_tension_n_cm2
    least = max(tension * row.band.low / row.ours for row in found.torques.rows)
    most = min(tension * row.band.high / row.ours for row in found.torques.rows)
    straight = found.body.geometry({"hip_flexion": 0.0}).lengths
    parts = [found.body.muscles.index(f"gluteus_maximus_{part}") for part in ("superior", "middle", "inferior")]
    stand = muscles.state(straight)[0][0, parts]
    able = (muscles.forces(straight)[0][0] / muscles.force)[parts]
    return FIBRES.format(
        stand=f"{stand.min():.2f} to {stand.max():.2f}",
        able=f"{able.min():.0%} to {able.max():.0%}",
        tension=f"{tension:g}",
        least=f"{least:.1f}",
        most=f"{most:.1f}",
        standing=f"{SHORTEST_STANDING:g}",
        changed="; ".join(changed),
        fitted="; ".join(fitted),
    )


def _opensim(found: Findings) -> str:
    same = {name: gap for name, gap in found.opensim_by_model.items() if name not in OTHER_WRAPS}
    other = "; ".join(f"{_words(name)} {found.opensim_by_model[name]:.0f} mm" for name in OTHER_WRAPS)
    return OPENSIM.format(
        hand=f"{max(found.opensim_by_hand, 0.1):.1f}", count=len(same), model=f"{max(same.values()):.1f}", other=other
    )


HEAD = """
<!-- Written by `python -m validation`; do not edit by hand. -->
# The muscle model against published numbers
"""

MODEL = """
## The model, and where the numbers stand

`make validate` works out every number on this page anew. What each source is, and whether it was read or recalled,
stands in [sources.yaml](../src/turnout/body/data/sources.yaml); the published points are in
[published.yaml](../validation/published.yaml). Signs: flexion, adduction and internal rotation are positive
([conventions](conventions.md)).

The model is myo-sim's `myolegs` with obturator internus and externus, both gemelli, quadratus femoris and pectineus
added on both sides, seven origins moved, one wrap added, and its own muscle forces.
"""

LEVERS = """
## Moment arms

Ours are held against straight lines between two independent sets of published points: one dry specimen (Dostal and
Andrews 1981), and gait2392, the lines that Delp and others held against four cadavers in 1999. Both are worked out by
hand, by a function that knows nothing of the model ([lines.py](../validation/lines.py)); the first reproduces the
table of 1986. Errors are root mean squares [mm]: at the anatomical position over three axes / for rotation at 0, 20,
45, 60 and 90 degrees. In brackets: our own points come from that set, so the agreement says nothing.

![Rotation levers of the deep rotators over hip flexion](images/validation/deep-rotators.svg)

![Rotation levers of the glutei over hip flexion](images/validation/glutei.svg)
"""

FLIPS = """
### Where rotation turns round

The flexion at which outward turns to inward, with the other angles neutral; the flexion from which the outward lever
is too small to tell; and the band over a grid of postures (GRID). A band, never one number. The spread of published
models is from our own sums over both sets and from an earlier computation over public models that is not repeated
here. The upper and middle gluteus maximus do not turn round here, they fade to nearly nought where straight lines
turn: those lines run through the head of the thigh bone. For the obturator internus and the gemelli one end of the
published spread are the points we took ourselves; the other end is the line of gait2392.
"""

STRENGTH = """
## Strength

A person of 75 kg and 170 cm. Rotation as it is tested: knee at a right angle, thigh strapped to the bench, which then
carries what bends or straightens the hip; adduction and knee balanced. Beside it, with every other axis balanced.

![Greatest torque of the hip in six directions over flexion](images/validation/strength.svg)
"""

STRENGTH_LIMITS = """
What this does not reach: extension is too weak at 0 degrees with a bent knee and too strong from 30 to 90 degrees (no
band is claimed for it); internal rotation grows threefold from 0 to 90 degrees, which is likely too much; with every
axis balanced internal rotation at 0 degrees misses its band. All muscles fully driven and perfectly steered is more
than people do.

External rotation at 0 degrees lies inside its band and above the only absolute values of that posture that could be
read: young athletes lying prone, a hand-held dynamometer, 0.27 to 0.46 Nm/kg (Mendonca 2022). And it is stronger at 0
than at 90 degrees, where people are as strong or stronger at 90 (Johnson 2010, Hoglund 2014). Of the bands of rotation
single values and the course over flexion were read, the ends are recalled.

Abduction falls to about a third from 0 to 90 degrees. No published torque of hip abduction with the hip at a right
angle was found, so that this can neither be called too weak nor confirmed. Against it speaks that people hold a level
pelvis in a deep deadlift on one leg, which asks for more than the model has; the direction agrees with anatomy, where
the small glutei turn from abductors into rotators as the hip bends, and piriformis and obturator internus take over
abduction (Vaarbakken 2014, and ours below).
"""

FIBRES = """
## Forces

One specific tension for all muscles, {tension} N/cm2; published models use 22 to 61. Volumes are of young adults in the
scanner (Handsfield 2014), fibres of old cadavers (Ward 2009, Parvaresh 2019).

Four numbers were chosen with the bands above in view, so the bands are met by choice and not foretold: the specific
tension (between about {least} and {most} all bands hold), how far everyday postures may stretch a fibre (1.2), how
short it may be standing ({standing}), and the radius of the wrap behind the hip (38 mm, from the 29 to 36 mm of bone
and the short rotators on it). No muscle was set apart from the others. Two further decisions were taken while the bands
were in sight: that in tests of rotation the strap carries flexion and extension, and that the small glutei take the
origins of gait2392, whose inward lever at 0 degrees agrees with Dostal where that of myo-sim is half as long.

![Active and passive force of a fibre by its length](images/validation/fibre.svg)

Tendons follow one rule: the fibre is as long as its sarcomeres were found to be in the cadavers' posture; muscles
that cross only the hip then get so much tendon that everyday postures never stretch the fibre beyond 1.2. Given more
tendon, as a share of the fibre: {changed}.

The price: the fibres of gluteus maximus, found at 0.96 of their best length in the cadavers (2.6 of 2.7 um), stand at
{stand} here, and give {able} of their best force while the hip is straight. That is one reason why extension is too
weak there, and bridges and other moves that end with a straight hip may load the model's gluteus maximus wrongly.

Fibres that are not as published, as a share of it: {fitted}. Below 1 the path is too short for the published length.
Above 1 the published fibre would run from limp to torn over everyday postures, so it is made as long as those postures
ask for: muscles over hip and knee, because their tendons are rigid here, and those over the hip alone whose fibre would
otherwise be below {standing} standing. Cross-sections stay as published.
"""

OPENSIM = """
## Against another program

OpenSim 4.6 gives the lines of gait2392 the same levers as the hand calculation, to {hand} mm or less. On
Rajagopal2016, the parent of myo-sim, it gives {count} muscles that Turnout leaves as they are the same levers as ours
about all three axes from 0 to 90 degrees, to {model} mm. Two have other wraps in myo-sim: {other}. Its numbers are
kept in [opensim.yaml](../validation/opensim.yaml), the script beside them.
"""

TAIL = """
## What was checked besides

Jacobians against finite differences of length; a lever of the obturator internus by hand; left against right; lengths
and masses of other people (`tests/body`).

## What the model cannot tell

- How a person shares the work: real people brace, and use antagonists.
- Pain, fatigue, training, age and sex: muscle size follows height and mass only.
- This person's bones. Version of the femur and depth of the socket shift the balance of the rotators by more than the
  differences between muscles here.
- Which part of a muscle works. Each is one line, and a broad muscle is three.
- Whether somebody moves as the figure does. Every motion is one clean repetition of one body.
- The deep rotators have no surface signal: what they do is held against anatomy and a few wires.
- Long tendons stretch; here they do not, and the fibres of muscles over two joints are made longer instead. Quick moves
  that live from stored energy are beyond it.

## The camera

Turnout does not watch anybody move yet. When it does, what it sees will be held against recordings here.
"""
