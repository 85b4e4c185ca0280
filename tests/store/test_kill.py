"""Kill -9 at any moment loses no acknowledged fact.

Writers print each batch of ids when the store has acknowledged it. They are killed at random moments, some while they
still open the database; then every printed id is there, every batch is there whole or not at all, and the database is
sound.
"""

from __future__ import annotations

import random
import time
from collections import Counter

import pytest

from tests.store.child import start
from turnout.record import fact_json
from turnout.store import open_store

WRITERS = 4
LONGEST_S = 0.4


def one_round(url: str, dice: random.Random) -> list[str]:
    """Starts some writers at once, kills each at a moment of its own, and returns the acknowledged ids."""
    writers = [start("write", url, dice.getrandbits(30)) for _ in range(WRITERS)]
    heard: list[str] = []
    for number, writer in enumerate(writers):
        assert writer.stdout is not None
        if number > 0:  # the first one is killed wherever it is: importing, migrating, or writing
            heard.append(writer.stdout.readline())
        time.sleep(dice.random() * LONGEST_S)
        writer.kill()
    for writer in writers:
        assert writer.stdout is not None
        heard.append(writer.stdout.read())
        _, said = writer.communicate()
        assert writer.returncode == -9, said
    # A line cut by the kill was not printed whole, so it acknowledged nothing.
    return [
        name
        for text in heard
        for line in text.splitlines(keepends=True)
        if line.endswith("\n")
        for name in line.split()
    ]


@pytest.mark.parametrize(
    ("kind", "rounds"), [("sqlite_url", 6), pytest.param("postgres_url", 2, marks=pytest.mark.postgres)]
)
def test_kill_9_loses_no_acknowledged_fact(request: pytest.FixtureRequest, kind: str, rounds: int) -> None:
    url: str = request.getfixturevalue(kind)
    dice = random.Random(20260105)
    acknowledged: list[str] = []
    for _ in range(rounds):
        acknowledged += one_round(url, dice)
        with open_store(url) as store:
            assert store.check() == ()
            contents = [fact_json(fact) for fact in store.facts("me")]
        kept = {content["id"] for content in contents}
        assert len(kept) == len(contents)
        assert kept.issuperset(acknowledged)
        found = Counter((content["batch"], content["size"]) for content in contents)
        assert all(number == size for (_, size), number in found.items())
    assert len(acknowledged) > rounds * WRITERS
