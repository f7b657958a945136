"""What a signed link shows is what stands now, whoever said it and whichever way."""

from __future__ import annotations

import pytest

from channels.email.wire.tokens import Use
from outreach.domain.people import Person
from outreach.errors import NotFoundError
from outreach.services import listen
from outreach.services.preferences import Described, Stands, describe
from outreach.store import points
from policies.channel import Channel
from policies.facts import PointState
from tests.outreach.services.houses import TOKENS, House


def scott_of(house: House) -> tuple[Person, str]:
    scott = house.person("Scott Reyes", "scott@kestrel.example", organisation="Kestrel Mapping")
    return scott, house.attempt(scott)


def stands(house: House, attempt: str) -> Stands:
    token = TOKENS.make(attempt, Use.STOP)
    return describe(house.store, house.clock, house.ears.attempt_of, token).stands


def test_before_anything_was_said_we_write(house: House) -> None:
    _, attempt = scott_of(house)
    token = TOKENS.make(attempt, Use.STOP)
    assert describe(house.store, house.clock, house.ears.attempt_of, token) == Described(
        "s•••@kestrel.example", Stands.WRITING
    )


def test_a_stop_of_email_shows(house: House) -> None:
    """CASES 24."""
    scott, attempt = scott_of(house)
    house.writes(scott, "STOP", attempt)
    assert stands(house, attempt) is Stands.EMAIL_STOPPED


def test_a_stop_of_everything_shows(house: House) -> None:
    """CASES 24."""
    scott, attempt = scott_of(house)
    house.writes(scott, "Do not contact me again in any way.", attempt)
    assert stands(house, attempt) is Stands.ALL_STOPPED


def test_a_stop_for_where_they_work_shows(house: House) -> None:
    """CASES 24."""
    ana = house.member("Ana")
    scott, attempt = scott_of(house)
    assert scott.organisation_id is not None
    whole = listen.TheOrganisation(scott.organisation_id, "Kestrel Mapping")
    listen.stop(house.ears, whole, "their lawyer wrote", ana.name)
    assert stands(house, attempt) is Stands.ALL_STOPPED


def test_an_address_that_complained_is_shown_as_stopped(house: House) -> None:
    scott, attempt = scott_of(house)
    [point] = house.store.read(lambda conn: points.of(conn, scott.id))
    house.store.write(lambda conn: points.mark(conn, point.id, PointState.COMPLAINED))
    assert stands(house, attempt) is Stands.EMAIL_STOPPED


def test_a_mail_to_nobody_any_more_is_no_link_of_ours(house: House) -> None:
    someone = house.person("Jo", "+17025550142")
    attempt = house.attempt(someone, Channel.EMAIL)
    with pytest.raises(NotFoundError, match="link"):
        stands(house, attempt)
