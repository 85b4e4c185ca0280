"""Turnout: assess, train and rehabilitate the rotation of the hip.

    >>> import turnout
    >>> answer = turnout.plan("record.jsonl", on="2026-01-12")   # a path, or facts as dicts
    >>> answer["session"]["items"][0]["why"]

`plan` gives the contract's JSON; `load_knowledge` gives everything Turnout knows; `turnout.body` is the muscle model
(the extra ``body``). Names are resolved when first used, so that importing costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from turnout.api import plan as plan
    from turnout.api import read as read
    from turnout.knowledge import load_knowledge as load_knowledge
    from turnout.terms import TurnoutError as TurnoutError

__version__ = "0.1.0"

_ROOMS = ("body",)

_PLACES = {
    "plan": "turnout.api",
    "read": "turnout.api",
    "load_knowledge": "turnout.knowledge",
    "TurnoutError": "turnout.terms",
}


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return import_module(f"turnout.{name}")
    place = _PLACES.get(name)
    if place is None:
        raise AttributeError(f"module 'turnout' has no attribute {name!r}")
    return getattr(import_module(place), name)
