"""Asking again does nothing twice: a program names what it asks, and is answered as before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from fastapi import Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from outreach.clock import Clock
from outreach.domain.programs import Answered
from outreach.store import programs
from outreach.store.unit import Store

_UNDER_WAY, _DONE = 0, 201
LONGEST_KEY = 200
Told = TypeVar("Told", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Reply:
    """The body of an answer, and whether it was given before."""

    body: str
    again: bool


@dataclass(frozen=True, slots=True)
class Once:
    """One request, by the program's own name for it (`again`, empty for none).

    Of several that come at once, one is done and the others are asked to come back.
    """

    store: Store
    clock: Clock
    key_id: str
    again: str
    asked: str

    def do(self, work: Callable[[], str]) -> Reply:
        """Return the answer it had before, or do the work and keep its answer."""
        if not self.again:
            return Reply(work(), again=False)
        begun = Answered(
            *(self.key_id, self.again, sha256(self.asked.encode()).hexdigest()),
            *(_UNDER_WAY, "", self.clock.now()),
        )
        before = self.store.write(lambda conn: programs.begin_answer(conn, begun))
        if before is not None:
            return Reply(self._as_before(begun, before), again=True)
        try:
            body = work()
        except BaseException:
            self.store.write(lambda conn: programs.forget_answer(conn, begun))
            raise
        self.store.write(lambda conn: programs.end_answer(conn, begun, _DONE, body))
        return Reply(body, again=False)

    def told(self, answer: Response, shape: type[Told], work: Callable[[], Told]) -> Told:
        """Return what the work says, or said before: then a header of the answer tells so."""
        reply = self.do(lambda: work().model_dump_json())
        if reply.again:
            answer.headers["Idempotent-Replayed"] = "true"
        return shape.model_validate_json(reply.body)

    def _as_before(self, begun: Answered, before: Answered) -> str:
        if before.asked != begun.asked:
            msg = f"`Idempotency-Key: {self.again}` named another request before"
            raise HTTPException(422, msg)
        if before.status == _UNDER_WAY:
            msg = "this very request is being done: ask again in a moment"
            raise HTTPException(409, msg, {"Retry-After": "1"})
        return before.body
