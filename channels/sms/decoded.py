"""From the octets of a posted form to its fields, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, urlencode

from channels.arrivals import Incoming
from channels.sms.wire import inbound
from channels.sms.wire.form import Form

_MOST_FIELDS = 500


def decode(raw: bytes) -> Form:
    """Return the fields of a form (`application/x-www-form-urlencoded`), blank ones included.

    Octets that are no UTF-8 are replaced; raises `ValueError` for more fields than anybody sends.
    """
    text = raw.decode("utf-8", "replace")
    return parse_qs(text, keep_blank_values=True, errors="replace", max_num_fields=_MOST_FIELDS)


def encode(fields: Mapping[str, str] | Mapping[str, Sequence[str]]) -> bytes:
    """Return the form with these fields."""
    return urlencode(fields, doseq=True).encode()


def read(raw: bytes, genuine: inbound.Genuine) -> Incoming:
    """Return what a carrier's form says, whichever kind it is, as it was kept raw."""
    return inbound.read(decode(raw), genuine)
