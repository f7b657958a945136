"""One round: look on in the ledger for what is to be told, and post what is due."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.notices import MOST_TRIES, Notice, NoticeState, Webhook
from outreach.domain.reachable import Reach
from outreach.ids import new_id
from outreach.services.webhooks.posting import SECONDS, Refused, Taken, post
from outreach.services.webhooks.signing import headers
from outreach.services.webhooks.telling import told_of
from outreach.store import house, ledger, notices
from outreach.store.unit import Priority, Store

_LOOKED_AT_ONCE = 200
"""Entries a write: it lasts a few milliseconds."""
_MOST_LOOKS = 50
"""Pages of the ledger a round and webhook: whoever is far behind lets the others go on."""
_POSTED_AT_ONCE = 20
"""Notices a round and webhook, the first of them first."""
KEPT = timedelta(days=30)
"""How long a notice that was told, or is dead, may be looked at."""
_FORGOTTEN_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells programs what happened, at least once each, in the order of the ledger at first."""

    store: Store
    clock: Clock
    reach: Reach
    seconds: float = SECONDS
    _idle: asyncio.Lock = field(default_factory=asyncio.Lock, compare=False)

    async def round(self) -> None:
        """Look on, and post what is due; each webhook is tried beside the others."""
        async with self._idle:
            live = await asyncio.to_thread(self.store.read, notices.live)
            for one in live:
                await asyncio.to_thread(self._look_on, one)
            await asyncio.gather(*(self._tell_in_order(one) for one in live))

    async def _tell_in_order(self, webhook: Webhook) -> None:
        """Post what is due one by one; whoever does not take one is left in peace for a round.

        A round ends soon, however slowly they take it: an engine that is told to stop waits for it.
        """
        ends = self.clock.monotonic() + self.seconds
        for _ in range(_POSTED_AT_ONCE):
            if self.clock.monotonic() > ends:
                return
            due = await asyncio.to_thread(self._take, webhook)
            if not due or isinstance(await self.tell(webhook, due[0]), Refused):
                return

    async def tell(self, webhook: Webhook, notice: Notice) -> Taken | Refused:
        """Post one notice, and keep what came of it."""
        now = self.clock.now()
        key = await asyncio.to_thread(self.store.read, house.get)
        signed = headers(
            key.installation_key,
            webhook.id,
            webhook.secrets_at(now),
            notice.id,
            int(now.timestamp()),
            notice.body,
        )
        came = await post(webhook.url, signed, notice.body, self.reach, self.seconds)
        await asyncio.to_thread(self._keep, notice, came)
        return came

    def forget(self) -> None:
        """Drop notices that nobody looks at any more."""
        before = self.clock.now() - KEPT
        work = partial(notices.forget, before=before, limit=_FORGOTTEN_AT_ONCE)
        while self.store.write(work, Priority.BULK):
            pass

    def _look_on(self, webhook: Webhook) -> None:
        for _ in range(_MOST_LOOKS):
            reached = self._looked(webhook)
            if reached == webhook.after_seq:
                return
            webhook = replace(webhook, after_seq=reached)

    def _looked(self, webhook: Webhook) -> int:
        """Return how far the ledger is looked through now."""
        now = self.clock.now()
        entries = self.store.read(
            lambda conn: ledger.sealed_after(conn, webhook.after_seq, _LOOKED_AT_ONCE)
        )
        if not entries:
            return webhook.after_seq
        told = self.store.read(lambda conn: told_of(conn, entries))
        made = [
            Notice(new_id("n"), webhook.id, one.seq, one.event, one.body, one.at, now)
            for one in told
            if one.event in webhook.events
        ]
        last: int = entries[-1]["sealed_seq"]

        def work(conn: Connection) -> int:
            if notices.locked_at(conn, webhook.id) == webhook.after_seq:
                notices.add_notices(conn, made)
                notices.change(conn, webhook.id, {"after_seq": last})
            return last

        return self.store.write(work, Priority.BULK)

    def _take(self, webhook: Webhook) -> list[Notice]:
        now = self.clock.now()
        if not self.store.read(partial(notices.any_due, webhook_id=webhook.id, now=now)):
            return []
        work = partial(notices.take_due, webhook_id=webhook.id, now=now, limit=1)
        return self.store.write(work, Priority.BULK)

    def _keep(self, notice: Notice, came: Taken | Refused) -> None:
        now = self.clock.now()

        def work(conn: Connection) -> None:
            match came:
                case Taken(status=status):
                    values = {"state": NoticeState.TOLD, "told_at": now, "answer": str(status)}
                    notices.came_of(conn, notice.id, values)
                case Refused(because=because, gone=gone):
                    dead = notice.tries >= MOST_TRIES
                    state = NoticeState.DEAD if dead else NoticeState.WAITING
                    notices.came_of(conn, notice.id, {"state": state, "answer": because})
                    if gone:
                        notices.end(conn, notice.webhook_id, "they said that it is gone (410)", now)

        self.store.write(work, Priority.BULK)
