"""Listening: raw first, then read, then everything that follows at once.

`receive` keeps what came in and `take` reads it. `hear` is for what one of us was told,
`call_ended` for what came of a call, `unsubscribe` for the signed link, `stop` for marks set by
hand, `add_consent` and `withdraw` for what they agreed to and took back.
"""

from __future__ import annotations

from dataclasses import replace

from outreach.domain.calls import Ended
from outreach.errors import HouseError, InputError, NotFoundError
from outreach.ids import new_id
from outreach.services.listen import chosen, clicks, desk, notes, rung
from outreach.services.listen.agreed import Agreed, add_consent, end_consent, withdraw
from outreach.services.listen.byhand import (
    Subject,
    TheAddress,
    TheOrganisation,
    ThePerson,
    stop,
    subject,
)
from outreach.services.listen.chosen import Chosen, Held, OnPage
from outreach.services.listen.clicks import Click
from outreach.services.listen.decided import decide
from outreach.services.listen.desk import take_back
from outreach.services.listen.ears import CarrierEars, Ears
from outreach.services.listen.hooked import (
    posted_key,
    receive_events,
    receive_posted,
    receive_unsigned,
)
from outreach.services.listen.inbox import Arrived, Place, receive, receive_all, unread
from outreach.services.listen.matched import belongs_to
from outreach.services.listen.outcome import Done, Taken
from outreach.services.listen.own_link import Asked, ask_for_link, is_own_link, opens_at
from outreach.services.listen.rung import Pressed
from outreach.services.listen.take import give_up, take
from outreach.services.listen.taken_back import not_meant, undo
from outreach.services.listen.typed import when_typed
from outreach.store import attempts, inbound, people, team
from outreach.store.inbound import InboundKind, InboundState
from policies.statement import Callback, Via

__all__ = [
    "Agreed",
    "Arrived",
    "Asked",
    "CarrierEars",
    "Chosen",
    "Click",
    "Done",
    "Ears",
    "Held",
    "OnPage",
    "Place",
    "Pressed",
    "Subject",
    "Taken",
    "TheAddress",
    "TheOrganisation",
    "ThePerson",
    "add_consent",
    "ask_for_link",
    "belongs_to",
    "call_ended",
    "chose",
    "decide",
    "end_consent",
    "give_up",
    "hear",
    "is_own_link",
    "not_meant",
    "opens_at",
    "posted_key",
    "pressed",
    "receive",
    "receive_all",
    "receive_events",
    "receive_posted",
    "receive_unsigned",
    "stop",
    "subject",
    "take",
    "take_back",
    "undo",
    "unread",
    "unsubscribe",
    "when_typed",
    "withdraw",
]


def hear(
    ears: Ears,
    person_id: str,
    words: str,
    by: str,
    via: Via = Via.REP,
    *,
    callback: Callback | None = None,
    through: str = "",
) -> Taken:
    """Record what a person said to one of us, in their own words, and act on it at once.

    `callback` is when they asked to be contacted, where whoever heard it says so beside the words.
    `through` is the program that handed them over, for which `by` answers.
    Raises `NotFoundError` for a person or a member of the team who is not on file, and
    `InputError` where there are no words.
    """
    if not words.strip():
        msg = "there are no words: give what they said, in their own words"
        raise InputError(msg)
    ears.store.read(lambda conn: (people.get(conn, person_id), team.get(conn, by)))
    told = notes.Told(person_id, words, by, via, callback, through)
    return _at_once(ears, told.raw(), notes.DOOR)


def call_ended(ears: Ears, told: Ended) -> Taken:
    """Record what came of a call, and act on it at once: their wish, our promise, the number.

    Raises `InputError` for a call that nobody was given, or of which something was said already.
    """
    ears.store.read(lambda conn: desk.must_be_new(conn, ears, told))
    return _at_once(ears, told.raw(), desk.DOOR)


def pressed(ears: Ears, raw: bytes) -> Pressed:
    """Keep the key that somebody pressed who rang us, act on it, and say what became of it."""
    arrival = ears.carrier.incoming(raw)
    inbound_id = receive_posted(ears, raw)
    if not rung.asks_to_stop(arrival):
        return Pressed.OTHER
    if inbound_id is not None:
        take(ears, inbound_id)
    row = ears.store.read(lambda conn: inbound.keyed(conn, posted_key(arrival, raw)))
    done = row is not None and row.state is InboundState.READ and row.kind is InboundKind.CALL
    return Pressed.STOPPED if done else Pressed.NOT_DONE


def unsubscribe(ears: Ears, token: str, click: Click) -> Taken:
    """Stop email for whoever the mail with this signed link was sent to, before answering them.

    Raises `NotFoundError` for a link that is not ours. A second click changes nothing.
    """
    attempt = ears.attempt_of(token)
    known = attempt and ears.store.read(lambda conn: attempts.rows(conn, [attempt]))
    if not attempt or not known:
        raise NotFoundError("link", token[:80])
    return _at_once(ears, clicks.raw_click(attempt, click), clicks.DOOR)


def chose(ears: Ears, told: OnPage) -> Taken:
    """Record what somebody chose or wrote on their page, and act on it at once."""
    return _at_once(ears, told.raw(), chosen.DOOR)


def _at_once(ears: Ears, raw: bytes, door: str) -> Taken:
    """Keep it raw, commit that, and read it in the same breath, unless the engine was quicker.

    Raises `HouseError` where nothing followed from it: nobody may be told that it did.
    """
    key, began = new_id(door), ears.clock.monotonic()
    inbound_id = receive(ears, raw, door, key)
    if inbound_id is None:
        msg = f"the key `{key}` was used before"
        raise RuntimeError(msg)
    taken = take(ears, inbound_id)
    if taken is not None and taken.state is InboundState.FAILED:
        msg = f"it is kept as `{inbound_id}`, but could not be acted on: somebody must look at it"
        raise HouseError(msg)
    if taken is not None:
        return replace(taken, began=began)
    row = ears.store.read(lambda conn: inbound.get(conn, inbound_id))
    kind = row.kind or InboundKind.UNREADABLE
    return Taken(row.id, kind, row.state, Done(), began, ears.clock.monotonic())
