"""Waits whose end has no day: "hold off until I'm out of the meeting", "away from 1 December"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache

from outreach.listening.expressions import any_of
from outreach.listening.grammar import Grammar
from outreach.listening.late import late
from outreach.listening.moments import TimeSaid
from outreach.listening.said import Found, Said
from policies.statement import Pause, Unclear, WallTime

_NEAR = 40
"""Letters before "until" among which they are asked to wait."""
_OF_A_DAY = late(
    r"\b(?:meetings?|calls?|appointment|class|lesson|lunch|plane|flight|train|bus|shower|court"
    r"|dentist|doctor|gym|traffic|driving|session|interview|exam|theatre|surgery|webinar"
    r"|besprechung|sitzung|termin|unterricht|essen|zug|flugzeug|flieger|stau|auto|arzt|zahnarzt"
    r"|gesprach|prufung|reunion|rendez-vous|cours|repas|avion|voiture|dejeuner|entretien"
    r"|medico|clase|comida|reunion|cita|vuelo|tren|coche|reuniao|consulta|aula|almoco|voo|trem"
    r"|comboio|carro|riunione|appuntamento|lezione|pranzo|aereo|treno|visita|vergadering"
    r"|overleg|afspraak|les|vliegtuig|trein|tandarts|dokter|gesprek)\b"
)
"""What is over by the evening."""
_NO_SOONER = re.compile(
    r"\b(?:only|not|no|earli\w*|again|back|free|erst|fruhest\w*|wieder|nicht|seulement|plus tot|pas"
    r"|qu'|nouveau|solo|sino|pronto|nuevo|so|cedo|novo|soltanto|presto|non|di nuovo|pas weer|weer"
    r"|vroegst|pas)\b"
)
"""It is when they can be reached, not when they go."""


def without_a_day(said: Said, grammar: Grammar) -> Iterator[Found]:
    """Find what is to wait for the end of something, where no day is named beside it.

    What is over by the evening pauses until tomorrow; a human is asked about all else.
    """
    until = _until(grammar).finditer(said.text)
    for match in until:
        sentence = said.around(match.start())
        before = said.text[max(sentence.start, match.start() - _NEAR) : match.end()]
        after = said.text[match.end() : sentence.end]
        if not grammar.hears("holding", before) or _has_time(said, sentence.start, sentence.end):
            continue
        start, end = match.start(), sentence.end
        if _OF_A_DAY.search(after):
            tomorrow = said.now.date() + timedelta(days=1)
            yield Found(Pause(WallTime(tomorrow)), start, end)
        yield Found(Unclear(None, "a wait until something that has no day"), start, end, 0.5)
        return


def _has_time(said: Said, start: int, end: int) -> bool:
    return any(start <= time.start < end for time in said.times)


@lru_cache
def _until(grammar: Grammar) -> re.Pattern[str]:
    words = any_of(grammar.words.get("until", ()))
    return re.compile(rf"(?<!\w)(?:{words}|{_WAIT_THAT})(?!\w)\s+(?=[a-z'])")


_WAIT_THAT = r"(?:attend\w+|patient\w+|esper\w+|aguard\w+|aspett\w+)\s+(?:a\s+)?(?:que|qu'\w+|che)"
"""Where the waiting itself says until when."""


def goes_away(grammar: Grammar, time: TimeSaid, clause: str, before: str) -> bool:
    """Return whether a day is the first of an absence whose end is not named."""
    opens = time.operator == "from" and not time.ranged and not time.length
    away = opens and grammar.hears("away", clause)
    return away and not _NO_SOONER.search(f"{before[-_NEAR:]} {clause}")


def absent_from(time: TimeSaid) -> Found:
    """Return the doubt that is left of such a day."""
    doubt = Unclear(None, "away from a day on, and until when is not said")
    return Found(doubt, time.start, time.end, 0.5)
