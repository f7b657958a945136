"""Loads the languages in which refusals are told, each with its first use."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from outreach.errors import SetupError
from policies.english import ENGLISH
from policies.language import Language
from policies.tongue import Tongue


def language_of(code: str | None) -> Language:
    """Return the language of that code; what nobody speaks here is told in English.

    A code is checked where it is chosen (settings, `team add`); at the door nobody is kept waiting.
    """
    known = {tongue.value for tongue in Tongue}
    return language(Tongue(code)) if code in known else ENGLISH


@cache
def language(tongue: Tongue) -> Language:
    """Return a language; raise `SetupError` where its file is damaged."""
    if tongue is Tongue.ENGLISH:
        return ENGLISH
    file = files("templates").joinpath("why").joinpath(f"{tongue}.toml")
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        return Language(
            tongue,
            data["phrases"],
            tuple(data["days"]),
            tuple(data["weekdays"]),
            tuple(data["months"]),
        )
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        msg = f"templates/why/{tongue}.toml cannot be used: {error}; install outreach afresh"
        raise SetupError(msg) from error
