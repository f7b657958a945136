"""Random people and attempts, rich enough that every rule is reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from policies.channel import Channel, Kind, Purpose
from policies.facts import (
    Bar,
    Barred,
    Circle,
    Colleague,
    Contact,
    Facts,
    GivenConsent,
    House,
    NumberKind,
    PausedSender,
    Point,
    PointState,
    Proposed,
    Registry,
    Reply,
    Someone,
    Words,
)
from policies.statement import Statement
from tests.laws.moments import START, ago, around
from tests.laws.places import ADDRESSES, NO_ZONES, NUMBERS, PLACES, ZONES
from tests.laws.said import TOPICS, any_meaning, channels, purposes, statements

Dated = st.SearchStrategy[list[tuple[timedelta, dict[str, Any]]]]
"""What is drawn alike for all moments: how long ago, and what."""

PAUSED = PausedSender(
    "hello@" + "a-long-name-of-ours." * 3 + "example", "refused because " + "of this " * 6, START
)
_mostly = st.sampled_from((True,) * 9 + (False,))
_seldom = st.sampled_from((False,) * 9 + (True,))

_states = st.sampled_from((PointState.OK,) * 4 + tuple(PointState))
_listed = st.sampled_from((Registry.CLEAR, Registry.CLEAR, *Registry))
_looked = st.sampled_from((None, None, START, START + timedelta(days=150)))
_kinds_of_number = st.none() | st.sampled_from(NumberKind)


def _numbers(channel: Channel) -> st.SearchStrategy[Point]:
    number = st.sampled_from(NUMBERS)
    return st.builds(Point, st.just(channel), number, _states, _kinds_of_number, _listed, _looked)


_points = st.lists(
    st.one_of(
        st.builds(Point, st.just(Channel.EMAIL), st.sampled_from(ADDRESSES), _states),
        _numbers(Channel.PHONE),
        _numbers(Channel.SMS),
    ),
    min_size=1,
    max_size=4,
)
_names = st.sampled_from(("", "Ana Ruiz", "Ana " + "von und zu " * 30 + "Ruiz"))
_zones = st.sampled_from((None,) * 18 + (*ZONES, *NO_ZONES))
people = st.builds(
    lambda name, place, zone, kind: Someone(name, place[0], place[1], zone, "en", kind, "Kestrel"),
    _names,
    st.sampled_from(PLACES),
    _zones,
    st.none() | st.sampled_from(Kind),
)
_houses = st.builds(
    lambda country, listening, halted, unclear, paused: House(
        country,
        listening,
        "intake is down",
        "a wrong price went out" if halted else "",
        "two people share this address" if unclear else "",
        PAUSED if paused else None,
    ),
    st.sampled_from((None, "US", "US", "FR")),
    _mostly,
    _seldom,
    _seldom,
    _seldom,
)

_consents: Dated = st.lists(
    st.tuples(
        around,
        st.builds(
            dict,
            channel=channels,
            purpose=st.just(Purpose.MARKETING) | purposes,
            proof=st.sampled_from(("web form", "web form", "")),
            lasts=st.sampled_from((None, None, timedelta(days=180))),
        ),
    ),
    max_size=2,
)
_contacts: Dated = st.lists(
    st.tuples(
        ago,
        st.builds(
            dict,
            channel=channels,
            purpose=purposes,
            by=st.just("Bob Ito"),
            automated=st.booleans(),
            outside=_seldom,
        ),
    ),
    max_size=7,
)
_replies: Dated = st.lists(
    st.tuples(
        ago,
        st.builds(
            dict,
            channel=channels,
            answered=_mostly,
            statement=st.sampled_from((None, "s0", "gone")),
        ),
    ),
    max_size=2,
)
_bars = st.lists(
    st.builds(
        Bar,
        st.sampled_from(Barred),
        st.just("asked"),
        st.just(START),
        st.just("Al"),
        st.none() | st.sampled_from((*NUMBERS, *ADDRESSES, "spring offer")),
    ),
    max_size=1,
)
_colleagues: Dated = st.lists(
    st.tuples(ago, st.builds(dict, who=st.integers(0, 5), channel=channels)), max_size=5
)
_elsewhere = st.lists(_colleagues, max_size=1)
_Drawn = Sequence[tuple[timedelta, dict[str, Any]]]
_words = st.sampled_from(
    (Words("a1"),) * 8
    + (
        Words("a1", said_before=("b2", "a1")),
        Words("a1", says_who=False),
        Words("a1", says_source=False),
        Words("a1", offers_opt_out=False),
        Words(),
    )
)
_attempts: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    purpose=purposes | st.just(Purpose.MARKETING),
    automated=st.booleans(),
    named=st.integers(0, 5),
    topic=st.sampled_from(TOPICS),
    words=_words,
    everywhere=st.booleans(),
    tried=st.sampled_from(((), (), (Channel.EMAIL,), (Channel.SMS, Channel.PHONE))),
)
_how_many = st.integers(0, 3)
_which = st.integers(0, 3)


@st.composite
def facts(draw: st.DrawFn, at: datetime) -> Facts:
    """Draw everything that may be known of one attempt at `at`."""
    points = draw(_points)
    said = [draw(statements(any_meaning, at, f"s{n}")) for n in range(draw(_how_many))]
    return Facts(
        attempt=_proposed(draw(_attempts), points, draw(_which), said),
        person=draw(people),
        points=tuple(points),
        statements=tuple(said),
        consents=tuple(_consent(at - back, given) for back, given in draw(_consents)),
        contacts=tuple(Contact(at - back, **given) for back, given in draw(_contacts)),
        replies=tuple(Reply(at - back, **given) for back, given in draw(_replies)),
        bars=tuple(draw(_bars)) if draw(_seldom) else (),
        house=draw(_houses),
        colleagues=_heard(at, draw(_colleagues)),
        elsewhere=tuple(Circle("The Choir", _heard(at, each)) for each in draw(_elsewhere)),
    )


def _heard(at: datetime, drawn: _Drawn) -> tuple[Colleague, ...]:
    return tuple(Colleague(at=at - back, **given) for back, given in drawn)


def _consent(given_at: datetime, given: dict[str, Any]) -> GivenConsent:
    told = dict(given)
    lasts = told.pop("lasts")
    return GivenConsent(given_at=given_at, expires_at=given_at + lasts if lasts else None, **told)


def _proposed(
    drawn: dict[str, Any], points: Sequence[Point], which: int, said: Sequence[Statement]
) -> Proposed:
    """Return the attempt: mostly to a point they have, at times by a channel they have not."""
    purpose, mine = drawn["purpose"], points[which % len(points)]
    channel = mine.channel if drawn["named"] else list(Channel)[which % len(Channel)]
    to = mine.address if drawn["named"] > 3 else None
    about = said[which % len(said)].id if said else "s0"
    return Proposed(
        channel=channel,
        purpose=purpose,
        by="Ana Ruiz",
        automated=drawn["automated"],
        to=to,
        topic=drawn["topic"],
        words=drawn["words"],
        has_words_for=tuple(Channel) if drawn["everywhere"] else (channel,),
        tried=drawn["tried"],
        acknowledges=about if purpose is Purpose.ACKNOWLEDGE else None,
        answers=about if purpose is Purpose.ANSWER else None,
    )
