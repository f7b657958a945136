"""From a file of people to mails that lie in a folder, through every room of a rehearsal."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import SMTP, default
from pathlib import Path

import pytest

from outreach.bootstrap.engine import rounds_of
from outreach.bootstrap.house import House, build_house
from outreach.bootstrap.imports import import_ears
from outreach.clock import SimulatedClock
from outreach.config import read_settings
from outreach.services.enrol import add_sequence, enrol
from outreach.services.import_people import Import, import_people
from outreach.services.set_up import Plans, set_up
from outreach.store import inbound, people, team
from outreach.store.unit import Mode, Store

TUESDAY = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
"""Nine in the morning in Las Vegas."""
HEADER = "name,email,country,region\n"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    folder, clock = tmp_path / "house", SimulatedClock(TUESDAY)
    told = (Mode.REHEARSAL, "Kestrel Mapping", "12 Harbour Road", "hello@kestrel.example")
    set_up(Plans(folder, *told, member="Ana"), clock)
    settings = read_settings(folder)
    built = build_house(settings, Store(settings.database_url), clock)
    built.mailbox.prepare()
    yield built
    asyncio.run(built.close())


def come(house: House, *rows: str) -> None:
    """Import people and enrol everybody."""
    file = house.settings.path("come.csv")
    file.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    ana = house.store.read(lambda conn: team.get(conn, "Ana"))
    wanted = Import(file, "Expo 2026", ana)
    import_people(house.store, house.clock, wanted, import_ears(house.ears))
    path = house.settings.path("sequences/first-hello.toml")
    add_sequence(house.store, house.clock, house.templates, path, "Ana")
    ids = [one.id for one in house.store.read(people.everybody)]
    enrol(house.store, house.clock, "first-hello", ids, ana, house.zones, house.closed)


def go_on(house: House) -> None:
    """Make every round of the engine once."""
    asyncio.run(rounds_of(house).everything())


def mails(house: House) -> list[Message]:
    new = house.settings.path("rehearsal") / "new"
    files = sorted(new.iterdir()) if new.is_dir() else []
    return [message_from_bytes(file.read_bytes(), policy=default) for file in files]


def receives(house: House, sender: str, to: str, words: str) -> None:
    """Put a mail where a mail server would."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, to, "Re: maps"
    mail["Message-ID"] = "<1@somewhere.example>"
    mail.set_content(words)
    (house.settings.path("mail") / "new" / "1.letter").write_bytes(mail.as_bytes())


def moved(house: House, by: timedelta) -> None:
    assert isinstance(house.clock, SimulatedClock)
    house.clock.advance(by)


def test_a_person_gets_the_mail_that_was_meant(house: House) -> None:
    come(house, "Scott Reyes,scott@reyes.example,US,US-NV")
    go_on(house)
    (mail,) = mails(house)
    assert mail["To"] == "Scott Reyes <scott@reyes.example>"
    assert mail["List-Unsubscribe"].startswith("<mailto:hello+a_")
    assert "We have your address from: Expo 2026." in mail.as_string()


def test_one_address_under_two_spellings_gets_one_message(house: House) -> None:
    """CASES 8, CASES 59: two rows, two sequences' worth of chances, one mail."""
    come(house, "Scott Reyes,scott@reyes.example,US,US-NV", "S. Reyes,SCOTT@Reyes.example,US,")
    for _ in range(3):
        go_on(house)
        moved(house, timedelta(minutes=1))
    assert len(mails(house)) == 1


def test_a_stop_by_one_spelling_stops_the_other(house: House) -> None:
    """CASES 59: `ana+news@` and `ana@` may be two people here, but the stop binds both."""
    come(house, "Ana,ana+news@reyes.example,US,US-NV")
    go_on(house)
    (mail,) = mails(house)
    receives(house, "ana+news@reyes.example", str(mail["Reply-To"]), "Please remove me.")
    go_on(house)
    before = len(mails(house))
    come(house, "Ann,ana@reyes.example,US,US-NV")
    go_on(house)
    assert house.store.read(people.how_many) == 2
    assert len(mails(house)) == before


def test_what_came_back_is_tied_to_what_went_out(house: House) -> None:
    come(house, "Scott Reyes,scott@reyes.example,US,US-NV")
    go_on(house)
    (mail,) = mails(house)
    receives(house, "assistant@elsewhere.example", str(mail["Reply-To"]), "He can't do phone.")
    go_on(house)
    (scott,) = house.store.read(people.everybody)
    (letter,) = house.store.read(lambda conn: inbound.of(conn, scott.id))
    assert letter.words is not None
    assert "He can't do phone." in letter.words
