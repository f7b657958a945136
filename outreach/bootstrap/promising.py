"""Promising somebody something: of our own accord, or because they asked for it in these words."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.bootstrap.house import House
from outreach.domain.commitments import Commitment, CommitmentKind
from outreach.errors import InputError
from outreach.services import keep_promises, listen
from outreach.services.keep_promises import Pledge, WhoKeeps
from outreach.store import commitments, people
from policies.channel import Channel
from policies.statement import Callback, When


@dataclass(frozen=True, slots=True)
class Promised:
    """What one of us (`by`, a name) promises a person.

    `at` is as it was typed, on their own clock: `Fri 10:00`, `in four weeks`. `words` are what they
    said where they asked for it: such a promise passes our own caps. `channel` None: no contact, or
    by phone where they asked.
    """

    person_id: str
    at: str
    by: str
    what: str = ""
    words: str = ""
    channel: Channel | None = None
    kind: CommitmentKind = CommitmentKind.PLEDGE
    who: WhoKeeps = WhoKeeps.ONLY_ME


def promise(home: House, new: Promised) -> Commitment:
    """Keep a promise; raise `InputError` without a time that is still to come, or what it is."""
    if not new.at.strip():
        msg = "say when, on their own clock"
        raise InputError(msg)
    when = listen.when_typed(home.ears, new.person_id, new.at)
    if new.words.strip():
        made = _asked(home, new, when)
        keep_promises.kept_by(home.store, [made.id], new.who)
        return made
    pledge = Pledge(new.person_id, new.what, when, new.by, new.kind, new.channel, new.who)
    whom = home.store.read(lambda conn: people.get(conn, new.person_id))
    return keep_promises.make(home.store, pledge, home.zones(whom), home.clock.now())


def _asked(home: House, new: Promised, when: When) -> Commitment:
    """Note what they asked for; raise `InputError` where it comes to no promise."""
    callback = Callback(when, new.channel or Channel.PHONE)
    taken = listen.hear(home.ears, new.person_id, new.words, new.by, callback=callback)
    owed = home.store.read(
        lambda conn: [
            commitments.get(conn, one) for each in taken.done.recorded for one in each.promises
        ]
    )
    made = next((one for one in owed if one.kind is CommitmentKind.CALLBACK), None)
    if made is None:
        msg = "the words are kept; whoever wants no contact is promised none"
        raise InputError(msg)
    return made
