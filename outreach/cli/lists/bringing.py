"""`outreach people import`, `imports` and `undo`: bring a list in, and take it back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.opening import acting, opened, trying
from outreach.cli.terminal import (
    HERE,
    AsJson,
    By,
    HouseDir,
    console,
    counted,
    examples,
    print_json,
    say,
)
from outreach.errors import InputError
from policies.channel import Kind

if TYPE_CHECKING:
    from outreach.bootstrap.house import House
    from outreach.bootstrap.imports import Desk
    from outreach.cli.lists.arrivals import Telling
    from outreach.domain.imports.columns import Column
    from outreach.services.import_people.sheet import Sheet
    from outreach.store.importing import Run

SHOWN = 20

IMPORT = examples(
    "outreach people import visitors.csv --source 'Expo 2026' --dry-run",
    "outreach people import visitors.csv --source 'Expo 2026' --kind business",
    "outreach people import cards.vcf --source 'Cards from the Expo' --rejected left-out.csv",
    "outreach people import besucher.csv --source 'Messe' --map 'Handy privat=mobile'",
)
UNDO = examples("outreach people imports", "outreach people undo i_06f8")


def add_to(group: typer.Typer) -> None:
    """Add the commands."""
    group.command("import", epilog=IMPORT)(bring)
    group.command("imports", epilog=UNDO)(imports)
    group.command("undo", epilog=UNDO)(undo)


def bring(
    file: Annotated[Path, typer.Argument(help="A table (CSV) or visiting cards (vCard).")],
    source: Annotated[str, typer.Option(help="Where these people come from, in plain words.")],
    kind: Annotated[Kind | None, typer.Option(help="What the source attests them to be.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen.")] = False,
    headings: Annotated[
        list[str] | None,
        typer.Option("--map", help="What a column holds, as in 'Handy privat=mobile'."),
    ] = None,
    encoding: Annotated[str, typer.Option(help="How the file was saved, as in cp1252.")] = "",
    country: Annotated[
        str | None, typer.Option(help="Where numbers without a country code are from, as in DE.")
    ] = None,
    rejected: Annotated[
        Path | None, typer.Option(help="Write the rows that were left out to this CSV file.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether it is well read.")] = False,
    house: HouseDir = HERE,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Bring people in from a table or from visiting cards.

    Cells may be parted by commas, semicolons, tabs or bars; headings may be English, German,
    French, Spanish or Portuguese. It says first what it takes each column for. Rows of one person
    become one: the same mailbox, the same mobile and a name that agrees, or the same name at the
    same organisation. Notes are read: `NO PHONE CALLS!! email only` binds from then on.

    Columns for consent: consent_channel, consent_purpose, consent_at, consent_proof; beside them,
    if you have it, consent_kind (such as `written`), consent_way, consent_wording,
    consent_reference, consent_to, consent_topic, consent_expires.

    An import adds; it never lifts, shortens or outdates anything that somebody said. `outreach
    people undo` takes it back.
    """
    from outreach.domain.imports import fields
    from outreach.services.import_people import Import, import_people, open_file

    with _desk(house, by, dry_run) as desk:
        wanted = Import(
            path=file,
            source=source,
            by=desk.by,
            kind=kind,
            home=fields.country(country) if country else desk.home,
            dry=dry_run,
            headings=_mapped(headings or []),
            encoding=encoding,
        )
        sheet = open_file(wanted)
        if not as_json:
            _show_columns(sheet)
            if not (dry_run or yes) and console().is_terminal:
                typer.confirm("Bring them in like this?", abort=True)
        with _told(desk, sheet, dry_run, rejected, as_json) as told:
            brought = import_people(desk.store, desk.clock, wanted, desk.hears, sheet, told.listens)
            told.end(brought)


@contextmanager
def _desk(house: Path, by: str | None, dry: bool) -> Iterator[Desk]:
    """Open the house; a dry run needs none, and then knows nobody."""
    from outreach.bootstrap.imports import desk_in, desk_without_a_house
    from outreach.config.files import FILE

    if dry and not (house / FILE).exists():
        with desk_without_a_house() as desk:
            yield desk
        return
    with opened(house) as home:
        yield desk_in(home, trying(home, by) if dry else acting(home, by))


def _mapped(given: list[str]) -> dict[str, Column]:
    from outreach.domain.imports.columns import Column

    found: dict[str, Column] = {}
    for one in given:
        heading, equals, column = one.rpartition("=")
        if not equals or column.strip() not in set(Column):
            columns = ", ".join(f"`{column}`" for column in Column if column != Column.REASON)
            msg = f"`{one}` maps nothing: write --map 'HEADING=COLUMN', with one of {columns}"
            raise InputError(msg)
        found[" ".join(heading.split())] = Column(column.strip())
    return found


def _show_columns(sheet: Sheet) -> None:
    from outreach.domain.imports.columns import Column

    say(f"read as: {sheet.told}, {counted(sheet.rows, 'row')}, numbered as in the file")
    for head in sheet.mapped.heads:
        if head.column is Column.UNUSED:
            say(f"  {head.heading}: not used")
        elif head.column is not Column.REASON:
            say(f"  {head.heading} → {head.column.replace('_', ' ')}")
    if not sheet.rows:
        say("no row stands under the headings: a row for each person was expected there")


def _told(
    desk: Desk, sheet: Sheet, dry: bool, rejected: Path | None, as_json: bool
) -> AbstractContextManager[Telling]:
    from outreach.cli.lists.arrivals import in_json, in_words

    return in_json(sheet, dry, rejected) if as_json else in_words(desk, sheet, dry, rejected)


def imports(house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """List the imports, the last first."""
    from outreach.store import importing

    with opened(house) as home:
        found = home.store.read(importing.runs)
        if as_json:
            print_json([asdict(one) | {"ended": one.ended} for one in found])
            return
        if not found:
            say("nobody was brought in by a list yet")
        for one in found:
            at = one.at.astimezone(home.ears.zone)
            say(f"{one.id}  {at:%d %b %Y %H:%M}  {one.source} ({one.file}): {_came_to(home, one)}")


def _came_to(home: House, run: Run) -> str:
    from outreach.store import importing

    if run.undone_at:
        return f"taken back by {run.undone_by}"
    if run.ended:
        return counted(run.counted.get("new", 0), "new person", "new people")
    came = home.store.read(lambda conn: importing.came_in(conn, run.id))
    people = counted(came, "new person", "new people")
    return (
        f"not finished, {people} so far. If it was cut off, import the file again: whoever is"
        " there is recognised; or take it back"
    )


def undo(
    run: Annotated[str, typer.Argument(help="The import's id.", metavar="IMPORT")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen.")] = False,
    house: HouseDir = HERE,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Take an import back: whom it brought, what it added, and what its cells said.

    Whoever has written or been written to since stays, with everything that was said, and so does
    whoever stands in another list that was not taken back.
    """
    from outreach.services.import_people.undoing import undo_import

    with opened(house) as home:
        undone = undo_import(home.store, home.clock, run, acting(home, by), dry=dry_run)
    if as_json:
        print_json(undone)
        return
    would = "would be " if dry_run else ""
    say(
        f"{counted(undone.people, 'person', 'people')} {would}taken out, with"
        f" {counted(undone.points, 'address or number', 'addresses and numbers')},"
        f" {counted(undone.statements, 'statement')} and {counted(undone.bases, 'basis', 'bases')};"
        f" {counted(undone.restored, 'person', 'people')} {would}as before"
    )
    if undone.refusals:
        say(f"{counted(undone.refusals, 'refusal')} of rows left out {would}taken back")
    for one in undone.kept[:SHOWN]:
        say(f"  stays: {one.name}, because {one.because}")
    if len(undone.kept) > SHOWN:
        say(f"  and {len(undone.kept) - SHOWN} more; `--json` names them all")
