"""What is altered by hand in a house that is in order is seen, and named."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from outreach.services.auditing import REMEDY, TRUE_OF_ALL, Check, Received
from outreach.store.unit import Store
from tests.databases import fresh
from tests.outreach.services.auditing.lived import Lived, lived

ALTERED = {
    "a state that does not exist": (
        Check.ACCOUNTED,
        "update attempt set state = 'vanished' where id = :held",
        "is in a state that does not exist",
    ),
    "back to planned": (
        Check.ACCOUNTED,
        "update attempt set state = 'planned' where id = :heard",
        "waits to be judged and has left already",
    ),
    "planned with a clearance": (
        Check.ACCOUNTED,
        "update attempt set state = 'planned', nonce = 'x' where id = :held",
        "waits and holds a clearance",
    ),
    "cleared without a clearance": (
        Check.ACCOUNTED,
        "update attempt set state = 'cleared' where id = :held",
        "is cleared and has no clearance",
    ),
    "sent by nobody": (
        Check.ACCOUNTED,
        "update attempt set state = 'sending', worker = null where id = :doubtful",
        "is being sent, and nobody knows by whom since when",
    ),
    "sent for ever": (
        Check.ACCOUNTED,
        "update attempt set state = 'sending' where id = :doubtful",
        "is being sent for longer than any door takes to answer",
    ),
    "accepted at no time": (
        Check.ACCOUNTED,
        "update attempt set sending_since = null where id = :heard",
        "has left, and it is not on file when",
    ),
    "held for nobody": (
        Check.ACCOUNTED,
        "update decision set open = 0 where attempt_id = :held",
        "is held, and nobody is asked to look",
    ),
    "blocked by nothing": (
        Check.ACCOUNTED,
        "update attempt set state = 'blocked' where id = :held",
        "is blocked, and no decision says so",
    ),
    "rerouted to nothing": (
        Check.ACCOUNTED,
        "update attempt set state = 'rerouted', reference = 'a_none' where id = :held",
        "went to another channel, where nothing is on file",
    ),
    "accepted by nobody": (
        Check.ACCOUNTED,
        "delete from receipt where attempt_id = :heard",
        "is accepted, and no receipt says so",
    ),
    "unknown to nobody": (
        Check.ACCOUNTED,
        "delete from receipt where attempt_id = :doubtful",
        "is unknown, and no receipt says so",
    ),
    "refused by nobody": (
        Check.ACCOUNTED,
        "update attempt set state = 'refused' where id = :doubtful",
        "is refused, and no receipt says so",
    ),
    "two on their way": (
        Check.ACCOUNTED,
        "drop index uq_attempt_in_flight; update attempt set state = 'cleared', nonce = 'x',"
        " clearance_expires = judged_at, content_digest = 'x', person_id = :scott"
        " where id in (:held, :blocked)",
        "is one of several on their way to one person",
    ),
    "no clearance": (
        Check.CLEARED,
        "update attempt set content_digest = null where id = :heard",
        "left, and no clearance was ever made for it",
    ),
    "an expired clearance": (
        Check.CLEARED,
        "update attempt set clearance_expires = sending_since where id = :heard",
        "left after its clearance had expired",
    ),
    "a decision that forbids": (
        Check.CLEARED,
        "update decision set verdict = 'hold' where attempt_id = :heard",
        "left, and the decision on it does not allow it",
    ),
    "no redemption": (
        Check.CLEARED,
        "delete from sent where attempt_id = :heard",
        "left, and its clearance was not redeemed",
    ),
    "handed over again": (
        Check.ONCE,
        "update attempt set tries = 2 where id = :doubtful",
        "was handed over again although it may have left before",
    ),
    "one mail twice": (
        Check.ONCE,
        "update attempt set message_id = 'x' where id in (:heard, :doubtful)",
        "left as the very mail that another attempt left as",
    ),
    "one step twice": (
        Check.ONCE,
        "update attempt set enrollment_id = :walk, step = 1 where id in (:heard, :doubtful)",
        "is a step of a sequence that left before",
    ),
    "confirmed twice": (
        Check.ONCE,
        "update attempt set acknowledges = 's' where id in (:heard, :doubtful)",
        "confirms a stop that was confirmed before",
    ),
    "a receipt doubled": (
        Check.ONCE,
        "insert into receipt (id, attempt_id, at, kind, code, detail, reference)"
        " select 'r_2', attempt_id, at, kind, code, detail, reference"
        " from receipt where attempt_id = :heard",
        "has the same receipt twice",
    ),
    "taken twice": (
        Check.ONCE,
        "insert into receipt (id, attempt_id, at, kind)"
        " values ('r_2', :heard, '2026-11-24 12:00:09.000000', 'accepted')",
        "was taken by a door twice, as its receipts say",
    ),
    "judged before a stop": (
        Check.STOPPED,
        "update attempt set judged_person = (select version from person where id = :scott) - 1"
        " where id = :heard",
        "and left after it",
    ),
    "left after a stop": (
        Check.STOPPED,
        "update attempt set sending_since = '2026-11-24 13:05:00.000000', judged_person = 9"
        " where id = :heard",
        "which forbids it",
    ),
    "left after a mark": (
        Check.STOPPED,
        "insert into bar (id, covers, person_id, because, since, by) values ('b', 'person',"
        " :scott, 'asked', '2026-11-20 12:00:00.000000', 'Ana Ruiz')",
        "left after somebody here marked them as not to contact",
    ),
    "a message in no state": (
        Check.HEARD,
        "update inbound set state = 'lost' where person_id = :scott",
        "is a message in a state that does not exist",
    ),
    "a message unread again": (
        Check.HEARD,
        "update inbound set state = 'new' where person_id = :scott",
        "is unread, and was read",
    ),
    "a message read at no time": (
        Check.HEARD,
        "update inbound set read_at = null where person_id = :scott",
        "is read, and it is not on file when",
    ),
    "a word forgotten": (
        Check.HEARD,
        "delete from statement where person_id = :scott",
        "was understood, and what it says is not on file",
    ),
    "a letter forgotten": (
        Check.HEARD,
        "delete from inbound where person_id = :scott",
        "was said in a message that is not on file",
    ),
    "heard twice": (
        Check.HEARD,
        "insert into statement (id, person_id, words, said_at, heard_at, via, source, proven,"
        " meanings, inbound_id) select 's_2', person_id, words, said_at, heard_at, via, source,"
        " proven, meanings, inbound_id from statement where person_id = :scott",
        "was heard twice from one message",
    ),
    "promised to nobody": (
        Check.POINTING,
        "update commitment set person_id = 'p_none' where person_id = :rosa",
        "is promised to nobody who is here",
    ),
    "owed by whoever left": (
        Check.POINTING,
        "update commitment set owner = (select id from team), anyone = 0;"
        " update team set left_at = joined_at",
        "is owed by one of us who has left",
    ),
    "walks with nobody": (
        Check.POINTING,
        "update enrollment set person_id = 'p_none' where id = :walk",
        "takes nobody who is here through a sequence",
    ),
    "walks nowhere": (
        Check.POINTING,
        "update enrollment set sequence_id = 'q_none' where id = :walk",
        "follows a sequence that is not here",
    ),
    "walks no more": (
        Check.POINTING,
        "update enrollment set next_due_at = null where id = :walk",
        "goes on, and nothing will ever move it",
    ),
    "planned for nobody": (
        Check.POINTING,
        "update attempt set person_id = 'p_none' where id = :held",
        "is planned for nobody who is here",
    ),
    "an altered ledger": (
        Check.LEDGER,
        "update decision set digest = 'x' where attempt_id = :held",
        "is not on file as its entry tells it",
    ),
}


@pytest.fixture(scope="module")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """A house of everything, on a file that nobody changes."""
    with fresh("sqlite", tmp_path_factory.mktemp("lived")) as url:
        store = Store(url)
        yield lived(store)
        store.close()


@pytest.fixture(scope="module")
def copy(in_order: Lived, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """A house to alter: it is made as the other is before each time."""
    with fresh("sqlite", tmp_path_factory.mktemp("copy")) as url:
        store = Store(url)
        yield replace(in_order, store=store)
        store.close()


def test_a_house_in_order_is_audited_without_a_violation(store: Store) -> None:
    here = lived(store)
    found = here.audit([Received(here.mail(here.heard)), Received(here.mail(here.doubtful))])
    assert [(one.check, one.shown) for one in found.checked] == [(one, []) for one in Check]
    assert found.violations == 0
    looked_at = {one.check: one.looked_at for one in found.checked}
    assert looked_at[Check.ACCOUNTED] == sum(found.states.values()) >= 4
    assert (looked_at[Check.CLEARED], looked_at[Check.RECEIVED]) == (2, 2)
    assert min(looked_at.values()) > 0


@pytest.mark.parametrize("what", ALTERED)
def test_what_was_altered_by_hand_is_seen(what: str, in_order: Lived, copy: Lived) -> None:
    check, alteration, sentence = ALTERED[what]
    altered = _altered(copy, in_order, alteration)
    found = {one.check: one for one in altered.audit().checked}
    said = [one.because for one in found[check].shown]
    assert any(sentence in one for one in said), said
    assert REMEDY[check]
    assert TRUE_OF_ALL[check]


def _altered(copy: Lived, here: Lived, alteration: str) -> Lived:
    """Return the copy, as the house is but for something altered past all that guards it."""
    for name in ("heard", "doubtful", "held", "blocked", "scott", "rosa", "walk"):
        alteration = alteration.replace(f":{name}", f"'{getattr(here, name)}'")
    with closing(sqlite3.connect(_file(here))) as kept, closing(sqlite3.connect(_file(copy))) as to:
        kept.backup(to)
        to.executescript(alteration)
    return copy


def _file(here: Lived) -> str:
    return here.store.url.database or ""


def test_what_was_received_twice_or_never_left_is_seen(in_order: Lived) -> None:
    record = [in_order.mail(in_order.doubtful)] * 2 + ["<nobody@elsewhere.example>"]
    found = in_order.audit([Received(one) for one in record]).checked[-1]
    assert (found.check, found.looked_at, found.amiss) == (Check.RECEIVED, 3, 3)
    said = {(one.about, one.because) for one in found.shown}
    assert said == {
        (record[0], "was received 2 times"),
        (record[2], "was received, and nothing here left as it"),
        (in_order.heard, "was accepted, and nobody received it"),
    }


def test_what_was_received_though_it_never_left_is_seen(in_order: Lived, copy: Lived) -> None:
    alteration = "update attempt set state = 'held' where id = :doubtful"
    mails = [Received(in_order.mail(one)) for one in (in_order.heard, in_order.doubtful)]
    found = _altered(copy, in_order, alteration).audit(mails).checked[-1]
    assert [one.because for one in found.shown] == ["was received, and is held here"]


def test_what_was_received_after_a_stop_is_seen_by_the_clock_of_whoever_received_it(
    in_order: Lived,
) -> None:
    mails = [in_order.mail(one) for one in (in_order.heard, in_order.doubtful)]
    now = in_order.over
    for later, amiss in ((timedelta(seconds=1), 0), (timedelta(minutes=1), 1)):
        found = in_order.audit([Received(one, now + later) for one in mails]).checked[-1]
        assert found.amiss == amiss
    assert "was received after `" in found.shown[0].because


def test_many_violations_are_counted_and_some_are_named(in_order: Lived) -> None:
    strangers = [Received(f"<{number}@elsewhere.example>") for number in range(100)]
    found = in_order.audit(strangers).checked[-1]
    assert (found.amiss, len(found.shown)) == (101, 20)
