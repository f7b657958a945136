"""What an import tells as it goes: for people, whom it brings and what changes; for programs, JSON.

Both write as they read, so that a million rows need no more room than a few.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outreach.bootstrap.imports import Desk
from outreach.cli.terminal import console, counted, say
from outreach.domain.imports.columns import Column
from outreach.domain.imports.row import Rejected
from outreach.domain.told import told as in_short
from outreach.services.import_people import Brought, Listens
from outreach.services.import_people.importing import Progress
from outreach.services.import_people.left_out_file import left_out_file
from outreach.services.import_people.matching import Arrived
from outreach.services.import_people.sheet import Sheet
from policies.channel import Channel

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Telling:
    """Who listens to an import, and what is told at its end."""

    listens: Listens
    end: Callable[[Brought], None]


@contextmanager
def in_words(desk: Desk, sheet: Sheet, dry: bool, rejected: Path | None) -> Iterator[Telling]:
    """Tell people: in a dry run the first persons and what would change, then the counts."""
    shown = 0

    def person(arrived: Arrived, known: str | None) -> None:
        nonlocal shown
        shown += 1
        if shown <= SHOWN:
            say(*_person(arrived, desk.named(known) if known else ""))

    def end(brought: Brought) -> None:
        if dry and shown > SHOWN:
            say(f"  and {shown - SHOWN} more people")
        _end(brought, dry, rejected)

    with _left_out(rejected, sheet) as leave_out, _progress() as progress:
        told = person if dry else None  # who came in is shown before it is done
        yield Telling(Listens(progress, lambda _, one: leave_out(one), told), end)


def _person(arrived: Arrived, known: str) -> Iterator[str]:
    group = arrived.group
    rows = ", ".join(str(row.number) for _, row in group.rows)
    reached = {channel for channel, _ in group.addresses}
    ways = ", ".join(one.value for one in Channel if one in reached)
    where = f", {group.organisations[0]}" if group.organisations else ""
    sign, as_whom = ("~", f" is {known}") if known else ("+", "")
    yield f"{sign} {group.name}{as_whom}{where} ({ways}; row {rows})"
    for wish in arrived.wishes:
        understood = "; ".join(in_short(one.meaning) for one in wish.reading.understood)
        yield f"    “{wish.words}” ({understood})"


def _end(brought: Brought, dry: bool, rejected: Path | None) -> None:
    would = "would be " if dry else ""
    say(
        f"{counted(brought.rows, 'row')}, {counted(brought.people, 'person', 'people')}:"
        f" {brought.new} {would}new, {brought.same} {would}known already",
        f"{brought.points} addresses and numbers, {brought.bases} bases and"
        f" {counted(brought.statements, 'statement')} {would}added;"
        f" {counted(brought.filled, 'person', 'people')} {would}filled in",
    )
    if brought.refusals:
        verb = "would be" if dry else "is" if brought.refusals == 1 else "are"
        count = counted(brought.refusals, "address or number", "addresses and numbers")
        say(f"rows that are left out refuse us: {count} {verb} kept as refused")
    for one in brought.rejected[:SHOWN]:
        say(f"  left out: {one}")
    if brought.rejections > SHOWN:
        say(f"  and {brought.rejections - SHOWN} more left out")
    for remark in brought.remarks[:SHOWN]:
        say(f"  note: {remark}")
    if len(brought.remarks) > SHOWN:
        say(f"  and {len(brought.remarks) - SHOWN} more notes")
    if brought.rejections and rejected:
        say(f"the rows that were left out are in {rejected}")
    elif brought.rejections > SHOWN:
        say("write all of them to a file with --rejected FILE.csv")
    if brought.id and (brought.people or brought.refusals):
        say(f"to take it back: outreach people undo {brought.id}")


@contextmanager
def in_json(sheet: Sheet, dry: bool, rejected: Path | None) -> Iterator[Telling]:
    """Print one JSON object, person by person as they come; rows of data count from 1.

    A dry run tells of people and of rows that are left out, and of nothing else.
    """
    left_out: list[str] = []
    comma = ""

    def person(arrived: Arrived, _: str | None) -> None:
        nonlocal comma
        print(f"{comma}{json.dumps(_plain(arrived), ensure_ascii=False)}", end="")
        comma = ",\n"

    def leave(nth: int, one: Rejected) -> None:
        left_out.append(json.dumps({"row": nth, "reason": one.reason}, ensure_ascii=False))
        leave_out(one)

    def end(brought: Brought) -> None:
        print(f'],\n"rejected":[{", ".join(left_out)}]', end="")
        more = "}" if dry else f",\n{json.dumps(_came_to(sheet, brought), ensure_ascii=False)[1:]}"
        print(more)

    with _left_out(rejected, sheet) as leave_out:
        print('{"persons":[', end="")
        yield Telling(Listens(on_rejected=leave, on_person=person), end)


def _came_to(sheet: Sheet, brought: Brought) -> dict[str, Any]:
    columns = {
        head.heading: None if head.column is Column.UNUSED else head.column.value
        for head in sheet.mapped.heads
    }
    read = {"remarks": brought.remarks, "read_as": sheet.told, "columns": columns}
    return {**read, "import": brought.id, **brought.figures()}


def _plain(arrived: Arrived) -> dict[str, Any]:
    group = arrived.group
    return {
        "rows": [nth for nth, _ in group.rows],
        "names": group.names,
        "emails": _reached(arrived, Channel.EMAIL),
        "phones": _reached(arrived, Channel.PHONE),
        "organisations": group.organisations,
        "statements": [wish.labels() for wish in arrived.wishes],
    }


def _reached(arrived: Arrived, channel: Channel) -> list[str]:
    return [one.address for how, one in arrived.group.addresses if how is channel]


@contextmanager
def _left_out(path: Path | None, sheet: Sheet) -> Iterator[Callable[[Rejected], None]]:
    if path is None:
        yield lambda rejected: None
        return
    with left_out_file(path, sheet) as leave_out:
        yield leave_out


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show how far it is, on a terminal; rows done and rows in all."""
    if not console().is_terminal:
        yield lambda done, total: None
        return
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("reading people"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task("rows", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
