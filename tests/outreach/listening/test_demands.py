"""Demands in nine languages: polite, rude, by law, by threat, by idiom; and what sounds like one.

`any` must be heard as a stop of some channel at least, `call`, `email` and `sms` must shut that
channel, `none` must shut nothing for good.
"""

import tomllib
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from outreach.bootstrap.phrases import shipped_reader
from outreach.listening.labels import Key, labels_of
from outreach.listening.reading import Heard, ReaderContext
from policies.statement import Via

FOLDER = Path(__file__).with_name("demands")
SENTENCES: dict[str, dict[str, list[str]]] = {
    file.stem: tomllib.loads(file.read_text(encoding="utf-8"))
    for file in sorted(FOLDER.glob("*.toml"))
}
AT = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("America/New_York"))
EVERY = {"email", "sms", "call"}
NOTES = {
    "He was angry and said never to contact him again.": EVERY,
    "She asked to be removed from all lists.": EVERY,
    "Client says no more contact please.": EVERY,
    "Customer doesn't want to hear from us again": EVERY,
    "He said no more calls, email only.": {"call"},
    "nobody in our choir wants to hear from you": EVERY,
    "Told me to stop calling and hung up.": {"call"},
    "She asked me not to phone her at home again.": {"call"},
    "His colleague Ann asked to be removed, he is fine": set(),
    "Left voicemail, no answer.": set(),
}
READ = shipped_reader()


def shut(text: str, via: Via = Via.EMAIL) -> set[str]:
    """Return the channels that are refused or avoided."""
    labels = labels_of(READ(Heard(text, AT, via), ReaderContext()))
    stop, avoided = labels[Key.STOP], labels[Key.AVOID]
    assert isinstance(avoided, list)
    refused = EVERY if stop == "all" else {str(stop)} if stop else set()
    return refused | {str(channel) for channel in avoided}


def stopped(text: str, via: Via = Via.EMAIL) -> bool:
    return labels_of(READ(Heard(text, AT, via), ReaderContext()))[Key.STOP] is not None


@pytest.mark.parametrize("language", SENTENCES)
def test_every_demand_is_heard(language: str) -> None:
    demands = SENTENCES[language].get("any", [])
    assert [text for text in demands if not stopped(text)] == []


@pytest.mark.parametrize("channel", ["call", "email", "sms"])
@pytest.mark.parametrize("language", SENTENCES)
def test_a_demand_about_one_channel_shuts_it(language: str, channel: str) -> None:
    via = Via.SMS if channel == "sms" else Via.EMAIL
    demands = SENTENCES[language].get(channel, [])
    assert [text for text in demands if channel not in shut(text, via)] == []


@pytest.mark.parametrize("language", SENTENCES)
def test_what_only_sounds_like_a_demand_stops_nothing(language: str) -> None:
    """CASES 26: negation, idiom, bounds in time, other people's stops."""
    assert [text for text in SENTENCES[language]["none"] if stopped(text)] == []


@pytest.mark.parametrize("note", NOTES)
def test_in_a_note_he_and_she_are_the_person(note: str) -> None:
    assert shut(note, Via.REP) == NOTES[note]
