"""Sequences come into the house: read strictly, and a version never changes once it is kept."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.sequences import (
    Sequence,
    SequenceError,
    read_sequence,
    sequence_body,
    sequence_from,
    sequence_options,
)
from outreach.errors import unreadable
from outreach.gate.templates import Templates
from outreach.store import ledger, sequences
from outreach.store.ledger import Entry
from outreach.store.sequences import SequenceRow
from outreach.store.unit import Store
from policies.channel import Channel

LONGEST_FILE = 200_000


def read_file(path: Path, templates: Templates) -> Sequence:
    """Return the sequence in a file; raise `SequenceError` naming file, step and key.

    Every message that it names must have words.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SequenceError(unreadable(path, error)) from error
    return read_text(text, str(path), templates)


def read_text(text: str, file: str, templates: Templates) -> Sequence:
    """Return the sequence that a text describes; `file` is what errors call it."""
    if len(text) > LONGEST_FILE:
        msg = f"{file} has {len(text)} characters: is this a sequence?"
        raise SequenceError(msg)
    found = read_sequence(text, file)
    for step in found.steps:
        for channel, message in step.words.items():
            if not templates.has(channel, message):
                why = f"names `{message}`, and there are no words in {channel}/{message}"
                msg = f"{file}: `words.{channel}` {why} (step {step.number})"
                raise SequenceError(msg, channel.value, why, step.number)
            if channel is Channel.EMAIL:
                templates.attached(message)
    return found


def add_sequence(
    store: Store, clock: Clock, templates: Templates, path: Path, by: str
) -> SequenceRow:
    """Keep a sequence from a file. The same file again changes nothing; a version is for ever."""
    return keep_sequence(store, clock, read_file(path, templates), by)


def keep_sequence(store: Store, clock: Clock, found: Sequence, by: str) -> SequenceRow:
    """Keep a sequence that was read; raise `InputError` where this version says something else."""
    now = clock.now()

    def work(conn: Connection) -> SequenceRow:
        body = sequence_body(found)
        there = {one.id for one in sequences.everything(conn)}
        said = sequence_options(found)
        row = sequences.add(conn, found.name, found.version, found.purpose, body, now, said)
        if row.id not in there:
            said = {"name": found.name, "version": found.version, "by": by}
            ledger.add(conn, Entry(now, "sequence-added", row.id, said))
        return row

    return store.write(work)


def steps_of(row: SequenceRow) -> Sequence:
    """Return a kept sequence as it is planned by."""
    return sequence_from(row.name, row.version, row.purpose, row.body, row.options)
