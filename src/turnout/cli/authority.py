"""A local authority: certificates for this machine's own names, which a phone trusts once it was told to.

In: a folder that only its owner reads, this machine's names and addresses, the time. Out: a file with a key and a
certificate for the server, and the authority's certificate for the phones. The authority's key can vouch for names in
this network only (name constraints, RFC 5280 section 4.2.1.10), so that it is of no use against anything else. The
certificates follow Apple's requirements (support.apple.com/103769), the strictest there are.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from turnout.cli.network import PRIVATE, Address
from turnout.terms import TurnoutError

AUTHORITY_FILE = "authority.pem"
SERVER_FILE = "server.pem"
AUTHORITY_DAYS = 3650
SERVER_DAYS = 397
RENEW_DAYS = 60
"""A server's certificate that ends sooner is made anew; an authority that does is not used any more."""
EARLIER = timedelta(hours=1)
"""Certificates begin so much earlier, for clocks that are slow."""
ALWAYS = ("localhost", "local")


class AuthorityError(TurnoutError):
    """The local authority cannot be used for this."""


@dataclass(frozen=True)
class Authority:
    """A certificate that vouches for others, and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    path: Path

    @property
    def der(self) -> bytes:
        """The certificate as phones take it."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def fingerprint(self) -> str:
        """SHA-256, as devices show it: pairs of hexadecimal digits."""
        return self.certificate.fingerprint(hashes.SHA256()).hex(" ").upper()


def load_or_make(folder: Path, names: Sequence[str], now: datetime) -> Authority:
    """The authority in a folder, made where there is none.

    Args:
        folder: made where it is missing, for its owner only.
        names: names that a new one may vouch for, beside ``localhost`` and ``*.local``.
        now: the time.

    Raises:
        AuthorityError: the file is damaged or runs out.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / AUTHORITY_FILE
    if not path.exists():
        certificate, key = _new_authority(names, now)
        _write(path, _pem(certificate, key), fresh=True)
    certificate, key = _read(path)
    if certificate.not_valid_after_utc < now + timedelta(days=RENEW_DAYS):
        says = f"the local authority {path} is too old; delete that file, then let each phone trust the new one"
        raise AuthorityError(says)
    return Authority(certificate, key, path)


def server_file(
    folder: Path, authority: Authority, names: Sequence[str], addresses: Sequence[Address], now: datetime
) -> Path:
    """The server's key and certificate, in one file; made anew when it ends soon or the names have changed.

    Raises:
        AuthorityError: the authority may not vouch for one of the names.
    """
    for name in names:
        if not vouches_for(authority, name):
            says = (
                f"the local authority was not made for the name {name!r}; give your own --certificate and --key, or "
                f"delete {authority.path} and let each phone trust the new one"
            )
            raise AuthorityError(says, "--name")
    path = folder / SERVER_FILE
    wanted = x509.SubjectAlternativeName([*map(x509.DNSName, names), *map(x509.IPAddress, addresses)])
    if not (path.exists() and _serves(path, authority, wanted, now)):
        certificate, key = _new_server(authority, wanted, now)
        _write(path, _pem(certificate, key))
    return path


def _serves(path: Path, authority: Authority, wanted: x509.SubjectAlternativeName, now: datetime) -> bool:
    try:
        certificate, _ = _read(path)
        certificate.verify_directly_issued_by(authority.certificate)
        given = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (AuthorityError, ValueError, TypeError, x509.ExtensionNotFound, InvalidSignature):
        return False
    lasts = certificate.not_valid_after_utc >= now + timedelta(days=RENEW_DAYS)
    return lasts and certificate.not_valid_before_utc <= now and set(given) == set(wanted)


def vouches_for(authority: Authority, name: str) -> bool:
    """Whether an authority may vouch for a name: it was told so when it was made."""
    constraints = authority.certificate.extensions.get_extension_for_class(x509.NameConstraints).value
    permitted = [one.value for one in constraints.permitted_subtrees or [] if isinstance(one, x509.DNSName)]
    return any(name == one or name.endswith(f".{one}") for one in permitted)


# -- making them -----------------------------------------------------------------------------------------------------


def _new_authority(names: Sequence[str], now: datetime) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    who = next((name.removesuffix(".local") for name in names if name.endswith(".local")), "this machine")
    allowed: list[x509.GeneralName] = [x509.DNSName(name) for name in dict.fromkeys((*ALWAYS, *names))]
    allowed += [x509.IPAddress(network) for network in PRIVATE]
    called = f"Turnout on {who[:40]} ({secrets.token_hex(2)})"
    builder = (
        _builder(called, key, now, AUTHORITY_DAYS)
        .issuer_name(_name(called))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(allowed, None), critical=True)
    )
    return builder.sign(key, hashes.SHA256()), key


def _new_server(
    authority: Authority, names: x509.SubjectAlternativeName, now: datetime
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = authority.certificate
    own = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    builder = (
        _builder(names.get_values_for_type(x509.DNSName)[0], key, now, SERVER_DAYS)
        .issuer_name(issuer.subject)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own), critical=False)
        .add_extension(names, critical=False)
    )
    return builder.sign(authority.key, hashes.SHA256()), key


def _builder(subject: str, key: ec.EllipticCurvePrivateKey, now: datetime, days: int) -> x509.CertificateBuilder:
    begins = now.astimezone(UTC) - EARLIER
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text[:64])])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


# -- files -----------------------------------------------------------------------------------------------------------


def _pem(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)


def _read(path: Path) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    data = path.read_bytes()
    try:
        key = load_pem_private_key(data, None)
        certificate = x509.load_pem_x509_certificate(data)
    except ValueError:
        raise AuthorityError(f"{path} is damaged; delete it, then let each phone trust the new one") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise AuthorityError(f"{path} is not of Turnout; move it away")
    return certificate, key


def _write(path: Path, data: bytes, *, fresh: bool = False) -> None:
    """Writes a file that only its owner reads, whole or not at all. A fresh one leaves one that was quicker."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if not fresh:
            partial.replace(path)
        elif not path.exists():
            _give_name(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _give_name(partial: Path, path: Path) -> None:
    try:
        os.link(partial, path)
    except FileExistsError:
        return
    except OSError:
        partial.replace(path)  # a disk that knows no links
