"""The model: whose it is, what it weighs, how it grows, what it is called, where it is kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from turnout.body import Body, BodyError, Person, engine, load_anatomy, load_body, muscles_of
from turnout.body import cache as kept
from turnout.body.model import place_of
from turnout.knowledge import load_knowledge

DEEP_SIX = {
    "piriformis",
    "obturator_internus",
    "obturator_externus",
    "gemellus_superior",
    "gemellus_inferior",
    "quadratus_femoris",
}


def mass_of(body: Body, *names: str) -> float:
    model = body.engine_model
    every = engine.body_names(model)
    return float(sum(model.body_mass[every.index(name)] for name in names))


def test_all_six_deep_rotators_are_there(body: Body) -> None:
    assert set(body.muscles) >= DEEP_SIX


def test_every_muscle_of_the_knowledge_below_the_trunk_is_in_the_model(body: Body) -> None:
    trunk = {"rectus_abdominis", "obliquus_externus", "erector_spinae", "quadratus_lumborum"}
    named = {name for name in body.anatomy.knowledge.values() if name is not None}
    assert named == set(load_knowledge().muscles) - trunk


def test_every_muscle_has_force_fibre_and_tendon(body: Body) -> None:
    muscles = muscles_of(body)
    assert (muscles.force > 20).all() and (muscles.force < 6000).all()
    assert (muscles.fibre > 0.02).all()
    assert (muscles.slack > 0).all()
    assert (muscles.fitted > 0.6).all() and (muscles.fitted < 3).all()


def test_everyday_postures_leave_the_hip_muscles_slack(body: Body) -> None:
    muscles = muscles_of(body)
    for posture in ({"hip_flexion": 110, "knee_angle": 110}, {"hip_flexion": 90, "knee_angle": 90}):
        geometry = body.geometry(posture)
        _, passive = muscles.forces(geometry.lengths)
        hip = np.abs(geometry.arms[0, :, :3]).max(axis=1) > 1e-3
        assert passive[0, hip].max() < 150, "newtons in a deep squat"


@pytest.mark.parametrize("posture", [{"knee_angle": 90}, {"hip_flexion": 70}, {"hip_flexion": 90, "knee_angle": 90}])
def test_muscles_over_two_joints_neither_hold_a_relaxed_leg_nor_go_limp(body: Body, posture: dict[str, float]) -> None:
    muscles = muscles_of(body)
    lengths = body.geometry(posture).lengths
    state, _ = muscles.state(lengths)
    _, passive = muscles.forces(lengths)
    for name in ("rectus_femoris", "semimembranosus", "biceps_femoris_long", "semitendinosus", "sartorius", "gracilis"):
        place = body.muscles.index(name)
        assert 0.45 < state[0, place] < 1.45, name
        assert passive[0, place] < 150, name


def test_masses_add_up_and_the_pelvis_is_no_longer_double(body: Body) -> None:
    assert body.engine_model.body_mass.sum() == pytest.approx(75)
    assert mass_of(body, "pelvis", "sacrum") == pytest.approx(0.142 * 75)
    assert mass_of(body, "head", "neck") == pytest.approx(0.081 * 75)
    assert mass_of(body, "femur_r") == pytest.approx(mass_of(body, "femur_l"))


@pytest.mark.parametrize(("mass", "height"), [(50.0, 155.0), (75.0, 190.0), (110.0, 170.0)])
def test_lengths_go_with_height_and_masses_with_mass(body: Body, mass: float, height: float) -> None:
    other = load_body(Person(mass_kg=mass, height_cm=height))
    posture = {"hip_flexion": [0, 50, 95], "hip_rotation": 20, "knee_angle": 70}
    scale = height / 170
    np.testing.assert_allclose(other.geometry(posture).lengths, scale * body.geometry(posture).lengths, rtol=1e-9)
    np.testing.assert_allclose(other.geometry(posture).arms, scale * body.geometry(posture).arms, atol=1e-12, rtol=1e-9)
    assert other.engine_model.body_mass.sum() == pytest.approx(mass)


def test_force_goes_with_muscle_volume_over_fibre_length(body: Body) -> None:
    person = Person(mass_kg=60, height_cm=160)
    ratio = muscles_of(load_body(person)).force / muscles_of(body).force
    assert ratio == pytest.approx((person.leg_muscle_cm3 / body.person.leg_muscle_cm3) / (160 / 170))


@pytest.mark.parametrize(
    ("mass", "height", "says"),
    [
        (5, 170, "mass_kg: 5 kg is not a body the model can be scaled to; it goes from 25 to 250 kg"),
        (75, 300, "height_cm: 300 cm is not a body the model can be scaled to; it goes from 120 to 220 cm"),
        (float("nan"), 170, "mass_kg: must be a number from 25 to 250 kg, not nan"),
        (75, float("inf"), "height_cm: must be a number from 120 to 220 cm, not inf"),
    ],
)
def test_a_person_who_cannot_be_is_refused(mass: float, height: float, says: str) -> None:
    with pytest.raises(BodyError) as refused:
        Person(mass_kg=mass, height_cm=height)
    assert str(refused.value) == says


def test_an_unknown_muscle_names_those_there_are(body: Body) -> None:
    with pytest.raises(BodyError, match="the model has no muscle 'psoas'"):
        place_of("psoas", body.muscles)


def test_the_second_time_the_model_comes_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TURNOUT_CACHE", str(tmp_path))
    first = kept.compiled(load_anatomy())
    assert [path.suffix for path in tmp_path.iterdir() if path.name.startswith("body-")] == [".mjb"]

    def refuse(_anatomy: object) -> None:
        raise AssertionError("built again")

    monkeypatch.setattr(kept, "build", refuse)
    second = kept.compiled(load_anatomy())
    np.testing.assert_array_equal(first.site_pos, second.site_pos)


def test_a_spoilt_cache_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TURNOUT_CACHE", str(tmp_path))
    kept.cache_path(load_anatomy()).write_bytes(b"not a model")
    assert kept.compiled(load_anatomy()).ntendon > 80


def test_where_nothing_can_be_kept_the_model_is_made_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("TURNOUT_CACHE", str(blocked))
    assert kept.compiled(load_anatomy()).ntendon > 80


def test_importing_turnout_and_its_body_loads_nothing_heavy() -> None:
    code = (
        "import sys, turnout; turnout.body; print(sorted({'numpy', 'mujoco', 'scipy', 'pydantic'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_without_the_extra_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from turnout.body import errors

    monkeypatch.setattr(errors, "find_spec", lambda _name: None)  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    with pytest.raises(BodyError, match=r"needs mujoco and myo-sim: install Turnout with its extra, turnout\[body\]"):
        load_body()
