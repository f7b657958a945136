"""The command line: `outreach COMMAND`, one file a command group.

To add commands, add a file to this folder that gives `register(app: typer.Typer) -> None`; it is
found by being there. Options that many commands share (`--house`, `--json`, `--by`), the printing
and the panels of `outreach --help` are in `outreach.cli.terminal`; a command that needs the house
opens it with `outreach.cli.opening.opened(directory)`. Import heavy things inside the command, and
keep what only commands need in a folder of its own, such as `desk`, so that `outreach --help` stays
quick. Errors of `outreach.errors` are printed as one sentence, never as a traceback; an
`InputError` ends with exit code 2, the others with 1.

    def register(app: typer.Typer) -> None:
        epilog = examples("outreach hear 'Ana Ruiz' 'no calls please'")
        app.command(rich_help_panel=Panel.PEOPLE, epilog=epilog)(hear)

    def hear(person: str, words: str, house: HouseDir = HERE, by: By = None) -> None: ...
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from collections.abc import Callable, Sequence
from functools import cache
from importlib import metadata

import typer

from channels.errors import ChannelError, DoorConfigurationError
from outreach.cli.terminal import complain
from outreach.errors import HouseError, InputError


def build() -> typer.Typer:
    """Return the application with every command that a file of this folder registers."""
    app = typer.Typer(
        name="outreach",
        help="Reach out to people by email, text and phone, and never against their word.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback(invoke_without_command=True)
    def outreach(
        version: bool = typer.Option(False, "--version", help="Show which version this is."),
    ) -> None:
        """Reach out to people by email, text and phone, and never against their word."""
        if version:
            typer.echo(f"outreach {metadata.version('outreach')}")
            raise typer.Exit

    for found in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        module = importlib.import_module(f"{__name__}.{found.name}")
        if hasattr(module, "register"):
            module.register(app)
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 refused or failed, 2 wrongly asked."""
    try:
        told = None if arguments is None else list(arguments)
        _command()(args=told, prog_name="outreach")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except InputError as error:
        return complain(str(error), code=2)
    except (HouseError, ChannelError, DoorConfigurationError) as error:
        return complain(str(error), code=1)
    except KeyboardInterrupt:
        return complain("stopped", code=130)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  whoever read us has gone
        return 1
    except Exception as error:
        if os.environ.get("OUTREACH_DEBUG"):
            raise
        return complain(unforeseen(error), code=1)
    return 0


@cache
def _command() -> Callable[..., object]:
    """Return what `build` made, with the options of every command looked at: once a process."""
    return typer.main.get_command(build())


def unforeseen(error: Exception) -> str:
    """Say in a sentence what nobody expected. The message may hold anything, so only its kind."""
    if isinstance(error, OSError) and error.strerror:
        where = f" `{error.filename}`" if error.filename else ""
        return f"the machine refused{where}: {error.strerror.lower()}"
    return (
        f"something happened that we did not foresee ({type(error).__name__}); "
        "set OUTREACH_DEBUG=1 and run it again to see where"
    )
