"""A house with calls in the book at eleven in Las Vegas, and two reps who look after its people."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from pathlib import Path

import pytest
from httpx2 import Response
from sqlalchemy import Connection

from outreach.bootstrap.house import build_house
from outreach.cli import main
from outreach.clock import SimulatedClock
from outreach.config import read_settings
from outreach.domain.access import Access
from outreach.domain.attempts import Attempt, AttemptState, ReviewedWords
from outreach.domain.commitments import Commitment, CommitmentKind
from outreach.domain.people import Duty, Member
from outreach.ids import new_id
from outreach.services.accounts import Porch
from outreach.services.enrol import keep_sequence, read_text
from outreach.services.listen import Arrived, receive_all, take
from outreach.store import attempts, commitments, intake, people, points, team
from outreach.store.intake import IntakeRow
from outreach.store.unit import Store
from outreach.web.doorway.admitting import Doorway
from outreach.web.opened import app_of
from policies.channel import Channel, Purpose
from tests.outreach.cli.planned import ELEVEN_IN_LAS_VEGAS
from tests.outreach.services.accounts.conftest import CHEAP
from tests.outreach.web.console.conftest import BOLD as BOLD
from tests.outreach.web.console.conftest import Opened, call_her_bold
from tests.outreach.web.doorway.conftest import Browser

NUMBERS = ("0142", "0199", "0177")
PEOPLE = """\
name,email,phone,organisation,country,region,timezone,language
Scott Reyes,scott@reyes.example,+17025550142,Reyes Mapping,US,US-NV,,en
Tom Okafor,tom@okafor.example,+17025550199,Okafor Roofing,US,US-NV,,en
Zoë Bold,zoe@bold.example,+17025550177,Bold,US,US-NV,,en
"""
TRAVELS = "I can't do phone this month, please email me. Scott, (702) 555-0142"
HOSTILE = "<script>alert(1)</script> {{7*7}} thank you for the maps."
SPRING = """\
name = "spring"
version = 1
purpose = "marketing"
ends_on = ["reply"]

[[step]]
channel = "email"
words = { email = "intro", phone = "intro" }
topic = "maps of your sites"

[[step]]
after = "2 business days"
channel = "phone"
words = { phone = "follow-up", email = "follow-up" }
topic = "maps of your sites"
"""


class Desked(Opened):
    """A house with a desk."""

    def rep(self, name: str) -> Browser:
        return self.comes(name, Access.REP)

    def call(self, name: str) -> str:
        """Return the call to somebody that lies in the book."""
        whom = self.person(name)
        found = self.home.store.read(lambda conn: attempts.of(conn, whom))
        return str(next(one["id"] for one in found if one["channel"] == Channel.PHONE))

    def writes(self, name: str, words: str) -> None:
        """Let somebody write to us, as it is heard."""
        home, whom = self.home, self.person(name)
        address = home.store.read(lambda conn: points.of(conn, whom))[0].address
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"], mail["Subject"] = address, "hello@kestrel.example", "Maps"
        mail["Message-ID"] = f"<{new_id('x')}@mail.example>"
        mail.set_content(words)
        [heard] = receive_all(home.ears, [Arrived(bytes(mail), "email", new_id("k"))])
        assert heard
        take(home.ears, heard)

    def owes(self, name: str, by: str, kind: CommitmentKind = CommitmentKind.PLEDGE) -> None:
        """Let one of us owe somebody a call in three days."""
        now = self.home.clock.now()

        def work(conn: Connection) -> None:
            owner, whom = team.get(conn, by), self.person(name)
            given = ("m_call", whom, kind, "a call", now + timedelta(days=3), now)
            one = Commitment(*given, channel=Channel.PHONE, owner=owner.id, made_by=by)
            commitments.add(conn, one)

        self.home.store.write(work)

    def deaf(self) -> None:
        """Let ten minutes go by in which nobody looked for answers."""
        clock = self.home.clock
        assert isinstance(clock, SimulatedClock)
        clock.set(clock.now() + timedelta(minutes=10))

    def sequence(self, name: str = "spring", text: str = SPRING) -> str:
        """Keep a sequence; return its id."""
        found = read_text(text.replace("spring", name), name, self.home.templates)
        return keep_sequence(self.home.store, self.home.clock, found, "Ben Okri").id

    def sent(self, name: str) -> int:
        """Return how many mails have left for somebody."""
        whom = self.person(name)
        rows = self.home.store.read(lambda conn: attempts.of(conn, whom))
        return sum(one["state"] == "accepted" and one["channel"] == "email" for one in rows)

    def given(self, name: str, to: str) -> None:
        """Let one of us look after somebody."""

        def work(conn: Connection) -> None:
            owner = team.get(conn, to).id
            people.change(conn, self.person(name), {"owner_id": owner})

        self.home.store.write(work)


def posted(browser: Browser, path: str, fields: Mapping[str, str | list[str]]) -> Response:
    """Press a button of a form that has several fields of one name."""
    whole = {"token": browser.token("/account"), **fields}
    began = {"Origin": browser.at, "Sec-Fetch-Site": "same-origin"}
    return browser.client.post(path, data=whole, headers=began)


def _seeded(folder: Path) -> None:
    told = ("--rehearsal", "--name", "Kestrel Mapping", "--address", "12 Harbour Road, Bristol")
    more = ("--mailbox", "hello@kestrel.example", "--country", "US", "--assume-country", "US")
    assert main(["init", str(folder), *told, *more, "--member", "Ana Ruiz"]) == 0
    cards, where = folder / "few.csv", ["--house", str(folder)]
    cards.write_text(PEOPLE, encoding="utf-8")
    kind = ["--source", "Expo 2026", "--kind", "business"]
    assert main(["people", "import", str(cards), *kind, *where]) == 0
    call_her_bold(folder)
    for name, words in (("Scott Reyes", TRAVELS), (BOLD, HOSTILE)):
        assert main(["hear", name, words, *where]) == 0


def _joins(one: Member, conn: Connection) -> None:
    team.add(conn, one)


def _waits(one: Attempt, conn: Connection) -> None:
    attempts.add(conn, one)


@pytest.fixture(scope="session")
def desk_made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "kestrel"
    _seeded(folder)
    return folder


@pytest.fixture
def place(desk_made_once: Path, tmp_path: Path) -> Iterator[Desked]:
    folder = tmp_path / "kestrel"
    shutil.copytree(desk_made_once, folder)
    settings, clock = read_settings(folder), SimulatedClock(ELEVEN_IN_LAS_VEGAS)
    home = build_house(settings, Store(settings.database_url), clock)
    now = clock.now()
    home.store.write(lambda conn: intake.note(conn, IntakeRow("maildir", now, None, None, None)))
    app = app_of(home)
    app.state.doorway = Doorway(Porch(home.store, home.clock, CHEAP))
    found = Desked(home, app)
    for rep in ("Ben Okri", "Cy Moss"):
        one = Member(new_id("t"), rep, now, duty=Duty.REP)
        home.store.write(partial(_joins, one))
    for name in ("Scott Reyes", "Tom Okafor", BOLD):
        found.given(name, "Ben Okri")
        call = Attempt(
            new_id("a"),
            found.person(name),
            Channel.PHONE,
            Purpose.MARKETING,
            "Ben Okri",
            now,
            now,
            automated=False,
            state=AttemptState.QUEUED,
            reviewed_words=ReviewedWords("", "Say who you are."),
            has_words_for=tuple(Channel),
        )
        home.store.write(partial(_waits, call))
    yield found
    home.store.close()
