"""The carrier inside: takes texts as its script says, reports on them, lets people write and ring.

Everything happens in one event loop. Reports and texts to our web hooks are posted in the
background, as a carrier does; `quiet` waits until all of them have been answered.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import ClientSession

from channels.sms.carrier_server import hooks
from channels.sms.carrier_server.hooks import Disorder, Post, Signing
from channels.sms.carrier_server.record import Direction, Message, Record
from channels.sms.carrier_server.script import MAGIC, Happening, Take
from channels.sms.wire.form import Form, value

_NO_TAKE = Take()
_ON_THE_WAY = {"delivered": ("sent",), "undelivered": ("sent",), "read": ("sent", "delivered")}


@dataclass(frozen=True, slots=True)
class Account:
    """Who may use it, and where it posts to: what people write, and their calls."""

    sid: str
    auth_token: str = field(repr=False)
    signing: Signing
    text_url: str = ""
    call_url: str = ""


class Exchange:
    """What one account sees of the carrier. `script` is what comes next, `for_number` for whom."""

    def __init__(self, account: Account, clock: Callable[[], datetime]) -> None:
        self.account = account
        self.clock = clock
        self.record = Record()
        self.script: deque[Happening] = deque()
        self.for_number: dict[str, Happening] = {}
        self.disorder = Disorder()
        self.reports = True
        """Whether anything becomes of a text by itself."""
        self.posts = True
        """Whether our web hooks are told."""
        self.answers: list[int] = []
        """The status of every answer of our web hooks, in order."""
        self.lines: set[object] = set()
        """The other end of every connection that brought a text."""
        self.under_way = 0
        self.most_under_way = 0
        self._calls = 0
        self._session: ClientSession | None = None
        self._background: set[asyncio.Task[None]] = set()

    def next_for(self, number: str) -> Happening:
        """Return what happens to a text to this number."""
        scripted = self.for_number.get(number) or MAGIC.get(number)
        if scripted is None and self.script:
            scripted = self.script.popleft()
        return scripted or _NO_TAKE

    def take(self, form: Form, so: Take) -> Message:
        """Take a text, and see to what becomes of it."""
        service, seconds = value(form, "MessagingServiceSid"), value(form, "ValidityPeriod")
        taken = self.record.keep(
            Message(
                sid=self.record.next_sid(),
                account=self.account.sid,
                direction=Direction.OUT,
                sender=value(form, "From"),
                to=value(form, "To"),
                body="".join(form.get("Body", ())[:1]),
                status="accepted" if service else "queued",
                created=self.clock(),
                service=service,
                callback=value(form, "StatusCallback"),
                valid_seconds=int(seconds) if seconds else None,
            )
        )
        if self.reports:
            self.advance(taken.sid, so)
        return taken

    def advance(self, sid: str, so: Take) -> None:
        """Let a text get so far, and report every station on its way."""
        posts = []
        for status in (*_ON_THE_WAY.get(so.status, ()), so.status):
            error = so.error if status == so.status else ""
            one = self.record.advance(sid, status, error, self.clock())
            posts.append(hooks.report(one))
        self.post([post for post in posts if post.url])

    def text_us(self, sender: str, to: str, body: str) -> Message:
        """Let somebody write to one of our numbers."""
        now = self.clock()
        one = Message(
            sid=self.record.next_sid(),
            account=self.account.sid,
            direction=Direction.IN,
            sender=sender,
            to=to,
            body=body,
            status="received",
            created=now,
            sent=now,
        )
        self.record.keep(one)
        if self.account.text_url:
            self.post([hooks.text(one, self.account.text_url)])
        return one

    def call_us(self, sender: str, to: str) -> str:
        """Let somebody ring one of our numbers; return the SID of the call."""
        self._calls += 1
        sid = f"CA{self._calls:032x}"
        if self.account.call_url:
            self.post([hooks.call(self.account.sid, sid, sender, to, self.account.call_url)])
        return sid

    def post(self, posts: list[Post]) -> None:
        """Post to our web hooks, in the disorder that is wanted, while everything else goes on."""
        if posts and self.posts:
            self._begin(self._deliver(self.disorder.upon(posts)))

    async def quiet(self) -> None:
        """Wait until every post has been answered."""
        while self._background:
            await asyncio.gather(*self._background)

    async def close(self) -> None:
        """Stop posting."""
        for task in self._background:
            task.cancel()
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _deliver(self, posts: list[Post]) -> None:
        if self._session is None:
            self._session = ClientSession()
        for post in posts:
            status = await hooks.deliver(self._session, post, self.account.signing)
            self.answers.append(status)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
