"""Scenario files: what they may say, and the words in which they are refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from outreach.domain.expectations import NEVER
from outreach.domain.meanings import Interpreted, Said
from outreach.domain.scenarios import Scenario, read_scenarios
from outreach.errors import InputError
from policies.channel import Channel, Kind, Purpose
from policies.facts import Colleague, NumberKind, PointState, Registry
from policies.statement import (
    EVERY_DAY,
    AtMost,
    Avoid,
    Callback,
    Consent,
    Meaning,
    NotInterested,
    Pause,
    Place,
    Prefer,
    Quiet,
    Refuse,
    Resume,
    Source,
    Understood,
    Via,
    WallTime,
    WrongPerson,
)

WHOLE = """
[[scenario]]
name  = "half past six in Las Vegas"
at    = "2026-11-24T06:30:00-08:00"
packs = []

[scenario.person]
name     = "Scott Reyes"
country  = "US"
region   = "US-NV"
timezone = "America/Los_Angeles"
language = "en"
kind     = "consumer"
organisation = "Kestrel Mapping"
contact_points = [
  { channel = "phone", address = "+17025550142", kind = "mobile", registry = "unknown" },
  { channel = "email", address = "scott@kestrel.example", status = "bounced" },
]

[scenario.house]
assume_country = "US"
listening = false

[[scenario.consents]]
channel = "sms"
purpose = "marketing"
given_at = "2026-10-01T12:00:00Z"
proof = "web form, wording v3"

[[scenario.statements]]
said_at = "2026-11-20T10:00:00-08:00"
via     = "email"
proven  = true
words   = "I'm not able to connect via phone in the near future."
means   = [ { avoid = "phone" }, { prefer = "email" } ]

[[scenario.contacts]]
at = "2026-11-23T15:00:00-08:00"
channel = "phone"
by = "Ana Ruiz"
purpose = "marketing"
sequence = "spring"

[[scenario.replies]]
at = "2026-11-23T16:00:00-08:00"
channel = "email"
answered = false

[scenario.attempt]
channel = "phone"
to      = "+17025550142"
purpose = "marketing"
topic   = "spring offer"
by      = "Ana Ruiz"
automated = true
words   = { digest = "a1", says_who = true, says_source = false, said_before = ["b2"] }
has_words_for = ["email", "phone"]

[scenario.expect]
verdict  = "reroute"
to       = "email"
rules    = ["preferred-channel"]
not_rules = ["frequency-cap"]
says     = ["not able to connect via phone"]
earliest = "never"
"""
SMALL = """
[[scenario]]
name = "small"
at = "2026-11-24T06:30:00Z"
attempt = { channel = "email" }
expect = { verdict = "allow" }
"""


def understand(said: Said) -> Interpreted:
    return Interpreted((Understood(Refuse(None)),), bare_stop=said.words == "STOP")


def read(text: str) -> Scenario:
    (scenario,) = read_scenarios("mine.toml", text, understand, ("house", "us"))
    return scenario


def refused(text: str) -> str:
    with pytest.raises(InputError) as raised:
        read(text)
    return str(raised.value)


def meaning(spelled: str) -> Meaning:
    said = f'{{ said_at = "2026-11-20T10:00:00Z", via = "email", means = [{spelled}] }}'
    (understood,) = read(f"{SMALL}statements = [{said}]\n").facts.statements[0].meanings
    return understood.meaning


def test_everything_a_file_may_say_is_read() -> None:
    scenario = read(WHOLE)
    facts = scenario.facts
    assert scenario.name == "half past six in Las Vegas"
    assert scenario.at == datetime(2026, 11, 24, 14, 30, tzinfo=UTC)
    assert scenario.packs == ()
    assert facts.person.zone == "America/Los_Angeles"
    assert facts.person.kind is Kind.CONSUMER
    assert facts.points[0].kind is NumberKind.MOBILE
    assert facts.points[0].registry is Registry.UNKNOWN
    assert facts.points[1].state is PointState.BOUNCED
    assert not facts.house.listening
    assert facts.consents[0].proof == "web form, wording v3"
    assert [each.meaning for each in facts.statements[0].meanings] == [
        Avoid(Channel.PHONE),
        Prefer(Channel.EMAIL),
    ]
    assert facts.contacts[0].sequence == "spring"
    assert not facts.replies[0].answered
    assert facts.attempt.has_words_for == (Channel.EMAIL, Channel.PHONE)
    assert facts.attempt.words.said_before == ("b2",)
    assert not facts.attempt.words.says_source
    assert scenario.expect.to is Channel.EMAIL
    assert scenario.expect.earliest == NEVER


def test_what_is_left_out_is_in_order() -> None:
    scenario = read(SMALL)
    facts = scenario.facts
    assert scenario.packs is None
    assert {point.channel for point in facts.points} == set(Channel)
    assert facts.house.listening
    assert facts.attempt.purpose is Purpose.MARKETING
    assert facts.attempt.automated
    assert facts.attempt.words.says_who
    assert facts.attempt.has_words_for == (Channel.EMAIL, Channel.SMS, Channel.PHONE)


@pytest.mark.parametrize(
    ("purpose", "automated"),
    [
        ("marketing", True),
        ("acknowledge", True),
        ("service", False),
        ("answer", False),
        ("promised", False),
    ],
)
def test_marketing_and_confirmations_are_automated_unless_said(
    purpose: str, automated: bool
) -> None:
    text = SMALL.replace('{ channel = "email" }', f'{{ channel = "email", purpose = "{purpose}" }}')
    assert read(text).facts.attempt.automated is automated


HEARD = '{ person = "Bea", at = "2026-11-24T09:00:00Z", channel = "email", by = "Al" }'


def test_what_colleagues_heard_is_told_by_person() -> None:
    again = HEARD.replace("Bea", "BEA").replace("email", "sms")
    answered = HEARD.replace("Bea", "Cyd").replace("by =", 'purpose = "answer", by =')
    text = SMALL + 'person = { organisation = "Kestrel" }\n'
    found = read(f"{text}organisation_contacts = [{HEARD}, {again}, {answered}]\n").facts
    heard = datetime(2026, 11, 24, 9, tzinfo=UTC)
    both = (Colleague(0, heard, Channel.EMAIL), Colleague(0, heard, Channel.SMS))
    assert found.colleagues == both


def test_colleagues_without_an_organisation_are_refused() -> None:
    assert "need `person.organisation`" in refused(f"{SMALL}organisation_contacts = [{HEARD}]\n")


def test_nobody_is_a_colleague_of_their_own() -> None:
    text = SMALL + 'person = { name = "Bea", organisation = "Kestrel" }\n'
    assert "own contacts are `contacts`" in refused(f"{text}organisation_contacts = [{HEARD}]\n")


def test_an_address_that_is_not_among_the_points_is_a_live_one() -> None:
    text = (
        SMALL + 'person = { contact_points = [{ channel = "phone", address = "+17025550142" }] }\n'
    )
    there = text.replace('{ channel = "email" }', '{ channel = "email", to = "a@b.example" }')
    assert read(there).facts.points[1].address == "a@b.example"
    assert len(read(text).facts.points) == 1


@pytest.mark.parametrize(
    ("spelled", "means"),
    [
        ('{ refuse = "all" }', Refuse(None)),
        ('{ refuse = "phone", topic = "spring" }', Refuse(Channel.PHONE, "spring")),
        ('{ avoid = "sms" }', Avoid(Channel.SMS)),
        ('{ prefer = "email" }', Prefer(Channel.EMAIL)),
        (
            '{ quiet = { days = ["fri", "mon"], from = "18:00", to = "09:00" } }',
            Quiet((0, 4), 1080, 540),
        ),
        ('{ quiet = { from = "00:00", to = "24:00" } }', Quiet(EVERY_DAY, 0, 1440)),
        ('{ pause_until = "2026-12-20" }', Pause(WallTime(date(2026, 12, 20)))),
        ("{ pause_until = 2026-12-20 }", Pause(WallTime(date(2026, 12, 20)))),
        (
            '{ pause_until = "2026-12-20T10:00:00+01:00" }',
            Pause(datetime(2026, 12, 20, 10, tzinfo=timezone(timedelta(hours=1)))),
        ),
        (
            '{ callback = { at = "2026-12-20T10:30", channel = "phone" } }',
            Callback(WallTime(date(2026, 12, 20), 630), Channel.PHONE),
        ),
        ("{ at_most = { count = 1, days = 30 } }", AtMost(1, 30)),
        (
            '{ place = "Asia/Singapore", until = "2026-11-27" }',
            Place("Asia/Singapore", date(2026, 11, 27)),
        ),
        ("{ not_interested = true }", NotInterested()),
        ("{ wrong_person = true }", WrongPerson()),
        ('{ resume = "all" }', Resume(None)),
        ('{ resume = "email" }', Resume(Channel.EMAIL)),
        ('{ consent = { channel = "sms", purpose = "marketing" } }', Consent(Channel.SMS)),
    ],
)
def test_every_meaning_can_be_spelled_out(spelled: str, means: Meaning) -> None:
    assert meaning(spelled) == means


def test_words_without_meanings_are_shown_to_the_reader() -> None:
    said = '{ said_at = "2026-11-20T10:00:00Z", via = "sms", words = "STOP" }'
    (statement,) = read(f"{SMALL}statements = [{said}]\n").facts.statements
    assert [each.meaning for each in statement.meanings] == [Refuse(None)]
    assert statement.source is Source.KEYWORD
    assert statement.via is Via.SMS
    assert not statement.proven


def test_words_with_meanings_keep_those_and_no_others() -> None:
    said = '{ said_at = "2026-11-20T10:00:00Z", via = "rep", words = "STOP", means = [] }'
    (statement,) = read(f"{SMALL}statements = [{said}]\n").facts.statements
    assert statement.meanings == ()
    assert statement.source is Source.REP_NOTE


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('registry = "unknown"', 'registri = "unknown"', "`registri` is not a key here"),
        ('kind     = "consumer"', 'kind     = "human"', "`kind` is `human`"),
        ('via     = "email"', 'via     = "pigeon"', "`via` is `pigeon`"),
        ("proven  = true", 'proven  = "yes"', "`proven` must be true or false"),
        ('{ avoid = "phone" }', '{ avoid = "fax" }', "`avoid` is `fax`"),
        ('{ avoid = "phone" }', '{ shun = "phone" }', "`shun` must be one meaning"),
        ('{ avoid = "phone" }', '{ avoid = "phone", refuse = "sms" }', "`avoid` must be"),
        ('"2026-11-20T10:00:00-08:00"', '"2026-11-20T10:00:00"', "`said_at` is"),
        (
            '"2026-11-20T10:00:00-08:00"',
            '"2026-11-24T06:30:01-08:00"',
            "after the moment of judging",
        ),
        ('at    = "2026-11-24T06:30:00-08:00"', 'at    = "tomorrow"', "`at` is `tomorrow`"),
        ('verdict  = "reroute"', 'verdict  = "maybe"', "`verdict` is `maybe`"),
        ('verdict  = "reroute"', 'verdikt  = "reroute"', "`verdikt` is not a key here"),
        ("packs = []", "packs = [1]", "`packs` must be a list of texts"),
        ('sequence = "spring"', 'seqence = "spring"', "`seqence` is not a key here"),
        ('country  = "US"', 'country  = "us"', "`country` is `us`"),
        ('country  = "US"', 'country  = "United States"', "`country` is `United States`"),
        ('region   = "US-NV"', 'region   = "Nevada"', "`region` is `Nevada`"),
        ('assume_country = "US"', 'assume_country = "usa"', "`assume_country` is `usa`"),
        ('at    = "2026-11-24T06:30', 'at    = "9999-11-24T06:30', "`at` lies in 9999"),
        ("packs = []", 'packs = ["atlantis"]', "`packs` names `atlantis`"),
        ('rules    = ["preferred-channel"]', 'rules    = ["prefered"]', "`rules` names `prefered`"),
        ('says     = ["', 'says     = ["", "', "`says` must not hold an empty text"),
    ],
)
def test_a_mistake_is_named_by_file_line_and_key(old: str, new: str, says: str) -> None:
    line = WHOLE[: WHOLE.index(old)].count("\n") + 1
    told = refused(WHOLE.replace(old, new, 1))
    assert told.startswith(f"mine.toml, line {line}: ")
    assert says in told


def test_a_key_that_is_missing_is_named() -> None:
    assert "`name` is missing" in refused(WHOLE.replace('name  = "half past six in', '# "'))


def test_the_second_scenario_has_lines_of_its_own() -> None:
    second = SMALL.replace('"allow"', '"alow"')
    assert refused(SMALL + second).startswith("mine.toml, line 12: `verdict` is `alow`")


def test_expecting_nothing_is_a_mistake() -> None:
    assert "must expect something" in refused(SMALL.replace('{ verdict = "allow" }', "{}"))


def test_an_unknown_table_is_refused() -> None:
    assert "`scenaro` is not a key here" in refused(SMALL + "[[scenaro]]\nname = 'x'\n")


def test_a_file_without_scenarios_is_refused() -> None:
    assert "`scenario` is missing" in refused("")


def test_what_is_not_toml_is_refused_with_its_line() -> None:
    told = refused("[[scenario]]\nname = \n")
    assert told.startswith("mine.toml is not TOML")
    assert "line 2" in told


def test_a_rule_that_is_none_is_refused_even_where_it_is_not_to_be_found() -> None:
    text = SMALL.replace('{ verdict = "allow" }', '{ not_rules = ["contact_hours"] }')
    assert "`not_rules` names `contact_hours`, which is no rule" in refused(text)


def test_a_statement_without_words_and_without_meanings_says_nothing() -> None:
    said = '{ said_at = "2026-11-20T10:00:00Z", via = "sms" }'
    assert "`words` are missing, and so is `means`" in refused(f"{SMALL}statements = [{said}]\n")


def test_a_limit_over_more_days_than_anybody_lives_is_refused() -> None:
    said = 'said_at = "2026-11-20T10:00:00Z", via = "sms", means = [{ at_most = '
    text = f"{SMALL}statements = [{{ {said}{{ count = 1, days = 99999999999 }} }}] }}]\n"
    assert "`days` is 99999999999; it must be at most 36500" in refused(text)


@pytest.mark.parametrize("typed", ["+1 (702) 555-0142", "+1-702-555-0142", "tel:+1.702.555.0142"])
def test_a_number_may_be_typed_as_people_write_it(typed: str) -> None:
    points = f'[{{ channel = "phone", address = "{typed}" }}]'
    text = SMALL.replace('"email" }', f'"phone", to = "{typed}" }}')
    facts = read(f"{text}person = {{ contact_points = {points} }}\n").facts
    assert [point.address for point in facts.points] == ["+17025550142"]
    assert facts.attempt.to == "+17025550142"
