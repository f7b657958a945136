"""Pages that the code writes itself: `make docs` writes them, a test sees that they are current."""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

import typer
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from outreach.cli import build
from outreach.config.keys import NAME, Key, all_keys
from outreach.config.settings import Settings
from policies.kinds import MEANINGS, How, Meaning
from policies.rulebook import EntryKind
from policies.rules import RULES
from tests.architecture.source import ROOT

RULE_HEADINGS = ("What it does", "Why it matters", "Example", "References")
Command = Any  # typer brings its own click under a private name
Parameter = Any
WRITTEN_BY = "<!-- Written by `make docs`. Edit what it describes instead. -->"


def settings_page() -> str:
    """Every key of `outreach.toml`, from the descriptions in `outreach/config`."""
    return "\n".join(
        [
            "# Settings",
            "",
            WRITTEN_BY,
            "",
            "They stand in `outreach.toml` in the house folder; `outreach init` writes it, with a",
            "comment beside each. Passwords and tokens stand apart in `secrets.toml` (mode 600),",
            "with the same sections and only the keys marked *secret*. The environment wins over",
            "both: `OUTREACH_` and the key in capitals, sections joined by two underscores",
            "(`OUTREACH_SMTP__PASSWORD`). An unknown key is refused wherever it stands. `NAME` is",
            "a name of your own. `outreach doctor` says whether what is set works.",
            *_sections(),
            "",
        ]
    )


def _sections() -> Iterator[str]:
    sections: dict[tuple[str, ...], list[Key]] = {}
    for key in all_keys():
        sections.setdefault(_section(key), []).append(key)
    for section, inside in sections.items():
        title = f"`[{'.'.join(section)}]`" if section else "At the top"
        yield from ["", f"## {title}", ""]
        if section:
            yield from [Settings.model_fields[section[0]].description or "", ""]
        yield from ["| key | unless you say so | what it is |", "|---|---|---|"]
        for key in inside:
            name = ".".join(key.path[len(section) :])
            secret = " *Secret.*" if key.secret else ""
            yield f"| `{name}` | {_default(key.field)} | {key.field.description}{secret} |"


def _section(key: Key) -> tuple[str, ...]:
    """Return the table a key stands in: `[smtp]`, `[mailboxes.NAME]`."""
    return key.path[:2] if len(key.path) > 2 and key.path[1] == NAME else key.path[:-1][:1]


def _default(field: FieldInfo) -> str:
    match field.default:
        case value if value is PydanticUndefined:
            return "must be given"
        case SecretStr() | "" | () | None:
            return "empty"
        case dict():
            return "none"
        case bool(value):
            return "`true`" if value else "`false`"
        case StrEnum() as value:
            return f"`{value.value}`"
        case tuple(values):
            quoted = (f'"{each}"' for each in values)
            return f"`[{', '.join(quoted)}]`"
        case value:
            return f"`{value}`"


def commands_page() -> str:
    """Every command with its options, from the command line's own help."""
    return "\n".join(
        [
            "# Commands",
            "",
            WRITTEN_BY,
            "",
            "`outreach COMMAND --help` says the same. Exit codes: 0 done, 1 refused or failed,",
            "2 wrongly asked. Wherever they make sense, these mean the same:",
            "",
            "* `--house`: the house folder, instead of the one you are in.",
            "* `--by`: who acts, a name of the team.",
            "* `--json`: print JSON, for programs.",
            *(line for path, command in commands() for line in _command(path, command)),
            "",
        ]
    )


def commands() -> Iterator[tuple[str, Command]]:
    """Each command with the words that call it, groups opened."""
    yield from _opened("outreach", typer.main.get_command(build()))


def _opened(path: str, command: Command) -> Iterator[tuple[str, Command]]:
    inside = getattr(command, "commands", None)
    if inside is None:
        yield path, command
        return
    for name, inner in sorted(inside.items()):
        yield from _opened(f"{path} {name}", inner)


def _command(path: str, command: Command) -> Iterator[str]:
    arguments = [_shown(param) for param in command.params if not _option(param)]
    yield from ["", f"## `{' '.join([path, *arguments])}`", "", _plain(command.help)]
    options = [param for param in command.params if _option(param) and not _shared(param)]
    if options:
        yield ""
    for param in options:
        names = ", ".join(f"`{name}`" for name in [*param.opts, *param.secondary_opts])
        yield f"* {names}: {getattr(param, 'help', None) or ''}"
    lines = [line.strip() for line in _plain(command.epilog).splitlines()]
    shown = [line for line in lines if path in line]
    if shown:
        yield from ["", "```sh", *shown, "```"]


def _shared(param: Parameter) -> bool:
    return bool({"--house", "--by", "--json"} & {*param.opts})


def _shown(argument: Parameter) -> str:
    name = (argument.metavar or argument.name).strip("[].").upper()
    name += "…" if argument.nargs == -1 else ""
    return name if argument.required else f"[{name}]"


def _option(param: Parameter) -> bool:
    return bool(param.param_type_name == "option")


def _plain(text: str | None) -> str:
    return re.sub(r"\\(?=\[)", "", (text or "").strip())


def rules_page() -> str:
    """Every rule, from the docstring at the top of its file."""
    return "\n".join(
        [
            "# Rules",
            "",
            WRITTEN_BY,
            "",
            "Each of them may object; none can approve. `outreach rules NAME` says the same.",
            *(line for rule in RULES for line in ["", f"## `{rule.name}`", "", *_headed(rule.doc)]),
            "",
        ]
    )


def _headed(doc: str) -> Iterator[str]:
    for line in doc.strip().splitlines():
        yield f"**{line}.**" if line in RULE_HEADINGS else line.strip()


KINDS = ("<!-- kinds -->", "<!-- /kinds -->")
"""Between these the page on packs shows what each kind of entry makes us do."""


def packs_page() -> str:
    """The page on packs as it stands, with the table of kinds from `policies/kinds.py`."""
    before, rest = (ROOT / "docs" / "adding-a-pack.md").read_text().split(KINDS[0])
    rows = (_kind(kind, meaning) for kind, meaning in MEANINGS.items())
    table = ["| kind | | what it makes us do | its keys |", "|---|---|---|---|", *rows]
    return f"{before}{KINDS[0]}\n" + "\n".join(table) + f"\n{KINDS[1]}{rest.split(KINDS[1])[1]}"


def _kind(kind: EntryKind, meaning: Meaning) -> str:
    keys = ", ".join(f"`{key}`" for key in meaning.keys)
    who = meaning.how if meaning.how is How.READ else f"{meaning.how}: {meaning.by}"
    return f"| `{kind}` | {who} | {meaning.does} | {keys} |"


PAGES: dict[str, Callable[[], str]] = {
    "docs/settings.md": settings_page,
    "docs/commands.md": commands_page,
    "docs/rules.md": rules_page,
    "docs/adding-a-pack.md": packs_page,
}


if __name__ == "__main__":
    for path, page in PAGES.items():
        (ROOT / path).write_text(page())
