"""Putting people into sequences, and what would happen to them. Nothing here sends.

Whoever is put in is judged at every step when it is due, by the gate: no field of a request, and no
scope of a key, passes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Header, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from outreach.bootstrap.foreseeing import foreseen_lines
from outreach.bootstrap.languages import language_of
from outreach.domain.foreseen import Fate, Line, totals
from outreach.domain.foreseen import blockers as to_put_right
from outreach.services.enrol import enrol
from outreach.services.programs import Program
from outreach.store import sequences
from outreach.web.api.admitting import Asking, At, Counter, Enrolling
from outreach.web.api.again import LONGEST_KEY, Once
from policies.channel import Channel, Purpose

_MOST = 100
enrolling = APIRouter(tags=["enrol"])


class Chosen(BaseModel):
    """A sequence and people (ids)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"sequence": "first-hello", "people": ["p_06f8k2"]}]},
    )

    sequence: str = Field(min_length=1, max_length=100)
    people: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(
        min_length=1, max_length=_MOST
    )


class Enrolment(Chosen):
    """Who is to be in it; `dry` says who would be, and writes nothing."""

    dry: bool = False


class InIt(BaseModel):
    """Somebody who is in the sequence now."""

    person: str
    enrolment: str


class InAnother(BaseModel):
    """Somebody who is in a sequence that lets nobody be in both."""

    person: str
    sequence: str


class EnrolledOut(BaseModel):
    """Who is in it now, who was already, and who is not because of another sequence."""

    sequence: str
    version: int
    dry: bool
    enrolled: list[InIt]
    already: list[str]
    elsewhere: list[InAnother]
    waits_because: str = Field(description="Why all of it is paused, where it is.")


class StepOut(BaseModel):
    """What would become of one step for one person."""

    person: str
    step: int
    channel: Channel
    local: str = Field(description="When it is due, on the person's own clock where it is known.")
    fate: Fate
    because: str
    would_change: str
    blocker: bool = Field(description="Somebody of us must put something right first.")


class Foreseen(BaseModel):
    """What would happen, person by person and step by step; nothing is kept of it."""

    steps: list[StepOut]
    totals: dict[str, int]
    blockers: list[str]


class SequenceOut(BaseModel):
    """A sequence that people can be put into, in its newest version."""

    name: str
    version: int
    purpose: Purpose


@enrolling.get("/sequences")
def kept(at: At, program: Asking) -> list[SequenceOut]:
    """List the sequences there are, each in its newest version."""
    versions = at.store.read(sequences.everything)
    newest = {row.name: row for row in reversed(versions)}
    return [
        SequenceOut(name=row.name, version=row.version, purpose=row.purpose)
        for row in newest.values()
    ]


@enrolling.post("/preflight")
def preflight(at: At, program: Asking, chosen: Chosen) -> Foreseen:
    """Say what would become of every step for these people, judged at the moment it is due."""
    lines = _lines(at, program, chosen)
    return Foreseen(
        steps=[_step(line) for line in lines], totals=totals(lines), blockers=to_put_right(lines)
    )


@enrolling.post("/enrolments", status_code=201)
def put_in(
    at: At,
    program: Enrolling,
    wanted: Enrolment,
    answer: Response,
    again: Annotated[
        str, Header(alias="Idempotency-Key", max_length=LONGEST_KEY, description="Done once a day.")
    ] = "",
) -> EnrolledOut:
    """Put people into a sequence. Every step is judged when it is due.

    Refused (409) where something must be put right before anything could go, as by `preflight`.
    """
    asked = f"enrolments\n{wanted.model_dump_json()}"
    once = Once(at.store, at.clock, program.key.id, again, asked)
    return once.told(answer, EnrolledOut, lambda: _put(at, program, wanted))


def _put(at: Counter, program: Program, wanted: Enrolment) -> EnrolledOut:
    wrong = to_put_right(line for line in _lines(at, program, wanted) if not line.passing)
    if wrong:
        msg = f"nobody was enrolled, for this must be put right first: {'; '.join(wrong[:5])}"
        raise HTTPException(409, msg)
    home = at.home
    done = enrol(
        *(home.store, home.clock, wanted.sequence, wanted.people, program.member),
        *(home.zones, home.closed),
        dry=wanted.dry,
    )
    return EnrolledOut(
        sequence=done.sequence.name,
        version=done.sequence.version,
        dry=wanted.dry,
        enrolled=[InIt(person=one.person_id, enrolment=one.id) for one in done.new],
        already=list(done.already),
        elsewhere=[
            InAnother(person=one.person_id, sequence=one.sequence) for one in done.elsewhere
        ],
        waits_because=done.rests,
    )


def _lines(at: Counter, program: Program, chosen: Chosen) -> Sequence[Line]:
    ids = [at.person(program, one).id for one in dict.fromkeys(chosen.people)]
    language = language_of(program.member.language)
    return list(foreseen_lines(at.home, chosen.sequence, ids, program.member.name, language))


def _step(line: Line) -> StepOut:
    return StepOut(
        person=line.person_id,
        step=line.step,
        channel=Channel(line.channel),
        local=line.local,
        fate=line.fate,
        because=line.told,
        would_change=line.change,
        blocker=line.blocker,
    )
