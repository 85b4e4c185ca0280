"""From the options of ``turnout serve`` to who is answered: names, accounts, https, whom to believe."""

from __future__ import annotations

from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509

from tests.support.secure import certificates
from turnout.cli.authority import AuthorityError
from turnout.cli.reach import Machine, Options, Reach, checked, reach
from turnout.web.served import LOOPBACK

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    addresses = [ip_address("2001:db8::7"), ip_address("fd00::7"), ip_address("203.0.113.9"), ip_address("192.168.1.7")]
    return Machine(("quiet.local", "quiet"), addresses, tmp_path)


def reached(machine: Machine, **options: object) -> Reach:
    return reach(checked(Options(**options)), machine, 8000, 8001, NOW)  # type: ignore[arg-type]


def test_on_this_machine_nothing_is_asked(machine: Machine) -> None:
    there = reached(machine)
    assert there.url == "http://127.0.0.1:8000"
    assert there.served.names == LOOPBACK
    assert not (there.served.accounts or there.served.https or there.served.app_url or there.certificate)


def test_accounts_can_be_asked_for_on_this_machine(machine: Machine) -> None:
    there = reached(machine, accounts=True)
    assert there.served.accounts and not there.served.https


def test_for_every_device_near_the_private_ipv4_address_is_shown_and_all_names_are_answered(machine: Machine) -> None:
    there = reached(machine, host="0.0.0.0", https=True)
    assert there.url == there.served.app_url == "https://192.168.1.7:8000"
    assert there.served.authority_url == "http://192.168.1.7:8001/authority"
    assert there.served.names == LOOPBACK | {"quiet.local", "quiet", "192.168.1.7", "203.0.113.9"}
    assert there.served.accounts and there.served.https and not there.served.hsts
    assert there.authority is not None and there.served.fingerprint == there.authority.fingerprint


def test_an_ipv6_host_is_answered_in_brackets(machine: Machine) -> None:
    there = reached(machine, host="::", https=True)
    assert {"[fd00::7]", "[2001:db8::7]", "192.168.1.7"} <= there.served.names
    assert reached(machine, host="fd00::7", https=True).url == "https://[fd00::7]:8000"


def test_one_address_answers_to_itself_and_the_machines_names(machine: Machine) -> None:
    there = reached(machine, host="192.168.1.7", https=True)
    assert there.served.names == LOOPBACK | {"quiet.local", "quiet", "192.168.1.7"}


def test_a_name_given_is_shown_and_vouched_for(machine: Machine) -> None:
    there = reached(machine, host="0.0.0.0", https=True, names=("Hip.Local",))
    assert there.url == "https://hip.local:8000"
    assert "hip.local" in there.served.names


def test_a_machine_without_an_address_is_shown_by_its_name(tmp_path: Path) -> None:
    there = reached(Machine(("quiet.local", "quiet"), (), tmp_path), host="0.0.0.0", https=True)
    assert there.url == "https://quiet.local:8000"


def test_a_certificate_of_ones_own_says_its_names(machine: Machine, tmp_path: Path) -> None:
    server, _ = certificates(tmp_path / "own")
    there = reached(machine, host="0.0.0.0", certificate=server, key=server)
    assert there.certificate == (server, server) and there.authority is None
    assert there.served.hsts and there.served.https and not there.served.authority_url
    assert "localhost" in there.url


def test_behind_a_proxy_the_public_name_is_answered_and_accounts_are_on_even_on_loopback(machine: Machine) -> None:
    there = reached(machine, behind_proxy=True, public_url="https://Hip.Example.org/")
    assert there.served.names == LOOPBACK | {"hip.example.org"}
    assert there.served.accounts and there.served.https
    assert there.served.origin == "https://hip.example.org"
    assert there.proxies == ("127.0.0.1", "::1")
    assert reached(machine, behind_proxy=True, public_url="https://x:8443", proxy_from=("10.0.0.0/24",)).proxies == (
        "10.0.0.0/24",
    )


def test_a_machine_that_is_called_otherwise_meanwhile_still_starts(machine: Machine) -> None:
    before = reached(machine, host="0.0.0.0", https=True)
    renamed = Machine(("loud.local", "loud"), machine.addresses, machine.folder)
    there = reached(renamed, host="0.0.0.0", https=True)
    assert there.authority is not None and before.authority is not None
    assert there.authority.certificate == before.authority.certificate
    assert there.certificate is not None
    text = x509.load_pem_x509_certificate(there.certificate[0].read_bytes())
    names = text.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert set(names.get_values_for_type(x509.DNSName)) == {"localhost", "loud.local"}


def test_a_name_that_the_authority_was_not_made_for_is_refused(machine: Machine) -> None:
    reached(machine, host="0.0.0.0", https=True)
    with pytest.raises(AuthorityError, match="was not made for the name"):
        reached(machine, host="0.0.0.0", https=True, names=("hip.example.org",))
