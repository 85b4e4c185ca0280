"""The postures motions start from: how the pelvis lies, where the joints are about, and what rests on the floor.

Angles in degrees, signs as in a motion. Every joint here is only *about*: contacts, balance and the motion itself
move it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from turnout.knowledge.schema.motions import Contact


def _rests(*points: str, on: str = "floor", slides: bool = False) -> tuple[Contact, ...]:
    return tuple(Contact(point=point, against=on, slides=slides) for point in points)


def _none() -> dict[str, float]:
    return {}


@dataclass(frozen=True)
class Posture:
    """A place to start from.

    Attributes:
        pitch: of the pelvis from standing, forward [deg].
        roll: towards the working side [deg].
        height: about, of the pelvis over the floor [m], for 170 cm.
        firm: whether the pelvis stays as it lies (lying, kneeling) or goes where the legs take it (standing).
        both, working, other: angles of the limbs; ``middle``: of back and neck, by full name.
        contacts: what rests.
        balance: whether the centre of mass must be over the support.
    """

    pitch: float = 0.0
    roll: float = 0.0
    height: float = 0.95
    firm: bool = False
    both: dict[str, float] = field(default_factory=_none)
    working: dict[str, float] = field(default_factory=_none)
    other: dict[str, float] = field(default_factory=_none)
    middle: dict[str, float] = field(default_factory=_none)
    contacts: tuple[Contact, ...] = ()
    balance: bool = False


HANGING = {"arm_adduction": -8.0, "elbow_flexion": 12.0}
BESIDE = {"arm_adduction": -22.0, "elbow_flexion": 12.0, "forearm_rotation": 60.0}
PILLOW = {"arm_flexion": 117.0, "arm_adduction": 0.0, "elbow_flexion": 128.0}
"""The lower arm of someone on the side, folded under the head."""

POSTURES: dict[str, Posture] = {
    "standing": Posture(both={**HANGING, "hip_adduction": -3.0}, contacts=_rests("both.foot"), balance=True),
    "supine": Posture(
        pitch=-90,
        height=0.17,
        firm=True,
        both={**BESIDE, "hip_adduction": -4.0, "hip_rotation": -8.0, "ankle_angle": -15.0},
        contacts=(
            *_rests("sacrum", "both.blade", "head_back"),
            *_rests("both.hand", "both.elbow", slides=True),
        ),
    ),
    "prone": Posture(
        pitch=90,
        height=0.08,
        firm=True,
        both={
            "arm_flexion": 100.0,
            "arm_adduction": -55.0,
            "arm_rotation": 60.0,
            "elbow_flexion": 110.0,
            "forearm_rotation": 60.0,
            "hip_adduction": -5.0,
            "ankle_angle": -35.0,
        },
        contacts=(
            *_rests("both.hip_front", "chest"),
            *_rests("both.elbow", "both.kneecap", "other.palm", slides=True),
            *_rests("working.palm", on="other.hand_back"),
            *_rests("forehead", on="working.hand_back"),
        ),
    ),
    "side-lying": Posture(
        roll=-90,
        height=0.17,
        firm=True,
        working={"arm_adduction": -20.0, "arm_flexion": -25.0, "elbow_flexion": 75.0, "arm_rotation": 30.0},
        other=PILLOW,
        middle={"neck_bending": -19.0},
        contacts=(
            *_rests("other.pelvis_side", "other.shoulder"),
            *_rests("working.palm", on="working.pelvis_side"),
        ),
    ),
    "quadruped": Posture(
        pitch=84,
        height=0.5,
        firm=True,
        both={
            "hip_flexion": 84.0,
            "knee_angle": 90.0,
            "ankle_angle": -40.0,
            "arm_flexion": 92.0,
            "wrist_flexion": -80.0,
            "forearm_rotation": 80.0,
        },
        middle={"neck_flexion": -15.0},
        contacts=_rests("both.knee", "both.hand"),
    ),
    "plank": Posture(
        pitch=72,
        height=0.5,
        both={
            "arm_flexion": 75.0,
            "wrist_flexion": -80.0,
            "forearm_rotation": 80.0,
            "ankle_angle": 20.0,
            "mtp_angle": -40.0,
        },
        middle={"neck_flexion": -15.0},
        contacts=_rests("both.toes", "both.hand"),
    ),
    "side-plank": Posture(
        roll=-68,
        height=0.35,
        both={"elbow_flexion": 15.0},
        other={"arm_adduction": -80.0, "elbow_flexion": 90.0, "arm_rotation": -80.0},
        contacts=_rests("other.forearm", "other.ankle_out"),
    ),
    "seated-chair": Posture(
        height=0.6,
        firm=True,
        both={**HANGING, "hip_flexion": 88.0, "knee_angle": 88.0, "hip_adduction": -4.0, "arm_flexion": 20.0},
        contacts=(*_rests("both.sit", on="chair"), *_rests("both.foot")),
    ),
    "seated-table": Posture(
        height=0.8,
        firm=True,
        both={**HANGING, "hip_flexion": 88.0, "knee_angle": 90.0, "hip_adduction": -4.0, "arm_flexion": -5.0},
        contacts=_rests("both.sit", on="table"),
    ),
    "seated-floor": Posture(
        height=0.12,
        firm=True,
        both={**HANGING, "hip_flexion": 90.0, "knee_angle": 90.0},
        contacts=_rests("both.sit"),
    ),
    "half-kneeling": Posture(
        height=0.55,
        both={**HANGING, "ankle_angle": -35.0},
        working={"hip_flexion": 90.0, "knee_angle": 90.0, "ankle_angle": 0.0},
        other={"knee_angle": 90.0},
        contacts=_rests("working.foot", "other.knee", "other.toes"),
        balance=True,
    ),
}
