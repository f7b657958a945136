"""Let go of what nothing rests on any more, once its term in the packs is over.

Statements, consents, stops and whatever proves them are never let go, and a decision keeps its
verdict, its rules and its sentence for ever: only what it was made on goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from sqlalchemy import Connection

from outreach.store import keeping, ledger
from outreach.store.keeping import Held, OldFacts
from outreach.store.ledger import Entry
from outreach.store.pieces import pieces
from outreach.store.unit import Priority, Store
from policies.facts_json import from_json
from policies.keeping import chosen, facts_until, over_before
from policies.rulebook import Entry as Row
from policies.rulebook import Record, Rulebook
from policies.verdict import Allow, name_of

_AT_ONCE = 25
"""Rows emptied in one write, which lasts 5 ms at most."""
_ALLOWED = name_of(Allow())
_HELD: Mapping[Record, Callable[[Connection], Held]] = {
    Record.FACTS: keeping.facts_held,
    Record.WORDS: keeping.words_held,
    Record.MAIL: keeping.mail_held,
}


class Empty(Protocol):
    """Lets go of rows in one transaction and returns how many there were."""

    def __call__(self, conn: Connection, /, *, ids: Sequence[str]) -> int:
        """Empty the rows with these ids."""
        ...


@dataclass(frozen=True, slots=True)
class LetGo:
    """How much was let go of each record; `longer` are facts past our term that a law keeps."""

    facts: int = 0
    words: int = 0
    mail: int = 0
    longer: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """One record: by which entries, how much there is, and before when it is past every term.

    Without entries it is kept for ever, and `before` is None.
    """

    record: Record
    entries: tuple[Row, ...]
    held: Held
    before: datetime | None


def let_go(store: Store, rulebook: Rulebook, now: datetime) -> LetGo:
    """Let go of everything whose term is over; the ledger says how much of what."""
    facts, longer = _facts(store, rulebook, now)
    words, mail = _words(store, rulebook, now), _mail(store, rulebook, now)
    done = LetGo(facts, words, mail, longer)
    if facts or words or mail:
        body = {"facts": facts, "words": words, "mail": mail}
        store.write(lambda conn: ledger.add(conn, Entry(now, "let-go", "house", body)))
    return done


def what_is_kept(store: Store, rulebook: Rulebook, now: datetime) -> Iterator[Kept]:
    """Yield each record that has a term, or might have one."""
    for record, held in _HELD.items():
        entries, before = chosen(rulebook, record), over_before(record, now, rulebook)
        yield Kept(record, entries, store.read(held), before)


def _facts(store: Store, rulebook: Rulebook, now: datetime) -> tuple[int, int]:
    before = over_before(Record.FACTS, now, rulebook)
    gone = longer = 0
    for found in keeping.old_facts(store, before) if before else ():
        over = [one.id for one in found if _is_over(one, rulebook, now)]
        longer += len(found) - len(over)
        gone += _emptied(store, over, keeping.let_go_facts)
    return gone, longer


def _is_over(one: OldFacts, rulebook: Rulebook, now: datetime) -> bool:
    """Whether no law asks that this use of a consent can still be proved."""
    if one.verdict != _ALLOWED:
        return True
    try:
        until = facts_until(from_json(one.facts), one.at, rulebook)
    except (KeyError, TypeError, ValueError):
        return False  # what cannot be read is no reason to destroy it
    return until is not None and until <= now


def _words(store: Store, rulebook: Rulebook, now: datetime) -> int:
    before = over_before(Record.WORDS, now, rulebook)
    if before is None:
        return 0
    empty = partial(keeping.let_go_words, before=before)
    return sum(_emptied(store, found, empty) for found in keeping.old_words(store, before))


def _mail(store: Store, rulebook: Rulebook, now: datetime) -> int:
    before = over_before(Record.MAIL, now, rulebook)
    if before is None:
        return 0
    empty = partial(keeping.let_go_mail, before=before)
    return sum(_emptied(store, found, empty) for found in keeping.old_mail(store, before))


def _emptied(store: Store, ids: Sequence[str], empty: Empty) -> int:
    return sum(
        store.write(partial(empty, ids=some), Priority.BULK) for some in pieces(ids, _AT_ONCE)
    )
