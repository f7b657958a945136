"""Whose an unknown address is, and what one of us decides that a message means."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256

import pytest

from outreach.domain.attempts import AttemptState
from outreach.domain.imports.how import How
from outreach.domain.imports.refused import Refused
from outreach.domain.people import Person
from outreach.errors import InputError
from outreach.services import listen
from outreach.services.review import pace
from outreach.store import bars, refused
from outreach.store.inbound import InboundState
from outreach.store.refused import Source
from policies.channel import Channel
from policies.facts import Barred
from policies.preferences import standing
from policies.statement import Consent, Pause, Refuse, Resume, WallTime
from tests.outreach.services.houses import House

HOME = "scott@home.example"


@pytest.fixture
def scott(house: House) -> Person:
    """Somebody of whom one address is on file, in a house where Ana works."""
    house.member("Ana Ruiz")
    return house.person("Scott Reyes", "scott@reyes.example")


def stranger(house: House, words: str) -> str:
    """Let somebody write from an address that nobody has on file."""
    taken = house.hears(house.letter(HOME, words))
    assert taken is not None
    assert taken.state is InboundState.UNMATCHED
    return taken.inbound_id


def test_a_stop_from_another_address_of_theirs_binds_them(house: House, scott: Person) -> None:
    """CASES 36"""
    planned = house.attempt(scott)
    message = stranger(house, "Please take me off your list. Never contact me again.")
    taken = listen.belongs_to(house.ears, message, scott.id, "Ana Ruiz")
    assert taken is not None
    assert house.state(planned) is AttemptState.WITHDRAWN
    (said,) = house.said(scott)
    assert said.words.startswith("Please take me off")


def test_finding_out_whose_it_is_counts_as_a_question_that_was_settled(
    house: House, scott: Person
) -> None:
    message = stranger(house, "Thanks for the maps.")
    house.clock.advance(timedelta(minutes=20))
    listen.belongs_to(house.ears, message, scott.id, "Ana Ruiz")
    measured = pace(house.store, house.clock.now())
    assert (measured.waiting, measured.settled) == (0, 1)
    assert measured.half == timedelta(minutes=20)


def test_its_address_is_on_file_from_then_on(house: House, scott: Person) -> None:
    listen.belongs_to(house.ears, stranger(house, "Thanks for the maps."), scott.id, "Ana Ruiz")
    (point,) = house.points_at(HOME)
    assert (point.person_id, point.rank) == (scott.id, 1)
    assert "Ana Ruiz found out" in point.source
    again = house.hears(house.letter(HOME, "And the prices?"))
    assert again is not None
    assert again.state is InboundState.READ


def test_what_a_list_of_digests_told_of_it_before_binds_it_now(house: House, scott: Person) -> None:
    told = Refused(How.STOPPED, "asked elsewhere", digest=sha256(HOME.encode()).hexdigest())
    now = house.clock.now()
    house.store.write(lambda conn: refused.keep(conn, told, Source("a partner", "Ana Ruiz", now)))
    listen.belongs_to(house.ears, stranger(house, "Thanks for the maps."), scott.id, "Ana Ruiz")
    (mark,) = house.store.read(lambda conn: bars.about(conn, bars.Covered(folded=HOME)))
    assert (mark.mark.covers, mark.mark.since) == (Barred.POINT, now)


def test_what_it_permits_is_not_proven_by_our_finding_out(house: House, scott: Person) -> None:
    """The letter is vouched for; that the address is Scott's was not known when it came."""
    house.writes(scott, "Please stop emailing me.")
    message = stranger(house, "You may email me again.")
    house.clock.advance(timedelta(minutes=20))
    listen.belongs_to(house.ears, message, scott.id, "Ana Ruiz")
    resumed = house.said(scott)[-1]
    assert any(isinstance(one.meaning, Resume | Consent) for one in resumed.meanings)
    assert not resumed.proven
    assert standing(house.said(scott)).refusals_of(Channel.EMAIL)


def test_a_message_that_is_known_does_not_ask_whose_it_is(house: House, scott: Person) -> None:
    known = house.writes(scott, "Thanks!")
    with pytest.raises(InputError, match="does not ask whose it is"):
        listen.belongs_to(house.ears, known.inbound_id, scott.id, "Ana Ruiz")


def test_a_decision_is_a_statement_in_their_own_words(house: House, scott: Person) -> None:
    planned = house.attempt(scott, Channel.PHONE)
    asked = house.writes(scott, "Step")
    listen.decide(house.ears, asked.inbound_id, [Refuse(None)], "Ana Ruiz")
    decided = house.said(scott)[-1]
    assert (decided.words, decided.proven) == ("Step", False)
    assert [one.meaning for one in decided.meanings] == [Refuse(None)]
    assert house.state(planned) is AttemptState.WITHDRAWN
    assert house.row(asked).state is InboundState.READ


def test_an_absence_without_a_day_is_given_one_by_a_human(house: House, scott: Person) -> None:
    """CASES 39"""
    raw = house.letter("scott@reyes.example", "I am away.", Auto_Submitted="auto-replied")
    away = house.hears(raw)
    assert away is not None
    assert away.state is InboundState.UNCLEAR
    back = Pause(WallTime(date(2026, 12, 7)))
    listen.decide(house.ears, away.inbound_id, [back], "Ana Ruiz")
    assert [one.meaning for one in house.said(scott)[-1].meanings] == [back]


@pytest.mark.parametrize("meaning", [Resume(Channel.EMAIL), Resume(None)])
def test_nobody_decides_that_they_permit_something(
    house: House, scott: Person, meaning: Resume
) -> None:
    asked = house.writes(scott, "Step")
    with pytest.raises(InputError, match="only what restricts"):
        listen.decide(house.ears, asked.inbound_id, [meaning], "Ana Ruiz")
    assert house.row(asked).state is InboundState.UNCLEAR
