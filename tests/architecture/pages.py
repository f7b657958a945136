"""Pages that the code writes itself: `make docs` writes them, a test sees that they are current."""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

import typer
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from outreach.cli import build
from outreach.config.settings import Settings
from policies.rules import RULES
from tests.architecture.source import ROOT

RULE_HEADINGS = ("What it does", "Why it matters", "Example", "References")
Command = Any  # typer brings its own click under a private name
Parameter = Any
WRITTEN_BY = "<!-- Written by `make docs`. Edit what it describes instead. -->"


def settings_page() -> str:
    """Every key of `outreach.toml`, from the descriptions in `outreach/config/settings.py`."""
    return "\n".join(
        [
            "# Settings",
            "",
            WRITTEN_BY,
            "",
            "They stand in `outreach.toml` in the house folder. The environment wins over the",
            "file: `OUTREACH_` and the key in capitals, sections joined by two underscores",
            "(`OUTREACH_SMTP__PASSWORD`). An unknown key is refused, in both.",
            *_sections(Settings),
            "",
        ]
    )


def _sections(model: type[BaseModel]) -> Iterator[str]:
    nested = {name: field for name, field in model.model_fields.items() if _model_of(field)}
    # The folder is where the file was found; it cannot stand in it.
    plain = {
        name: field for name, field in model.model_fields.items() if name not in {*nested, "folder"}
    }
    yield from ["", "## At the top", "", *_rows(plain)]
    for name, field in nested.items():
        section = _model_of(field)
        assert section is not None
        yield from ["", f"## `[{name}]`", "", field.description or "", ""]
        yield from _rows(section.model_fields)


def _model_of(field: FieldInfo) -> type[BaseModel] | None:
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _rows(fields: dict[str, FieldInfo]) -> Iterator[str]:
    yield from ["| key | unless you say so | what it is |", "|---|---|---|"]
    for name, field in fields.items():
        yield f"| `{name}` | {_default(field)} | {field.description} |"


def _default(field: FieldInfo) -> str:
    match field.default:
        case value if value is PydanticUndefined:
            return "must be given"
        case SecretStr() | "" | ():
            return "empty"
        case bool(value):
            return "`true`" if value else "`false`"
        case StrEnum() as value:
            return f"`{value.value}`"
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


PAGES: dict[str, Callable[[], str]] = {
    "docs/settings.md": settings_page,
    "docs/commands.md": commands_page,
    "docs/rules.md": rules_page,
}


if __name__ == "__main__":
    for path, page in PAGES.items():
        (ROOT / path).write_text(page())
