"""The last beats: a promise kept, a stop, compliance, and the same plan with nobody listening."""

from __future__ import annotations

import io
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from outreach.demo.compliance import Tampered, tampered_copy
from outreach.demo.counting import Against, against_their_word
from outreach.demo.knowing import became_a_customer
from outreach.demo.post import PostOffice
from outreach.demo.stage import BEN, COMPLIANCE, Stage, staged
from outreach.demo.story import (
    BAKER,
    FATHER,
    THE_ORDER,
    TRAVELLER,
    Story,
)
from outreach.demo.telling import Teller
from outreach.domain.attempts import AttemptState
from outreach.services import keep_promises, review
from outreach.store import attempts
from policies.channel import Channel, Purpose

VEGAS = ZoneInfo("America/Los_Angeles")
HOME = ZoneInfo("America/New_York")


async def four_weeks(story: Story) -> None:
    teller, stage = story.teller, story.stage
    teller.beat("3:00  Four weeks on")
    pressed = await story.four_weeks_on()
    teller.clock(stage.clock.now().astimezone(HOME), "in New York")
    teller.say(f"{BAKER} asked to be called in four weeks. That was yesterday, and Ana is ill.")
    teller.does("promises list")
    teller.result("Ana's promise is overdue, so it is anybody's to take.", good=False)
    teller.does(f"promises take ... --by '{BEN}' && outreach promises keep ... --by '{BEN}'")
    if pressed is None or not pressed.granted:
        why = pressed.explanation if pressed else "the promise is gone"
        teller.result(f"not kept: {why}", good=False)
        return
    teller.result("Ben sees the number, because she asked for this call, and rings her.")
    story.writes(BAKER, THE_ORDER)
    await stage.round()
    became_a_customer(stage, teller, BAKER, "Delgado Bakery Supply")
    kept = not [one for one in _owed(stage) if one == BAKER]
    teller.result("The promise is kept, a day late." if kept else "The promise is still owed.")


def _owed(stage: Stage) -> list[str]:
    owed = keep_promises.owed(stage.house.store, stage.clock.now())
    return [one.person.name for one in owed]


async def stop(story: Story) -> None:
    teller, stage = story.teller, story.stage
    teller.beat("4:00  STOP in the middle of a batch")
    received = await story.stop_in_the_middle()
    teller.clock(stage.clock.now().astimezone(HOME), "in New York")
    teller.words(f"{FATHER} writes, while the batch is going out", "STOP")
    address = stage.address(FATHER)
    teller.result(
        f"{len(received)} mails of the batch went out; {received.count(address)} to {FATHER}."
    )
    teller.result(f"silent after {story.silent_ms or 0:.0f} ms (measured, not simulated).")
    await stage.round()
    story.writes(FATHER, "stop")
    await stage.round()
    confirmed = [row for row in attempts_of(stage, FATHER) if row["purpose"] == Purpose.ACKNOWLEDGE]
    sent = sum(row["state"] == AttemptState.ACCEPTED for row in confirmed)
    teller.result(f"He says it twice and gets {sent} confirmation.")


async def compliance(story: Story, folder: Path) -> Tampered:
    teller, stage = story.teller, story.stage
    teller.beat(f"5:00  {COMPLIANCE} of compliance looks")
    pressed = pressed_call(stage)
    teller.does(f"why {pressed}")
    reason = review.why(stage.house.gate, pressed).reasons[0]
    objections = [f"{one.rule}: {one.because}" for one in reason.asked if one.because]
    silent = sum(not one.because for one in reason.asked)
    teller.result("\n".join((reason.sentence, *objections, f"{silent} other rules were asked")))
    await stage.rounds.seal()
    tampered = tampered_copy(stage.house, folder / "tampered")
    teller.say("In a copy of the ledger somebody makes that refusal an allowed call:")
    teller.does("ledger verify --house tampered")
    teller.result(tampered.found, good=False)
    teller.does("ledger verify")
    teller.result(tampered.original)
    return tampered


async def without_listening(story: Story, folder: Path) -> list[Against]:
    """Run the same plan with nobody listening, told to nobody, and count."""
    teller = story.teller
    teller.beat("Without listening")
    muted = Teller(Console(file=io.StringIO()), unhurried=False)
    post = folder / "deaf" / "post"
    with PostOffice(post) as office, staged(folder / "deaf" / "house", office.port, post) as stage:
        await run_deaf(Story(stage, muted, office, hearing=False))
        against = against_their_word(story.stage, stage)
        await stage.leave()
    for one in against:
        local = one.at.astimezone(HOME)
        teller.result(f"{one.name}, by {one.channel}, {local:%d %b}: “{one.words}”", good=False)
    teller.say(f"without listening: {len(against)} contacts against their word")
    teller.say("(simulated: the same plan, the same days, without what they said)")
    return against


async def run_deaf(story: Story) -> None:
    """Make the same moves at the same moments, where no word arrives."""
    stage = story.stage
    stage.bring_in()
    stage.add_sequence("spring-sites")
    stage.enrol("spring-sites")
    await stage.round()
    await story.traveller_writes()
    await story.works_through_the_book()
    await story.half_past_six_in_las_vegas()
    await story.four_weeks_on()
    await story.stop_in_the_middle()
    await stage.round()


def pressed_call(stage: Stage) -> str:
    """Return the call that Ben pressed."""
    calls_of_his = [
        row
        for row in attempts_of(stage, TRAVELLER)
        if row["channel"] == Channel.PHONE and row["by"] == BEN
    ]
    return str(calls_of_his[0]["id"])


def attempts_of(stage: Stage, name: str) -> list[dict[str, object]]:
    person = stage.person(name).id
    return [dict(row) for row in stage.house.store.read(lambda conn: attempts.of(conn, person))]
