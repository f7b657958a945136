"""What a program may ask: may I, who is that, what did they say, why did it not go out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from outreach.bootstrap.languages import language_of
from outreach.domain.people import ContactPoint, Person
from outreach.domain.told import told
from outreach.gate.asking import Question, answer
from outreach.services.preferences import masked
from outreach.store import people, points, statements
from outreach.web.api.admitting import Asking, At
from outreach.web.api.shapes import MayAnswer, PeoplePage, PersonOut, Point, StatementOut
from policies.channel import Channel, Purpose
from policies.statement import Statement

_MOST = 200
_AT_ONCE = 250
_MOST_LOOKED_AT = 5_000
"""People a page, where a program sees few of them: whoever asks goes on from `next`."""
_YEARS = 10
asking = APIRouter(tags=["ask"])


@asking.get("/may")
def may(
    at: At,
    program: Asking,
    person: Annotated[str, Query(max_length=100, description="The person's id.")],
    channel: Channel,
    when: Annotated[
        AwareDatetime | None, Query(alias="at", description="When; now, if not said.")
    ] = None,
    purpose: Purpose = Purpose.MARKETING,
    by_hand: Annotated[bool, Query(description="A human acts, not a sequence.")] = False,
    language: Annotated[str, Query(max_length=2, description="en, es, fr, de or pt.")] = "",
) -> MayAnswer:
    """Say whether somebody may be reached, why, when, and what would change it.

    Nothing is sent or kept, and it is judged again when something is really sent.
    """
    whom = at.person(program, person)
    moment = _within_reach(when or at.clock.now(), at.clock.now())
    question = Question(whom.id, channel, moment, purpose, automated=not by_hand)
    found = answer(at.gate, question, language_of(language or program.member.language))
    return MayAnswer(
        verdict=found.verdict,
        sentence=found.sentence,
        quotes=list(found.quotes),
        noted=list(found.noted),
        rules=list(found.rules),
        earliest=found.earliest,
        would_change=found.would_change,
        listening=not found.deaf,
    )


@asking.get("/people")
def everybody(
    at: At,
    program: Asking,
    after: Annotated[str, Query(max_length=100, description="`next` of the page before.")] = "",
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 50,
) -> PeoplePage:
    """List people in the order of their ids; a page may hold fewer than asked for."""

    def work(conn: Connection) -> PeoplePage:
        page: list[Person] = []
        last, looked = after, 0
        while looked < _MOST_LOOKED_AT:
            found = people.everybody(conn, last, _AT_ONCE)
            for one in found:
                if len(page) == limit:
                    return PeoplePage(people=_shown(conn, page), next=last)
                last, looked = one.id, looked + 1
                if program.sight.holds(one.owner_id):
                    page.append(one)
            if len(found) < _AT_ONCE:
                return PeoplePage(people=_shown(conn, page), next=None)
        return PeoplePage(people=_shown(conn, page), next=last)

    return at.store.read(work)


@asking.get("/people/{person}")
def somebody(at: At, program: Asking, person: str) -> PersonOut:
    """Show one person; addresses are masked."""
    whom = at.person(program, person)
    return at.store.read(lambda conn: _shown(conn, [whom])[0])


@asking.get("/people/{person}/statements")
def said(at: At, program: Asking, person: str) -> list[StatementOut]:
    """List what a person said, in their own words, and what it was understood to mean."""
    whom = at.person(program, person)
    return [_told(one) for one in at.store.read(lambda conn: statements.of(conn, whom.id))]


def _within_reach(moment: datetime, now: datetime) -> datetime:
    """Return a moment of which laws and calendars can say anything."""
    if abs(moment.year - now.year) > _YEARS:
        msg = f"`at`: more than {_YEARS} years from now"
        raise HTTPException(422, msg)
    return moment


def _shown(conn: Connection, several: list[Person]) -> list[PersonOut]:
    reached = points.of_many(conn, [one.id for one in several])
    work = people.organisations(conn, {one.organisation_id or "" for one in several})
    return [
        PersonOut(
            id=one.id,
            name=one.name,
            organisation=work[one.organisation_id].name if one.organisation_id in work else None,
            country=one.country,
            language=one.language,
            points=[_point(each) for each in reached.get(one.id, ())],
        )
        for one in several
    ]


def _point(one: ContactPoint) -> Point:
    return Point(channel=one.channel, address=masked(one.address), state=one.state)


def _told(one: Statement) -> StatementOut:
    return StatementOut(
        id=one.id,
        words=one.words,
        said_at=one.said_at,
        via=one.via,
        proven=one.proven,
        understood=[told(each.meaning) for each in one.meanings],
    )
