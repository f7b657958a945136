"""Asking again does nothing twice: a program names what it asks, and is answered as before."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from starlette.exceptions import HTTPException

from outreach.clock import Clock
from outreach.domain.programs import Answered
from outreach.store import programs
from outreach.store.unit import Store

_DONE = 201


@dataclass(frozen=True, slots=True)
class Once:
    """One request, by the program's own name for it (`again`, empty for none).

    Two that come at the very same moment may both be done; the second is told what the first was.
    """

    store: Store
    clock: Clock
    key_id: str
    again: str
    asked: str

    @property
    def _digest(self) -> str:
        return sha256(self.asked.encode()).hexdigest()

    def answered(self) -> str | None:
        """Return the body of the answer it had before; refuse another question by its name."""
        if not self.again:
            return None
        found = self.store.read(lambda conn: programs.answer(conn, self.key_id, self.again))
        if found is None:
            return None
        if found.asked != self._digest:
            msg = f"`Idempotency-Key: {self.again}` named another request before"
            raise HTTPException(422, msg)
        return found.body

    def keep(self, body: str) -> None:
        """Keep the answer for whoever asks again."""
        if self.again:
            one = Answered(self.key_id, self.again, self._digest, _DONE, body, self.clock.now())
            self.store.write(lambda conn: programs.keep_answer(conn, one))
