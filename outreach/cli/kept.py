"""`outreach kept`: what is kept for how long, by whose choice, and what has no end."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

import typer

from outreach.cli.opening import opened
from outreach.cli.terminal import HERE, AsJson, HouseDir, Panel, examples, print_json, say, table

if TYPE_CHECKING:
    from outreach.services.letting_go import Kept

EXAMPLES = examples("outreach kept", "outreach kept --json", "outreach packs house")
NAMES = {
    "facts": "what decisions were made on",
    "words": "what we wrote to people",
    "mail": "what came in and binds nothing",
}
FOR_EVER = (
    "Without an end: what somebody said and what proves it, consents, stops, every decision with "
    "its verdict and reasons, and the ledger."
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel=Panel.WHY, epilog=EXAMPLES)(kept)


def kept(house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """Show what is kept for how long, by which entry of which pack, and what has no end.

    The engine lets go of what is past its term once a day. A law that wants each use of a consent
    proved for longer keeps the facts of those decisions for as long.
    """
    from outreach.services.letting_go import what_is_kept

    with opened(house, seals=False) as home:
        found = list(what_is_kept(home.store, home.rulebook, home.clock.now()))
        zone = home.ears.zone
    if as_json:
        print_json([_record(one) for one in found])
        return
    columns = ("what", "kept for", "by", "how many", "oldest")
    table(columns, [_row(one, zone) for one in found])
    say("", FOR_EVER)


def _row(one: Kept, zone: tzinfo) -> tuple[str, ...]:
    from outreach.domain.pack_page import length

    terms = " · ".join(length(each.retain) for each in one.entries if each.retain)
    oldest = one.held.oldest
    return (
        NAMES[one.record],
        terms or "ever",
        ", ".join(each.id for each in one.entries) or "no entry: nothing ends it",
        f"{one.held.count:,}",
        f"{oldest.astimezone(zone):%Y-%m-%d}" if oldest else "",
    )


def _record(one: Kept) -> dict[str, object]:
    from outreach.domain.pack_page import length

    return {
        "record": one.record,
        "terms": {each.id: length(each.retain) for each in one.entries if each.retain},
        "count": one.held.count,
        "oldest": one.held.oldest,
        "let_go_before": one.before,
    }
