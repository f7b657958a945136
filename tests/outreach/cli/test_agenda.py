"""What a rep types about their day, their promises, their absence, and keeping in touch."""

from __future__ import annotations

from pathlib import Path

import icalendar
import pytest

from tests.outreach.cli.conftest import Shell


@pytest.fixture
def team(house: Shell) -> Shell:
    """A house with two of us."""
    house("team", "add", "Ben Okri")
    return house


ANA = ("--by", "Ana Ruiz")


def test_a_promise_is_on_the_agenda_of_its_day_with_its_words(team: Shell) -> None:
    said = ("--at", "in four weeks", "--words", "Ring me in four weeks.")
    made = team("promises", "make", "Scott Reyes", *said, *ANA, "--json").json
    assert (made["kind"], made["channel"], made["anyone"]) == ("callback", "phone", False)
    day = made["due_at"][:10]
    page = team("agenda", "--rep", "Ana Ruiz", "--day", day).out
    assert "PROMISED" in page
    assert "one of us noted: Ring me in four weeks." in page
    (line,) = team("agenda", "--rep", "Ana Ruiz", "--day", day, "--json").json["lines"]
    assert (line["name"], line["group"], line["promise"]) == ("Scott Reyes", "promised", "callback")


def test_a_promise_is_told_on_their_clock_wherever_it_is_told(team: Shell) -> None:
    said = ("--at", "Fri 10:00", "--words", "Ring me on Friday at ten.")
    made = team("promises", "make", "Scott Reyes", *said, *ANA).out
    there = "10:00 their time"
    assert there in made.splitlines()[0]
    assert there in team("promises", "list").out
    [owed] = team("promises", "list", "--json").json
    day = owed["promise"]["due_at"][:10]
    assert there in team("agenda", "--rep", "Ana Ruiz", "--day", day).out


def test_a_promise_of_our_own_is_given_done_and_listed(team: Shell) -> None:
    made = team(
        *("promises", "make", "Scott Reyes", "at their stand", "--at", "tomorrow 10:00"),
        *("--meeting", *ANA, "--json"),
    ).json
    listed = team("promises", "list").out
    assert "at their stand for Scott Reyes" in listed
    assert "Ana Ruiz keeps it" in listed
    refused = team("promises", "take", made["id"], "--by", "Ben Okri")
    assert (refused.code, "has time to keep this" in refused.err) == (2, True)
    assert "Ben Okri keeps" in team("promises", "give", made["id"], "--to", "Ben Okri", *ANA).out
    done = team("promises", "done", made["id"], "--note", "they want two", "--by", "Ben Okri")
    assert "kept: at their stand" in done.out
    assert "we owe nobody anything" in team("promises", "list").out


def test_a_promise_without_a_time_is_none(team: Shell) -> None:
    said = team("promises", "make", "Scott Reyes", "a call", *ANA)
    assert (said.code, "say when with --at" in said.err) == (2, True)


def test_whoever_refuses_is_promised_no_contact(team: Shell) -> None:
    words = ("--at", "tomorrow 10:00", "--words", "Never contact me again.")
    said = team("promises", "make", "Scott Reyes", *words, *ANA)
    assert (said.code, "promised none" in said.err) == (2, True)
    assert team("may", "Scott Reyes", "phone", "--json").json["verdict"] == "block"


def test_the_calendar_is_a_file_that_other_programs_read(team: Shell, tmp_path: Path) -> None:
    team("promises", "make", "Scott Reyes", "a call", "--at", "tomorrow 10:00", "--channel",
         "phone", *ANA)  # fmt: skip
    file = tmp_path / "ana.ics"
    told = team("agenda", "--rep", "Ana Ruiz", "--ics", str(file)).out
    assert "no numbers" in told
    (event,) = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert str(event["summary"]) == "Call: Scott Reyes"
    assert str(event["uid"]).endswith("@kestrel.example")


def test_a_day_that_is_none_is_refused(team: Shell) -> None:
    said = team("agenda", "--rep", "Ana Ruiz", "--day", "someday")
    assert (said.code, "`someday` is no day" in said.err) == (2, True)


def test_whoever_is_away_is_covered_until_they_are_back(team: Shell) -> None:
    team("promises", "make", "Scott Reyes", "a call", "--at", "tomorrow 10:00", *ANA)
    away = team("team", "away", "Ana Ruiz", "--covered-by", "Ben Okri", *ANA)
    assert "Ben Okri keeps what is owed meanwhile" in away.out
    assert "Ben Okri keeps it for Ana Ruiz" in team("promises", "list").out
    assert "away" in team("team", "list").out
    assert "is back" in team("team", "back", "Ana Ruiz", *ANA).out
    assert "Ana Ruiz keeps it" in team("promises", "list").out


def test_whoever_left_acts_no_more(team: Shell) -> None:
    left = team("team", "leave", "Ana Ruiz", "--to", "Ben Okri", "--by", "Ben Okri")
    assert "Ana Ruiz has left; Ben Okri looks after" in left.out
    said = team("hear", "Scott Reyes", "Hello.", *ANA)
    assert (said.code, "Ana Ruiz has left the team" in said.err) == (2, True)
    assert team("hear", "Scott Reyes", "Hello.").code == 0


def test_the_managers_view_shows_each_of_us_and_what_is_anybodys(team: Shell) -> None:
    team("promises", "make", "Scott Reyes", "a call", "--at", "tomorrow 10:00", *ANA)
    found = team("team", "view", "--json").json
    assert [one["owed"] for one in found["each"]] == [1, 0, 0]
    assert "anybody's" in team("team", "view").out


def test_a_rhythm_is_set_listed_and_told_of(team: Shell) -> None:
    team("people", "role", "add", "Scott Reyes", "customer", "--since", "2020-01-01", *ANA)
    told = team("cadence", "set", "--role", "customer", "--days", "60", *ANA).out
    assert "every customer: a word every 60 days" in told
    assert "every customer: a word every 60 days" in team("cadence", "list").out
    (one,) = team("cadence", "due", *ANA, "--json").json
    assert (one["name"], one["every_days"], one["last_contact"]) == ("Scott Reyes", 60, None)
    assert "Scott Reyes: no word ever" in team("cadence", "due", *ANA).out
    team("cadence", "set", "--person", "Scott Reyes", "--never", *ANA)
    assert "nobody waits too long" in team("cadence", "due", *ANA).out


def test_a_rhythm_is_for_a_person_or_a_role_and_says_how_often(team: Shell) -> None:
    both = ("--role", "customer", "--person", "Scott Reyes")
    said = team("cadence", "set", *both, "--days", "60", *ANA)
    assert (said.code, "either --role or --person" in said.err) == (2, True)
    said = team("cadence", "set", "--role", "customer", *ANA)
    assert (said.code, "how often with --days" in said.err) == (2, True)


def test_a_matter_is_settled_with_a_word_about_it(team: Shell) -> None:
    team("hear", "Ingrid Lund", "She no longer works here, ask Mira Stone.", *ANA)
    (line,) = team("agenda", "--rep", "Ana Ruiz", "--json").json["lines"]
    assert (line["group"], line["organisation"]) == ("at organisations", "Northlight School")
    assert team("agenda", "settle", line["id"], "--because", " ", *ANA).code == 2
    settled = team("agenda", "settle", line["id"], "--because", "Mira looks after it", *ANA)
    assert "off the agenda" in settled.out
    assert team("agenda", "--rep", "Ana Ruiz", "--json").json["lines"] == []


def test_a_calendar_gets_a_new_address_by_one_command(
    team: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_WEB__PUBLIC_URL", "https://flo.example")
    first = team("agenda", *ANA, "--feed").out
    assert first.startswith("https://flo.example/")
    assert team("agenda", *ANA, "--feed").out == first
    assert team("agenda", *ANA, "--feed", "--anew").out not in ("", first)
