"""Plain words for a clinician's terms, on the pages of the person; the term stands beside them once.

In: findings, sources and muscles as the loop names them. Out: the same in everyday words. The report keeps the terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from turnout.knowledge import Knowledge
from turnout.report.words import listing, source_name

TURNS = {"ER": "outward turn (ER)", "IR": "inward turn (IR)"}
SOURCES = {"lsi-convention": "comparison of the sides (limb symmetry index)"}
PLACES = (
    ("gluteus_maximus", "the buttock"),
    ("gluteus_m", "the side of the hip"),
    ("tensor", "the side of the hip"),
    ("adductor", "the inner thigh"),
    ("pectineus gracilis", "the inner thigh"),
    ("biceps semi", "the back of the thigh"),
    ("vastus rectus_femoris sartorius", "the front of the thigh"),
    ("iliacus psoas", "the front of the hip"),
    ("gastrocnemius soleus", "the calf"),
    ("rectus_abdominis obliquus", "the belly"),
    ("erector quadratus_lumborum", "the lower back"),
    ("piriformis obturator gemellus quadratus_femoris", "the deep buttock"),
)
"""Where a muscle is felt, by how its id begins; the first that fits counts."""
_TURN = re.compile(r"\b(?:ER|IR)\b")


def plain_finding(finding: Mapping[str, Any]) -> str:
    """A finding as it is said to the person."""
    says: str = finding["says"]
    if finding["id"] == "irritability":
        how = says.removeprefix("irritability ").partition(":")[0]
        return f"how easily this hip is stirred up (irritability): {how}"
    told: set[str] = set()

    def turn(found: re.Match[str]) -> str:
        term = found[0]
        if term in told:
            return term
        told.add(term)
        return TURNS[term]

    return _TURN.sub(turn, says)


def plain_source(id: str, k: Knowledge) -> str:
    """A source as it is named to the person."""
    return SOURCES.get(id) or source_name(id, k)


def places(muscles: Iterable[str]) -> str:
    """``the buttock and the side of the hip``: where muscles are felt; empty where none is known."""
    found = (next((says for starts, says in PLACES if id.startswith(tuple(starts.split()))), "") for id in muscles)
    return listing(dict.fromkeys(says for says in found if says))
