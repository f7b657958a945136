"""The ways out and in: mail servers, mailboxes, the carrier, and whether anybody listens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from outreach.services.doctor.lines import Group, Line, missing, ok, wrong
from outreach.services.doctor.subject import Subject
from outreach.store import intake

FRESH = timedelta(minutes=2)
REHEARSES = "a rehearsal: nothing leaves this machine, so nobody was asked"


def mail_out(one: Subject) -> Iterator[Line]:
    """Log in where our mail goes; nothing is sent."""
    smtp = one.settings.smtp
    if not one.live:
        yield ok(Group.OUT, "server", REHEARSES)
    elif not smtp.host:
        yield missing(
            *(Group.OUT, "server", "nothing goes by email"),
            "set smtp.host, smtp.user and, in secrets.toml, smtp.password",
        )
    else:
        one.probes.log_in_to_send()
        how = f", logged in as {smtp.user}" if smtp.user else ", without a log-in"
        yield ok(Group.OUT, "server", f"{smtp.host}:{smtp.port}, {smtp.security}{how}")


def mail_in(one: Subject) -> Iterator[Line]:
    """Log in at the mailbox that answers reach, and see which folders are found."""
    if not one.live:
        yield ok(Group.IN, "mailbox", REHEARSES)
    elif not one.settings.imap.host:
        maildir = one.settings.path(one.settings.intake.maildir)
        yield missing(
            *(Group.IN, "mailbox", f"answers are read only where `{maildir}` is delivered to"),
            "set imap.host and, in secrets.toml, imap.password",
        )
    else:
        yield from mailbox(one, "")


def mailbox(one: Subject, name: str) -> Iterator[Line]:
    """Log in at one mailbox; `name` is empty for the first."""
    about = f"mailboxes.{name}" if name else "mailbox"
    host = one.settings.mailboxes[name].host if name else one.settings.imap.host
    if not one.live or not host:
        yield (
            missing(Group.IN, about, "it is not read", f"set {about}.host")
            if one.live
            else ok(Group.IN, about, REHEARSES)
        )
        return
    found = one.probes.mailbox(name)
    read = ", ".join(each for each in (*found.read, found.junk, found.sent) if each)
    yield ok(Group.IN, about, f"{host}: reads {read}")
    for kind, folder, costs in (
        ("Junk", found.junk, "a stop that is taken for spam is not heard"),
        ("Sent", found.sent, "what is sent around us is not counted"),
    ):
        if not folder:
            do = f"mark one as \\{kind} (RFC 6154) with your mail program"
            yield missing(Group.IN, about, f"there is no {kind} folder: {costs}", do)


def texts(one: Subject) -> Iterator[Line]:
    """Ask the carrier for the account and for the number texts come from."""
    twilio, number = one.settings.twilio, one.settings.sender.text_number
    if not twilio.account:
        yield missing(Group.TEXTS, "account", "nothing goes by text", "set twilio.account")
        return
    if not (number or twilio.service):
        do = "set sender.text_number, or twilio.service"
        yield wrong(Group.TEXTS, "number", "texts have nobody to come from", do)
    if not twilio.auth_token.get_secret_value():
        do = "set twilio.auth_token in secrets.toml"
        yield wrong(Group.TEXTS, "account", "there is no auth token", do)
    elif not one.live:
        yield ok(Group.TEXTS, "account", REHEARSES)
    else:
        yield from _account(one, number or twilio.service)


def _account(one: Subject, sender: str) -> Iterator[Line]:
    found = one.probes.account()
    if found.status != "active":
        do = "settle it in the carrier's console"
        yield wrong(Group.TEXTS, "account", f"it is {found.status}", do)
    else:
        yield ok(Group.TEXTS, "account", "it is active")
    if found.trial:
        costs = "a trial account reaches only numbers that were verified"
        yield missing(Group.TEXTS, "trial", costs, "upgrade it in the carrier's console")
    if found.has_sender is False:
        yield wrong(
            *(Group.TEXTS, "number", f"`{sender}` does not belong to this account"),
            "mend sender.text_number or twilio.service",
        )
    elif sender and found.has_sender:
        yield ok(Group.TEXTS, "number", sender)


def listening(one: Subject) -> Iterator[Line]:
    """Look whether the engine runs and whether every way in was looked at lately."""
    if not one.probes.running():
        costs = "no engine runs: what is due waits, and answers wait unread"
        yield missing(Group.IN, "engine", costs, "outreach run")
    else:
        yield ok(Group.IN, "engine", "it runs")
    for row in one.store.read(intake.everything):
        if row.failing_because:
            said = f"{row.name} cannot be read: {row.failing_because}"
            yield wrong(Group.IN, "listening", said, "nothing is sent until it can be read again")
        elif row.last_ok_at is None or one.now - row.last_ok_at > FRESH:
            since = f"{row.last_ok_at:%d %b %H:%M} UTC" if row.last_ok_at else "never"
            yield missing(Group.IN, "listening", f"{row.name} was last read: {since}")
        else:
            yield ok(Group.IN, "listening", f"{row.name} is read")
