"""What is to be said for one attempt: gathered from what is known, before it is put into words."""

from __future__ import annotations

import re

from outreach.domain.attempts import Attempt
from outreach.domain.people import ContactPoint, Member, Person
from outreach.gate.clocks import zones_of
from outreach.gate.wanted import Thread, Wanted
from outreach.store.snapshot import Snapshot
from policies.channel import Channel
from policies.rulebook import Rulebook
from policies.statement import Statement

_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,400}@[!-;=?-~]{1,400}>\Z")
"""What may stand in a head of ours; some programmes write what is none (RFC 5322 §3.6.4)."""
_LONGEST_THREAD = 40


def wanted_of(
    attempt: Attempt, point: ContactPoint, snapshot: Snapshot, rulebook: Rulebook
) -> Wanted:
    """Return what the words of this attempt are about."""
    person = snapshot.people[attempt.person_id]
    work = snapshot.organisations.get(person.organisation_id or "")
    promise = snapshot.promises.get(attempt.commitment_id or "")
    return Wanted(
        attempt=attempt.id,
        channel=attempt.channel,
        purpose=attempt.purpose,
        to=point.address,
        person=person,
        rep=_rep(attempt, snapshot),
        message=attempt.message or attempt.words_for.get(attempt.channel, ""),
        reviewed=attempt.reviewed_words,
        automated=attempt.automated,
        organisation=work.name if work else "",
        topic=attempt.topic or "",
        source=person.source,
        first_contact=all(row["outside"] for row in snapshot.contacts.get(person.id, ())),
        about=_about(attempt, snapshot),
        promise=promise,
        thread=_thread(attempt, snapshot) if attempt.channel is Channel.EMAIL else None,
        zone=_clock(person, rulebook) if promise else person.zone,
    )


def _clock(person: Person, rulebook: Rulebook) -> str | None:
    """Return the one clock by which a person lives, or None where it may be one of several."""
    zones = zones_of(rulebook, person)
    return zones[0].key if len(zones) == 1 else None


def _rep(attempt: Attempt, snapshot: Snapshot) -> Member:
    known = snapshot.members.get(attempt.by.casefold())
    return known or Member("", attempt.by, attempt.created_at)


def _about(attempt: Attempt, snapshot: Snapshot) -> Statement | None:
    """Return the statement that is confirmed or answered, else the last thing they said."""
    said = snapshot.statements.get(attempt.person_id, [])
    named = attempt.acknowledges or attempt.answers or attempt.callback
    if named is not None:
        return next((one for one in said if one.id == named), None)
    return said[-1] if said else None


def _thread(attempt: Attempt, snapshot: Snapshot) -> Thread | None:
    """Return the letter that this one answers, else the email before it in its sequence."""
    letter = snapshot.letters.get(attempt.in_reply_to or "")
    if letter is not None:
        read = letter["reading"] or {}
        if read.get("message_id"):
            named = (*(read.get("references") or ()), read["message_id"])
            ids = tuple(one for one in named if _MESSAGE_ID.match(one))[-_LONGEST_THREAD:]
            parent = read["message_id"] if read["message_id"] in ids else ""
            return Thread(parent, ids if parent else (), read.get("subject") or "")
    return _follows(attempt, snapshot)


def _follows(attempt: Attempt, snapshot: Snapshot) -> Thread | None:
    if attempt.enrollment_id is None:
        return None
    earlier = [
        row
        for row in snapshot.contacts.get(attempt.person_id, ())
        if row["enrollment_id"] == attempt.enrollment_id and row["message_id"]
    ]
    if not earlier:
        return None
    ids = tuple(row["message_id"] for row in earlier)
    return Thread(ids[-1], ids, earlier[0]["subject"] or "")
