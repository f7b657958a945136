"""`outreach packs`: the law as we hold it, a page for each place, and what ought to be checked."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from outreach.cli.moments import day
from outreach.cli.opening import opened
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
    tell,
)
from outreach.clock import SystemClock
from outreach.errors import InputError, NotFoundError, unreadable

if TYPE_CHECKING:
    from policies.rulebook import Pack, Rulebook

EXAMPLES = examples(
    "outreach packs",
    "outreach packs us-fl",
    "outreach packs check --on 2027-03-01",
    "outreach packs adopt us-nv-hours.toml --source 'NRS 598.0918, read on leg.state.nv.us' "
    "--by 'Ana Ruiz' --and 'Cora Lindt'",
)
Day = Annotated[
    datetime | None, typer.Option("--on", parser=day, metavar="DAY", help="By what day; today.")
]


class _OrCode(TyperGroup):
    """Takes what is no command for the code of a pack: `outreach packs us-fl`."""

    def resolve_command(self, ctx: typer.Context, args: list[str]) -> object:  # type: ignore[override]
        known = args[0] in self.commands or args[0].startswith("-")
        return super().resolve_command(ctx, args if known else ["show", *args])


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        cls=_OrCode,
        help="The law and the house's own limits, as they are held: one page for each place.",
        invoke_without_command=True,
        epilog=EXAMPLES,
    )
    group.callback()(packs)
    group.command("list", epilog=EXAMPLES)(listed)
    group.command("show", epilog=EXAMPLES)(show)
    group.command("check", epilog=EXAMPLES)(check)
    group.command("adopt", epilog=EXAMPLES)(adopt)
    app.add_typer(group, name="packs", rich_help_panel=Panel.WHY)


def packs(context: typer.Context, house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """List the packs; name one to read it."""
    if context.invoked_subcommand is None:
        listed(house, as_json)


def listed(house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """List the packs: how many entries each has, and how many were verified."""
    known = _rulebook(house).packs
    if as_json:
        print_json({code: pack.title for code, pack in sorted(known.items())})
        return
    rows = ((code, pack.title, *_counts(pack)) for code, pack in sorted(known.items()))
    table(("code", "place", "entries", "verified"), rows)


def _counts(pack: Pack) -> tuple[str, str]:
    sure = sum(entry.confidence.startswith("verified") for entry in pack.entries)
    return str(len(pack.entries)), "own" if pack.code == "house" else str(sure)


def show(
    code: Annotated[str, typer.Argument(help="Which pack: us-fl, fr, house.")],
    house: HouseDir = HERE,
    on: Day = None,
    as_json: AsJson = False,
) -> None:
    """Print a pack as a page: every value with its dates, citation, source and confidence."""
    from outreach.domain.pack_page import page

    pack = _rulebook(house).packs.get(code.lower())
    if pack is None:
        raise NotFoundError("pack", code)
    tell(pack, *page(pack, _day(on)), as_json=as_json)


def check(house: HouseDir = HERE, on: Day = None, as_json: AsJson = False) -> None:
    """Warn of entries that nobody verified, or that were checked over a year ago."""
    from outreach.domain.pack_page import doubt

    by_then = _day(on)
    found = [
        {"pack": pack.code, "entry": entry.id, "why": why}
        for _, pack in sorted(_rulebook(house).packs.items())
        for entry in pack.entries
        if (why := doubt(entry, by_then))
    ]
    if as_json:
        print_json(found)
    elif found:
        table(("pack", "entry", "why"), (tuple(one.values()) for one in found))
        say("", f"{len(found)} to look at; all of them are in force, and strict")
    else:
        say("every entry was verified within the year")


def adopt(
    file: Annotated[Path, typer.Argument(help="A pack file with the one entry, better sourced.")],
    source: Annotated[str, typer.Option(help="Where it was read.")],
    second: Annotated[str, typer.Option("--and", help="The other member who says so.")],
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Put a better-sourced value of the law in place of ours: by two people, in the ledger."""
    from outreach.bootstrap.own_packs import ADOPTED, OWN, digest_of, read_adopted
    from outreach.cli.opening import acting
    from outreach.services.adopting import Adoption
    from outreach.services.adopting import adopt as write_down

    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(unreadable(file, error)) from error
    entry = read_adopted(file.name, text)
    with opened(house) as home:
        who = acting(home, by).name
        adoption = Adoption(entry.id, digest_of(text), entry.checked, source, who, second)
        write_down(home.store, adoption, home.clock.now())
        goal = home.settings.path(OWN) / ADOPTED / f"{entry.id}.toml"
        _keep(goal, text)
        in_force = home.rulebook.fingerprint  # nothing that was cleared before leaves any more
    if as_json:
        print_json({"entry": entry.id, "file": goal, "fingerprint": in_force})
    else:
        say(f"adopted: {entry.id}, kept as {goal}")
        say("it judges from now on, a running engine from its next round")


def _keep(goal: Path, text: str) -> None:
    """Write the file whole or not at all: an engine may be reading it."""
    goal.parent.mkdir(parents=True, exist_ok=True)
    beside = goal.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(goal)


def _rulebook(house: Path) -> Rulebook:
    """Return the rulebook of the house, or the shipped one where there is no house."""
    from outreach.bootstrap.rulebook import load_rulebook
    from outreach.config import FILE

    if not (house / FILE).exists():
        return load_rulebook()
    with opened(house, seals=False) as home:
        return home.rulebook


def _day(on: datetime | None) -> date:
    return on.date() if on else SystemClock().now().date()
