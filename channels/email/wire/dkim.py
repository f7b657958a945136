r"""Our signature on a mail (RFC 6376, relaxed/relaxed; RFC 8301; ed25519 by RFC 8463). Pure.

`From` is named once more than it occurs, so that nobody can put a second one in front (§5.4). Both
ways out are covered: RFC 8058 §4 has receivers offer one-click only where they are. The keys stay
outside; each comes in as something that signs octets.

Relaxed (§3.4): runs of blanks count as one, blanks at the end of a line and empty lines at the end
of the body do not count, a field is one line under a name in lower case.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

COVERED = (
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Reply-To",
    "In-Reply-To",
    "References",
    "MIME-Version",
    "Content-Type",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
)
_BLANKS = re.compile(rb"[ \t]+")
_BEFORE_BREAK = re.compile(rb"[ \t]+(?=\r\n)")
_UNFOLDED = re.compile(rb"\r\n(?=[ \t])")
_FIELD_ENDS = re.compile(rb"\r\n(?![ \t])")
_WIDTH = 72


class Algorithm(StrEnum):
    """How a signature is made, as its `a=` names it."""

    RSA = "rsa-sha256"
    ED25519 = "ed25519-sha256"


@dataclass(frozen=True, slots=True)
class Signer:
    """One key of ours: what receivers find it by in the DNS, and what signs with it.

    `sign` gets the octets that an rsa key hashes and signs (PKCS #1 v1.5, SHA-256), or the SHA-256
    that an ed25519 key signs.
    """

    domain: str
    selector: str
    algorithm: Algorithm
    sign: Callable[[bytes], bytes]


def signed(mail: bytes, signers: Sequence[Signer], moment: datetime) -> bytes:
    """Return the mail (CRLF line ends) with one signature a key in front of it."""
    head, _, body = mail.partition(b"\r\n\r\n")
    fields = _fields(head)
    body_hash = b64encode(sha256(relaxed_body(body)).digest()).decode()
    return b"".join(_signature(fields, body_hash, each, moment) for each in signers) + mail


def relaxed_body(body: bytes) -> bytes:
    """Return a body in the form that is hashed (RFC 6376 §3.4.4)."""
    text = _BEFORE_BREAK.sub(b"", _BLANKS.sub(b" ", body)).rstrip(b" ")
    text = text.rstrip(b"\r\n")
    return text + b"\r\n" if text else b""


def relaxed_field(field: bytes) -> bytes:
    """Return a header field in the form that is signed, without a line end (§3.4.2)."""
    name, _, value = _UNFOLDED.sub(b"", field).partition(b":")
    return name.strip().lower() + b":" + _BLANKS.sub(b" ", value).strip()


def _fields(head: bytes) -> list[tuple[str, bytes]]:
    """Return the fields that are covered, by name, in the order in which they are named."""
    found = {field.partition(b":")[0].strip().lower(): field for field in _FIELD_ENDS.split(head)}
    names = ((name, name.lower().encode()) for name in COVERED)
    return [(name, relaxed_field(found[key])) for name, key in names if key in found]


def _signature(
    fields: list[tuple[str, bytes]], body_hash: str, signer: Signer, moment: datetime
) -> bytes:
    names = ":".join(["From", *(name for name, _ in fields)])
    tags = [
        "v=1",
        f"a={signer.algorithm}",
        "c=relaxed/relaxed",
        f"d={signer.domain}",
        f"s={signer.selector}",
        f"t={int(moment.timestamp())}",
        f"h={names}",
        f"bh={body_hash}",
        "b=",
    ]
    field = b"DKIM-Signature: " + "\r\n ".join(_lines(tags)).encode("ascii")
    data = b"\r\n".join([*(field for _, field in fields), relaxed_field(field)])
    octets = data if signer.algorithm is Algorithm.RSA else sha256(data).digest()
    signature = b64encode(signer.sign(octets)).decode()
    pieces = [signature[at : at + _WIDTH] for at in range(0, len(signature), _WIDTH)]
    return field + "\r\n ".join(["", *pieces]).encode("ascii") + b"\r\n"


def _lines(tags: list[str]) -> Iterator[str]:
    """Yield the tags on lines of a decent length; a list of names breaks at its colons."""
    line = ""
    for piece in re.split(r"(?<=:)|(?<=; )", "; ".join(tags)):
        if line and len(line) + len(piece.rstrip()) > _WIDTH:
            yield line.rstrip(" ")
            line = ""
        line += piece
    yield line
