"""Findings: what the measurements say of each side, and what they cannot.

In: `State`. Out: `Finding`s, each with its value, words and source, and what follows for planning: needs, caps where
bone likely sets the limit (rule 8), the weaker side. Only readings of one method are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from turnout.knowledge import Knowledge
from turnout.knowledge.schema import Band, Measure, Norm
from turnout.terms import LIMBS, Limb, Side
from turnout.track import State, worse_morning
from turnout.track.trends import Series, change_of, latest, pair, series_of

RANGE_NEEDS = {
    "prone-er": "er-range",
    "seated-er": "er-range",
    "prone-ir": "ir-range",
    "seated-ir": "ir-range",
    "hip-extension-range": "hip-flexor-length",
    "straight-leg-raise": "hamstring-length",
    "hip-flexion-range": "flexion-range",
}
STRENGTH_NEEDS = {
    "er-strength-pull": ("er-strength", "deep-rotators-flexed"),
    "er-strength-reps": ("er-strength", "deep-rotators-flexed"),
    "ir-strength-pull": ("ir-strength",),
    "abduction-strength-pull": ("abduction-strength", "posterior-gluteus-medius"),
    "abduction-strength-reps": ("abduction-strength", "posterior-gluteus-medius"),
}
"""The pull is tested sitting, the clam with the hip half bent: both ask the deep rotators of a bent hip."""
CONTROL_NEEDS = ("single-leg-control", "er-strength", "abduction-strength", "posterior-gluteus-medius")
CONTROL = ("lateral-step-down", "single-leg-control", "single-leg-stance")
TREATED = ("limited", "medium", "poor", "short", "low")
"""Names of bands that call for work."""


@dataclass(frozen=True)
class Finding:
    """One thing found, on a side."""

    id: str
    side: Side
    value: float | None
    unit: str
    says: str
    source: str

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "side": self.side,
            "value": None if self.value is None else round(self.value, 1),
            "unit": self.unit,
            "says": self.says,
            "source": self.source,
        }


@dataclass
class Findings:
    """All findings, and what follows from them for planning.

    Attributes:
        needs: need -> limbs that show it.
        caps: limb -> directions of range (``er``, ``ir``) not to be chased.
        weaker: the weaker side, where strength or control tells.
    """

    found: list[Finding] = field(default_factory=list[Finding])
    needs: dict[str, set[Limb]] = field(default_factory=dict[str, set[Limb]])
    caps: dict[Limb, set[str]] = field(default_factory=lambda: dict[Limb, set[str]]({limb: set() for limb in LIMBS}))
    weaker: Limb | None = None

    def add(self, id: str, side: Side, value: float | None, unit: str, says: str, source: str = "design") -> None:
        self.found.append(Finding(id, side, value, unit, says, source))

    def need(self, need: str, limb: Limb) -> None:
        self.needs.setdefault(need, set()).add(limb)


def findings(state: State, k: Knowledge, on: date) -> Findings:
    """Everything the readings say on a day. Remembered as long as no fact is added."""
    key = ("findings", on)
    known = state.memo.get(key)
    if known is not None and known[0] == (state.seq, state.reading_count):
        return known[1]
    out = Findings()
    for measure in RANGE_NEEDS:
        _range(out, state, k, measure, on)
    _rotation(out, state, k, on)
    for measure in STRENGTH_NEEDS:
        _strength(out, state, k, measure, on)
    for measure in CONTROL:
        _control(out, state, k, measure, on)
    _stretch_or_strengthen(out)
    _irritability(out, state, k)
    _changes(out, state, k)
    _worsening(out, state, k, on)
    state.memo[key] = ((state.seq, state.reading_count), out)
    return out


def _newest(state: State, k: Knowledge, id: str, on: date) -> Iterator[tuple[Measure, Limb, Series]]:
    """The newest series of a measure on each limb that has one."""
    measure = k.measures.get(id)
    if measure is None or id not in state.readings:
        return
    for limb in LIMBS:
        series = latest(state, k, id, limb, on)
        if series is not None:
            yield measure, limb, series


def _range(out: Findings, state: State, k: Knowledge, id: str, on: date) -> None:
    for measure, limb, series in _newest(state, k, id, on):
        point = series.points[-1]
        short, says, source = _against_norms(measure, state, on, point.value, point.mdc)
        out.add(
            f"range-{id}",
            limb,
            point.value,
            "deg",
            f"{measure.name} {point.value:g} deg by {series.method}: {says}",
            source,
        )
        if short:
            out.need(RANGE_NEEDS[id], limb)
    _asymmetry(out, state, k, id, on)


def _against_norms(measure: Measure, state: State, on: date, value: float, mdc: float | None) -> tuple[bool, str, str]:
    """Whether a value is short of what is usual, in words, with the source."""
    band = band_of(measure, value)
    if band is not None:
        return band.name in TREATED, band.says, band.source
    norm = fitting_norm(measure, state.profile.get("sex"), state.age(on))
    if norm is None:
        return False, "no fitting norm; compare with your other side and your own past", "design"
    margin = norm.sd if norm.sd is not None else mdc if mdc is not None else 10.0
    usual = f"usual is about {norm.mean:g} deg"
    short = value < norm.mean - margin
    return short, f"{'less than usual, ' if short else ''}{usual} ({norm.who or 'healthy adults'})", norm.source


def band_of(measure: Measure, value: float) -> Band | None:
    """The named band a value lies in, low end included, high end not."""
    for band in measure.bands:
        if (band.low is None or value >= band.low) and (band.high is None or value < band.high):
            return band
    return None


def fitting_norm(measure: Measure, sex: str | None, age: int | None) -> Norm | None:
    """The norm that fits sex and age best; one for another sex or age never does."""
    best: tuple[int, Norm] | None = None
    for norm in measure.norms:
        if norm.sex is not None and norm.sex != sex:
            continue
        if norm.age is not None and (age is None or not norm.age[0] <= age <= norm.age[1]) and age is not None:
            continue
        score = (norm.sex is not None) + (norm.age is not None and age is not None) + (norm.sd is not None)
        if best is None or score > best[0]:
            best = (score, norm)
    return best[1] if best else None


def _asymmetry(out: Findings, state: State, k: Knowledge, id: str, on: date) -> None:
    found = pair(state, k, id, on)
    if found is None:
        return
    left, right = (series.points[-1] for series in found)
    if left.mdc is None or right.mdc is None:
        return
    limit = max(k.rule["asymmetry"], left.mdc, right.mdc)
    gap = left.value - right.value
    if abs(gap) > limit:
        less: Limb = "left" if gap < 0 else "right"
        apart = f"{abs(gap):g} deg less than the other side by {found[0].method}"
        says = f"{k.measures[id].name}: {apart}, beyond the error of {limit:g}"
        out.add(f"asymmetry-{id}", less, abs(gap), "deg", says)
        if not (id == "prone-er" and "er" in out.caps[less]):
            out.need(RANGE_NEEDS[id], less)


def _rotation(out: Findings, state: State, k: Knowledge, on: date) -> None:
    """Total arc, and the difference of prone IR and ER by one method."""
    if "prone-er" not in state.readings or "prone-ir" not in state.readings:
        return
    for limb in LIMBS:
        er = {s.method: s for s in series_of(state, k, "prone-er", on) if s.side == limb}
        ir = {s.method: s for s in series_of(state, k, "prone-ir", on) if s.side == limb}
        methods = sorted(er.keys() & ir.keys(), key=lambda m: (er[m].points[-1].day, m))
        for method in methods:
            _one_rotation(out, state, k, limb, er[method], ir[method])


def _one_rotation(out: Findings, state: State, k: Knowledge, limb: Limb, er: Series, ir: Series) -> None:
    er_now, ir_now = er.points[-1].value, ir.points[-1].value
    arc, difference, limit = er_now + ir_now, ir_now - er_now, k.rule["version-difference"]
    stiff = ir_now < k.rule["stiff-ir"] or arc < k.rule["stiff-arc"] or groin_pain(state, limb)
    out.add("total-arc", limb, arc, "deg", f"ER and IR together {arc:g} deg by {er.method}")
    if stiff:
        says = f"IR {ir_now:g} deg, both together {arc:g} deg: a stiff joint is possible; let a clinician look at it"
        out.add("stiff-joint", limb, ir_now, "deg", says, "acr-hip-oa")
    if difference >= limit:
        out.caps[limb].add("er")
        out.needs.get("er-range", set()).discard(limb)
        says = f"IR exceeds ER by {difference:g} deg: bone likely limits ER; we strengthen, and do not chase more ER"
        out.add("ir-er-difference", limb, difference, "deg", says, "uding-2019")
    elif difference <= -limit:
        out.caps[limb].add("ir")
        out.needs.get("ir-range", set()).discard(limb)
        cause = "the joint may be stiff" if stiff else "bone likely limits IR"
        says = f"ER exceeds IR by {-difference:g} deg: {cause}; we do not chase more IR"
        out.add("ir-er-difference", limb, difference, "deg", says, "uding-2019")


def groin_pain(state: State, limb: Limb) -> bool:
    """Whether pain in the groin was told for this side (kept by the fold)."""
    return limb in state.groin


def _strength(out: Findings, state: State, k: Knowledge, id: str, on: date) -> None:
    if id not in k.measures or id not in state.readings:
        return
    found = pair(state, k, id, on)
    if found is None:
        return
    values: dict[Limb, float] = {"left": found[0].points[-1].value, "right": found[1].points[-1].value}
    top = max(values.values())
    if top <= 0:
        return
    for limb in LIMBS:
        share = 100 * values[limb] / top
        name = k.measures[id].name
        if share < k.rule["lsi-weak"]:
            out.add(f"strength-{id}", limb, share, "%", f"{name}: {share:.0f} % of the other side", "lsi-convention")
            for need in STRENGTH_NEEDS[id]:
                out.need(need, limb)
            out.weaker = out.weaker or limb
        elif values[limb] == top and share == 100:
            out.add(f"strength-{id}", limb, share, "%", f"{name}: the stronger side, or equal", "lsi-convention")


def _control(out: Findings, state: State, k: Knowledge, id: str, on: date) -> None:
    for measure, limb, series in _newest(state, k, id, on):
        value = series.points[-1].value
        band = band_of(measure, value)
        if band is None:
            continue
        out.add(f"control-{id}", limb, value, measure.unit, f"{measure.name} {value:g}: {band.says}", band.source)
        if band.name in TREATED:
            for need in CONTROL_NEEDS:
                out.need(need, limb)


def _stretch_or_strengthen(out: Findings) -> None:
    """D-23: the texts disagree on stretching or strengthening; the findings decide, and say so."""
    for limb in LIMBS:
        short = limb in out.needs.get("er-range", set()) | out.needs.get("ir-range", set())
        loose = limb in out.needs.get("single-leg-control", set())
        if short:
            out.add(
                "stretch-or-strengthen", limb, None, "", "rotation is short: stretching comes in, beside strengthening"
            )
        elif loose:
            says = "rotation is long enough, control on one leg is not: strengthen, do not stretch"
            out.add("stretch-or-strengthen", limb, None, "", says)


def _irritability(out: Findings, state: State, k: Knowledge) -> None:
    for limb in LIMBS:
        told = state.told_now.get(limb)
        worse = any(worse_morning(day, limb, k.rule) for day in state.days[-2:])
        if told is None and not worse:
            continue
        pain = told[1] if told else None
        if worse or (pain is not None and pain > k.rule["pain-stop"]):
            word = "high: easily stirred up"
        elif pain is not None and pain > k.rule["pain-progress"]:
            word = "moderate"
        else:
            word = "low"
        out.add("irritability", limb, pain, "score", f"irritability {word}", "thomee-1997")


def _changes(out: Findings, state: State, k: Knowledge) -> None:
    for id in sorted(state.readings):
        for series in series_of(state, k, id) if id in k.measures else ():
            change = change_of(series, k)
            if change is None or not change.real:
                continue
            way = {True: "better", False: "worse", None: "changed"}[change.better]
            amount = f"{way} by {abs(change.by):g} {series.unit} by {series.method}"
            says = f"{k.measures[id].name}: {amount}, beyond the error of {change.mdc:g}"
            out.add(f"change-{id}", series.side, change.by, series.unit, says, series.points[-1].source or "design")


def _worsening(out: Findings, state: State, k: Knowledge, on: date) -> None:
    """Pain rising over two weeks: the mean of the last week above that before, and that above the one before it."""
    week = k.rule["worsening-refer-days"] / 2
    for limb in LIMBS:
        weeks: list[list[float]] = [[], [], []]
        for day, pain in state.pains[limb][-120:]:
            ago = (on - day).days
            if 0 <= ago < 3 * week:
                weeks[int(ago / week)].append(pain)
        if all(weeks):
            now, before, first = (sum(told) / len(told) for told in weeks)
            if now > before > first and now - first >= k.rule["next-day-rise"]:
                says = f"pain has risen for two weeks, from about {first:.1f} to {now:.1f}: please see someone"
                out.add("worsening", limb, now - first, "score", says)


def plateau(state: State, k: Knowledge, on: date, adherence: float | None) -> tuple[str, str] | None:
    """Four weeks at 75 % adherence without a change beyond error; eight: refer.

    Returns:
        (id, words), or None.
    """
    since = state.programme_since or (state.days[0].day if state.days else None)
    if since is None or adherence is None or adherence < k.rule["plateau-adherence"]:
        return None
    days = (on - since).days
    if days < k.rule["plateau-days"] or not _measured(state, since + timedelta(days=1)):
        return None
    changes = [change_of(s, k) for id in state.readings if id in k.measures for s in series_of(state, k, id, on)]
    if any(change is not None and change.real for change in changes):
        return None
    if days >= k.rule["plateau-refer-days"]:
        return "plateau-refer", "eight weeks without a change beyond the error: let a clinician look"
    return "plateau", "four weeks of good adherence without a change beyond the error: time to change the plan"


def _measured(state: State, after: date) -> bool:
    return any(told and told[-1][0] >= after for told in state.readings.values())
