"""One person's record, folded and kept: what a request reads and what it adds to.

In: the store, the knowledge, a clock. Out: `Me`, held for the length of a request. The folded `Track` stays in memory
under the number of the store's last fact, which is asked on every request: another worker's facts are seen at once.

A route gets a `Seat`: the desk as the person who asks may use it. Where accounts are on, that is the person who signed
in and nobody else.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Annotated, Any, cast

from fastapi import Depends, HTTPException, Request

from turnout.coach import plan_json
from turnout.knowledge import Knowledge
from turnout.planning import Plan, make_plan
from turnout.record import Fact, fact_from, fact_json, moment_of, new_id
from turnout.store import Account, Outcome, RecordErasedError, Store
from turnout.terms import RecordError
from turnout.track import State, Track, admit, fold

PERSON = "me"
"""The one person who is simply there; in a request, whoever asks."""
SIGNED_IN = "turnout.account"
"""Where in a request's scope the account stands that it was sent with."""
NOT_YOURS = "That is somebody else's record; you can reach only your own."
NOT_SIGNED_IN = "Please sign in first."
SKEW = timedelta(hours=24)
MANY = 40
"""From so many new facts on, folding anew is quicker than adding one by one."""
MOST_PEOPLE = 64

Clock = Callable[[], datetime]


@dataclass
class Kept:
    """A person's folded record between requests."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    track: Track | None = None
    seq: int = 0
    answers: dict[tuple[int, date], tuple[Plan, dict[str, Any]]] = field(
        default_factory=dict[tuple[int, date], tuple[Plan, dict[str, Any]]]
    )


class Me:
    """A person at a moment, while their record is held still."""

    def __init__(self, desk: Desk, person: str, kept: Kept, now: datetime) -> None:
        self.desk = desk
        self.k = desk.k
        self.person = person
        self.now = now
        self.today = now.date()
        self._kept = kept
        self._refresh()

    def _refresh(self) -> None:
        kept, store = self._kept, self.desk.store
        try:
            facts, kept.seq = store.facts_since(self.person, kept.seq)
        except RecordErasedError:
            kept.track = None
            facts, kept.seq = store.facts_since(self.person, 0)
        if kept.track is None or len(facts) >= MANY:
            before = kept.track.facts if kept.track else []
            kept.track = Track(self.k, [*before, *facts])
        else:
            for fact in facts:
                kept.track.add(fact)
        if facts:
            kept.answers.clear()

    @property
    def facts(self) -> list[Fact]:
        """Every fact, in the order of arrival."""
        return cast("Track", self._kept.track).facts

    @property
    def state(self) -> State:
        """What the facts up to today amount to."""
        return self.plan.state

    @property
    def plan(self) -> Plan:
        return self._on(self.today)[0]

    @property
    def answer(self) -> dict[str, Any]:
        """The contract's JSON for today."""
        return self._on(self.today)[1]

    def answer_on(self, day: date) -> dict[str, Any]:
        """The contract's JSON for a day."""
        return self._on(day)[1]

    def _on(self, day: date) -> tuple[Plan, dict[str, Any]]:
        kept = self._kept
        known = kept.answers.get((kept.seq, day))
        if known is None:
            track = cast("Track", kept.track)
            whole = track.state.last_day is None or track.state.last_day <= day
            state = track.state if whole else fold(track.facts, self.k, day)
            plan = make_plan(state, self.k, day)
            known = kept.answers[(kept.seq, day)] = (plan, plan_json(plan))
            while len(kept.answers) > 8:
                kept.answers.pop(next(iter(kept.answers)))
        return known

    def add(self, *contents: dict[str, Any]) -> None:
        """Stores facts told now, all of them or none.

        Raises:
            RecordError: one of them is refused.
        """
        told = [self.fact(content) for content in contents]
        for outcome in self.store(told):
            if outcome.status == "refused":
                raise RecordError(outcome.reason)

    def fact(self, content: dict[str, Any]) -> Fact:
        """A fact from its fields, with an id, told now, that the knowledge admits."""
        at = self._after_all().isoformat(timespec="milliseconds")
        own = {"person": self.person} if self.person != PERSON else {}
        given = {key: value for key, value in content.items() if value is not None}
        fact = fact_from({"id": new_id(), "at": at, **own, **given})
        self.check(fact)
        return fact

    def _after_all(self) -> datetime:
        """Now, or just after today's last fact where that carries a later time: what is told now comes after it."""
        last = max((m.instant for m in map(moment_of, (f.at for f in self.facts)) if m.day == self.today), default=0.0)
        if last < self.now.timestamp():
            return self.now
        after = datetime.fromtimestamp(last, self.now.tzinfo) + timedelta(milliseconds=1)
        return after if after.date() == self.today else self.now

    def check(self, fact: Fact) -> None:
        """Refuses what the knowledge does not know, and what lies more than a day ahead."""
        admit(fact, self.k)
        if moment_of(fact.at).instant > (self.now + SKEW).timestamp():
            raise RecordError(f"{fact.kind}: at: {fact.at} lies in the future")

    def store(self, facts: Iterable[Fact]) -> list[Outcome]:
        """Stores a batch of checked facts."""
        outcomes = self.desk.store.add(list(facts), person=self.person)
        self._refresh()
        return outcomes

    def erase(self) -> int:
        """Erases the whole record."""
        count = self.desk.store.erase(self.person)
        self._kept.track, self._kept.seq = None, 0
        self._kept.answers.clear()
        self._refresh()
        return count


class Desk:
    """What all requests share.

    Attributes:
        accounts: a request reaches only the record of who signed in.
    """

    def __init__(self, store: Store, k: Knowledge, clock: Clock, *, accounts: bool = False) -> None:
        self.store = store
        self.k = k
        self.clock = clock
        self.accounts = accounts
        self._people: dict[str, Kept] = {}
        self._lock = threading.Lock()

    @contextmanager
    def person(self, person: str = PERSON) -> Generator[Me]:
        """Holds a person's record still. Not to be nested."""
        with self._lock:
            kept = self._people.pop(person, None) or Kept()
            self._people[person] = kept
            while len(self._people) > MOST_PEOPLE:
                self._people.pop(next(iter(self._people)))
        with kept.lock:
            yield Me(self, person, kept, self.clock())


class Seat:
    """The desk as one person may use it: everything shared, and their own record.

    Attributes:
        owner: whose record `person` gives.
        alone: no accounts: whoever reaches the app may reach every record in it.
    """

    def __init__(self, desk: Desk, owner: str = PERSON, *, alone: bool = True) -> None:
        self.desk = desk
        self.store = desk.store
        self.k = desk.k
        self.clock = desk.clock
        self.owner = owner
        self.alone = alone

    def person(self, person: str = PERSON) -> AbstractContextManager[Me]:
        """Holds a record still: the own one, which is also called ``me``. Not to be nested.

        Raises:
            HTTPException: 403, it is somebody else's.
        """
        return self.desk.person(self.named(person))

    def named(self, person: str) -> str:
        """The id that is meant by one in a request.

        Raises:
            HTTPException: 403, it is somebody else's.
        """
        if person in (PERSON, self.owner):
            return self.owner
        if not self.alone:
            raise HTTPException(403, NOT_YOURS)
        return person

    def own(self, fact: Fact) -> Fact:
        """A fact of a file, or one that names nobody, as a fact of the person who asks; others stay as they are."""
        if fact.person != PERSON or self.owner == PERSON:
            return fact
        return fact_from({**fact_json(fact), "person": self.owner})


def desk_of(request: Request) -> Desk:
    """The desk of the app a request belongs to. Knows no person: for what is the same for everybody."""
    return cast("Desk", request.app.state.desk)


def account_of(request: Request) -> Account | None:
    """The account a request was sent with; None where nobody signed in, and where there are no accounts."""
    return cast("Account | None", request.scope.get(SIGNED_IN))


def seat_of(request: Request) -> Seat:
    """The seat of the person who asks.

    Raises:
        HTTPException: 401, accounts are on and nobody signed in.
    """
    desk = desk_of(request)
    if not desk.accounts:
        return Seat(desk)
    account = account_of(request)
    if account is None:
        raise HTTPException(401, NOT_SIGNED_IN)
    return Seat(desk, account.person, alone=False)


def calendar_seat(request: Request, token: str) -> Seat:
    """The seat behind the secret in a calendar's address, which a calendar sends instead of a cookie.

    Where there are no accounts the secret is the word ``me``.

    Raises:
        HTTPException: 404, no calendar has this address, or no longer.
    """
    desk = desk_of(request)
    if not desk.accounts:
        person = PERSON if token == PERSON else None
    else:
        account = desk.store.accounts.of_calendar(token)
        person = account.person if account else None
    if person is None:
        raise HTTPException(404, "There is no such calendar.")
    return Seat(desk, person, alone=False)


TheDesk = Annotated[Seat, Depends(seat_of)]
CalendarDesk = Annotated[Seat, Depends(calendar_seat)]
"""For ``GET /calendar/{token}.ics`` only."""
