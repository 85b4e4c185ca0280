"""Plain words on the person's pages: the clinician's term stands beside them once, and the report keeps it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.serving import Served
from tests.web.test_loop_pages import text
from turnout.knowledge import load_knowledge
from turnout.web.plain import places, plain_finding, plain_source

K = load_knowledge()


def finding(says: str, id: str = "ir-er-difference") -> dict[str, Any]:
    return {"id": id, "says": says}


@pytest.mark.parametrize(
    ("told", "plain"),
    [
        (
            finding("irritability high: easily stirred up", "irritability"),
            "how easily this hip is stirred up (irritability): high",
        ),
        (
            finding("IR exceeds ER by 25 deg: bone likely limits ER; we do not chase more ER"),
            "inward turn (IR) exceeds outward turn (ER) by 25 deg: bone likely limits ER; we do not chase more ER",
        ),
        (finding("usual is about 30 deg"), "usual is about 30 deg"),
    ],
)
def test_a_term_is_explained_once(told: dict[str, Any], plain: str) -> None:
    assert plain_finding(told) == plain


def test_every_muscle_of_an_exercise_is_felt_somewhere() -> None:
    for entry in K.exercises.values():
        if entry.muscles is not None:
            assert all(places([id]) for id in entry.muscles.primary), entry.id


def test_an_index_is_named_as_what_it_compares() -> None:
    assert plain_source("lsi-convention", K) == "comparison of the sides (limb symmetry index)"
    assert plain_source("thomee-1997", K) == "Thomee 1997"


def test_progress_says_it_plainly(ready: Served) -> None:
    page = text(ready.get("/progress").text)
    assert "How easily this hip is stirred up (irritability): low." in page
