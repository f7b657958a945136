"""Ways of saying it, in nine languages, by somebody who thought of no phrase of ours.

`stop` must bind, `none` must not; `moments` are read as in `times/`, received on Tuesday
24 November 2026 at ten; `open` are waits without a day, about which a human is asked.
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
