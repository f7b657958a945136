"""A do-not-contact mark set by hand is taken off: with proof, by two of us; never their own stop.

What somebody said themselves (a keyword, a click, a letter, a word on the phone) is a statement and
stays; only marks that one of us set can go.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from outreach.errors import InputError
from outreach.ids import new_id
from outreach.services.review.acts import Reviewer, require_second
from outreach.store import bars, ledger, notes, statements, team
from outreach.store.bars import Covered, Kept
from outreach.store.unit import Store
from policies.channel import Channel
from policies.preferences import standing


@dataclass(frozen=True, slots=True)
class Lifted:
    """How many marks went, and whether their own stop, said by themselves, still binds."""

    marks: int
    stopped_still: bool


def lift(store: Store, covered: Covered, who: Reviewer) -> Lifted:
    """Take the marks off that one of us set on this; the account of it stays.

    Raises `InputError` without a reason, a proof and a second person, and where no mark was set by
    hand.
    """
    if not who.reason.strip():
        msg = "taking a mark off needs its reason: say it with --because"
        raise InputError(msg)

    def work(conn: Connection) -> Lifted:
        require_second(conn, who)
        marks = bars.about(conn, covered)
        ours = [one for one in marks if team.find(conn, one.mark.by) is not None]
        if marks and not ours:
            msg = "this stop is their own word: only they take it back"
            raise InputError(msg)
        if not ours:
            msg = "no do-not-contact mark was set by hand here"
            raise InputError(msg)
        for one in ours:
            _take_off(conn, one, who)
        named = {person for one in ours for person in one.people}
        stopped = len(marks) > len(ours) or any(_stopped(conn, person) for person in named)
        return Lifted(len(ours), stopped)

    return store.write(work)


def _take_off(conn: Connection, kept: Kept, who: Reviewer) -> None:
    bars.take_off(conn, kept)
    mark = kept.mark
    text = (
        f"took off the mark “{mark.because}”, set by {mark.by} on {mark.since:%Y-%m-%d}:"
        f" {who.reason} (proof: {who.proof}; with {who.second})"
    )
    for person in kept.people:
        notes.add(conn, notes.Note(new_id("n"), person, who.at, who.by, text))
    body = {
        "covers": mark.covers.value,
        "people": list(kept.people),
        "set_by": mark.by,
        "by": who.by,
        "second": who.second,
    }
    ledger.add(conn, ledger.Entry(who.at, "mark taken off", kept.id, body))


def _stopped(conn: Connection, person_id: str) -> bool:
    wishes = standing(statements.of(conn, person_id))
    return any(wishes.refusals_of(channel) for channel in Channel)
