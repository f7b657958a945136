"""`outreach read`: what messages say, read one a line, without house or database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from outreach.cli.terminal import Panel, complain, counted, examples
from outreach.errors import InputError, unreadable

LONGEST = 30_000_000
"""Octets of a line beyond which it is no message."""
File = Annotated[
    str, typer.Argument(metavar="[FILE.jsonl|-]", help="One message a line; - is standard input.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    epilog = examples(
        "outreach read replies.jsonl",
        """echo '{"id": "1", "channel": "sms", "text": "no calls please", """
        """"received_at": "2026-11-24T10:00:00-05:00"}' | outreach read -""",
    )
    app.command(rich_help_panel=Panel.WHY, epilog=epilog)(read)


def read(file: File = "-") -> None:
    """Read messages and print what each says: JSON lines in, JSON lines out, as they come.

    A line has `id`, `channel` (email, sms, note or form), `text` and `received_at`, and may have
    `subject`, `lang` (a hint) and `name` (whose it is). A line that cannot be used is named, the
    others are read all the same, and the command ends with code 1.
    """
    from outreach.bootstrap.messages import labelled

    wrong = 0
    with _opened(file) as lines:
        for number, line in enumerate(_lines(lines), 1):
            if line is not None and not line.strip():
                continue
            try:
                _print(labelled(_whole(line)))
            except InputError as error:
                wrong += 1
                complain(f"line {number}: {error}", code=1)
    if wrong:
        raise typer.Exit(complain(f"{counted(wrong, 'line')} could not be read", code=1))


def _lines(file: BinaryIO) -> Iterator[bytes | None]:
    """Yield the lines; None for one that is too long to be a message, which is passed over."""
    while line := file.readline(LONGEST):
        if line.endswith(b"\n") or len(line) < LONGEST:
            yield line
            continue
        while (rest := file.readline(LONGEST)) and not rest.endswith(b"\n"):
            pass
        yield None


def _whole(line: bytes | None) -> bytes:
    if line is None:
        msg = f"it has more than {LONGEST // 1_000_000} MB"
        raise InputError(msg)
    return line


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == "-":
        yield sys.stdin.buffer
        return
    try:
        opened = Path(file).open("rb")  # noqa: SIM115  closed below; whose error it is matters
    except OSError as error:
        raise InputError(unreadable(file, error)) from error
    with opened:
        yield opened


def _print(record: str) -> None:
    """Print a line at once: whoever reads us may be waiting for it."""
    sys.stdout.write(f"{record}\n")
    sys.stdout.flush()
