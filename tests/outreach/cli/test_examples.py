"""Every example on a help page is a command as it is taken, with names as people have them."""

from __future__ import annotations

import shlex
from itertools import pairwise
from typing import Any

import pytest
import typer

from outreach.cli import build
from tests.architecture.pages import commands

APP: Any = typer.main.get_command(build())
NAMES = ("--by", "--and")
BY_SOMETHING_ELSE = "outreach measure"
"""Whose `--by` is what to count by, and nobody's name."""


def examples_of(epilog: str | None) -> list[str]:
    lines = [line.strip() for line in (epilog or "").replace("\\[", "[").splitlines()]
    return [line for line in lines if line.startswith("outreach ")]


EXAMPLES = sorted({line for _, command in commands() for line in examples_of(command.epilog)})


def words_of(example: str) -> list[str]:
    """Return the words of a command, without what a shell does with its output."""
    words = shlex.split(example, comments=True)
    ends = [words.index(one) for one in ("|", ">", "<") if one in words]
    return words[1 : min(ends, default=len(words))]


def take(example: str) -> list[str]:
    """Have a command's words taken by its own parser, and do nothing; return what was walked."""
    command, args, parent = APP, words_of(example), None
    walked: list[str] = []
    while True:
        context = command.make_context(command.name, list(args), parent=parent)
        args = [*context._protected_args, *context.args]
        if not hasattr(command, "commands") or not args:
            return walked
        name, command, args = command.resolve_command(context, args)
        walked.append(name)
        parent = context


NAMING = [
    one
    for one in EXAMPLES
    if any(name in one for name in NAMES) and not one.startswith(BY_SOMETHING_ELSE)
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_taken_as_it_is_shown(example: str) -> None:
    assert take(example)


@pytest.mark.parametrize("example", NAMING)
def test_members_are_named_in_full_as_a_house_knows_them(example: str) -> None:
    given = [value for option, value in pairwise(words_of(example)) if option in NAMES]
    assert [one for one in given if " " not in one] == []


@pytest.mark.parametrize("wrong", ["packs check --onn 2027-03-01", "packs adopt", "halts"])
def test_what_is_no_command_would_be_noticed(wrong: str) -> None:
    with pytest.raises(Exception, match=r"No such option|Missing|No such command"):
        take(f"outreach {wrong}")
