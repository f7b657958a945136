"""`outreach backup` and `outreach restore`: the memory of a house in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from outreach.cli.opening import opened, seal
from outreach.cli.terminal import HERE, AsJson, HouseDir, Panel, counted, examples, tell

BACKUP = examples("outreach backup /elsewhere/kestrel-2026-12-01.db")
RESTORE = examples("outreach restore /elsewhere/kestrel-2026-12-01.db")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(rich_help_panel=Panel.HOUSE, epilog=BACKUP)(backup)
    app.command(rich_help_panel=Panel.HOUSE, epilog=RESTORE)(restore)


def backup(
    file: Annotated[Path, typer.Argument(help="A new file; keep it on another machine.")],
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Write all that the house remembers to one file, while it goes on working.

    One moment of it, whose ledger was verified. Settings, secrets, words and sequences are files
    of the house folder: copy those as they are.
    """
    from outreach.store import backing_up

    with opened(house) as home:
        seal(home)
        whole = backing_up.back_up(home.store, file)
    entries = whole.entries + whole.unsealed
    tell(
        {"file": file, "entries": entries},
        f"everything is in {file}: its ledger of {counted(entries, 'entry', 'entries')} is whole",
        "settings, secrets and keys are files of the house folder: copy those too",
        as_json=as_json,
    )


def restore(
    file: Annotated[Path, typer.Argument(help="What `outreach backup` wrote.")],
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Bring a house back from a backup, so that it sends nothing twice.

    What was being sent then is in doubt now. What was due by now may have left since, and is taken
    back. Mailboxes are read again from where they were, and nothing goes out until
    `outreach resume`.
    """
    from outreach.bootstrap.ways_in import read_again
    from outreach.clock import SystemClock
    from outreach.config import read_settings
    from outreach.engine.lease import no_engine
    from outreach.services.bringing_back import bring_back
    from outreach.store.engines import address

    settings = read_settings(house)
    url = address(settings.database_url)
    with no_engine(url):
        done = bring_back(file, url, SystemClock())
    read_again(settings.path(settings.intake.maildir))
    tell(
        done,
        f"brought back: the ledger of {counted(done.entries, 'entry', 'entries')} is whole",
        f"  {done.in_doubt} that were being sent are in doubt: `outreach doubt list`",
        f"  {done.taken_back} that were due may have left since, and were taken back",
        f"  {done.passed_over} steps of sequences were passed over for that reason",
        "nothing goes out until you have let it read what came in (`outreach run`), heard by hand",
        "what came by page or telephone since, and say `outreach resume`",
        as_json=as_json,
    )
