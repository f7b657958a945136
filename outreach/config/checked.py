"""Kinds of values that settings have, each checked as it is read; errors follow the key's name."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, SecretStr

DATABASES = ("postgresql://", "postgresql+psycopg://", "sqlite:///")


def _one_line(text: str) -> str:
    if not text.isprintable():
        msg = "has a line break or another invisible character"
        raise ValueError(msg)
    return text.strip()


def _country(code: str) -> str:
    if code and not (len(code) == 2 and code.isascii() and code.isalpha()):
        msg = "is no country code of two letters, such as `GB`"
        raise ValueError(msg)
    return code.upper()


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        msg = "is no time zone such as `Europe/London`"
        raise ValueError(msg) from error
    return name


def _mailbox(address: str) -> str:
    if not address:
        return address
    try:
        checked = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        msg = "is no email address"
        raise ValueError(msg) from error
    return f"{checked.local_part}@{checked.ascii_domain}"


def _public_url(url: str) -> str:
    local = url.startswith(("http://127.0.0.1", "http://localhost"))
    if url and not (url.startswith("https://") or local):
        msg = "must begin with `https://`: mailbox providers accept no other for one-click"
        raise ValueError(msg)
    return url.rstrip("/")


def _database(url: SecretStr) -> SecretStr:
    written = url.get_secret_value()
    if written and not written.startswith(DATABASES):
        msg = "is no address of a PostgreSQL database, such as `postgresql://user@server/name`"
        raise ValueError(msg)
    return url


Line = Annotated[str, AfterValidator(_one_line)]
Country = Annotated[str, AfterValidator(_country)]
Zone = Annotated[str, AfterValidator(_zone)]
MailboxAddress = Annotated[Line, AfterValidator(_mailbox)]
PublicUrl = Annotated[Line, AfterValidator(_public_url)]
Database = Annotated[SecretStr, AfterValidator(_database)]
