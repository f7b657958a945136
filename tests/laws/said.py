"""Random statements: every meaning, by every way, proven or not, long ago or a minute ago."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from policies.channel import Channel, Purpose
from policies.statement import (
    AtMost,
    Avoid,
    Callback,
    Consent,
    Language,
    Meaning,
    NotInterested,
    OnlyThrough,
    Pause,
    Place,
    Prefer,
    Quiet,
    Refuse,
    Request,
    Resume,
    Scope,
    Source,
    Statement,
    Unclear,
    Understood,
    Via,
    WallTime,
    WrongPerson,
)
from tests.laws.moments import ago, days, minutes_of_day, moments
from tests.laws.places import ADDRESSES, NO_ZONES, NUMBERS, ZONES

TOPICS = (None, "spring offer", "service contract")
WORDS = (
    "Please stop.",
    "I travel a lot; could you write instead? " * 12,
    "not before January, and never on Fridays “thanks”",
    "no",
    "",
)

channels = st.sampled_from(Channel)
purposes = st.sampled_from(Purpose)
_any_channel = st.none() | channels
whens = st.builds(WallTime, days, st.none() | minutes_of_day) | moments()
quiets = st.builds(
    Quiet,
    st.sets(st.integers(0, 6), min_size=1).map(lambda found: tuple(sorted(found))),
    minutes_of_day,
    st.integers(0, 96).map(lambda quarter: quarter * 15),
)
refusals = st.builds(
    Refuse, _any_channel, st.sampled_from(TOPICS), st.sampled_from((False, False, True))
)
limits = st.builds(AtMost, st.integers(1, 3), st.integers(1, 30))
pauses = st.builds(Pause, whens)
for_good = st.one_of(
    refusals,
    st.builds(Avoid, channels),
    st.just(NotInterested()),
    st.just(WrongPerson()),
    st.just(OnlyThrough("Mira")),
)
"""What a later word replaces only by taking it back."""

restrictive: st.SearchStrategy[Meaning] = st.one_of(
    for_good,
    quiets,
    pauses,
    limits,
    st.builds(Unclear, st.none() | refusals, st.just("not sure")),
)
any_meaning: st.SearchStrategy[Meaning] = st.one_of(
    restrictive,
    restrictive,
    st.builds(Prefer, channels, st.sampled_from(Scope)),
    st.builds(Resume, _any_channel),
    st.builds(Consent, channels, st.just(Purpose.MARKETING) | purposes),
    st.builds(Callback, whens, channels),
    st.builds(Place, st.sampled_from((*ZONES, *NO_ZONES)), st.none() | days),
    st.builds(Language, st.sampled_from(("de", "xx"))),
    st.builds(Request, st.just("pricing"), _any_channel),
)


class _Manner(NamedTuple):
    """How something was said, apart from what."""

    back: timedelta
    via: Via
    keyword: bool
    words: str
    proven: bool
    point: str | None


_manners = st.builds(
    _Manner,
    ago,
    st.sampled_from(Via),
    st.booleans(),
    st.sampled_from(WORDS),
    st.booleans(),
    st.none() | st.sampled_from((*ADDRESSES, *NUMBERS)),
)
_SOURCES = {Via.WEB: Source.PAGE, Via.IMPORT: Source.IMPORT, Via.REP: Source.REP_NOTE}
_BARE = {Via.SMS: Source.KEYWORD, Via.EMAIL: Source.KEYWORD, Via.WEB: Source.ONE_CLICK}

_one_or_two: dict[st.SearchStrategy[Meaning], st.SearchStrategy[list[Meaning]]] = {}


def _some(meanings: st.SearchStrategy[Meaning]) -> st.SearchStrategy[list[Meaning]]:
    if meanings not in _one_or_two:
        _one_or_two[meanings] = st.lists(meanings, min_size=1, max_size=2)
    return _one_or_two[meanings]


@st.composite
def statements(
    draw: st.DrawFn,
    meanings: st.SearchStrategy[Meaning],
    latest: datetime,
    name: str,
    *,
    proven: bool | None = None,
) -> Statement:
    """Draw something said at or before `latest`, often within the last minutes."""
    how, said = draw(_manners), draw(_some(meanings))
    source = _BARE.get(how.via) if how.keyword else None
    return Statement(
        id=name,
        words=how.words,
        said_at=latest - how.back,
        via=how.via,
        source=source or _SOURCES.get(how.via, Source.REPLY),
        proven=how.proven if proven is None else proven,
        meanings=tuple(Understood(meaning, 0, None) for meaning in said),
        point=how.point,
    )


def what_closes(channel: Channel) -> st.SearchStrategy[Meaning]:
    """Meanings after which nobody may use this channel, today at any rate."""
    return st.sampled_from(
        [
            Refuse(None),
            Refuse(channel),
            Avoid(channel),
            Prefer(Channel.SMS),
            Pause(datetime(2027, 3, 1, tzinfo=UTC)),
            Quiet(),
        ]
    )
