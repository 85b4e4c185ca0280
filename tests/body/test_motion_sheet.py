"""The software renderer and the sheet."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
from typer.testing import CliRunner

from turnout.body import Body
from turnout.body.letters import write
from turnout.body.raster import PAPER, box_triangles, camera, png, render
from turnout.body.repertoire import perform, pieces
from turnout.body.scene import Bones, scene
from turnout.body.sheet import LINE, block, sheet
from turnout.cli.app import app
from turnout.knowledge import load_knowledge


def test_the_nearer_of_two_boxes_is_seen() -> None:
    eye = camera(0.0, 0.0, np.zeros(3), 2.0, (60, 60))  # from ahead, where -y is
    near, far = (box_triangles(np.array([0.0, y, 0.0]), np.full(3, 0.4)) for y in (-1.0, 1.0))
    colours = np.vstack([np.tile([200.0, 0, 0], (12, 1)), np.tile([0, 0, 200.0], (12, 1))])
    image = render(np.vstack([near, far]), colours, eye)
    assert image[30, 30, 0] > 80
    assert image[30, 30, 2] == 0
    assert tuple(image[2, 2]) == PAPER


def test_every_pixel_of_a_box_is_covered() -> None:
    eye = camera(0.0, 0.0, np.zeros(3), 2.0, (200, 200))
    image = render(box_triangles(np.zeros(3), np.full(3, 0.8)), np.tile([90.0, 90, 90], (12, 1)), eye)
    assert (image[30:170, 30:170] != PAPER).any(axis=2).all()


def test_a_png_holds_the_pixels() -> None:
    image = np.arange(2 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3)
    data = png(image)
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (3, 2)
    start = data.index(b"IDAT") + 4
    length = struct.unpack(">I", data[start - 8 : start - 4])[0]
    rows = zlib.decompress(data[start : start + length])
    assert rows == b"\0" + image[0].tobytes() + b"\0" + image[1].tobytes()


def test_letters_leave_ink_and_stay_inside() -> None:
    image = np.full((10, 20, 3), 255, dtype=np.uint8)
    write(image, "clam-shell 90", 1, 1)
    assert image.min() < 60


def test_a_picture_shows_the_body_in_every_phase_from_two_sides(body: Body) -> None:
    track = perform(pieces(load_knowledge(), "banded-squat")[0], body, frames=8)
    image = block("banded-squat", track, cell=(60, 80))
    assert image.shape == (LINE + 2 * 80, 2 * 60, 3)
    for row in (0, 1):
        for column in (0, 1):
            cell = image[LINE + row * 80 + 12 : LINE + (row + 1) * 80, column * 60 : (column + 1) * 60]
            assert (cell != PAPER).any(axis=2).mean() > 0.03


def test_the_scene_has_the_furniture(body: Body) -> None:
    track = perform(pieces(load_knowledge(), "step-down")[0], body, frames=8)
    triangles, colours = scene(track, 0, Bones(body.engine_model))
    assert len(triangles) == len(colours)
    assert [box.kind for box in track.boxes] == ["step", "rail"]
    assert np.isclose(track.boxes[0].top, 0.2)


def test_an_empty_sheet_is_a_picture_too() -> None:
    assert sheet([]).shape[2] == 3


def test_the_command_writes_a_picture(tmp_path: Path) -> None:
    out = tmp_path / "sheet.png"
    result = CliRunner().invoke(app, ["body", "sheet", "-o", str(out), "--size", "60", "prone-er"])
    assert result.exit_code == 0, result.output
    assert out.read_bytes()[:4] == b"\x89PNG"


def test_an_exercise_without_a_motion_is_told_in_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["body", "sheet", "-o", str(tmp_path / "x.png"), "yoga"])
    assert result.exit_code != 0
    assert "there is no motion 'yoga'" in str(result.output) + str(result.exception)
