"""The keys we sign mails with: read from files that nobody else can read, and shown to the DNS."""

from __future__ import annotations

import os
import stat
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from channels.email.wire.dkim import Algorithm, Signer, signed
from channels.errors import DoorConfigurationError

_FEWEST_BITS = 1024
"""Shorter rsa keys must not be used (RFC 8301 §3.2); 2048 are recommended."""

PrivateKey = RSAPrivateKey | Ed25519PrivateKey


@dataclass(frozen=True, slots=True)
class Key:
    """One key file (PEM). `setting` is the name of the setting that says where it is."""

    domain: str
    selector: str
    algorithm: Algorithm
    path: Path
    setting: str


@dataclass(frozen=True, slots=True)
class DnsRecord:
    """A TXT record as it has to stand in the DNS; a value over 255 octets is cut by DNS tools."""

    name: str
    value: str


class Signing:
    """Signs mails with every key. The files are read at the first mail, not before."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self._keys = keys
        self._signers: list[Signer] = []

    def __call__(self, mail: bytes, moment: datetime) -> bytes:
        """Return the mail with our signatures in front; raise `DoorConfigurationError`."""
        if len(self._signers) < len(self._keys):
            self._signers = [signer(key) for key in self._keys]
        return signed(mail, self._signers, moment)


def signer(key: Key) -> Signer:
    """Return what signs with this key; raise `DoorConfigurationError` naming the setting."""
    return Signer(key.domain, key.selector, key.algorithm, _signs(_private(key)))


def dns_record(key: Key) -> DnsRecord:
    """Return the record that lets receivers check what this key signed (RFC 6376 §3.6)."""
    public = _private(key).public_key()
    if key.algorithm is Algorithm.RSA:
        kind, encoding = "rsa", serialization.Encoding.DER
        octets = public.public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo)
    else:
        kind, encoding = "ed25519", serialization.Encoding.Raw
        octets = public.public_bytes(encoding, serialization.PublicFormat.Raw)
    name = f"{key.selector}._domainkey.{key.domain}"
    return DnsRecord(name, f"v=DKIM1; k={kind}; p={b64encode(octets).decode()}")


def _signs(private: PrivateKey) -> Callable[[bytes], bytes]:
    match private:
        case RSAPrivateKey():
            return lambda octets: private.sign(octets, padding.PKCS1v15(), hashes.SHA256())
        case Ed25519PrivateKey():
            return private.sign


def _private(key: Key) -> PrivateKey:
    try:
        with key.path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            octets = file.read(100_000)
    except OSError as error:
        because = (error.strerror or "no reason is given").lower()
        raise _fault(key, f"cannot be read: {because}") from None
    if mode & 0o077:
        raise _fault(key, f"names a key that others can read: chmod 600 {key.path}")
    try:
        private = serialization.load_pem_private_key(octets, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise _fault(key, "holds no private key in PEM form without a password") from None
    return _fitting(key, private)


def _fitting(key: Key, private: object) -> PrivateKey:
    wanted = RSAPrivateKey if key.algorithm is Algorithm.RSA else Ed25519PrivateKey
    if not isinstance(private, RSAPrivateKey | Ed25519PrivateKey) or not isinstance(
        private, wanted
    ):
        raise _fault(key, f"holds a key of another kind than {key.algorithm}")
    if isinstance(private, RSAPrivateKey) and private.key_size < _FEWEST_BITS:
        raise _fault(key, f"holds a key of {private.key_size} bits: 2048 are right")
    return private


def _fault(key: Key, because: str) -> DoorConfigurationError:
    return DoorConfigurationError(f"`{key.setting}` {because}")
