"""The sheet of the next session's moves: what it says of each, and pictures that are seen, described and given in."""

from __future__ import annotations

import re
import struct
import zlib
from datetime import date
from typing import Any

from tests.report.made import TODAY, demo, k, report
from turnout.coach import plan_json
from turnout.planning import make_plan
from turnout.report.as_pdf import pages, to_pdf, to_png
from turnout.report.sheet import Pictures, moves_of, sheet_of
from turnout.track import fold


def dot(red: int) -> bytes:
    """A PNG of one dot."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = part(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", zlib.compress(bytes([0, red, 9, 9]))) + part(b"IEND", b"")


def drawn() -> Pictures:
    """Two pictures of every move of the demo's session."""
    moves = report(demo(), on=TODAY).moves
    return {(move.exercise, move.level): [("start", dot(n)), ("far end", dot(n + 100))] for n, move in enumerate(moves)}


def test_every_item_of_the_session_is_a_move_with_its_dose_sides_together() -> None:
    plan = make_plan(fold(demo(), k(), TODAY), k(), TODAY)
    session = plan_json(plan)["session"]
    moves = moves_of(session, k())
    assert {(move.exercise, move.level) for move in moves} == {(i["exercise"], i["level"]) for i in session["items"]}
    assert sum(
        move.dose.count("left") + move.dose.count("right") + 2 * move.dose.count("both") for move in moves
    ) == sum(2 if item["side"] == "both" else 1 for item in session["items"])
    assert all(move.cues for move in moves)
    assert moves_of(None, k()) == ()


def item(**more: Any) -> dict[str, Any]:
    base = {"exercise": "clamshell", "level": "no-band", "name": "Clamshell", "level_name": "No band", "side": "left"}
    return {**base, "sides": "each", "sets": 3, "reps": 12, "seconds": None, "rest_s": 60, "bouts": 1, **more}


def test_a_move_says_how_much_how_fast_and_on_which_side() -> None:
    tempo = {"up_s": 2, "hold_s": 0, "down_s": 3, "first": "down"}
    [one] = moves_of({"items": [item(tempo=tempo), item(tempo=tempo, side="right")]}, k())
    assert (one.dose, one.pace) == ("3 × 12, left and right", "3 s down, 2 s up; rest 60 s")
    [held] = moves_of({"items": [item(reps=None, seconds=30, rest_s=0, side="both", bouts=3)]}, k())
    assert (held.dose, held.pace) == ("3 × 30 s, both sides together, 3 times through the day", "")


def test_who_works_with_the_left_is_seen_in_a_mirror() -> None:
    both = moves_of({"items": [item(sets=2), item(side="right")]}, k())
    rows, files = sheet_of(both, {("clamshell", "no-band"): [("start", b"a"), ("top", b"b"), ("end", b"c")]})
    assert [[one["flipped"] for one in row["pictures"]] for row in rows] == [[True, True], [False, False]]
    assert files == [b"a", b"b", b"a", b"b"]
    assert rows[0]["pictures"][1]["says"] == "Clamshell, no band: top"


def test_a_move_without_a_picture_keeps_its_words_and_no_picture_at_all_is_no_sheet() -> None:
    both = moves_of({"items": [item(), item(exercise="fire-hydrant")]}, k())
    rows, files = sheet_of(both, {("clamshell", "no-band"): [("start", b"a")]})
    assert [len(row["pictures"]) for row in rows] == [1, 0] and len(files) == 1
    assert sheet_of(both, {}) == ([], [])
    found = report(demo(), on=TODAY)
    assert to_pdf(found, "1.2.3", {}) == to_pdf(found, "1.2.3")


def test_the_pdf_has_a_second_page_with_every_picture_described() -> None:
    found = report(demo(), on=TODAY)
    pdf = to_pdf(found, "1.2.3", drawn())
    assert pages(pdf) == 2
    assert b"pdfuaid" in pdf, "it still calls itself PDF/UA"
    assert len(re.findall(rb"/Subtype\s*/Image", pdf)) >= 2 * len(drawn())
    said = ": far end"
    assert pdf.count(said.encode()) + pdf.count(said.encode("utf-16-be").hex().upper().encode()) == len(found.moves)
    assert pdf == to_pdf(found, "1.2.3", drawn())


def test_the_sheet_can_be_looked_at_and_an_empty_day_has_none() -> None:
    assert len(to_png(report(demo(), on=TODAY), "1.2.3", 40, drawn())) == 2
    assert pages(to_pdf(report([], on=date(2026, 1, 5)), "1.2.3", drawn())) == 1
