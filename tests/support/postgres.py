"""A PostgreSQL server for tests: found or installed, started on loopback with a folder of its own, stopped at the end.

In: ``TURNOUT_TEST_POSTGRES`` (a URL with the right to create databases) where there is one; else the programs of the
system; else Debian's package. Out: URLs of fresh databases. Tests that need it fail where it cannot be had: they are
never skipped. ``python -m tests.support.postgres --install`` makes sure of the programs beforehand.
"""

from __future__ import annotations

import argparse
import ctypes
import fcntl
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg
from psycopg import sql

VARIABLE = "TURNOUT_TEST_POSTGRES"
_LOCK = Path(tempfile.gettempdir()) / f"turnout-postgres-install-{os.getuid()}.lock"
_START_S = 60
_ATTEMPTS = 5


class NoPostgresError(Exception):
    """There is no PostgreSQL server, with the reason and what to do."""


def programs() -> Path | None:
    """The folder with ``initdb`` and ``postgres``; the newest where there are several."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: [int(part) for part in folder.parent.name.split(".") if part.isdigit()],
        reverse=True,
    )
    folders = list(versions)
    if shutil.which("pg_config"):
        said = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=False)
        folders.append(Path(said.stdout.strip()))
    postgres = shutil.which("postgres")
    if postgres:
        folders.append(Path(postgres).resolve().parent)
    return next((f for f in folders if all(os.access(f / name, os.X_OK) for name in ("initdb", "postgres"))), None)


def install() -> Path:
    """Finds the programs, or installs Debian's package and finds them then. Safe to call from several processes.

    Raises:
        NoPostgresError: they are not there and cannot be installed.
    """
    found = programs()
    if found:
        return found
    with _LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = programs()
        if found:
            return found
        _apt("update")
        _apt("install", "--yes", "--no-install-recommends", "postgresql")
        _stop_what_the_package_started()
    found = programs()
    if not found:
        raise _missing("the package postgresql was installed, but initdb and postgres were not found")
    return found


def _missing(reason: str) -> NoPostgresError:
    return NoPostgresError(
        f"PostgreSQL cannot be had: {reason}. Install it (Debian: apt-get install postgresql), or set {VARIABLE} to "
        "the URL of a server where databases may be created"
    )


def _apt(*arguments: str) -> None:
    if not shutil.which("apt-get"):
        raise _missing("initdb and postgres were not found, and there is no apt-get to install them with")
    as_root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    command = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise _missing(f"{command[0]} cannot be run: {error.strerror}") from None
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no reason given"]
        raise _missing(f"apt-get {arguments[0]} failed: {last[0]}")


def _stop_what_the_package_started() -> None:
    """Debian's package makes a cluster and starts it; the tests start their own."""
    listed = subprocess.run(["pg_lsclusters", "--no-header"], capture_output=True, text=True, check=False)
    for line in listed.stdout.splitlines():
        version, name = line.split()[:2]
        subprocess.run(["pg_ctlcluster", version, name, "stop"], capture_output=True, check=False)


class _User(NamedTuple):
    """Whom to run the server as; None for whoever runs the tests."""

    uid: int | None = None
    gid: int | None = None

    @property
    def extra_groups(self) -> list[int] | None:
        return None if self.uid is None else []


def _user() -> _User:
    """An unprivileged user: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return _User()
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return _User(entry.pw_uid, entry.pw_gid)
    raise _missing("it does not run as root, and there is no user postgres or nobody")


def _dies_with_parent() -> Callable[[], None] | None:
    """Run in the server before it starts: where the tests are killed, the system stops the server (Linux)."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    set_death_signal = 1

    def ask() -> None:
        prctl(set_death_signal, signal.SIGQUIT)

    return ask


@contextmanager
def server() -> Generator[str]:
    """A running server, as a URL of its administrator.

    Raises:
        NoPostgresError: there is none and none can be started.
    """
    given = os.environ.get(VARIABLE)
    if given:
        yield given
        return
    folder = install()
    home = Path(tempfile.mkdtemp(prefix="turnout-postgres-"))
    process: subprocess.Popen[bytes] | None = None
    try:
        user = _user()
        password = _initialise(folder, home, user)
        process, url = _started(folder, home, user, password)
        yield url
    finally:
        if process is not None:
            _stop(process)
        shutil.rmtree(home, ignore_errors=True)


def _initialise(folder: Path, home: Path, user: _User) -> str:
    password = secrets.token_hex(16)
    secret = home / "password"
    secret.write_text(password)
    if user.uid is not None and user.gid is not None:
        for path in (home, secret):
            os.chown(path, user.uid, user.gid)
    command = [
        str(folder / "initdb"), f"--pgdata={home / 'data'}", "--username=postgres", "--auth=scram-sha-256",
        f"--pwfile={secret}", "--encoding=UTF8", "--locale=C", "--no-sync",
    ]  # fmt: skip
    done = subprocess.run(
        command,
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
        user=user.uid,
        group=user.gid,
        extra_groups=user.extra_groups,
    )
    if done.returncode:
        raise _missing(f"initdb failed: {done.stderr.strip()}")
    return password


def _started(folder: Path, home: Path, user: _User, password: str) -> tuple[subprocess.Popen[bytes], str]:
    """A server that answers. Another program may take the port first: then another port is tried."""
    log = home / "log"
    for _ in range(_ATTEMPTS):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [
            str(folder / "postgres"), "-D", str(home / "data"), "-p", str(port), "-c", "listen_addresses=127.0.0.1",
            "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "full_page_writes=off",
            "-c", "shared_buffers=16MB", "-c", "max_connections=50",
        ]  # fmt: skip
        with log.open("ab") as out:
            process = subprocess.Popen(
                command,
                cwd=home,
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                preexec_fn=_dies_with_parent(),
                user=user.uid,
                group=user.gid,
                extra_groups=user.extra_groups,
            )
        url = f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"
        if _answers(process, url):
            return process, url
        _stop(process)
    raise _missing(f"the server does not start: {log.read_text(errors='replace')[-2000:]}")


def _answers(process: subprocess.Popen[bytes], url: str) -> bool:
    give_up = time.monotonic() + _START_S
    while process.poll() is None and time.monotonic() < give_up:
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return process.poll() is None
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)  # "fast": sessions are ended, nothing waits for them
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def database(administrator: str, *, encoding: str = "UTF8") -> Generator[str]:
    """A fresh database on a running server, dropped at the end.

    Args:
        administrator: a URL with the right to create databases.
        encoding: how the server keeps its text.
    """
    name = f"turnout_test_{secrets.token_hex(8)}"
    with psycopg.connect(administrator, autocommit=True) as connection:
        made = "CREATE DATABASE {} ENCODING {} LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
        connection.execute(sql.SQL(made).format(sql.Identifier(name), sql.Literal(encoding)))
    before, _, query = administrator.partition("?")
    try:
        yield before.rsplit("/", 1)[0] + f"/{name}" + (f"?{query}" if query else "")
    finally:
        with psycopg.connect(administrator, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def main() -> int:
    """``--install`` makes sure of the programs; without it only says where they are."""
    parser = argparse.ArgumentParser(prog="python -m tests.support.postgres", description=main.__doc__)
    parser.add_argument("--install", action="store_true", help="install Debian's package where there are none")
    wanted = parser.parse_args()
    if os.environ.get(VARIABLE):
        print(f"PostgreSQL: the server of {VARIABLE}")
        return 0
    try:
        found = install() if wanted.install else programs()
        if found is None:
            raise _missing("initdb and postgres were not found")
    except NoPostgresError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"PostgreSQL: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
