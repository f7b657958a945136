"""The file itself: plain JSON and text, the stretch of the ledger's chain, and the verifier.

What the chain does not prove by itself (sentences, moments, the story) is proved by the entry that
tells who took it out: it holds the digest of `sums.txt`, which holds the digest of each file. Other
people's entries are in it as digests alone: they prove the chain and tell nobody's business. What
is not yet sealed is sealed first. The file takes about 65 octets, before it is packed, for each
entry of the ledger since the person's first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import datetime
from hashlib import sha256
from importlib.resources import files
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Connection, RowMapping

from outreach.clock import Clock
from outreach.services.evidence.gathered import Gathered, entries, gather
from outreach.store import ledger, ledger_head
from outreach.store.ledger import Entry
from outreach.store.unit import Priority, Store

_SHIPPED = ("verify.py", "README.txt")
TAKEN = "evidence taken out"


@dataclass(frozen=True, slots=True)
class _Taken:
    """The files as they were when somebody took them out, the digest of their sums, and whose."""

    files: Mapping[str, bytes]
    digest: str
    subjects: list[str]


def write(store: Store, clock: Clock, person_id: str, by: str, file: BinaryIO) -> int:
    """Write everything about a person into a zip file; return how many entries prove it.

    Who took it out stands in the ledger. Raises `NotFoundError`.
    """
    now = clock.now()
    taken = store.write(lambda conn: _take_out(conn, now, person_id, by), Priority.BULK)
    while store.write(lambda conn: ledger.seal(conn, now), Priority.BULK):
        pass
    return store.read(lambda conn: _write(conn, taken, now, file))


def _take_out(conn: Connection, now: datetime, person_id: str, by: str) -> _Taken:
    """Read what there is and say so in the ledger, in one breath: nothing comes in between."""
    found = gather(conn, person_id)
    parts = _files(found)
    sums = "".join(f"{sha256(part).hexdigest()}  {name}\n" for name, part in parts.items())
    digest = sha256(sums.encode()).hexdigest()
    ledger.add(conn, Entry(now, TAKEN, person_id, {"by": by, "sums": digest}))
    return _Taken({**parts, "sums.txt": sums.encode()}, digest, found.subjects)


def _write(conn: Connection, taken: _Taken, now: datetime, file: BinaryIO) -> int:
    own, head = _until(entries(conn, taken.subjects), taken), ledger_head.head(conn)
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for name, part in taken.files.items():
            packed.writestr(name, part)
        packed.writestr("entries.json", _json([_entry(row) for row in own]))
        packed.writestr("head.json", _json(asdict(head) | {"written": now} if head else None))
        with packed.open("chain.txt", "w", force_zip64=True) as chain:
            for line in _chain(conn, own[0] if own else None):
                chain.write(line.encode())
    return len(own)


def _until(found: list[RowMapping], taken: _Taken) -> list[RowMapping]:
    """Return the entries up to the one that tells of this file: later ones have files of theirs."""
    last = next(
        place
        for place, row in enumerate(found)
        if row["kind"] == TAKEN and row["body"].get("sums") == taken.digest
    )
    return found[: last + 1]


def _files(found: Gathered) -> dict[str, bytes]:
    """Return every file that no chain proves, as it is written."""
    parts = {
        "person.json": found.person,
        "statements.json": found.statements,
        "decisions.json": found.decisions,
        "grounds.json": found.grounds,
        "keys.json": found.keys,
    }
    shipped = files("templates").joinpath("evidence")
    return {
        **{name: _json(part).encode() for name, part in parts.items()},
        "story.txt": ("\n".join(found.story) + "\n").encode(),
        **{name: shipped.joinpath(name).read_bytes() for name in _SHIPPED},
    }


def _entry(row: RowMapping) -> dict[str, object]:
    return {
        "seq": row["sealed_seq"],
        "at": row["at"].isoformat(),
        "kind": row["kind"],
        "subject": row["subject"],
        "body": row["body"],
    }


def _chain(conn: Connection, first: RowMapping | None) -> Iterator[str]:
    """Yield where the stretch begins, then a line for each entry to the end of the chain.

    A line is the entry's digest; `=` and its hash for one that was sealed before digests were.
    """
    if first is None:
        return
    seq, previous = first["sealed_seq"] - 1, first["prev_hash"]
    yield f"{seq + 1} {previous}\n"
    while some := ledger.sealed_after(conn, seq):
        for row in some:
            seq = row["sealed_seq"]
            digest = ledger.digest_of(seq, row)
            mended = ledger.chained(previous, digest) == row["hash"]
            previous = row["hash"]
            yield f"{digest}\n" if mended else f"={previous}\n"


def _json(part: object) -> str:
    return json.dumps(part, ensure_ascii=False, indent=2, default=_plain) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return str(value)
