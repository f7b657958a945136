"""The story, told beat by beat, and at the end what would have happened without listening."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console

from outreach.demo.compliance import Tampered, tampered_copy
from outreach.demo.counting import Against, against_their_word
from outreach.demo.post import PostOffice
from outreach.demo.stage import ANA, BEN, COMPLIANCE, Stage, staged
from outreach.demo.story import (
    AT_THE_EXPO,
    BAKER,
    FATHER,
    GLADLY,
    MOTHER,
    ON_LEAVE,
    PRICES,
    THE_ORDER,
    TRAVELLER,
    Story,
    at,
)
from outreach.demo.telling import Teller
from outreach.domain.attempts import AttemptState
from outreach.gate.preflight import Asked, preflight
from outreach.services import calls, keep_promises, review
from outreach.services.enrol import steps_of
from outreach.store import attempts, sequences
from policies.channel import Channel, Purpose
from policies.verdict import name_of

VEGAS = ZoneInfo("America/Los_Angeles")
HOME = ZoneInfo("America/New_York")


@dataclass(frozen=True, slots=True)
class Left:
    """What the demo leaves to look at."""

    house: Path
    mails: Path
    against: tuple[Against, ...]
    silent_ms: float
    tampered: Tampered
    pressed: str
    """The call that was refused at half past six."""


async def perform(folder: Path, teller: Teller) -> Left:
    """Tell the story in an empty folder; return what is left there."""
    post = folder / "post"
    with PostOffice(post) as office, staged(folder / "house", office.port, post) as stage:
        story = Story(stage, teller, office)
        teller.say(f"Mail server: 127.0.0.1:{office.port} (ours; it keeps every mail in {post}).")
        await _twelve_people(story)
        await _the_traveller(story)
        await _las_vegas(story)
        await _four_weeks(story)
        await _stop(story)
        tampered = await _compliance(story, folder)
        against = await _without_listening(story, folder)
        pressed = _pressed(stage)
    return Left(folder / "house", post, tuple(against), story.silent_ms or 0.0, tampered, pressed)


def _pressed(stage: Stage) -> str:
    """Return the call that Ben pressed."""
    calls_of_his = [
        row
        for row in _attempts(stage, TRAVELLER)
        if row["channel"] == Channel.PHONE and row["by"] == BEN
    ]
    return str(calls_of_his[0]["id"])


async def _twelve_people(story: Story) -> None:
    teller, stage = story.teller, story.stage
    teller.beat("0:00  Twelve people")
    stage.bring_in()
    stage.add_sequence("spring-sites")
    teller.does("people import people.csv --source 'Expo 2026'")
    teller.result("\n".join(stage.lives()))
    teller.say("At the fair some of them told Ana how to reach them:")
    await opening(story)
    for name in AT_THE_EXPO:
        teller.result(f"{name}: {story.understood(name)}")
    teller.does("preflight spring-sites")
    for line in _preflight(stage):
        teller.result(line)
    stage.enrol("spring-sites")
    teller.does("enroll spring-sites --all && outreach run")
    sent = await stage.round()
    gone = Counter(one.state for one in sent)[AttemptState.ACCEPTED]
    teller.result(f"{gone} emails are out; the others wait or are left in peace.")
    stage.clock.advance(timedelta(minutes=1))
    story.machine_writes(MOTHER, ON_LEAVE)
    await stage.round()
    teller.result(f"{MOTHER}: {story.understood(MOTHER)}")


async def opening(story: Story) -> None:
    """Let people tell Ana how they want to be reached."""
    for name, words in AT_THE_EXPO.items():
        if story.told(name, words):
            story.teller.words(f"{name} said", words)


def _preflight(stage: Stage) -> list[str]:
    """Return one line for whatever does not simply go, and the totals."""
    home = stage.house
    steps = steps_of(home.store.read(lambda conn: sequences.get(conn, "spring-sites")))
    people = {stage.person(name).id: name for name in stage.everybody()}
    zones = {one: home.zones(stage.person(name))[0] for one, name in people.items()}
    foreseen = preflight(home.gate, Asked(steps, list(people), ANA, stage.clock.now(), zones))
    counted = Counter(name_of(one.verdict) for one in foreseen)
    told = {
        "allow": "will go",
        "defer": "wait",
        "reroute": "go another way",
        "hold": "held for a human",
        "block": "blocked",
    }
    totals = ", ".join(f"{counted[name]} {words}" for name, words in told.items() if counted[name])
    lines = [f"{len(foreseen)} steps: {totals} (simulated)"]
    for name in AT_THE_EXPO:
        mine = [one for one in foreseen if people[one.person_id] == name]
        first = next(one for one in mine if name_of(one.verdict) != "allow")
        lines.append(f"{name}, {first.step.channel}: {first.case.explanation.sentence}")
    return lines


async def _the_traveller(story: Story) -> None:
    teller, stage = story.teller, story.stage
    teller.beat("1:00  The traveller writes")
    await stage.until(at("2026-11-24T13:30"))
    teller.clock(stage.clock.now().astimezone(HOME), "in New York")
    waiting = [one.queued.name for one in calls.waiting(stage.house.store)]
    teller.result(f"{len(waiting)} calls wait in Ana's book; {TRAVELLER} is one of them.")
    await story.traveller_writes()
    teller.result(f"{TRAVELLER}: {story.understood(TRAVELLER)}")
    teller.result(f"{BAKER}: {story.understood(BAKER)}")
    still = [one.queued.name for one in calls.waiting(stage.house.store)]
    gone = "goes no further" if TRAVELLER not in still else "still waits"
    teller.result(f"{TRAVELLER}'s call was judged afresh and {gone}; {len(still)} calls are left.")
    for one in keep_promises.owed(stage.house.store, stage.clock.now()):
        due = one.promise.due_at.astimezone(HOME)
        teller.result(f"promised to {one.person.name}: {one.promise.what}, by {due:%a %d %b}")
    teller.pause("Press Enter, and Ana answers him by email.")
    teller.does(f"answer '{TRAVELLER}' --text '...the prices...' --by '{ANA}'")
    teller.words(f"{ANA} writes", PRICES.text)
    state = await story.ana_answers(TRAVELLER, PRICES)
    await story.ana_answers(BAKER, GLADLY)
    teller.result(f"{state}: his request is closed, his sequence ended, nobody rings him.")
    made = await story.works_through_the_book()
    teller.result(f"Ana makes the {made} other calls of the day.")


async def _las_vegas(story: Story) -> None:
    teller, stage = story.teller, story.stage
    teller.beat("2:00  Half past six in Las Vegas")
    pressed = await story.half_past_six_in_las_vegas()
    teller.clock(stage.clock.now().astimezone(VEGAS), "in Las Vegas")
    teller.does(f"calls press --person '{TRAVELLER}' --by '{BEN}'")
    shown = "the number is shown" if pressed.granted else "No number is shown."
    teller.result(f"{shown}\n{pressed.explanation}", good=pressed.granted)


async def _four_weeks(story: Story) -> None:
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
    kept = not [one for one in _owed(stage) if one == BAKER]
    teller.result("The promise is kept, a day late." if kept else "The promise is still owed.")


def _owed(stage: Stage) -> list[str]:
    owed = keep_promises.owed(stage.house.store, stage.clock.now())
    return [one.person.name for one in owed]


async def _stop(story: Story) -> None:
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
    confirmed = [row for row in _attempts(stage, FATHER) if row["purpose"] == Purpose.ACKNOWLEDGE]
    sent = sum(row["state"] == AttemptState.ACCEPTED for row in confirmed)
    teller.result(f"He says it twice and gets {sent} confirmation.")


def _attempts(stage: Stage, name: str) -> list[dict[str, object]]:
    person = stage.person(name).id
    return [dict(row) for row in stage.house.store.read(lambda conn: attempts.of(conn, person))]


async def _compliance(story: Story, folder: Path) -> Tampered:
    teller, stage = story.teller, story.stage
    teller.beat(f"5:00  {COMPLIANCE} of compliance looks")
    pressed = _pressed(stage)
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


async def _without_listening(story: Story, folder: Path) -> list[Against]:
    """Run the same plan with nobody listening, told to nobody, and count."""
    teller = story.teller
    teller.beat("Without listening")
    muted = Teller(Console(file=io.StringIO()), unhurried=False)
    post = folder / "deaf" / "post"
    with PostOffice(post) as office, staged(folder / "deaf" / "house", office.port, post) as stage:
        await run_deaf(Story(stage, muted, office, hearing=False))
        against = against_their_word(story.stage, stage)
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
