"""Kinds of values that settings have, each checked as it is read; errors follow the key's name."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from ipaddress import ip_network
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, SecretStr

from policies.tongue import Tongue

OFTEN_MEANT = {
    "UK": "GB",
    "EN": "GB",
    "UNITED KINGDOM": "GB",
    "GREAT BRITAIN": "GB",
    "ENGLAND": "GB",
    "USA": "US",
    "UNITED STATES OF AMERICA": "US",
    "EL": "GR",
}
"""What people write for a country in place of its code."""
E164 = re.compile(r"\+[1-9]\d{6,14}")
SHORT_CODE = re.compile(r"\d{5,6}")
DATABASES = ("postgresql://", "postgresql+psycopg://", "sqlite:///")


def _one_line(text: str) -> str:
    if not text.isprintable():
        msg = "has a line break or another invisible character"
        raise ValueError(msg)
    return text.strip()


def country(code: str) -> str:
    """Return a country code of ISO 3166-1 in capitals; `ValueError` says which was meant."""
    meant = _code_of(code)
    if meant == code.upper():
        return meant
    what = "is no country code of two letters (ISO 3166), such as `GB`"
    raise ValueError(f"{what}; did you mean `{meant}`?" if meant else what)


def _code_of(given: str) -> str:
    """Return the code that was given or meant; empty for none."""
    folded = given.strip().upper()
    names = countries()
    if folded in names or not folded:
        return folded
    by_name = {name.upper(): code for code, name in names.items()}
    return OFTEN_MEANT.get(folded) or by_name.get(folded, "")


@lru_cache(maxsize=1)
def countries() -> dict[str, str]:
    """Return every country by its code (ISO 3166-1), from PyPI's tzdata."""
    text = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and line[0] != "#")
    return {code: name for code, name in rows}


def zone(name: str) -> str:
    """Return the name of a time zone; `ValueError` where there is no such zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        msg = "is no time zone such as `Europe/London`"
        raise ValueError(msg) from error
    return name


def mailbox(address: str) -> str:
    """Return an address with its domain in ASCII, or nothing; `ValueError` says what is wrong."""
    if not address:
        return address
    try:
        checked = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        msg = "is no email address"
        raise ValueError(msg) from error
    return f"{checked.local_part}@{checked.ascii_domain}"


def text_number(number: str) -> str:
    """Return a number as a carrier takes it (E.164, or a short code of five or six digits)."""
    bare = re.sub(r"[ ().-]", "", number)
    if not bare or E164.fullmatch(bare) or SHORT_CODE.fullmatch(bare):
        return bare
    msg = "is no number with its `+` and country, such as `+447700900123`"
    raise ValueError(msg)


def spoken(code: object) -> Tongue:
    """Return a language in which we tell refusals; `ValueError` names those there are."""
    try:
        return Tongue(str(code).strip().lower())
    except ValueError as error:
        msg = f"is no language that refusals are told in: {', '.join(Tongue)}"
        raise ValueError(msg) from error


def _public_url(url: str) -> str:
    local = url.startswith(("http://127.0.0.1", "http://localhost"))
    if url and not (url.startswith("https://") or local):
        msg = "must begin with `https://`: mailbox providers accept no other for one-click"
        raise ValueError(msg)
    return url.rstrip("/")


def _within(network: str) -> str:
    try:
        return str(ip_network(network.strip()))
    except ValueError as error:
        msg = "is no network such as `10.1.0.0/16`"
        raise ValueError(msg) from error


def _database(url: SecretStr) -> SecretStr:
    written = url.get_secret_value()
    if written and not written.startswith(DATABASES):
        msg = "is no address of a PostgreSQL database, such as `postgresql://user@server/name`"
        raise ValueError(msg)
    return url


Line = Annotated[str, AfterValidator(_one_line)]
Country = Annotated[str, AfterValidator(country)]
Zone = Annotated[str, AfterValidator(zone)]
Spoken = Annotated[Tongue, BeforeValidator(spoken)]
TextNumber = Annotated[Line, AfterValidator(text_number)]
MailboxAddress = Annotated[Line, AfterValidator(mailbox)]
PublicUrl = Annotated[Line, AfterValidator(_public_url)]
Within = Annotated[Line, AfterValidator(_within)]
Database = Annotated[SecretStr, AfterValidator(_database)]
