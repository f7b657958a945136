"""Random packs: entries of every kind with dates, lunch gaps, clocks, holidays, caps and rests.

They lie where the people of the laws may be, so that they are asked; and some name a calendar that
nobody has. A rulebook of them has the shipped places and holidays.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from outreach.bootstrap.rulebook import load_rulebook
from policies.basis import OUTRIGHT, BasisKind, Life
from policies.channel import Channel, Kind, Purpose
from policies.duties import Duty
from policies.finding import Force
from policies.rulebook import (
    HOUSE_PACK,
    WHERE_THEY_ARE,
    Cap,
    Confirmation,
    Entry,
    EntryKind,
    Opening,
    Pack,
    Rest,
    Rulebook,
)
from policies.statement import DAY_MINUTES, EVERY_DAY
from tests.laws.moments import days

CODES = (
    HOUSE_PACK,
    "us",
    "us-nv",
    "us-fl",
    "us-tn",
    "ca",
    "ca-bc",
    "au",
    "es",
    "es-cn",
    "fr",
    "jp",
)
CALENDARS = (("US",), ("FR", "JP"), (WHERE_THEY_ARE,), ("ES-CN", WHERE_THEY_ARE), ("ZZ",))
"""The last is nobody's: whoever asks it is told so, and that is an objection."""

_WEEKDAYS = (0, 1, 2, 3, 4)
_weekdays = st.sampled_from((EVERY_DAY, EVERY_DAY, _WEEKDAYS, (5,), (0, 2), (6,)))
_quarters = st.integers(0, 96).map(lambda quarter: quarter * 15)


def _stretches(edges: list[int]) -> list[tuple[int, int]]:
    """Pair off edges of a day: with four of them there is a gap for lunch."""
    some = sorted(set(edges))
    return [(some[n], some[n + 1]) for n in range(0, len(some) - 1, 2)] or [(0, DAY_MINUTES)]


openings = st.builds(
    lambda edges, days: tuple(Opening(days, *one) for one in _stretches(edges)),
    st.lists(_quarters, min_size=2, max_size=5),
    _weekdays,
)
wide_openings = st.builds(
    lambda first, gap, last, days: tuple(
        Opening(days, *one) for one in _stretches([first, gap, gap + 45, last])
    ),
    st.integers(0, 10 * 60),
    st.integers(11 * 60, 14 * 60),
    st.integers(17 * 60, DAY_MINUTES),
    st.sampled_from((EVERY_DAY, EVERY_DAY, EVERY_DAY, _WEEKDAYS)),
)
"""Most of the day on most days, with a short gap at noon."""
_caps = st.lists(
    st.builds(Cap, st.integers(1, 3), st.sampled_from((24, 30, 168, 720)), st.booleans()),
    min_size=1,
    max_size=2,
)
_rests = st.lists(
    st.builds(
        Rest, st.sampled_from(("no", "stop", "silence")), st.integers(1, 400), st.integers(1, 3)
    ),
    min_size=1,
    max_size=2,
)
_closed = st.sampled_from(((5, 6), (6,), (4,)))
_calendars = st.sampled_from(CALENDARS)
_ages = st.sampled_from((0, 1, 31))
_required = st.sampled_from(((), (Duty.SENDER_NAME, Duty.POSTAL_ADDRESS), (Duty.OPT_OUT_NOTICE,)))
_accepts = st.sampled_from(
    (OUTRIGHT, (BasisKind.WRITTEN,), (*OUTRIGHT, BasisKind.PURCHASE), tuple(BasisKind))
)
_lives = st.lists(
    st.builds(Life, st.sampled_from(BasisKind), st.sampled_from((1, 6, 24))), max_size=2
).map(tuple)

VALUES: dict[EntryKind, st.SearchStrategy[dict[str, Any]]] = {
    EntryKind.CONTACT_HOURS: st.fixed_dictionaries(
        {"openings": openings},
        optional={
            "holidays": _calendars,
            "eves": openings,
            "clock": st.sampled_from(("America/New_York", "Asia/Tokyo", "Mars/Olympus")),
        },
    ),
    EntryKind.FORBIDDEN_DAYS: st.fixed_dictionaries({"holidays": _calendars})
    | st.fixed_dictionaries({"closed_days": _closed}),
    EntryKind.FREQUENCY_CAP: st.fixed_dictionaries({"caps": _caps.map(tuple)}),
    EntryKind.REST: st.fixed_dictionaries({"rests": _rests.map(tuple)}),
    EntryKind.CONSENT_REQUIRED: st.fixed_dictionaries(
        {"consent": st.just("prior_express"), "accepts": _accepts, "lives": _lives}
    ),
    EntryKind.CONSENT_EXPIRY: st.fixed_dictionaries({"lives": _lives}),
    EntryKind.EMERGENCY_BAN: st.just({}),
    EntryKind.OPT_OUT_CONFIRMATION: st.fixed_dictionaries(
        {"confirmation": st.builds(Confirmation, st.just(1), st.sampled_from((1, 5, 60)))}
    ),
    EntryKind.REGISTRY: st.fixed_dictionaries(
        {"registry": st.just("the list"), "max_age_days": _ages}
    ),
    EntryKind.CHANNEL_PROHIBITION: st.just({}),
    EntryKind.IDENTIFICATION: st.fixed_dictionaries({"required": _required}),
    EntryKind.OPT_OUT_MECHANISM: st.fixed_dictionaries({"required": _required}),
}
"""What an entry of each kind says."""

_from = st.sampled_from((None, None, None, date(2024, 1, 1))) | days
_until = st.sampled_from((None, None, None, date(2024, 1, 1), date(2031, 1, 1))) | days
_common = st.fixed_dictionaries(
    {
        "channels": st.sets(st.sampled_from(Channel), min_size=1).map(sorted).map(tuple),
        "purposes": st.sampled_from(((), (), (Purpose.MARKETING,), tuple(Purpose))),
        "applies_to": st.sampled_from(((), (), (Kind.CONSUMER,), (Kind.BUSINESS,))),
        "in_force_from": _from,
        "in_force_until": _until,
        "confidence": st.sampled_from(("verified_primary", "memory_unverified")),
        "checked": st.sampled_from((None, date(2026, 11, 1))),
        "force": st.sampled_from(Force),
        "relax_if": st.sampled_from(((), ("existing_customer",))),
        "scope": st.sampled_from(("", "residential")),
    }
)
_a_kind = st.sampled_from(tuple(VALUES))


@st.composite
def entries(draw: st.DrawFn, code: str, name: str, kind: EntryKind | None = None) -> Entry:
    """Draw one entry of a pack: of any kind that is judged, or of this one."""
    chosen = draw(_a_kind) if kind is None else kind
    ours = code == HOUSE_PACK
    values = {**draw(_common), **draw(VALUES[chosen])}
    if ours:
        values["force"] = Force.COURTESY
    return Entry(
        id=name,
        jurisdiction=code if ours else code.upper(),
        kind=chosen,
        citation=f"Act on {name}",
        source="a test",
        **values,
    )


_some_codes = st.lists(st.sampled_from(CODES), min_size=1, max_size=4, unique=True)
_how_many = st.integers(0, 4)
_literal = st.booleans()


@st.composite
def rulebooks(draw: st.DrawFn) -> Rulebook:
    """Draw a rulebook of random packs; taken literally, or beside empty ones for everywhere."""
    packs = {}
    for code in draw(_some_codes):
        drawn = [draw(entries(code, f"{code}-{n}")) for n in range(draw(_how_many))]
        packs[code] = Pack(code, code, tuple(drawn))
    if draw(_literal):
        return replace(load_rulebook(()), packs=packs)
    return replace(load_rulebook(), packs={**_without_entries(), **packs})


@lru_cache(maxsize=1)
def _without_entries() -> dict[str, Pack]:
    """Every shipped pack with nothing in it: rules are shipped everywhere, and say nothing."""
    return {code: replace(pack, entries=()) for code, pack in load_rulebook().packs.items()}


SHIPPED = st.sampled_from([None, (), ("us",), ("house",), ("us", "house")]).map(load_rulebook)
any_rulebook = st.one_of(SHIPPED, rulebooks(), rulebooks())
"""Rulebooks that are shipped, wholly or in part, and twice as many that are made up."""
