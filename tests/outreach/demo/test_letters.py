"""The demo's people answer as mail programmes do."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from outreach.demo.letters import BORDER, deliver, reply

AT = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
RECEIVED = (
    b"From: Ana Ruiz <ana@house.example>\r\nTo: Scott Reyes <scott@kestrel.example>\r\n"
    b"Reply-To: r+token@house.example\r\nSubject: Maps\r\nMessage-ID: <1@house.example>\r\n"
    b"\r\nHello Scott,\r\nshall we talk?\r\n"
)


def test_a_reply_threads_quotes_and_bears_the_borders_finding() -> None:
    letter = message_from_bytes(reply(RECEIVED, "Email me, please.", at=AT), policy=default)
    assert letter["To"] == "r+token@house.example"
    assert letter["In-Reply-To"] == "<1@house.example>"
    assert letter["Authentication-Results"] == f"{BORDER}; dmarc=pass header.from=kestrel.example"
    body = letter.get_content()
    assert body.splitlines()[0] == "Email me, please."
    assert "> shall we talk?" in body


def test_a_machine_says_that_it_is_one() -> None:
    letter = message_from_bytes(reply(RECEIVED, "Away.", at=AT, machine=True), policy=default)
    assert letter["Auto-Submitted"] == "auto-replied"


def test_a_letter_arrives_whole_in_the_maildir(tmp_path: Path) -> None:
    arrived = deliver(b"Subject: hi\r\n\r\nhi\r\n", tmp_path / "inbox", "1.demo", AT)
    assert arrived == tmp_path / "inbox" / "new" / "1.demo"
    assert arrived.read_bytes().endswith(b"hi\r\n")
