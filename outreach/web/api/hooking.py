"""Where a program is told what happened: its own webhooks, and what became of each notice."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from outreach.bootstrap.telling import reach_of
from outreach.domain.notices import TOLD, Event, Notice, NoticeState, Webhook
from outreach.services import webhooks
from outreach.services.webhooks.subscribing import LONGEST_URL
from outreach.web.api.admitting import At, Hooking

_MOST = 200
PATH = "/webhooks"
hooking = APIRouter(tags=["hook"])


class WebhookIn(BaseModel):
    """Where to tell what; everything that may be told, where no events are named."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"url": "https://crm.example/hooks/outreach", "events": ["statement.heard"]}
            ]
        },
    )

    url: str = Field(min_length=1, max_length=LONGEST_URL)
    events: list[Event] = Field(default=list(TOLD), min_length=1, max_length=len(Event))


class WebhookOut(BaseModel):
    """One webhook of this program."""

    id: str
    url: str
    events: list[Event]
    made_at: datetime
    rotated_at: datetime | None
    ended_at: datetime | None
    ended_because: str


class WebhookMade(WebhookOut):
    """A webhook with its secret, which is shown here and nowhere else."""

    secret: str = Field(description="Signs by Standard Webhooks (`v1`): `whsec_` and base64.")


class NoticeOut(BaseModel):
    """One notice: what it tells, how often it was posted, and what came of the last time."""

    id: str
    event: Event
    seq: int = Field(description="The place of the fact in the ledger: the order they happened.")
    at: datetime
    state: NoticeState
    tries: int
    next_at: datetime | None
    told_at: datetime | None
    answer: str
    body: str = Field(description="What is posted, to the byte.")


class NoticesPage(BaseModel):
    """Some notices, the newest first; `next` asks for those before them."""

    notices: list[NoticeOut]
    next: str | None


class Which(BaseModel):
    """Which notices to post again; all that are dead, where none is named."""

    model_config = ConfigDict(extra="forbid")

    notices: list[Annotated[str, Field(max_length=100)]] = Field(default=[], max_length=_MOST)


class Again(BaseModel):
    """How many are posted again."""

    notices: int


@hooking.post(PATH, status_code=201)
def add(at: At, program: Hooking, wanted: WebhookIn) -> WebhookMade:
    """Be told from now on. The secret is in this answer alone, so asking again makes another."""
    made = webhooks.add(
        *(at.store, at.clock, reach_of(at.home), program.key),
        *(wanted.url, wanted.events, program.member.name),
    )
    return WebhookMade(**_webhook(made.webhook).model_dump(), secret=made.secret)


@hooking.get(PATH)
def everything(at: At, program: Hooking) -> list[WebhookOut]:
    """List this program's webhooks, the ended among them."""
    return [_webhook(one) for one in webhooks.of_program(at.store, program.key)]


@hooking.get(PATH + "/{webhook}")
def one(at: At, program: Hooking, webhook: str) -> WebhookOut:
    """Show one webhook."""
    return _webhook(webhooks.one_of(at.store, program.key, webhook))


@hooking.delete(PATH + "/{webhook}")
def remove(at: At, program: Hooking, webhook: str) -> WebhookOut:
    """End a webhook; what still waited for it is dropped."""
    mine = webhooks.one_of(at.store, program.key, webhook)
    return _webhook(webhooks.remove(at.store, at.clock, mine.id, program.member.name))


@hooking.post(PATH + "/{webhook}/secret")
def rotate(at: At, program: Hooking, webhook: str) -> WebhookMade:
    """Make a new secret, shown here alone; for a day the one before signs beside it."""
    mine = webhooks.one_of(at.store, program.key, webhook)
    made = webhooks.rotate(at.store, at.clock, mine.id, program.member.name)
    return WebhookMade(**_webhook(made.webhook).model_dump(), secret=made.secret)


@hooking.post(PATH + "/{webhook}/test", status_code=202)
def test(at: At, program: Hooking, webhook: str) -> NoticeOut:
    """Have a notice posted that tells of nothing; the engine posts it within seconds."""
    mine = webhooks.one_of(at.store, program.key, webhook)
    return _notice(webhooks.test(at.store, at.clock, mine.id))


@hooking.get(PATH + "/{webhook}/notices")
def told(
    at: At,
    program: Hooking,
    webhook: str,
    state: NoticeState | None = None,
    after: Annotated[str, Query(max_length=100, description="`next` of the page before.")] = "",
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 50,
) -> NoticesPage:
    """List what it was told and is still to be, the newest first; `state=dead`: what was not."""
    mine = webhooks.one_of(at.store, program.key, webhook)
    states = (state,) if state else ()
    found = webhooks.notices_of(at.store, mine.id, states, after, limit + 1)
    page = found[:limit]
    more = page[-1].id if len(found) > limit else None
    return NoticesPage(notices=[_notice(each) for each in page], next=more)


@hooking.post(PATH + "/{webhook}/again", status_code=202)
def again(at: At, program: Hooking, webhook: str, which: Which) -> Again:
    """Have notices posted again, under the ids they had: those named, else all that are dead."""
    mine = webhooks.one_of(at.store, program.key, webhook)
    return Again(notices=webhooks.again(at.store, at.clock, mine.id, which.notices))


def _webhook(one: Webhook) -> WebhookOut:
    return WebhookOut(
        id=one.id,
        url=one.url,
        events=list(one.events),
        made_at=one.made_at,
        rotated_at=one.rotated_at,
        ended_at=one.ended_at,
        ended_because=one.ended_because,
    )


def _notice(one: Notice) -> NoticeOut:
    return NoticeOut(
        id=one.id,
        event=one.event,
        seq=one.seq,
        at=one.at,
        state=one.state,
        tries=one.tries,
        next_at=one.next_at if one.state is NoticeState.WAITING else None,
        told_at=one.told_at,
        answer=one.answer,
        body=one.body,
    )
