"""The command line: what is typed in, the answer out. Wires the rooms together; nothing imports it.

Exit codes: 0 done, 1 a fault of Turnout itself or a rule broken in a simulation, 2 bad input (with one line on standard
error), 130 stopped by the person, 141 nobody reads the output any more.
"""

from __future__ import annotations

import sys


def main() -> None:
    """The entry point of the ``turnout`` command."""
    from turnout.cli.guard import run

    sys.exit(run())
