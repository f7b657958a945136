"""Run the benchmarks: `python -m benchmarks [NAME ...]`, all of them without a name."""

from __future__ import annotations

import argparse
import logging
import os
import platform
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import structlog

from benchmarks import (
    agenda,
    decisions,
    email,
    growth,
    hearing,
    history,
    importing,
    outage,
    pages,
    race,
    replies,
    rulebooks,
    silence,
    texts,
    usefulness,
    workers,
)
from benchmarks.report import Row, show

MEASURES: dict[str, tuple[str, Callable[[], list[Row]]]] = {
    "decisions": ("Decisions, with explanation", decisions.measure),
    "rulebooks": ("What a rulebook costs", rulebooks.measure),
    "history": ("A long history judged again", history.measure),
    "email": ("Emails, end to end into one sink", email.measure),
    "texts": ("Texts, end to end to one carrier", texts.measure),
    "workers": ("Workers that share a house, beside one process", workers.measure),
    "silence": ("From a stop to silence, while letters go out at full speed", silence.measure),
    "race": ("From a stop in another process to silence, while a worker sends", race.measure),
    "importing": ("A list of people brought in", importing.measure),
    "growth": ("A letter among a million people, beside one among ten thousand", growth.measure),
    "importing-million": ("A list of a million people brought in", importing.measure_million),
    "replies": ("From a raw reply to what binds", replies.measure),
    "outage": ("Replies that queued up while we were down", outage.measure),
    "agenda": ("A rep's day", agenda.measure),
    "pages": ("Pages and lists", pages.measure),
    "usefulness": ("A year in the life of a house", usefulness.measure),
    "hearing": ("From the delivery of a stop to a mailbox until it binds", hearing.measure),
}

ONLY_ASKED_FOR = ("importing-million", "growth")
"""What takes too long to be a part of everything."""


def main() -> None:
    """Measure what is asked for and print it."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASURES))
    everything = [name for name in MEASURES if name not in ONLY_ASKED_FOR]
    names = parser.parse_args().names or everything
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        parser.error(f"there is no benchmark `{unknown[0]}`; there are {', '.join(MEASURES)}")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    print(machine())
    for name in names:
        title, measure = MEASURES[name]
        show(title, measure())


def machine() -> str:
    """Return a line about this machine: what figures depend on, and ratios hardly do."""
    return (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version},"
        f" {os.cpu_count()} processors with a load of {os.getloadavg()[0]:.1f};"
        f" making 20 KB durable takes {durable():.1f} ms"
    )


def durable() -> float:
    """Return the median of 30 writes of 20 KB to the disk, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        descriptor = os.open(Path(folder) / "probe", os.O_CREAT | os.O_WRONLY)
        took = []
        for _ in range(30):
            os.write(descriptor, bytes(20_000))
            started = time.perf_counter()
            os.fdatasync(descriptor)
            took.append(1_000 * (time.perf_counter() - started))
        os.close(descriptor)
    return median(took)


if __name__ == "__main__":
    main()
