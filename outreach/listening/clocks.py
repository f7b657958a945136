"""Times of day as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass

HOUR = 60
DAY_END = 24 * HOUR
_HALF = r"a\.?m\.?|p\.?m\.?|o'?clock|uhr|hrs?|heures?|horas?|uur|ore|h|ish"
_BEHIND = r"(?:\s*(?:of|in|de|da|du|di|del|della|dell'|de l'|'s|am)?(?:\s*(?:the|la))?\s*"
_MORNING = r"(?:morning|manana|manha|matin|mattin[ao]|morgens|ochtends|madrugada|vormittags?)"
_LATER = (
    r"(?:evening|afternoon|night|tardes?|noches?|noites?|soir|apres-midi|ser[ae]|pomeriggio"
    r"|abends?|nachmittags?|nachts|avonds|middags|nachmittag)"
)
CLOCK = (
    r"(?P<hour>[01]?\d|2[0-4])(?:(?:[:.]|\s?h\s?)(?P<min>[0-5]\d))?\s*"
    rf"(?P<half>{_HALF})?{_BEHIND}(?:(?P<late>{_LATER})|(?P<early>{_MORNING})))?"
    r"|(?P<word>noon|midday|midnight|midi|minuit|mediodia|medianoche|meio-dia|mezzogiorno)"
)
NAMED_HOURS = {
    **dict.fromkeys(("one", "eins", "une heure", "una", "uma"), 1),
    **dict.fromkeys(("two", "zwei", "deux heures", "dos", "duas", "due", "twee"), 2),
    **dict.fromkeys(("three", "drei", "trois heures", "tres", "tre", "drie"), 3),
    **dict.fromkeys(("four", "vier", "quatre heures", "cuatro", "quatro", "quattro"), 4),
    **dict.fromkeys(("five", "funf", "cinq heures", "cinco", "cinque", "vijf"), 5),
    **dict.fromkeys(("six", "sechs", "six heures", "seis", "sei", "zes"), 6),
    **dict.fromkeys(("seven", "sieben", "sept heures", "siete", "sete", "sette", "zeven"), 7),
    **dict.fromkeys(("eight", "acht", "huit heures", "ocho", "oito", "otto"), 8),
    **dict.fromkeys(("nine", "neun", "neuf heures", "nueve", "nove", "negen"), 9),
    **dict.fromkeys(("ten", "zehn", "dix heures", "diez", "dez", "dieci", "tien"), 10),
    **dict.fromkeys(("eleven", "elf", "onze heures", "once", "onze", "undici"), 11),
    **dict.fromkeys(("twelve", "zwolf", "doce", "doze", "dodici", "twaalf"), 12),
}
NAMED = (
    rf"(?:{CLOCK}|(?P<named>{'|'.join(sorted(NAMED_HOURS, key=len, reverse=True))})"
    rf"(?:\s*(?:o'?clock|uhr|uur))?{_BEHIND}(?:(?P<named_late>{_LATER})|{_MORNING}))?)"
)
"""The same, and hours by their names: only where something says that a time of day comes."""
_MIDNIGHT = ("midnight", "minuit", "medianoche")
_MORNING_FROM = 8
"""Without am or pm an hour before this one is in the afternoon: nobody means two at night."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day in minutes; `start > end` crosses midnight."""

    start: int
    end: int


def minute_of(found: re.Match[str], *, afternoon: bool = True) -> int:
    """Return the minute of the day that a match of CLOCK names.

    `afternoon` reads a bare "2" as two in the afternoon, as in "call me after 2".
    """
    parts = found.groupdict()
    if found["word"]:
        return 0 if found["word"] in _MIDNIGHT else 12 * HOUR
    if parts.get("named"):
        hour = NAMED_HOURS[found["named"]]
        late = bool(parts["named_late"]) or (afternoon and hour < _MORNING_FROM)
        return (hour + 12 if late and hour < 12 else hour) * HOUR
    hour, half = int(found["hour"]), (found["half"] or "").replace(".", "")
    half = "pm" if parts.get("late") and hour < 12 else "am" if parts.get("early") else half
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    elif half in ("", "o'clock", "oclock", "ish") and 0 < hour < _MORNING_FROM and afternoon:
        plain = found["min"] is None or len(found["hour"]) == 1
        hour += 12 if plain else 0
    return min(hour, 24) * HOUR + (int(found["min"] or 0) if hour < 24 else 0)
