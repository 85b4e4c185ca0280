"""``turnout serve`` and ``turnout demo``: this machine only, and the demo keeps to itself."""

from __future__ import annotations

import re
import signal
import socket
import ssl
import urllib.request
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tests.cli.conftest import Command, start
from turnout.cli.made_up import MARK, made_up_person
from turnout.coach import answer_from
from turnout.knowledge import load_knowledge
from turnout.record import fact_json, moment_of
from turnout.store import open_store

TODAY = date(2026, 3, 14)


BEYOND = ["0.0.0.0", "::", "192.168.1.7"]


@pytest.mark.parametrize("host", [*BEYOND, "example.org", "", "127.0.0.1.example.org"])
def test_a_made_up_person_is_shown_on_this_machine_only(refused: Command, host: str) -> None:
    assert "serves this machine only" in refused("demo", "--host", host).err


@pytest.mark.parametrize("host", BEYOND)
def test_an_address_beyond_this_machine_wants_https(refused: Command, host: str) -> None:
    assert "https is needed; add --https" in refused("serve", "--host", host).err


@pytest.mark.parametrize("host", ["example.org", "", "127.0.0.1.example.org", "1.2.3"])
def test_a_host_that_is_no_address_is_one_line(refused: Command, host: str) -> None:
    assert "is not an address" in refused("serve", "--host", host).err


@pytest.mark.parametrize(
    "options",
    [
        ["--host", "0.0.0.0", "--https"],
        ["--behind-proxy", "--public-url", "https://turnout.example.org"],
        ["--accounts"],
    ],
)
def test_nothing_is_served_to_others_before_somebody_has_a_password(
    refused: Command, tmp_path: Path, options: list[str]
) -> None:
    db = tmp_path / "turnout.db"
    said = refused("serve", *options, "--port", "0", "--db", db)
    assert f"first type: turnout people add NAME --db {db}" in said.err


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--certificate", "x.pem"], "--certificate and --key belong together"),
        (["--behind-proxy"], "--public-url https://NAME belong together"),
        (["--public-url", "https://x"], "belong together"),
        (["--behind-proxy", "--public-url", "http://x"], "is not an address such as https://"),
        (["--behind-proxy", "--public-url", "https://x/turnout"], "is not an address such as https://"),
        (["--behind-proxy", "--public-url", "https://a@x"], "is not an address such as https://"),
        (["--behind-proxy", "--public-url", "https://x", "--https"], "leaves https to the proxy"),
        (["--behind-proxy", "--public-url", "https://x", "--proxy-from", "proxy"], "is not an address or a network"),
        (["--behind-proxy", "--public-url", "https://x", "--proxy-from", "0.0.0.0/0"], "the proxy's own"),
        (["--proxy-from", "10.0.0.1"], "is for --behind-proxy only"),
        (["--name", "a b"], "is not a host name"),
        (["--name", "http://x"], "is not a host name"),
    ],
)
def test_options_that_do_not_go_together_are_one_line(refused: Command, options: list[str], says: str) -> None:
    assert says in refused("serve", "--port", "0", *options).err


def test_a_certificate_that_cannot_be_used_is_one_line(refused: Command, tmp_path: Path) -> None:
    (tmp_path / "c.pem").write_text("nonsense")
    for key in ("c.pem", "none.pem"):
        options = ["--certificate", tmp_path / "c.pem", "--key", tmp_path / key, "--db", tmp_path / "x.db"]
        assert "the certificate and key cannot be used" in refused("serve", "--port", "0", *options).err


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_taken_is_one_sentence(refused: Command, command: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"port {port} of 127.0.0.1 cannot be used" in refused(command, "--port", port).err


def test_a_wrong_database_is_told_before_anything_is_served(refused: Command) -> None:
    assert "'mysql' is not known" in refused("serve", "--port", "0", "--db", "mysql://x/y").err


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_the_app_answers_and_ctrl_c_ends_it(command: str, tmp_path: Path) -> None:
    options = ["--db", tmp_path / "turnout.db"] if command == "serve" else []
    process = start(command, "--port", "0", *options)
    assert process.stdout is not None
    try:
        said = b"".join(process.stdout.readline() for _ in range(2)).decode()
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert found, said
        with urllib.request.urlopen(found[0], timeout=30) as answer:
            page = answer.read().decode()
        assert answer.status == 200 and "<html" in page
        assert ("made up" in page.lower() or "made-up" in page.lower()) == (command == "demo")
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, b"")


def test_the_made_up_person_has_ten_weeks_that_end_yesterday_and_every_fact_says_so() -> None:
    facts = made_up_person(load_knowledge(), 3, TODAY)
    days = [moment_of(fact.at).day for fact in facts]
    assert max(days) == TODAY - timedelta(days=1)
    assert 9 * 7 <= (max(days) - min(days)).days < 10 * 7
    assert all(MARK in (fact.note or "") for fact in facts)


def test_the_made_up_person_is_the_same_each_time_but_for_the_days() -> None:
    k = load_knowledge()
    now, later = (made_up_person(k, 3, TODAY + timedelta(days=n)) for n in (0, 1))
    assert [fact.id for fact in now] == [fact.id for fact in later]
    session = next(fact_json(fact)["session"]["on"] for fact in now if fact.kind == "offered")
    moved = next(fact_json(fact)["session"]["on"] for fact in later if fact.kind == "offered")
    assert date.fromisoformat(moved) - date.fromisoformat(session) == timedelta(days=1)


def test_the_made_up_person_can_be_planned_for() -> None:
    k = load_knowledge()
    answer = answer_from(made_up_person(k, 3, TODAY), k, TODAY)
    assert answer["stop"] is None
    assert answer["programme"] == "piriformis-three-phase"


def test_over_https_the_app_answers_who_trusts_the_authority_and_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    db = tmp_path / "turnout.db"
    with open_store(str(db)) as store:
        store.accounts.add("Ann", "correct horse battery staple", datetime.now(UTC))
    options = ["--https", "--accounts", "--port", "0", "--db", db, "--authority-port", "0"]
    process = start("serve", *options)
    assert process.stdout is not None
    try:
        said = "".join(process.stdout.readline().decode() for _ in range(2))
        [port] = re.findall(r"https://127\.0\.0\.1:(\d+)", said)
        authority = x509.load_pem_x509_certificate((tmp_path / "data/turnout/authority/authority.pem").read_bytes())
        trust = ssl.create_default_context(cadata=authority.public_bytes(Encoding.DER))
        for name in ("127.0.0.1", "localhost"):
            with httpx.Client(verify=trust) as client:
                answer = client.get(f"https://{name}:{port}/data")
                assert answer.headers["location"] == "/sign-in?to=/data"
                assert client.get(f"https://{name}:{port}/health").text == "ok\n"
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            httpx.get(f"https://127.0.0.1:{port}/health")
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, b"")
    assert b"Ann" not in out
