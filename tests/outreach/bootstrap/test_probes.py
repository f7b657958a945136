"""The doctor's questions, put to real servers on this machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from channels.sms.carrier_server.exchange import Account, Exchange
from channels.sms.carrier_server.hooks import Signing
from channels.sms.carrier_server.server import CarrierServer
from outreach.bootstrap.doctor import examine
from outreach.bootstrap.probes import page, probes_of
from outreach.clock import SystemClock
from outreach.config import Settings, settings_from
from outreach.config.mail_hosts import mail_server
from outreach.services.doctor import Group, Probes, State, TroubleError
from outreach.services.set_up import MailPlans, Plans, set_up
from outreach.store.engines import address
from outreach.store.unit import Mode
from tests import dovecot
from tests.stories.neighbours import PostOffice, post_office

HERE = "127.0.0.1"
SID, TOKEN = "AC" + "0" * 32, "a token"
THERE = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)


def settings(folder: Path, **sections: dict[str, Any]) -> Settings:
    house = {"name": "Kestrel Mapping", "address": "12 Harbour Road"}
    sender = {"mailbox": "hello@kestrel.example"}
    return settings_from({"house": house, "sender": sender, **sections}, folder)


def probes(folder: Path, **sections: dict[str, Any]) -> Probes:
    chosen = settings(folder, **sections)
    return probes_of(chosen, address(chosen.database_url))


@pytest.fixture(scope="module")
def mail() -> Iterator[dovecot.Dovecot]:
    with dovecot.running() as server:
        yield server


@contextmanager
def silent() -> Iterator[int]:
    """A server that takes connections and never says anything."""
    with socket.socket() as listener:
        listener.bind((HERE, 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture(scope="module")
def office(mail: dovecot.Dovecot) -> Iterator[PostOffice]:
    with post_office(mail) as one:
        yield one


def smtp(port: int, password: str = dovecot.PASSWORD) -> dict[str, Any]:
    return {"host": HERE, "port": port, "security": "none", "user": "h", "password": password}


@pytest.mark.needs("dovecot")
def test_logging_in_to_send_sends_nothing(tmp_path: Path, office: PostOffice) -> None:
    probes(tmp_path, smtp=smtp(office.port)).log_in_to_send()
    assert office.taken == {}


@pytest.mark.needs("dovecot")
def test_a_password_that_is_not_accepted_names_the_key(tmp_path: Path, office: PostOffice) -> None:
    with pytest.raises(TroubleError, match=r"mend `smtp\.password`"):
        probes(tmp_path, smtp=smtp(office.port, "wrong")).log_in_to_send()


def test_a_server_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((HERE, 0))
        port = taken.getsockname()[1]
    with pytest.raises(TroubleError, match="does not take our mail") as trouble:
        probes(tmp_path, smtp=smtp(port)).log_in_to_send()
    assert "[Errno" not in str(trouble.value)


@pytest.mark.needs("dovecot")
def test_the_folders_of_a_mailbox_are_found(tmp_path: Path, mail: dovecot.Dovecot) -> None:
    imap = {"host": HERE, "port": mail.imap, "security": "none", "password": dovecot.PASSWORD}
    found = probes(tmp_path, imap=imap).mailbox("")
    assert (found.junk, found.sent) == ("Junk", "Sent")
    assert "INBOX" in found.read


@pytest.mark.needs("dovecot")
def test_a_folder_that_is_not_there_is_named(tmp_path: Path, mail: dovecot.Dovecot) -> None:
    imap = {"host": HERE, "port": mail.imap, "security": "none", "password": dovecot.PASSWORD}
    with pytest.raises(TroubleError, match="there is no folder `Sales`"):
        probes(tmp_path, imap={**imap, "folders": ["Sales"]}).mailbox("")


@pytest.mark.needs("dovecot")
def test_a_wrong_password_of_a_members_mailbox_names_its_key(
    tmp_path: Path, mail: dovecot.Dovecot
) -> None:
    ana = {"address": "ana@kestrel.example", "host": HERE, "port": mail.imap, "security": "none"}
    with pytest.raises(TroubleError, match=r"mailboxes\.ana\.password"):
        probes(tmp_path, mailboxes={"ana": {**ana, "password": "wrong"}}).mailbox("ana")


@pytest.fixture
def carrier() -> Iterator[CarrierServer]:
    with CarrierServer(Exchange(Account(SID, TOKEN, Signing(TOKEN)), lambda: THERE)) as server:
        yield server


def test_the_account_and_its_number_are_found(tmp_path: Path, carrier: CarrierServer) -> None:
    twilio = {"account": SID, "auth_token": TOKEN, "base_url": carrier.url}
    sender = {"mailbox": "hello@kestrel.example", "text_number": "+447700900123"}
    found = probes(tmp_path, twilio=twilio, sender=sender).account()
    assert (found.status, found.trial, found.has_sender) == ("active", False, True)


def test_a_token_of_another_account_is_refused(tmp_path: Path, carrier: CarrierServer) -> None:
    twilio = {"account": SID, "auth_token": "another", "base_url": carrier.url}
    with pytest.raises(TroubleError, match="refuses us") as trouble:
        probes(tmp_path, twilio=twilio).account()
    assert "twilio.account and twilio.auth_token belong together" in trouble.value.do


def test_whoever_answers_tells_the_time(carrier: CarrierServer) -> None:
    assert page(carrier.url).at == THERE


def test_a_page_is_read_and_its_absence_is_a_sentence() -> None:
    class Alive(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"alive\n")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with HTTPServer((HERE, 0), Alive) as server:
        where = f"http://{HERE}:{server.server_port}/alive"
        threading.Thread(target=server.handle_request, daemon=True).start()
        assert page(where).body == "alive\n"
    with pytest.raises(TroubleError, match="refused"):
        page(where)


def test_settings_that_cannot_be_read_are_the_only_line(tmp_path: Path) -> None:
    (tmp_path / "outreach.toml").write_text("[house\n")
    (line,) = examine(tmp_path)
    assert (line.group, line.state) == (Group.HOUSE, State.WRONG)


def test_a_database_that_is_not_there_is_wrong_and_the_key_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "outreach.toml").write_text('[house]\nname = "K"\naddress = "x"\n')
    key, database = examine(tmp_path)
    assert (key.about, key.state) == ("signing key", State.WRONG)
    assert "make one with `outreach init`" in database.said


def test_a_mail_server_that_says_nothing_is_given_up_on(tmp_path: Path) -> None:
    with silent() as port:
        server = mail_server(f"{HERE}:{port}")
        told = ("Kestrel", "12 Harbour Road", "hello@kestrel.example", "GB", "GB")
        mail = MailPlans(server, server, dovecot.PASSWORD)
        plans = Plans(tmp_path / "k", Mode.LIVE, *told, member="Ana", mail=mail)
        set_up(plans, SystemClock())
        lines = examine(tmp_path / "k", patience=3.0)
    wrong = {one.about: one.said for one in lines if one.state is State.WRONG}
    assert wrong["server"] == wrong["mailbox"] == "no answer within 3 s"
