"""The programs of a house, which are killed, ended, and started again."""

from __future__ import annotations

import signal
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from subprocess import TimeoutExpired
from threading import Thread
from types import TracebackType
from typing import TextIO

from tests.loaded import Program, start

_ENDS_WITHIN = 60.0


@dataclass(slots=True)
class Crew:
    """Each role is one program, such as `run` or `worker`; the same may stand there twice."""

    folder: Path
    roles: tuple[str, ...]
    logs: Path
    random: Random
    made: Counter[str] = field(default_factory=Counter)
    stayed: list[str] = field(default_factory=list)
    """Who did not end when asked to, and had to be killed."""
    _aboard: list[Program] = field(default_factory=list)

    def __enter__(self) -> Crew:
        """Start everybody."""
        self._aboard = [self._started(role) for role in self.roles]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End everybody, however."""
        for one in self._aboard:
            one.kill()
            one.wait()

    @property
    def pids(self) -> list[int]:
        """Return whose programs run."""
        running = [one.process.pid for one in self._aboard if one.poll() is None]
        return [one for one in running if one is not None]

    def strike(self) -> None:
        """Kill one of them in the middle of whatever it does, or ask it to end; start another."""
        which = self.random.randrange(len(self.roles))
        politely = self.random.random() < 0.25
        self.made["ended politely" if politely else "killed with -9"] += 1
        self._end(which, signal.SIGTERM if politely else signal.SIGKILL)
        self._aboard[which] = self._started(self.roles[which])

    def revive(self) -> None:
        """Start again whoever ended by itself, as a service manager would."""
        for which, one in enumerate(self._aboard):
            if one.poll() is not None:
                self.made["came down and was started again"] += 1
                self._aboard[which] = self._started(self.roles[which])

    def intrude(self) -> None:
        """Start one more engine on the same house: it must say that one runs already, and end."""
        other = start("outreach", "run", "--house", str(self.folder), "--port", "0")
        out, err = other.communicate()
        assert other.returncode != 0, out
        assert "another engine already runs" in err, err

    def dismiss(self) -> None:
        """Ask everybody to end, and wait until they have."""
        for which in range(len(self._aboard)):
            self._end(which, signal.SIGTERM)

    def _end(self, which: int, how: signal.Signals) -> None:
        one = self._aboard[which]
        one.send_signal(how)
        try:
            one.wait(_ENDS_WITHIN)
        except TimeoutExpired:
            self.stayed.append(self.roles[which])
            one.kill()
            one.wait()

    def _started(self, role: str) -> Program:
        """Start a program, whose words go to the log: a full pipe would hold it up."""
        program = start("outreach", role, "--house", str(self.folder))
        for end in (program.stdout, program.stderr):
            Thread(target=self._write_down, args=(end,), daemon=True).start()
        return program

    def _write_down(self, end: TextIO) -> None:
        with self.logs.open("a", encoding="utf-8") as log, suppress(ValueError):
            for line in end:
                log.write(line)
