"""The muscle model of hip and leg: where muscles run, how they turn the thigh, how strong they are.

    >>> from turnout import body
    >>> someone = body.load_body(body.Person(mass_kg=62, height_cm=170))
    >>> body.moment_arms(someone, "hip_rotation", [0, 45, 90])["piriformis"]

Names are resolved when first used: the room stands on MuJoCo and myo-sim (the extra ``body``), which the rest of
Turnout does not need. It knows only `turnout.terms` and `turnout.knowledge`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from turnout.body.arms import Flip as Flip
    from turnout.body.arms import flips as flips
    from turnout.body.arms import hip_muscles as hip_muscles
    from turnout.body.arms import moment_arms as moment_arms
    from turnout.body.cohort import cohort as cohort
    from turnout.body.data import load_anatomy as load_anatomy
    from turnout.body.errors import BodyError as BodyError
    from turnout.body.loads import Loads as Loads
    from turnout.body.loads import loads_of as loads_of
    from turnout.body.maximal import strength as strength
    from turnout.body.model import Body as Body
    from turnout.body.model import load_body as load_body
    from turnout.body.motion import Track as Track
    from turnout.body.motion import track_of as track_of
    from turnout.body.muscles import muscles_of as muscles_of
    from turnout.body.person import Person as Person
    from turnout.body.repertoire import perform as perform
    from turnout.body.repertoire import pieces as pieces

_PLACES = {
    "Body": "model",
    "BodyError": "errors",
    "Flip": "arms",
    "Loads": "loads",
    "Person": "person",
    "Track": "motion",
    "cohort": "cohort",
    "flips": "arms",
    "hip_muscles": "arms",
    "load_anatomy": "data",
    "load_body": "model",
    "loads_of": "loads",
    "moment_arms": "arms",
    "muscles_of": "muscles",
    "perform": "repertoire",
    "pieces": "repertoire",
    "strength": "maximal",
    "track_of": "motion",
}


def __getattr__(name: str) -> Any:
    place = _PLACES.get(name)
    if place is None:
        raise AttributeError(f"module 'turnout.body' has no attribute {name!r}")
    return getattr(import_module(f"turnout.body.{place}"), name)
