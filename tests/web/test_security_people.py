"""Two people with their own passwords: by no route does one reach the other's facts, name or password.

Every route of the app and every path of the API's description is tried, so a new one is covered by being there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.routes import app_of, routes_of
from tests.support.secure import COOKIE, PASSWORD, account, browser, secure
from tests.web.serving import Served
from turnout.record import fact_from, new_id
from turnout.store import Account, Store

MARK = "zinnober"
"""A word that stands in every fact of Ann's and nowhere else."""
NAME = "Ann Quillfeather"
FILE = re.compile(r"\{(\w+)(?::\w+)?\}")
WRITING = ("POST", "PUT", "PATCH", "DELETE")


@dataclass
class Two:
    """Ann has a record with marked facts. Bob tries to get at it."""

    app: Served
    ann: Account
    bob: Account
    ids: dict[str, str]

    def theirs(self) -> tuple[list[Any], list[Any]]:
        """What Ann has, and her account with its devices."""
        accounts = self.app.store.accounts
        return self.app.store.facts(self.ann.person), [
            accounts.named(NAME),
            accounts.devices(self.ann, self.app.clock()),
        ]


@pytest.fixture(scope="module", params=["first", "second"])
def two(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """Both ways round: Ann's record is the machine's own, or Bob's is."""
    with secure(tmp_path_factory.mktemp("two")) as app:
        if request.param == "first":
            ann, bob = account(app, NAME), account(app, "Bob")
        else:
            bob, ann = account(app, "Bob"), account(app, NAME)
        ids = fill(app.store, ann)
        app.store.accounts.sign_in(ann, app.clock())
        yield Two(app, ann, bob, ids)


def fill(store: Store, ann: Account) -> dict[str, str]:
    """A few marked facts of Ann's; gives the id of the last."""
    facts = [
        {"kind": "profile", "born": 1987, "sex": "f", "equipment": ["chair"], "minutes": 20},
        {"kind": "pain", "side": "left", "now": 3},
        {"kind": "set", "exercise": "clamshell", "level": "no-band", "side": "left", "reps": 15, "pain": 1},
    ]
    stored = [
        fact_from({"id": new_id(), "person": ann.person, "at": "2026-11-20", "note": MARK, **one}) for one in facts
    ]
    store.add(stored, person=ann.person)
    return {"fact": stored[-1].id}


def values_of(two: Two) -> list[str]:
    """Whatever names Ann or something of hers."""
    return [two.ann.person, two.ids["fact"], two.ann.id, NAME]


def filled(path: str, value: str) -> str:
    return FILE.sub(value.replace(" ", "%20"), path)


def tries(two: Two, method: str, path: str) -> Iterator[dict[str, Any]]:
    """Requests that name Ann everywhere a request can name somebody."""
    fields = ("person", "owner", "account", "id", "replaces", "name", "user", "who", "to", "by")
    for named in values_of(two):
        told = dict.fromkeys(fields, named)
        headers = {"X-Person": named, "X-User": named, "X-Forwarded-User": named, "Remote-User": named}
        base: dict[str, Any] = {"method": method, "url": filled(path, named), "params": told, "headers": headers}
        yield base
        if method in WRITING:
            yield {**base, "data": {**told, "word": "erase", "everywhere": "yes", "group": "now", "none": "yes"}}
            fact = {**told, "kind": "correction", "at": "2026-11-21", "person": two.ann.person, "note": "mine"}
            yield {**base, "json": [{**fact, "replaces": two.ids["fact"], "fact": {"kind": "pain", "now": 0}}]}
            line = json.dumps({"kind": "pain", "at": "2026-11-21", "now": 1, "person": two.ann.person})
            yield {**base, "files": {"file": ("record.jsonl", line.encode())}}


def all_tries(two: Two, routes: list[tuple[str, str]]) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Each request with the route that it is for."""
    yield from ((request, method, path) for method, path in routes for request in tries(two, method, path))


def signed_in_again(two: Two, client: httpx.Client) -> None:
    """Bob's browser, whatever the request before did to its sign-in."""
    accounts = two.app.store.accounts
    token = client.cookies.get(COOKIE) or ""
    if len(client.cookies) != 1 or accounts.signed_in(token, two.app.clock()) is None:
        client.cookies.clear()
        client.cookies.set(COOKIE, accounts.sign_in(two.bob, two.app.clock()), domain="127.0.0.1")


def test_a_person_reaches_nothing_of_another_by_any_route(two: Two, tmp_path: Path) -> None:
    before = two.theirs()
    routes = routes_of(app_of(tmp_path))
    assert len(routes) > 50
    with browser(two.app) as client:
        for request, method, path in all_tries(two, routes):
            signed_in_again(two, client)
            answer = client.request(**request)
            seen = visible(answer, request)
            assert answer.status_code < 500, (method, path, answer.text)
            assert MARK not in seen and two.ids["fact"] not in seen, (method, path)
            assert NAME not in seen and "Quillfeather" not in seen, (method, path)
    assert two.theirs() == before


def visible(answer: httpx.Response, request: dict[str, Any]) -> str:
    """What an answer tells, without what the request itself had said."""
    text = answer.text + " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    sent = {request["url"], *request["params"].values(), *request.get("data", {}).values()}
    for known in sorted(sent, key=len, reverse=True):
        for spelled in (known, known.replace(" ", "%20"), known.replace(" ", "+")):
            text = text.replace(spelled, "") if len(spelled) > 3 else text
    return text


def test_nobody_reaches_anything_by_any_route(two: Two, tmp_path: Path) -> None:
    before = two.theirs()
    with browser(two.app) as client:
        for request, method, path in all_tries(two, routes_of(app_of(tmp_path))):
            answer = client.request(**request)
            assert answer.status_code < 500, (method, path)
            assert MARK not in visible(answer, request), (method, path)
    assert two.theirs() == before


def test_somebody_elses_record_is_refused_and_ones_own_is_called_me(two: Two) -> None:
    with browser(two.app, two.bob) as client:
        for path in ("facts", "export", "plan"):
            answer = client.get(f"/api/v1/{path}", params={"person": two.ann.person})
            if two.ann.person == "me":
                assert answer.status_code == 200 and MARK not in answer.text  # to Bob, `me` is Bob
            else:
                assert (answer.status_code, answer.json()["detail"]) == (
                    403,
                    "That is somebody else's record; you can reach only your own.",
                )
            assert client.get(f"/api/v1/{path}", params={"person": two.bob.person}).status_code == 200
        erased = client.delete("/api/v1/person", params={"person": two.ann.person})
        assert erased.status_code == (200 if two.ann.person == "me" else 403)


def test_facts_are_refused_one_by_one_and_those_that_name_nobody_are_ones_own(two: Two) -> None:
    pain = {"kind": "pain", "at": "2026-11-22T08:00:00+00:00", "side": "left", "now": 2}
    somebody = "0123456789abcdef"
    with browser(two.app, two.bob) as client:
        batch = [pain, {**pain, "person": somebody, "now": 3}, {**pain, "person": two.bob.person, "now": 4}]
        results = client.post("/api/v1/facts", json=batch).json()["results"]
        assert [one["status"] for one in results] == ["stored", "refused", "stored"]
        assert "somebody else" in results[1]["reason"]
        again = client.post("/api/v1/facts", json=batch).json()["results"]
        assert [one["status"] for one in again] == ["duplicate", "refused", "duplicate"]
        told = client.get("/api/v1/facts").json()["facts"]
    assert {fact.get("person", "me") for fact in told} == {two.bob.person}
    assert somebody not in two.app.store.persons()


def test_the_ids_of_one_person_do_not_stand_in_the_way_of_another(two: Two) -> None:
    fact = {"kind": "pain", "at": "2026-11-22", "side": "left", "now": 2, "id": two.ids["fact"]}
    with browser(two.app, two.bob) as client:
        assert client.post("/api/v1/facts", json=[fact]).json()["results"][0]["status"] in ("stored", "duplicate")
        client.delete("/api/v1/person")
    assert two.app.store.facts(two.ann.person)[-1].note == MARK


@pytest.mark.parametrize(("mine", "theirs"), [*product(("Bob", NAME), repeat=2)])
def test_a_password_opens_its_own_account_only(two: Two, mine: str, theirs: str) -> None:
    accounts = two.app.store.accounts
    for person in (two.ann, two.bob):
        accounts.set_password(person, f"{PASSWORD} of {person.id}")
    found = accounts.verified(theirs, f"{PASSWORD} of {accounts.named(mine).id}")
    assert (found is not None) is (mine == theirs)


def test_a_file_that_names_nobody_becomes_ones_own_record(two: Two) -> None:
    line = b'{"kind":"pain","at":"2026-11-19","side":"left","now":2}\n'
    before = two.theirs()
    with browser(two.app, two.bob) as client:
        assert "1 new" in client.post("/data/import", files={"file": ("record.jsonl", line)}).text
        assert "1 already there" in client.post("/data/import", files={"file": ("record.jsonl", line)}).text
        lines = client.get("/data/export").text.splitlines()
        client.delete("/api/v1/person")
    assert [json.loads(one).get("person", "me") for one in lines] == [two.bob.person]
    assert two.theirs()[0] == before[0]
