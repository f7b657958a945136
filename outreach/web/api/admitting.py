"""One dependency for every route: which program asks, whether it may, and whose records it sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException

from outreach.bootstrap.house import House
from outreach.clock import Clock
from outreach.domain.people import Person
from outreach.domain.programs import Scope
from outreach.errors import NotFoundError
from outreach.gate.gate import Gate
from outreach.services.programs import KeyRefusedError, Program, admitted
from outreach.store import people
from outreach.store.unit import Store
from outreach.web.api.pace import Pace

_BEARER = HTTPBearer(auto_error=False, description="A key of `outreach keys make`.")


@dataclass(frozen=True, slots=True)
class Counter:
    """What the routes stand on: an open house, and how fast each program may ask."""

    home: House
    pace: Pace

    @property
    def store(self) -> Store:
        """Return where everything is kept."""
        return self.home.store

    @property
    def clock(self) -> Clock:
        """Return what tells the time."""
        return self.home.clock

    @property
    def gate(self) -> Gate:
        """Return the gate, which judges."""
        return self.home.gate

    def person(self, program: Program, person_id: str) -> Person:
        """Return somebody whom this program may see; `NotFoundError`, as for one who is not there.

        An id that was guessed tells nothing.
        """
        found = self.store.read(lambda conn: people.get(conn, person_id))
        if not program.sight.holds(found.owner_id):
            raise NotFoundError("person", person_id)
        return found


def counter_of(request: Request) -> Counter:
    """Return the counter of the application that serves this request."""
    found: Counter = request.app.state.counter
    return found


At = Annotated[Counter, Depends(counter_of)]


def _program(
    at: At, given: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)]
) -> Program:
    try:
        program = admitted(at.store, at.clock, given.credentials if given else "")
    except KeyRefusedError as error:
        raise HTTPException(401, str(error), {"WWW-Authenticate": "Bearer"}) from None
    wait = at.pace.wait_for(program.key.id)
    if wait:
        msg = f"`{program.key.name}` asks too often"
        raise HTTPException(429, msg, {"Retry-After": str(ceil(wait))})
    return program


def _with(scope: Scope) -> Callable[[Program], Program]:
    def may(program: Annotated[Program, Depends(_program)]) -> Program:
        if not program.may(scope):
            raise HTTPException(403, f"the key of `{program.key.name}` does not let it {scope}")
        return program

    return may


Asking = Annotated[Program, Depends(_with(Scope.ASK))]
Telling = Annotated[Program, Depends(_with(Scope.TELL))]
Enrolling = Annotated[Program, Depends(_with(Scope.ENROL))]
Importing = Annotated[Program, Depends(_with(Scope.IMPORT))]
Hooking = Annotated[Program, Depends(_with(Scope.HOOK))]
