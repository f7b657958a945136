"""Mail servers are found by the mailbox's domain, or by who takes mail for it."""

import tomllib
from pathlib import Path

import pytest

from outreach.config import Security
from outreach.config.mail_hosts import mail_server, provider_behind, provider_of, providers
from tests.architecture.source import ROOT

FILE = Path(ROOT) / "outreach" / "config" / "mail_hosts.toml"


@pytest.mark.parametrize(
    ("mailbox", "smtp", "port", "imap"),
    [
        ("kestrel@gmail.com", "smtp.gmail.com", 465, "imap.gmail.com"),
        ("kestrel@GoogleMail.com", "smtp.gmail.com", 465, "imap.gmail.com"),
        ("kestrel@hotmail.co.uk", "smtp-mail.outlook.com", 587, "outlook.office365.com"),
        ("kestrel@t-online.de", "securesmtp.t-online.de", 465, "secureimap.t-online.de"),
        ("kestrel@icloud.com", "smtp.mail.me.com", 587, "imap.mail.me.com"),
    ],
)
def test_a_well_known_domain_is_known(mailbox: str, smtp: str, port: int, imap: str) -> None:
    found = provider_of(mailbox)
    assert found is not None
    assert (found.smtp.host, found.smtp.port, found.imap.host) == (smtp, port, imap)


def test_a_domain_of_ones_own_is_nobodys() -> None:
    assert provider_of("hello@kestrel.example") is None


@pytest.mark.parametrize(
    ("server", "name"),
    [
        ("aspmx.l.google.com", "google"),
        ("kestrel-example.mail.protection.outlook.com.", "microsoft"),
        ("eur.olc.protection.outlook.com", "outlook"),
        ("in1-smtp.messagingengine.com", "fastmail"),
        ("mx1.mail.ovh.net", "ovh"),
        ("notgoogle.com.evil.example", ""),
    ],
)
def test_whoever_takes_the_mail_of_a_domain_keeps_its_mailboxes(server: str, name: str) -> None:
    found = provider_behind([server])
    assert (found.name if found else "") == name


@pytest.mark.parametrize("name", providers())
def test_every_fact_has_its_source_and_a_protected_line(name: str) -> None:
    assert tomllib.loads(FILE.read_text())[name]["source"]
    found = providers()[name]
    assert {found.smtp.security, found.imap.security} <= {Security.TLS, Security.STARTTLS}
    assert found.imap.port == 993


def test_no_domain_is_claimed_twice() -> None:
    for claimed in (
        [domain for one in providers().values() for domain in one.domains],
        [end for one in providers().values() for end in one.mx],
    ):
        assert sorted(claimed) == sorted(set(claimed))


def test_a_server_is_read_as_people_write_it() -> None:
    assert mail_server(" mail.kestrel.example:587 ").security is Security.STARTTLS
    assert mail_server("mail.kestrel.example", 993).port == 993
    assert mail_server("127.0.0.1:2525").security is Security.NONE


@pytest.mark.parametrize(
    "written", ["", " ", "https://mail.x", "ana@mail.x", "mail x", "mail.x:0", "x:99999"]
)
def test_what_is_no_server_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"is no name|ends in no port"):
        mail_server(written)
