"""A note on somebody: what it tells of their wishes is heard first and binds; the note does not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from outreach.bootstrap.house import House
from outreach.domain.notes import Note
from outreach.listening.reading import Heard, ReaderContext
from outreach.services import knowing, listen
from outreach.services.knowing import NewNote
from outreach.services.listen.effects import tightens
from outreach.services.listen.read_back import read_back
from policies.statement import Via


@dataclass(frozen=True, slots=True)
class Noted:
    """A note as it was kept; `binds` is what was understood of it, each in plain words."""

    note: Note
    binds: tuple[str, ...] = ()


def note_down(home: House, new: NewNote) -> Noted:
    """Hear what a note tells of somebody's wishes, then keep it; raise `InputError` before either.

    Words that ask us for less are heard as if one of us had handed them in by themselves.
    """
    knowing.must_be_a_note(home.store, home.clock, new)
    if not _asks_for_less(home, new.text):
        return Noted(knowing.note(home.store, home.clock, new))
    taken = listen.hear(home.ears, new.person_id, new.text, new.by)
    said = [one.statement_id for one in taken.done.recorded]
    told = replace(new, statement_id=said[0] if said else None)
    return Noted(knowing.note(home.store, home.clock, told), tuple(read_back(home.store, said)))


def _asks_for_less(home: House, text: str) -> bool:
    context = ReaderContext(topics=home.ears.topics)
    reading = home.ears.read(Heard(text, home.clock.now(), Via.REP), context)
    return any(tightens(one.meaning) for one in reading.understood)
