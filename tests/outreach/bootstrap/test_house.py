"""The house is put together whole, and its marks belong to it alone."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from channels.contract import EmailWords
from channels.email.sending import EmailDoor
from channels.email.wire.tokens import Tokens, Use
from outreach.bootstrap.doors import RehearsalDoor
from outreach.bootstrap.house import House, build_house
from outreach.bootstrap.marks import EmailMarks, token_key
from outreach.clock import SimulatedClock
from outreach.config import read_settings
from outreach.domain.people import Member, Person
from outreach.errors import SetupError
from outreach.gate.wanted import Wanted
from outreach.services.set_up import Plans, set_up
from outreach.store.unit import Mode, Store
from policies.channel import Channel, Purpose

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ATTEMPT = "a_1ivgj7ench31j95klmq84tk0r0"


def made(folder: Path, mode: Mode = Mode.REHEARSAL, more: str = "") -> House:
    clock = SimulatedClock(NOW)
    plans = Plans(folder, mode, "Kestrel Mapping", "12 Harbour Road", "hello@kestrel.example")
    set_up(plans, clock)
    settings = folder / "outreach.toml"
    written = re.sub(r"^\[smtp\].*$", f"[smtp]\n{more}", settings.read_text(), flags=re.MULTILINE)
    settings.write_text(written)
    read = read_settings(folder)
    return build_house(read, Store(read.database_url), clock)


def closed(house: House) -> None:
    asyncio.run(house.close())


def test_a_rehearsal_reaches_nobody_whatever_the_server(tmp_path: Path) -> None:
    house = made(tmp_path / "house", more='host = "mail.kestrel.example"')
    closed(house)
    assert isinstance(house.doors[Channel.EMAIL], RehearsalDoor)
    assert isinstance(house.doors[Channel.SMS], RehearsalDoor)


def test_a_rehearsal_may_use_a_server_on_this_machine(tmp_path: Path) -> None:
    more = 'host = "127.0.0.1"\nport = 2525\nsecurity = "none"'
    house = made(tmp_path / "house", more=more)
    closed(house)
    assert isinstance(house.doors[Channel.EMAIL], EmailDoor)


@pytest.mark.parametrize("port", [25, 465, 587])
def test_a_rehearsal_uses_no_server_that_may_pass_mail_on(tmp_path: Path, port: int) -> None:
    house = made(tmp_path / "house", more=f'host = "127.0.0.1"\nport = {port}')
    closed(house)
    assert isinstance(house.doors[Channel.EMAIL], RehearsalDoor)


def test_a_live_house_has_only_the_doors_that_are_set_up(tmp_path: Path) -> None:
    house = made(tmp_path / "house", Mode.LIVE)
    closed(house)
    assert set(house.doors) == {Channel.PHONE}


def test_a_damaged_key_is_one_sentence(tmp_path: Path) -> None:
    closed(made(tmp_path / "house"))
    (tmp_path / "house" / "secret.key").write_bytes(b"\xff\xfe")
    settings = read_settings(tmp_path / "house")
    store = Store(settings.database_url)
    with pytest.raises(SetupError, match="cannot be read: bring it back from a backup"):
        build_house(settings, store, SimulatedClock(NOW))
    store.close()


def test_the_link_of_an_old_mail_still_stops_after_any_number_of_starts(tmp_path: Path) -> None:
    """CASES 19: two years later, in another process, the token still names its attempt."""
    first = made(tmp_path / "house")
    token = first.tokens.make(ATTEMPT, Use.STOP)
    closed(first)
    settings = read_settings(tmp_path / "house")
    later = SimulatedClock(NOW.replace(year=2028))
    second = build_house(settings, Store(settings.database_url), later)
    assert second.ears.attempt_of(token) == ATTEMPT
    closed(second)


def test_a_token_of_another_house_says_nothing_here(tmp_path: Path) -> None:
    """CASES 22: even where both houses share a signing key."""
    one, other = made(tmp_path / "one"), made(tmp_path / "other")
    (tmp_path / "other" / "secret.key").write_bytes((tmp_path / "one" / "secret.key").read_bytes())
    closed(other)
    settings = read_settings(tmp_path / "other")
    twin = build_house(settings, Store(settings.database_url), SimulatedClock(NOW))
    assert twin.ears.attempt_of(one.tokens.make(ATTEMPT, Use.STOP)) is None
    assert one.ears.attempt_of(ATTEMPT) is None
    closed(one)
    closed(twin)


def test_a_token_for_answers_stops_nobody(tmp_path: Path) -> None:
    """CASES 22."""
    house = made(tmp_path / "house")
    assert house.ears.attempt_of(house.tokens.make(ATTEMPT, Use.REPLY)) is None
    closed(house)


def test_every_way_back_fits_a_local_part(tmp_path: Path) -> None:
    house = made(tmp_path / "house")
    marks = EmailMarks(house.tokens, house.settings)
    stop = marks.ways_out(ATTEMPT).address
    for address in (marks.reply_to(ATTEMPT), marks.bounce_to(ATTEMPT), stop):
        local, _, domain = address.rpartition("@")
        assert len(local) <= 64
        assert domain == "kestrel.example"
    closed(house)


def test_the_same_secret_gives_two_installations_two_keys() -> None:
    assert token_key(b"s" * 32, b"one") != token_key(b"s" * 32, b"two")
    assert Tokens(token_key(b"s" * 32, b"one")).key == token_key(b"s" * 32, b"one")


def test_the_mail_that_is_rendered_is_one_that_comes_back(tmp_path: Path) -> None:
    house = made(tmp_path / "house")
    scott = Person("p_1", "Scott Reyes", "Expo 2026", NOW, NOW)
    rendered = house.wording.render(
        Wanted(
            *(ATTEMPT, Channel.EMAIL, Purpose.MARKETING, "scott@reyes.example"),
            *(scott, Member("t_1", "Ana Ruiz", NOW), "intro"),
        )
    )
    words = rendered.outbound.content
    assert isinstance(words, EmailWords)
    for text, use in ((words.reply_to, Use.REPLY), (words.message_id, Use.MESSAGE)):
        (named,) = house.tokens.found_in(text)
        assert (named.attempt, named.use) == (ATTEMPT, use)
    closed(house)


def test_the_clocks_of_a_person_are_the_stated_one_or_all_that_may_be(tmp_path: Path) -> None:
    house = made(tmp_path / "house")
    here = Person("p_1", "Scott", "Expo", NOW, NOW, country="US", region="US-NV")
    zones = {zone.key for zone in house.zones(here)}
    assert "America/Los_Angeles" in zones
    stated = Person("p_1", "Scott", "Expo", NOW, NOW, zone="Asia/Singapore")
    assert [zone.key for zone in house.zones(stated)] == ["Asia/Singapore"]
    assert house.closed(here)(date(2026, 12, 25))
    assert not house.closed(here)(date(2026, 12, 29))
    closed(house)
