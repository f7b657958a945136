"""The settings and the secrets of a new house, as they are written into its files.

`{{ name }}` in the templates becomes the value as TOML. Where there is none, the line becomes a
comment; `{{ name | example }}` then shows what might stand there.
"""

from __future__ import annotations

import json
import re
from importlib import resources

from outreach.config import FILE, SECRETS, Security
from outreach.config.mail_hosts import MailServer
from outreach.config.settings import TOKEN_LETTERS
from outreach.services.set_up.plans import Plans
from outreach.store.unit import Mode

OWN_PAGES = "http://127.0.0.1:8180"
"""Where `outreach run` serves our pages on this machine; the way out of a rehearsal's mails."""
COMMENTS = 39
"""The column at which comments begin."""
PLACE = re.compile(r"^(?P<before>.*)\{\{ (?P<name>\w+)(?: \| (?P<example>.*?))? \}\}(?P<after>.*)$")

Value = str | int | bool | None


def settings_text(plans: Plans) -> str:
    """Return what `outreach.toml` says."""
    return _filled(FILE, _settings(plans))


def secrets_text(plans: Plans) -> str:
    """Return what `secrets.toml` says."""
    token = plans.texts.token if plans.texts else ""
    return _filled(SECRETS, {"password": plans.mail.password or None, "token": token or None})


def _settings(plans: Plans) -> dict[str, Value]:
    mail, texts = plans.mail, plans.texts
    found: dict[str, Value] = {
        "name": plans.name,
        "address": plans.address,
        "country": plans.country,
        "assume_country": plans.assume_country,
        "timezone": plans.timezone,
        "mailbox": plans.mailbox,
        "plus": mail.plus and _leaves_room(plans.mailbox),
        "text_number": texts.number if texts else None,
        "account": texts.account if texts else None,
        "public_url": OWN_PAGES if plans.mode is Mode.REHEARSAL else "",
    }
    return found | _server("smtp", mail.smtp, plans) | _server("imap", mail.imap, plans)


def _server(section: str, server: MailServer | None, plans: Plans) -> dict[str, Value]:
    given = plans.mail.password or plans.mail.token_command
    guarded = server is not None and server.security is not Security.NONE
    return {
        f"{section}_host": server.host if server else None,
        f"{section}_port": server.port if server else None,
        f"{section}_security": server.security.value if server else None,
        f"{section}_user": plans.mailbox if guarded or (server and given) else None,
        f"{section}_token": (plans.mail.token_command or None) if server else None,
    }


def _leaves_room(mailbox: str) -> bool:
    """Whether a token fits behind the name of a mailbox (64 octets, RFC 5321 4.5.3.1.1)."""
    return len(mailbox.partition("@")[0]) + 1 + TOKEN_LETTERS <= 64


def _filled(file: str, said: dict[str, Value]) -> str:
    text = (resources.files("templates") / "house" / file).read_text(encoding="utf-8")
    return "\n".join(_line(line, said) for line in text.splitlines()) + "\n"


def _line(line: str, said: dict[str, Value]) -> str:
    found = PLACE.match(line)
    if found is None:
        return line
    value = said[found["name"]]
    # JSON writes strings, numbers and yes or no as TOML does.
    shown = found["example"] if value is None else json.dumps(value, ensure_ascii=False)
    before = "# " * (value is None) + found["before"]
    comment = found["after"].strip()
    return f"{before}{shown}".ljust(COMMENTS) + f" {comment}" if comment else f"{before}{shown}"
