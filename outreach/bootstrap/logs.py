"""Logs as one JSON object a line, for machines, and without personal data.

Whatever looks like an address or a number is blotted out, wherever it stands: a log is copied to
more places than the database, and erasing somebody must not miss it there.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog

ADDRESS = re.compile(r"[^\s<>\"'`,;:()\[\]]+@[^\s<>\"'`,;:()\[\]]+")
NUMBER = re.compile(r"\+\d[\d ().-]{5,}\d")
_LONGEST_CHAIN = 10
OF_THE_LINE = frozenset({"timestamp", "level"})

Line = MutableMapping[str, Any]


def blotted(text: str) -> str:
    """Return text without anything that looks like an address or a telephone number."""
    return NUMBER.sub("[number]", ADDRESS.sub("[address]", text))


def without_personal_data(logger: object, method: str, line: Line) -> Line:
    """Blot out every text of a line but our own ids and times."""
    for key, value in line.items():
        if key not in OF_THE_LINE:
            line[key] = _clean(value)
    return line


def _clean(value: object) -> object:
    if isinstance(value, str):
        return blotted(value)
    if isinstance(value, dict):
        return {key: _clean(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(each) for each in value]
    if isinstance(value, int | float | bool | None):
        return value
    return blotted(str(value))


def _where(exc_info: tuple[type[BaseException], BaseException, TracebackType | None]) -> str:
    """Return where something failed and by what kind of fault, the first one first.

    A fault's own words are left out: databases and parsers quote in them what they were given.
    """
    fault: BaseException | None = exc_info[1]
    told: list[str] = []
    while fault is not None and len(told) < _LONGEST_CHAIN:
        frames = "".join(traceback.format_tb(fault.__traceback__))
        told.insert(0, frames + type(fault).__qualname__)
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    return "\n\nand then\n\n".join(told)


_CLEAN: list[Any] = [
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.ExceptionRenderer(_where),
    without_personal_data,
]


def write_logs(to: TextIO = sys.stderr) -> None:
    """Write our logs, and those of the libraries from warnings up, as JSON lines."""
    _write_ours(to)
    handler = logging.StreamHandler(to)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processor=structlog.processors.JSONRenderer(ensure_ascii=False),
            foreign_pre_chain=_CLEAN,
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def write_ours_unless_told(to: TextIO = sys.stderr) -> None:
    """Write our own logs as JSON lines where the program around us has not configured structlog.

    structlog's own default shows the local variables of a fault, people's words among them.
    """
    if not structlog.is_configured():
        _write_ours(to)


def _write_ours(to: TextIO) -> None:
    structlog.configure(
        processors=[*_CLEAN, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(to),
        cache_logger_on_first_use=False,
    )
