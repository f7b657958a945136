"""How a notice is signed: Standard Webhooks 1.0.0, symmetric (`v1`, HMAC-SHA256).

A secret is made from the installation's key, the webhook and the secret's number, so that it is
kept nowhere: it is shown when it is made, and never again.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

BEGINS = "whsec_"


def secret_of(installation_key: bytes, webhook_id: str, number: int) -> str:
    """Return a webhook's secret of that number, as the receiving side wants it (`whsec_…`)."""
    return BEGINS + b64encode(_octets(installation_key, webhook_id, number)).decode()


def headers(
    installation_key: bytes,
    webhook_id: str,
    numbers: Iterable[int],
    notice_id: str,
    seconds: int,
    body: str,
) -> dict[str, str]:
    """Return the three headers of a notice; while two secrets count, both have signed."""
    signed = f"{notice_id}.{seconds}.{body}".encode()
    each = (
        hmac.new(_octets(installation_key, webhook_id, number), signed, sha256).digest()
        for number in numbers
    )
    return {
        "webhook-id": notice_id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(f"v1,{b64encode(one).decode()}" for one in each),
    }


def _octets(installation_key: bytes, webhook_id: str, number: int) -> bytes:
    text = f"secret of a webhook\n{webhook_id}\n{number}"
    return hmac.new(installation_key, text.encode(), sha256).digest()
