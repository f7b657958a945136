"""Who wants to be told what, where: made, listed, given a new secret, tried, and ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.notices import TOLD, Event, Notice, NoticeState, Webhook
from outreach.domain.programs import Key, Scope
from outreach.domain.reachable import Reach, literal
from outreach.errors import InputError, NotFoundError
from outreach.ids import new_id
from outreach.services.webhooks.signing import secret_of
from outreach.services.webhooks.telling import body_of
from outreach.store import house, ledger, notices
from outreach.store.ledger import Entry
from outreach.store.unit import Store

LONGEST_URL = 500
MOST = 10
"""Webhooks of one program."""


@dataclass(frozen=True, slots=True)
class Made:
    """A webhook with the secret that signs from now on: shown once."""

    webhook: Webhook
    secret: str = field(repr=False)


def add(
    store: Store, clock: Clock, reach: Reach, key: Key, url: str, events: Sequence[Event], by: str
) -> Made:
    """Tell a program from now on what happens; raise `InputError` for what cannot be told there."""
    now, given = clock.now(), url.strip()
    _must_be_postable(given, reach)
    if key.revoked or Scope.HOOK not in key.scopes:
        msg = f"the key of `{key.name}` does not let it {Scope.HOOK}"
        raise InputError(msg)
    wanted = tuple(one for one in TOLD if one in events)
    if not wanted:
        msg = f"say what it is to be told: {', '.join(f'`{one}`' for one in TOLD)}"
        raise InputError(msg)

    def work(conn: Connection) -> Made:
        there = [one for one in notices.of_key(conn, key.id) if one.ended_at is None]
        if len(there) >= MOST:
            msg = f"`{key.name}` has {MOST} webhooks already: remove one first"
            raise InputError(msg)
        after = notices.sealed_so_far(conn)
        one = Webhook(new_id("w"), key.id, given, wanted, now, by, after)
        body = {"program": key.name, "events": [event.value for event in wanted], "by": by}
        ledger.add(conn, Entry(now, "webhook-added", one.id, body))
        return Made(notices.add(conn, one), _secret(conn, one))

    return store.write(work)


def rotate(store: Store, clock: Clock, webhook_id: str, by: str) -> Made:
    """Make a new secret; the one before signs beside it for a day."""
    now = clock.now()

    def work(conn: Connection) -> Made:
        before = _live(conn, webhook_id)
        one = replace(before, secret_no=before.secret_no + 1, rotated_at=now)
        notices.change(conn, one.id, {"secret_no": one.secret_no, "rotated_at": now})
        ledger.add(conn, Entry(now, "webhook-secret-changed", one.id, {"by": by}))
        return Made(one, _secret(conn, one))

    return store.write(work)


def remove(store: Store, clock: Clock, webhook_id: str, by: str) -> Webhook:
    """Tell it nothing any more, and drop what still waited for it."""
    now = clock.now()

    def work(conn: Connection) -> Webhook:
        one = _live(conn, webhook_id)
        notices.end(conn, one.id, f"removed by {by}", now)
        ledger.add(conn, Entry(now, "webhook-removed", one.id, {"by": by}))
        return notices.get(conn, one.id)

    return store.write(work)


def test(store: Store, clock: Clock, webhook_id: str) -> Notice:
    """Make a notice that tells of nothing, to be posted at once."""
    now = clock.now()

    def work(conn: Connection) -> Notice:
        one = _live(conn, webhook_id)
        body = body_of(Event.TEST, now, {"seq": one.after_seq})
        notice = Notice(new_id("n"), one.id, one.after_seq, Event.TEST, body, now, now)
        notices.add_notices(conn, [notice])
        return notice

    return store.write(work)


def again(store: Store, clock: Clock, webhook_id: str, ids: Iterable[str] = ()) -> int:
    """Have notices posted again: those named, else all that are dead; return how many.

    Raise `NotFoundError` for one that is no notice of this webhook.
    """
    now, named = clock.now(), list(ids)

    def work(conn: Connection) -> int:
        one = _live(conn, webhook_id)
        dead = notices.of_webhook(conn, one.id, [NoticeState.DEAD], "", _MOST_AGAIN)
        several = [notices.get_notice(conn, one.id, each).id for each in named]
        return notices.post_again(conn, one.id, several or [each.id for each in dead], now)

    return store.write(work)


_MOST_AGAIN = 1_000


def everything(store: Store) -> list[Webhook]:
    """Return all webhooks, the ended among them."""
    return store.read(notices.everything)


def of_program(store: Store, key: Key) -> list[Webhook]:
    """Return a program's webhooks, the ended among them."""
    return store.read(lambda conn: notices.of_key(conn, key.id))


def get(store: Store, webhook_id: str) -> Webhook:
    """Return a webhook, whose ever it is; raise `NotFoundError`."""
    return store.read(lambda conn: notices.get(conn, webhook_id))


def one_of(store: Store, key: Key, webhook_id: str) -> Webhook:
    """Return a webhook of this program; another's is not there for it (`NotFoundError`)."""
    found = store.read(lambda conn: notices.get(conn, webhook_id))
    if found.key_id != key.id:
        raise NotFoundError("webhook", webhook_id)
    return found


def notices_of(
    store: Store, webhook_id: str, states: Sequence[NoticeState], before: str = "", limit: int = 50
) -> list[Notice]:
    """Return what it was told, or is still to be told, the newest first."""
    chosen = states or tuple(NoticeState)
    return store.read(lambda conn: notices.of_webhook(conn, webhook_id, chosen, before, limit))


def _live(conn: Connection, webhook_id: str) -> Webhook:
    one = notices.get(conn, webhook_id)
    if one.ended_at is not None:
        msg = f"webhook `{webhook_id}` has ended: {one.ended_because}"
        raise InputError(msg)
    return one


def _secret(conn: Connection, one: Webhook) -> str:
    return secret_of(house.get(conn).installation_key, one.id, one.secret_no)


def _must_be_postable(url: str, reach: Reach) -> None:
    """Refuse what can be seen to be wrong; a name's addresses are asked about when we post."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST_URL
    if not (plain and host and parts.scheme in ("https", "http")):
        msg = "`url` must be an address such as `https://crm.example/hooks/outreach`"
        raise InputError(msg)
    if parts.username is not None or parts.password is not None or parts.fragment:
        msg = "`url` must not have a name and password or a `#` in it: the signature tells it is us"
        raise InputError(msg)
    address = literal(host)
    refusal = reach.refusal(address) if address else ""
    if parts.scheme == "http" and not refusal and not (address and reach.is_ours(address)):
        refusal = "" if reach.ours else "outside your own network it must be `https://`"
    if refusal:
        msg = f"`url` cannot be posted to: {refusal}"
        raise InputError(msg)
