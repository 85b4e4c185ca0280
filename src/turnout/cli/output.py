"""What commands write: JSON for programs, tables for people, files that are whole or not there at all.

In: values. Out: standard output, or a file. Text of a record is never read as markup.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from turnout.terms import TurnoutError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

Json = Annotated[bool, typer.Option("--json", help="Answer as JSON, for programs.")]
Database = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="URL",
        help="A path, sqlite:///PATH or postgresql://USER@HOST/DATABASE. Without it TURNOUT_DB, else your data folder.",
        show_default=False,
    ),
]
WIDE = 120
"""Columns where the output is not a terminal and COLUMNS is not set."""


class OutputError(TurnoutError):
    """A file or folder that cannot be written."""


def put_json(value: Any) -> None:
    """Writes JSON, UTF-8 whatever the terminal speaks."""
    data = (json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()
    put_bytes(data)


def put_bytes(data: bytes) -> None:
    """Writes bytes to standard output as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def put(*parts: Any) -> None:
    """Writes text, tables and other things that rich knows."""
    to = console()
    for part in parts:
        to.print(part)


def put_lines(lines: Iterable[str]) -> None:
    """Writes lines as they are, never broken: other programs read them."""
    for line in lines:
        sys.stdout.write(f"{line}\n")


def console(*, errors: bool = False) -> Console:
    """A console that takes text literally."""
    from rich.console import Console

    stream = sys.stderr if errors else sys.stdout
    width = None if stream.isatty() or os.environ.get("COLUMNS") else WIDE
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], *, wide: Sequence[str] = ()) -> Table:
    """A plain table.

    Args:
        title: stands above it.
        columns: their names.
        rows: their cells.
        wide: columns that get the room that is left. The first column is never broken.
    """
    from rich import box
    from rich.table import Table

    out = Table(
        title=title or None,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        show_header=any(columns),
    )
    for n, column in enumerate(columns):
        out.add_column(column, ratio=1 if column in wide else None, overflow="fold", no_wrap=n == 0)
    for row in rows:
        out.add_row(*row)
    return out


def _unseen(_done: int) -> None:
    """No bar where nobody looks."""


@contextmanager
def progress(says: str, total: int) -> Generator[Callable[[int], None]]:
    """A progress bar on a terminal, nothing elsewhere. Yields a function that takes how much is done."""
    if not sys.stderr.isatty():
        yield _unseen
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(says, markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(errors=True), transient=True) as bar:
        task = bar.add_task(says, total=total)
        yield lambda done: bar.update(task, completed=done)


def write_file(path: Path, data: bytes) -> None:
    """Writes a file so that a full disk leaves what was there before. ``-`` is standard output.

    Raises:
        OutputError: it cannot be written.
    """
    if str(path) == "-":
        put_bytes(data)
        return
    try:
        if path.exists() and not path.is_file():
            _write_through(path, data)
        else:
            _replace(path, data)
    except OSError as error:
        raise OutputError(f"cannot write: {error.strerror or error}", str(path)) from None


def _write_through(path: Path, data: bytes) -> None:
    """To a device or a pipe: there is nothing to replace."""
    with path.open("wb") as file:
        file.write(data)


def _replace(path: Path, data: bytes) -> None:
    target = path.resolve()  # a link stays a link
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(13, "the file is read-only")
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".partial", dir=target.parent)
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.chmod(mode)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def write_files(folder: Path, files: dict[str, bytes]) -> None:
    """Writes several files into a folder, which is made where it is missing.

    Raises:
        OutputError: the folder or a file cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make the folder: {error.strerror or error}", str(folder)) from None
    for name, data in files.items():
        write_file(folder / name, data)
