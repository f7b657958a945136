"""Times of day as people type and name them, in the languages whose words stand apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

HOUR = 60
DAY_END = 24 * HOUR
_UNIT = r"a\.?m\.?(?![a-z])|p\.?m\.?(?![a-z])|o'?clock|uhr|hrs?|heures?|horas?|uur|ore|h|u|ish"
_MORNING = (
    r"(?:morning|manana|manha|matin|mattin[ao]|morgens?|ochtends?|madrugada|vormittags?|fruh)"
)
_LATER = (
    r"(?:evening|afternoon|night|tonight|tonite|tardes?|noches?|noites?|soir|apres-midi|ser[ae]"
    r"|pomeriggio|abends?|nachmittags?|nachts|avonds?|middags?|stasera)"
)
_BEHIND = (
    r"(?:\s*(?:of|in|de|da|du|di|del|della|dell'|de l'|'s|am|por|pela|a)?(?:\s*(?:the|la))?\s*"
    rf"(?:(?P<late>{_LATER})|(?P<early>{_MORNING}))(?!\w))?"
)
_WORDS = {
    1: "one eins una uma een une",
    2: "two zwei dos duas due twee deux",
    3: "three drei tres tre drie trois",
    4: "four vier cuatro quatro quattro quatre",
    5: "five funf cinco cinque vijf cinq",
    6: "six sechs seis sei zes",
    7: "seven sieben siete sete sette zeven sept",
    8: "eight acht ocho oito otto huit",
    9: "nine neun nueve nove negen neuf",
    10: "ten zehn diez dez dieci tien dix",
    11: "eleven elf onze undici",
    12: "twelve zwolf doce doze dodici twaalf",
}
_DUTCH = "enen tweeen drieen vieren vijven zessen zevenen achten negenen tienen elven twaalven"
NAMED_HOURS = {word: hour for hour, words in _WORDS.items() for word in words.split()} | {
    **{word: hour for hour, word in enumerate(_DUTCH.split(), 1)},
    "once": 11,
    "treize": 13,
    "quatorze": 14,
    "quinze": 15,
    "seize": 16,
    "dix-sept": 17,
    "dix-huit": 18,
    "dix-neuf": 19,
    "vingt": 20,
}
_NOT_ENGLISH = (
    r"(?:zwei|drei|vier|funf|sechs|sieben|acht|neun|zehn|elf|zwolf|eins|een|twee|drie|vijf|zes"
    r"|zeven|negen|tien|twaalf)"
)
_AHEAD = (
    r"(?P<ahead>(?P<past_half>half past)|(?P<past>(?:a )?quarter (?:past|after)|viertel nach"
    r"|kwart over)"
    r"|(?P<to>(?:a )?quarter (?:to|of|before)|viertel vor|kwart voor|dreiviertel)"
    rf"|(?P<to_half>halb|half(?=\s+{_NOT_ENGLISH})|(?<=om )half|(?<=rond )half)"
    r"|(?P<half_past>half))\s+"
)
_AFTER_IT = (
    r"(?:\s*(?:(?:y|e|et|und|en)\s+)(?P<and>medi[oa]|mei[oa]|mezz[oa]|demie?|(?:un )?[cq]uarto"
    r"|(?:le )?quart|quinze|quince|quindici|trenta|trinta|treinta|cuarenta y cinco"
    r"|quarenta e cinco|quarantacinque|veinte|vinte|venti|[1-5]\d(?![\d:]))"
    r"|\s*(?:menos|meno|moins)\s+(?P<less>(?:un |um |le )?(?:cuarto|quarto|quart))"
    r"|\s+(?P<bare>[0-5]\d(?![\d:])|trente|quinze|thirty|fifteen|forty-five|dreissig))?"
)
_NAMES = "(?<=las )once|" + "|".join(sorted(NAMED_HOURS, key=len, reverse=True))
_DIGITS = (
    r"(?P<hour>[01]?\d|2[0-4])(?:(?:[:.]|\s?[hu]\s?)(?P<min>[0-5]\d)"
    r"|(?P<military>(?<=\d\d)[0-5]0)(?=\s?h?r?s?(?!\w)))?"
)
_NOON = (
    r"(?P<word>noon|midday|midnight|midi|minuit|mediodia|medianoche|meio-dia|meio dia"
    r"|mezzogiorno|middernacht|mitternacht)"
)
CLOCK = (
    rf"(?:(?:{_AHEAD})?(?:{_DIGITS}|(?(ahead)(?P<named>{_NAMES})(?!\w)"
    rf"|(?!))|{_NOON})(?:\s*(?P<half>{_UNIT}))?{_AFTER_IT}{_BEHIND})"
)
NAMED = (
    rf"(?:(?:{_AHEAD})?(?:{_DIGITS}|(?P<named>{_NAMES})(?!\w)|{_NOON})(?:\s*(?P<half>{_UNIT}))?"
    rf"{_AFTER_IT}{_BEHIND})"
)
"""The same, and hours by their names: only where something says that a time of day comes."""
AT = (
    r"(?:(?:at|al?o?|all'|around|about|after|from|by|ca|ca\.|circa|past|any ?time after|not before"
    r"|um|gegen|ab|nach|so um|a las|a la|sobre las|tipo|hacia las|om|rond|tegen|na|vanaf"
    r"|a partir das?|a partir de las|alle|dalle|verso le|dopo le|as|pelas|la pelas|por volta das"
    r"|a eso de las|pasadas las|alle ore|bout|abt|arnd|roughly|depois das|a|vers|apres|des"
    r"|a partir de|despues de las?|desde las?)\s+|@\s*|a?ll')"
)
_MIDNIGHT = ("midnight", "minuit", "medianoche", "middernacht", "mitternacht")
_MORNING_FROM = 8
"""Without am or pm an hour before this one is in the afternoon: nobody means two at night."""
_QUARTER, _HALF_HOUR = 15, 30


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day in minutes; `start > end` crosses midnight."""

    start: int
    end: int


def minute_of(
    found: re.Match[str], *, afternoon: bool = True, late: bool = False, half_to: bool = False
) -> int:
    """Return the minute of the day that a match of CLOCK or NAMED names.

    `afternoon` reads a bare "2" as two in the afternoon, as in "call me after 2"; `late` says that
    words elsewhere put it into the evening.
    """
    parts = found.groupdict()
    if half_to and parts["half_past"]:
        parts |= {"half_past": None, "to_half": parts["half_past"]}
    return minute_in(parts, afternoon=afternoon, late=late)


def minute_in(
    parts: Mapping[str, str | None], *, afternoon: bool = True, late: bool = False
) -> int:
    """Return the same of the groups of such a match."""
    if parts["word"]:
        noon = 0 if parts["word"] in _MIDNIGHT else 12 * HOUR
        return (noon + _beside(parts)) % DAY_END
    hour = int(parts["hour"]) if parts["hour"] else NAMED_HOURS[parts.get("named") or ""]
    minute = int(parts["min"] or parts["military"] or 0) + _beside(parts)
    half = (parts["half"] or "").replace(".", "")
    if parts["late"] or (late and not half.startswith("a")):
        half = "pm"
    elif parts["early"]:
        half = "am"
    if half == "pm" and hour < 12:
        hour += 12
    elif half == "am" and hour == 12:
        hour = 0
    elif _is_bare(parts, half) and 0 < hour < _MORNING_FROM and afternoon:
        hour += 12
    return min(hour * HOUR + minute, DAY_END)


def _beside(parts: Mapping[str, str | None]) -> int:
    """Return the minutes that words around an hour add to it."""
    if parts["past_half"] or parts["half_past"]:
        return _HALF_HOUR
    if parts["to_half"]:
        return -_HALF_HOUR
    if parts["past"]:
        return _QUARTER
    if parts["to"] or parts["less"]:
        return -_QUARTER
    words = parts["and"] or parts["bare"] or ""
    if words.isdigit():
        return int(words) if parts["half"] or parts["and"] else 0
    if words.startswith(("forty", "cuarenta", "quarenta", "quaranta")):
        return 45
    if words in _TWENTY:
        return 20
    quarter = "quart" in words or "cuarto" in words or words in _FIFTEEN
    return (_QUARTER if quarter else _HALF_HOUR) if words else 0


_TWENTY = ("veinte", "vinte", "venti")
_FIFTEEN = ("quinze", "quince", "quindici", "fifteen")


def _is_bare(parts: Mapping[str, str | None], half: str) -> bool:
    """Return whether nothing says which half of the day is meant ("03:00" does)."""
    if half in ("am", "pm"):
        return False
    named = parts.get("named") is not None
    if half not in ("", "o'clock", "oclock", "ish"):
        return named or bool(parts["to_half"] or parts["to"] or parts["past"])
    return (
        named or (parts["min"] is None and not parts["military"]) or len(parts["hour"] or "") == 1
    )
