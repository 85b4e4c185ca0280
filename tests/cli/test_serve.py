"""``turnout serve`` and ``turnout demo``: this machine only, and the demo keeps to itself."""

from __future__ import annotations

import re
import signal
import socket
import urllib.request
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Command, start
from turnout.cli.made_up import MARK, made_up_person
from turnout.coach import answer_from
from turnout.knowledge import load_knowledge
from turnout.record import fact_json, moment_of

TODAY = date(2026, 3, 14)


@pytest.mark.parametrize("command", ["serve", "demo"])
@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "example.org", "", "127.0.0.1.example.org"])
def test_an_address_beyond_this_machine_is_refused(refused: Command, command: str, host: str) -> None:
    assert "serves this machine only" in refused(command, "--host", host).err


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_taken_is_one_sentence(refused: Command, command: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"port {port} of 127.0.0.1 cannot be used" in refused(command, "--port", port).err


def test_a_wrong_database_is_told_before_anything_is_served(refused: Command) -> None:
    assert "'mysql' is not known" in refused("serve", "--port", "0", "--db", "mysql://x/y").err


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_the_app_answers_and_ctrl_c_ends_it(command: str, tmp_path: Path) -> None:
    options = ["--db", tmp_path / "turnout.db"] if command == "serve" else []
    process = start(command, "--port", "0", *options)
    assert process.stdout is not None
    try:
        said = b"".join(process.stdout.readline() for _ in range(2)).decode()
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert found, said
        with urllib.request.urlopen(found[0], timeout=30) as answer:
            page = answer.read().decode()
        assert answer.status == 200 and "<html" in page
        assert ("made up" in page.lower() or "made-up" in page.lower()) == (command == "demo")
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, b"")


def test_the_made_up_person_has_ten_weeks_that_end_yesterday_and_every_fact_says_so() -> None:
    facts = made_up_person(load_knowledge(), 3, TODAY)
    days = [moment_of(fact.at).day for fact in facts]
    assert max(days) == TODAY - timedelta(days=1)
    assert 9 * 7 <= (max(days) - min(days)).days < 10 * 7
    assert all(MARK in (fact.note or "") for fact in facts)


def test_the_made_up_person_is_the_same_each_time_but_for_the_days() -> None:
    k = load_knowledge()
    now, later = (made_up_person(k, 3, TODAY + timedelta(days=n)) for n in (0, 1))
    assert [fact.id for fact in now] == [fact.id for fact in later]
    session = next(fact_json(fact)["session"]["on"] for fact in now if fact.kind == "offered")
    moved = next(fact_json(fact)["session"]["on"] for fact in later if fact.kind == "offered")
    assert date.fromisoformat(moved) - date.fromisoformat(session) == timedelta(days=1)


def test_the_made_up_person_can_be_planned_for() -> None:
    k = load_knowledge()
    answer = answer_from(made_up_person(k, 3, TODAY), k, TODAY)
    assert answer["stop"] is None
    assert answer["programme"] == "piriformis-three-phase"
