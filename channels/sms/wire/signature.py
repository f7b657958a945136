"""Whether a web hook was written by whoever shares a secret with us.

The carrier signs the whole address and, after it, the name and value of every posted field in
order, with HMAC-SHA1 under the account's token, or with HMAC-SHA256 (or SHA1) under a shared key
that a header names. A body that is no form is covered by its SHA-256 in the signed address. The
port may or may not have been part of what was signed. Nothing in the scheme stops a replay: keys of
what came in do.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Mapping

from channels.sms.wire.form import Form

SIGNATURE = "X-Twilio-Signature"
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"
_BODY_HASH = "bodySHA256"
_ALGORITHMS = {"HMAC_SHA1": "sha1", "HMAC_SHA256": "sha256"}
_LEGACY = "HMAC_SHA1"
_PORTS = {"http": "80", "https": "443"}


def genuine(
    url: str,
    body: Form | bytes,
    headers: Mapping[str, str],
    auth_token: str,
    shared_keys: Mapping[str, str],
) -> bool:
    """Say whether the signature fits. Never raises; without a secret nothing is genuine.

    `url` is the public address exactly as it was called, query included. `body` is the decoded
    form, or the raw octets of any other body. `shared_keys` are secrets by the id of their key.
    """
    given = {name.lower(): value for name, value in headers.items()}
    signature = given.get(SIGNATURE.lower(), "")
    secret, algorithm = _agreed(given.get(SETTINGS.lower(), ""), auth_token, shared_keys)
    if not signature or not secret or not algorithm:
        return False
    if isinstance(body, bytes):
        if not _covered(url, body):
            return False
        body = {}
    said = signature.encode("utf-8", "replace")
    made = [sign(one, body, secret, algorithm).encode() for one in _readings(url)]
    return any([hmac.compare_digest(one, said) for one in made])


def sign(url: str, form: Form, secret: str, algorithm: str = _LEGACY) -> str:
    """Return the signature of an address and the fields posted to it (base64)."""
    fields = "".join(name + one for name in sorted(form) for one in sorted(set(form[name])))
    signed = (url + fields).encode("utf-8", "replace")
    return b64encode(hmac.digest(secret.encode(), signed, _ALGORITHMS[algorithm])).decode()


def _agreed(settings: str, auth_token: str, shared_keys: Mapping[str, str]) -> tuple[str, str]:
    """Return the secret and the algorithm, either empty where we do not have it."""
    if not settings.strip():
        return auth_token, _LEGACY
    parts = (part.partition("=") for part in settings.split(","))
    said = {name.strip(): value.strip() for name, _, value in parts}
    algorithm = said.get("algorithm", _LEGACY).upper()
    known = algorithm if algorithm in _ALGORITHMS else ""
    return shared_keys.get(said.get("key", ""), ""), known


def _covered(url: str, body: bytes) -> bool:
    """Say whether the address holds the hash of this body."""
    query = url.partition("?")[2].partition("#")[0]
    pairs = (pair.partition("=") for pair in query.split("&"))
    said = next((value for name, _, value in pairs if name == _BODY_HASH), "")
    actual = hashlib.sha256(body).hexdigest()
    return hmac.compare_digest(said.lower().encode(), actual.encode())


def _readings(url: str) -> tuple[str, str]:
    """Return the address without its port and with it, the scheme's own where none is written."""
    scheme, apart, rest = url.partition("://")
    end = next((at for at, letter in enumerate(rest) if letter in "/?#"), len(rest))
    authority, path = rest[:end], rest[end:]
    user, at, host = authority.rpartition("@")
    bare, colon, port = host.rpartition(":")
    if not colon or not port.isdigit():
        bare, port = host, _PORTS.get(scheme.lower(), "")
    without = f"{scheme}{apart}{user}{at}{bare}{path}"
    return without, f"{scheme}{apart}{user}{at}{bare}:{port}{path}" if port else without
