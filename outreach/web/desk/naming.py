"""Somebody as one of us types them: only ever one of their own people."""

from __future__ import annotations

from outreach.domain.people import Person
from outreach.errors import InputError
from outreach.store import people
from outreach.web.desk.frame import Desk
from outreach.web.doorway.admitting import Guest
from outreach.web.doorway.records import sight


def somebody(desk: Desk, guest: Guest, given: str) -> Person:
    """Return the one of theirs of that name, id, address or number.

    Raises `InputError` for nobody, and where several fit: whoever is meant is never guessed.
    """
    theirs = sight(desk.porch, guest)
    found = desk.home.store.read(lambda conn: people.named(conn, given))
    own = [one for one in found if theirs.holds(one.owner_id)]
    if not own:
        raise InputError(f"nobody of yours is called `{given}`")
    if len(own) > 1:
        raise InputError(f"{len(own)} of yours are called `{given}`: give the email address")
    return own[0]


def tried_with(desk: Desk, guest: Guest) -> Person:
    """Return whom a draft is tried with, from the field `person`; raise `InputError` for nobody."""
    given = guest.form.text("person", 200)
    if not given:
        raise InputError("name somebody of yours to try it with")
    return somebody(desk, guest, given)
