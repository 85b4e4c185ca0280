"""Measure: what may be measured and what is left out; three trials a side, typed in, with error and last time."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from turnout.assess.findings import fitting_norm
from turnout.knowledge.schema import Measure
from turnout.planning import measure_withheld
from turnout.terms import LIMBS, Limb
from turnout.track.trends import latest
from turnout.web.charts import band, method_words, told
from turnout.web.desk import Me, TheDesk
from turnout.web.forms import Form, TheForm
from turnout.web.inclinometer import inclinometer
from turnout.web.pages import render
from turnout.web.readings import asks, reading_facts
from turnout.web.routes._common import go
from turnout.web.saved import ON_OTHER_PAGES, saved_now
from turnout.web.words import METHODS, capital, num, short_day, with_unit

router = APIRouter(include_in_schema=False)

TITLES = {
    "range": "Range",
    "strength": "Strength",
    "control": "Control",
    "observation": "What can be seen",
    "scale": "Your own view",
}


def allowed_sides(me: Me, measure: Measure) -> tuple[list[Limb], dict[Limb, str]]:
    """The sides a measure may be taken on, and why not on the others."""
    allowed: list[Limb] = []
    why: dict[Limb, str] = {}
    for limb in LIMBS:
        reason = measure_withheld(measure, limb, me.plan)
        if reason is None:
            allowed.append(limb)
        else:
            why[limb] = reason.says
    return allowed, why


def last_words(me: Me, measure: Measure) -> tuple[str, str]:
    """What it gave last, with the error, and when; both empty where it was never taken."""
    parts: list[str] = []
    points: list[Any] = []
    for side in LIMBS if measure.sides == "each" else ("both",):
        series = latest(me.state, me.k, measure.id, side)
        if series is not None:
            points.append(series.points[-1])
            name = f"{side} " if side in LIMBS else ""
            parts.append(f"{name}{with_unit(points[-1].value, measure.unit)}")
    if not parts:
        return "", ""
    errors = {point.mdc for point in points}
    error = errors.pop() if len(errors) == 1 else None
    give = f", give or take {num(error)}" if error else ""
    return capital(", ".join(parts)) + give, short_day(max(point.day for point in points), me.today)


@router.get("/measure")
def measures(request: Request, desk: TheDesk) -> Response:
    """Those the plan asks for first, then the others, then what is left out and why."""
    with desk.person() as me:
        answer = me.answer
        if answer["stop"] or answer["ask"]:
            return render(request, "measures.html", {"blocked": answer, "wanted": [], "groups": [], "withheld": []})
        wanted_ids = [m["measure"] for m in answer["measures"]["offered"]]
        groups: dict[str, list[tuple[Measure, tuple[str, str]]]] = {}
        wanted: list[tuple[Measure, tuple[str, str]]] = []
        withheld: list[dict[str, Any]] = []
        for measure in me.k.measures.values():
            allowed, why = allowed_sides(me, measure)
            for says, sides in by_reason(why).items():
                withheld.append({"measure": measure, "sides": sides, "says": says})
            if not allowed:
                continue
            row = (measure, last_words(me, measure))
            if measure.id in wanted_ids:
                wanted.append(row)
            else:
                groups.setdefault(measure.kind, []).append(row)
        wanted.sort(key=lambda row: wanted_ids.index(row[0].id))
        listed = [(title, groups[kind]) for kind, title in TITLES.items() if kind in groups]
        return render(
            request, "measures.html", {"blocked": None, "wanted": wanted, "groups": listed, "withheld": withheld}
        )


def by_reason(why: dict[Limb, str]) -> dict[str, list[Limb]]:
    """The sides that share a reason."""
    out: dict[str, list[Limb]] = {}
    for limb, says in why.items():
        out.setdefault(says, []).append(limb)
    return out


def measure_values(me: Me, measure: Measure, form: Form | None = None) -> dict[str, Any]:
    """What a measure's page shows."""
    allowed, why = allowed_sides(me, measure)
    sides: list[Any] = allowed if measure.sides == "each" else (["both"] if allowed else [])
    bands: list[Any] = []
    for side in LIMBS if measure.sides == "each" else ("both",):
        series = latest(me.state, me.k, measure.id, side)
        if series is not None and measure.unit in ("deg", "N", "cm", "reps", "s"):
            bands.append((band(measure, series, norm_of(me, measure), side), method_words(series.method), series))
    return {
        "measure": measure,
        "sides": sides,
        "why": by_reason(why),
        "bands": bands,
        "told": told(me.state, me.k, measure.id) if measure.id in me.state.readings else [],
        "norm": fitting_norm(measure, me.state.profile.get("sex"), me.state.age(me.today)),
        "asks": asks(measure),
        "phone": inclinometer(measure, allowed, me.state, me.k, me.today),
        "method_items": [(method, capital(METHODS[method])) for method in measure.methods],
        "form": form or Form(),
        "saved": None,
        "today": me.today,
    }


def norm_of(me: Me, measure: Measure) -> tuple[float, float] | None:
    """What is usual: one spread either side of the fitting mean, else the band called typical."""
    norm = fitting_norm(measure, me.state.profile.get("sex"), me.state.age(me.today))
    if norm is not None and norm.sd is not None:
        return norm.mean - norm.sd, norm.mean + norm.sd
    typical = next((b for b in measure.bands if b.name == "typical"), None)
    if typical is None or typical.low is None or typical.high is None:
        return None
    return typical.low, typical.high


def measure_of(me: Me, id: str) -> Measure:
    """The measure of an address."""
    measure = me.k.measures.get(me.k.aliases.get(id, id))
    if measure is None:
        raise HTTPException(404, "There is no such measure.")
    return measure


@router.get("/measure/{id}")
def one(request: Request, desk: TheDesk, id: str, saved: str = "") -> Response:
    """One measure: how to, and where to type it in; right after saving, what comes next."""
    if id in ON_OTHER_PAGES:
        return go("/start/pain")
    with desk.person() as me:
        measure = measure_of(me, id)
        if me.answer["stop"] or me.answer["ask"]:
            return go("/measure")
        now = saved_now(me, measure) if saved else None
        return render(request, "measure.html", measure_values(me, measure) | {"saved": now})


@router.post("/measure/{id}")
def keep(request: Request, desk: TheDesk, id: str, form: TheForm) -> Response:
    """Keeps a reading for each side with trials."""
    with desk.person() as me:
        measure = measure_of(me, id)
        if me.answer["stop"] or me.answer["ask"]:
            return go("/measure")
        allowed, _ = allowed_sides(me, measure)
        facts = reading_facts(form, measure, allowed)
        if not facts and not form.wrong:
            form.wrong["form"] = "Nothing was typed in yet."
        if form.wrong:
            return render(request, "measure.html", measure_values(me, measure, form), status=422)
        me.add(*facts)
        return go(f"/measure/{measure.id}?saved=yes#saved")
