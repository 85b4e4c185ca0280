"""Whatever goes wrong in a command becomes one line on standard error and an exit code; never a traceback.

In: the arguments. Out: the exit code (see `turnout.cli`).
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from typing import cast

import typer

from turnout.terms import TurnoutError

DONE, FAULT, BAD_INPUT, STOPPED, UNREAD = 0, 1, 2, 130, 141
TRACEBACK = "TURNOUT_TRACEBACK"
"""With this variable set, a fault of Turnout itself shows where it happened."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs one command.

    Args:
        arguments: as typed, without the program's name; those of the process by default.

    Returns:
        The exit code. Everything that was to be said has been said.
    """
    given = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    try:
        code = _invoke(given)
        sys.stdout.flush()
        return code
    except TurnoutError as error:
        return _say(str(error), BAD_INPUT)
    except (KeyboardInterrupt, typer.Abort):
        return _say("stopped", STOPPED)
    except (BrokenPipeError, SystemExit):  # typer leaves by SystemExit where the pipe is broken
        return _mute(UNREAD)
    except OSError as error:
        _mute(BAD_INPUT)
        what = f"{error.filename}: " if error.filename else "the output cannot be written: "
        return _say(what + (error.strerror or str(error)), BAD_INPUT)
    except Exception as error:
        return _other(error)


def _invoke(arguments: list[str]) -> int:
    from turnout.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")  # a terminal that lacks a character still gets the rest
    code: object = app(args=arguments, prog_name="turnout", standalone_mode=False)
    if code == STOPPED:
        raise KeyboardInterrupt
    return code if isinstance(code, int) else DONE


def _other(error: Exception) -> int:
    """An error of the arguments, told by typer, or a fault of our own."""
    tell = getattr(error, "format_message", None)
    if tell is not None:
        context = getattr(error, "ctx", None)
        command = cast("str", getattr(context, "command_path", "turnout"))
        return _say(f"{tell()} (see {command} --help)", BAD_INPUT)
    if os.environ.get(TRACEBACK):
        raise error
    kind = type(error).__name__
    return _say(
        f"a fault in Turnout itself ({kind}: {error}); with {TRACEBACK}=1 it shows where, please report it", FAULT
    )


def _say(sentence: str, code: int) -> int:
    """One line on standard error, whatever characters the sentence holds."""
    words = " ".join(sentence.split())
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in words)
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(f"turnout: {line}\n")
        sys.stderr.flush()
    return code


def _mute(code: int) -> int:
    """Standard output cannot take what is left: let it go quietly, now and when the process ends."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    return code
