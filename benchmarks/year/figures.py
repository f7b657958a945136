"""What a year came to: figures counted from what people meant and what left the doors.

Of the house's own book-keeping only this is asked: why it says that something left (its purpose),
which steps it made, what it held for a human, and how it read each reply.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select

from benchmarks.year.cast import AT_HOME, Where
from benchmarks.year.desk import Desk
from benchmarks.year.oracle import (
    DAY,
    EMAIL,
    Contact,
    Life,
    Told,
    after_a_stop,
    is_open_day,
    most_in_thirty_days,
    unlawful,
    unwelcome,
    waits,
    wrongs,
)
from benchmarks.year.record import as_read
from benchmarks.year.sayings import Meant
from benchmarks.year.world import World
from outreach.domain.attempts import AttemptState
from outreach.store.tables import attempt, decision, statement
from policies.facts_json import meanings_from_json
from policies.statement import Refuse, Unclear

PATIENCE = 3
"""Business days within which a lawful step leaves."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def rate(self) -> float:
        """Return the share; of nothing it is whole."""
        return self.part / self.whole if self.whole else 1.0


@dataclass(frozen=True, slots=True)
class Came:
    """What the year came to.

    `wrong` says what was wrong with each contact that went against what is on record, `missed` with
    each that went against what people meant and nobody understood.

    `lawful` steps by email left within three business days, of all that came due and could;
    `held` of them asked for a human. `misread` of all harmless replies were read as a stop, and
    `narrowed` of those within a business day. `requests` were answered within a business day.
    """

    people: int
    letters: int
    calls: int
    replies: int
    lawful: Share
    late: tuple[str, ...]
    held: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]
    most: int
    after_stop: int
    misread: Share
    narrowed: Share
    requests: Share
    unanswered: tuple[str, ...]
    longest_sentence: int
    stuck: tuple[str, ...]


def figures(world: World, desk: Desk, ends: datetime) -> Came:
    """Count it all, once the year is over."""
    _note_letters(world, desk.lives)
    everybody = list(desk.lives.values())
    steps = list(_steps(world, desk.lives, ends))
    lawful = [one for one in steps if one.welcome]
    wrong = tuple(wrongs(as_read(world, desk.lives)))
    harmless = list(_harmless(world, desk))
    misread = [one for one in harmless if one.as_stop]
    asked = list(_requests(desk.lives, ends))
    return Came(
        people=len(everybody),
        letters=sum(one.channel == EMAIL for life in everybody for one in life.contacts),
        calls=sum(one.channel != EMAIL for life in everybody for one in life.contacts),
        replies=sum(len(life.told) for life in everybody),
        lawful=Share(sum(one.in_time for one in lawful), len(lawful)),
        late=tuple(one.told for one in lawful if not one.in_time),
        held=sum(one.held for one in lawful),
        wrong=wrong,
        missed=tuple(one for one in wrongs(everybody) if one not in wrong),
        most=most_in_thirty_days(everybody),
        after_stop=after_a_stop(everybody),
        misread=Share(len(misread), len(harmless)),
        narrowed=Share(sum(one.narrowed for one in misread), len(misread)),
        requests=Share(sum(one.in_time for one in asked), len(asked)),
        unanswered=tuple(one.words for one in asked if not one.in_time),
        longest_sentence=_longest_sentence(world),
        stuck=tuple(desk.stuck),
    )


def _note_letters(world: World, lives: dict[str, Life]) -> None:
    """Put every mail that reached somebody beside their calls, with the house's reason for it."""
    wanted = select(
        attempt.c.message_id, attempt.c.purpose, attempt.c.automated, attempt.c.by
    ).where(attempt.c.message_id.is_not(None))
    rows = world.house.store.read(lambda conn: conn.execute(wanted).all())
    why = {row.message_id.strip("<>"): row for row in rows}
    for letter in world.post.letters:
        row, person = why[letter.message_id.strip("<>")], world.ids[letter.address]
        made = Contact(letter.at, person, EMAIL, row.purpose, row.automated, row.by)
        lives[person].contacts.append(made)
        if row.purpose == "answer" and not row.automated:
            lives[person].answered.append(letter.at)
    for life in lives.values():
        life.contacts.sort(key=lambda one: one.at)
        life.answered.sort()


@dataclass(frozen=True, slots=True)
class _Step:
    """A step by email that came due: whether it was welcome all the while, and left in time."""

    welcome: bool
    in_time: bool
    held: bool
    told: str


def _steps(world: World, lives: dict[str, Life], ends: datetime) -> Iterator[_Step]:
    held = select(decision.c.attempt_id).where(decision.c.verdict == "hold")
    query = select(attempt).where(attempt.c.channel == EMAIL, attempt.c.sequence_name.is_not(None))
    store = world.house.store
    asked = set(store.read(lambda conn: conn.execute(held).scalars().all()))
    for row in store.read(lambda conn: conn.execute(query).mappings().all()):
        life = lives[row["person_id"]]
        until = after_open_days(life.who.where, row["created_at"], PATIENCE)
        if until > ends:
            continue
        went = row["sending_since"] if row["state"] == AttemptState.ACCEPTED else None
        seen = until if went is None else min(went, until)
        yield _Step(
            welcome=_welcome(life, row["created_at"], seen),
            in_time=went is not None and went <= until,
            held=row["id"] in asked,
            told=f"{row['created_at']:%Y-%m-%d} {row['state']} {row['outcome_detail'] or went}",
        )


def _welcome(life: Life, since: datetime, until: datetime) -> bool:
    """Whether nothing that they said, and nothing they waited for, spoke against it meanwhile."""
    spoke = any(since <= one.at <= until for one in life.told)
    objects = any(unlawful(life)) or any(unwelcome(life, since))
    return not (spoke or objects or waits(life, since))


def after_open_days(where: Where, since: datetime, days: int) -> datetime:
    """Return the end of the so manieth working day after a moment, in that place."""
    day = since.astimezone(ZoneInfo(where.zone)).date()
    while days:
        day += DAY
        days -= is_open_day(where, day)
    return datetime.combine(day + DAY, time(), ZoneInfo(where.zone))


@dataclass(frozen=True, slots=True)
class _Harmless:
    as_stop: bool
    narrowed: bool


def _harmless(world: World, desk: Desk) -> Iterator[_Harmless]:
    """Yield how each harmless reply was read, at first."""
    rows = world.house.store.read(lambda conn: conn.execute(select(statement)).mappings().all())
    heard = {(row["person_id"], row["said_at"]): row for row in rows}
    for person, life in desk.lives.items():
        for told in life.told:
            if told.said.meant is not Meant.HARMLESS or not told.said.words:
                continue
            row = heard.get((person, told.at))
            stop = row is not None and any(_stops(row["meanings"]))
            soon = desk.narrowed.get(row["id"]) if row is not None else None
            until = after_open_days(AT_HOME, told.at, 1)
            yield _Harmless(stop, soon is not None and soon <= until)


def _stops(meanings: list[dict[str, object]]) -> Iterator[bool]:
    for one in meanings_from_json(meanings or []):
        match one.meaning:
            case Refuse() | Unclear(acted_as=Refuse()):
                yield True
            case _:
                yield False


@dataclass(frozen=True, slots=True)
class _Asked:
    words: str
    in_time: bool


def _requests(lives: dict[str, Life], ends: datetime) -> Iterator[_Asked]:
    """Yield whatever somebody asked us for, and whether they had it a business day later."""
    for life in lives.values():
        for told in _asking(life.told):
            until = after_open_days(AT_HOME, told.at, 1)
            if until <= ends:
                answers = (told.at <= one <= until for one in life.answered)
                yield _Asked(told.said.words, any(answers))


def _asking(told: Iterable[Told]) -> Iterator[Told]:
    return (one for one in told if one.said.meant is Meant.REQUEST)


def _longest_sentence(world: World) -> int:
    query = select(decision.c.sentence).where(decision.c.verdict != "allow")
    found = world.house.store.read(lambda conn: conn.execute(query).scalars().all())
    return max((len(one.split()) for one in found), default=0)
