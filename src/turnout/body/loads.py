"""Which muscles an exercise works: activations through one repetition, both legs.

    >>> piece = pieces(k, "clamshell")[0]
    >>> loads = loads_of(piece, load_body(), k)
    >>> loads.of("working", "obturator_internus").max()

In: a piece (a motion at one level) and a person. Out: `Loads`. Each frame is solved by itself: posture and movement
give what is needed (`dynamics`), the skin what can be leant on (`touch`), bands and weights what pulls from outside
(`outside`), and the least effort that balances it is found (`optimal`). Where the centre of mass is hardly accelerated
the repetition is taken as a row of still postures; else accelerations count, and how fast the fibres shorten too.

A repetition counts as solved when no joint needed more than `RESERVE_NM` beside its muscles and nothing but the ground
held the body up: the force and torque left over at the pelvis stay below `RESIDUAL` of body weight, or `RESIDUAL_FAST`
of the greatest force from outside (Hicks 2015, doi 10.1115/1.4029304, advises the latter). Else it says why not.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from turnout.body.coordinates import ROOT
from turnout.body.dynamics import Moments, moments_of
from turnout.body.engine import Array, G
from turnout.body.hill import force_velocity
from turnout.body.model import place_of
from turnout.body.motion import Track
from turnout.body.muscles import Muscles, muscles_of
from turnout.body.optimal import Answer, prices_of, solve, spanned
from turnout.body.outside import Outside
from turnout.body.repertoire import Piece, perform
from turnout.body.touch import Touches, touches_of
from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Level
from turnout.terms import Limb

if TYPE_CHECKING:
    from turnout.body.model import Body

LegName = Literal["working", "other"]
LEGS: tuple[LegName, ...] = ("working", "other")
RESERVE_NM = 2.0
RESIDUAL = 0.02
RESIDUAL_FAST = 0.05
CENTRE_SHARE = 0.57
"""Height of the centre of mass of a standing person over body height (Winter 2009: 0.56 to 0.58): a torque left over
is divided by it, so that it compares with a force at that height."""
FASTEST = 10.0
"""Greatest shortening speed of a fibre, in best lengths a second: the usual value of such models."""


@dataclass(frozen=True)
class Loads:
    """One piece solved for one person.

    Attributes:
        piece, track: what was done.
        muscles: names, in the order of the columns.
        activation: by limb, (frames, muscles), 0..1.
        reserve_nm: the greatest torque that a joint needed beside its muscles [Nm], and ``reserve_at`` which joint.
        residual_share: the greatest force, or torque over the height of the centre of mass, that was left over at the
            pelvis; over body weight, or over the greatest force from outside where ``fast``.
        fast: whether accelerations counted.
        solved: whether both are small; if not, ``why`` says it in one sentence.
        band: colour of the level's band, as in ``bands.yaml``; None without one.
        load_kg: weight the level adds [kg].
        ground: the force from floor, furniture, straps and helpers, (frames, 3) [N].
    """

    piece: Piece
    track: Track
    muscles: tuple[str, ...]
    activation: dict[LegName, Array]
    reserve_nm: float
    reserve_at: str
    residual_share: float
    fast: bool
    solved: bool
    why: str
    band: str | None
    load_kg: float
    ground: Array = field(repr=False)

    def of(self, limb: LegName, muscle: str) -> Array:
        """The activation of one muscle, (frames,)."""
        return self.activation[limb][:, place_of(muscle, self.muscles)]

    def flexion(self, limb: LegName) -> Array:
        """Hip flexion of a limb [deg], (frames,)."""
        return self.track.angle(f"hip_flexion_{side_of(self.track.working, limb)}")


@dataclass(frozen=True)
class Prepared:
    """A performed piece with everything that does not depend on the load: shared by levels that move alike."""

    track: Track
    moments: Moments
    touches: list[Touches]
    active: Array
    passive: Array


def side_of(working: Limb, limb: LegName) -> str:
    """``r`` or ``l``."""
    return "r" if (working == "right") == (limb == "working") else "l"


def loads_of(piece: Piece, body: Body, k: Knowledge, side: Limb = "right") -> Loads:
    """Performs one repetition and solves it.

    Raises:
        BodyError: the motion cannot be worked out.
    """
    return loaded(piece, prepared(perform(piece, body, side), body), k, body)


def prepared(track: Track, body: Body, muscles: Muscles | None = None, fast: bool | None = None) -> Prepared:
    """Equations of motion, contacts and muscle forces of a track."""
    moments = moments_of(track, body, fast)
    return Prepared(track, moments, touches_of(track, moments), *strengths(moments, muscles or muscles_of(body)))


def strengths(moments: Moments, parameters: Muscles) -> tuple[Array, Array]:
    """What every muscle gives at full activation beyond its passive force, and that force, (frames, muscles) [N]."""
    lengths = moments.lengths.reshape(len(moments.lengths), 2, -1)
    active, passive = parameters.forces(lengths)
    if moments.fast:
        cosine = parameters.state(lengths)[1]
        speed = moments.speeds.reshape(lengths.shape) * cosine / (FASTEST * parameters.fibre)
        active = active * np.maximum(force_velocity(np.clip(speed, -1.0, 1.0)), 0.0)
    return active.reshape(len(active), -1), passive.reshape(len(passive), -1)


def loaded(piece: Piece, ready: Prepared, k: Knowledge, body: Body) -> Loads:
    """Solves a prepared track under the band and the weight of its level."""
    level = level_of(piece, k)
    band = f"band-{level.load['band']}" if level and "band" in level.load else None
    kg = float(level.load.get("kg", 0.0)) if level else 0.0
    outside = Outside(ready.track, ready.moments)
    outside.bands(k.bands[band] if band else None, next(iter(k.bands.values()), None))
    outside.laid(kg)
    outside.held()
    answers = answers_of(ready, outside.total)
    return _told(piece, ready, answers, body, band, kg)


def level_of(piece: Piece, k: Knowledge) -> Level | None:
    """The rung of the ladder a piece stands for; a test has none."""
    return next((level for level in k.ladders.get(piece.motion.id, ()) if level.id == piece.level), None)


def answers_of(ready: Prepared, outside: Array) -> list[Answer]:
    """Every frame solved under these generalised loads from outside, (frames, n)."""
    moments = ready.moments
    passive = np.einsum("fnm,fm->fn", moments.pulls, ready.passive)
    needed = moments.needed - passive - outside
    force = moments.pulls * ready.active[:, None, :]
    prices = prices_of(moments.frame.joints)
    return [solve(*moment, prices) for moment in zip(force, needed, ready.touches, strict=True)]


def _told(piece: Piece, ready: Prepared, answers: list[Answer], body: Body, band: str | None, kg: float) -> Loads:
    moments, track = ready.moments, ready.track
    activation = np.array([answer.activation for answer in answers])
    half = len(body.muscles)
    by_side = {"r": activation[:, :half], "l": activation[:, half:]}
    drive = np.array([answer.drive for answer in answers])
    reserves = np.abs(drive) * spanned(moments.frame.joints)
    worst = int(reserves.max(0).argmax())
    ground = np.array([_held_up(*moment) for moment in zip(answers, ready.touches, strict=True)])
    left = residual_of(drive[:, :ROOT], body)
    weight = body.person.mass_kg * G
    greatest = max(float(np.linalg.norm(ground, axis=1).max()), weight) if moments.fast else weight
    loads = Loads(
        piece=piece,
        track=track,
        muscles=body.muscles,
        activation={limb: by_side[side_of(track.working, limb)] for limb in LEGS},
        reserve_nm=float(reserves.max()),
        reserve_at=moments.frame.joints[worst - ROOT],
        residual_share=float(left.max()) / greatest,
        fast=moments.fast,
        solved=True,
        why="",
        band=band,
        load_kg=kg,
        ground=ground,
    )
    why = _why(loads, float(track.phase[int(left.argmax())]), float(track.phase[int(reserves[:, worst].argmax())]))
    return replace(loads, solved=not why, why=why)


def _held_up(answer: Answer, touches: Touches) -> Array:
    """The force from everything that is not the body itself, (3,) [N]."""
    outer = ~touches.within
    return np.einsum("ci,cij->j", answer.contact[outer], touches.axes[outer])


def residual_of(left: Array, body: Body) -> Array:
    """Force, or torque over the height of the centre of mass, left over at the pelvis [N], (frames,)."""
    height = CENTRE_SHARE * body.person.height_cm / 100
    return np.maximum(np.linalg.norm(left[:, :3], axis=1), np.linalg.norm(left[:, 3:], axis=1) / height)


def _why(loads: Loads, residual_at: float, reserve_at: float) -> str:
    allowed, of = (RESIDUAL_FAST, "the force from outside") if loads.fast else (RESIDUAL, "body weight")
    if not np.isfinite([loads.residual_share, loads.reserve_nm]).all():
        return "the motion has no solution: a position is no number"
    if loads.residual_share >= allowed:
        return (
            f"at {residual_at:.2f} of the repetition the ground does not hold the body: {loads.residual_share:.0%} of "
            f"{of} is left over, {allowed:.0%} is allowed"
        )
    if loads.reserve_nm >= RESERVE_NM:
        joint, _, side = loads.reserve_at.rpartition("_")
        limb = next(name for name in LEGS if side_of(loads.track.working, name) == side)
        return (
            f"at {reserve_at:.2f} of the repetition the muscles are too weak for the {limb} "
            f"{joint.replace('_angle', '').replace('_', ' ')}: {loads.reserve_nm:.1f} Nm are missing, "
            f"{RESERVE_NM:g} are allowed"
        )
    return ""
