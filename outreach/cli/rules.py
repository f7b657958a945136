"""`outreach rules`: list the rules, or explain one, from their own documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.terminal import AsJson, Panel, examples, print_json, say, table
from outreach.errors import NotFoundError

if TYPE_CHECKING:
    from policies.rule import Rule

Name = Annotated[
    str | None, typer.Argument(help="The rule to explain; without it, all are listed.")
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    epilog = examples("outreach rules", "outreach rules quiet-hours")
    app.command(rich_help_panel=Panel.WHY, epilog=epilog)(rules)


def rules(name: Name = None, as_json: AsJson = False) -> None:
    """List the rules that judge every contact, or explain one with its reasons and sources."""
    from policies.rules import RULES

    known = {rule.name: rule for rule in RULES}
    if name is not None and name not in known:
        raise NotFoundError("rule", name)
    chosen = [known[name]] if name else [known[each] for each in sorted(known)]
    if as_json:
        print_json([as_record(rule) for rule in chosen])
    elif name:
        say(name, "", *chosen[0].doc.strip().splitlines())
    else:
        table(("rule", "what it is about"), ((rule.name, summary(rule)) for rule in chosen))


def summary(rule: Rule) -> str:
    """Return the first line of a rule's documentation, without the rule's own name."""
    first = rule.doc.strip().partition("\n")[0]
    _, colon, rest = first.partition(": ")
    return rest if colon else first


def as_record(rule: Rule) -> dict[str, object]:
    """Return what a program may want of a rule."""
    return {
        "name": rule.name,
        "summary": summary(rule),
        "cites": list(rule.cites),
        "documentation": rule.doc.strip(),
    }
