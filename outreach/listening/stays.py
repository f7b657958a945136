"""How long a person is somewhere: "in Singapore until Friday" asks for no silence."""

from __future__ import annotations

from outreach.listening.grammar import Grammar
from outreach.listening.places import heres
from outreach.listening.said import Said
from outreach.listening.silences import CLAUSE, Around


def is_stay(said: Said, grammar: Grammar, around: Around) -> bool:
    """Return whether a time only says how long they are at the place named in its clause.

    Words of absence in the clause, or of waiting in the sentence, make it more than that.
    """
    time = around.time
    lasts = (
        not time.operator and time.minute is None and (time.days.after - time.days.first).days > 1
    )
    running = lasts and time.days.first <= said.now.date()
    if not (running or time.operator == "until") or grammar.hears("away", around.clause):
        return False
    begin = time.start - len(CLAUSE.split(around.before)[-1])
    end = time.end + len(CLAUSE.split(around.after)[0])
    named = any(begin <= place.start() < end for place in heres(said))
    return named and not grammar.hears("hold", f"{around.before} {around.after}")
