"""The local authority: right for phones, of no use beyond this network, private to its owner, renewed in time."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from turnout.cli.authority import AuthorityError, load_or_make, server_file
from turnout.cli.network import Address, machine_addresses, machine_names

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
NAMES = ["quiet.local", "quiet", "localhost"]
ADDRESSES: list[Address] = [ip_address("192.168.1.7"), ip_address("fd00::7"), ip_address("127.0.0.1")]


def served(folder: Path, now: datetime = NOW, addresses: list[Address] = ADDRESSES) -> x509.Certificate:
    authority = load_or_make(folder, NAMES, now)
    path = server_file(folder, authority, NAMES, addresses, now)
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_the_authority_signs_servers_and_nothing_else(tmp_path: Path) -> None:
    certificate = load_or_make(tmp_path, NAMES, NOW).certificate
    told = certificate.extensions
    assert told.get_extension_for_class(x509.BasicConstraints).value == x509.BasicConstraints(True, 0)
    usage = told.get_extension_for_class(x509.KeyUsage)
    assert usage.critical and usage.value.key_cert_sign and not usage.value.digital_signature
    assert isinstance(certificate.public_key(), ec.EllipticCurvePublicKey)
    assert certificate.issuer == certificate.subject
    assert (certificate.not_valid_after_utc - NOW).days in range(3600, 3651)


def test_a_server_certificate_has_what_phones_ask_for(tmp_path: Path) -> None:
    certificate = served(tmp_path)
    told = certificate.extensions
    assert (certificate.not_valid_after_utc - certificate.not_valid_before_utc).days <= 397
    names = told.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == NAMES
    assert names.get_values_for_type(x509.IPAddress) == ADDRESSES
    assert list(told.get_extension_for_class(x509.ExtendedKeyUsage).value) == [ExtendedKeyUsageOID.SERVER_AUTH]
    assert not told.get_extension_for_class(x509.BasicConstraints).value.ca
    assert told.get_extension_for_class(x509.KeyUsage).value.digital_signature
    assert certificate.signature_hash_algorithm is not None and certificate.signature_hash_algorithm.name == "sha256"


def test_the_authority_vouches_for_nothing_outside_this_network(tmp_path: Path) -> None:
    authority = load_or_make(tmp_path, NAMES, NOW)
    with pytest.raises(AuthorityError, match=r"was not made for the name 'bank\.example'"):
        server_file(tmp_path, authority, ["bank.example"], [], NOW)
    assert not (tmp_path / "server.pem").exists()
    told = authority.certificate.extensions.get_extension_for_class(x509.NameConstraints)
    assert told.critical
    permitted = told.value.permitted_subtrees or []
    assert {one.value for one in permitted if isinstance(one, x509.DNSName)} == {"local", *NAMES}
    networks = [one.value for one in permitted if isinstance(one, x509.IPAddress)]
    assert all(network.is_private or str(network) == "100.64.0.0/10" for network in networks)


def test_a_certificate_of_the_authority_for_another_name_is_not_believed(tmp_path: Path) -> None:
    """What somebody who stole the key could make: TLS clients refuse it, because of the name constraints."""
    from turnout.cli import authority as made

    authority = load_or_make(tmp_path, NAMES, datetime.now(UTC))
    wanted = x509.SubjectAlternativeName([x509.DNSName("bank.example")])
    certificate, key = made._new_server(authority, wanted, datetime.now(UTC))  # pyright: ignore[reportPrivateUsage]
    forged = tmp_path / "forged.pem"
    forged.write_bytes(made._pem(certificate, key))  # pyright: ignore[reportPrivateUsage]
    good = server_file(tmp_path, authority, NAMES, ADDRESSES, datetime.now(UTC))
    assert handshake(good, authority.der, "quiet.local") is None
    assert handshake(good, authority.der, "192.168.1.7") is None
    assert "permitted subtree violation" in str(handshake(forged, authority.der, "bank.example"))


def handshake(server: Path, trusted: bytes, name: str) -> ssl.SSLError | None:
    """A TLS handshake in memory: None where the client is content, else its complaint."""
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(server)
    theirs = ssl.create_default_context(cadata=trusted)
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = theirs.wrap_bio(down, up, server_hostname=name)
    answering = ours.wrap_bio(up, down, server_side=True)
    for _ in range(4):
        for end in (client, answering):
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLError as error:
                return error
    return None


def test_keys_are_their_owners_only(tmp_path: Path) -> None:
    folder = tmp_path / "authority"
    served(folder)
    assert folder.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in folder.iterdir()) == ["authority.pem", "server.pem"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())


def test_a_second_start_changes_nothing(tmp_path: Path) -> None:
    first = load_or_make(tmp_path, NAMES, NOW).certificate, served(tmp_path)
    again = load_or_make(tmp_path, ["other"], NOW).certificate, served(tmp_path, NOW + timedelta(days=300))
    assert first == again


def test_the_server_certificate_is_made_anew_before_it_ends_and_when_addresses_change(tmp_path: Path) -> None:
    first = served(tmp_path)
    later = served(tmp_path, NOW + timedelta(days=340))
    assert later != first and later.issuer == first.issuer
    moved = served(tmp_path, NOW + timedelta(days=340), [ip_address("192.168.1.8")])
    assert moved != later


def test_a_damaged_server_certificate_is_made_anew(tmp_path: Path) -> None:
    served(tmp_path)
    (tmp_path / "server.pem").write_text("nonsense")
    served(tmp_path)


def test_an_authority_that_ends_or_is_damaged_is_told_not_replaced(tmp_path: Path) -> None:
    before = load_or_make(tmp_path, NAMES, NOW)
    with pytest.raises(AuthorityError, match="too old; delete that file"):
        load_or_make(tmp_path, NAMES, NOW + timedelta(days=3640))
    data = before.path.read_bytes()
    before.path.write_bytes(data[:300])
    with pytest.raises(AuthorityError, match="is damaged"):
        load_or_make(tmp_path, NAMES, NOW)
    before.path.write_bytes(data)
    assert load_or_make(tmp_path, NAMES, NOW).certificate == before.certificate


def test_a_server_certificate_of_another_authority_is_not_used(tmp_path: Path) -> None:
    served(tmp_path)
    (tmp_path / "authority.pem").unlink()
    certificate = served(tmp_path)
    certificate.verify_directly_issued_by(load_or_make(tmp_path, NAMES, NOW).certificate)


def test_the_fingerprint_is_that_of_the_file_that_phones_get(tmp_path: Path) -> None:
    import hashlib

    authority = load_or_make(tmp_path, NAMES, NOW)
    assert authority.fingerprint.replace(" ", "") == hashlib.sha256(authority.der).hexdigest().upper()
    assert x509.load_der_x509_certificate(authority.der).public_bytes(Encoding.DER) == authority.der


def test_this_machine_says_who_it_is_without_asking_anybody() -> None:
    assert not any(address.is_loopback or address.is_link_local for address in machine_addresses())
    assert all(name == name.lower() and " " not in name for name in machine_names())
