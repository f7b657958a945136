"""Refusals at the doors a rep sees, in the rep's own language; nobody's words are translated."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.outreach.cli.conftest import Shell

WORDS = "Please don't call me."
REFUSED = {
    "en": "Not by phone: Scott Reyes asked not to be reached by phone",
    "es": "No por teléfono: Scott Reyes pidió que no se le contacte por teléfono",
    "fr": "Pas par téléphone\N{NO-BREAK SPACE}: Scott Reyes a demandé à n'avoir aucun contact par"
    " téléphone",
    "de": "Nicht per Telefon: Scott Reyes möchte nicht per Telefon kontaktiert werden",
    "pt": "Não por telefone: Scott Reyes pediu que não fosse por telefone",
}
CHANGE = {
    "en": "What would change it: ",
    "es": "Qué lo cambiaría: ",
    "fr": "Ce qui changerait la donne\N{NO-BREAK SPACE}: ",
    "de": "Was das ändern würde: ",
    "pt": "O que mudaria isso: ",
}


@pytest.fixture
def refused(house: Shell) -> Shell:
    """Return a house in which a call was pressed and refused."""
    house("hear", "Scott Reyes", WORDS)
    house("calls", "press", "--person", "Scott Reyes")
    return house


def attempt_of(house: Shell) -> str:
    (one,) = house("blocked", "--person", "Scott Reyes", "--json").json
    return str(one["attempt"])


@pytest.mark.parametrize("code", REFUSED)
def test_may_is_answered_in_the_language_asked_for(house: Shell, code: str) -> None:
    house("hear", "Scott Reyes", WORDS)
    told = house("may", "Scott Reyes", "phone", "--language", code).out
    assert REFUSED[code] in told
    assert CHANGE[code] in told
    assert WORDS in told


def test_what_was_recorded_in_english_is_told_again_in_german(refused: Shell) -> None:
    attempt = attempt_of(refused)
    for typed in (["blocked"], ["why", attempt], ["people", "show", "Scott Reyes"]):
        assert REFUSED["de"] in refused(*typed, "--language", "de").out
        assert REFUSED["en"] in refused(*typed).out
    told = refused("why", attempt, "--language", "de").out
    assert "refused-channel asks block: Scott Reyes" not in told
    assert "refused-channel asks block: diese Person möchte nicht per Telefon" in told
    assert WORDS in told
    assert CHANGE["de"] in told


def test_the_record_stays_as_it_was_written(refused: Shell) -> None:
    refused("team", "language", "Ana Ruiz", "fr")
    refused("calls", "press", "--person", "Scott Reyes")
    with closing(sqlite3.connect(refused.folder / "outreach.db")) as file:
        kept = [row[0] for row in file.execute("select sentence from decision")]
    assert kept
    assert all(sentence.startswith(("Not ", "Yes, ")) for sentence in kept)
    assert refused("replay", "--since", "2026-01-01").code == 0


def test_a_rep_reads_refusals_in_the_language_they_chose(house: Shell) -> None:
    assert "Ana Ruiz reads refusals in es" in house("team", "language", "Ana Ruiz", "es").out
    house("hear", "Scott Reyes", WORDS)
    said = house("calls", "press", "--person", "Scott Reyes")
    assert REFUSED["es"] in said.out
    assert CHANGE["es"] in said.out
    assert WORDS in said.out
    assert "7025550142" not in said.out


def test_a_colleague_reads_theirs_and_everybody_else_the_houses(house: Shell) -> None:
    house("team", "add", "Ben Okri", "--language", "pt")
    house("hear", "Scott Reyes", WORDS, "--by", "Ana Ruiz")
    may = ("may", "Scott Reyes", "phone")
    assert REFUSED["pt"] in house(*may, "--by", "Ben Okri").out
    assert REFUSED["en"] in house(*may, "--by", "Ana Ruiz").out
    settings = house.folder / "outreach.toml"
    written(settings, 'language = "fr"')
    assert REFUSED["fr"] in house(*may, "--by", "Ana Ruiz").out
    assert REFUSED["pt"] in house(*may, "--by", "Ben Okri").out


def test_a_language_that_nobody_translated_is_refused_where_it_is_chosen(house: Shell) -> None:
    assert house("team", "language", "Ana Ruiz", "xx").code == 2
    written(house.folder / "outreach.toml", 'language = "xx"')
    said = house("team", "list")
    assert said.code != 0
    assert "`team.language` is no language that refusals are told in: en, es, fr" in said.err


def test_a_language_in_the_database_that_is_none_does_not_close_the_door(house: Shell) -> None:
    house("hear", "Scott Reyes", WORDS)
    house.alter("update team set language = 'tlh'")
    assert REFUSED["en"] in house("may", "Scott Reyes", "phone", "--by", "Ana Ruiz").out


def test_preflight_and_the_call_book_say_what_would_change_it(refused: Shell) -> None:
    refused("sequence", "add", str(refused.folder / "sequences" / "first-hello.toml"))
    refused("stop", "Scott Reyes", "--because", "asked at the fair")
    blocked = refused("preflight", "first-hello", "Scott Reyes", "--language", "es").out
    assert "marca de no contactar, puesta por Ana Ruiz: asked at the fair" in blocked
    assert "solo si se quita la marca, con prueba y entre dos" in blocked


def test_judge_explains_in_a_language_and_checks_in_english(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "one.toml"
    file.write_text(SCENARIO, encoding="utf-8")
    said = shell("judge", str(file), "--language", "fr", "--json", house=False)
    assert said.code == 0
    assert "a demandé à n'avoir aucun contact par téléphone" in said.json["explanation"]
    assert CHANGE["fr"] in said.json["explanation"]


SCENARIO = """
[[scenario]]
name = "no calls, please"
at = "2026-11-24T10:00:00-08:00"
packs = []
[scenario.person]
name = "Scott Reyes"
contact_points = [{ channel = "phone", address = "+17025550142" }]
[[scenario.statements]]
said_at = "2026-11-20T10:00:00-08:00"
via = "email"
proven = true
words = "Please don't call me."
means = [{ refuse = "phone" }]
[scenario.attempt]
channel = "phone"
purpose = "marketing"
[scenario.expect]
verdict = "block"
says = ["Please don't call me.", "What would change it: by phone only if Scott Reyes says so."]
"""


def written(settings: Path, line: str) -> None:
    """Put a line under `[team]`, in place of another of the same key."""
    key = line.partition(" ")[0]
    kept = [each for each in settings.read_text().splitlines() if not each.startswith(key)]
    at = next((n for n, each in enumerate(kept) if each.strip() == "[team]"), None)
    lines = [*kept, "[team]", line] if at is None else [*kept[: at + 1], line, *kept[at + 1 :]]
    settings.write_text("\n".join(lines) + "\n")
