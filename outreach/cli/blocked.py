"""`outreach blocked`, `review`, `why`, `may`: what did not go out, and on what grounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from outreach.cli.moments import day, moment
from outreach.cli.opening import language_for, opened, person_named
from outreach.cli.terminal import (
    HERE,
    AsJson,
    By,
    HouseDir,
    InLanguage,
    Panel,
    console,
    examples,
    print_json,
    say,
)
from outreach.domain.attempts import AttemptState
from policies.channel import Channel, Purpose
from policies.verdict import Clearer

if TYPE_CHECKING:
    from outreach.gate.asking import Answer
    from outreach.services.review import Asked, Listed, Reason, Why

BLOCKED = examples(
    "outreach blocked",
    "outreach blocked --open --clearer compliance",
    "outreach blocked --rule preferred-channel --person 'Scott Reyes'",
    "outreach blocked --since 2026-11-01 --csv blocked.csv",
)
WHY = examples("outreach why a_1ivg...", "outreach why a_1ivg... --json")
MAY = examples(
    "outreach may 'Scott Reyes' phone",
    "outreach may 'Scott Reyes' phone --at 2026-11-24T06:30:00-08:00",
    "outreach may 'Scott Reyes' email --purpose service --json",
)
_LEFT = frozenset({AttemptState.SENDING, AttemptState.ACCEPTED, AttemptState.UNKNOWN})
"""Whether it would be allowed once more is no answer to why it went out."""
_READ = 50
"""Refusals beside which it is said what would change them; nobody reads more of them."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(rich_help_panel=Panel.WHY, epilog=BLOCKED)(blocked)
    app.command(rich_help_panel=Panel.WHY, epilog=WHY)(why)
    app.command(rich_help_panel=Panel.WHY, epilog=MAY)(may)


def blocked(
    rule: Annotated[str, typer.Option(help="Only what this rule objected to.")] = "",
    channel: Annotated[Channel | None, typer.Option(help="Only this channel.")] = None,
    person: Annotated[str | None, typer.Option(help="Only this person.")] = None,
    clearer: Annotated[
        str, typer.Option(help="Only holds that wait for: rep, compliance, operator.")
    ] = "",
    since: Annotated[
        datetime | None, typer.Option(parser=day, metavar="DAY", help="Only since this day.")
    ] = None,
    only_open: Annotated[bool, typer.Option("--open", help="Only what nobody looked at.")] = False,
    csv: Annotated[Path | None, typer.Option(help="Write a CSV file instead.")] = None,
    by: By = None,
    language: InLanguage = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """List what was blocked or held, and why, in their own words; and what went around us.

    What waits for the operator for one and the same reason is told once, unless you ask for a rule
    or a person.
    """
    from outreach.gate.retelling import retold
    from outreach.gate.telling import changes_of
    from outreach.services import review

    with opened(house) as home:
        filters = review.Filters(
            rule=rule,
            channel=channel or "",
            person_id=person_named(home, person).id if person else "",
            clearer=clearer,
            since=since.replace(tzinfo=home.ears.zone) if since else None,
            only_open=only_open,
        )
        found, spoken = review.listed(home.store, filters), language_for(home, by, language)
        told = retold(home.store, home.rulebook, [one.decision for one in found], spoken)
        found = [replace(one, sentence=told.get(one.decision, one.sentence)) for one in found]
        zone = home.ears.zone
        shown = () if csv or as_json else [one.attempt for one in found[:_READ]]
        change = changes_of(home.gate, shown, spoken)
    if csv is not None:
        csv.write_text(review.as_csv(found), encoding="utf-8", newline="")
        say(f"{len(found)} written to {csv}")
    elif as_json:
        print_json(found)
    elif not found:
        say("nothing was blocked or held")
    else:
        for several in _together(found, each=bool(rule or person)):
            _tell(several, change, zone)


def _together(found: Sequence[Listed], *, each: bool) -> list[list[Listed]]:
    """Return what waits for the operator for one reason together, and the rest one by one."""
    same: dict[object, list[Listed]] = {}
    for one in found:
        alone = each or one.clearer != Clearer.OPERATOR or not one.open
        reason: object = one.decision if alone else (one.channel, one.sentence)
        same.setdefault(reason, []).append(one)
    return list(same.values())


def _tell(several: Sequence[Listed], change: Mapping[str, str], zone: ZoneInfo) -> None:
    from outreach.store import decisions

    one = several[0]
    went = one.kind == decisions.OUTSIDE
    verdict = "went around the gate" if went else f"{one.verdict} {one.clearer}".strip()
    if len(several) > 1:
        say(f"{len(several)} attempts, {one.channel}: {verdict}")
        last = "each of them: outreach blocked --clearer operator --csv FILE"
    else:
        when = f"{one.at.astimezone(zone):%Y-%m-%d %H:%M}"
        say(f"{one.decision}  {when}  {one.person}, {one.channel}: {verdict}")
        last = f"reviewed: {one.review}" if one.review else ""
    lines = (one.sentence, change.get(one.attempt, ""), last)
    say(*(f"    {line}" for line in lines if line))


def why(
    attempt: Annotated[str, typer.Argument(help="The attempt.")],
    by: By = None,
    language: InLanguage = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Say why an attempt went out, waits or never will: every rule, their words, the law."""
    from outreach.services import review

    with opened(house) as home:
        found = review.why(home.gate, attempt, language_for(home, by, language))
    if as_json:
        print_json(asdict(found))
        return
    say(f"{found.person}, by {found.channel} ({found.purpose}), for {found.by}: {found.state}")
    say(*filter(None, [found.detail]))
    for reason in found.reasons:
        say("", *_reason(reason))
    if found.state not in _LEFT:
        say("", f"on this channel it would be allowed: {_moment(found)}")
        say(*filter(None, [found.change]))
    say(*(f"door: {one}" for one in found.receipts))


def _moment(found: Why) -> str:
    return f"{found.earliest:%Y-%m-%d %H:%M %Z}" if found.earliest else "never, as things stand"


def _reason(reason: Reason) -> list[str]:
    lines = [f"{reason.at:%Y-%m-%d %H:%M %Z}  {reason.verdict}", f"  {reason.sentence}"]
    for one in reason.asked:
        if one.because:
            lines += _objection(one)
    silent = [one.rule for one in reason.asked if not one.because]
    lines.append(f"  asked too, and had nothing to say: {', '.join(silent) or 'nobody'}")
    lines += [f"  reviewed: {reason.review}"] if reason.review else []
    return [*lines, f"  decision {reason.decision_id}, rulebook {reason.fingerprint[:16]}"]


def _objection(one: Asked) -> list[str]:
    until = f" until {one.ends}" if one.ends else ""
    lines = [f"  {one.rule} asks {one.asks}{until}: {one.because}"]
    lines += [f"      “{said.words}” ({said.via}, {said.said_at:%Y-%m-%d})" for said in one.quotes]
    lines += [f"      {cite}" for cite in one.cites]
    return [*lines, *([f"      {one.change}"] if one.change else [])]


def may(
    person: Annotated[str, typer.Argument(help="A name, id, address or number.")],
    channel: Annotated[Channel, typer.Argument(help="By which channel.")],
    at: Annotated[
        str, typer.Option(help="When, ISO 8601 with an offset.", show_default="now")
    ] = "",
    purpose: Annotated[Purpose, typer.Option(help="What for.")] = Purpose.MARKETING,
    by_hand: Annotated[bool, typer.Option("--by-hand", help="A human acts.")] = False,
    by: By = None,
    language: InLanguage = None,
    house: HouseDir = HERE,
    as_json: AsJson = False,
) -> None:
    """Ask whether a person may be reached; nothing is sent and nothing recorded."""
    from outreach.gate.asking import Question, answer

    with opened(house) as home:
        whom = person_named(home, person)
        when = moment(at) if at else home.clock.now()
        question = Question(whom.id, channel, when, purpose, automated=not by_hand)
        told = answer(home.gate, question, language_for(home, by, language))
    if as_json:
        print_json(_plain(told))
        return
    console().print(f"{whom.name}, by {channel}: {told.verdict}", markup=False)
    own = (f"  “{quote}”" for quote in told.quotes)
    say(told.sentence, *own, *(f"  {one}" for one in told.noted), *told.others)
    opens = f"{told.earliest:%Y-%m-%d %H:%M %Z}" if told.earliest else "never, as things stand"
    say(f"earliest: {opens}", *filter(None, [told.would_change]))
    if told.deaf:
        say(f"nothing goes out just now, to anybody: {told.deaf} (`outreach run` listens)")


def _plain(told: Answer) -> dict[str, object]:
    return {
        "verdict": told.verdict,
        "rules": told.rules,
        "sentence": told.sentence,
        "quotes": told.quotes,
        "noted": told.noted,
        "earliest": told.earliest,
        "change": told.needs,
        "would_change": told.would_change,
        "listening": not told.deaf,
    }
