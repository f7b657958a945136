"""Whole messages, with several meanings at once."""

from datetime import UTC, date, datetime

import pytest

from outreach.bootstrap.phrases import warm_reader
from outreach.listening.reading import Note
from policies.channel import Channel
from policies.statement import (
    Avoid,
    Callback,
    OnlyThrough,
    Pause,
    Prefer,
    Quiet,
    Refuse,
    Request,
    Scope,
    Unclear,
    Via,
    WallTime,
)
from tests.outreach.listening.conftest import Read

TRAVELLER = "Because of extensive travel I'm not able to do phone, could you email me the pricing?"


def test_the_traveller_avoids_phone_prefers_email_and_asks_for_the_pricing(read: Read) -> None:
    """CASES 34: inability is no refusal, and the question is a request."""
    reading = read(TRAVELLER)
    meanings = [item.meaning for item in reading.understood]
    assert Avoid(Channel.PHONE) in meanings
    assert Prefer(Channel.EMAIL, Scope.STANDING) in meanings
    assert Request("the pricing", Channel.EMAIL) in meanings
    assert len(meanings) == 3


def test_a_span_is_a_quotation(read: Read) -> None:
    [avoid, *_] = read(f"Hello Lena,\n\n{TRAVELLER}\n\nBest, Tom").understood
    words = read(f"Hello Lena,\n\n{TRAVELLER}\n\nBest, Tom").words
    assert "not able to do phone" in words[avoid.start : avoid.end]


def test_accents_and_curly_quotes_keep_the_spans_right(read: Read) -> None:
    reading = read("Très bien – café’s fine. Please don’t call me again!")
    [item] = [each for each in reading.understood if isinstance(each.meaning, Refuse)]
    assert reading.words[item.start : item.end].startswith("don’t call me")


def test_a_callback_with_an_order_is_interest_too(read: Read) -> None:
    """CASES 41: "call me in 4 weeks and I will order"."""
    reading = read("Call me in 4 weeks and I will order")
    assert Callback(WallTime(date(2026, 12, 22)), Channel.PHONE) in [
        item.meaning for item in reading.understood
    ]
    assert Note.INTEREST in {each.note for each in reading.noticed}


def test_a_stop_beside_a_callback_leaves_no_promise(read: Read) -> None:
    reading = read("Take me off your list. Or call me in May, ha ha.")
    assert not any(isinstance(item.meaning, Callback) for item in reading.understood)


def test_one_channel_refused_leaves_the_other_preferred(read: Read) -> None:
    meanings = {item.meaning for item in read("Stop calling, but texts are ok").understood}
    assert meanings == {Refuse(Channel.PHONE), Prefer(Channel.SMS)}


def test_two_channels_refused_in_one_breath_are_both_refused(read: Read) -> None:
    meanings = {item.meaning for item in read("Don't ever text or call me again").understood}
    assert {Refuse(Channel.SMS), Refuse(Channel.PHONE)} <= meanings


def test_a_refusal_bounded_by_hours_is_a_quiet_time(read: Read) -> None:
    assert [item.meaning for item in read("Don't call me before 10am").understood] == [
        Quiet(start=0, end=600)
    ]


def test_a_refusal_bounded_by_a_date_is_a_pause(read: Read) -> None:
    assert [item.meaning for item in read("Don't contact me until March").understood] == [
        Pause(WallTime(date(2027, 3, 1)))
    ]


@pytest.mark.parametrize(
    ("text", "avoided", "preferred"),
    [
        ("Don't email me until March, a call is fine.", Channel.EMAIL, Channel.PHONE),
        ("No calls in August please, email is ok.", Channel.PHONE, Channel.EMAIL),
        ("I can't do phone this month, please email me.", Channel.PHONE, Channel.EMAIL),
        ("Bis Ende Mai keine Anrufe, Mails lese ich.", Channel.PHONE, Channel.EMAIL),
        (
            "Pas de téléphone jusqu'au 15. Les mails passent très bien.",
            Channel.PHONE,
            Channel.EMAIL,
        ),
    ],
)
def test_a_pause_of_one_channel_leaves_the_welcome_one_open(
    read: Read, text: str, avoided: Channel, preferred: Channel
) -> None:
    """Until they say otherwise: who wants letters until May is not rung up in May."""
    assert {item.meaning for item in read(text).understood} == {Avoid(avoided), Prefer(preferred)}


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("You can reach me only through my assistant, Jane Park.", "assistant"),
        ("Nur über mein Sekretariat bitte.", "sekretariat"),
        ("Solo a través de mi secretaria, por favor.", "secretaria"),
        ("Uniquement par mon assistante.", "assistante"),
        ("Alleen via mijn assistent.", "assistent"),
    ],
)
def test_who_is_reached_by_way_of_somebody_only_says_so(read: Read, text: str, who: str) -> None:
    assert OnlyThrough(who) in {item.meaning for item in read(text).understood}


@pytest.mark.parametrize(
    ("text", "channel"),
    [("SMS", Channel.SMS), ("By text please", Channel.SMS), ("Email.", Channel.EMAIL)],
)
def test_a_channel_alone_is_the_one_they_would_rather_have(
    read: Read, text: str, channel: Channel
) -> None:
    """As an answer to "how would you like to hear from us?"."""
    assert [item.meaning for item in read(text).understood] == [Prefer(channel)]


def test_a_refusal_bounded_by_something_else_is_asked_about(read: Read) -> None:
    meanings = [item.meaning for item in read("Don't call me at work").understood]
    assert Unclear(Refuse(Channel.PHONE), "a refusal bounded in time or place") in meanings


def test_a_refusal_of_a_topic_of_ours_is_of_that_topic(read: Read) -> None:
    reading = read("Please stop emailing me about the spring fair", topics=("Spring fair",))
    assert [item.meaning for item in reading.understood] == [
        Refuse(Channel.EMAIL, topic="Spring fair")
    ]


def test_a_refusal_for_everybody_here_covers_the_organisation(read: Read) -> None:
    meanings = [item.meaning for item in read("Do not call anyone here again").understood]
    assert Refuse(Channel.PHONE, organisation=True) in meanings


@pytest.mark.parametrize(
    "words",
    ["Nobody at our firm.", "nobody at our firm wants mail", "No one in our office wants calls"],
)
def test_a_refusal_for_nobody_at_a_firm_covers_the_organisation(read: Read, words: str) -> None:
    meanings = [item.meaning for item in read(words).understood]
    assert any(isinstance(one, Refuse) and one.organisation for one in meanings)


@pytest.mark.parametrize(
    "words",
    [
        "Please never contact anyone at Okl Co again.",
        "Please remove everyone at Reyes Construction from your lists.",
        "Bitte kontaktieren Sie niemanden bei der Meyer GmbH mehr.",
        "No contacten más a nadie de Construcciones Prado.",
        "Não contactem mais ninguém da Silva Lda.",
        "Non contattate più nessuno della nostra azienda.",
        "Bitte rufen Sie niemanden in unserer Firma mehr an.",
        "Ne contactez plus personne dans notre entreprise.",
        "Neem met niemand bij Jansen BV meer contact op.",
        "Neem met niemand in onze firma nog contact op.",
    ],
)
def test_a_refusal_for_anybody_at_a_named_firm_covers_the_organisation(
    read: Read, words: str
) -> None:
    assert Refuse(None, organisation=True) in [one.meaning for one in read(words).understood]


@pytest.mark.parametrize(
    "words",
    [
        "I never want to hear from anyone at your company again.",
        "Don't call anyone at this number.",
        "Stop calling me, I don't talk to anyone at all.",
    ],
)
def test_a_refusal_of_anybody_of_ours_is_the_writers_own(read: Read, words: str) -> None:
    refused = [one.meaning for one in read(words).understood if isinstance(one.meaning, Refuse)]
    assert refused
    assert not any(one.organisation for one in refused)


@pytest.mark.parametrize(
    "words",
    [
        "No quiero que nadie de su empresa me llame.",
    ],
)
def test_whoever_wants_nobody_contacted_may_be_refusing(read: Read, words: str) -> None:
    assert Unclear(Refuse(None), "may be a refusal") in [
        one.meaning for one in read(words).understood
    ]


def test_a_fact_about_nobody_at_a_firm_refuses_nothing(read: Read) -> None:
    found = read("Nobody at our firm knows yet who decides about maps.").understood
    assert not any(isinstance(one.meaning, Refuse) for one in found)


def test_a_reps_note_speaks_of_them(read: Read) -> None:
    reading = read("Said texting is fine but if I call again he'll complain.", via=Via.REP)
    assert {item.meaning for item in reading.understood} >= {
        Refuse(Channel.PHONE),
        Prefer(Channel.SMS),
    }


def test_somebody_elses_stop_is_not_theirs(read: Read) -> None:
    reading = read("My colleague has opted out, but I would like to see the demo.")
    assert not any(isinstance(item.meaning, Refuse) for item in reading.understood)
    assert not reading.possibly_refusal


def test_dates_roll_into_next_year(read: Read) -> None:
    """CASES 41: never in the past."""
    new_years_eve = datetime(2026, 12, 31, 20, tzinfo=UTC)
    [pause] = read("Not before 15 January", at=new_years_eve).understood
    assert pause.meaning == Pause(WallTime(date(2027, 1, 15)))


def test_days_are_counted_on_the_persons_clock(read: Read) -> None:
    [callback] = [
        item.meaning
        for item in read("call me tomorrow", at=datetime(2026, 11, 25, 3, tzinfo=UTC)).understood
        if isinstance(item.meaning, Callback)
    ]
    assert callback.at == WallTime(date(2026, 11, 25))


@pytest.fixture(scope="session")
def warm() -> None:
    """Put the phrases together before anything is timed: a busy machine takes seconds."""
    warm_reader()


@pytest.mark.parametrize(
    "text", ["stop " * 4000, "call or text and " * 1200, "please just " * 1700, "a " * 10_000]
)
@pytest.mark.timeout(5, func_only=True)
@pytest.mark.usefixtures("warm")
def test_endless_repetition_costs_no_more_than_it_says(read: Read, text: str) -> None:
    assert read(text).words == text


@pytest.mark.parametrize(
    ("words", "complains"),
    [
        ("Under Article 17 GDPR I request the erasure of my data.", False),
        ("Acting for Ms Calloway, we ask that her data be removed. Pell Rudd Solicitors", False),
        ("One more mail and you will hear from my solicitor.", True),
        ("I will report you to the regulator.", True),
    ],
)
def test_a_threat_is_a_complaint_and_a_sober_request_by_law_is_none(
    read: Read, words: str, complains: bool
) -> None:
    noted = {each.note for each in read(words).noticed}
    assert bool(noted & {Note.COMPLAINT, Note.LEGAL}) is complains


def test_a_second_language_of_a_short_letter_tells_a_wish_too(read: Read) -> None:
    """Too few words to know that it is Italian."""
    meanings = [item.meaning for item in read("Chiamatemi piuttosto.").understood]
    assert [one.channel for one in meanings if isinstance(one, Prefer)] == [Channel.PHONE]


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("Call me in 4 weeks and I will order", Scope.MATTER),
        ("ring me on 12 March please", Scope.MATTER),
        ("Rufen Sie mich am 12. März an", Scope.MATTER),
        ("I prefer calls, ring me Tuesday at 10", Scope.STANDING),
        ("Email is bad for me. Call me in 4 weeks.", Scope.STANDING),
    ],
)
def test_a_call_that_is_asked_for_once_is_no_wish_for_calls(
    read: Read, words: str, scope: Scope
) -> None:
    wishes = [one.meaning for one in read(words).understood if isinstance(one.meaning, Prefer)]
    assert wishes == [Prefer(Channel.PHONE, scope)]
