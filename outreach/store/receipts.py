"""What the doors said happened; only ever added to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from outreach.store.prepared import Prepared
from outreach.store.shapes import Shape
from outreach.store.tables import receipt
from policies.quick import quick


@quick
@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One answer of a door: `accepted`, `refused`, `turned away`, `temporary` or `unknown`."""

    id: str
    attempt_id: str
    at: datetime
    kind: str
    code: str | None = None
    detail: str | None = None
    reference: str | None = None


_RECEIPT: Shape[ReceiptRow] = Shape(ReceiptRow, receipt)
_ADD = Prepared(insert(receipt), [column.name for column in receipt.columns])


def add_many(conn: Connection, several: Sequence[ReceiptRow]) -> None:
    """Keep receipts."""
    _ADD.many(conn, [_RECEIPT.row(one) for one in several])


def known(conn: Connection, ids: Sequence[str]) -> set[str]:
    """Return which of these receipts are kept."""
    return set(conn.scalars(select(receipt.c.id).where(receipt.c.id.in_(ids))))


def of(conn: Connection, attempt_id: str) -> list[ReceiptRow]:
    """Return an attempt's receipts, oldest first."""
    query = select(receipt).where(receipt.c.attempt_id == attempt_id)
    return _RECEIPT.all(conn, query.order_by(receipt.c.at, receipt.c.id))
