"""What a program may tell us: a person's words. What they forbid binds before it is answered."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Response

from outreach.services import listen
from outreach.services.listen.read_back import read_back
from outreach.store import people
from outreach.web.api.admitting import At, Counter, Telling
from outreach.web.api.again import LONGEST_KEY, Once
from outreach.web.api.shapes import Heard, Words

telling = APIRouter(tags=["tell"])


@telling.post("/people/{person}/statements", status_code=201)
def hear(
    at: At,
    program: Telling,
    person: str,
    words: Words,
    answer: Response,
    again: Annotated[
        str,
        Header(alias="Idempotency-Key", max_length=LONGEST_KEY, description="Done once a day."),
    ] = "",
) -> Heard:
    """Hand over what a person said, in their own words; it is obeyed at once.

    What it forbids binds from now on. What it permits needs their own word: a program's is none.
    It is taken for anybody, whoever of us looks after them: a stop is turned away from nobody.
    """
    once = Once(at.store, at.clock, program.key.id, again, f"{person}\n{words.model_dump_json()}")
    return once.told(answer, Heard, lambda: _hear(at, program, person, words))


def _hear(at: Counter, program: Telling, person: str, words: Words) -> Heard:
    whom = at.store.read(lambda conn: people.get(conn, person))
    through = program.key.name
    taken = listen.hear(
        at.home.ears, whom.id, words.words, program.member.name, words.via, through=through
    )
    return Heard(
        person=whom.id,
        understood=read_back(at.store, [one.statement_id for one in taken.done.recorded]),
        question=taken.done.question or None,
    )
