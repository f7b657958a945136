"""The first quarter of an hour with a house of one's own, typed and shown.

    python -m tests.stories.first_quarter_hour     # writes docs/first-quarter-hour.md

Everything runs for real, against servers on this machine: a mail server that passes mail on,
Dovecot for the mailboxes, and our carrier. Only the clock is set, to a working day.
"""

from __future__ import annotations

import os
import shlex
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from channels.sms.carrier_server.exchange import Account, Exchange
from channels.sms.carrier_server.hooks import Signing
from channels.sms.carrier_server.server import CarrierServer
from outreach.store import commitments
from outreach.store.unit import Store
from tests.architecture.source import ROOT
from tests.dovecot import PASSWORD, running
from tests.loaded import Program, start
from tests.stories.neighbours import PostOffice, post_office
from tests.stories.told import Transcript

PAGE = "docs/first-quarter-hour.md"
COMMAND = "make transcript"
BEGIN = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
"""A Tuesday: half past ten in Minneapolis, half past eight in Las Vegas, when it gets serious."""
TOKEN = "a token of the carrier"
SECONDS = 150.0
"""How long anything may take on a machine that does much else."""
ANA, SCOTT, INGRID = "ana@kestrel.example", "scott@reyes.example", "ingrid@northlight.example"
WORDS = "It arrived, thank you. Please don't write before 9am."
REFUSAL = "Please don't call me, I fly a lot. Could you email me the pricing?"


@dataclass
class Desk:
    """Somebody at a shell in an empty folder, with the world around."""

    folder: Path
    office: PostOffice
    carrier: CarrierServer
    transcript: Transcript
    minute: int = 0

    @property
    def now(self) -> datetime:
        return BEGIN + timedelta(minutes=self.minute)

    def start(self, command: str) -> Program:
        """Start a command, a minute and a half after the one before."""
        self.minute += 1
        environment = {name: value for name, value in os.environ.items() if not _ours(name)}
        environment |= {
            "COLUMNS": "100",
            "OUTREACH_TWILIO__BASE_URL": self.carrier.url,
            "OUTREACH_WEB__PORT": "0",
            "OUTREACH_IMAP__EVERY": "2",
        }
        told = shlex.split(command.replace("\\\n", " "))[1:]
        at = f"{self.now:%Y-%m-%dT%H:%M}"
        return start("tests.stories.at", at, *told, folder=self.folder, environment=environment)

    def type(self, command: str, code: int = 0, shown: str = "") -> str:
        """Type a command and write down what it printed; `shown` is what the page has of it."""
        with self.start(command) as process:
            out, err = process.communicate(timeout=SECONDS * 2)
        assert process.returncode == code, f"{command}\n{out}\n{err}"
        self.transcript.typed(shown or command, out + err)
        return out


def _ours(name: str) -> bool:
    return name.startswith("OUTREACH_") or name == "TZ"


@contextmanager
def desk() -> Iterator[Desk]:
    """Put a desk in an empty folder, with servers that listen on this machine only."""
    account = Account("AC" + "0" * 32, TOKEN, Signing(TOKEN))
    with (
        tempfile.TemporaryDirectory(prefix="quarter-") as folder,
        running() as dovecot,
        post_office(dovecot) as office,
    ):
        place = Path(folder).resolve()
        exchange = Exchange(account, lambda: sitting.now)
        with CarrierServer(exchange) as carrier:
            sitting = Desk(place, office, carrier, Transcript(place))
            (place / "password.txt").write_text(PASSWORD)
            (place / "token.txt").write_text(TOKEN)
            yield sitting


def transcript() -> str:
    """Live through the quarter of an hour, and return the page."""
    with desk() as one:
        _begin(one)
        _first_email(one)
        _people(one)
        _engine(one)
        return one.transcript.page


def _begin(one: Desk) -> None:
    page = one.transcript
    page.say(
        "# The first quarter of an hour",
        f"<!-- Written by `{COMMAND}`: a test runs all of it. Edit tests/stories instead. -->",
        "From a fresh clone to a first real email to yourself, and on to the first answer that"
        " binds us. You need a mailbox and its password; an account at Twilio if you want to text.",
        "Everything below was typed and printed by a test, against servers on its own machine:"
        " a mail server, Dovecot and a carrier. That is why servers are named here, and why their"
        " addresses are local. With a mailbox at Google, Microsoft, Fastmail and some others,"
        " `outreach init` finds them, and at a terminal it asks for everything else.",
        "## Make a house",
        "Seven things to say for email, the mailbox's password among them, and three more for"
        " texts. Secrets come from files here, so that nobody reads them over your shoulder:",
    )
    mail, box = f"127.0.0.1:{one.office.port}", f"127.0.0.1:{one.office.dovecot.imap}"
    command = (
        "outreach init kestrel --live --name 'Kestrel Mapping' \\\n"
        "    --address '12 Harbour Road, Bristol BS1 4QA' --country GB --member 'Ana Ruiz' \\\n"
        f"    --mailbox hello@kestrel.example --smtp {mail} --imap {box} \\\n"
        "    --password-file password.txt --twilio " + "AC" + "0" * 32 + " \\\n"
        "    --text-number +447700900123 --twilio-token-file token.txt"
    )
    one.type(command, shown=page.stable(command))
    page.say("The passwords are in `kestrel/secrets.toml`, which only you can read:")
    page.paper((one.folder / "kestrel" / "secrets.toml").read_text())
    page.say(
        "## Does it work?",
        "The doctor logs in everywhere and sends nothing. What is *missing* says what it costs;"
        " only what is *wrong* must be mended.",
    )
    one.folder = one.folder / "kestrel"
    one.type("outreach doctor")


def _first_email(one: Desk) -> None:
    page = one.transcript
    page.say(
        "## A first email, to yourself",
        "It goes the way of every email: judged, cleared, handed over, recorded.",
    )
    process = one.start(f"outreach try {ANA} --yes --wait 40")
    with process:
        one.office.mail_to(ANA, SECONDS)
        lying = _lying(one, ANA)
        one.office.answer(ANA, WORDS, one.now)
        out, err = process.communicate(timeout=SECONDS * 2)
    assert process.returncode == 0, out + err
    page.typed(f"outreach try {ANA} --yes --wait 40", out + err)
    page.say(
        "While it waited, the email lay in her mailbox, and she answered: "
        f"“{WORDS}” This is what she had got:"
    )
    page.paper(lying)
    page.say(
        "There is no public address yet, so there is no one-click either: `List-Unsubscribe` leads"
        " to a mailbox in which any mail means stop, and the footer says so in words."
    )


def _lying(one: Desk, user: str) -> str:
    """Return the head and the words of the only mail in a mailbox, as it lies there."""
    with one.office.dovecot.client(user) as client:
        client.select_folder("INBOX", readonly=True)
        (number,) = client.search()
        octets = client.fetch([number], ["BODY.PEEK[]"])[number][b"BODY[]"]
    text = octets.decode()
    head, _, body = text.replace("\r", "").partition("\n\n")
    shown = ("From", "To", "Subject", "Reply-To", "List-Unsubscribe")
    lines = [line for line in head.splitlines() if line.startswith(shown)]
    plain = body.split("quoted-printable\n\n" if "quoted-printable" in body else "7bit\n\n", 2)[1]
    return "\n".join([*lines, "", plain.split("\n--=_")[0]])


def _people(one: Desk) -> None:
    page = one.transcript
    page.say("## People, from a spreadsheet", "Saved as CSV, it looks like this:")
    page.paper((one.folder / "people.csv").read_text())
    one.type("outreach people import people.csv --source 'Expo 2026' --kind business")
    one.type("outreach sequence add sequences/first-hello.toml")
    page.say("What would he get and when, before anybody gets anything? (`--all` shows everybody.)")
    one.minute = 30
    one.type("outreach preflight first-hello 'Scott Reyes'")
    one.type("outreach enroll first-hello 'Scott Reyes' 'Ingrid Lund'")


def _engine(one: Desk) -> None:
    page = one.transcript
    page.say("## The engine", "It listens, judges what is due, and hands over what is allowed:")
    process = one.start("outreach run")
    with process:
        try:
            for address in (SCOTT, INGRID):
                one.office.mail_to(address, SECONDS)
            got = one.office.mail_to(SCOTT, SECONDS)
            time.sleep(1)  # his mailbox knows seconds only: the answer came after the letter
            one.office.answer(SCOTT, REFUSAL, one.now)
            _until_heard(one)
            one.office.mail_to(SCOTT, SECONDS, after=got)
        finally:
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, out + err
    page.typed("outreach run", out.replace("Ctrl-C stops it\n", "Ctrl-C stops it\n^C\n"))
    one.minute = 60
    page.say(
        f"Both emails left. While it ran, Scott answered: “{REFUSAL}”"
        " He was heard at once, and told so:",
    )
    one.type("outreach people show 'Scott Reyes'")
    page.say("He asked for the prices, so one of us answers, by the way he asked for:")
    one.type("outreach answer 'Scott Reyes' --text 'From 400 dollars a site, all maps included.'")
    page.say("And the call of the second step never happens, whoever tries:")
    one.type("outreach may 'Scott Reyes' phone")


def _until_heard(one: Desk) -> None:
    """Wait until the answer was read and became a promise."""
    until = time.monotonic() + SECONDS
    store = Store(f"sqlite:///{one.folder}/outreach.db")
    try:
        while not store.read(lambda conn: commitments.owed(conn)):
            assert time.monotonic() < until, "the answer was not heard"
            time.sleep(0.2)
    finally:
        store.close()


if __name__ == "__main__":
    (ROOT / PAGE).write_text(transcript(), encoding="utf-8")
