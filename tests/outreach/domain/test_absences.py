"""Who keeps what an absent colleague owes: whoever covers, else a manager, else anybody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from outreach.domain.absences import Absence, Roster
from outreach.domain.people import Duty, Member

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


def member(name: str, duty: Duty = Duty.REP, **values: object) -> Member:
    return Member(name, name, NOON, duty=duty, **values)  # type: ignore[arg-type]


def away(who: str, cover: str | None = None, until: datetime | None = NOON + WEEK) -> Absence:
    return Absence(f"v-{who}", who, NOON, NOON, "somebody", until, cover)


def roster(*members: Member, absences: tuple[Absence, ...] = ()) -> Roster:
    return Roster({one.id: one for one in members}, absences)


ANA, BEN, CORA = member("ana"), member("ben"), member("cora", Duty.MANAGER)


def test_what_is_owed_goes_to_whoever_covers_and_comes_back_by_itself() -> None:
    team = roster(ANA, BEN, CORA, absences=(away("ana", "ben"),))
    assert team.keeps("ana", NOON - timedelta(minutes=1)) == "ana"
    assert team.keeps("ana", NOON) == "ben"
    assert team.keeps("ana", NOON + WEEK) == "ana"


def test_a_cover_who_is_away_is_covered_in_turn() -> None:
    team = roster(ANA, BEN, CORA, absences=(away("ana", "ben"), away("ben", "cora")))
    assert team.keeps("ana", NOON) == "cora"
    assert team.kept_by("cora", NOON) == {"ana", "ben", "cora"}


def test_two_who_cover_for_each_other_and_are_both_away_leave_it_to_the_manager() -> None:
    team = roster(ANA, BEN, CORA, absences=(away("ana", "ben"), away("ben", "ana")))
    assert team.keeps("ana", NOON) == "cora"


def test_without_cover_and_manager_it_is_anybodys() -> None:
    team = roster(ANA, BEN, absences=(away("ana"),))
    assert team.keeps("ana", NOON) is None
    assert team.kept_by(None, NOON) == {"ana"}


def test_a_manager_who_is_away_is_not_there_to_keep_it_either() -> None:
    team = roster(ANA, BEN, CORA, absences=(away("ana"), away("cora")))
    assert team.keeps("ana", NOON) is None


def test_whoever_left_is_followed_by_whoever_took_over() -> None:
    gone = member("ana", left_at=NOON, successor_id="ben")
    team = roster(gone, BEN, CORA, absences=(away("ben", "cora"),))
    assert team.keeps("ana", NOON) == "cora"
    assert team.keeps("ana", NOON + WEEK) == "ben"


def test_an_absence_without_an_end_lasts_until_they_are_back() -> None:
    team = roster(ANA, BEN, absences=(away("ana", "ben", until=None),))
    assert team.keeps("ana", NOON + 100 * WEEK) == "ben"


names = st.sampled_from(["ana", "ben", "cora", "dan", "eve"])


@given(
    absences=st.lists(st.tuples(names, st.none() | names), max_size=6),
    left=st.dictionaries(names, st.none() | names, max_size=3),
    managers=st.sets(names, max_size=2),
)
def test_whoever_keeps_a_promise_is_there(
    absences: list[tuple[str, str | None]], left: dict[str, str | None], managers: set[str]
) -> None:
    """Nothing waits for a person who is not there, however covers, leavers and managers lie."""
    members = [
        member(
            one,
            Duty.MANAGER if one in managers else Duty.REP,
            left_at=NOON if one in left else None,
            successor_id=left.get(one),
        )
        for one in ("ana", "ben", "cora", "dan", "eve")
    ]
    team = roster(*members, absences=tuple(away(who, cover) for who, cover in absences))
    for one in members:
        keeper = team.keeps(one.id, NOON)
        assert keeper is None or team.is_there(keeper, NOON)
        assert one.id in team.kept_by(keeper, NOON)
        if any(each in managers and team.is_there(each, NOON) for each in team.members):
            assert keeper is not None
