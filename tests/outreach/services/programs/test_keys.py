"""Keys of programs: shown once, kept as a digest, taken away at once, and with whoever left."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from outreach.clock import SimulatedClock
from outreach.domain.people import Member
from outreach.domain.programs import Scope
from outreach.errors import InputError, NotFoundError
from outreach.ids import new_id
from outreach.services.programs import KeyRefusedError, admitted, everybody, make, revoke
from outreach.services.programs.keys import BEGINS, Made
from outreach.store import ledger, team
from outreach.store.unit import Store
from tests.databases import NOON


@pytest.fixture
def clock(store: Store) -> SimulatedClock:
    for name in ("Ana", "Ben"):
        store.write(partial(team.add, one=Member(new_id("t"), name, NOON)))
    return SimulatedClock(NOON)


def made(store: Store, clock: SimulatedClock, name: str = "crm", *scopes: Scope) -> Made:
    return make(store, clock, name, scopes or [Scope.ASK], "Ben", "Ana")


def test_a_key_lets_its_program_in_for_whoever_answers_for_it(
    store: Store, clock: SimulatedClock
) -> None:
    key = made(store, clock)
    program = admitted(store, clock, key.secret)
    assert key.secret.startswith(BEGINS)
    assert program.member.name == "Ben"
    assert program.may(Scope.ASK)
    assert not program.may(Scope.TELL)


def test_the_secret_is_kept_nowhere(store: Store, clock: SimulatedClock) -> None:
    key = made(store, clock)
    kept = repr(everybody(store)) + repr(store.read(lambda conn: ledger.of_kind(conn, "key-made")))
    assert key.secret not in kept
    assert key.secret not in repr(key)


@pytest.mark.parametrize("secret", ["", "ok_", "ok_wrong", "x", "ok_\ud800", "ok_" + "a" * 9_000])
def test_a_wrong_secret_lets_nobody_in(store: Store, clock: SimulatedClock, secret: str) -> None:
    made(store, clock)
    with pytest.raises(KeyRefusedError):
        admitted(store, clock, secret)


def test_a_key_that_was_taken_away_lets_nobody_in(store: Store, clock: SimulatedClock) -> None:
    key = made(store, clock)
    assert revoke(store, clock, "crm", "Ana").id == key.key.id
    with pytest.raises(KeyRefusedError):
        admitted(store, clock, key.secret)
    [one] = everybody(store)
    assert one.revoked_by == "Ana"


def test_a_key_ends_when_whoever_answers_for_it_leaves(store: Store, clock: SimulatedClock) -> None:
    key = made(store, clock)
    ben, ana = (store.read(partial(team.get, name=one)) for one in ("Ben", "Ana"))
    store.write(lambda conn: team.leave(conn, ben.id, ana.id, NOON))
    with pytest.raises(KeyRefusedError):
        admitted(store, clock, key.secret)


def test_the_day_of_its_last_use_is_kept(store: Store, clock: SimulatedClock) -> None:
    key = made(store, clock)
    admitted(store, clock, key.secret)
    clock.advance(timedelta(days=3))
    admitted(store, clock, key.secret)
    [one] = everybody(store)
    assert one.used_on == (NOON + timedelta(days=3)).replace(hour=0)


def test_two_programs_have_two_names_and_a_name_is_not_used_again(
    store: Store, clock: SimulatedClock
) -> None:
    made(store, clock)
    with pytest.raises(InputError, match="has a key already"):
        made(store, clock, "  crm ")
    revoke(store, clock, "crm", "Ana")
    with pytest.raises(InputError, match="was revoked"):
        made(store, clock)


def test_a_key_for_nothing_and_one_without_a_name_are_refused(
    store: Store, clock: SimulatedClock
) -> None:
    with pytest.raises(InputError, match="`ask`, `tell`"):
        make(store, clock, "crm", [], "Ben", "Ana")
    with pytest.raises(InputError, match="give the program a name"):
        make(store, clock, "  ", [Scope.ASK], "Ben", "Ana")
    with pytest.raises(NotFoundError):
        revoke(store, clock, "nobody", "Ana")


def test_making_and_taking_away_stand_in_the_ledger(store: Store, clock: SimulatedClock) -> None:
    key = made(store, clock, "crm", Scope.TELL, Scope.ASK)
    revoke(store, clock, "crm", "Ana")
    [one] = store.read(lambda conn: ledger.of_kind(conn, "key-made"))
    [other] = store.read(lambda conn: ledger.of_kind(conn, "key-revoked"))
    assert one["body"] == {"name": "crm", "for": "Ben", "may": ["ask", "tell"], "by": "Ana"}
    assert (one["subject"], other["subject"]) == (key.key.id, key.key.id)
