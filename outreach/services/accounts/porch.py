"""The porch: what everybody who comes in passes, and how often they may try.

Whether a name has an account is told to nobody: a wrong name, a wrong password, an account that was
taken away and too many tries by that name are answered alike, after the same work.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.people import Member, fold_name
from outreach.errors import HouseError, InputError
from outreach.services.accounts.passwords import Passwords
from outreach.store import house, ledger, login_tries, team
from outreach.store.unit import Store

STRETCH = timedelta(minutes=15)
MOST_BY_NAME_FROM_THERE, MOST_BY_NAME, MOST_FROM_THERE = 5, 40, 60
"""Tries within a stretch. A stranger far away cannot keep somebody out by trying their name."""


class EntryRefusedError(InputError):
    """The name and the password do not belong together."""

    def __init__(self) -> None:
        super().__init__("that name and that password do not belong together")


class TooManyTriesError(HouseError):
    """Whoever asks has tried too often; it says nothing about whose name it was."""

    def __init__(self) -> None:
        super().__init__("that was tried too often: wait a quarter of an hour")


@dataclass(frozen=True, slots=True)
class Porch:
    """What coming in needs: where it is kept, the time, and how passwords are compared."""

    store: Store
    clock: Clock
    passwords: Passwords = field(default_factory=Passwords)


def count_try(porch: Porch, name: str, came_from: str) -> None:
    """Count a try before it is looked at, so that many at once are no way around the count."""
    now = porch.clock.now()

    def work(conn: Connection) -> list[bool]:
        key = house.get(conn).installation_key
        keys = zip(_keys(key, name, came_from), _MOST, strict=True)
        return [login_tries.count(conn, each, now, now - STRETCH) > most for each, most in keys]

    if any(porch.store.write(work)):
        raise TooManyTriesError


def forgive(conn: Connection, porch: Porch, name: str, came_from: str) -> None:
    """Forget somebody's own slips once they are in; other people's from there still count."""
    own, *_ = _keys(house.get(conn).installation_key, name, came_from)
    login_tries.forget(conn, [own], porch.clock.now() - STRETCH)


def known_as(conn: Connection, name: str) -> Member | None:
    """Return who calls themselves so: by their name, or by an address that is theirs alone."""
    found = team.find(conn, name)
    if found is not None:
        return found
    wanted = name.casefold()
    by_address = [one for one in team.everybody(conn) if one.email.casefold() == wanted and wanted]
    return by_address[0] if len(by_address) == 1 else None


def note(conn: Connection, porch: Porch, kind: str, subject: str, **body: object) -> None:
    """Write into the ledger what somebody of us did."""
    ledger.add(conn, ledger.Entry(porch.clock.now(), kind, subject, body))


_MOST = (MOST_BY_NAME_FROM_THERE, MOST_BY_NAME, MOST_FROM_THERE)


def _keys(key: bytes, name: str, came_from: str) -> Iterator[str]:
    """Yield what is counted: digests, for what somebody types as a name may be their password."""
    folded = fold_name(name[:200])
    for what in (f"both\n{folded}\n{came_from}", f"name\n{folded}", f"from\n{came_from}"):
        yield ledger.keyed(key, what)
