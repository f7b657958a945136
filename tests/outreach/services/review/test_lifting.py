"""A mark set by hand is taken off by two of us with proof; a stop of theirs never is."""

from __future__ import annotations

import pytest

from outreach.errors import InputError, NotFoundError
from outreach.services.listen import TheAddress, ThePerson, stop
from outreach.services.review import Reviewer, lift
from outreach.store import bars, history, ledger
from outreach.store.bars import Covered
from outreach.store.statements import Raised
from policies.channel import Channel
from policies.facts import Barred
from policies.preferences import standing
from tests.outreach.services.houses import House

PROOF = "his letter of 3 May"


def who(house: House, second: str = "Cora Lindt", proof: str = PROOF) -> Reviewer:
    return Reviewer("Ana Ruiz", "it was another Scott", house.clock.now(), second, proof)


@pytest.fixture
def team(house: House) -> House:
    for name in ("Ana Ruiz", "Cora Lindt"):
        house.member(name)
    return house


def test_a_mark_set_by_hand_is_taken_off_and_the_account_of_it_stays(team: House) -> None:
    scott = team.person("Scott Reyes", "scott@kestrel.example")
    stop(team.ears, ThePerson(scott.id, scott.name), "asked at the fair", "Ana Ruiz")
    (mark,) = team.store.read(lambda conn: bars.about(conn, Covered(person_id=scott.id)))
    before = team.version(scott)
    lifted = lift(team.store, Covered(person_id=scott.id), who(team))
    assert (lifted.marks, lifted.stopped_still) == (1, False)
    assert team.store.read(lambda conn: bars.of(conn, scott.id)) == []
    assert team.version(scott) > before
    story = team.store.read(lambda conn: history.story(conn, scott.id))
    assert "asked at the fair" in story[-1].words
    assert PROOF in story[-1].words
    told = team.store.read(lambda conn: ledger.entries_of(conn, [mark.id]))
    assert [(one["kind"], one["body"]["second"]) for one in told] == [
        ("mark taken off", "Cora Lindt")
    ]


@pytest.mark.parametrize(
    ("second", "proof", "asks"),
    [
        ("", PROOF, "--second"),
        ("Cora Lindt", " ", "--proof"),
        ("Ana Ruiz", PROOF, "somebody else"),
    ],
)
def test_it_needs_a_proof_and_a_second_person(
    team: House, second: str, proof: str, asks: str
) -> None:
    scott = team.person("Scott Reyes", "scott@kestrel.example")
    stop(team.ears, ThePerson(scott.id, scott.name), "asked at the fair", "Ana Ruiz")
    with pytest.raises(InputError, match=asks):
        lift(team.store, Covered(person_id=scott.id), who(team, second, proof))
    assert team.store.read(lambda conn: bars.of(conn, scott.id))


def test_nobody_unknown_can_agree(team: House) -> None:
    scott = team.person("Scott Reyes", "scott@kestrel.example")
    stop(team.ears, ThePerson(scott.id, scott.name), "asked at the fair", "Ana Ruiz")
    with pytest.raises(NotFoundError):
        lift(team.store, Covered(person_id=scott.id), who(team, "Mallory"))


def test_a_stop_of_theirs_is_never_undone(team: House) -> None:
    """CASES 27."""
    scott = team.person("Scott Reyes", "scott@kestrel.example")
    team.writes(scott, "stop")
    with pytest.raises(InputError, match="no do-not-contact mark was set by hand"):
        lift(team.store, Covered(person_id=scott.id), who(team))
    stop(team.ears, ThePerson(scott.id, scott.name), "asked at the fair", "Ana Ruiz")
    assert lift(team.store, Covered(person_id=scott.id), who(team)).stopped_still
    assert standing(team.said(scott)).refusals_of(Channel.EMAIL)


def test_a_mark_that_their_own_word_made_is_never_undone(team: House) -> None:
    scott = team.person("Scott Reyes", "scott@kestrel.example", organisation="Kestrel Mapping")

    def mark() -> Raised:
        return team.store.write(
            lambda conn: bars.add(
                conn,
                bars.Mark(
                    Barred.ORGANISATION,
                    "one of them said: nobody here",
                    team.clock.now(),
                    "their own word",
                    organisation_id=scott.organisation_id,
                ),
            )
        )

    mark()
    with pytest.raises(InputError, match="only they take it back"):
        lift(team.store, Covered(organisation_id=scott.organisation_id), who(team))


def test_an_address_is_freed_whether_anybody_has_it_or_not(team: House) -> None:
    scott = team.person("Scott Reyes", "scott@kestrel.example")
    for address in ("scott@kestrel.example", "later@nowhere.example"):
        stop(team.ears, TheAddress(address), "asked on the phone", "Ana Ruiz")
        assert lift(team.store, Covered(folded=address), who(team)).marks == 1
    assert not team.suppressed("later@nowhere.example")
    found = team.store.read(lambda conn: bars.binding(conn, folded=["scott@kestrel.example"]))
    assert found.points == {}
    assert team.version(scott) > 0
