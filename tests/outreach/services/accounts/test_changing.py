from __future__ import annotations

import pytest

from outreach.domain.access import Access
from outreach.errors import InputError, NotFoundError
from outreach.services.accounts import (
    EntryRefusedError,
    accounts,
    change_access,
    change_password,
    end_session,
    restore,
    revoke,
    sessions,
    visit,
)
from tests.outreach.services.accounts.conftest import GOOD, Door

NEW = "nine newts nap nearby"


def test_a_new_password_ends_every_session_and_gives_one_anew(door: Door) -> None:
    here, elsewhere = door.account("Ben Okri"), door.comes("Ben Okri")
    after = change_password(door.porch, here.visit, GOOD, NEW)
    assert visit(door.porch, here.secret) is None
    assert visit(door.porch, elsewhere.secret) is None
    assert visit(door.porch, after.secret) is not None
    with pytest.raises(EntryRefusedError):
        door.comes("Ben Okri", GOOD)
    assert door.comes("Ben Okri", NEW)


def test_a_password_is_not_changed_by_whoever_finds_a_browser_open(door: Door) -> None:
    here = door.account("Ben Okri")
    with pytest.raises(EntryRefusedError):
        change_password(door.porch, here.visit, "not the old one", NEW)
    assert door.comes("Ben Okri", GOOD)


def test_another_access_holds_at_once_in_what_is_open(door: Door) -> None:
    ben = door.account("Ben Okri")
    change_access(door.porch, "Ben Okri", Access.COMPLIANCE, "Ana Ruiz")
    found = visit(door.porch, ben.secret)
    assert found is not None
    assert found.access is Access.COMPLIANCE
    [entry] = door.entries("access changed")
    assert entry["was"] == "rep"


def test_the_last_admin_stays_one(door: Door) -> None:
    door.account("Ana Ruiz", Access.ADMIN)
    with pytest.raises(InputError, match="nobody else could give accounts"):
        revoke(door.porch, "Ana Ruiz", "Ana Ruiz")
    with pytest.raises(InputError, match="nobody else could give accounts"):
        change_access(door.porch, "Ana Ruiz", Access.REP, "Ana Ruiz")


def test_an_account_given_back_takes_its_old_password(door: Door) -> None:
    door.account("Ana Ruiz", Access.ADMIN)
    door.account("Ben Okri")
    revoke(door.porch, "Ben Okri", "Ana Ruiz")
    restore(door.porch, "Ben Okri", "Ana Ruiz")
    assert door.comes("Ben Okri")


def test_one_session_is_ended_and_the_others_stay(door: Door) -> None:
    here, elsewhere = door.account("Ben Okri"), door.comes("Ben Okri")
    end_session(door.porch, here.visit.member.id, elsewhere.visit.session.label, "Ben Okri")
    assert visit(door.porch, elsewhere.secret) is None
    assert [one.label for one in sessions(door.porch, here.visit.member.id)] == [
        here.visit.session.label
    ]


def test_nobody_ends_a_session_by_another_members_list(door: Door) -> None:
    ben, ana = door.account("Ben Okri"), door.account("Ana Ruiz")
    with pytest.raises(NotFoundError):
        end_session(door.porch, ben.visit.member.id, ana.visit.session.label, "Ben Okri")
    assert visit(door.porch, ana.secret) is not None


def test_the_list_tells_who_has_an_account_and_who_has_none(door: Door) -> None:
    door.account("Ana Ruiz", Access.ADMIN)
    door.member("Ben Okri")
    listed = {one.member.name: one.account for one in accounts(door.porch)}
    assert listed["Ben Okri"] is None
    assert listed["Ana Ruiz"] is not None
