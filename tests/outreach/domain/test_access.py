"""Whose people somebody sees: their own, those they cover for, nobody's; or the whole team's."""

from __future__ import annotations

import pytest

from outreach.domain.access import Access, sight_of
from tests.outreach.domain.test_absences import ANA, BEN, CORA, NOON, away, roster

TEAM = roster(ANA, BEN, CORA)
COVERED = roster(ANA, BEN, CORA, absences=(away("ana", "ben"),))


def test_a_rep_sees_their_own_and_nobodys() -> None:
    sight = sight_of(Access.REP, "ben", TEAM, NOON)
    assert sight.holds("ben")
    assert sight.holds(None)
    assert not sight.holds("ana")


def test_whoever_covers_sees_theirs_meanwhile_and_who_is_away_still_does() -> None:
    assert sight_of(Access.REP, "ben", COVERED, NOON).holds("ana")
    assert sight_of(Access.REP, "ana", COVERED, NOON).holds("ana")
    assert not sight_of(Access.REP, "ana", COVERED, NOON).holds("ben")


@pytest.mark.parametrize("access", [Access.MANAGER, Access.COMPLIANCE, Access.ADMIN])
def test_whoever_oversees_sees_everybody(access: Access) -> None:
    assert sight_of(access, "cora", TEAM, NOON).holds("ana")
