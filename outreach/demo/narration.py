"""The story, told beat by beat, and at the end what would have happened without listening."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from outreach.demo.compliance import Tampered
from outreach.demo.counting import Against
from outreach.demo.first_days import las_vegas, the_traveller, twelve_people
from outreach.demo.post import PostOffice
from outreach.demo.stage import staged
from outreach.demo.story import Story
from outreach.demo.telling import Teller
from outreach.demo.weeks_later import compliance, four_weeks, pressed_call, stop, without_listening


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
    visitors: Path
    """A list that nobody has brought in yet."""


async def perform(folder: Path, teller: Teller) -> Left:
    """Tell the story in an empty folder; return what is left there."""
    post = folder / "post"
    with PostOffice(post) as office, staged(folder / "house", office.port, post) as stage:
        story = Story(stage, teller, office)
        teller.say(f"Mail server: 127.0.0.1:{office.port} (ours; it keeps every mail in {post}).")
        teller.say(f"Text carrier: 127.0.0.1:{stage.carrier.port} (ours too; nobody is texted).")
        await twelve_people(story)
        await the_traveller(story)
        await las_vegas(story)
        await four_weeks(story)
        await stop(story)
        tampered = await compliance(story, folder)
        against = await without_listening(story, folder)
        pressed = pressed_call(stage)
        stage.add_sequence("summer-sites")  # nobody is in it yet: to be tried on the desk
        visitors = stage.leave_a_list(folder)
        stage.go_on_from_here()
        await stage.leave()
    silent = story.silent_ms or 0.0
    return Left(folder / "house", post, tuple(against), silent, tampered, pressed, visitors)
