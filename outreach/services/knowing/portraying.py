"""What people call themselves, the names they write and what we call them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from outreach.clock import Clock
from outreach.domain.people import fold_name
from outreach.domain.portrait import OtherName, Portrait
from outreach.errors import InputError
from outreach.ids import new_id
from outreach.services.knowing.plain_words import on_one_line
from outreach.store import ledger, people, portraits
from outreach.store.ledger import Entry
from outreach.store.unit import Store

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Words:
    """What to keep; empty is left as it is. `name` is another way they write it.

    `called` is what to call them, `themselves` what they call themselves, in their words.
    """

    name: str = ""
    called: str = ""
    themselves: str = ""
    languages: tuple[str, ...] = ()
    source: str = ""


def portray(store: Store, clock: Clock, person_id: str, words: Words, by: str) -> Portrait:
    """Keep what somebody calls themselves; raise `InputError` for what is no name or language."""
    now = clock.now()
    for one in words.languages:
        if _LANGUAGE.fullmatch(one) is None:
            msg = f"`{one}` is no language: write it as in `de` or `pt-BR`"
            raise InputError(msg)
    if not (words.name or words.called or words.themselves or words.languages):
        msg = "say what they call themselves, what to call them, another name, or what they speak"
        raise InputError(msg)

    def work(conn: Connection) -> Portrait:
        known = portraits.of(conn, person_id)
        themselves = known.themselves
        if words.themselves:
            themselves = on_one_line(words.themselves, "what they call themselves")
        told = replace(known, themselves=themselves, languages=words.languages or known.languages)
        portraits.describe(conn, person_id, told.themselves, told.languages)
        if words.name:
            name = on_one_line(words.name, "the name")
            source = words.source or f"noted by {by}"
            new = OtherName(new_id("y"), person_id, name, fold_name(name), now, source)
            portraits.also(conn, new)
        if words.called:
            called = on_one_line(words.called, "what to call them")
            people.change(conn, person_id, {"call_name": called})
        ledger.add(conn, Entry(now, "portrayed", person_id, {"by": by}))
        return portraits.of(conn, person_id)

    return store.write(work)
