"""Ways of saying it, in nine languages, by somebody who thought of no phrase of ours.

`stop` must bind, `none` must not; `moments` are read as in `times/`, received on Tuesday
24 November 2026 at ten; `open` are waits without a day, about which a human is asked. `prefer`,
`avoid` and `quiet` name a channel, or days and hours that must be quiet; `elsewhere` reached
somebody else, `wanted` is interest, `asked` a question, `taken_back` a stop taken back.
"""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from outreach.bootstrap.messages import labelled

FOLDER = Path(__file__).with_name("ways")
WAYS: dict[str, dict[str, Any]] = {
    file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.iterdir())
}
OFFSETS = {"ja": "+09:00", "zh": "+08:00", "en": "+00:00", "pt": "+00:00"}


def labels(text: str, language: str, channel: str = "email") -> dict[str, Any]:
    received = f"2026-11-24T10:00:00{OFFSETS.get(language, '+01:00')}"
    message = {"id": 1, "channel": channel, "text": text, "received_at": received}
    read: dict[str, Any] = json.loads(labelled(json.dumps(message | {"lang": language}).encode()))
    return read


@pytest.mark.parametrize("language", WAYS)
def test_a_stop_binds_however_it_is_put(language: str) -> None:
    """CASES 25: idiom, law, haste, dialect, and unsubscribing that failed."""
    ways = WAYS[language]["stop"]
    assert [text for text in ways if not labels(text, language)["stop"]] == []


@pytest.mark.parametrize("language", WAYS)
def test_a_stop_for_one_channel_leaves_the_others_open(language: str) -> None:
    ways = [(text, one) for one in ("call", "sms") for text in WAYS[language].get(one, ())]
    assert [text for text, one in ways if labels(text, language)["stop"] != one] == []


@pytest.mark.parametrize("language", WAYS)
def test_words_that_only_sound_like_a_stop_bind_nothing(language: str) -> None:
    """CASES 26: their own orders and plans, rates, spam folders, other people's stops."""
    ways = WAYS[language]["none"]
    assert [text for text in ways if labels(text, language)["stop"]] == []


@pytest.mark.parametrize("language", WAYS)
def test_a_moment_is_the_one_meant_and_none_before_it(language: str) -> None:
    """CASES 41: the Tuesday after, how long from when, corrections, what merely happens."""
    wrong = []
    for text, *bounds in WAYS[language].get("moments", ()):
        read = labels(text, language)
        at = max((read[key] for key in ("pause_until", "callback_at") if read[key]), default=None)
        if not _fits(at, bounds):
            wrong.append((text, at))
    assert wrong == []


def _fits(at: str | None, bounds: list[str]) -> bool:
    if at is None or not bounds:
        return at is None and not bounds
    if len(bounds) == 1 and "T" in bounds[0]:
        return at[:16] == bounds[0]
    return bounds[0] <= at[:10] <= bounds[-1]


@pytest.mark.parametrize("language", WAYS)
def test_a_wait_without_a_day_is_somebodys_to_look_at(language: str) -> None:
    ways = WAYS[language].get("open", ())
    assert [text for text in ways if not labels(text, language, "sms")["unclear"]] == []


@pytest.mark.parametrize("language", WAYS)
def test_a_channel_asked_for_is_preferred(language: str) -> None:
    ways = WAYS[language].get("prefer", ())
    assert [text for text, wish in ways if labels(text, language)["prefer"] != wish] == []


@pytest.mark.parametrize("language", WAYS)
def test_a_channel_they_cannot_use_is_avoided_and_no_more(language: str) -> None:
    read = [(text, one, labels(text, language)) for text, one in WAYS[language].get("avoid", ())]
    assert [text for text, one, found in read if one not in found["avoid"] or found["stop"]] == []


@pytest.mark.parametrize("language", WAYS)
def test_times_of_silence_are_kept(language: str) -> None:
    wrong = []
    for text, times in WAYS[language].get("quiet", ()):
        read = labels(text, language)["quiet"]
        heard = _minutes(*(read if isinstance(read, list) else [read] if read else []))
        days, _, hours = times.partition(" ")
        first, _, last = (hours or "00:00-24:00").partition("-")
        named = list(DAYS) if days == "all" else days.split(",")
        if not heard >= _minutes({"days": named, "from": first, "to": last}):
            wrong.append((text, read))
    assert wrong == []


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _minutes(*quiet: dict[str, Any]) -> set[tuple[str, int]]:
    """Return the minutes of the week that are quiet; an end before its start is past midnight."""
    found: set[tuple[str, int]] = set()
    for one in quiet:
        first, last = (int(one[k][:2]) * 60 + int(one[k][3:]) for k in ("from", "to"))
        hours = range(first, last) if first < last else (*range(last), *range(first, 1440))
        found |= {(day, minute) for day in one["days"] for minute in hours}
    return found


@pytest.mark.parametrize("language", WAYS)
def test_what_else_they_say_is_noted(language: str) -> None:
    noted = {"elsewhere": "wrong_person", "wanted": "interested", "asked": "question"}
    noted |= {"taken_back": "resubscribe", "automatic": "auto_reply"}
    wrong = [
        (text, label)
        for kind, label in noted.items()
        for text in WAYS[language].get(kind, ())
        if not labels(text, language)[label]
    ]
    assert wrong == []
