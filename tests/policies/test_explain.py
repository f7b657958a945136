"""No verdict without a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from policies.channel import Channel
from policies.decide import decide
from policies.explain import MOST_WORDS, explain, quoted, shortened
from policies.facts import Bar, Barred, House
from policies.finding import Quote
from policies.rulebook import Rulebook
from policies.statement import Avoid, Place, Prefer, Refuse
from tests.policies.somebody import HALF_PAST_SIX, NOON, attempt, facts, literally, said

TRAVELS = said("I travel; email me, please", Avoid(Channel.PHONE), Prefer(Channel.EMAIL))


def test_it_quotes_their_own_words_with_date_and_channel(shipped: Rulebook) -> None:
    known = facts(statements=[TRAVELS])
    told = explain(decide(known, NOON, shipped), known)
    assert told.sentence.startswith("Not by phone but by email: Scott Reyes asked")
    assert "by email, 20 Nov 2026" in told.sentence
    assert told.quotes == ("I travel; email me, please",)


def test_law_is_cited_with_the_day_it_was_checked(shipped: Rulebook) -> None:
    told = explain(decide(facts(), HALF_PAST_SIX, shipped), facts())
    assert "06:30 on Tuesday" in told.sentence
    assert "10:00 their time" in told.sentence
    assert "47 CFR 64.1200(c)(1): law, checked" in told.sentence


def test_law_that_nobody_read_is_cited_as_unchecked(shipped: Rulebook) -> None:
    hours = shipped.packs["us-nv"].entries[0]
    assert hours.confidence == "aggregator_only"
    assert hours.checked is not None
    assert hours.cite.checked is None


def test_where_they_may_be_in_two_places_the_moment_names_its_clock(shipped: Rulebook) -> None:
    away = said("I am in New York", Place("America/New_York"), proven=False)
    known = facts(attempt(Channel.EMAIL), statements=[away])
    told = explain(decide(known, HALF_PAST_SIX, shipped), known)
    assert "Pacific time" in told.sentence
    assert "their time" not in told.sentence


def test_courtesy_is_never_cited_as_law(shipped: Rulebook) -> None:
    nine = HALF_PAST_SIX.replace(hour=17)
    told = explain(decide(facts(), nine, shipped), facts())
    assert "(our courtesy)" in told.sentence
    assert "law" not in told.sentence


def test_an_allow_names_what_was_assumed(shipped: Rulebook) -> None:
    known = replace(
        facts(attempt(Channel.EMAIL), person=replace(facts().person, country=None, region=None)),
        house=House(assume_country="US"),
    )
    known = replace(known, person=replace(known.person, zone=None), points=known.points[:1])
    told = explain(decide(known, NOON, shipped), known)
    assert "US is assumed" in told.sentence


@pytest.mark.parametrize("length", [1, 40, 400])
def test_a_sentence_has_at_most_forty_words(length: int, shipped: Rulebook) -> None:
    bar = Bar(Barred.PERSON, "because " * length, NOON, "Ana Ruiz")
    known = replace(facts(), bars=(bar,), person=replace(facts().person, name="x y " * 30))
    told = explain(decide(known, NOON, shipped), known)
    assert 1 <= len(told.sentence.split()) <= MOST_WORDS


def test_a_long_statement_is_quoted_around_what_matters() -> None:
    words = "a" * 400 + " please don't call me " + "b" * 400
    quote = quoted(Quote(said(words, Refuse(Channel.PHONE)), 401, 421))
    assert "please don't call me" in quote
    assert quote.startswith("… ")
    assert len(quote) < 300


def test_other_findings_are_told_beside_the_sentence(shipped: Rulebook) -> None:
    abroad = said("In Singapore this week", Place("Asia/Singapore", date(2026, 11, 27)))
    known = facts(statements=[TRAVELS, abroad])
    told = explain(decide(known, HALF_PAST_SIX, shipped), known)
    assert any(line.startswith("contact-hours") for line in told.others)


def test_forty_words_stay_and_the_forty_first_is_cut() -> None:
    forty = " ".join(f"word{n}" for n in range(MOST_WORDS))
    assert shortened(forty) == forty
    assert shortened(f"{forty} more") == f"{forty}…"


def test_an_allow_says_by_what_and_that_nothing_objects(shipped: Rulebook) -> None:
    known = facts(attempt(Channel.EMAIL))
    told = explain(decide(known, NOON, literally(shipped)), known)
    assert told.sentence == "Yes, by email now: nothing they said and no rule in force objects."


@pytest.mark.parametrize(
    ("words", "start", "end", "told"),
    [
        ("x" * 300, 0, 5, "x" * 300),
        ("don't call " + "b" * 400, 0, 10, "don't call " + "b" * 119 + " …"),
        ("a" * 400 + " don't call", 401, 411, "… " + "a" * 119 + " don't call"),
        ("a" * 900, 100, 800, "a" * 600 + " …"),
        (
            "a" * 280 + "don't call" + "b" * 120,
            280,
            290,
            "… " + "a" * 120 + "don't call" + "b" * 120,
        ),
    ],
    ids=["whole", "at the beginning", "at the end", "a long span", "just up to the end"],
)
def test_a_quote_is_cut_where_it_does_not_matter_and_says_so(
    words: str, start: int, end: int, told: str
) -> None:
    assert quoted(Quote(said(words, Refuse(Channel.PHONE)), start, end)) == told
