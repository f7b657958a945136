from __future__ import annotations

from datetime import timedelta

import pytest

from outreach.domain.access import Access
from outreach.domain.people import Duty
from outreach.errors import InputError, NotFoundError
from outreach.services.accounts import claim, first_invitation, invite, invited, revoke, visit
from outreach.store import team
from outreach.store.unit import Store
from tests.outreach.services.accounts.conftest import GOOD, Door, door_of


def test_a_link_lets_its_owner_in_once_and_never_again(door: Door) -> None:
    door.member("Ben Okri")
    link = invite(door.porch, "Ben Okri", "Ana").secret
    entered = claim(door.porch, link, GOOD, "10.0.0.1")
    assert entered.visit.member.name == "Ben Okri"
    with pytest.raises(NotFoundError, match="no invitation that can still be used"):
        claim(door.porch, link, "another long password", "10.0.0.1")
    assert door.comes("Ben Okri").visit.member.name == "Ben Okri"


def test_a_link_is_claimed_once_on_each_database(store: Store) -> None:
    door = door_of(store)
    assert door.account("Ben Okri").visit.access is Access.REP


def test_a_link_is_over_after_two_days(door: Door) -> None:
    door.member("Ben Okri")
    link = invite(door.porch, "Ben Okri", "Ana").secret
    door.clock.advance(timedelta(days=2))
    with pytest.raises(NotFoundError):
        invited(door.porch, link)


def test_a_second_link_makes_the_first_one_worthless(door: Door) -> None:
    door.member("Ben Okri")
    first = invite(door.porch, "Ben Okri", "Ana").secret
    second = invite(door.porch, "Ben Okri", "Ana").secret
    with pytest.raises(NotFoundError):
        invited(door.porch, first)
    assert invited(door.porch, second).name == "Ben Okri"


def test_no_link_and_no_cookie_is_kept_where_somebody_could_read_it(door: Door) -> None:
    door.member("Ben Okri")
    link = invite(door.porch, "Ben Okri", "Ana").secret
    cookie = claim(door.porch, link, GOOD, "10.0.0.1").secret
    kept = door.everything_kept()
    assert link not in kept
    assert cookie not in kept


def test_the_first_of_us_comes_in_as_admin_and_nobody_by_that_way_again(door: Door) -> None:
    door.member("Ana Ruiz")
    door.member("Mo Diaz", Duty.MANAGER)
    first = first_invitation(door.porch)
    assert first is not None
    assert (first.member.name, first.invitation.access) == ("Mo Diaz", Access.ADMIN)
    claim(door.porch, first.secret, GOOD, "127.0.0.1")
    assert first_invitation(door.porch) is None


def test_each_start_prints_a_link_of_its_own_until_somebody_is_in(door: Door) -> None:
    door.member("Ana Ruiz")
    first, second = first_invitation(door.porch), first_invitation(door.porch)
    assert first is not None
    assert second is not None
    with pytest.raises(NotFoundError):
        invited(door.porch, first.secret)
    assert invited(door.porch, second.secret).name == "Ana Ruiz"


def test_an_account_begins_with_what_fits_the_duty(door: Door) -> None:
    door.member("Cora Lindt", Duty.COMPLIANCE)
    assert invite(door.porch, "Cora Lindt", "Ana").invitation.access is Access.COMPLIANCE


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "at least 12"),
        ("a" * 257, "at most 256"),
        ("ababababababab", "same few characters"),
        ("BEN OKRI ben okri", "own name"),
    ],
)
def test_a_password_that_is_no_secret_is_refused_and_the_link_stays(
    door: Door, password: str, why: str
) -> None:
    door.member("Ben Okri")
    link = invite(door.porch, "Ben Okri", "Ana").secret
    with pytest.raises(InputError, match=why):
        claim(door.porch, link, password, "10.0.0.1")
    assert invited(door.porch, link).name == "Ben Okri"


def test_a_new_link_ends_what_was_open_by_the_old_password(door: Door) -> None:
    before = door.account("Ben Okri")
    link = invite(door.porch, "Ben Okri", "Ana").secret
    claim(door.porch, link, "eight owls eat oats", "10.0.0.1")
    assert visit(door.porch, before.secret) is None


def test_who_has_left_claims_nothing(door: Door) -> None:
    door.account("Ana Ruiz", Access.ADMIN)
    ben = door.member("Ben Okri")
    link = invite(door.porch, "Ben Okri", "Ana").secret
    ana = door.porch.store.read(lambda conn: team.get(conn, "Ana Ruiz"))
    door.porch.store.write(lambda conn: team.leave(conn, ben.id, ana.id, door.clock.now()))
    with pytest.raises(NotFoundError):
        claim(door.porch, link, GOOD, "10.0.0.1")


def test_an_account_taken_away_and_invited_again_is_a_new_one(door: Door) -> None:
    door.account("Ana Ruiz", Access.ADMIN)
    door.account("Ben Okri")
    revoke(door.porch, "Ben Okri", "Ana")
    claim(door.porch, invite(door.porch, "Ben Okri", "Ana").secret, GOOD, "10.0.0.1")
    assert door.comes("Ben Okri").visit.access is Access.REP
