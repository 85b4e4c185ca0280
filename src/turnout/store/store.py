"""The store itself: add facts, read them, erase a person, back up, check.

In: typed facts of one person at a time. Out: an `Outcome` for each, and the facts again in the order of arrival.
There is no way to change a fact and no way to delete one but to erase the whole person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import sqlalchemy as sa

from turnout.record import Fact
from turnout.store import backup, check, erase
from turnout.store.accounts import Accounts
from turnout.store.address import Address, address_of
from turnout.store.attempts import Attempts
from turnout.store.content import facts_of, refusal, row_of, same_content
from turnout.store.engine import make_engine, reading, writing
from turnout.store.errors import clear_errors
from turnout.store.migrate import prepare
from turnout.store.schema import facts as facts_table
from turnout.store.schema import persons as persons_table
from turnout.terms import RecordError, StoreError

Status = Literal["stored", "duplicate", "refused"]
BUSY_S = 5.0
"""How long to wait for a lock that somebody else holds [s]."""
_IDS_A_QUERY = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one fact of a batch.

    Attributes:
        id: the fact's id; empty where it had none.
        status: ``stored``: it is safely kept; ``duplicate``: it was kept already; ``refused``: it was not kept.
        reason: one sentence where it was refused.
    """

    id: str
    status: Status
    reason: str = ""


class RecordErasedError(StoreError):
    """The person was erased since the last reading: forget what was computed and read again from the start."""


def utc_now() -> datetime:
    """The clock used where no other is passed in."""
    return datetime.now(UTC)


def open_store(
    url: str | None = None,
    *,
    create: bool = True,
    busy_s: float = BUSY_S,
    clock: Callable[[], datetime] = utc_now,
) -> Store:
    """Opens a database and brings it up to date.

    Args:
        url: a path, ``sqlite:///PATH`` or ``postgresql://USER@HOST/DATABASE``; None for the environment's
            ``TURNOUT_DB``, else ``turnout.db`` in the platform's data folder.
        create: whether a missing or empty database is set up.
        busy_s: how long to wait for a lock that somebody else holds [s].
        clock: says when facts were received.

    Raises:
        StoreError: one sentence: the address is wrong, the server or file cannot be used, it is locked, read-only,
            damaged, of a newer version or another program's. The database is then as it was.
    """
    address = address_of(url)
    engine = make_engine(address, busy_s=busy_s)
    try:
        with clear_errors(address.shown):
            prepare(engine, address, create=create, busy_s=busy_s)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, address, busy_s=busy_s, clock=clock)


class Store:
    """An open database. Threads may share it. Made by `open_store`; a context manager that closes it.

    Every method raises `StoreError`, with one sentence, when the database cannot do what was asked; nothing that was
    stored has changed then.
    """

    def __init__(self, engine: sa.Engine, address: Address, *, busy_s: float, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._address = address
        self._busy_s = busy_s
        self._clock = clock
        self.accounts = Accounts(engine, address.shown)
        self.attempts = Attempts(engine, address.shown)

    @property
    def shown(self) -> str:
        """The database's name for people: a path, or a URL without password."""
        return self._address.shown

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def ping(self) -> None:
        """Asks the database for an answer."""
        with clear_errors(self.shown), reading(self._engine) as connection:
            connection.execute(sa.text("SELECT 1")).scalar_one()

    def close(self) -> None:
        """Gives all connections back. The store can be used again; it then connects anew."""
        self._engine.dispose()

    def add(self, facts: Iterable[Fact], *, person: str) -> list[Outcome]:
        """Stores a batch in one transaction. When this returns, what is called stored is on the disk.

        Adding is idempotent: a fact that is there already is a duplicate, and nothing happens. The same id with
        different content is refused, as is a fact of somebody else; the rest of the batch is stored all the same.

        Args:
            facts: the facts, with ids.
            person: whose record this is.

        Returns:
            one outcome a fact, in the order given.
        """
        _valid(person)
        prepared = [(fact.id, *_prepared(fact, person)) for fact in facts]
        wanted = list(dict.fromkeys(row["id"] for _, row, _ in prepared if row))
        with clear_errors(self.shown):
            if not wanted:
                return [Outcome(name, "refused", reason) for name, _, reason in prepared]
            with writing(self._engine) as connection:
                now = self._clock()
                _hold_person(connection, person, now)
                known = _contents(connection, person, wanted)
                outcomes, rows = _judged(prepared, known)
                if rows:
                    connection.execute(sa.insert(facts_table), [{**row, "received": now} for row in rows])
            return outcomes

    def facts(self, person: str) -> list[Fact]:
        """All facts of a person, in the order of arrival; none for a person who is not known."""
        return self.facts_since(person, 0)[0]

    def facts_since(self, person: str, seq: int) -> tuple[list[Fact], int]:
        """The facts that arrived after an earlier reading, so that a computed state can be kept and continued.

        Args:
            person: whose record.
            seq: 0 for everything, else the number that the earlier reading of this person gave.

        Returns:
            the facts in the order of arrival, and the number for the next reading.

        Raises:
            RecordErasedError: the person was erased since (and perhaps began anew).
        """
        _valid(person)
        columns = (facts_table.c.seq, facts_table.c.content)
        query = sa.select(*columns).where(facts_table.c.person == person, facts_table.c.seq >= seq)
        with clear_errors(self.shown), reading(self._engine) as connection:
            rows = connection.execute(query.order_by(facts_table.c.seq)).all()
        if seq > 0:
            if not rows or rows[0][0] != seq:
                raise RecordErasedError("the record was erased since it was last read; read it again from the start")
            rows = rows[1:]
        return facts_of([content for _, content in rows], self.shown), rows[-1][0] if rows else seq

    def count(self, person: str | None = None) -> int:
        """The number of facts of a person, or of everybody."""
        query = sa.select(sa.func.count()).select_from(facts_table)
        if person is not None:
            query = query.where(facts_table.c.person == _valid(person))
        with clear_errors(self.shown), reading(self._engine) as connection:
            return int(connection.execute(query).scalar_one())

    def persons(self) -> list[str]:
        """Everybody with a record, sorted."""
        with clear_errors(self.shown), reading(self._engine) as connection:
            return sorted(connection.execute(sa.select(persons_table.c.id)).scalars())

    def erase(self, person: str) -> int:
        """Erases a person's whole record for good, from the tables and from the files. Backups are not touched.

        Returns:
            how many facts were erased. Erasing again is allowed, and cleans the files again.
        """
        with clear_errors(self.shown):
            count = erase.delete(self._engine, _valid(person))
        erase.overwrite(self._engine, self._address)
        return count

    def backup(self, path: Path | str) -> None:
        """Writes everything to a new file, while the database may be in use.

        SQLite becomes a SQLite file, PostgreSQL a file of JSON Lines; `restore` reads both into either.

        Raises:
            StoreError: the file exists, or cannot be written; then there is none.
        """
        backup.write(self._engine, self._address, Path(path), self._clock())

    def check(self) -> tuple[str, ...]:
        """What is wrong with the database, one sentence each, without values of a person; empty when it is sound.

        Asks the database to check itself, and compares every column with the fact it was read from.
        """
        with clear_errors(self.shown):
            return check.problems(self._engine)


def _valid(person: str) -> str:
    """The person's id, where either database can hold it."""
    try:
        size = len(person.encode())
    except UnicodeEncodeError:
        size = 0
    if not size or len(person) > 64 or "\0" in person:
        raise StoreError("a person's id has 1 to 64 characters, none of them NUL")
    return person


def _prepared(fact: Fact, person: str) -> tuple[dict[str, Any] | None, str]:
    """The row of a fact, or why there is none."""
    reason = refusal(fact, person)
    if reason:
        return None, reason
    try:
        return row_of(fact), ""
    except RecordError as error:
        return None, str(error)


def _hold_person(connection: sa.Connection, person: str, now: datetime) -> None:
    """Makes sure the person is there and that nobody else adds to, or erases, this record until the transaction ends.

    So numbers within a person grow in the order of commits, which `Store.facts_since` rests on. SQLite has one writer
    at a time anyway.
    """
    row = {"id": person, "created": now}
    if connection.dialect.name == "sqlite":
        if connection.execute(sa.select(persons_table.c.id).where(persons_table.c.id == person)).first() is None:
            connection.execute(sa.insert(persons_table), row)
        return
    from sqlalchemy.dialects.postgresql import insert

    held = None
    while held is None:  # again where an erasure committed between the two statements
        connection.execute(insert(persons_table).on_conflict_do_nothing(), row)
        query = sa.select(persons_table.c.id).where(persons_table.c.id == person).with_for_update()
        held = connection.execute(query).first()


def _contents(connection: sa.Connection, person: str, ids: Sequence[str]) -> dict[str, str]:
    """The stored contents of those ids that are known."""
    known: dict[str, str] = {}
    for start in range(0, len(ids), _IDS_A_QUERY):
        query = sa.select(facts_table.c.id, facts_table.c.content).where(
            facts_table.c.person == person, facts_table.c.id.in_(ids[start : start + _IDS_A_QUERY])
        )
        known.update((row[0], row[1]) for row in connection.execute(query))
    return known


def _judged(
    prepared: Sequence[tuple[str, dict[str, Any] | None, str]], known: dict[str, str]
) -> tuple[list[Outcome], list[dict[str, Any]]]:
    """What becomes of each fact, and the rows to insert."""
    outcomes: list[Outcome] = []
    rows: list[dict[str, Any]] = []
    for name, row, reason in prepared:
        if row is None:
            outcomes.append(Outcome(name, "refused", reason))
        elif name not in known:
            known[name] = row["content"]
            rows.append(row)
            outcomes.append(Outcome(name, "stored"))
        elif same_content(known[name], row["content"]):
            outcomes.append(Outcome(name, "duplicate"))
        else:
            outcomes.append(Outcome(name, "refused", f"the id {name} is taken by a fact with different content"))
    return outcomes, rows
