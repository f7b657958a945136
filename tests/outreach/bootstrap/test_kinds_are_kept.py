"""What packs ask of us beyond verdicts: words that are stops, links that last, one confirmation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from channels.email.wire.tokens import Tokens, Use
from outreach.bootstrap.holidays import holiday_name, known_calendar
from outreach.bootstrap.phrases import shipped_reader
from outreach.bootstrap.rulebook import load_rulebook
from outreach.listening.reading import Heard, ReaderContext
from policies.channel import Channel
from policies.kinds import MEANINGS, VALUES, How
from policies.promises import ACKNOWLEDGE_WITHIN
from policies.rulebook import WHERE_THEY_ARE, Entry, EntryKind
from policies.rules import RULES
from policies.statement import Refuse, Via

ENTRIES = [entry for pack in load_rulebook().packs.values() for entry in pack.entries]
WORDS = [(entry.id, word) for entry in ENTRIES for word in entry.keywords]
NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


def of_kind(kind: EntryKind) -> list[Entry]:
    return [entry for entry in ENTRIES if entry.kind is kind]


@pytest.mark.parametrize("shape", [str, str.upper, str.capitalize, "{}.".format, " {}! ".format])
@pytest.mark.parametrize(("entry", "word"), WORDS)
def test_every_word_that_a_pack_calls_a_stop_is_read_as_one(
    entry: str, word: str, shape: type[str]
) -> None:
    """CASES 25."""
    reading = shipped_reader()(Heard(shape(word), NOW, Via.SMS), ReaderContext())
    meanings = [one.meaning for one in reading.understood]
    assert any(isinstance(one, Refuse) and one.topic is None for one in meanings), entry


def test_the_packs_name_words_at_all() -> None:
    assert {"us-tcpa-revocation-means", "us-va-text-stop"} <= {entry for entry, _ in WORDS}


def test_a_link_out_works_for_longer_than_any_pack_asks() -> None:
    """CASES 19."""
    tokens, longest = Tokens(bytes(32)), max(entry.link_valid_days for entry in ENTRIES)
    assert longest >= 60
    token = tokens.make("a_1", Use.STOP)
    assert tokens.attempt(token, Use.STOP) == "a_1"  # it holds no date that could pass


def test_no_pack_allows_a_confirmation_for_longer_or_oftener_than_we_make_one() -> None:
    limits = [entry.confirmation for entry in of_kind(EntryKind.OPT_OUT_CONFIRMATION)]
    assert limits
    for limit in limits:
        assert limit is not None
        assert limit.count >= 1
        assert timedelta(minutes=limit.minutes) >= ACKNOWLEDGE_WITHIN


def test_every_kind_has_a_meaning_and_a_rule_where_it_is_judged() -> None:
    assert set(MEANINGS) == set(EntryKind)
    names = {rule.name for rule in RULES}
    for meaning in MEANINGS.values():
        if meaning.how is How.JUDGED:
            assert set(meaning.by.split(", ")) <= names


def test_a_kind_that_humans_read_carries_no_value_that_a_machine_would() -> None:
    for kind, meaning in MEANINGS.items():
        assert meaning.how is not How.READ or not meaning.keys, kind
        assert set(meaning.needs) <= set(meaning.keys) <= set(VALUES)


@pytest.mark.parametrize(
    "calendar", sorted({one for entry in ENTRIES for one in entry.holidays} - {WHERE_THEY_ARE})
)
def test_the_library_knows_every_calendar_that_a_pack_names(calendar: str) -> None:
    assert known_calendar(calendar)
    days = [NOW.date() + timedelta(days=ahead) for ahead in range(366)]
    assert any(holiday_name(calendar, day) for day in days)


@pytest.mark.parametrize("code", sorted(load_rulebook().packs))
def test_every_place_we_ship_a_pack_for_has_holidays(code: str) -> None:
    if code in ("house", "eu"):
        return
    assert known_calendar(code.upper())
    days = [NOW.date() + timedelta(days=ahead) for ahead in range(366)]
    assert any(holiday_name(code.upper(), day) for day in days)


def test_every_consent_that_a_law_asks_for_can_be_given_in_writing() -> None:
    for entry in of_kind(EntryKind.CONSENT_REQUIRED):
        assert "written" in entry.accepts, entry.id
    assert {Channel.EMAIL, Channel.SMS, Channel.PHONE} == {
        channel for entry in of_kind(EntryKind.CONSENT_REQUIRED) for channel in entry.channels
    }
