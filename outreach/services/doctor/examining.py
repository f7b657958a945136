"""Looks at everything at once, and waits for no server longer than it was told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from outreach.clock import Clock
from outreach.errors import HouseError
from outreach.services.doctor.lines import Group, Line, missing, wrong
from outreach.services.doctor.probes import TroubleError, UnreadableError

PATIENCE = 10.0
"""Seconds after which a server that has not answered counts as one that does not."""
_OURS = frozenset({Group.LAW})
"""What asks nobody: a busy machine takes longer over it, and nothing is wrong with that."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at; `look` may block, and may be given up on."""

    group: Group
    about: str
    look: Callable[[], Iterable[Line]]


def examine(checks: Sequence[Check], clock: Clock, patience: float = PATIENCE) -> list[Line]:
    """Return what was found, in the order of the checks.

    The threads are daemons: a server that never answers must not keep the program from ending.
    """
    until = clock.monotonic() + patience
    found: dict[int, list[Line]] = {}
    threads = [
        threading.Thread(target=_look, args=(check, number, found), daemon=True)
        for number, check in enumerate(checks)
    ]
    for thread in threads:
        thread.start()
    for check, thread in zip(checks, threads, strict=True):
        thread.join(None if check.group in _OURS else max(0.0, until - clock.monotonic()))
    seen = dict(found)  # what comes later is too late
    lines = (
        seen[number] if number in seen else _silent(check, patience)
        for number, check in enumerate(checks)
    )
    return [line for each in lines for line in each]


def _look(check: Check, number: int, found: dict[int, list[Line]]) -> None:
    try:
        lines = list(check.look())
    except UnreadableError as trouble:
        lines = [missing(check.group, check.about, f"could not be read: {trouble}", trouble.do)]
    except TroubleError as trouble:
        lines = [wrong(check.group, check.about, str(trouble), trouble.do)]
    except HouseError as error:
        lines = [wrong(check.group, check.about, str(error))]
    except Exception as error:  # what fails is never taken for what is in order
        said = f"could not be looked at ({type(error).__name__})"
        lines = [wrong(check.group, check.about, said, "set OUTREACH_DEBUG=1 and run it again")]
    found[number] = lines


def _silent(check: Check, patience: float) -> list[Line]:
    said = f"no answer within {patience:g} s"
    do = "see that the server is up, and that its name and port are right"
    return [wrong(check.group, check.about, said, do)]
