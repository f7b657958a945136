"""One dependency for every route: which program asks, and whether it may."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException

from outreach.clock import Clock
from outreach.domain.programs import Scope
from outreach.gate.gate import Gate
from outreach.services.listen.ears import Ears
from outreach.services.programs import KeyRefusedError, Program, admitted
from outreach.store.unit import Store
from outreach.web.api.pace import Pace

_BEARER = HTTPBearer(auto_error=False, description="A key of `outreach keys make`.")


@dataclass(frozen=True, slots=True)
class Counter:
    """What the routes stand on: where it is kept, the gate that judges, the ears that hear."""

    store: Store
    clock: Clock
    gate: Gate
    ears: Ears
    pace: Pace


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


def asks(program: Annotated[Program, Depends(_program)]) -> Program:
    """Admit a program that may ask."""
    return _with(program, Scope.ASK)


def tells(program: Annotated[Program, Depends(_program)]) -> Program:
    """Admit a program that may hand over what people said."""
    return _with(program, Scope.TELL)


def _with(program: Program, scope: Scope) -> Program:
    if not program.may(scope):
        raise HTTPException(403, f"the key of `{program.key.name}` does not let it {scope}")
    return program


Asking = Annotated[Program, Depends(asks)]
Telling = Annotated[Program, Depends(tells)]
