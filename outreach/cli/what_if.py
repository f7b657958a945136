"""`outreach what-if` and `outreach replay`: recorded decisions judged again."""

from __future__ import annotations

import csv as csv_module
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.moments import day
from outreach.cli.opening import opened
from outreach.cli.terminal import HERE, AsJson, HouseDir, Panel, examples, print_json, say, table
from outreach.errors import InputError

if TYPE_CHECKING:
    from outreach.bootstrap.house import House
    from outreach.services.what_if import Flip, Progress, Tally
    from policies.rulebook import Rulebook

SHOWN = 40
AT_ONCE = 500
"""Flips whose people's names are read together."""
WHAT_IF = examples(
    "outreach what-if --policy policies/house.toml --since 2026-11-01",
    "outreach what-if --packs us,house --csv flips.csv",
)
REPLAY = examples("outreach replay", "outreach replay --since 2026-11-01 --json")
Since = Annotated[
    datetime | None, typer.Option(parser=day, metavar="DAY", help="Only decisions since this day.")
]
AsCsv = Annotated[Path | None, typer.Option("--csv", help="Write every flip to a CSV file.")]
COLUMNS = ("decision", "at", "person", "before", "after", "rules")
STOPPED = 130


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("what-if", rich_help_panel=Panel.WHY, epilog=WHAT_IF)(what_if)
    app.command("replay", rich_help_panel=Panel.WHY, epilog=REPLAY)(replay)


def what_if(
    packs: Annotated[
        str | None, typer.Option(help="Judge by these packs and no others: us,house.")
    ] = None,
    policy: Annotated[
        Path | None, typer.Option(help="Judge with this pack of your own in force: house.toml.")
    ] = None,
    since: Since = None,
    csv: AsCsv = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Judge recorded decisions by other rules, and list each that would be another.

    Nothing is changed and nothing is sent. With neither --packs nor --policy the rules of today
    judge what earlier ones decided. A file given as --house is such a pack, tried in this folder.
    """
    from outreach.services.what_if import Tally
    from outreach.services.what_if import what_if as judge

    if house.is_file():
        policy, house = policy or house, HERE
    with opened(house, seals=False) as home:
        tally, from_day = Tally(), _since(home, since)
        rulebook = _rulebook(home, packs, policy)
        with _progress(home, from_day, quiet=as_json) as progress:
            flips = judge(home.store, rulebook, tally, from_day, progress)
            found = _take(home, flips, csv)
    _report(tally, found, csv, as_json=as_json)


def replay(
    since: Since = None, csv: AsCsv = None, house: HouseDir = HERE, as_json: AsJson = False
) -> None:
    """Prove that recorded decisions come out the same from their recorded facts, to the letter.

    Decisions made under another rulebook prove nothing here: `outreach what-if` judges those. Ends
    with 1 if any comes out otherwise.
    """
    from outreach.services.what_if import Tally
    from outreach.services.what_if import replay as judge

    with opened(house, seals=False) as home:
        tally, from_day = Tally(), _since(home, since)
        with _progress(home, from_day, quiet=as_json) as progress:
            flips = judge(home.store, home.rulebook, tally, from_day, progress)
            found = _take(home, flips, csv)
    _report(tally, found, csv, as_json=as_json)
    if tally.flips:
        raise typer.Exit(1)


def _since(home: House, since: datetime | None) -> datetime | None:
    return since.replace(tzinfo=home.ears.zone) if since else None


def _rulebook(home: House, packs: str | None, policy: Path | None) -> Rulebook:
    from outreach.bootstrap.own_packs import tried
    from outreach.bootstrap.rulebook import load_rulebook

    if packs is not None and policy:
        msg = "give --packs or --policy, not both"
        raise InputError(msg)
    if packs is not None:
        return load_rulebook(_named(packs))
    return tried(home.rulebook, policy) if policy else home.rulebook


def _named(packs: str) -> tuple[str, ...]:
    names = tuple(one.strip().lower() for one in packs.split(",") if one.strip())
    if not names:
        msg = f"`--packs {packs}` names no pack; `outreach packs` lists them: us,house"
        raise InputError(msg)
    return names


@contextmanager
def _progress(home: House, since: datetime | None, *, quiet: bool) -> Iterator[Progress]:
    """Show how far it is, on a terminal; Ctrl-C ends it between two decisions, not within one."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    from outreach.store import recorded

    asked: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: asked.append(number))
    console = Console(stderr=True)
    silent = quiet or not console.is_terminal

    def further(several: int) -> None:
        bar.advance(task, several)
        if asked:
            raise KeyboardInterrupt

    try:
        with Bar(console=console, transient=True, disable=silent) as bar:
            total = None if silent else recorded.count(home.store, since)
            task = bar.add_task("judging again", total=total)
            yield further
    finally:
        signal.signal(signal.SIGINT, before)


@dataclass(slots=True)
class _Found:
    """The first few flips, to show; `stopped` where somebody stopped it before the end."""

    shown: list[dict[str, object]] = field(default_factory=list)
    stopped: bool = False

    def until_stopped(self, flips: Iterator[Flip]) -> Iterator[Flip]:
        """Yield flips until they end or somebody stops it; those found so far are true."""
        try:
            yield from flips
        except KeyboardInterrupt:
            self.stopped = True


def _take(home: House, flips: Iterator[Flip], csv: Path | None) -> _Found:
    """Write every flip to the file, if one is wanted, and return the first few to show."""
    found = _Found()
    rows = _rows(home, found.until_stopped(flips))
    if csv is None:
        for several in rows:
            found.shown += several[: SHOWN - len(found.shown)]
        return found
    with csv.open("w", encoding="utf-8", newline="") as file:
        writer = csv_module.DictWriter(file, COLUMNS)
        writer.writeheader()
        for several in rows:
            writer.writerows(several)
            found.shown += several[: SHOWN - len(found.shown)]
    return found


def _rows(home: House, flips: Iterator[Flip]) -> Iterator[list[dict[str, object]]]:
    """Yield rows of flips, so many at once, with the names of people."""
    from outreach.store import recorded

    while some := list(islice(flips, AT_ONCE)):
        names = recorded.names(home.store, [one.person_id for one in some])
        yield [_row(one, names, home) for one in some]


def _row(one: Flip, names: Mapping[str, str], home: House) -> dict[str, object]:
    name = names.get(one.person_id, one.person_id)
    at = f"{one.at.astimezone(home.ears.zone):%Y-%m-%d %H:%M}"
    rules = ", ".join(one.rules)
    row = (one.decision, at, name, one.before, one.after, rules)
    return dict(zip(COLUMNS, row, strict=True))


def _report(tally: Tally, found: _Found, csv: Path | None, *, as_json: bool) -> None:
    """Tell what came of it; end with 130 where somebody stopped it."""
    _tell(tally, found, csv, as_json=as_json)
    if found.stopped:
        raise typer.Exit(STOPPED)


def _tell(tally: Tally, found: _Found, csv: Path | None, *, as_json: bool) -> None:
    shown = found.shown
    if as_json:
        print_json(_record(tally, found))
        return
    if shown:
        table(COLUMNS[:-1], ([str(row[name]) for name in COLUMNS[:-1]] for row in shown))
        if tally.flips > len(shown):
            where = f"all of them are in {csv}" if csv else "--csv FILE writes all"
            say(f"... and {tally.flips - len(shown)} more; {where}")
        say("")
        for (before, after), number in tally.verdicts.most_common():
            say(
                f"  {number:>8}  {before} would be {after}"
                if before != after
                else f"  {number:>8}  {before}, on other grounds"
            )
        for rule, number in tally.rules.most_common():
            say(f"  {number:>8}  by {rule}")
        say("")
    say(f"{tally.judged} judged again: {tally.same} the same, {tally.flips} otherwise")
    if tally.other_rulebook:
        say(f"{tally.other_rulebook} were made under another rulebook (see `outreach what-if`)")
    if tally.without_facts:
        say(f"{tally.without_facts} have no facts any more and cannot be judged again")
    if found.stopped:
        say(f"stopped after {tally.seen} decisions: this is true of those, and of no later one")


def _record(tally: Tally, found: _Found) -> dict[str, object]:
    return {
        "stopped": found.stopped,
        "seen": tally.seen,
        "judged": tally.judged,
        "same": tally.same,
        "flips": tally.flips,
        "without_facts": tally.without_facts,
        "other_rulebook": tally.other_rulebook,
        "verdicts": {f"{before} to {after}": n for (before, after), n in tally.verdicts.items()},
        "rules": dict(tally.rules),
        "shown": found.shown,
    }
