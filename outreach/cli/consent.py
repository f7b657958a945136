"""`outreach consent`: what people agreed to, what it is worth, how it ended, the proof of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from outreach.cli.moments import day_or_hour
from outreach.cli.opening import acting, on_our_clock, opened, person_named
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
from outreach.domain.bases import Way
from outreach.errors import InputError, unreadable
from policies.basis import BasisKind
from policies.channel import Channel, Purpose

ADD = examples(
    "outreach consent add 'Grace Liu' --channel sms --kind written --way paper "
    "--proof 'card signed at the Expo' --to +17025550142 --wording card-2026.txt",
    "outreach consent add 'Grace Liu' --channel email --kind purchase --proof 'order 1204' "
    "--given-at 2026-10-01T12:00:00",
)
LIST = examples("outreach consent list 'Grace Liu'", "outreach consent list 'Grace Liu' --json")
WITHDRAW = examples(
    "outreach consent withdraw 'Grace Liu' --channel sms --words 'no more texts, please'",
)
END = examples("outreach consent end k_01 --because 'recorded for the wrong Grace'")
PROOF = examples(
    "outreach consent proof 'Grace Liu'", "outreach consent proof 'Grace Liu' --json > proof.json"
)
COLUMNS = ("id", "by", "for", "kind", "given", "until", "now")

Person = Annotated[str, typer.Argument(help="A name, id, address or number.")]
Ours = Annotated[
    datetime | None,
    typer.Option(
        parser=day_or_hour, metavar="DAY", help="When, on our own clock.", show_default="now"
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="Recorded bases for contact, and their proof.", no_args_is_help=True)
    group.command("add", epilog=ADD)(add)
    group.command("list", epilog=LIST)(listed)
    group.command("withdraw", epilog=WITHDRAW)(withdraw)
    group.command("end", epilog=END)(end)
    group.command("proof", epilog=PROOF)(proof)
    app.add_typer(group, name="consent", rich_help_panel=Panel.PEOPLE)


def add(
    person: Person,
    channel: Annotated[Channel, typer.Option(help="For which channel.")],
    proof: Annotated[str, typer.Option(help="Where and how they gave it.")],
    purpose: Annotated[Purpose, typer.Option(help="What for.")] = Purpose.MARKETING,
    kind: Annotated[BasisKind, typer.Option(help="Of what kind it is.")] = BasisKind.EXPRESS,
    way: Annotated[Way | None, typer.Option(help="How they gave it.")] = None,
    wording: Annotated[
        Path | None, typer.Option(help="A file with the very words that they were shown.")
    ] = None,
    reference: Annotated[
        str, typer.Option(help="Where the original is: a page and IP address, a document.")
    ] = "",
    to: Annotated[
        str | None, typer.Option(help="The one address or number that it is for; all of theirs.")
    ] = None,
    topic: Annotated[str | None, typer.Option(help="The one matter that it is for.")] = None,
    given_at: Ours = None,
    expires_at: Annotated[
        datetime | None,
        typer.Option(parser=day_or_hour, metavar="DAY", help="When it ends, on our own clock."),
    ] = None,
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Record that a person agreed to be contacted, with the proof. It lifts no refusal.

    What the law where they are makes of it, `outreach consent list` says.
    """
    from outreach.services import listen

    with opened(house) as home:
        member, whom = acting(home, by), person_named(home, person)
        agreed = listen.Agreed(
            channel=channel,
            purpose=purpose,
            proof=proof,
            kind=kind,
            way=way,
            wording=_read(wording) if wording else "",
            reference=reference,
            to=to,
            topic=topic,
            given_at=on_our_clock(home, given_at),
            expires_at=on_our_clock(home, expires_at),
        )
        basis = listen.add_consent(home.ears, whom.id, agreed, member.name)
    tell(
        basis,
        f"{whom.name} agreed to {purpose} by {channel} ({basis.kind}): {proof}",
        basis.id,
        as_json=as_json,
    )


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(unreadable(file, error)) from error


def listed(person: Person, house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """List what a person agreed to, and what it is worth where they may be now."""
    from outreach.cli.bases.worth import described, row
    from outreach.gate.worth import worth
    from outreach.services.proof import proofs

    with opened(house) as home:
        whom, now = person_named(home, person), home.clock.now()
        found = worth(home.gate, whom.id, now)
        proven = {one.basis.id: one for one in proofs(home.store, whom.id)}
    if as_json:
        print_json([described(one, proven[one.basis.id], now) for one in found])
    elif found:
        table(COLUMNS, (row(one, proven[one.basis.id], now) for one in found))
    else:
        say(f"{whom.name} agreed to nothing that we have on record")


def withdraw(
    person: Person,
    words: Annotated[str, typer.Option(help="What they said, in their own words.")],
    channel: Annotated[
        Channel | None, typer.Option(help="For which channel.", show_default="all of them")
    ] = None,
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Record that a person took their consent back, in their own words, and obey it at once.

    It refuses the channel as well, whether or not law there asks for consent. Only their own proven
    word gives it again.
    """
    from outreach.services import listen

    with opened(house) as home:
        member, whom = acting(home, by), person_named(home, person)
        done = listen.withdraw(home.ears, whom.id, channel, words, member.name)
    if as_json:
        print_json({"person": whom.id, "statement": done.statement_id, "channel": channel})
    else:
        how = f"by {channel} " if channel else ""
        say(f"{whom.name} is not contacted {how}any more, from now on: “{words}”")


def end(
    consent: Annotated[str, typer.Argument(help="The consent's id, from `outreach consent list`.")],
    because: Annotated[str, typer.Option(help="Why, in a few words.")],
    by: By = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """End a consent that was recorded wrongly, at once; its record stays."""
    from outreach.services import listen

    with opened(house) as home:
        basis = listen.end_consent(home.ears, consent, because, acting(home, by).name)
    tell(basis, f"{basis.id} ended: {because}", as_json=as_json)


def proof(person: Person, by: By = None, house: HouseDir = HERE, as_json: AsJson = False) -> None:
    """Show all that proves a person's consents: who, what words, when, how, until, and each use.

    That it was shown goes into the ledger.
    """
    from outreach.cli.bases.page import page
    from outreach.services.proof import proofs, shown

    with opened(house) as home:
        member, whom = acting(home, by), person_named(home, person)
        found = proofs(home.store, whom.id)
        shown(home.store, home.clock, whom.id, member.name)
    tell(
        {"person": {"id": whom.id, "name": whom.name}, "consents": found},
        *page(whom, found),
        as_json=as_json,
    )
