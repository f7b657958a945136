"""Addresses and numbers as people type them, as they are sent to, and as they are compared.

Two spellings of one address (case, full-width letters, an international domain and its ASCII form,
a national and an international number) are the same address, hence the same person. A `+tag` and
Gmail's dots are another matter: whoever stops `ana+news@` has stopped `ana@` too, so they fold for
suppression; but nobody is merged with somebody else because of them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from outreach.domain.plain_numbers import plain_number
from outreach.errors import InputError
from policies.facts import NumberKind
from policies.quick import quick

GMAIL = {"gmail.com", "googlemail.com"}
LONGEST = 320
PLAIN_LOCAL = re.compile(r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*")
"""Local parts that need no further look (RFC 5322 dot-atom, and less)."""
_PLAIN = re.compile(rf"({PLAIN_LOCAL.pattern})@([A-Za-z0-9.-]+)")
KINDS = {
    phonenumbers.PhoneNumberType.MOBILE: NumberKind.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE: NumberKind.LANDLINE,
}


class AddressError(InputError):
    """This is no address or number that anything could be sent to."""


@quick
@dataclass(frozen=True, slots=True)
class Address:
    """One address or number: `address` to send to and to recognise people by, `folded` to stop by.

    `kind` says what a number rings, where its prefix says so.
    """

    address: str
    folded: str
    kind: NumberKind | None = None

    @property
    def may_be_mobile(self) -> bool:
        """Return whether a number may ring in one pocket: no prefix says that it is a landline."""
        return self.kind is not NumberKind.LANDLINE


def email_address(typed: str) -> Address:
    """Return the address in lower case with its domain in ASCII (RFC 5321, RFC 5890)."""
    plain = plain_email(typed)
    if plain is not None:
        return plain
    cleaned = unicodedata.normalize("NFKC", typed).strip()
    if len(cleaned) > LONGEST:
        msg = f"an address of {len(cleaned)} characters is longer than any can be"
        raise AddressError(msg)
    local, _, domain = cleaned.rpartition("@")
    try:
        if PLAIN_LOCAL.fullmatch(local):
            domain = _ascii_domain(domain.lower())
        else:
            checked = validate_email(cleaned, check_deliverability=False, test_environment=True)
            local, domain = checked.local_part, checked.ascii_domain
    except EmailNotValidError as error:
        msg = f"`{typed}` is no email address: {lower_first(str(error))}"
        raise AddressError(msg) from error
    local = local.lower()
    return Address(f"{local}@{domain}", fold_email(local, domain))


def plain_email(typed: str) -> Address | None:
    """Return an address that leaves no doubt; None for every other."""
    found = _PLAIN.fullmatch(typed)
    if found is None or len(typed) > LONGEST:
        return None
    local, domain = found.group(1).lower(), _plain_domain(found.group(2).lower())
    if domain is None:
        return None
    return Address(f"{local}@{domain}", fold_email(local, domain))


@lru_cache(maxsize=10_000)
def _plain_domain(domain: str) -> str | None:
    try:
        return _ascii_domain(domain)
    except EmailNotValidError:
        return None


@lru_cache(maxsize=10_000)
def _ascii_domain(domain: str) -> str:
    """Return a domain in ASCII, or raise what the library raises; many people share few domains."""
    checked = validate_email(f"a@{domain}", check_deliverability=False, test_environment=True)
    return checked.ascii_domain


def fold_email(local: str, domain: str) -> str:
    """Return the address without its `+tag`, and without dots where Gmail ignores them."""
    bare = local.split("+", 1)[0] or local
    if domain in GMAIL:
        return f"{bare.replace('.', '')}@gmail.com"
    return f"{bare}@{domain}"


def phone_number(typed: str, country: str | None) -> Address:
    """Return the number in E.164. `country` (ISO 3166-1) reads a number without its `+` prefix."""
    plain = plain_number(typed, country)
    if plain is not None:
        return Address(plain.written, plain.written, KINDS.get(plain.rings))
    try:
        number = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException as error:
        raise AddressError(why_no_number(typed, country)) from error
    rings = phonenumbers.number_type(number)
    if rings == phonenumbers.PhoneNumberType.UNKNOWN:
        msg = f"`{typed}` is no telephone number that could ring"
        raise AddressError(msg)
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Address(written, written, KINDS.get(rings))


def why_no_number(typed: str, country: str | None) -> str:
    """Say what is missing, which is mostly the country."""
    if country is None and not typed.strip().startswith("+"):
        return f"`{typed}` has neither a `+` and country code nor a country beside it"
    return f"`{typed}` is no telephone number"


def lower_first(sentence: str) -> str:
    """Return the sentence fit to follow a colon."""
    return (sentence[:1].lower() + sentence[1:]).rstrip(".")
