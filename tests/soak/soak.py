"""A house under load while everything around it fails; afterwards it must all fit together.

Contacts fall due all the time, by mail and by text. People say stop in every way there is.
Programs are killed, the mail server and the carrier misbehave, the disk is full for a while, the
database is struck down, the clock is wrong for a while. Then `outreach audit` is asked, with what
the servers really received.
"""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from unittest.mock import patch

from sqlalchemy import Connection

from outreach.bootstrap.house import visiting
from outreach.clock import SystemClock
from outreach.store import inbound
from outreach.store.under_way import under_way
from outreach.store.unit import Store
from tests.soak.crew import Crew
from tests.soak.peopled import environment, make, settle
from tests.soak.restarting import Database, database
from tests.soak.troubled_carrier import TroubledExchange, troubled_carrier
from tests.soak.verdict import Verdict, heard, looked_at
from tests.soak.voices import Voices
from tests.soak.wrong_clock import VARIABLE, WrongClock

_QUIET = 60.0
"""Seconds after which what is due and was not held up must have left."""
_FULL = 1.5
"""Seconds for which the disk is full."""
_SMALL = 4_096
"""Octets of a file that may still be written then."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How long, how much, how often: seconds, contacts a second, seconds between two of a kind."""

    seconds: float = 600
    a_second: float = 30
    strikes: float = 10
    stops: float = 0.25
    disasters: float = 20
    seed: int = 1
    server: bool = False


@dataclass(slots=True)
class _Timer:
    every: float
    does: Callable[[], None]
    at: float = field(init=False)

    def __post_init__(self) -> None:
        self.at = time.monotonic() + self.every

    def tick(self) -> None:
        if time.monotonic() >= self.at:
            self.does()
            self.at = time.monotonic() + self.every


def soak(folder: Path, wanted: Wanted, say: Callable[[str], None] = lambda line: None) -> Verdict:
    """Let it happen in this folder; return what it came to. Nobody outside hears of it."""
    pages = _free_port()
    with ExitStack() as around:
        carrier = around.enter_context(
            troubled_carrier(f"http://127.0.0.1:{pages}/hooks/twilio/text", wanted.seed)
        )
        mail = around.enter_context(_mail_server(folder, wanted.seed))
        server = around.enter_context(database()) if wanted.server else None
        told = environment(mail, carrier.url, pages, server.url if server else "")
        home = folder / "house"
        clock = WrongClock(folder / "clock")
        around.enter_context(patch.dict(os.environ, {**told, VARIABLE: str(clock.file)}))
        make(home)
        store = Store(server.url if server else f"sqlite:///{home}/outreach.db")
        around.callback(store.close)
        begin = SystemClock().now() + timedelta(seconds=2)
        length = timedelta(seconds=wanted.seconds)
        everybody = settle(store, int(wanted.seconds * wanted.a_second), begin, length)
        say(f"{len(everybody)} people, {'PostgreSQL' if server else 'SQLite'}")
        roles = ("worker", "worker", "serve") if server else ("run",)
        random = Random(wanted.seed)
        with Crew(home, roles, folder / "log", random) as crew:
            with visiting(home) as asked:
                links = (f"http://127.0.0.1:{pages}", asked.tokens)
            mails = folder / "mails"
            voices = Voices(home, mails, carrier, *links, random, list(everybody))
            disasters = _Disasters(crew, server, clock)
            _let_it_happen(wanted, crew, voices, disasters, say)
            clock.right()
            crew.revive()
            voices.finish()
            _until_quiet(store, home, [one.id for one in voices.said])
            crew.dismiss()
        carrier.quiet()
        made = Counter((folder / "troubles").read_text(encoding="utf-8").splitlines())
        exchange = carrier.exchange
        assert isinstance(exchange, TroubledExchange)
        made += exchange.made + crew.made + disasters.made
        found = looked_at(store, mails, exchange, voices, made)
        return replace(found, stayed=tuple(crew.stayed))


@dataclass(slots=True)
class _Disasters:
    """What befalls the whole house at once."""

    crew: Crew
    server: Database | None
    clock: WrongClock
    made: Counter[str] = field(default_factory=Counter)

    def next(self) -> None:
        """Let the next one happen, in turn."""
        turns = [self._step, self._intrude, self._fill_the_disk]
        if self.server is not None:
            turns = [self._step, self._strike]
        turns[self.made.total() % len(turns)]()

    def _strike(self) -> None:
        assert self.server is not None
        self.made["the database struck down"] += 1
        self.server.strike()

    def _intrude(self) -> None:
        self.made["a second engine turned away"] += 1
        self.crew.intrude()

    def _step(self) -> None:
        self.made["the clock stepped by a minute"] += 1
        self.clock.step()

    def _fill_the_disk(self) -> None:
        """Let no file of theirs grow for a while."""
        self.made["the disk full"] += 1
        full = self.crew.pids
        for pid in full:
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (_SMALL, resource.RLIM_INFINITY))
        time.sleep(_FULL)
        for pid in set(full) & set(self.crew.pids):
            endless = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, endless)


def _let_it_happen(
    wanted: Wanted,
    crew: Crew,
    voices: Voices,
    disasters: _Disasters,
    say: Callable[[str], None],
) -> None:
    ends = time.monotonic() + wanted.seconds
    timers = (
        _Timer(wanted.stops, voices.somebody_stops),
        _Timer(0.2, voices.listen),
        _Timer(1.0, crew.revive),
        _Timer(wanted.strikes, crew.strike),
        _Timer(wanted.disasters, disasters.next),
        _Timer(15.0, lambda: say(_so_far(ends - time.monotonic(), crew, voices))),
    )
    while time.monotonic() < ends:
        for timer in timers:
            timer.tick()
        time.sleep(0.02)


def _so_far(left: float, crew: Crew, voices: Voices) -> str:
    struck = crew.made.total()
    return f"{left:4.0f} s left: {len(voices.said)} stopped us, programs fell {struck} times"


def _until_quiet(store: Store, home: Path, said: list[str]) -> None:
    """Wait until nothing is due, no letter lies unread, and whoever `said` stop is heard.

    A text that found our door shut waits at the carrier's until we next look into its list.
    """
    gives_up = time.monotonic() + _QUIET
    while time.monotonic() < gives_up:
        unread = any((home / "mail" / "new").iterdir())
        now = SystemClock().now()
        waits = unread or heard(store, said) < len(said)
        if not waits and not store.read(partial(_is_busy, now=now)):
            return
        time.sleep(0.5)


def _is_busy(conn: Connection, now: datetime) -> bool:
    """Say whether something is due, or kept as it came and not read yet."""
    return under_way(conn, now).due > 0 or inbound.oldest_unread(conn) is not None


@contextmanager
def _mail_server(folder: Path, seed: int) -> Iterator[int]:
    command = [sys.executable, "-m", "tests.soak.troubled_mail_server", str(folder), str(seed)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
