"""`outreach ledger`: whether the record of what was done is as it was written."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.opening import opened, seal
from outreach.cli.terminal import HERE, AsJson, HouseDir, Panel, examples, print_json, say, tell
from outreach.errors import InputError, unreadable

if TYPE_CHECKING:
    from outreach.store.ledger_head import Head

EXAMPLES = examples(
    "outreach ledger verify",
    "outreach ledger verify --house copy-of-the-house",
    "outreach ledger export-head head-of-november.json",
    "outreach ledger verify --head head-of-november.json",
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="The append-only record of what was done.", no_args_is_help=True)
    group.command("verify", epilog=EXAMPLES)(verify)
    group.command("export-head", epilog=EXAMPLES)(export_head)
    app.add_typer(group, name="ledger", rich_help_panel=Panel.WHY)


def verify(
    head: Annotated[
        Path | None, typer.Option(help="A head that was exported earlier and kept elsewhere.")
    ] = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Read the whole chain again, and name the first entry or decision that was altered."""
    from outreach.store import ledger, ledger_head

    kept = _kept(head) if head else None
    with opened(house, seals=False) as home:
        found = home.store.read(ledger.verify)
        if kept is not None:
            found = home.store.read(lambda conn: ledger_head.differs(conn, kept)) or found
    whole = isinstance(found, ledger.Whole)
    if as_json:
        print_json({"whole": whole, "found": found})
    elif isinstance(found, ledger.Whole):
        later = f", {found.unsealed} not sealed yet" if found.unsealed else ""
        say(f"every one of {found.entries} entries is as it was written{later}")
    else:
        say(found.because)
    if not whole:
        raise typer.Exit(1)


def _kept(path: Path) -> Head:
    """Return an exported head; raise `InputError` for a file that is none."""
    from outreach.store.ledger_head import Head

    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Head(int(kept["entries"]), str(kept["hash"]), str(kept["seal"]))
    except OSError as error:
        raise InputError(unreadable(path, error)) from error
    except (KeyError, TypeError, ValueError) as error:
        msg = f"`{path}` is no head that `outreach ledger export-head` wrote"
        raise InputError(msg) from error


def export_head(
    file: Annotated[Path, typer.Argument(help="Where to write it: keep it on another machine.")],
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Write down where the sealed chain ends, to be kept where nobody here can change it."""
    from outreach.store import ledger_head

    with opened(house) as home:
        seal(home)
        head = home.store.read(ledger_head.head)
        written = home.clock.now()
    if head is None:
        msg = "nothing was done in this house yet: there is no head"
        raise InputError(msg)
    plain = {**asdict(head), "written": written.isoformat()}
    try:
        file.write_text(json.dumps(plain, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        msg = f"`{file}` cannot be written: {(error.strerror or 'unknown reason').lower()}"
        raise InputError(msg) from error
    tell(plain, f"the head after {head.entries} entries is in {file}", as_json=as_json)
