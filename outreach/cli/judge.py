"""`outreach judge`: try scenario files against the shipped rulebook, without house or database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli.terminal import AsJson, Panel, complain, examples, say
from outreach.errors import InputError
from policies.tongue import Tongue

if TYPE_CHECKING:
    from outreach.bootstrap.judging import Judged

Files = Annotated[
    list[Path], typer.Argument(help="Scenario files, or folders of them.", show_default=False)
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    epilog = examples(
        "outreach judge my-scenarios.toml",
        "outreach judge tests/scenarios/ --json",
    )
    app.command(rich_help_panel=Panel.WHY, epilog=epilog)(judge)


def judge(
    files: Files,
    language: Annotated[
        Tongue, typer.Option(help="Explain in this language; `says` is checked in English.")
    ] = Tongue.ENGLISH,
    as_json: AsJson = False,
) -> None:
    """Judge each scenario of these files and check what it expects.

    Ends with code 1 if an expectation failed, and 2 if a file cannot be read.
    """
    from outreach.bootstrap.judging import judge as judged
    from outreach.bootstrap.judging import read
    from outreach.bootstrap.languages import language as chosen

    try:
        scenarios = [scenario for path in expanded(files) for scenario in read(path)]
        spoken = chosen(language)
        results = [judged(scenario, spoken) for scenario in scenarios]
    except InputError as error:
        raise typer.Exit(complain(str(error), code=2)) from error
    for result in results:
        say(as_line(result) if not as_json else json.dumps(as_record(result), ensure_ascii=False))
    failed = sum(1 for result in results if result.failures)
    if not as_json:
        say(f"{len(results) - failed} passed, {failed} failed")
    raise typer.Exit(1 if failed else 0)


def expanded(paths: list[Path]) -> list[Path]:
    """Return the files, with each folder's TOML files in its place, by name."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*.toml")) if path.is_dir() else [path]
        if not inside:
            msg = f"{path} holds no scenario file: their names end in `.toml`"
            raise InputError(msg)
        found += inside
    return found


def as_line(result: Judged) -> str:
    """Return the line a person reads."""
    scenario = result.scenario
    if not result.failures:
        return f"ok      {scenario.name}"
    return f"FAILED  {scenario.name} ({scenario.file}): {'; '.join(result.failures)}"


def as_record(result: Judged) -> dict[str, object]:
    """Return the object a program reads; moments are ISO 8601 with an offset."""
    return {
        "name": result.scenario.name,
        "verdict": result.verdict,
        "until": result.until.isoformat() if result.until else None,
        "to": result.to,
        "rules": list(result.rules),
        "explanation": result.explanation,
        "earliest": result.earliest.isoformat() if result.earliest else "never",
    }
