"""Stops by the verbs of the house: in this process, or in another one beside it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.house import RunningClock, settings_of
from benchmarks.people import REP
from channels.email.wire.tokens import Use
from outreach.bootstrap.house import House, build_house
from outreach.services.listen import Click, ThePerson, hear, stop, unsubscribe
from outreach.store.unit import Store

_STARTING = 60.0
_LONGEST = 30.0


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop, in monotonic seconds, which are the same in every process of this machine."""

    attempt: str
    received: float
    committed: float


Stopping = Callable[[str, str, int], Stop]
"""Stops a person with this attempt (attempt, person, a number that chooses the way)."""


def here(house: House) -> Stopping:
    """Return a way to stop somebody in this process."""

    def stopping(attempt: str, person: str, number: int) -> Stop:
        token = house.tokens.make(attempt, Use.STOP)
        received = time.monotonic()
        match number % 3:
            case 0:
                stop(house.ears, ThePerson(person, ""), "they called us", REP)
            case 1:
                hear(house.ears, person, "please stop emailing me", REP)
            case _:
                unsubscribe(house.ears, token, Click.ONE_CLICK)
        return Stop(attempt, received, time.monotonic())

    return stopping


@contextmanager
def beside(folder: Path, port: int, clock: RunningClock) -> Iterator[Stopping]:
    """Run another process with the same house open; yield a way to stop somebody there."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    other = context.Process(target=_serve, args=(theirs, folder, port, clock.since), daemon=True)
    other.start()

    def stopping(attempt: str, person: str, number: int) -> Stop:
        ours.send((attempt, person, number))
        return _answer(ours, _LONGEST)

    try:
        if not ours.poll(_STARTING):
            msg = "the process beside did not start"
            raise RuntimeError(msg)
        ours.recv()
        yield stopping
    finally:
        other.kill()
        other.join()


def _answer(pipe: Connection, patience: float) -> Stop:
    if not pipe.poll(patience):
        msg = "the process beside does not answer"
        raise RuntimeError(msg)
    answer = pipe.recv()
    if not isinstance(answer, Stop):
        msg = f"the process beside failed: {answer}"
        raise TypeError(msg)
    return answer


def _serve(pipe: Connection, folder: Path, port: int, since: float) -> None:
    """Open the house and stop whoever is asked for, until killed."""
    settings = settings_of(folder, port)
    house = build_house(settings, Store(settings.database_url), RunningClock(since))
    stopping = here(house)
    pipe.send("ready")
    while True:
        asked: tuple[str, str, int] = pipe.recv()
        try:
            pipe.send(stopping(*asked))
        except Exception as fault:  # told to whoever asked
            pipe.send(f"{type(fault).__name__}: {fault}")
