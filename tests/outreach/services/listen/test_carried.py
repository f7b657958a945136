"""What a carrier reports on our texts: forward only, whatever the order, and whose fault it is."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from channels.arrivals import Delivery, StatusReport
from channels.contract import Refused
from channels.sms.decoded import encode
from outreach.domain.attempts import Attempt, AttemptState
from outreach.domain.people import ContactPoint, Person
from outreach.gate import recovery
from outreach.gate.troubles import CARRIERS_NIGHT, MOST_TRIES
from outreach.ids import new_id
from outreach.services.listen.carried import is_forward, reported
from outreach.store import attempts, history, people, points, receipts, senders, statements
from outreach.store.inbound import InboundKind, InboundState
from policies.channel import Channel, Purpose
from policies.facts import PointState
from policies.statement import Source
from tests.outreach.services.carrier import Line, incoming, status_form

MANY = 2_500


def texted(phone: Line, person: Person | None = None) -> str:
    """Send somebody a text; return the attempt."""
    attempt = phone.world.plan(person or phone.world.person(), Channel.SMS)
    assert sent(phone, attempt) is AttemptState.ACCEPTED
    return attempt


def sent(phone: Line, attempt: str) -> AttemptState:
    asyncio.run(phone.world.gate.pass_batch([attempt]))
    return phone.world.state(attempt)


def delivery(phone: Line, attempt: str) -> tuple[str | None, str | None]:
    row = phone.row(attempt)
    return row["delivery"], row["delivery_code"]


def test_a_report_says_how_far_a_text_got_and_leaves_the_attempt_where_it_is(phone: Line) -> None:
    attempt = texted(phone)
    phone.reports(attempt, "delivered")
    assert delivery(phone, attempt) == ("delivered", None)
    assert phone.world.state(attempt) is AttemptState.ACCEPTED
    told = phone.house.store.read(lambda conn: receipts.of(conn, attempt))
    assert [one.detail for one in told][-1] == "delivered"


@pytest.mark.parametrize("order", [["delivered", "sent", "queued"], ["undelivered", "sent"]])
def test_reports_out_of_order_move_forward_only(phone: Line, order: list[str]) -> None:
    """CASES 31."""
    attempt = texted(phone)
    for status in order:
        phone.reports(attempt, status)
    assert delivery(phone, attempt)[0] == order[0]


def test_a_report_twice_is_one_report(each_phone: Line) -> None:
    """CASES 31."""
    attempt = texted(each_phone)
    assert each_phone.reports(attempt, "sent") is not None
    assert each_phone.reports(attempt, "sent") is None


@pytest.mark.parametrize(
    ("status", "code", "told"),
    [
        ("delivered", "", "delivered"),
        ("read", "", "delivered"),
        ("undelivered", "30003", "not delivered (30003)"),
        ("failed", "30610", "kept back by the carrier (30610)"),
    ],
)
def test_their_story_says_how_far_a_text_got(
    phone: Line, status: str, code: str, told: str
) -> None:
    scott = phone.world.person()
    phone.reports(texted(phone, scott), status, code)
    story = phone.house.store.read(lambda conn: history.story(conn, scott.id))
    assert f"Ana Ruiz by sms, {told}" in [event.told for event in story]


@given(st.permutations(list(Delivery)))
def test_whatever_the_order_an_end_is_never_left(order: list[Delivery]) -> None:
    """CASES 31: but a text that was delivered may be read."""
    known: Delivery | None = None
    ends = (Delivery.UNDELIVERED, Delivery.FAILED, Delivery.CANCELED, Delivery.DELIVERED)
    for told in order:
        moved = is_forward(known, told)
        if known in ends and moved:
            assert (known, told) == (Delivery.DELIVERED, Delivery.READ)
        known = told if moved else known


def test_a_report_settles_an_attempt_that_was_in_doubt(phone: Line) -> None:
    scott = phone.world.person()
    attempt = phone.world.plan(scott, Channel.SMS, state=AttemptState.UNKNOWN)
    phone.reports(attempt, "sent")
    assert phone.world.state(attempt) is AttemptState.ACCEPTED
    assert phone.row(attempt)["reference"] == f"SM-{attempt}"


def test_a_report_that_came_before_the_crash_settles_it_afterwards(phone: Line) -> None:
    scott = phone.world.person()
    attempt = phone.world.plan(scott, Channel.SMS, state=AttemptState.SENDING)
    phone.reports(attempt, "delivered")
    assert phone.world.state(attempt) is AttemptState.SENDING
    now = phone.world.clock.now()
    phone.house.store.write(lambda conn: recovery.at_start(conn, now))
    assert phone.world.state(attempt) is AttemptState.ACCEPTED


def test_a_report_without_our_mark_is_known_by_the_carriers_name(phone: Line) -> None:
    attempt = texted(phone)
    reference = phone.row(attempt)["reference"]
    phone.posts(status_form(reference, "delivered"))
    assert delivery(phone, attempt)[0] == "delivered"


def test_a_report_on_somebody_elses_text_changes_nothing_and_asks_nobody(phone: Line) -> None:
    taken = phone.posts(status_form("SM-not-ours", "failed", "21610"))
    assert taken is not None
    assert (taken.kind, taken.state) == (InboundKind.STATUS, InboundState.READ)


def test_who_told_the_carrier_to_stop_has_told_us(phone: Line) -> None:
    """CASES 27: for the person, on all their numbers, and somebody learns that the lists differ."""
    scott = phone.world.person(addresses=("+17025550142", "+17025550143"))
    attempt = texted(phone, scott)
    taken = phone.reports(attempt, "failed", "21610")
    assert taken is not None
    assert taken.state is InboundState.UNCLEAR
    (said,) = phone.house.said(scott)
    assert said.source is Source.CARRIER
    assert "21610" in said.words
    other = phone.point(scott).id
    planned = phone.world.plan(scott, Channel.SMS, point_id=other)
    assert sent(phone, planned) is AttemptState.BLOCKED
    assert "had told the carrier to stop (21610)" in phone.asked()[0]


def test_an_answer_that_they_had_told_the_carrier_to_stop_is_their_refusal_too(phone: Line) -> None:
    """CASES 27."""
    scott = phone.world.person()
    refused = Refused("21610", "unsubscribed recipient", point_dead=False, opted_out=True)
    phone.world.doors[Channel.SMS].script.append(refused)
    attempt = phone.world.plan(scott, Channel.SMS)
    assert sent(phone, attempt) is AttemptState.REFUSED
    assert phone.refused(scott)
    assert "find out where their stop was lost" in phone.asked()[0]
    assert sent(phone, phone.world.plan(scott, Channel.SMS)) is AttemptState.BLOCKED


def test_lists_that_agree_ask_nobody(phone: Line) -> None:
    scott = phone.world.person()
    attempt = texted(phone, scott)
    phone.texts(scott, "STOP")
    phone.reports(attempt, "undelivered", "21610")
    assert phone.asked() == []
    assert len(phone.house.said(scott)) == 1


@pytest.mark.parametrize(
    ("code", "state"), [("30005", PointState.BOUNCED), ("30004", PointState.BLOCKED)]
)
def test_a_number_that_takes_no_texts_is_texted_no_more(
    phone: Line, code: str, state: PointState
) -> None:
    scott = phone.world.person()
    attempt = texted(phone, scott)
    phone.reports(attempt, "undelivered", code)
    assert phone.point(scott).state is state
    assert phone.point(scott, Channel.PHONE).state is PointState.OK
    assert sent(phone, phone.world.plan(scott, Channel.SMS)) is AttemptState.BLOCKED


@pytest.mark.parametrize("code", ["30610", "30047"])
def test_what_the_carrier_kept_for_the_hour_is_planned_again(phone: Line, code: str) -> None:
    """CASES 32: not failed, not lost, and no contact; for when the carrier's day is open."""
    scott = phone.world.person()
    attempt = texted(phone, scott)
    taken = phone.reports(attempt, "failed", code)
    assert taken is not None
    assert "it is planned again" in taken.done.question
    assert phone.world.state(attempt) is AttemptState.ACCEPTED
    fresh = next(one for one in phone.all_of(scott) if one["id"] != attempt)
    assert fresh["state"] == AttemptState.PLANNED
    assert fresh["due_at"] == phone.world.clock.now() + CARRIERS_NIGHT
    phone.world.later(CARRIERS_NIGHT)
    assert sent(phone, fresh["id"]) is AttemptState.ACCEPTED


def test_what_the_carrier_keeps_again_and_again_is_not_planned_for_ever(phone: Line) -> None:
    scott = phone.world.person()
    attempt = texted(phone, scott)
    for _ in range(MOST_TRIES - 1):
        phone.reports(attempt, "failed", "30610")
        attempt = next(one["id"] for one in phone.all_of(scott) if one["state"] == "planned")
        phone.world.later(CARRIERS_NIGHT)
        assert sent(phone, attempt) is AttemptState.ACCEPTED
    taken = phone.reports(attempt, "failed", "30610")
    assert taken is not None
    assert "not planned again" in taken.done.question


def test_our_own_fault_pauses_our_number_and_nobody_else(phone: Line) -> None:
    scott = phone.world.person()
    attempt = texted(phone, scott)
    taken = phone.reports(attempt, "undelivered", "30007")
    assert taken is not None
    assert "the fault is ours (30007)" in taken.done.question
    paused = phone.house.store.read(senders.paused)
    assert [one.address for one in paused] == [phone.row(attempt)["sender"]]
    assert phone.point(scott).state is PointState.OK
    assert phone.house.said(scott) == []


def _many_texts(phone: Line) -> list[str]:
    """Put texts on file that were taken by the carrier a moment ago."""
    now = phone.world.clock.now()

    def work(conn: Connection) -> list[str]:
        several = [Person(new_id("p"), f"P{n}", "Expo", now, now) for n in range(MANY)]
        people.add_many(conn, several)
        numbers = [
            ContactPoint(
                new_id("c"), one.id, Channel.SMS, f"+1702{n:07}", f"+1702{n:07}", "Expo", now
            )
            for n, one in enumerate(several)
        ]
        points.add_many(conn, numbers)
        texts = [
            Attempt(
                *(new_id("a"), one.person_id, Channel.SMS, Purpose.MARKETING, "Ana", now, now),
                state=AttemptState.UNKNOWN if n % 10 == 0 else AttemptState.ACCEPTED,
                point_id=one.id,
            )
            for n, one in enumerate(numbers)
        ]
        attempts.add_many(conn, texts)
        return [one.id for one in texts]

    return phone.house.store.write(work)


ENDS = {0: ("undelivered", "30003"), 1: ("undelivered", "30005"), 2: ("failed", "21610")}
"""How some texts end, by their number modulo twenty."""


def test_ten_thousand_reports_shuffled_and_twice_end_in_the_right_states(phone: Line) -> None:
    """CASES 31: 2,500 texts, four reports each, in any order; not even their keys are needed."""
    texts = _many_texts(phone)
    ends = {
        one: ENDS[n % 20] if n % 20 < len(ENDS) else ("delivered", "")
        for n, one in enumerate(texts)
    }
    told = [
        (one, report_on(one, status, code))
        for one, (last, its_code) in ends.items()
        for status, code in (("queued", ""), ("sent", ""), (last, its_code), (last, its_code))
    ]
    Random(7).shuffle(told)
    now = phone.world.clock.now()
    for first in range(0, len(told), 50):
        some = told[first : first + 50]
        phone.house.store.write(partial(take_in, some=some, now=now))
    rows = phone.house.store.read(lambda conn: attempts.rows(conn, texts))
    assert {one["id"]: (one["delivery"], one["delivery_code"] or "") for one in rows} == ends
    assert {one["state"] for one in rows} == {AttemptState.ACCEPTED}
    refused = {one["person_id"] for one in rows if one["delivery_code"] == "21610"}
    assert len(refused) == MANY // 20
    everybody = phone.house.store.read(lambda conn: statements.of_many(conn, people_of(rows)))
    assert everybody.keys() == refused
    assert all(len(said) == 1 for said in everybody.values())


def report_on(attempt: str, status: str, code: str) -> StatusReport:
    read = incoming(encode(status_form(f"SM{attempt}", status, code, attempt)))
    assert isinstance(read, StatusReport)
    return read


def people_of(rows: list[Mapping[str, Any]]) -> list[str]:
    return [one["person_id"] for one in rows]


def take_in(conn: Connection, some: list[tuple[str, StatusReport]], now: datetime) -> None:
    rows = {row["id"]: row for row in attempts.rows(conn, [attempt for attempt, _ in some])}
    for attempt, report in some:
        reported(conn, rows[attempt], report, now)
