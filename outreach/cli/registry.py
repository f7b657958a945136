"""`outreach registry`: take in a copy of a national do-not-call registry; list what we have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.moments import day
from outreach.cli.opening import acting, opened
from outreach.cli.terminal import (
    HERE,
    AsJson,
    By,
    HouseDir,
    Panel,
    examples,
    print_json,
    say,
    table,
)
from outreach.errors import InputError, unreadable

if TYPE_CHECKING:
    from outreach.store.registries import CopyRow
    from policies.rulebook import Entry, Rulebook

IMPORT = examples(
    "outreach registry import listed.csv --country US --on 2026-11-20",
    "outreach registry import 702.txt --country US --on 2026-11-20 --covers +1702",
)
LIST = examples("outreach registry list", "outreach registry list --json")
COLUMNS = ("country", "copy of", "days old", "may be", "numbers", "asked about")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="Copies of national do-not-call registries, and how old they are.",
        no_args_is_help=True,
    )
    group.command("import", epilog=IMPORT)(take_in)
    group.command("list", epilog=LIST)(listed)
    app.add_typer(group, name="registry", rich_help_panel=Panel.PEOPLE)


def take_in(
    file: Annotated[Path, typer.Argument(help="The listed numbers, one a line.")],
    country: Annotated[str, typer.Option(help="Whose registry it is (ISO 3166), such as US.")],
    on: Annotated[
        datetime, typer.Option(parser=day, metavar="DAY", help="The day of the copy, 2026-11-20.")
    ],
    covers: Annotated[
        list[str] | None,
        typer.Option(help="The prefix of the numbers asked about, +1702; without it, all."),
    ] = None,
    house: HouseDir = HERE,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Take in a copy of a national registry, and look up every number of that country in it.

    The copy replaces the one before. A number that is in it is not called (nor texted, where the
    law says so) without being asked; one that comes later is looked up as it comes. The numbers
    themselves are not kept, only digests of them.
    """
    from outreach.services.registry import Wanted, import_copy

    with opened(house) as home:
        code = country.strip().upper()
        entry_of(home.rulebook, code)
        wanted = Wanted(code, on.date(), _prefixes(covers or ()), acting(home, by).name)
        try:
            with file.open(encoding="utf-8-sig") as lines:
                done = import_copy(home.store, home.clock, lines, wanted)
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(unreadable(file, error)) from error
    if as_json:
        told = {"numbers": done.copy.count, "looked_up": done.looked_up, "listed": done.listed}
        print_json({"country": code, "on": on.date(), **told})
    else:
        say(f"{code}: {done.copy.count} numbers in the copy of {on:%Y-%m-%d}")
        say(f"{done.looked_up} of ours were looked up, {done.listed} are in it")


def _prefixes(covers: Sequence[str]) -> tuple[str, ...]:
    wrong = [one for one in covers if not (one.startswith("+") and one[1:].isdigit())]
    if wrong:
        msg = f"`{wrong[0]}` is no prefix of numbers, such as `+1702`"
        raise InputError(msg)
    return tuple(covers)


def entry_of(rulebook: Rulebook, country: str) -> Entry:
    """Return what the law of a country says of its registry; raise `InputError` for none."""
    entries = registries_of(rulebook)
    if country not in entries:
        known = ", ".join(entries)
        msg = f"no law that we know has a registry asked in `{country}`, but in {known}"
        raise InputError(msg)
    return entries[country]


def registries_of(rulebook: Rulebook) -> dict[str, Entry]:
    """Return the entry about a registry, by country."""
    from policies.rulebook import EntryKind

    return {
        code.upper(): entry
        for code, pack in sorted(rulebook.packs.items())
        for entry in pack.entries
        if entry.kind is EntryKind.REGISTRY
    }


def listed(house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """List the copies of registries that we have, and how old they are and may be."""
    from outreach.store import registries

    with opened(house) as home:
        found = home.store.read(registries.copies)
        entries, today = registries_of(home.rulebook), home.clock.now().date()
    if as_json:
        print_json([_plain(one, entries, today) for one in found])
    elif not found:
        say("none yet: take one in with `outreach registry import FILE --country US --on DATE`")
    else:
        table(
            COLUMNS, ([str(cell) for cell in _plain(one, entries, today).values()] for one in found)
        )


def _plain(one: CopyRow, entries: dict[str, Entry], today: date) -> dict[str, object]:
    entry = entries.get(one.country)
    return {
        "country": one.country,
        "on": one.copied_on.date(),
        "days_old": (today - one.copied_on.date()).days,
        "may_be": entry.max_age_days if entry else 0,
        "numbers": one.count,
        "covers": ", ".join(one.covers) or "all numbers",
    }
