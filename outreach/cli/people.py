"""`outreach people`: bring people in, and read one person's story."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from outreach.cli.opening import acting, language_for, local_time, opened, person_named
from outreach.cli.terminal import (
    HERE,
    AsJson,
    By,
    HouseDir,
    InLanguage,
    Panel,
    console,
    counted,
    examples,
    print_json,
    say,
)
from outreach.domain.hidden import HIDDEN
from outreach.domain.history import Event, Happened
from outreach.domain.people import ContactPoint, Person
from policies.channel import Channel, Kind

if TYPE_CHECKING:
    from outreach.bootstrap.house import House
    from outreach.domain.imports import Rejected
    from outreach.services.import_people import Brought

SHOWN = 20

IMPORT_EXAMPLES = examples(
    "outreach people import people.csv --source 'Expo 2026' --dry-run",
    "outreach people import people.csv --source 'Expo 2026' --kind business",
    "outreach people import people.csv --source 'Expo 2026' --rejected left-out.csv",
)
SHOW_EXAMPLES = examples(
    "outreach people show 'Scott Reyes'",
    "outreach people show scott@reyes.example --json",
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Bring people in; read one person's story.", no_args_is_help=True)
    group.command("import", epilog=IMPORT_EXAMPLES)(bring)
    group.command("show", epilog=SHOW_EXAMPLES)(show)
    app.add_typer(group, name="people", rich_help_panel=Panel.PEOPLE)


def bring(
    file: Annotated[Path, typer.Argument(help="A CSV file in UTF-8.", metavar="FILE.csv")],
    source: Annotated[str, typer.Option(help="Where these people come from, in plain words.")],
    kind: Annotated[Kind | None, typer.Option(help="What the source attests them to be.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen.")] = False,
    rejected: Annotated[
        Path | None, typer.Option(help="Write the rows that were left out to this CSV file.")
    ] = None,
    house: HouseDir = HERE,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Bring people in from a CSV file.

    Columns: name, email, phone, organisation, country, region, timezone, language, notes, and
    consent_channel, consent_purpose, consent_at, consent_proof; beside them, if you have it,
    consent_kind (such as `written`), consent_way, consent_wording, consent_reference, consent_to,
    consent_topic, consent_expires. An import adds; it never lifts, shortens or outdates anything
    that somebody said.
    """
    from outreach.services.import_people import Import, import_people

    with opened(house) as home, _left_out(rejected, file) as write:
        wanted = Import(
            path=file,
            source=source,
            by=acting(home, by),
            kind=kind,
            home=home.settings.house.country or None,
            dry=dry_run,
        )
        with _progress(as_json) as progress:
            brought = import_people(home.store, home.clock, wanted, progress, write)
    if as_json:
        print_json({**_counts(brought), "dry_run": dry_run})
    else:
        _tell(brought, dry_run, rejected)


def _counts(brought: Brought) -> dict[str, Any]:
    counted = asdict(brought)
    counted["rejected"] = [str(one) for one in brought.rejected]
    return counted


def _tell(brought: Brought, dry_run: bool, written: Path | None) -> None:
    would, rows = "would be " if dry_run else "", counted(brought.rows, "row")
    say(
        f"{rows}: {brought.new} {would}new, {brought.same} {would}known already",
        f"{brought.points} addresses and numbers and {brought.bases} bases {would}added",
    )
    for one in brought.rejected[:SHOWN]:
        say(f"  left out: {one}")
    if brought.rejections > SHOWN:
        say(f"  and {brought.rejections - SHOWN} more left out")
    for remark in brought.remarks[:SHOWN]:
        say(f"  note: {remark}")
    if brought.rejections and written:
        say(f"the rows that were left out are in {written}")
    elif brought.rejections > SHOWN:
        say("write all of them to a file with --rejected FILE.csv")


@contextmanager
def _left_out(path: Path | None, given: Path) -> Iterator[Any]:
    """Write rejected rows as they come, under the file's own header, with the reason beside them.

    That column is passed over by an import, so that the corrected file can be brought in as it is.
    """
    from outreach.domain.imports import REASON

    if path is None:
        yield lambda rejected: None
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        begun = False

        def write(one: Rejected) -> None:
            nonlocal begun
            columns = _header(given)
            place = columns.index(REASON) if REASON in columns else len(columns)
            if not begun:
                rows.writerow([*columns[:place], REASON, *columns[place + 1 :]])
            rows.writerow([*one.cells[:place], str(one), *one.cells[place + 1 :]])
            begun = True

        yield write


def _header(given: Path) -> list[str]:
    """Return the first row of a file that the import has read; without it, nothing is rejected."""
    with given.open(encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file), [])


@contextmanager
def _progress(quiet: bool) -> Iterator[Any]:
    """Show how far it is, on a terminal; rows done and rows in all."""
    if quiet or not console().is_terminal:
        yield lambda done, total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("reading people"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task("rows", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def show(
    person: Annotated[str, typer.Argument(help="A name, id, address or number.")],
    by: By = None,
    language: InLanguage = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Show a person: their own words first, then the story."""
    from outreach.gate.retelling import told_again
    from outreach.store import history, points, statements

    with opened(house) as home:
        found = person_named(home, person)
        said = home.store.read(lambda conn: statements.of(conn, found.id))
        story = home.store.read(lambda conn: history.story(conn, found.id))
        story = told_again(home.store, home.rulebook, story, language_for(home, by, language))
        reached = home.store.read(lambda conn: points.of(conn, found.id))
        if as_json:
            shown = [_without_number(one) for one in reached]
            print_json({"person": found, "points": shown, "said": said, "story": story})
            return
        if said:
            last = said[-1]
            say(
                f"“{last.words}”", f"  {found.name}, {_when(home, last.said_at)}, by {last.via}", ""
            )
        say(*_card(home, found))
        say("", "The story", *_told(home, story))


def _without_number(point: ContactPoint) -> ContactPoint:
    """Return a point as anybody may see it: a number is for whoever presses the call."""
    if point.channel is Channel.EMAIL:
        return point
    return replace(point, address=HIDDEN, folded=HIDDEN)


def _card(home: House, person: Person) -> Iterator[str]:
    """Who they are, in few lines; addresses are shown, numbers are for the call book."""
    from outreach.store import people

    work = home.store.read(lambda conn: people.organisations(conn, [person.organisation_id or ""]))
    where = ", ".join(part for part in (person.region or person.country, person.zone) if part)
    yield person.name
    for organisation in work.values():
        yield f"  works at {organisation.name}{_heard_there(home, person)}"
    now = local_time(home, person)
    told = f"it is {now} there" if now else "their place is not known"
    yield f"  {told}" + (f" ({where})" if where else "")
    yield f"  we know them from: {person.source}"
    if person.notes:
        yield f"  {person.notes}"


def _heard_there(home: House, person: Person) -> str:
    """Say how many of their colleagues heard from us today; nothing where nobody did."""
    from outreach.store import organisation_counter

    since = home.clock.now() - timedelta(days=1)
    count = home.store.read(lambda conn: organisation_counter.colleagues_heard(conn, person, since))
    who = "1 colleague" if count == 1 else f"{count} colleagues"
    return f" ({who} heard from us in the last 24 hours)" if count else ""


def _told(home: House, story: list[Event]) -> Iterator[str]:
    for event in story:
        mark = "“" if event.happened is Happened.SAID else " "
        yield f"{mark} {_when(home, event.at)}  {event.told}"
        for line in event.words.splitlines():
            yield f"      {line}" if line.strip() else ""


def _when(home: House, at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(home.settings.house.timezone)):%d %b %Y %H:%M}"
