"""The browser's own `walk.ts`, driven from Python: one Node for as long as it is needed.

In: a pack and facts as JSON. Out: what the browser makes of the day. A bug can be planted in the source it reads.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from tools.node import command

ROOT = Path(__file__).parents[2]
OFFLINE = ROOT / "web" / "src" / "offline"
DRIVER = Path(__file__).with_name("walker.mjs")
Json = dict[str, Any]
Plant = tuple[str, str, str]
"""A file of the walk, a text in it, and what is put in its place."""


class Walker:
    """A Node that walks packs."""

    def __init__(self, node: subprocess.Popen[str]) -> None:
        self._in, self._out = cast("IO[str]", node.stdin), cast("IO[str]", node.stdout)

    def _ask(self, **asked: Any) -> Json:
        self._in.write(json.dumps(asked) + "\n")
        self._in.flush()
        line = self._out.readline()
        assert line, "the walk broke off; see Node's own words above"
        return json.loads(line)

    def take(self, pack: Json) -> None:
        """The pack from now on."""
        self._ask(pack=pack)

    def today(self, facts: Sequence[Json], day: str, at: str) -> Json:
        """What today is."""
        return self._ask(facts=facts, now={"day": day, "at": at})["today"]

    def offered(self, session: Json) -> Json:
        """What the `offered` fact of a session holds."""
        return self._ask(offered=session)["offered"]


@contextmanager
def walker(*plants: Plant) -> Generator[Walker]:
    """A Node, with bugs planted where given; ends with the block."""
    arguments = ["--disable-warning=ExperimentalWarning", str(DRIVER), str(OFFLINE), json.dumps(plants)]
    with subprocess.Popen(
        command(arguments), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as node:
        yield Walker(node)
        cast("IO[str]", node.stdin).close()
