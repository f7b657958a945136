"""Out-of-office replies in languages whose demands are not read."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from outreach.bootstrap.messages import labelled
from outreach.bootstrap.phrases import shipped_phrases

ABSENCES = tomllib.loads(Path(__file__).with_name("absences.toml").read_text(encoding="utf-8"))
NO_ABSENCES = [
    "The urlop project is fine",
    "Sounds good, let us talk. The automatisk svar of your system is funny.",
    "Jag är på semester just nu, men skicka gärna mer.",
]


def read(text: str, subject: str = "") -> dict[str, Any]:
    at = "2026-11-24T10:00:00+01:00"
    message = {"id": "x", "channel": "email", "text": text, "received_at": at, "subject": subject}
    labels: dict[str, Any] = json.loads(labelled(json.dumps(message).encode()))
    return labels


@pytest.mark.parametrize(("text", "back"), ABSENCES["replies"])
def test_an_absence_is_told_with_the_day_they_are_back(text: str, back: str) -> None:
    labels = read(text)
    assert (labels["auto_reply"], labels["pause_until"]) == (True, back)


@pytest.mark.parametrize("text", NO_ABSENCES)
def test_words_of_absence_without_a_day_are_a_humans(text: str) -> None:
    labels = read(text)
    assert (labels["auto_reply"], labels["pause_until"]) == (False, None)


def test_the_subject_tells_an_absence_too() -> None:
    labels = read("Palaan 15.12.", subject="Automaattinen vastaus: Tarjous")
    assert (labels["auto_reply"], labels["pause_until"]) == (True, "2026-12-15")


def test_a_demand_beside_an_absence_binds_until_somebody_has_looked() -> None:
    labels = read("Jag är på semester till 14 december. Please remove me from your list.")
    assert (labels["stop"], labels["pause_until"]) == ("all", "2026-12-15")


def test_seven_languages_and_more_have_their_months_and_weekdays() -> None:
    assert len(shipped_phrases().absences) >= 8
