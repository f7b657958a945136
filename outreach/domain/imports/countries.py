"""Countries as lists write them: a code, or a name in one of the languages our users write.

The names are those of the Unicode CLDR, as the phonenumbers library brings them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import phonenumbers

from outreach.domain.imports.names import folded

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl")
ALSO = {
    "usa": "US",
    "u.s.a.": "US",
    "u.s.": "US",
    "united states of america": "US",
    "estados unidos de america": "US",
    "america": "US",
    "uk": "GB",
    "u.k.": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "holland": "NL",
    "d": "DE",
    "brd": "DE",
    "a": "AT",
    "f": "FR",
    "e": "ES",
    "i": "IT",
    "p": "PT",
    "schweiz": "CH",
    "suisse": "CH",
    "svizzera": "CH",
    "uae": "AE",
    "czech republic": "CZ",
    "turkey": "TR",
    "korea": "KR",
    "russia": "RU",
}
"""How people shorten them, old letters of number plates among them."""


def country_code(written: str) -> str | None:
    """Return a country's code (ISO 3166-1, two letters), or None for what is no country."""
    code = written.strip().upper()
    if code in phonenumbers.SUPPORTED_REGIONS:
        return code
    return _names().get(folded(written.strip()))


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    from phonenumbers.geodata.locale import LOCALE_DATA

    found: dict[str, str] = {}
    for code, names in LOCALE_DATA.items():
        for language in LANGUAGES:
            name = names.get(language, "")
            name = names.get(name[1:], "") if name.startswith("*") else name
            if name:
                found.setdefault(folded(name), code)
    return found | {folded(name): code for name, code in ALSO.items()}
