"""One person, whoever of us deals with them, told as a story and not as a record.

Stories 1, 2 and 4 of those this product exists for: I am a person, not a prospect; what people call
themselves, not what we call them; everything that goes on, after the sale most of all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outreach.cli.person.card import card
from outreach.domain.notes import Money, NoteKind
from outreach.domain.sequences import read_sequence, sequence_body, sequence_options
from outreach.gate import preflight
from outreach.services import knowing, listen, merging
from outreach.services.enrol import enrol
from outreach.services.knowing import NewNote, NewRelation, NewRole, Words
from outreach.services.listen.through import Through, only_through
from outreach.store import enrollments, sequences
from policies.channel import Channel
from policies.verdict import name_of
from tests.stories.a_house import Tale, a_house

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""Ten in the morning in New York."""
LENA, MIRA = "lena@college.example", "mira@northlight.example"
NEW_YORK = {"country": "US", "region": "US-NY"}
FUNNEL = re.compile(
    r"\b(prospects?|leads?|opportunit\w+|pipeline|funnel|mql|sql|score|stage|persona|p_[0-9a-v]{20,})\b",
    re.IGNORECASE,
)
LETTERS = """
name = "first-letters"
version = 1
purpose = "marketing"
ends_on = ["reply", "colleague's reply", "meeting"]
exclusive = true

[[step]]
channel = "email"
words = { email = "intro" }

[[step]]
after = "2 business days"
channel = "email"
words = { email = "follow-up" }
only_if = ["no reply"]
"""


@pytest.fixture
def tale(tmp_path: Path) -> Iterator[Tale]:
    """Kestrel Mapping: Ana sells, Ben looks after customers, Cora keeps the accounts."""
    with a_house(tmp_path / "kestrel", MONDAY) as told:
        told.joins("Ben Okri")
        told.joins("Cora Lindt")
        yield told


def _is(tale: Tale, name: str, what: str, by: str, at: str = "") -> None:
    new = NewRole(tale.person(name).id, what, by, at)
    knowing.add_role(tale.house.store, tale.clock, new)


def _notes(tale: Tale, by: str, name: str, text: str, kind: NoteKind, **more: object) -> None:
    new = NewNote(tale.person(name).id, text, by, kind, **more)  # type: ignore[arg-type]
    knowing.note(tale.house.store, tale.clock, new)


def _card(tale: Tale, name: str) -> str:
    return "\n".join(card(tale.house, tale.person(name)))


def _may(tale: Tale, name: str, channel: Channel) -> str:
    who, now = tale.person(name).id, tale.clock.now()
    found = preflight.may(tale.house.gate, who, channel, now, by="Ana Ruiz")
    return f"{name_of(found.case.verdict)}: {found.case.explanation.sentence}"


def _writes_in_turn(tale: Tale, *names: str) -> None:
    plan, now = read_sequence(LETTERS, "first-letters.toml"), tale.clock.now()
    store, house = tale.house.store, tale.house
    store.write(
        lambda conn: sequences.add(
            conn,
            plan.name,
            plan.version,
            plan.purpose,
            sequence_body(plan),
            now,
            sequence_options(plan),
        )
    )
    ids = [tale.person(one).id for one in names]
    enrol(store, tale.clock, plan.name, ids, tale.member("Ana Ruiz"), house.zones, house.closed)
    tale.passes(timedelta(minutes=1))


def test_a_student_who_pays_and_whose_mother_buys_is_one_person(tale: Tale) -> None:
    """Story 1: three departments met her three times; one card, one history, one word of hers."""
    tale.meets("Ana Ruiz", "Lena Ott", LENA, at="Hill College", **NEW_YORK)
    tale.meets("Cora Lindt", "Lena  Ott", LENA, **NEW_YORK)
    [two] = merging.may_be_one(tale.house.store)
    assert two.because == "they share an address or number and one name"
    because = "the same address; she says so"
    store, stopped = tale.house.store, tale.house.ears.stopped
    merging.merge(store, tale.clock, stopped, two.one.id, two.other.id, because, "Cora Lindt")

    _is(tale, "Lena Ott", "student", "Ana Ruiz", "Hill College")
    _is(tale, "Lena Ott", "payer", "Cora Lindt")
    tale.meets("Ben Okri", "Rosa Ott", "rosa@ott.example", **NEW_YORK)
    mother = NewRelation(
        tale.person("Lena Ott").id, "introduced by", "Ben Okri", tale.person("Rosa Ott").id
    )
    knowing.relate(tale.house.store, tale.clock, mother)
    _notes(tale, "Cora Lindt", "Lena Ott", "Paid for the atlas in two parts.", NoteKind.NOTE)
    _notes(tale, "Ana Ruiz", "Lena Ott", "trial agreed", NoteKind.MILESTONE)

    page = _card(tale, "Lena Ott")
    for line in ("student at Hill College", "payer since", "introduced by Rosa Ott"):
        assert line in page
    story = "\n".join(tale.story("Lena Ott"))
    for line in ("Cora Lindt noted", "together we reached trial agreed", "introduced by Rosa Ott"):
        assert line in story
    assert FUNNEL.findall(page + story) == []

    tale.is_told("Ben Okri", "Lena Ott", "Please don't call me.")
    assert _may(tale, "Lena Ott", Channel.PHONE).startswith("block")


def test_whoever_was_introduced_is_contacted_by_nobody_because_of_it(tale: Tale) -> None:
    """Story 3 has them at a networking event: not buying, but knows people who are."""
    tale.meets("Ana Ruiz", "Ingrid Lund", "ingrid@lund.example", **NEW_YORK)
    tale.meets("Ana Ruiz", "Noor Haddad", "noor@haddad.example", **NEW_YORK)
    tie = NewRelation(
        tale.person("Noor Haddad").id, "introduced by", "Ana Ruiz", tale.person("Ingrid Lund").id
    )
    knowing.relate(tale.house.store, tale.clock, tie)
    tale.passes(timedelta(days=7))
    assert [one for one in tale.story("Noor Haddad") if "by email" in one] == []
    assert "introduced Noor Haddad" in _card(tale, "Ingrid Lund")


def test_their_own_words_stand_before_anything_of_ours(tale: Tale) -> None:
    """Story 2: prospects may be human, and "the IT director" walks a dog."""
    tale.meets("Ana Ruiz", "Mira Sol", MIRA, at="Northlight School", **NEW_YORK)
    mine = Words("M. Sol-Reyes", "Mira", "a geography teacher who ended up buying the computers")
    who = tale.person("Mira Sol").id
    knowing.portray(tale.house.store, tale.clock, who, mine, "Ana Ruiz")
    words = "No idea who decides here, but we need maps badly."
    listen.hear(tale.house.ears, who, words, "Ana Ruiz")
    _notes(tale, "Ana Ruiz", "Mira Sol", words, NoteKind.READINESS)

    first, second, *rest = _card(tale, "M. Sol-Reyes").splitlines()
    assert first == "Mira Sol (call them Mira)"
    assert second == "  “a geography teacher who ended up buying the computers”"
    assert f"  how ready: “{words}” (23 Nov 2026 10:00, noted by Ana Ruiz)" in rest
    assert FUNNEL.findall("\n".join(rest)) == []


def test_the_history_is_a_documentary_that_goes_on_after_the_sale(tale: Tale) -> None:
    """Story 4: letters, her answer, the visit, the trial, the delivery, and what came after."""
    tale.meets("Ana Ruiz", "Mira Sol", MIRA, at="Northlight School", **NEW_YORK)
    _writes_in_turn(tale, "Mira Sol")
    answer = "Thank you! Could you come by and show us the wall maps?"
    tale.passes(timedelta(hours=2))
    tale.writes(MIRA, answer)
    tale.passes(timedelta(days=1))
    cost = Money(1850, "USD")
    _notes(
        tale, "Ana Ruiz", "Mira Sol", "Showed four maps.", NoteKind.VISIT, minutes=90, spent=cost
    )
    for days, by, reached in (
        (1, "Ana Ruiz", "trial agreed"),
        (20, "Ana Ruiz", "quote sent"),
        (30, "Ben Okri", "delivered"),
    ):
        tale.passes(timedelta(days=days))
        _notes(tale, by, "Mira Sol", reached, NoteKind.MILESTONE, shared_at="Northlight School")
    tale.passes(timedelta(days=1))
    _is(tale, "Mira Sol", "customer", "Cora Lindt", "Northlight School")
    tale.passes(timedelta(days=90))
    _notes(
        tale, "Ben Okri", "Mira Sol", "One map had a tear; sent another.", NoteKind.CALL, minutes=15
    )

    story = "\n".join(tale.story("Mira Sol"))
    told = (
        "Ana Ruiz by email",
        answer,
        "Ana Ruiz visited them (90 min, 18.50 USD)",
        "together we reached trial agreed",
        "together we reached delivered",
        "they became customer at Northlight School",
        "Ben Okri spoke with them (15 min)",
    )
    places = [story.index(each) for each in told]
    assert places == sorted(places)
    assert "spent so far: 1 h 45 min, 18.50 USD" in _card(tale, "Mira Sol")


def test_a_colleague_answers_and_nobody_else_there_gets_the_next_letter(tale: Tale) -> None:
    """Four people at one school had the first letter; one of them says what all of them think."""
    names = ["Mira Sol", "Noor Haddad"]
    for name in names:
        mail = f"{name.split()[0].lower()}@northlight.example"
        tale.meets("Ana Ruiz", name, mail, at="Northlight School", **NEW_YORK)
    _writes_in_turn(tale, *names)
    tale.until(MONDAY + timedelta(days=1))
    tale.writes(MIRA, "Thanks, we are looking at it together and will come back to you.")
    who = tale.person("Noor Haddad").id
    [way] = tale.house.store.read(lambda conn: enrollments.of(conn, who))
    assert way.ended_because == "somebody at their organisation wrote back"
    tale.until(MONDAY + timedelta(days=10))
    assert len([one for one in tale.story("Noor Haddad") if "by email" in one]) == 1


def test_who_asks_for_the_assistant_gets_the_assistant(tale: Tale) -> None:
    """ "Only through my assistant": a statement with an effect, at every door."""
    tale.meets("Ana Ruiz", "Scott Reyes", "scott@reyes.example", "+12125550142", **NEW_YORK)
    tale.meets("Ana Ruiz", "Mira Sol", MIRA, **NEW_YORK)
    asked = Through(
        tale.person("Scott Reyes").id,
        tale.person("Mira Sol").id,
        "Please arrange it with Mira, I never get to my mail.",
        "Ana Ruiz",
    )
    only_through(tale.house.ears, asked)
    assert "reached only through Mira Sol" in _may(tale, "Scott Reyes", Channel.PHONE)
    assert _may(tale, "Scott Reyes", Channel.EMAIL).startswith("allow")
    assert "has as assistant Mira Sol" in _card(tale, "Scott Reyes")
    assert f"{MIRA} (through Mira Sol)" in _card(tale, "Scott Reyes")


def test_nothing_while_she_is_on_leave_and_nobody_at_a_firm_that_asked(tale: Tale) -> None:
    tale.meets("Ana Ruiz", "Mira Sol", MIRA, at="Northlight School", **NEW_YORK)
    tale.meets("Ana Ruiz", "Noor Haddad", "noor@haddad.example", **NEW_YORK)
    _is(tale, "Noor Haddad", "trustee", "Ana Ruiz", "Northlight School")
    tale.is_told("Ana Ruiz", "Mira Sol", "I am on leave, please nothing until 11 January.")
    assert _may(tale, "Mira Sol", Channel.EMAIL).startswith("defer")
    tale.until(datetime(2027, 1, 12, 16, 0, tzinfo=UTC))
    assert _may(tale, "Mira Sol", Channel.EMAIL).startswith("allow")
    assert _may(tale, "Noor Haddad", Channel.EMAIL).startswith("allow")
    tale.writes(MIRA, "Please do not contact anybody at our school any more.")
    assert _may(tale, "Noor Haddad", Channel.EMAIL).startswith("block")
