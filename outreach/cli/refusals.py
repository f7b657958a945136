"""`outreach refusals`: who refused us elsewhere, and who refused us, for others."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from outreach.cli.opening import acting, opened, trying
from outreach.cli.terminal import (
    HERE,
    AsJson,
    By,
    HouseDir,
    Panel,
    counted,
    examples,
    print_json,
    say,
)
from outreach.domain.imports.how import How

SHOWN = 20

IMPORT = examples(
    "outreach refusals import listmonk.csv --source 'our newsletter until 2026'",
    "outreach refusals import bounces.txt --source 'old mailer' --as bounced",
    "outreach refusals import twilio.csv --source 'our old carrier account' --dry-run",
)
EXPORT = examples(
    "outreach refusals export refusals.csv",
    "outreach refusals export for-a-partner.csv --hashed",
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Refusals of other systems, and ours for them.", no_args_is_help=True)
    group.command("import", epilog=IMPORT)(take)
    group.command("export", epilog=EXPORT)(give)
    app.add_typer(group, name="refusals", rich_help_panel=Panel.PEOPLE)


def take(
    file: Annotated[Path, typer.Argument(help="A table, or one address or number a line.")],
    source: Annotated[str, typer.Option(help="Where the list comes from, in plain words.")],
    how: Annotated[
        How, typer.Option("--as", help="What its addresses are where it says no more.")
    ] = How.STOPPED,
    country: Annotated[
        str | None, typer.Option(help="Where numbers without a country code are from, as in DE.")
    ] = None,
    encoding: Annotated[str, typer.Option(help="How the file was saved, as in cp1252.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen.")] = False,
    house: HouseDir = HERE,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Obey what people told another system.

    Exports of listmonk, Mautic, HubSpot and Twilio (error 21610) are understood, lists of addresses
    that bounced or must not be contacted, and SHA-256 digests of addresses. Where a list says by a
    column who is refused, the others are passed over; where it does not, all are refused. An
    address that nobody here has is kept as a keyed hash, and binds whoever gets it later.
    """
    from outreach.domain.imports import fields
    from outreach.services.import_people.refusals import Handed, take_refusals

    with opened(house) as home:
        here = fields.country(country) if country else home.settings.house.country or None
        who = trying(home, by) if dry_run else acting(home, by)
        handed = Handed(file, source, who, how, here, dry_run, encoding)
        obeyed = take_refusals(home.store, home.clock, handed)
    if as_json:
        print_json(obeyed)
        return
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(obeyed.by_how.items()))
    say(f"{counted(obeyed.rows, 'row')}: {kinds or 'nobody is refused'}")
    if not obeyed.rows:
        say("no row stands under the headings: a row for each address or number was expected there")
    if not dry_run:
        say(f"{counted(obeyed.new, 'address or number', 'addresses and numbers')} new to us")
    for one in obeyed.rejected[:SHOWN]:
        say(f"  not read: {one}")
    if obeyed.rejections > SHOWN:
        say(f"  and {obeyed.rejections - SHOWN} more not read")


def give(
    file: Annotated[str, typer.Argument(help="Where to write it; - is standard output.")] = "-",
    hashed: Annotated[
        bool, typer.Option("--hashed", help="Give nobody's address away: SHA-256 digests.")
    ] = False,
    house: HouseDir = HERE,
) -> None:
    """Write every refusal that stands as CSV: for another system to obey."""
    from outreach.services.import_people.refusals import give_refusals

    with opened(house) as home:
        if file == "-":
            give_refusals(home.store, sys.stdout, hashed=hashed)
            return
        with Path(file).open("w", encoding="utf-8", newline="") as out:
            given = give_refusals(home.store, out, hashed=hashed)
    say(f"{counted(given.written, 'refusal')} written to {file}")
    if given.untold:
        count = counted(given.untold, "address or number", "addresses and numbers")
        say(f"of {count} only a keyed hash is kept: that binds here, and cannot be handed on")
