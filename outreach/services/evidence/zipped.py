"""The file itself: plain JSON and text, the stretch of the ledger's chain, and the verifier.

Other people's entries are in it as digests alone: they prove the chain and tell nobody's business.
What is not yet sealed is sealed first. The file takes about forty octets for each entry of the
ledger since the person's first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, is_dataclass
from datetime import datetime
from importlib.resources import files
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Connection, RowMapping

from outreach.clock import Clock
from outreach.services.evidence.gathered import Gathered, gather
from outreach.store import ledger, ledger_head
from outreach.store.ledger import Entry
from outreach.store.unit import Priority, Store

_SHIPPED = ("verify.py", "README.txt")
TAKEN = "evidence taken out"


def write(store: Store, clock: Clock, person_id: str, by: str, file: BinaryIO) -> int:
    """Write everything about a person into a zip file; return how many entries prove it.

    Who took it out stands in the ledger, before anything is read. Raises `NotFoundError`.
    """
    now = clock.now()
    store.read(lambda conn: gather(conn, person_id))
    store.write(lambda conn: ledger.add(conn, Entry(now, TAKEN, person_id, {"by": by})))
    while store.write(lambda conn: ledger.seal(conn, now), Priority.BULK):
        pass
    return store.read(lambda conn: _write(conn, person_id, now, file))


def _write(conn: Connection, person_id: str, now: datetime, file: BinaryIO) -> int:
    found, head = gather(conn, person_id), ledger_head.head(conn)
    own = [row for row in found.entries if row["sealed_seq"] is not None]
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for name, part in _parts(found, own).items():
            packed.writestr(name, _json(part))
        packed.writestr("story.txt", "\n".join(found.story) + "\n")
        packed.writestr("head.json", _json(asdict(head) | {"written": now} if head else None))
        for name in _SHIPPED:
            packed.writestr(
                name, files("templates").joinpath("evidence").joinpath(name).read_bytes()
            )
        with packed.open("chain.txt", "w", force_zip64=True) as chain:
            for line in _chain(conn, own[0] if own else None):
                chain.write(line.encode())
    return len(own)


def _parts(found: Gathered, own: list[RowMapping]) -> dict[str, object]:
    return {
        "person.json": found.person,
        "statements.json": found.statements,
        "decisions.json": found.decisions,
        "grounds.json": found.grounds,
        "keys.json": found.keys,
        "entries.json": [
            {
                "seq": row["sealed_seq"],
                "at": row["at"].isoformat(),
                "kind": row["kind"],
                "subject": row["subject"],
                "body": row["body"],
            }
            for row in own
        ],
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
