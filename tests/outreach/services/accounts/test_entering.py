from __future__ import annotations

from datetime import timedelta

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher

from outreach.domain.access import Access
from outreach.domain.entering import IDLE, LONGEST
from outreach.services.accounts import (
    EntryRefusedError,
    Passwords,
    Porch,
    TooManyTriesError,
    enter,
    leave,
    revoke,
    visit,
)
from outreach.services.accounts.porch import MOST_BY_NAME, MOST_BY_NAME_FROM_THERE, MOST_FROM_THERE
from outreach.store import accounts, team
from tests.outreach.services.accounts.conftest import GOOD, Door


def test_a_name_or_an_address_and_the_password_let_somebody_in(door: Door) -> None:
    door.account("Ben Okri")
    by_name, by_address = door.comes("ben OKRI"), door.comes("ben@x.example")
    assert by_name.secret != by_address.secret
    assert visit(door.porch, by_name.secret) == by_name.visit


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(door: Door) -> None:
    door.account("Ben Okri")
    told = []
    for name in ("Ben Okri", "Nobody Here", "", "x" * 100_000):
        with pytest.raises(EntryRefusedError) as refused:
            door.comes(name, "not the password")
        told.append(str(refused.value))
    assert set(told) == {"that name and that password do not belong together"}


class Counting(Argon2Hasher):
    """Counts how often a password was compared."""

    compared = 0

    def verify(self, password: str | bytes, hash: str | bytes) -> bool:  # noqa: A002
        self.compared += 1
        return super().verify(password, hash)


def test_a_name_nobody_has_is_as_much_work_as_one_that_somebody_has(door: Door) -> None:
    door.account("Ana Ruiz", Access.ADMIN)
    door.account("Ben Okri")
    revoke(door.porch, "Ben Okri", "Ana")
    door.member("Mo Diaz")
    counting = Counting(time_cost=1, memory_cost=8, parallelism=1)
    porch = Porch(door.porch.store, door.clock, Passwords(counting))
    for name in ("Ana Ruiz", "Ben Okri", "Mo Diaz", "Nobody Here"):
        with pytest.raises(EntryRefusedError):
            enter(porch, name, "not the password", "10.0.0.1")
    assert counting.compared == 4


def test_an_account_that_was_taken_away_lets_nobody_in_and_ends_what_is_open(door: Door) -> None:
    door.account("Ana Ruiz", Access.ADMIN)
    open_one = door.account("Ben Okri")
    revoke(door.porch, "Ben Okri", "Ana")
    assert visit(door.porch, open_one.secret) is None
    with pytest.raises(EntryRefusedError):
        door.comes("Ben Okri")


def test_who_has_left_the_team_is_out_at_once(door: Door) -> None:
    door.account("Ana Ruiz", Access.ADMIN)
    ben = door.account("Ben Okri")
    ana = door.porch.store.read(lambda conn: team.get(conn, "Ana Ruiz"))
    left = ben.visit.member.id
    door.porch.store.write(lambda conn: team.leave(conn, left, ana.id, door.clock.now()))
    assert visit(door.porch, ben.secret) is None
    with pytest.raises(EntryRefusedError):
        door.comes("Ben Okri")


def test_whoever_tries_too_often_waits_even_with_the_right_password(door: Door) -> None:
    door.account("Ben Okri")
    for _ in range(MOST_BY_NAME_FROM_THERE):
        with pytest.raises(EntryRefusedError):
            door.comes("Ben Okri", "a guess of somebody")
    with pytest.raises(TooManyTriesError, match="too often"):
        door.comes("Ben Okri")
    door.clock.advance(timedelta(minutes=16))
    assert door.comes("Ben Okri").visit.member.name == "Ben Okri"


def test_a_name_nobody_has_is_held_off_just_as_soon(door: Door) -> None:
    for _ in range(MOST_BY_NAME_FROM_THERE):
        with pytest.raises(EntryRefusedError):
            door.comes("Nobody Here", "a guess of somebody")
    with pytest.raises(TooManyTriesError):
        door.comes("Nobody Here", "a guess of somebody")


def test_a_stranger_elsewhere_does_not_keep_somebody_out(door: Door) -> None:
    door.account("Ben Okri")
    for _ in range(MOST_BY_NAME_FROM_THERE + 1):
        with pytest.raises((EntryRefusedError, TooManyTriesError)):
            door.comes("Ben Okri", "a guess of somebody", "203.0.113.9")
    assert door.comes("Ben Okri", came_from="10.0.0.1").visit.member.name == "Ben Okri"


def test_many_places_together_do_not_try_a_name_for_ever(door: Door) -> None:
    door.account("Ben Okri")
    for place in range(MOST_BY_NAME):
        with pytest.raises(EntryRefusedError):
            door.comes("Ben Okri", "a guess of somebody", f"203.0.113.{place}")
    with pytest.raises(TooManyTriesError):
        door.comes("Ben Okri", "a guess of somebody", "198.51.100.1")


def test_one_place_does_not_try_many_names_for_ever(door: Door) -> None:
    for number in range(MOST_FROM_THERE):
        with pytest.raises(EntryRefusedError):
            door.comes(f"Name {number}", "spring2026!!", "203.0.113.9")
    with pytest.raises(TooManyTriesError):
        door.comes("Another Name", "spring2026!!", "203.0.113.9")


def test_a_session_nobody_uses_ends(door: Door) -> None:
    cookie = door.account("Ben Okri").secret
    door.clock.advance(IDLE - timedelta(minutes=1))
    assert visit(door.porch, cookie) is not None
    door.clock.advance(IDLE - timedelta(minutes=1))
    assert visit(door.porch, cookie) is not None
    door.clock.advance(IDLE)
    assert visit(door.porch, cookie) is None


def test_no_session_lasts_longer_than_a_day_of_work(door: Door) -> None:
    cookie = door.account("Ben Okri").secret
    for _ in range(int(LONGEST / timedelta(hours=1)) - 1):
        door.clock.advance(timedelta(hours=1))
        assert visit(door.porch, cookie) is not None
    door.clock.advance(timedelta(hours=1))
    assert visit(door.porch, cookie) is None


def test_a_cookie_that_was_left_behind_is_worthless(door: Door) -> None:
    entered = door.account("Ben Okri")
    leave(door.porch, entered.visit)
    assert visit(door.porch, entered.secret) is None


def test_no_made_up_cookie_lets_anybody_in(door: Door) -> None:
    entered = door.account("Ben Okri")
    for cookie in ("", "x", entered.visit.session.digest, entered.secret[:-1], "\ud800"):
        assert visit(door.porch, cookie) is None


def test_log_ins_and_refused_ones_stand_in_the_ledger(door: Door) -> None:
    ben = door.account("Ben Okri").visit
    with pytest.raises(EntryRefusedError):
        door.comes("Ben Okri", "not the password")
    session = door.comes("Ben Okri").visit.session
    assert door.entries("log-in refused") == [{"subject": ben.member.id}]
    assert door.entries("logged in")[-1] == {"subject": ben.member.id, "session": session.label}


def test_a_hash_made_at_lower_costs_is_made_anew_when_its_owner_comes(door: Door) -> None:
    ben = door.account("Ben Okri").visit.member
    dearer = Passwords(Argon2Hasher(time_cost=2, memory_cost=16, parallelism=1))
    enter(Porch(door.porch.store, door.clock, dearer), "Ben Okri", GOOD, "10.0.0.1")
    kept = door.porch.store.read(lambda conn: accounts.get(conn, ben.id, ben.name))
    assert not dearer.is_outdated(kept.password)


def test_passwords_are_hashed_by_argon2id_at_the_costs_its_authors_recommend() -> None:
    kept = Passwords().hash(GOOD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert Passwords().fits(GOOD, kept)
