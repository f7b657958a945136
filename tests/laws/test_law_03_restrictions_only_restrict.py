"""Law 3: a restrictive statement opens nothing and brings no waiting forward.

The one exception: a person's own proven word may replace their own earlier quiet time, pause or
limit. A confirmation is left out: it is owed because of the very refusal that came in.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from outreach.bootstrap.rulebook import load_rulebook
from policies.channel import Channel, Purpose
from policies.decide import decide, earliest
from policies.facts import Facts, Point, Proposed, Someone
from policies.rulebook import Rulebook
from policies.statement import (
    Meaning,
    Pause,
    Refuse,
    Resume,
    Understood,
)
from policies.verdict import Allow, Block, Defer
from tests.laws.given import facts
from tests.laws.moments import moments
from tests.laws.packs import any_rulebook
from tests.laws.said import for_good, limits, pauses, quiets, restrictive, statements

HOME = "America/Los_Angeles"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NEVER = datetime.max.replace(tzinfo=UTC)


def meant_as(drawn: Facts, purpose: Purpose) -> Facts:
    return replace(drawn, attempt=replace(drawn.attempt, purpose=purpose))


@st.composite
def heard(draw: st.DrawFn, at: datetime) -> tuple[Facts, Facts]:
    """Draw facts without and with one more restrictive statement."""
    before = draw(facts(at))
    if before.attempt.purpose is Purpose.ACKNOWLEDGE:
        before = meant_as(before, Purpose.MARKETING)
    hearsay = statements(restrictive, at, "more", proven=False)
    said = draw(hearsay | statements(for_good, at, "more", proven=True))
    return before, replace(before, statements=(*before.statements, said))


@given(st.data(), moments(), any_rulebook)
def test_a_restrictive_statement_opens_nothing(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    before, after = data.draw(heard(at))
    if not isinstance(decide(before, at, rulebook).verdict, Allow):
        assert not isinstance(decide(after, at, rulebook).verdict, Allow)


@given(st.data(), moments(), any_rulebook)
def test_a_restrictive_statement_brings_no_waiting_forward(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    before, after = data.draw(heard(at))
    one, other = (decide(each, at, rulebook).verdict for each in (before, after))
    if isinstance(one, Defer) and isinstance(other, Defer):
        assert other.until >= one.until


@given(st.data(), moments(), any_rulebook)
def test_a_restrictive_statement_brings_no_earliest_moment_forward(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    before, after = data.draw(heard(at))
    one, other = (earliest(each, at, rulebook) or NEVER for each in (before, after))
    assert other >= one


@given(st.data(), moments(), any_rulebook, st.sampled_from(Channel) | st.none())
def test_without_proof_nothing_is_taken_back(
    data: st.DataObject, at: datetime, rulebook: Rulebook, channel: Channel | None
) -> None:
    before = data.draw(facts(at))
    stop = data.draw(statements(st.just(Refuse(None)), at, "stop"))
    resume = data.draw(statements(st.just(Resume(channel)), at, "resume", proven=False))
    refused = replace(before, statements=(*before.statements, stop))
    resumed = replace(refused, statements=(*refused.statements, resume))
    if not isinstance(decide(refused, at, rulebook).verdict, Allow):
        assert not isinstance(decide(resumed, at, rulebook).verdict, Allow)


@given(st.data(), moments(), any_rulebook)
def test_a_stop_from_any_source_acts_at_once(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    purposes = st.sampled_from((Purpose.MARKETING, Purpose.SERVICE, Purpose.ANSWER))
    before = meant_as(data.draw(facts(at)), data.draw(purposes))
    stop = data.draw(statements(st.just(Refuse(None)), at, "stop"))
    only_this = replace(stop, said_at=at, meanings=(Understood(Refuse(None)),))
    after = replace(before, statements=(*before.statements, only_this))
    assert decide(after, at, rulebook).verdict == Block()


@given(st.data(), moments(), any_rulebook)
def test_a_pause_from_any_source_acts_at_once_beside_what_they_proved(
    data: st.DataObject, at: datetime, rulebook: Rulebook
) -> None:
    purposes = st.sampled_from((Purpose.MARKETING, Purpose.SERVICE))
    before = meant_as(data.draw(facts(at)), data.draw(purposes))
    proven = data.draw(statements(pauses, at, "proven", proven=True))
    hearsay = data.draw(statements(st.just(Pause(at + HOUR)), at, "hearsay", proven=False))
    now = replace(hearsay, said_at=at, meanings=(Understood(Pause(at + HOUR)),))
    after = replace(before, statements=(*before.statements, proven, now))
    assert not isinstance(decide(after, at, rulebook).verdict, Allow)


@given(st.data(), moments(), st.sampled_from([quiets, pauses, limits]))
def test_hearsay_does_not_replace_what_they_proved(
    data: st.DataObject, at: datetime, kind: st.SearchStrategy[Meaning]
) -> None:
    rulebook = load_rulebook(())
    proven = data.draw(statements(kind, at, "proven", proven=True))
    heard_later = data.draw(statements(kind, at, "hearsay", proven=False))
    calm = replace(data.draw(facts(at)), statements=(proven,), person=Someone("Ana", zone=HOME))
    both = replace(calm, statements=(proven, replace(heard_later, said_at=at)))
    for moment in (at + hours * HOUR for hours in range(0, 7 * 24, 5)):
        if not isinstance(decide(calm, moment, rulebook).verdict, Allow):
            assert not isinstance(decide(both, moment, rulebook).verdict, Allow)


@given(st.data(), moments(), st.sampled_from(Channel), st.none() | st.sampled_from(Channel))
def test_a_stop_stands_whatever_is_said_in_their_name(
    data: st.DataObject, at: datetime, channel: Channel, resumed: Channel | None
) -> None:
    stop = data.draw(statements(st.just(Refuse(None)), at - MINUTE, "stop"))
    resume = data.draw(statements(st.just(Resume(resumed)), at, "resume", proven=False))
    attempt = Proposed(channel, Purpose.MARKETING, "Bob", automated=False)
    asked = Facts(
        attempt,
        Someone("Ana", zone=HOME),
        points=(Point(channel, "+17025550142"),),
        statements=(stop, replace(resume, said_at=at)),
    )
    assert decide(asked, at, load_rulebook(())).verdict == Block()
