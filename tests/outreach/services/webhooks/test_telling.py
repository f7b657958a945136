"""What happened is told to whoever wants it: at least once, signed, without anybody's data."""

from __future__ import annotations

import asyncio
import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from ipaddress import ip_network

import pytest

from outreach.bootstrap.engine import rounds_of
from outreach.domain.notices import MOST_TRIES, TOLD, Event, NoticeState
from outreach.domain.programs import Scope
from outreach.domain.reachable import Reach
from outreach.services import webhooks
from outreach.services.erase import erase
from outreach.services.keep_promises import offer_overdue
from outreach.services.listen import hear
from outreach.services.programs import make
from outreach.services.webhooks import Made, Teller
from outreach.store import commitments, ledger
from tests.outreach.services.webhooks.receiving import Heard, receiver
from tests.outreach.web.api.conftest import Api, Founded, api, founded
from tests.outreach.web.api.test_attempted import planned

__all__ = ["Founded", "api", "founded"]

WORDS = "Stop calling me, Scott said; and call me next Tuesday at 10 if you must"


@dataclass
class Telling:
    """A house, a program that is told everything, and the server that hears it."""

    api: Api
    teller: Teller
    made: Made
    heard: Heard

    def round(self) -> None:
        """Chain the ledger, and tell."""
        now = self.api.clock.now()
        while self.api.house.store.write(lambda conn: ledger.seal(conn, now)):
            pass
        asyncio.run(self.teller.round())

    def told(self) -> list[dict[str, object]]:
        return [json.loads(body) for _, body in self.heard.posts]

    def states(self) -> list[NoticeState]:
        one = self.made.webhook.id
        return [each.state for each in webhooks.notices_of(self.api.house.store, one, ())]


@pytest.fixture
def telling(api: Api) -> Iterator[Telling]:
    reach = Reach((ip_network("127.0.0.0/8"),), rehearsal=True)
    key = make(api.house.store, api.clock, "told", [Scope.HOOK], "Ana", "Ana").key
    with receiver() as heard:
        made = webhooks.add(api.house.store, api.clock, reach, key, heard.url, TOLD, "Ana")
        yield Telling(api, Teller(api.house.store, api.clock, reach), made, heard)


def said(api: Api, words: str) -> None:
    hear(api.house.ears, api.person("Scott Reyes"), words, "Ana")


def signature(secret: str, headers: dict[str, str], body: str) -> str:
    """Return what Standard Webhooks has the receiving side compute."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    octets = b64decode(secret.removeprefix("whsec_"))
    return "v1," + b64encode(hmac.new(octets, signed, sha256).digest()).decode()


def test_every_kind_of_fact_is_told_in_its_order_with_ids_alone(telling: Telling) -> None:
    api = telling.api
    scott, store = api.person("Scott Reyes"), api.house.store
    sent = planned(api, "Gus Host")
    receipt = ledger.Entry(api.clock.now(), "receipt", sent, {"kind": "accepted"})
    store.write(lambda conn: ledger.add(conn, receipt))
    planned(api, "Scott Reyes")
    said(api, "Please call me next Tuesday at 10 am")
    said(api, "Never contact me again, on any channel")
    blocked = planned(api, "Scott Reyes")
    asyncio.run(rounds_of(api.house).everything())
    said(api, "Please email me the pricing")
    api.clock.advance(timedelta(days=10))
    offer_overdue(store, api.clock.now())
    erase(store, scott, api.clock.now(), "Ana")
    telling.round()
    told = telling.told()
    kinds = {one["type"] for one in told}
    assert kinds >= {
        Event.HEARD,
        Event.ACCEPTED,
        Event.BLOCKED,
        Event.WITHDRAWN,
        Event.MADE,
        Event.ERASED,
    }
    order = [one["data"]["seq"] for one in told]  # type: ignore[index]
    assert order == sorted(order)
    assert any(one["data"].get("attempt") == blocked for one in told)  # type: ignore[attr-defined]
    whole = str(telling.heard.posts)
    assert not [
        each
        for each in ("Scott", "Reyes", "7025550142", "reyes.example", "pricing")
        if each in whole
    ]


def test_a_promise_that_is_kept_and_one_that_is_broken_are_told(telling: Telling) -> None:
    api = telling.api
    said(api, "Please email me the pricing")
    [owed] = api.house.store.read(lambda conn: commitments.owed(conn))
    api.clock.advance(timedelta(days=10))
    offer_overdue(api.house.store, api.clock.now())
    telling.round()
    broken = [one for one in telling.told() if one["type"] == Event.BROKEN]
    assert [one["data"]["promise"] for one in broken] == [owed.id]  # type: ignore[index]
    assert broken[0]["data"]["person"] == api.person("Scott Reyes")  # type: ignore[index]


def test_a_notice_is_signed_by_standard_webhooks_and_by_both_secrets_for_a_day(
    telling: Telling,
) -> None:
    api, secret = telling.api, telling.made.secret
    changed = webhooks.rotate(api.house.store, api.clock, telling.made.webhook.id, "Ana").secret
    webhooks.test(api.house.store, api.clock, telling.made.webhook.id)
    telling.round()
    [(headers, body)] = telling.heard.posts
    both = {signature(one, headers, body) for one in (secret, changed)}
    assert set(headers["webhook-signature"].split(" ")) == both
    assert headers["webhook-timestamp"] == str(int(api.clock.now().timestamp()))
    api.clock.advance(timedelta(days=1))
    webhooks.test(api.house.store, api.clock, telling.made.webhook.id)
    telling.round()
    headers, body = telling.heard.posts[1]
    assert headers["webhook-signature"] == signature(changed, headers, body)


def test_what_was_not_taken_is_posted_again_under_its_id_until_it_is(telling: Telling) -> None:
    telling.heard.answers = [500, 503]
    said(telling.api, "Please stop texting me")
    telling.round()
    telling.round()
    assert len(telling.heard.posts) == 1
    for wait in (timedelta(seconds=5), timedelta(minutes=5)):
        telling.api.clock.advance(wait)
        telling.round()
    assert len({headers["webhook-id"] for headers, _ in telling.heard.posts}) == 1
    assert len({body for _, body in telling.heard.posts}) == 1
    assert telling.states() == [NoticeState.TOLD]
    telling.round()
    assert len(telling.heard.posts) == 3


def test_what_is_never_taken_is_dead_shown_and_posted_again_when_asked(telling: Telling) -> None:
    telling.heard.answers = [500] * MOST_TRIES
    said(telling.api, "Please stop texting me")
    for _ in range(MOST_TRIES + 2):
        telling.round()
        telling.api.clock.advance(timedelta(days=1))
    assert len(telling.heard.posts) == MOST_TRIES
    assert telling.states() == [NoticeState.DEAD]
    store, one = telling.api.house.store, telling.made.webhook.id
    assert webhooks.notices_of(store, one, ())[0].answer == "answered 500"
    assert webhooks.again(store, telling.api.clock, one) == 1
    telling.round()
    assert telling.states() == [NoticeState.TOLD]


def test_after_a_crash_between_posting_and_writing_it_down_it_is_posted_once_more(
    telling: Telling,
) -> None:
    said(telling.api, "Please stop texting me")
    telling.round()
    one = telling.made.webhook.id
    [notice] = webhooks.notices_of(telling.api.house.store, one, ())
    webhooks.again(telling.api.house.store, telling.api.clock, one, [notice.id])
    fresh = Teller(telling.api.house.store, telling.api.clock, telling.teller.reach)
    taken = fresh._take(telling.made.webhook)  # and here it dies
    assert [each.id for each in taken] == [notice.id]
    telling.api.clock.advance(timedelta(seconds=5))
    telling.round()
    assert [headers["webhook-id"] for headers, _ in telling.heard.posts] == [notice.id] * 2


def test_whoever_says_gone_is_told_nothing_more(telling: Telling) -> None:
    telling.heard.answers = [410]
    said(telling.api, "Please stop texting me")
    telling.round()
    [one] = webhooks.everything(telling.api.house.store)
    assert "410" in one.ended_because
    said(telling.api, "Please stop emailing me")
    telling.round()
    assert len(telling.heard.posts) == 1


def test_a_program_is_told_what_it_asked_for_and_from_then_on(telling: Telling) -> None:
    api = telling.api
    said(api, "Please stop texting me")
    telling.round()
    key = make(api.house.store, api.clock, "later", [Scope.HOOK], "Ana", "Ana").key
    with receiver() as heard:
        webhooks.add(
            *(api.house.store, api.clock, telling.teller.reach, key),
            *(heard.url, [Event.HEARD], "Ana"),
        )
        said(api, "Please stop emailing me")
        planned(api, "Scott Reyes")
        telling.round()
    assert [json.loads(body)["type"] for _, body in heard.posts] == ["statement.heard"]


def test_what_is_undone_in_its_transaction_is_told_to_nobody(telling: Telling) -> None:
    store = telling.api.house.store

    def work(conn: object) -> None:
        erase_entry = ledger.Entry(telling.api.clock.now(), "erased", "p_0", {})
        ledger.add(conn, erase_entry)  # type: ignore[arg-type]
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        store.write(work)
    telling.round()
    assert telling.heard.posts == []


def test_notices_are_forgotten_after_their_time_and_what_waits_is_not(telling: Telling) -> None:
    said(telling.api, "Please stop texting me")
    telling.round()
    telling.heard.answers = [500]
    telling.api.clock.advance(timedelta(days=31))
    webhooks.test(telling.api.house.store, telling.api.clock, telling.made.webhook.id)
    telling.round()
    telling.teller.forget()
    assert telling.states() == [NoticeState.WAITING]
