"""`outreach intake`: what mails in files are, told apart without house or database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.terminal import AsJson, Panel, complain, counted, examples, say
from outreach.errors import InputError, unreadable

if TYPE_CHECKING:
    from outreach.bootstrap.mails import ReadMail

LONGEST = 30 * 1024 * 1024
"""Octets of a file beyond which it is no mail that a server would have taken."""
SHOWN = 60
_STANDARD_INPUT = Path("-")

Files = Annotated[
    list[Path],
    typer.Argument(
        help="Mails, folders of `*.eml`, or - for one mail from standard input.",
        show_default=False,
    ),
]
Addresses = Annotated[
    list[str] | None,
    typer.Option("--ours", help="An address that we write from; may be given several times."),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    epilog = examples(
        "outreach intake bounce.eml",
        "outreach intake mails/ --json --ours ana@kestrel.example",
        "outreach intake - < bounce.eml",
    )
    app.command(rich_help_panel=Panel.WHY, epilog=epilog)(intake)


def intake(files: Files, ours: Addresses = None, as_json: AsJson = False) -> None:
    """Say of each mail what it is, a line each, as they are read.

    A mail is a reply, bounce, complaint, unsubscribe, auto-reply, receipt, list, own-copy or
    other. Of a bounce: every recipient, whether it was given up and whether our own standing is to
    blame; of people's mail: their own words; of an automatic reply: the day of return. A file that
    cannot be read is named, the others are read all the same, and the command ends with code 1.
    """
    from outreach.bootstrap.mails import read_mail
    from outreach.clock import SystemClock

    now, wrong = SystemClock().now(), 0
    for path in _mails(files):
        try:
            mail = read_mail(_octets(path), ours or (), now)
        except InputError as error:
            complain(str(error), code=1)
            wrong += 1
            continue
        if mail.trouble:
            complain(f"`{path}`: {mail.trouble}", code=1)
            wrong += 1
        _print(mail, str(path), as_json)
    if wrong:
        raise typer.Exit(complain(f"{counted(wrong, 'file')} could not be read", code=1))


def _mails(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        found = sorted(path.rglob("*.eml")) if path.is_dir() else [path]
        yield from found or [path]


def _octets(path: Path) -> bytes:
    if path == _STANDARD_INPUT:
        return sys.stdin.buffer.read(LONGEST)
    if path.is_dir():
        raise InputError(f"`{path}` holds no mail: nothing in it is called `*.eml`")
    try:
        with path.open("rb") as file:
            return file.read(LONGEST)
    except OSError as error:
        raise InputError(unreadable(path, error)) from error


def _print(mail: ReadMail, file: str, as_json: bool) -> None:
    """Print a mail at once: whoever reads us may be waiting for it."""
    if as_json:
        line = json.dumps(mail.record(file), ensure_ascii=False)
        sys.stdout.write(f"{line.encode('utf-8', 'backslashreplace').decode()}\n")
    else:
        say(f"{mail.kind:11}  {file}{_told(mail)}")
    sys.stdout.flush()


def _told(mail: ReadMail) -> str:
    """Return what a person wants to know of a mail beside its kind."""
    told = [
        f"{each.recipient}: {each.action} {each.status}".strip()
        + (", our own standing" if each.our_fault else "")
        for each in mail.recipients
    ]
    if mail.feedback_type:
        told.append(mail.feedback_type)
    if mail.return_date:
        told.append(f"back {mail.return_date}")
    words = " ".join(mail.text.split())
    if words:
        told.append(f"“{words[:SHOWN]}{'…' if len(words) > SHOWN else ''}”")
    return "".join(f"\n             {line}" for line in told)
