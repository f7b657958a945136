"""The demo's mail server keeps what it is given."""

import smtplib
from pathlib import Path

from outreach.demo.post import PostOffice


def test_a_message_is_kept_to_the_byte_before_it_is_accepted(tmp_path: Path) -> None:
    body = b"Subject: hello\r\n\r\nfirst\r\n.a line that begins with a dot\r\n"
    with (
        PostOffice(tmp_path / "out") as office,
        smtplib.SMTP("127.0.0.1", office.port, timeout=5) as client,
    ):
        client.sendmail("us@house.example", ["scott@kestrel.example"], body)
        assert office.received == ["scott@kestrel.example"]
    assert (tmp_path / "out" / "0001.eml").read_bytes() == body


def test_a_connection_carries_many_messages(tmp_path: Path) -> None:
    with (
        PostOffice(tmp_path) as office,
        smtplib.SMTP("127.0.0.1", office.port, timeout=5) as client,
    ):
        for name in ("ana", "ben", "cem"):
            client.sendmail("us@house.example", [f"{name}@x.example"], b"Subject: hi\r\n\r\nhi\r\n")
        assert office.received == ["ana@x.example", "ben@x.example", "cem@x.example"]
