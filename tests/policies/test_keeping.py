"""How long records are kept: the house's term, and what a law makes longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from outreach.bootstrap.rulebook import load_rulebook
from policies.channel import Channel, Kind, Purpose
from policies.facts import Facts, Someone
from policies.finding import Force
from policies.keeping import chosen, facts_until, kept_until, over_before
from policies.rulebook import HOUSE_PACK, Entry, EntryKind, Pack, Record, Rulebook, Term
from tests.policies.somebody import attempt, facts

AT = datetime(2024, 11, 24, 12, 0, tzinfo=UTC)
TWO_YEARS = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def somebody_in(
    country: str,
    kind: Kind | None = None,
    channel: Channel = Channel.PHONE,
    purpose: Purpose = Purpose.MARKETING,
) -> Facts:
    person = Someone("Eva Brandt", country=country, kind=kind)
    return facts(attempt(channel, purpose), person=person, points=())


def keeping(code: str, *records: Record, **term: int) -> Rulebook:
    """Return the shipped house and Germany, and one entry more in a pack."""
    rulebook = load_rulebook(["house", "de"])
    entry = Entry(
        *("kept", code.upper(), EntryKind.RETENTION, tuple(Channel), "ours", "us", "own_choice"),
        force=Force.COURTESY,
        retain=Term(**term),
        keeps=records,
    )
    pack = rulebook.packs.get(code) or Pack(code, code, ())
    packs = {**rulebook.packs, code: replace(pack, entries=(*pack.entries, entry))}
    return replace(rulebook, packs=packs)


@pytest.mark.parametrize("record", list(Record))
def test_the_house_keeps_everything_that_has_a_term_for_two_years(record: Record) -> None:
    rulebook = load_rulebook(["house"])
    assert kept_until(record, AT, rulebook) == TWO_YEARS
    assert [one.id for one in chosen(rulebook, record)] == ["house-keeps-records"]


@pytest.mark.parametrize("record", list(Record))
def test_without_an_entry_of_the_house_nothing_is_ever_let_go(record: Record) -> None:
    rulebook = load_rulebook(["de"])
    assert kept_until(record, AT, rulebook) is None
    assert over_before(record, TWO_YEARS, rulebook) is None
    assert facts_until(somebody_in("DE"), AT, rulebook) is None


def test_a_law_that_keeps_longer_lengthens_it_and_one_that_keeps_shorter_does_not() -> None:
    longer, shorter = keeping("de", Record.MAIL, years=6), keeping("de", Record.MAIL, months=2)
    assert kept_until(Record.MAIL, AT, longer) == AT.replace(year=2030)
    assert kept_until(Record.MAIL, AT, shorter) == TWO_YEARS
    assert kept_until(Record.WORDS, AT, longer) == TWO_YEARS
    assert [one.id for one in chosen(longer, Record.MAIL)] == ["house-keeps-records", "kept"]


def test_a_law_alone_makes_no_term_where_the_house_has_none() -> None:
    rulebook = keeping("de", Record.MAIL, years=6)
    without = {code: pack for code, pack in rulebook.packs.items() if code != HOUSE_PACK}
    assert kept_until(Record.MAIL, AT, replace(rulebook, packs=without)) is None


@pytest.mark.parametrize(
    ("kind", "channel", "years"),
    [
        (Kind.CONSUMER, Channel.PHONE, 5),
        (None, Channel.PHONE, 5),
        (Kind.BUSINESS, Channel.PHONE, 2),
        (Kind.CONSUMER, Channel.EMAIL, 2),
    ],
)
def test_a_german_call_stays_proved_for_as_long_as_its_law_asks(
    kind: Kind | None, channel: Channel, years: int
) -> None:
    """UWG s. 7a asks for five years from each use of a consumer's consent to calls."""
    until = facts_until(somebody_in("DE", kind, channel), AT, load_rulebook(["house", "de"]))
    assert until == AT.replace(year=2024 + years)


def test_another_country_is_not_kept_for_the_sake_of_germany() -> None:
    assert facts_until(somebody_in("FR"), AT, load_rulebook(["house", "de"])) == TWO_YEARS


def test_an_answer_that_the_house_lets_pass_is_kept_no_longer_than_anything_else() -> None:
    answer = somebody_in("FR", purpose=Purpose.ANSWER)
    assert facts_until(answer, AT, load_rulebook(["house", "de"])) == TWO_YEARS


@pytest.mark.parametrize(
    "term", [{"months": 24}, {"years": 5}, {"days": 45}, {"months": 1, "days": 3}]
)
@pytest.mark.parametrize("day", [datetime(2028, 2, 29, 8, tzinfo=UTC), TWO_YEARS])
def test_everything_before_the_moment_is_over_and_a_day_later_it_is_not(
    term: dict[str, int], day: datetime
) -> None:
    rulebook = load_rulebook([])
    entry = keeping(HOUSE_PACK, Record.MAIL, **term).packs[HOUSE_PACK].entries[-1]
    rulebook = replace(rulebook, packs={HOUSE_PACK: Pack(HOUSE_PACK, "", (entry,))})
    before = over_before(Record.MAIL, day, rulebook)
    assert before is not None
    over = kept_until(Record.MAIL, before, rulebook)
    after = kept_until(Record.MAIL, before + timedelta(days=1), rulebook)
    assert over is not None
    assert after is not None
    assert over <= day < after


def test_a_term_of_business_days_is_over_no_sooner_than_they_are() -> None:
    """A thousand business days are fourteen hundred days, longer than the house's two years."""
    rulebook = keeping("de", Record.MAIL, business_days=1000)
    before = over_before(Record.MAIL, TWO_YEARS, rulebook)
    assert before is not None
    over, next_over = (
        kept_until(Record.MAIL, at, rulebook) for at in (before, before + timedelta(days=1))
    )
    assert over is not None
    assert next_over is not None
    assert over <= TWO_YEARS < next_over
