"""The calendar of one of us, read again and again by a program that has its address."""

from __future__ import annotations

from datetime import timedelta

import pytest

from channels.email.wire.tokens import Use
from outreach.bootstrap.calendars import feed_address, renewed
from outreach.domain.people import Member
from outreach.services.hand_over import leave
from outreach.services.keep_promises import making
from outreach.services.keep_promises.making import Pledge
from outreach.store import team
from policies.channel import Channel
from tests.outreach.web.api.conftest import Api, Founded, api, founded

__all__ = ["Founded", "api", "founded"]


def address(api: Api) -> str:
    ana = api.house.store.read(lambda conn: team.get(conn, "Ana"))
    return feed_address(api.house, ana)


def test_a_program_reads_what_one_of_us_has_promised_and_no_number(api: Api) -> None:
    promise = Pledge(
        *(api.person("Scott Reyes"), "a call", api.clock.now() + timedelta(days=2), "Ana"),
        channel=Channel.PHONE,
    )
    making.make(api.house.store, promise, [], api.clock.now())
    found = api.client.get(address(api), headers={"Authorization": ""})
    assert found.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "SUMMARY:Call: Scott Reyes" in found.text
    assert "555" not in found.text
    assert api.client.head(address(api)).status_code == 200
    assert api.client.post(address(api)).status_code == 405


@pytest.mark.parametrize("changed", ["t_nobody-aaaaaaaaaaaaaaaa", "x", "stop"])
def test_no_other_address_leads_anywhere(api: Api, changed: str) -> None:
    base = address(api).rpartition("/")[0]
    ana = api.house.store.read(lambda conn: team.get(conn, "Ana"))
    other = api.house.tokens.make(ana.id, Use.STOP) if changed == "stop" else changed
    found = api.client.get(f"{base}/{other}")
    assert (found.status_code, found.text) == (404, "there is no such calendar\n")


def test_the_calendar_of_whoever_has_left_is_no_more(api: Api) -> None:
    there = address(api)
    now = api.clock.now()
    api.house.store.write(lambda conn: team.add(conn, Member("t_ben", "Ben Okri", now)))
    leave(api.house.store, "Ana", "Ben Okri", "Ben Okri", now)
    assert api.client.get(there).status_code == 404


def test_the_old_address_of_a_renewed_calendar_is_no_more(api: Api) -> None:
    old = address(api)
    ana = api.house.store.read(lambda conn: team.get(conn, "Ana"))
    once = feed_address(api.house, renewed(api.house, ana))
    assert (api.client.get(old).status_code, api.client.get(once).status_code) == (404, 200)
    twice = feed_address(api.house, renewed(api.house, ana))
    assert (api.client.get(once).status_code, api.client.get(twice).status_code) == (404, 200)
    assert address(api) == twice
