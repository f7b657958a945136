"""`outreach evidence`: everything about somebody in one file, with what proves it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from outreach.cli.opening import acting, opened, person_named
from outreach.cli.terminal import HERE, AsJson, By, HouseDir, Panel, examples, tell
from outreach.errors import InputError

EXAMPLES = examples(
    "outreach evidence 'Scott Reyes' -o scott.zip",
    "python3 -m zipfile -e scott.zip scott && python3 scott/verify.py",
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel=Panel.WHY, epilog=EXAMPLES)(evidence)


def evidence(
    person: Annotated[str, typer.Argument(help="A name, id, address or number.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write, a zip.")],
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Write all that was said, decided and done about a person, and a program that checks it.

    A regulator, or the person, can run it anywhere: it needs Python and nothing else. That it was
    written, and by whom, stands in the ledger.
    """
    from outreach.services import evidence as evidences

    if output.exists():
        msg = f"`{output}` is there already: name a new file, or move that one away"
        raise InputError(msg)
    with opened(house) as home:
        whom, who = person_named(home, person), acting(home, by)
        beside = output.with_name(f"{output.name}.new")
        try:
            with beside.open("wb") as file:
                entries = evidences.write(home.store, home.clock, whom.id, who.name, file)
            beside.replace(output)
        except OSError as error:
            why = (error.strerror or "unknown reason").lower()
            raise InputError(f"`{output}` cannot be written: {why}") from error
    record = {"person": whom.id, "file": output, "entries": entries}
    told = f"{whom.name}: {entries} entries of the ledger prove what is in {output}"
    tell(record, told, "to check it: unpack it and run `python3 verify.py`", as_json=as_json)
