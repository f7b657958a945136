"""One person's story holds what was said on both sides, and what was kept back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, insert

from outreach.domain.attempts import Attempt, AttemptState
from outreach.domain.bases import Basis
from outreach.domain.commitments import Commitment, CommitmentKind, CommitmentState
from outreach.domain.history import Event, Happened
from outreach.domain.people import Person
from outreach.errors import NotFoundError
from outreach.store import (
    attempts,
    bars,
    commitments,
    consents,
    decisions,
    history,
    notes,
    people,
    statements,
    tables,
)
from outreach.store.bars import Mark
from outreach.store.decisions import DecisionRow
from outreach.store.notes import Note
from outreach.store.statements import THEMSELVES, Narrowed
from outreach.store.unit import Store
from policies.channel import Channel, Purpose
from policies.facts import Barred
from policies.statement import Refuse, Source, Statement, Understood, Via

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
SCOTT = Person("p_1", "Scott Reyes", "Expo 2026", NOW, NOW)


def at(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


def attempt(name: str, channel: Channel, state: AttemptState) -> Attempt:
    purpose = Purpose.MARKETING
    return Attempt(name, "p_1", channel, purpose, "Ana Ruiz", NOW, NOW, state=state)


def decided(name: str, of: str, verdict: str, kind: str, hours: int) -> DecisionRow:
    return DecisionRow(
        *(name, of, "p_1", at(hours), kind, verdict, None, None, None, ["paused"]),
        *(f"Not now ({name}).", {}, [], None, "f", "d"),
    )


def live(conn: Connection) -> None:
    people.add(conn, SCOTT)
    for one in (
        attempt("a_1", Channel.EMAIL, AttemptState.ACCEPTED),
        attempt("a_2", Channel.PHONE, AttemptState.ACCEPTED),
        attempt("a_3", Channel.EMAIL, AttemptState.UNKNOWN),
        attempt("a_4", Channel.EMAIL, AttemptState.BLOCKED),
    ):
        attempts.add(conn, one)
    attempts.set_many(
        conn, [{"id": f"a_{hours}", "sending_since": at(hours)} for hours in (1, 2, 3)]
    )
    conn.execute(
        insert(tables.sent), {"attempt_id": "a_1", "subject": "Maps", "text": "Hello Scott"}
    )
    meaning = (Understood(Refuse(Channel.PHONE)),)
    said = Statement("s_1", "Don't call me.", at(4), Via.EMAIL, Source.REPLY, True, meaning)
    statements.add(conn, said, statements.Heard("p_1", at(4)))
    decisions.add_many(
        conn,
        [
            decided("d_1", "a_4", "block", "gate", 5),
            decided("d_2", "a_4", "defer", "gate", 5),
            decided("d_3", "a_4", "defer", "press", 6),
            decided("d_4", "a_4", "allow", "press", 6),
        ],
    )
    kind = CommitmentKind.REQUEST
    promise = Commitment("m_1", "p_1", kind, "the pricing", at(30), at(7), closed_at=at(8))
    commitments.add(conn, promise)
    conn.execute(
        tables.commitment.update().values(state=CommitmentState.KEPT, closed_by="Ana Ruiz")
    )
    notes.add(conn, Note("n_1", "p_1", at(9), "Ana Ruiz", "likes maps"))
    bars.add(conn, Mark(Barred.PERSON, "asked", at(10), "Ana Ruiz", person_id="p_1"))
    agreed = (Channel.SMS, Purpose.MARKETING, at(11), "form v3", "Expo")
    consents.add(conn, Basis("g_1", "p_1", *agreed))


def told(store: Store) -> list[Event]:
    store.write(live)
    return store.read(lambda conn: history.story(conn, "p_1"))


def test_a_story_is_told_in_the_order_it_happened(store: Store) -> None:
    assert [(event.happened, event.id) for event in told(store)] == [
        (Happened.MET, "p_1"),
        (Happened.SENT, "a_1"),
        (Happened.CALLED, "a_2"),
        (Happened.SENT, "a_3"),
        (Happened.SAID, "s_1"),
        (Happened.KEPT_BACK, "d_1"),
        (Happened.KEPT_BACK, "d_3"),
        (Happened.PROMISED, "m_1"),
        (Happened.FULFILLED, "m_1"),
        (Happened.NOTED, "n_1"),
        (Happened.MARKED, "p_1"),
        (Happened.AGREED, "g_1"),
    ]


def test_both_sides_are_told_verbatim(sqlite_store: Store) -> None:
    events = {event.id: event for event in told(sqlite_store)}
    assert events["s_1"].words == "Don't call me."
    assert "understood: no calls" in events["s_1"].told
    assert events["a_1"].words == "Maps\n\nHello Scott"
    assert "nobody knows whether it arrived" in events["a_3"].told
    assert events["d_1"].told == "not sent: Not now (d_1)."
    assert events["d_3"].told.startswith("Ana Ruiz pressed a call, and it was refused")
    assert events["d_3"].by == "Ana Ruiz"


def test_what_was_judged_again_to_the_same_end_is_told_once(sqlite_store: Store) -> None:
    told(sqlite_store)
    other = decided("d_6", "a_4", "block", "gate", 6)
    again = replace(other, id="d_7", at=at(6) + timedelta(seconds=1))
    sqlite_store.write(lambda conn: decisions.add_many(conn, [other, again]))
    story = sqlite_store.read(lambda conn: history.story(conn, "p_1"))
    assert [one.told for one in story if one.told.startswith("not sent")] == [
        "not sent: Not now (d_1).",
        "not sent: Not now (d_6).",
    ]


def test_what_they_took_back_is_told_with_their_words(sqlite_store: Store) -> None:
    told(sqlite_store)
    undone = Narrowed((), "undone on the page", THEMSELVES, "", at(9))
    sqlite_store.write(lambda conn: statements.narrow(conn, "s_1", undone))
    story = sqlite_store.read(lambda conn: history.story(conn, "p_1"))
    [said] = [one for one in story if one.id == "s_1"]
    assert said.words == "Don't call me."
    assert said.told == "they wrote an email (they have taken it back since)"


def test_nobody_has_no_story(sqlite_store: Store) -> None:
    with pytest.raises(NotFoundError):
        sqlite_store.read(lambda conn: history.story(conn, "p_none"))


def test_of_one_moment_the_cause_is_told_first(sqlite_store: Store) -> None:
    def work(conn: Connection) -> None:
        people.add(conn, SCOTT)
        promise = Commitment("m_1", "p_1", CommitmentKind.REQUEST, "the pricing", at(30), NOW)
        commitments.add(conn, promise)
        said = Statement("s_1", "The pricing?", NOW, Via.EMAIL, Source.REPLY, True, ())
        statements.add(conn, said, statements.Heard("p_1", NOW))

    sqlite_store.write(work)
    found = sqlite_store.read(lambda conn: history.story(conn, "p_1"))
    assert [event.happened for event in found] == [
        *(Happened.MET, Happened.SAID, Happened.PROMISED)
    ]


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/Los_Angeles", "2026-11-22"),
        ("Asia/Tokyo", "2026-11-23"),
        ("Nowhere/Land", "2026-11-23"),
        (None, "2026-11-23"),
    ],
)
def test_a_promise_is_for_the_day_it_is_where_they_are(
    sqlite_store: Store, zone: str | None, day: str
) -> None:
    due = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    who = replace(SCOTT, zone=zone)
    promise = Commitment("m_1", "p_1", CommitmentKind.CALLBACK, "a call", due, NOW)
    sqlite_store.write(lambda conn: (people.add(conn, who), commitments.add(conn, promise)))
    found = sqlite_store.read(lambda conn: history.story(conn, "p_1"))
    assert [one.told for one in found if one.happened is Happened.PROMISED] == [
        f"we promised: a call, by {day}"
    ]
