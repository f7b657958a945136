"""Webhooks and their notices: who is to be told what, what is still to be posted, what came of it.

The ledger is the outbox. Whatever happens writes its entry in its own transaction, the sealer puts
entries into an order without gaps, and each webhook remembers how far it was looked through.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)

from outreach.domain.notices import Event, Notice, NoticeState, Webhook, wait_after
from outreach.errors import NotFoundError
from outreach.store.entrance import notice, webhook
from outreach.store.shapes import Shape
from outreach.store.tables import ledger, program_key, team

_WEBHOOK: Shape[Webhook] = Shape(
    Webhook,
    webhook,
    {"events": lambda names: tuple(map(Event, names))},
    dump={"events": list},
    empty={"ended_because": "", "events": ()},
)
_NOTICE: Shape[Notice] = Shape(
    Notice, notice, {"event": Event, "state": NoticeState}, empty={"answer": ""}
)


_WAITING: ColumnElement[str] = literal_column(f"'{NoticeState.WAITING.value}'")
"""Written out: SQLite takes the partial index for nothing else."""


def add(conn: Connection, one: Webhook) -> Webhook:
    """Keep a new webhook."""
    conn.execute(insert(webhook), _WEBHOOK.row(one))
    return one


def sealed_so_far(conn: Connection) -> int:
    """Return the last place in the ledger's order: whoever comes now is told of what follows."""
    return conn.scalar(select(func.max(ledger.c.sealed_seq, type_=BigInteger))) or 0


def get(conn: Connection, webhook_id: str) -> Webhook:
    """Return a webhook, ended or not; raise `NotFoundError`."""
    found = _WEBHOOK.one(conn, select(webhook).where(webhook.c.id == webhook_id))
    if found is None:
        raise NotFoundError("webhook", webhook_id)
    return found


def of_key(conn: Connection, key_id: str) -> list[Webhook]:
    """Return the webhooks of one program, the oldest first."""
    query = select(webhook).where(webhook.c.key_id == key_id).order_by(webhook.c.id)
    return _WEBHOOK.all(conn, query)


def everything(conn: Connection) -> list[Webhook]:
    """Return all webhooks, the oldest first."""
    return _WEBHOOK.all(conn, select(webhook).order_by(webhook.c.id))


def live(conn: Connection) -> list[Webhook]:
    """Return those that have not ended, with a key that lets in and somebody who answers for it."""
    query = (
        select(*_WEBHOOK.columns)
        .join(program_key, webhook.c.key_id == program_key.c.id)
        .join(team, program_key.c.member_id == team.c.id)
        .where(
            webhook.c.ended_at.is_(None),
            program_key.c.revoked_at.is_(None),
            team.c.left_at.is_(None),
        )
        .order_by(webhook.c.id)
    )
    return _WEBHOOK.all(conn, query)


def change(conn: Connection, webhook_id: str, values: dict[str, Any]) -> None:
    """Change columns of a webhook."""
    conn.execute(update(webhook).where(webhook.c.id == webhook_id).values(**values))


def end(conn: Connection, webhook_id: str, because: str, at: datetime) -> None:
    """Tell it nothing any more; what still waited is dropped."""
    change(conn, webhook_id, {"ended_at": at, "ended_because": because})
    waiting = (notice.c.webhook_id == webhook_id, notice.c.state == NoticeState.WAITING)
    conn.execute(delete(notice).where(*waiting))


def locked_at(conn: Connection, webhook_id: str) -> int:
    """Return how far it was looked through, and let nobody else look on meanwhile."""
    query = select(webhook.c.after_seq).where(webhook.c.id == webhook_id).with_for_update()
    found: int = conn.scalars(query).one()
    return found


def add_notices(conn: Connection, several: Sequence[Notice]) -> None:
    """Keep what is to be posted."""
    if several:
        conn.execute(insert(notice), [_NOTICE.row(one) for one in several])


def any_due(conn: Connection, webhook_id: str, now: datetime) -> bool:
    """Say whether anything is due at a webhook; most of the time nothing is."""
    return conn.scalar(_due(webhook_id, now).with_only_columns(notice.c.id).limit(1)) is not None


def take_due(conn: Connection, webhook_id: str, now: datetime, limit: int) -> list[Notice]:
    """Take what is due at a webhook, and set when it is tried again unless it is told before.

    So another worker leaves it alone meanwhile, and after a crash it is posted once more.
    """
    query = _due(webhook_id, now).limit(limit).with_for_update(skip_locked=True)
    found = [replace(one, tries=one.tries + 1) for one in _NOTICE.all(conn, query)]
    for one in found:
        values = {"tries": one.tries, "next_at": now + wait_after(one.tries)}
        conn.execute(update(notice).where(notice.c.id == one.id).values(**values))
    return found


def _due(webhook_id: str, now: datetime) -> Select[Any]:
    return (
        select(notice)
        .where(
            notice.c.webhook_id == webhook_id,
            notice.c.state == _WAITING,
            notice.c.next_at <= now,
        )
        .order_by(notice.c.next_at, notice.c.id)
    )


def came_of(conn: Connection, notice_id: str, values: dict[str, Any]) -> None:
    """Keep what came of a try."""
    conn.execute(update(notice).where(notice.c.id == notice_id).values(**values))


def of_webhook(
    conn: Connection,
    webhook_id: str,
    states: Iterable[NoticeState],
    before: str,
    limit: int,
) -> list[Notice]:
    """Return a webhook's notices in these states, the newest first; `before` is where to go on."""
    query = select(notice).where(notice.c.webhook_id == webhook_id, notice.c.state.in_(states))
    if before:
        query = query.where(notice.c.id < before)
    return _NOTICE.all(conn, query.order_by(notice.c.id.desc()).limit(limit))


def get_notice(conn: Connection, webhook_id: str, notice_id: str) -> Notice:
    """Return one notice of this webhook; raise `NotFoundError`."""
    mine = (notice.c.id == notice_id, notice.c.webhook_id == webhook_id)
    found = _NOTICE.one(conn, select(notice).where(*mine))
    if found is None:
        raise NotFoundError("notice", notice_id)
    return found


def post_again(conn: Connection, webhook_id: str, ids: Iterable[str], now: datetime) -> int:
    """Have notices posted again from the first try, now; return how many."""
    mine = (notice.c.webhook_id == webhook_id, notice.c.id.in_(list(ids)))
    again = {"state": NoticeState.WAITING, "tries": 0, "next_at": now, "told_at": None}
    return conn.execute(update(notice).where(*mine).values(**again)).rowcount


def forget(conn: Connection, before: datetime, limit: int) -> int:
    """Drop notices of before this moment that nobody posts any more; return how many."""
    old = (
        select(notice.c.id)
        .where(notice.c.at < before, notice.c.state != NoticeState.WAITING)
        .limit(limit)
    )
    return conn.execute(delete(notice).where(notice.c.id.in_(old))).rowcount
