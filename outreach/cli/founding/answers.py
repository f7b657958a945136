"""From options and answers to the plans of a new house."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from outreach.bootstrap.zones import country_zones
from outreach.cli.founding.asking import Asker, secret_from, something
from outreach.cli.terminal import say
from outreach.config import checked
from outreach.config.mail_hosts import (
    MailServer,
    Provider,
    mail_server,
    provider_behind,
    provider_of,
)
from outreach.errors import InputError
from outreach.services.set_up import MailPlans, Plans, TextPlans
from outreach.store.unit import Mode

DNS_SECONDS = 2.0
SHOWN = 6
LOCAL_TIME = Path("/etc/localtime")


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line gave; None was not given."""

    name: str | None
    address: str | None
    country: str | None
    assume_country: str | None
    timezone: str | None
    mailbox: str | None
    member: str | None
    smtp: str | None
    imap: str | None
    password_file: str | None
    token_command: str | None
    twilio: str | None
    text_number: str | None
    twilio_token_file: str | None


def plans_from(folder: Path, mode: Mode, said: Options, ask: Asker, now: datetime) -> Plans:
    """Ask for what was not given, and return what the house is to be."""
    name = ask.text("--name", said.name, "Our name, as people know it", something)
    shown = "Our postal address (it stands in every email)"
    address = ask.text("--address", said.address, shown, something)
    country = ask.text(
        "--country", said.country, "The country we are in, such as GB", checked.country
    )
    assumed = ask.text(
        "--assume-country",
        said.assume_country,
        "Whose law email goes by where we do not know where somebody is",
        checked.country,
        default=country,
    )
    timezone = _timezone(said.timezone, country, ask, now)
    shown = "The mailbox that emails come from and answers reach"
    mailbox = ask.text("--mailbox", said.mailbox, shown, checked.mailbox)
    live = mode is Mode.LIVE
    mail = _mail(said, mailbox, ask if live else Asker(quiet=True))
    texts = _texts(said, ask if live else Asker(quiet=True))
    shown = "Your own name; you are the first of the team"
    member = ask.text("--member", said.member, shown, something)
    return Plans(
        folder, mode, name, address, mailbox, country, assumed, timezone, member, mail, texts
    )


def _timezone(given: str | None, country: str, ask: Asker, now: datetime) -> str:
    """Return our own clock: the country's only one, else this machine's if it is one of those."""
    zones = country_zones(country)
    if given is None and len({_clock(zone, now.year) for zone in zones}) == 1:
        return zones[0]
    here = this_machine()
    if given is None and here in zones:
        return here
    some = ", ".join(zones[:SHOWN]) or "Europe/London"
    question = f"Our time zone, such as {some}"
    return ask.text("--timezone", given, question, checked.zone) or "UTC"


def _clock(zone: str, year: int) -> tuple[object, ...]:
    """Return what a zone shows in winter and in summer: two that agree are one clock to us."""
    return tuple(datetime(year, month, 15, tzinfo=ZoneInfo(zone)).utcoffset() for month in (1, 7))


def this_machine() -> str:
    """Return the time zone this machine is set to, or nothing."""
    with suppress(OSError, ValueError):
        named = os.environ.get("TZ") or str(LOCAL_TIME.readlink()).partition("zoneinfo/")[2]
        return checked.zone(named.lstrip(":")) if named else ""
    return ""


def _mail(said: Options, mailbox: str, ask: Asker) -> MailPlans:
    provider = provider_of(mailbox)
    if provider is None and ask.asks and mailbox and said.smtp is None:
        provider = _behind(mailbox)
    if provider and ask.asks:
        say(f"  {provider.title} keeps it: {provider.smtp.host}, {provider.imap.host}")
    known = (provider.smtp, provider.imap) if provider else (None, None)
    smtp = _server("--smtp", said.smtp, known[0], 465, ask)
    imap = _server("--imap", said.imap, known[1], 993, ask)
    password = secret_from("--password-file", said.password_file)
    token = said.token_command or ""
    if password and token:
        msg = "--password-file and --token-command: a mailbox takes one of them, not both"
        raise InputError(msg)
    if smtp and not password and not token and "OUTREACH_SMTP__PASSWORD" not in os.environ:
        wanted = f" ({provider.sign_in})" if provider else ""
        password = ask.secret(f"Its password{wanted}; empty: a token")
        if ask.asks and not password:
            token = ask.text("", None, "A command that prints an OAuth2 token", default="")
    plus = provider.plus if provider and not said.smtp else True
    return MailPlans(smtp, imap, password, token, plus)


def _behind(mailbox: str) -> Provider | None:
    """Return who takes the mail of a domain of one's own, where the DNS says so."""
    from outreach.bootstrap.dns import UnreadableError, mail_servers

    with suppress(UnreadableError):
        return provider_behind(mail_servers(mailbox.rpartition("@")[2], DNS_SECONDS))
    return None


def _server(
    option: str, given: str | None, known: MailServer | None, port: int, ask: Asker
) -> MailServer | None:
    """Return the server that was given, or is known, or is named now; None for none."""
    if given is None and known is not None:
        return known

    def check(name: str) -> str:
        mail_server(name, port)
        return name

    does = "sends its mail" if option == "--smtp" else "keeps its mail (IMAP)"
    question = f"Which server {does}: a name, or name:port (empty: none yet)"
    written = ask.text(option, given, question, check, default="")
    return mail_server(written, port) if written else None


def _texts(said: Options, ask: Asker) -> TextPlans | None:
    account = ask.text(
        "--twilio", said.twilio, "A Twilio account, AC... (empty: no texts)", _account, default=""
    )
    if not account:
        if said.text_number:
            msg = "--text-number: say with --twilio whose account the number belongs to"
            raise InputError(msg)
        return None
    shown = "The number our texts come from, with its +"
    number = ask.text("--text-number", said.text_number, shown, checked.text_number)
    token = secret_from("--twilio-token-file", said.twilio_token_file)
    return TextPlans(account, number, token or ask.secret("Its auth token"))


def _account(sid: str) -> str:
    if not (sid.startswith("AC") and sid.isalnum()):
        msg = "is no account SID: those begin with `AC`"
        raise ValueError(msg)
    return sid
