"""What a file's columns hold, told from their headings, whichever of five languages they are in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from outreach.errors import InputError

Words = Mapping[str, Mapping[str, frozenset[str]]]
"""By column: `heads`, whole headings, and `holds`, words that a heading may hold."""


class Column(StrEnum):
    """What a column says of a person. The values are what `--map` takes."""

    NAME = "name"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    EMAIL = "email"
    PHONE = "phone"
    MOBILE = "mobile"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    REGION = "region"
    TIMEZONE = "timezone"
    LANGUAGE = "language"
    NOTES = "notes"
    PREFERRED_CHANNEL = "preferred_channel"
    DO_NOT_CONTACT = "do_not_contact"
    DO_NOT_EMAIL = "do_not_email"
    DO_NOT_CALL = "do_not_call"
    DO_NOT_TEXT = "do_not_text"
    CONSENT_CHANNEL = "consent_channel"
    CONSENT_PURPOSE = "consent_purpose"
    CONSENT_AT = "consent_at"
    CONSENT_PROOF = "consent_proof"
    CONSENT_KIND = "consent_kind"
    CONSENT_WAY = "consent_way"
    CONSENT_WORDING = "consent_wording"
    CONSENT_REFERENCE = "consent_reference"
    CONSENT_TO = "consent_to"
    CONSENT_TOPIC = "consent_topic"
    CONSENT_EXPIRES = "consent_expires"
    REASON = "left_out_because"
    """In which we write why a row was left out; an import passes over it."""
    UNUSED = "unused"


SEVERAL = frozenset(
    {
        *(Column.EMAIL, Column.PHONE, Column.MOBILE, Column.NOTES, Column.REASON, Column.UNUSED),
        *(Column.DO_NOT_CONTACT, Column.DO_NOT_EMAIL, Column.DO_NOT_CALL, Column.DO_NOT_TEXT),
    }
)
"""Columns of which a file may have more than one."""
NAMES = (Column.NAME, Column.GIVEN_NAME, Column.FAMILY_NAME)
REACHED = (Column.EMAIL, Column.PHONE, Column.MOBILE)
SEPARATORS = re.compile(r"[,;\t|]")
_PART = "name_or_part"
_SIGNS = re.compile(r"[^a-z0-9]+")
_LONGEST_TOLD = 40
_LAST_NUMBER = re.compile(r"(?<=[a-z]) ?\d$")
_WITHIN = ("email", "mobile", "phone", "organisation", "country", "notes", "unused")
_ABOUT_THE_COLUMN = "about_the_column"
"""Words that say a column is about an address or number, and holds none."""


class HeaderError(InputError):
    """The columns cannot be told. Nothing was imported."""


@dataclass(frozen=True, slots=True)
class Head:
    """One heading as it stands in the file, and what we take its column for."""

    heading: str
    column: Column


@dataclass(frozen=True, slots=True)
class Mapped:
    """A file's columns in its own order."""

    heads: tuple[Head, ...]

    def places(self, column: Column) -> list[int]:
        """Return where such columns stand, from 0."""
        return [place for place, head in enumerate(self.heads) if head.column is column]


def map_columns(headings: Sequence[str], words: Words, given: Mapping[str, Column]) -> Mapped:
    """Return what each heading stands for; `given` is what somebody says of some of them.

    Raise `HeaderError` where no name or no address could be read, or two columns claim to be one.
    """
    _is_header(headings)
    unknown = sorted(set(given) - set(headings))
    if unknown:
        msg = f"there is no column `{unknown[0]}`: {headings_told(headings, words)}"
        raise HeaderError(msg)
    told = [given.get(heading) or _told(heading, words) for heading in headings]
    found = _once(headings, _named(told))
    _check(found, words)
    return Mapped(tuple(found))


def heading_key(heading: str) -> str:
    """Return a heading as it is compared: no case, accents or signs, no number at its end."""
    apart = unicodedata.normalize("NFKD", heading.casefold())
    bare = "".join(one for one in apart if not unicodedata.combining(one))
    key = _SIGNS.sub(" ", bare.replace("e-mail", "email")).strip().replace("e mail", "email")
    return _LAST_NUMBER.sub("", key)


def _told(heading: str, words: Words) -> Column | str:
    own = heading.strip().lower().replace(" ", "_").replace("-", "_")
    if own in set(Column):
        return Column(own)
    key = heading_key(heading)
    for column in (_PART, *Column):
        if key in words.get(column, {}).get("heads", ()):
            return column if column == _PART else Column(column)
    parts = set(key.split())
    if not parts & words[_ABOUT_THE_COLUMN]["holds"]:
        for name in _WITHIN:
            if parts & words[name].get("holds", frozenset()):
                return Column(name)
    return Column.UNUSED


def _named(told: Sequence[Column | str]) -> list[Column]:
    """Settle what a heading such as `Nom` means beside the others."""
    given, family = Column.GIVEN_NAME in told, Column.FAMILY_NAME in told
    whole = Column.NAME in told
    parts = [place for place, one in enumerate(told) if one == _PART]
    part = Column.NAME
    if parts and (given or family or whole):
        part = Column.FAMILY_NAME if given and not family else Column.GIVEN_NAME
        part = Column.UNUSED if (given and family) or (whole and not (given or family)) else part
    settled = [part if one == _PART else Column(one) for one in told]
    if whole and given is not family:
        other = Column.FAMILY_NAME if given else Column.GIVEN_NAME
        if other not in settled:
            settled[settled.index(Column.NAME)] = other
    return settled


def _is_header(headings: Sequence[str]) -> None:
    if any("@" in heading and "." in heading for heading in headings):
        msg = "the first row holds an address and no headings: write above it what the columns are"
        raise HeaderError(msg)
    if len(headings) == 1 and (other := SEPARATORS.search(headings[0])):
        sign = "a tab" if other.group() == "\t" else f"`{other.group()}`"
        msg = f"all headings stand in one cell, parted by {sign}: save the file without its quotes"
        raise HeaderError(msg)


def _once(headings: Sequence[str], columns: Sequence[Column]) -> list[Head]:
    """Let the first of several columns that claim to be one be it; the others are not used."""
    found: list[Head] = []
    taken: dict[Column, str] = {}
    for heading, column in zip(headings, columns, strict=True):
        if column in SEVERAL or column not in taken:
            found.append(Head(heading, column))
        elif taken[column] == heading:
            msg = f"`{heading}` stands there twice: which is the {column}? Rename the other one"
            raise HeaderError(msg)
        else:
            found.append(Head(heading, Column.UNUSED))
        taken.setdefault(column, heading)
    return found


def _check(found: Sequence[Head], words: Words) -> None:
    taken = {head.column for head in found}
    if not taken & set(NAMES):
        raise HeaderError(_missing("name", found, words))
    if not taken & set(REACHED):
        raise HeaderError(_missing("email", found, words))


def _missing(wanted: str, found: Sequence[Head], words: Words) -> str:
    """Say which column is missing, and which heading may be a slip of it."""
    left = {heading_key(head.heading): head.heading for head in found}
    for word in sorted(words[wanted]["heads"] | words[wanted].get("holds", frozenset())):
        if near := get_close_matches(word, left, n=1, cutoff=0.8):
            said = f"`{left[near[0]]}` may be it: --map '{left[near[0]]}={wanted}'"
            return f"no column is the {wanted}; {said}"
    there = headings_told([head.heading for head in found], words)
    what = "a name" if wanted == "name" else "an email address or a number"
    return f"no column holds {what}: {there}; say which with --map 'HEADING={wanted}'"


def headings_told(headings: Sequence[str], words: Words) -> str:
    """Say which headings a file has.

    Where none is known, its first row may be no header and the file no table: then what stands in
    it, such as a password, is not repeated.
    """
    if all(_told(one, words) is Column.UNUSED for one in headings):
        return "no heading in the first row is known; is this a table?"
    there = ", ".join(f"`{one[:_LONGEST_TOLD]}`" for one in headings)
    return f"the file has {there}"
