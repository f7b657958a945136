"""A thread for each mailbox that says when something has come: it is kept and read at once.

The server's word is only a wake-up, and no proof that nothing came: the mailbox is looked at every
so often in any case. A line that drops is opened again, at first soon and then ever less often.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat
from time import monotonic

import structlog

from outreach.engine.intake import Intake
from outreach.engine.ways_in import Announcing, Source
from outreach.errors import HouseError

_PATIENCE = 5.0
"""Seconds to wait for all threads to say goodbye to their servers."""
_SOON = (1.0, 2.0, 4.0, 8.0, 16.0)
_LATER = 30.0
_log = structlog.get_logger()


def delays() -> Iterator[float]:
    """Yield the seconds to wait after each failure in a row."""
    return chain(_SOON, repeat(_LATER))


class Watch:
    """Looks at one mailbox, waits there for news, and looks again."""

    def __init__(self, intake: Intake, source: Source, mailbox: Announcing, every: float) -> None:
        self._intake = intake
        self._source = source
        self._mailbox = mailbox
        self._every = every
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"way in {source.name}", daemon=True)

    def start(self) -> None:
        """Begin; from now on nobody else looks at this mailbox."""
        self._intake.watched.add(self._source.name)
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end."""
        self._over.set()
        self._mailbox.wake()

    def ended(self, patience: float) -> None:
        """Wait so many seconds until it has hung up; a server may say nothing for longer."""
        self._thread.join(patience)
        self._intake.watched.discard(self._source.name)

    def _run(self) -> None:
        pauses = delays()
        while not self._over.is_set():
            if self._turn():
                pauses = delays()
            else:
                self._over.wait(next(pauses))
        self._mailbox.close()

    def _turn(self) -> bool:
        """Look once and wait for news; return whether all went well."""
        try:
            if self._intake.look(self._source, self._over.is_set).because:
                return False
            if not self._over.is_set():
                self._mailbox.wait(self._every)
        except OSError as fault:
            _log.info("waiting for mail ended", source=self._source.name, because=str(fault))
            return False
        except HouseError as fault:
            _log.error("watch failed", source=self._source.name, because=str(fault))
            return False
        except Exception as fault:
            _log.exception("watch failed", source=self._source.name, because=type(fault).__name__)
            return False
        return True


def stop_all(running: Sequence[Watch]) -> None:
    """End them all, side by side."""
    for one in running:
        one.stop()
    over = monotonic() + _PATIENCE
    for one in running:
        one.ended(max(0.0, over - monotonic()))


def watches(intake: Intake, every: Mapping[str, float]) -> tuple[Watch, ...]:
    """Return a watch for each way in that says when something has come, not yet begun.

    `every`: by name, the seconds between two looks where nothing is announced.
    """
    return tuple(
        Watch(intake, one, one.mailbox, every[one.name])
        for one in intake.sources
        if isinstance(one.mailbox, Announcing)
    )
