"""`outreach db copy`: a house from its SQLite file into PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from outreach.cli.terminal import HERE, AsJson, HouseDir, Panel, counted, examples, tell

COPY = examples("outreach db copy postgresql://outreach@db.example/outreach")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="Move the house's memory to a larger database.")
    group.command("copy", epilog=COPY)(copy)
    app.add_typer(group, name="db", rich_help_panel=Panel.HOUSE)


def copy(
    to: Annotated[str, typer.Argument(help="The empty database, as `postgresql://...`.")],
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Copy everything into an empty database, read the ledger there again, and halt the old one.

    Stop the engine first. While it copies nothing else can be written; if anything fails, the house
    stays where it is and as it was.
    """
    from outreach.bootstrap.house import visiting
    from outreach.engine.lease import no_engine
    from outreach.store import copying
    from outreach.store.engines import address

    with visiting(house) as home, no_engine(home.store.url), _progress() as progress:
        copied = copying.copy(home.store, address(to), progress)
    tell(
        {"rows": copied.rows, "ledger_entries": copied.entries},
        f"{counted(copied.rows, 'row')} moved; every one of {copied.entries} entries of the ledger"
        " is as it was written",
        f"now say `database = ...` in `{house / 'outreach.toml'}`, or set OUTREACH_DATABASE",
        "the old file is halted: it sends nothing, and can be kept as a backup",
        as_json=as_json,
    )


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("copying"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task("rows", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
