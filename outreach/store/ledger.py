"""The append-only record of what was done, chained so that nothing can be altered unseen.

Transactions insert entries unchained, because a chain inside them would make every writer wait for
the one before. One sealer chains what is committed, in the order of the entries' ids: each hash is
SHA-256 over the hash before it and the entry's digest, and the head is kept under an HMAC with the
installation's key, so that a chain computed anew by somebody else is noticed too. Entries hold ids
and digests, no words and nobody's address but our own.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, func, insert, select, update

from outreach.store import grounds, house
from outreach.store.prepared import Prepared
from outreach.store.rewrite import Rewrite
from outreach.store.tables import decision, lease, ledger, person
from policies.keyed import Keyed
from policies.quick import quick

GENESIS = "0" * 64
DECISION = "decision"
"""The kind of an entry about a decision, which tells its verdict, rules and digest."""
_ADD = Prepared(insert(ledger), ["at", "kind", "subject", "body"])
_SEAL = Rewrite(ledger, ("sealed_seq", "prev_hash", "hash"))
HEAD = "ledger head"
"""Whose row keeps where the chain ends."""


@quick
@dataclass(frozen=True, slots=True)
class Entry:
    """Something that was done: when, what kind, to which row, and its particulars."""

    at: datetime
    kind: str
    subject: str
    body: Mapping[str, Any]


def add(conn: Connection, entry: Entry) -> None:
    """Write an entry; it is chained later."""
    add_many(conn, [entry])


def add_many(conn: Connection, entries: Sequence[Entry]) -> None:
    """Write entries; they are chained later."""
    rows = [
        {"at": one.at, "kind": one.kind, "subject": one.subject, "body": dict(one.body)}
        for one in entries
    ]
    _ADD.many(conn, rows)


def keyed(secret: bytes, text: str) -> str:
    """Return a digest that means nothing once the person's secret is destroyed."""
    return Keyed(secret).digest(text.encode()).hex()


def seal(conn: Connection, now: datetime, limit: int = 500) -> int:
    """Chain the oldest entries that are not chained yet; return how many."""
    head = _locked_head(conn, now)
    query = select(ledger).where(ledger.c.sealed_seq.is_(None)).order_by(ledger.c.id).limit(limit)
    rows = list(conn.execute(query).mappings())
    if not rows:
        return 0
    changes = []
    seq, previous = head
    for row in rows:
        seq += 1
        digest = _hash(previous, seq, row)
        changes.append({"id": row["id"], "sealed_seq": seq, "prev_hash": previous, "hash": digest})
        previous = digest
    _SEAL.many(conn, changes)
    _keep_head(conn, seq, previous, now)
    return len(rows)


def is_sealed(conn: Connection) -> bool:
    """Say whether every entry is chained."""
    query = select(ledger.c.id).where(ledger.c.sealed_seq.is_(None)).limit(1)
    return conn.scalar(query) is None


def _hash(previous: str, seq: int, row: RowMapping) -> str:
    return chained(previous, digest_of(seq, row))


def digest_of(seq: int, row: RowMapping) -> str:
    """Return the digest of one entry by itself: it proves the chain and tells nobody's business."""
    fields = [seq, row["at"].isoformat(), row["kind"], row["subject"], row["body"]]
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def chained(previous: str, digest: str) -> str:
    """Return the hash of an entry: over the hash before it and its own digest."""
    return hashlib.sha256(f"{previous}:{digest}".encode()).hexdigest()


def _as_before(previous: str, seq: int, row: RowMapping) -> str:
    """Return the hash that entries had before digests were chained; theirs stay as they are."""
    fields = [previous, seq, row["at"].isoformat(), row["kind"], row["subject"], row["body"]]
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_as_written(previous: str, seq: int, row: RowMapping) -> bool:
    """Say whether a sealed entry is what its hash was made of."""
    kept = row["hash"]
    return kept in (_hash(previous, seq, row), _as_before(previous, seq, row))


def _locked_head(conn: Connection, now: datetime) -> tuple[int, str]:
    query = select(lease.c.head).where(lease.c.name == HEAD).with_for_update()
    kept = conn.scalar(query)
    if kept is None:
        row = {"name": HEAD, "holder": "sealer", "until": now, "head": _sealed(conn, 0, GENESIS)}
        conn.execute(insert(lease), row)
        return 0, GENESIS
    seq, digest, _ = kept.split(":")
    return int(seq), digest


def _keep_head(conn: Connection, seq: int, digest: str, now: datetime) -> None:
    head = _sealed(conn, seq, digest)
    conn.execute(update(lease).where(lease.c.name == HEAD).values(head=head, until=now))


def _sealed(conn: Connection, seq: int, digest: str) -> str:
    mac = keyed(house.get(conn).installation_key, f"{seq}:{digest}")
    return f"{seq}:{digest}:{mac}"


@dataclass(frozen=True, slots=True)
class Whole:
    """Every entry is as it was written."""

    entries: int
    unsealed: int


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry that is not as it was written, and what is wrong with it."""

    entry: int
    because: str


def verify(conn: Connection) -> Whole | Broken:
    """Read the whole chain again, and the decisions it tells of; name the first that is not so."""
    previous, seq = GENESIS, 0
    query = select(ledger).where(ledger.c.sealed_seq.is_not(None)).order_by(ledger.c.sealed_seq)
    for row in conn.execute(query.execution_options(yield_per=1_000)).mappings():
        seq += 1
        if row["sealed_seq"] != seq:
            return Broken(seq, f"entry {seq} is missing")
        if row["prev_hash"] != previous or not is_as_written(previous, seq, row):
            return Broken(seq, f"entry {seq} (`{row['kind']}`) was altered after it was written")
        previous = row["hash"]
    return _verify_head(conn, seq, previous)


def _verify_head(conn: Connection, seq: int, previous: str) -> Whole | Broken:
    kept = conn.scalar(select(lease.c.head).where(lease.c.name == HEAD))
    unsealed = conn.scalar(
        select(func.count()).select_from(ledger).where(ledger.c.sealed_seq.is_(None))
    )
    if not (_fits(conn, kept, seq, previous) if kept else seq == 0):
        return Broken(seq, f"the chain ends at entry {seq}, which is not where it was sealed")
    return _verify_decisions(conn) or _verify_entries(conn) or Whole(seq, unsealed or 0)


def _verify_decisions(conn: Connection) -> Broken | None:
    """Compare every decision on file with its entry; an erased person's digest proves no more."""
    query = (
        select(
            *(decision.c.id, decision.c.verdict, decision.c.rules, decision.c.fingerprint),
            *(decision.c.digest, person.c.secret_key, ledger.c.sealed_seq, ledger.c.body),
            *(decision.c.at, decision.c.until, decision.c.to_channel, decision.c.clearer),
            decision.c.facts,
        )
        .join(person, decision.c.person_id == person.c.id)
        .outerjoin(ledger, and_(ledger.c.subject == decision.c.id, ledger.c.kind == DECISION))
        .order_by(decision.c.id)
    )
    for row in conn.execute(query.execution_options(yield_per=1_000)).mappings():
        if row["body"] is None:
            return Broken(0, f"no entry tells of decision `{row['id']}`")
        if not _tells_of(row):
            because = f"decision `{row['id']}` is not on file as its entry tells it"
            return Broken(row["sealed_seq"] or 0, because)
        if not grounds.hold(dict(row)):
            because = f"the grounds of decision `{row['id']}` are not those it was made on"
            return Broken(row["sealed_seq"] or 0, because)
    return None


def _verify_entries(conn: Connection) -> Broken | None:
    """Look for decisions that entries tell of and nobody can show any more."""
    query = (
        select(ledger.c.sealed_seq, ledger.c.subject, ledger.c.body)
        .outerjoin(decision, ledger.c.subject == decision.c.id)
        .where(ledger.c.kind == DECISION, decision.c.id.is_(None))
        .order_by(ledger.c.id)
    )
    for row in conn.execute(query.execution_options(yield_per=1_000)).mappings():
        if "digest" in row["body"]:
            return Broken(row["sealed_seq"] or 0, f"decision `{row['subject']}` is gone")
    return None


def _tells_of(row: RowMapping) -> bool:
    told, secret = row["body"], row["secret_key"]
    same = all(told.get(name) == row[name] for name in ("verdict", "rules", "fingerprint"))
    return same and (secret is None or told.get("digest") == keyed(secret, row["digest"]))


def _fits(conn: Connection, kept: str, seq: int, digest: str) -> bool:
    return hmac.compare_digest(kept, _sealed(conn, seq, digest))


def entries_of(conn: Connection, subjects: Iterable[str]) -> list[RowMapping]:
    """Return the entries about these rows, oldest first."""
    query = select(ledger).where(ledger.c.subject.in_(list(subjects)))
    return list(conn.execute(query.order_by(ledger.c.id)).mappings())


def of_kind(conn: Connection, kind: str) -> list[RowMapping]:
    """Return the entries of a kind, oldest first."""
    query = select(ledger).where(ledger.c.kind == kind)
    return list(conn.execute(query.order_by(ledger.c.id)).mappings())


def newest(conn: Connection, limit: int = 50) -> list[RowMapping]:
    """Return the last entries, the newest first."""
    query = select(ledger).order_by(ledger.c.id.desc()).limit(limit)
    return list(conn.execute(query).mappings())


def sealed_after(conn: Connection, seq: int, limit: int = 2_000) -> list[RowMapping]:
    """Return the next sealed entries after this one, in their order."""
    query = select(ledger).where(ledger.c.sealed_seq > seq).order_by(ledger.c.sealed_seq)
    return list(conn.execute(query.limit(limit)).mappings())
