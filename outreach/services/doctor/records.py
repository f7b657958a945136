"""What the DNS says of the domain our mails come from: SPF, DKIM and DMARC, as far as it is read.

Mailbox providers refuse or hide mail from domains without them: Google asks whoever sends 5,000 a
day for all three, and everybody for SPF or DKIM.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from outreach.config.mail_hosts import provider_of
from outreach.services.doctor.lines import Group, Line, missing, ok, wrong
from outreach.services.doctor.probes import OwnRecord
from outreach.services.doctor.subject import Subject

SPF, DMARC = "v=spf1", "v=DMARC1"


def sender_policy(one: Subject) -> Iterator[Line]:
    """Look for exactly one SPF record (RFC 7208 §4.5: several are an error for whoever reads)."""
    if (theirs := _provided(one, "SPF")) is not None:
        yield theirs
        return
    found = [text for text in one.probes.records(one.domain) if _begins(text, SPF)]
    if not found:
        do = f'add a TXT record at {one.domain}: "{SPF} include:<your mail server\'s> ~all"'
        yield wrong(Group.RECORDS, "SPF", f"{one.domain} has none: mail from it is doubted", do)
    elif len(found) > 1:
        do = "keep one, with all your servers in it"
        yield wrong(
            Group.RECORDS, "SPF", f"{one.domain} has {len(found)}, which counts as none", do
        )
    else:
        yield ok(Group.RECORDS, "SPF", f"{one.domain} names its servers")


def signatures(one: Subject) -> Iterator[Line]:
    """Compare the keys we sign with and the records that vouch for them (RFC 6376 §3.6.1)."""
    if (theirs := _provided(one, "DKIM")) is not None:
        yield theirs
        return
    ours = one.probes.own_records()
    if not ours:
        said = "we do not sign; whether your mail server does cannot be seen from here"
        do = "look for `dkim=pass` in what `outreach try` sends you, or set [dkim]"
        yield missing(Group.RECORDS, "DKIM", said, do)
    for wanted in ours:
        yield _signature(wanted, one.probes.records(wanted.name))


def _signature(wanted: OwnRecord, found: tuple[str, ...]) -> Line:
    published = [_key(text) for text in found if _key(text)]
    if _key(wanted.value) in published:
        return ok(Group.RECORDS, "DKIM", f"{wanted.name} vouches for our key")
    said = "has another key than ours: our signatures fail" if published else "has no key"
    do = f'add a TXT record at {wanted.name}: "{wanted.value}"'
    return wrong(Group.RECORDS, "DKIM", f"{wanted.name} {said}", do)


def _key(record: str) -> str:
    return re.sub(r"\s", "", tag(record, "p"))


def alignment(one: Subject) -> Iterator[Line]:
    """Look for a DMARC record at the domain or above it (RFC 7489 §6.6.3)."""
    if (theirs := _provided(one, "DMARC")) is not None:
        yield theirs
        return
    labels = one.domain.split(".")
    for depth in range(len(labels) - 1):
        domain = ".".join(labels[depth:])
        texts = one.probes.records(f"_dmarc.{domain}")
        for text in texts:
            if _begins(text, DMARC):
                yield ok(Group.RECORDS, "DMARC", f"{domain} asks for `{tag(text, 'p') or 'none'}`")
                return
    do = f'add a TXT record at _dmarc.{one.domain}: "{DMARC}; p=none"'
    costs = f"{one.domain} has none: Google and Yahoo refuse bulk mail without"
    yield missing(Group.RECORDS, "DMARC", costs, do)


def _provided(one: Subject, about: str) -> Line | None:
    """Return the line where there is nothing of ours to look up."""
    if not one.domain:
        return missing(Group.RECORDS, about, "there is no mailbox yet", "set sender.mailbox")
    if not one.live:
        return ok(Group.RECORDS, about, "a rehearsal: nobody sees our domain")
    keeper = provider_of(one.settings.sender.mailbox)
    return ok(Group.RECORDS, about, f"{keeper.title} sees to {one.domain}") if keeper else None


def tag(record: str, name: str) -> str:
    """Return the value of a tag in a record of `name=value` pairs."""
    pairs = (pair.partition("=") for pair in record.split(";"))
    return next((value.strip() for key, _, value in pairs if key.strip() == name), "")


def _begins(text: str, mark: str) -> bool:
    return text.lower().split(";")[0].split(" ")[0] == mark.lower()
