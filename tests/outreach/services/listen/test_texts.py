"""What people text: every spelling of stop, what is none, and what START takes back."""

import asyncio
from datetime import timedelta

import pytest

from outreach.domain.attempts import AttemptState
from outreach.services.listen import ThePerson, stop
from outreach.store.inbound import InboundKind, InboundState
from policies.channel import Channel, Purpose
from policies.facts import PointState
from policies.preferences import standing
from policies.statement import Refuse, Source
from tests.outreach.services.carrier import ANOTHER_OF_OURS, CONFIRMS_NOTHING, Line, text_form

STOPS = [
    *("STOP", "Stop.", "stop please", "STOP 🙏", "Stopp", "no más", "END", "QUIT", "REVOKE"),
    *("OPT OUT", "OPTOUT", "unsubscribe me", "CANCEL", "STOPALL", "UNSUBSCRIBE"),
]
NO_STOPS = ["We have got to STOP this terrible bill", "don't stop", "can you stop by Tuesday?"]


def sent(phone: Line, attempt: str) -> AttemptState:
    asyncio.run(phone.world.gate.pass_batch([attempt]))
    return phone.world.state(attempt)


@pytest.mark.parametrize("words", STOPS)
def test_every_spelling_of_stop_stops_texts(phone: Line, words: str) -> None:
    """CASES 25."""
    scott = phone.world.person()
    assert phone.texts(scott, words).kind is InboundKind.KEYWORD
    (said,) = phone.house.said(scott)
    assert said.source is Source.KEYWORD
    assert said.words == words
    assert sent(phone, phone.world.plan(scott, Channel.SMS)) is AttemptState.BLOCKED
    assert not phone.refused(scott, Channel.EMAIL)


def test_a_reasonable_persons_words_stop_texts_too(phone: Line) -> None:
    """CASES 25: 47 CFR 64.1200(a)(10) asks for no keyword."""
    scott = phone.world.person()
    phone.texts(scott, "Please stop texting me, I never asked for this")
    assert phone.refused(scott)


@pytest.mark.parametrize("words", NO_STOPS)
def test_the_word_stop_in_another_sense_holds_and_asks_a_human(phone: Line, words: str) -> None:
    """CASES 26: nobody is opted out in silence, and nothing is sent until somebody has looked."""
    scott = phone.world.person()
    taken = phone.texts(scott, words)
    assert taken.state is InboundState.UNCLEAR
    assert phone.asked() != []
    assert not any(
        isinstance(one.meaning, Refuse) for said in phone.house.said(scott) for one in said.meanings
    )
    planned = phone.world.plan(scott, Channel.SMS)
    assert sent(phone, planned) is not AttemptState.ACCEPTED


def test_a_stop_binds_all_our_numbers(phone: Line) -> None:
    """CASES 28: the carrier's own block binds one of our numbers; ours binds them all."""
    scott = phone.world.person()
    phone.texts(scott, "STOP", To=ANOTHER_OF_OURS)
    assert sent(phone, phone.world.plan(scott, Channel.SMS)) is AttemptState.BLOCKED


def test_a_stop_binds_whoever_shares_the_number(phone: Line) -> None:
    scott = phone.world.person("Scott Reyes", addresses=("+17025550142",))
    dana = phone.world.person("Dana Fox", addresses=("+17025550142",))
    phone.texts(scott, "STOP")
    assert sent(phone, phone.world.plan(dana, Channel.SMS)) is AttemptState.BLOCKED


def test_a_text_answers_the_last_one_to_its_number(phone: Line) -> None:
    phone.world.person("Scott Reyes", addresses=("+17025550142",))
    dana = phone.world.person("Dana Fox", addresses=("+17025550142",))
    attempt = phone.world.plan(dana, Channel.SMS)
    assert sent(phone, attempt) is AttemptState.ACCEPTED
    taken = phone.texts(dana, "What does it cost?")
    row = phone.house.row(taken)
    assert (row.person_id, row.attempt_id) == (dana.id, attempt)


def test_start_takes_back_a_stop_by_text(phone: Line) -> None:
    """CASES 29."""
    scott = phone.world.person()
    phone.texts(scott, "STOP")
    phone.world.later(timedelta(minutes=1))
    phone.texts(scott, "START")
    assert not phone.refused(scott)
    assert sent(phone, phone.world.plan(scott, Channel.SMS)) is AttemptState.ACCEPTED


def test_start_takes_back_nothing_said_of_other_channels(phone: Line) -> None:
    """CASES 29."""
    scott = phone.world.person()
    phone.texts(scott, "Please stop calling me")
    phone.world.later(timedelta(minutes=1))
    phone.texts(scott, "START")
    assert phone.refused(scott, Channel.PHONE)


def test_start_never_takes_back_that_nobody_may_contact_them(phone: Line) -> None:
    """CASES 29: neither their own word nor a mark by hand."""
    scott, dana = phone.world.person(), phone.world.person("Dana Fox")
    ana = phone.house.member("Ana")
    phone.texts(scott, "Never contact me again, on any channel")
    stop(phone.house.ears, ThePerson(dana.id, dana.name), "asked at the fair", ana.name)
    phone.world.later(timedelta(minutes=1))
    for one in (scott, dana):
        phone.texts(one, "START")
        assert sent(phone, phone.world.plan(one, Channel.SMS)) is AttemptState.BLOCKED


def test_start_from_a_number_that_two_people_have_proves_nothing(phone: Line) -> None:
    """CASES 29: only with proof."""
    scott = phone.world.person("Scott Reyes", addresses=("+17025550142",))
    phone.world.person("Dana Fox", addresses=("+17025550142",))
    phone.texts(scott, "STOP")
    phone.world.later(timedelta(minutes=1))
    taken = phone.texts(scott, "START")
    assert "nothing proves who wrote it" in taken.done.question
    assert phone.refused(scott)


def test_the_carrier_confirms_its_own_keywords_and_we_confirm_nothing(phone: Line) -> None:
    """CASES 30: one confirmation only."""
    scott = phone.world.person()
    assert phone.texts(scott, "STOP").done.recorded[0].confirmation is None


def test_what_the_carrier_does_not_confirm_we_confirm_once(phone: Line) -> None:
    """CASES 30: it leaves although the stop binds already, within five minutes, never twice."""
    phone = phone.reading(CONFIRMS_NOTHING)
    scott = phone.world.person()
    confirmation = phone.texts(scott, "STOP").done.recorded[0].confirmation
    assert confirmation is not None
    assert sent(phone, confirmation) is AttemptState.ACCEPTED
    row = phone.world.row(confirmation)
    assert (row["purpose"], row["channel"]) == (Purpose.ACKNOWLEDGE, Channel.SMS)
    assert phone.texts(scott, "STOP!").done.recorded[0].confirmation is None


def test_a_confirmation_that_is_late_is_dropped(phone: Line) -> None:
    """CASES 30."""
    phone = phone.reading(CONFIRMS_NOTHING)
    scott = phone.world.person()
    confirmation = phone.texts(scott, "STOP").done.recorded[0].confirmation
    assert confirmation is not None
    phone.world.later(timedelta(minutes=6))
    assert sent(phone, confirmation) is AttemptState.BLOCKED


def test_a_stop_in_their_own_words_is_confirmed_by_us(phone: Line) -> None:
    """CASES 30: the carrier answers single words alone."""
    scott = phone.world.person()
    assert phone.texts(scott, "Please stop texting me").done.recorded[0].confirmation


def test_what_the_carrier_took_for_a_stop_binds_until_somebody_has_looked(phone: Line) -> None:
    scott = phone.world.person()
    taken = phone.texts(scott, "basta ya hombre", OptOutType="STOP")
    assert phone.refused(scott)
    assert taken.done.recorded[0].confirmation is None


def test_what_the_carrier_took_for_a_start_permits_nothing(phone: Line) -> None:
    scott = phone.world.person()
    phone.texts(scott, "STOP")
    phone.world.later(timedelta(minutes=1))
    phone.texts(scott, "YES", OptOutType="START")
    assert phone.refused(scott)


def test_a_text_twice_is_one_text(each_phone: Line) -> None:
    """CASES 31."""
    scott = each_phone.world.person()
    form = text_form(each_phone.number(scott), "STOP")
    assert each_phone.posts(form) is not None
    assert each_phone.posts(form) is None
    assert len(each_phone.house.said(scott)) == 1


def test_a_stop_after_a_start_binds(phone: Line) -> None:
    scott = phone.world.person()
    phone.texts(scott, "START")
    phone.world.later(timedelta(seconds=1))
    phone.texts(scott, "STOP")
    assert phone.refused(scott)


def test_a_question_by_text_is_answered_by_text(phone: Line) -> None:
    scott = phone.world.person()
    taken = phone.texts(scott, "What does it cost?", NumMedia="2")
    row = phone.house.row(taken)
    assert taken.kind is InboundKind.REPLY
    assert (row.reading or {})["attachments"] == 2
    assert sent(phone, phone.world.plan(scott, Channel.SMS)) is AttemptState.HELD


def test_a_stop_from_a_number_nobody_has_binds_whoever_gets_it(phone: Line) -> None:
    taken = phone.posts(text_form("+17025550199", "STOP"))
    assert taken is not None
    assert taken.state is InboundState.UNMATCHED
    later = phone.world.person("Dana Fox", addresses=("+17025550199",))
    assert sent(phone, phone.world.plan(later, Channel.SMS)) is AttemptState.BLOCKED


def test_the_wrong_number_is_used_no_more(phone: Line) -> None:
    scott = phone.world.person()
    phone.texts(scott, "Wrong number, I'm not Scott")
    assert standing(phone.house.said(scott)).wrong
    assert phone.point(scott).state is PointState.OK
    assert sent(phone, phone.world.plan(scott, Channel.SMS)) is AttemptState.BLOCKED
