"""Programs of their own that start at once: each is forked from a process that has read the code.

Reading the code takes a program longer than most of what a test asks of it. What is forked is a
process like any other: it has its own memory, arguments, environment and terminal, and `kill -9`
ends it.
"""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from io import TextIOWrapper
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from types import TracebackType

from channels import faults
from tests.soak import wrong_clock

_LATEST = 60.0
"""Seconds after which a program that does not end is a failure; nothing is measured by it."""


@dataclass(frozen=True, slots=True)
class Program:
    """A running program, and what it prints where nobody else reads that."""

    process: ForkServerProcess
    stdout: TextIOWrapper | None
    stderr: TextIOWrapper | None

    def __enter__(self) -> Program:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wait until it has ended."""
        for end in (self.stdout, self.stderr):
            if end is not None:
                end.close()
        self.wait()

    @property
    def returncode(self) -> int | None:
        return self.process.exitcode

    def poll(self) -> int | None:
        """Return how it ended, or None while it runs."""
        return self.process.exitcode

    def wait(self, timeout: float = _LATEST) -> int:
        """Return how it ended: minus the signal that ended it."""
        self.process.join(timeout)
        code = self.process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired(self.process.name, timeout)
        return code

    def communicate(self, timeout: float = _LATEST) -> tuple[str, str]:
        """Return all it printed, and what it said was wrong, when it has ended."""
        reading = ThreadPoolExecutor(2)
        rests = [reading.submit(_rest, end) for end in (self.stdout, self.stderr)]
        self.wait(timeout)
        out, err = (rest.result(timeout) for rest in rests)
        reading.shutdown()
        return out, err

    def send_signal(self, number: int) -> None:
        if self.poll() is None and self.process.pid is not None:
            os.kill(self.process.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def start(
    module: str,
    *words: str,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Program:
    """Start `python -m module words` with nothing to read, and keep what it prints."""
    out, printed = _readers().Pipe(duplex=False)
    err, wrong = _readers().Pipe(duplex=False)
    nothing = Connection(os.open(os.devnull, os.O_RDWR))
    process = _started(module, words, folder, environment, [nothing, printed, wrong])
    return Program(process, _text(out), _text(err))


def start_at(
    terminal: int,
    module: str,
    *words: str,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Program:
    """Start `python -m module words` at this end of a terminal, which is closed here."""
    ends = [Connection(os.dup(terminal)) for _ in range(3)]
    os.close(terminal)
    return Program(_started(module, words, folder, environment, ends), None, None)


def _rest(end: TextIOWrapper | None) -> str:
    return "" if end is None or end.closed else end.read()


@cache
def _readers() -> ForkServerContext:
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.read_once"])
    return context


def _started(
    module: str,
    words: Sequence[str],
    folder: Path | None,
    environment: Mapping[str, str] | None,
    ends: list[Connection],
) -> ForkServerProcess:
    place = str(folder or Path.cwd())
    around = dict(os.environ if environment is None else environment)
    process = _readers().Process(target=_live, args=(module, words, place, around, ends))
    process.start()
    for end in ends:
        end.close()
    return process


def _text(end: Connection) -> TextIOWrapper:
    with end:
        return os.fdopen(os.dup(end.fileno()), encoding="utf-8", errors="replace")


def _live(
    module: str, words: Sequence[str], place: str, around: dict[str, str], ends: list[Connection]
) -> None:
    """Become that program, which Ctrl-C ends even where whoever tests it ignores Ctrl-C."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, end in enumerate(ends):
        os.dup2(end.fileno(), number)
        end.close()
    os.chdir(place)
    os.environ.clear()
    os.environ.update(around)
    time.tzset()
    faults.arm(around.get(faults.VARIABLE, ""))
    if clock := around.get(wrong_clock.VARIABLE):
        wrong_clock.follow(Path(clock))
    sys.stdin = os.fdopen(0, closefd=False)
    sys.stdout = os.fdopen(1, "w", buffering=1, closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
