"""Load the phrases that the listening reads by, once a process.

A language has one file, `en.toml`, and may have more of the same form, `en.words.toml`.
"""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

from outreach.listening.hunch import Hunch, tightened
from outreach.listening.phrases import Phrases, phrases_from
from outreach.listening.reader import read
from outreach.listening.reading import Heard, ReaderContext, Reading
from policies.statement import Via

HUNCH = files("outreach.listening").joinpath("hunch.json")
"""The weights that were learnt; see the module of that name."""
_NOT_LANGUAGES = ("keywords", "places", "rules", "absences")
_OFTEN = (
    "Hi, please stop emailing me and take me off your list. Thanks, Ann",
    "Email suits me better than the phone. Try me again on Monday at 9, not before.",
    "No me escriban más, por favor.",
    "Merci de ne plus m'appeler.",
    "Bitte rufen Sie mich nicht mehr an.",
    "Por favor, não me ligue mais.",
    "Non scrivetemi più, grazie.",
    "Bel mij niet meer, alstublieft.",
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Listener(Protocol):
    """Whoever turns a message into a reading."""

    def __call__(self, heard: Heard, context: ReaderContext) -> Reading:
        """Return what the message says."""
        ...


@cache
def shipped_phrases() -> Phrases:
    """Return the phrases of every language we ship, compiled."""
    folder = files("outreach.listening").joinpath("phrases")
    data: dict[str, dict[str, Any]] = {}
    for file in sorted(folder.iterdir(), key=lambda file: (file.name.count("."), file.name)):
        if file.name.endswith(".toml"):
            name = file.name.split(".", maxsplit=1)[0]
            _add(data.setdefault(name, {}), tomllib.loads(file.read_text(encoding="utf-8")))
    languages = {code: data[code] for code in data if code not in _NOT_LANGUAGES}
    return phrases_from(
        languages, data["keywords"], data["places"], data["rules"], data["absences"]
    )


def _add(data: dict[str, Any], more: dict[str, Any]) -> None:
    """Add what another file of a language says; the first file's single values stand."""
    for key, value in more.items():
        had = data.setdefault(key, value)
        if had is value:
            continue
        if isinstance(had, dict):
            _add(had, value)
        elif isinstance(had, list):
            had += value


@cache
def shipped_hunch() -> Hunch:
    """Return the weights by which a stop is suspected where the phrases find none."""
    kept = json.loads(HUNCH.read_text(encoding="utf-8"))
    return Hunch(kept["weights"], kept["bias"])


def shipped_reader() -> Listener:
    """Return the reader with the phrases and the hunch that we ship.

    They are put together when somebody is heard for the first time: most commands hear nobody, and
    it takes a second. Whoever must answer at once calls `warm_reader` before.
    """

    def listen(heard: Heard, context: ReaderContext) -> Reading:
        phrases, hunch = shipped_phrases(), shipped_hunch()
        return tightened(read(heard, context, phrases), heard, hunch, phrases)

    return listen


def warm_reader() -> None:
    """Read what people write most, so that no stop waits for what it is read by."""
    listen = shipped_reader()
    for text in _OFTEN:
        listen(Heard(text, _EPOCH, Via.EMAIL), ReaderContext())
