"""Every mail of a sequence, the follow-ups too, leaves with a way out that is signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from outreach.bootstrap.engine import rounds_of
from outreach.bootstrap.house import House, build_house
from outreach.bootstrap.imports import import_ears
from outreach.clock import SimulatedClock
from outreach.config import read_settings
from outreach.services.enrol import add_sequence, enrol
from outreach.services.import_people import Import, import_people
from outreach.services.set_up import Plans, set_up
from outreach.store import people, team
from outreach.store.unit import Mode, Store
from tests.channels.email.servers import HOST, AiosmtpdRig
from tests.channels.email.test_signing import written

TUESDAY = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
"""Nine in the morning in Las Vegas."""
SEQUENCE = """
name = "two-mails"
version = 1
purpose = "marketing"
[[step]]
channel = "email"
words = { email = "intro" }
topic = "maps of your sites"
[[step]]
after = "3 business days"
channel = "email"
words = { email = "last-note" }
topic = "maps of your sites"
"""


@pytest.fixture
def rig() -> Iterator[AiosmtpdRig]:
    rig = AiosmtpdRig()
    yield rig
    rig.close()


@pytest.fixture
def house(tmp_path: Path, rig: AiosmtpdRig, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    folder, clock = tmp_path / "house", SimulatedClock(TUESDAY)
    told = (Mode.REHEARSAL, "Kestrel Mapping", "12 Harbour Road", "hello@kestrel.example")
    set_up(Plans(folder, *told, member="Ana"), clock)
    written(folder / "ed.pem", Ed25519PrivateKey.generate())
    for key, value in (
        ("SMTP__HOST", HOST),
        ("SMTP__PORT", str(rig.port)),
        ("SMTP__SECURITY", "none"),
        ("WEB__PUBLIC_URL", "https://kestrel.example"),
        ("DKIM__ED25519_SELECTOR", "s1"),
        ("DKIM__ED25519_KEY_FILE", "ed.pem"),
    ):
        monkeypatch.setenv(f"OUTREACH_{key}", value)
    settings = read_settings(folder)
    built = build_house(settings, Store(settings.database_url), clock)
    built.mailbox.prepare()
    yield built
    rig.run(built.close())


def begin(house: House) -> None:
    """Bring one person in and start them on two mails."""
    file, sequence = house.settings.path("come.csv"), house.settings.path("two.toml")
    file.write_text("name,email,country,region\nScott Reyes,scott@reyes.example,US,US-NV\n")
    sequence.write_text(SEQUENCE)
    ana = house.store.read(lambda conn: team.get(conn, "Ana"))
    wanted = Import(file, "Expo 2026", ana)
    import_people(house.store, house.clock, wanted, import_ears(house.ears))
    add_sequence(house.store, house.clock, house.templates, sequence, "Ana")
    ids = [one.id for one in house.store.read(people.everybody)]
    enrol(house.store, house.clock, "two-mails", ids, ana, house.zones, house.closed)


def sent(house: House, rig: AiosmtpdRig, days: int) -> list[Message]:
    """Let so many days pass, the engine at work; return what the server took."""
    assert isinstance(house.clock, SimulatedClock)
    for _ in range(days):
        rig.run(rounds_of(house).everything())
        house.clock.advance(timedelta(days=1))
    return [message_from_bytes(raw, policy=default) for raw in rig.handler.mails]


def test_the_follow_up_has_a_way_out_as_the_first_mail_has_and_both_are_signed(
    house: House, rig: AiosmtpdRig
) -> None:
    """CASES 18."""
    begin(house)
    mails = sent(house, rig, days=10)
    assert len(mails) == 2
    for mail in mails:
        covered = str(mail["DKIM-Signature"]).replace(" ", "").lower()
        assert mail["List-Unsubscribe"].startswith("<https://kestrel.example/stop/a_")
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert ":list-unsubscribe:list-unsubscribe-post;" in covered
    assert len({str(envelope.mail_from) for envelope in rig.handler.envelopes}) == 2
