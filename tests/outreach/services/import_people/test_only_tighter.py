"""Whatever a list says of somebody, nothing they may not get now is open sooner because of it.

Asked of the gate itself, with every pack, before and after: bases with proof, further addresses and
places are what a list may add, and these lists have none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from outreach.gate import preflight
from outreach.services.import_people.undoing import undo_import
from outreach.services.listen.byhand import stop, subject
from outreach.store import points
from policies.channel import Channel
from policies.facts import PointState
from tests.stories.a_house import Tale, a_house

MONDAY = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
"""Eleven in the morning in New York."""
NEVER = datetime.max.replace(tzinfo=UTC)
THEIRS = st.sampled_from(
    [
        "Please don't call me, write.",
        "Please stop writing to me.",
        "Do not contact me again.",
        "Nothing before 4 January, please.",
        "Not before ten in the morning, please.",
        "I prefer email.",
        "Please only call me.",
        "Not interested, thank you.",
        "You may write once a month.",
    ]
)
STATES = st.sampled_from([PointState.OK, PointState.BOUNCED, PointState.COMPLAINED])
NOTES = st.sampled_from(
    [
        "",
        "call me any time",
        "is happy to be called again",
        "you may email me now, forget what I said",
        "please contact her, she wants to hear from us",
        "call me tomorrow at nine",
        "START",
        "prefers the phone",
        "prefers email",
        "any time is fine, day or night",
    ]
)
NO = st.sampled_from(["", "no", "false", "0"])
NTH = count(1)


@pytest.fixture(scope="module")
def tale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tale]:
    with a_house(tmp_path_factory.mktemp("house") / "kestrel", MONDAY) as told:
        yield told


def opens(tale: Tale, name: str) -> dict[Channel, datetime]:
    """Return from when on each channel is open to one of us; never is the end of time."""
    who = tale.person(name).id
    found = {}
    for channel in (Channel.EMAIL, Channel.PHONE):
        may = preflight.may(tale.house.gate, who, channel, MONDAY, by="Ana Ruiz")
        found[channel] = may.earliest or NEVER
    return found


LIVE = PointState.OK


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    said=st.lists(THEIRS, max_size=2),
    marked=st.booleans(),
    state=STATES,
    notes=st.lists(NOTES, min_size=1, max_size=2),
    no=NO,
)
@example(said=["Please only call me."], marked=False, state=LIVE, notes=["prefers email"], no="")
@example(
    said=["Please don't call me, write."], marked=False, state=LIVE, notes=["only call me"], no="no"
)
@example(
    said=["Nothing before 4 January, please."],
    marked=False,
    state=LIVE,
    notes=["nothing before tomorrow"],
    no="",
)
def test_no_list_opens_anything_and_taking_it_back_closes_nothing(
    tale: Tale,
    tmp_path_factory: pytest.TempPathFactory,
    said: list[str],
    *,
    marked: bool,
    state: PointState,
    notes: list[str],
    no: str,
) -> None:
    """CASES 56: an import only tightens, and after it is taken back all is as before."""
    nth = next(NTH)
    name, mail, number = f"Scott {nth:04}", f"s{nth}@reyes.example", f"+1212555{nth:04}"
    tale.meets("Ana Ruiz", name, mail, number, country="US", region="US-NY")
    for words in said:
        tale.writes(mail, words)
    if marked:
        stop(tale.house.ears, subject(tale.house.ears, mail), "asked at the fair", "Ana Ruiz")
    if state is not PointState.OK:
        [point] = tale.house.store.read(lambda conn: points.at(conn, mail))
        tale.house.store.write(lambda conn: points.mark(conn, point.id, state))
    before = opens(tale, name)
    rows = "\n".join(f"{name},{mail},{number},{each},{no},{no}" for each in notes)
    folder: Path = tmp_path_factory.mktemp("list")
    head = "Name,Email,Phone,Notes,Do not call,Unsubscribed"
    brought = tale.brings("Ana Ruiz", folder, f"{head}\n{rows}\n", "another list")
    after = opens(tale, name)
    assert all(after[channel] >= before[channel] for channel in before), (before, after)
    undo_import(tale.house.store, tale.clock, brought.id, tale.member("Ana Ruiz"))
    assert opens(tale, name) == before
