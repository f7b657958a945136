"""The first three beats: twelve people, the traveller, and half past six in Las Vegas."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

from outreach.demo.knowing import as_they_are
from outreach.demo.stage import ANA, BEN, Stage
from outreach.demo.story import (
    AT_THE_EXPO,
    BAKER,
    GLADLY,
    MOTHER,
    ON_LEAVE,
    PRICES,
    TRAVELLER,
    Story,
    at,
)
from outreach.domain.attempts import AttemptState
from outreach.gate.preflight import Asked, preflight
from outreach.gate.telling import refusal_of
from outreach.services import keep_promises
from outreach.services.enrol import steps_of
from outreach.store import call_book, sequences
from policies.english import ENGLISH
from policies.verdict import name_of

VEGAS = ZoneInfo("America/Los_Angeles")
HOME = ZoneInfo("America/New_York")


async def twelve_people(story: Story) -> None:
    teller, stage = story.teller, story.stage
    teller.beat("0:00  Twelve people")
    stage.bring_in()
    stage.add_sequence("spring-sites")
    teller.does("people import people.csv --source 'Expo 2026'")
    teller.result("\n".join(stage.lives()))
    teller.say("They are more than addresses, and Ana notes what she knows of them:")
    as_they_are(stage, teller)
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
    closed = {one: home.closed(stage.person(name)) for one, name in people.items()}
    asked = Asked(steps, list(people), ANA, stage.clock.now(), zones, closed)
    foreseen = preflight(home.gate, asked)
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


async def the_traveller(story: Story) -> None:
    teller, stage = story.teller, story.stage
    teller.beat("1:00  The traveller writes")
    await stage.until(at("2026-11-24T13:30"))
    teller.clock(stage.clock.now().astimezone(HOME), "in New York")
    waiting = [one.name for one in stage.house.store.read(call_book.waiting)]
    teller.result(f"{len(waiting)} calls wait in Ana's book; {TRAVELLER} is one of them.")
    await story.traveller_writes()
    teller.result(f"{TRAVELLER}: {story.understood(TRAVELLER)}")
    teller.result(f"{BAKER}: {story.understood(BAKER)}")
    still = [one.name for one in stage.house.store.read(call_book.waiting)]
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


async def las_vegas(story: Story) -> None:
    teller, stage = story.teller, story.stage
    teller.beat("2:00  Half past six in Las Vegas")
    pressed = await story.half_past_six_in_las_vegas()
    teller.clock(stage.clock.now().astimezone(VEGAS), "in Las Vegas")
    teller.does(f"calls press --person '{TRAVELLER}' --by '{BEN}'")
    shown = "the number is shown" if pressed.granted else "No number is shown."
    why = refusal_of(stage.house.gate, pressed, ENGLISH)
    teller.result(f"{shown}\n{why}", good=pressed.granted)
