"""`outreach hooks`: which addresses to enter at the carrier and at the mail server."""

from __future__ import annotations

from typing import Annotated

import typer

from outreach.cli.opening import opened
from outreach.cli.terminal import HERE, AsJson, HouseDir, Panel, examples, print_json, say

EXAMPLES = examples("outreach hooks", "outreach hooks --secret")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel=Panel.HOUSE, epilog=EXAMPLES)(hooks)


def hooks(
    secret: Annotated[
        bool, typer.Option("--secret", help="Print the secret of the mail hook, and nothing else.")
    ] = False,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Show which addresses to enter at the carrier and the mail server, and what each is for."""
    from outreach.bootstrap.hooks import addresses, mail_secret

    with opened(house) as home:
        known, bearer = addresses(home.settings), mail_secret(home.tokens)
        public = home.settings.web.public_url
    if secret:
        say(bearer)
        return
    if as_json:
        print_json([{"url": one.url, "enter_at": one.enter_at, "for": one.what} for one in known])
        return
    for one in known:
        say(one.url, f"    {one.what}", f"    enter it at: {one.enter_at}")
    if not public:
        say("no carrier can post to us (web.public_url is not set): its list is read instead")
