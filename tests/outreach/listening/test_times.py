"""Times, quiet hours and places as people put them, in a table of each language."""

import json
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from outreach.bootstrap.messages import labelled

TABLES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(Path(__file__).with_name("times").glob("*.toml"))
}
OFFSETS = {"en": "-05:00", "ja": "+09:00", "zh": "+08:00"}
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
in_every_language = pytest.mark.parametrize("language", TABLES)


def read(text: str, language: str, **more: str) -> dict[str, Any]:
    at = f"2026-11-24T10:00:00{OFFSETS.get(language, '+01:00')}"
    message = {"id": "x", "channel": "email", "lang": language, "text": text, "received_at": at}
    labels: dict[str, Any] = json.loads(labelled(json.dumps(message | more).encode()))
    return labels


def earliest(labels: dict[str, Any]) -> str | None:
    return max((d for d in (labels["pause_until"], labels["callback_at"]) if d), default=None)


def lies_within(moment: str | None, bounds: list[str]) -> bool:
    if not bounds or moment is None:
        return not bounds and moment is None
    length = len(bounds[0])
    return len(moment) >= length and bounds[0] <= moment[:length] <= bounds[-1][:length]


@in_every_language
def test_the_first_welcome_moment_is_understood(language: str) -> None:
    """CASES 41: in every language, nothing sooner than was asked for."""
    read_as = {text: earliest(read(text, language)) for text, *_ in TABLES[language]["moments"]}
    wrong = {
        text: read_as[text]
        for text, *bounds in TABLES[language]["moments"]
        if not lies_within(read_as[text], bounds)
    }
    assert wrong == {}


@pytest.mark.parametrize("language", [name for name in TABLES if "asks" in TABLES[name]])
def test_however_a_call_is_asked_for_it_is_promised_for_that_day(language: str) -> None:
    """Nobody returns in "vuelva a llamarme", nothing is put off, and no hour is barred."""
    table = TABLES[language]
    wanted = {ask.format(said): day for ask in table["asks"] for said, day in table["asked"]}
    read_as = {text: read(text, language) for text in wanted}
    got = {text: (one["callback_at"] or "")[:10] for text, one in read_as.items()}
    assert got == wanted
    assert not [text for text, one in read_as.items() if one["quiet"] or one["stop"]]


@in_every_language
def test_times_not_to_contact_are_understood(language: str) -> None:
    table = TABLES[language]["quiet"]
    read_as = {text: sorted(spans_of(read(text, language)["quiet"])) for text, _ in table}
    assert read_as == {text: sorted(spans_named(named)) for text, named in table}


@in_every_language
def test_places_are_understood(language: str) -> None:
    table = TABLES[language]["places"]
    read_as = {text: read(text, language)["timezone_or_place"] or "" for text, _ in table}
    assert read_as == dict(table)


def test_a_doubtful_order_of_day_and_month_is_settled_by_the_date_beside_it() -> None:
    reading = read(
        "I am out of the office until 05/01, returning 6th Jan.", "en", subject="Automatic reply"
    )
    assert reading["pause_until"] == "2027-01-06"


@pytest.mark.parametrize(
    ("text", "received_at", "back"),
    [
        ("away until 05/01/2010. You wrote on 4 January.", "2010-01-04T10:00:00+00:00", "01-05"),
        ("away from 04/01/2010 until 05/01/2010.", "2010-04-01T10:00:00-05:00", "05-01"),
        (
            "away starting 04/01/2010 and will not return until 05/01/2010.",
            "2010-01-04T10:00:00-05:00",
            "01-05",
        ),
    ],
)
def test_the_order_of_day_and_month_is_told_by_the_day_something_was_sent(
    text: str, received_at: str, back: str
) -> None:
    labels = read(f"I am {text}", "en", received_at=received_at, subject="Automatic reply")
    first, last = date.fromisoformat(f"2010-{back}"), timedelta(days=1)
    assert labels["pause_until"][:10] in {first.isoformat(), (first + last).isoformat()}


@pytest.mark.parametrize(
    ("text", "language", "received_at", "soonest"),
    [
        (
            "Até o Natal estou sem tempo, fale comigo logo a seguir.",
            "pt",
            "2026-12-09T10:00:00-03:00",
            "2026-12-26",
        ),
        (
            "Australian FY ends 30 June. Talk to me once it has, not a day sooner.",
            "en",
            "2027-04-26T11:20:00+10:00",
            "2027-07-01",
        ),
        (
            "Not for this season. Autumn, though, say October, I'd look at it again.",
            "en",
            "2027-03-19T14:00:00+00:00",
            "2027-10-01",
        ),
        (
            "年内は立て込んでおりますので、年明け1月12日以降にお願いできますでしょうか。",
            "ja",
            "2026-11-27T13:10:00+09:00",
            "2027-01-12",
        ),
        (
            "We close the books at the end of the quarter. Talk to me once that's behind us, "
            "not before.",
            "en",
            "2027-02-10T09:15:00-05:00",
            "2027-04-01",
        ),
        (
            "Panto runs to the 17th of January and until the curtain comes down I don't "
            "exist. Week after, I'm a person again.",
            "en",
            "2026-11-30T09:20:00+00:00",
            "2027-01-18",
        ),
    ],
)
def test_of_several_days_nothing_comes_before_the_one_meant(
    text: str, language: str, received_at: str, soonest: str
) -> None:
    read_as = earliest(read(text, language, received_at=received_at)) or ""
    assert soonest <= read_as[:10] <= f"{soonest[:8]}31"


@pytest.mark.parametrize("year", [2024, 2037])
def test_a_new_year_by_the_moon_is_no_earlier_than_it_can_be(year: int) -> None:
    """Where the table ends, the latest day it can fall on."""
    labels = read("年后再联系我", "zh", received_at=f"{year}-11-24T10:00:00+08:00")
    assert (earliest(labels) or "") >= f"{year + 1}-02-20"


def test_an_absence_of_years_pauses_and_is_asked_about() -> None:
    reading = read("I am away and will be back on 3 May 2099.", "en", subject="Out of office")
    assert reading["pause_until"] == "2099-05-03"
    assert reading["unclear"] == "an absence of more than a year"


def spans_of(quiet: list[dict[str, Any]] | dict[str, Any] | None) -> Iterator[tuple[str, ...]]:
    for one in quiet if isinstance(quiet, list) else [quiet] if quiet else []:
        yield (*one["days"], one["from"], one["to"])


def spans_named(named: str) -> Iterator[tuple[str, ...]]:
    """Yield "mon-fri 09:00-17:00; sun" as days, from and to; without hours it is the whole day."""
    for stretch in named.split(";"):
        parts = stretch.split()
        hours = parts.pop() if parts and ":" in parts[-1] else "00:00-24:00"
        days: list[str] = []
        for part in parts:
            first, _, last = part.partition("-")
            days += WEEK[WEEK.index(first) : WEEK.index(last or first) + 1]
        if days:
            yield (*days, *hours.split("-"))
