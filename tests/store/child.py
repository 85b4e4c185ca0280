"""Another process that uses the store, for the tests: ``python -m tests.store.child COMMAND URL [ARGUMENT]``.

``write`` adds batches for ever and prints the ids that were acknowledged, a line a batch; ``open`` says it is ready,
waits for a line and then opens the database; ``fill`` adds until the disk, limited to so many bytes a file, is full.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
from pathlib import Path

from tests.store.made_up import a_fact, pains
from turnout.store import open_store
from turnout.terms import StoreError

ROOT = Path(__file__).parents[2]


def start(command: str, url: str, argument: int = 0) -> subprocess.Popen[str]:
    """Starts one with its input and output piped."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.child", command, url, str(argument)],
        cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def write(url: str, seed: int) -> None:
    """Adds batches of 1 to 5 facts; each fact says which batch it is of, and how large that is."""
    dice = random.Random(seed)
    with open_store(url, busy_s=60) as store:
        for number in range(1_000_000):
            size = dice.randint(1, 5)
            batch = [a_fact(batch=f"{seed}-{os.getpid()}-{number}", size=size) for _ in range(size)]
            stored = [outcome.id for outcome in store.add(batch, person="me") if outcome.status == "stored"]
            print(*stored, flush=True)


def open_at_once(url: str, _: int) -> None:
    """Waits for the word, opens, adds one fact."""
    print("ready", flush=True)
    sys.stdin.readline()
    with open_store(url, busy_s=60) as store:
        print(store.add([a_fact()], person="me")[0].status, flush=True)


def fill(url: str, limit: int) -> None:
    """Adds until it fails, then prints what was acknowledged and the error."""
    with open_store(url) as store:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        stored = 0
        try:
            while True:
                stored += len(store.add(pains(20), person="me"))
        except StoreError as error:
            print(stored, flush=True)
            print(error, flush=True)


if __name__ == "__main__":
    {"write": write, "open": open_at_once, "fill": fill}[sys.argv[1]](sys.argv[2], int(sys.argv[3]))
