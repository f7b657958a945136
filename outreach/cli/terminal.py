"""What every command shares: options, printing for people and for programs, panels of the help."""

from __future__ import annotations

import json as json_module
from collections.abc import Iterable
from dataclasses import asdict, is_dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from outreach.errors import InputError
from policies.tongue import Tongue

HERE = Path()

HouseDir = Annotated[
    Path,
    typer.Option(
        "--house",
        envvar="OUTREACH_HOUSE",
        help="The house folder, made by `outreach init`.",
        show_default="this folder",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
By = Annotated[
    str | None,
    typer.Option(
        "--by",
        envvar="OUTREACH_BY",
        help="Who acts: a name of the team. Not needed where the team has one member.",
    ),
]
InLanguage = Annotated[
    Tongue | None,
    typer.Option(
        "--language",
        help="Tell refusals in this language.",
        show_default="whoever acts, or the house, has chosen one",
    ),
]


class Panel(StrEnum):
    """The groups that `outreach --help` shows."""

    HOUSE = "The house"
    PEOPLE = "People, and what they say"
    REACHING = "Reaching out"
    WHY = "Asking why"


def examples(*lines: str) -> str:
    """Return the epilog of a command's help: its examples, one a line."""
    return "\n\n".join(["Examples:", *(f"  {escape(line)}" for line in lines)])


def counted(number: int, noun: str, several: str = "") -> str:
    """Return a number of things: `1 row`, `2 rows`; `several` where an s does not do."""
    return f"{number} {noun}" if number == 1 else f"{number} {several or f'{noun}s'}"


def console() -> Console:
    """Return where words for people go: standard output, as it is now."""
    return Console(highlight=False, soft_wrap=True)


def say(*lines: str) -> None:
    """Print lines as they are; square brackets in them are text, not markup."""
    for line in lines:
        console().print(line, markup=False)


def tell(record: object, *lines: str, as_json: bool) -> None:
    """Print a record for programs, or for people what it comes to."""
    if as_json:
        print_json(record)
    else:
        say(*lines)


def must_be_sure(question: str, otherwise: str) -> None:
    """Ask before what is final; raise `InputError` with `otherwise` where the answer is no."""
    if not typer.confirm(question, err=True):
        raise InputError(otherwise)


def complain(sentence: str, *, code: int) -> int:
    """Print one sentence to standard error and return the exit code."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(
        f"outreach: {sentence}", markup=False
    )
    return code


def table(columns: Iterable[str], rows: Iterable[Iterable[str]], *, title: str = "") -> None:
    """Print a table; cells are text, not markup."""
    grid = Table(title=title or None, title_justify="left", box=None, pad_edge=False)
    for column in columns:
        grid.add_column(column, overflow="fold")
    for row in rows:
        grid.add_row(*(escape(cell) for cell in row))
    Console(highlight=False).print(grid)


def print_json(value: object) -> None:
    """Print any plain value, dataclass, moment or path as JSON."""
    typer.echo(json_module.dumps(value, default=plain, ensure_ascii=False, indent=2))


def plain(value: object) -> object:
    """Turn what JSON does not know into what it does; moments become ISO 8601, times seconds."""
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    if isinstance(value, bytes):
        return f"{len(value)} octets"
    msg = f"cannot print a {type(value).__name__} as JSON"
    raise TypeError(msg)
