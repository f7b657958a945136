"""Message folders, filled in: sandboxed, strict about every field, the house's own before ours.

A folder `CHANNEL/MESSAGE` holds `subject.txt` and `body.txt` (email; `body.html` if it is to look
different), `body.txt` (sms) or `script.txt` (phone), and `example.toml` with the fields to show it
with. A house's folder hides ours of the same name, whole.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, TemplateError, TemplateNotFound
from jinja2.exceptions import TemplateSyntaxError, UndefinedError

from outreach.domain.sequences import MESSAGE_NAME
from outreach.errors import InputError
from outreach.gate.fields import Sandbox, Values, seen
from policies.channel import Channel

FRAME = "frame"
"""The folder whose text stands around every message of its channel."""
BODY = {Channel.EMAIL: "body.txt", Channel.SMS: "body.txt", Channel.PHONE: "script.txt"}
LONGEST_TEMPLATE = 100_000
_INVISIBLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029]")


class WordsError(InputError):
    """These words cannot be said as they are. Nothing was sent; correct the message or the data."""

    def __init__(self, message: str, why: str, *, field: str = "", person: str = "") -> None:
        self.message = message
        self.field = field
        self.person = person
        to = f" to {person}" if person else ""
        super().__init__(f"message `{message}`{to}: {why}")


class Folders(BaseLoader):
    """Looks in the house's own `words/` first, then among the words that ship with us."""

    def __init__(self, own: Path | None) -> None:
        ours = resources.files("templates")
        self.roots: tuple[Traversable, ...] = (own, ours) if own else (ours,)

    def folder(self, channel: Channel, message: str) -> Traversable | None:
        """Return the folder of a message, or None."""
        if not MESSAGE_NAME.fullmatch(message):
            return None
        for root in self.roots:
            found = root.joinpath(channel.value, message)
            if found.joinpath(BODY[channel]).is_file():
                return found
        return None

    def messages(self, channel: Channel) -> Iterator[str]:
        """Yield the names of all messages of a channel."""
        names: set[str] = set()
        for root in self.roots:
            parent = root.joinpath(channel.value)
            if parent.is_dir():
                names |= {each.name for each in parent.iterdir() if each.is_dir()}
        yield from (name for name in sorted(names) if name != FRAME and self.folder(channel, name))

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return a template's text, and whether it is still the same one, for Jinja2's cache."""
        channel, message, file = template.split("/")
        folder = self.folder(Channel(channel), message)
        path = folder.joinpath(file) if folder else None
        if path is None or not path.is_file():
            raise TemplateNotFound(template)
        changed = _changed(path)
        text = path.read_text(encoding="utf-8")
        if len(text) > LONGEST_TEMPLATE:
            msg = f"a template of {len(text)} characters is too long"
            raise TemplateSyntaxError(msg, 1, filename=str(path))

        def current() -> bool:
            return self.folder(Channel(channel), message) == folder and _changed(path) == changed

        return text, str(path), current


def _changed(path: Traversable) -> int:
    return path.stat().st_mtime_ns if isinstance(path, Path) and path.exists() else 0


@dataclass(frozen=True, slots=True)
class Filled:
    """A message with its fields filled in, before the frame. `html` empty: none of its own."""

    subject: str
    text: str
    html: str


class Templates:
    """Every message of a house."""

    def __init__(self, own: Path | None = None) -> None:
        self.folders = Folders(own)
        self._text = Sandbox(self.folders, escape=False)
        self._html = Sandbox(self.folders, escape=True)

    def has(self, channel: Channel, message: str) -> bool:
        """Return whether there are words of that name for this channel."""
        return self.folders.folder(channel, message) is not None

    def example(self, channel: Channel, message: str) -> dict[str, Any]:
        """Return the fields that a message is shown with."""
        folder = self.folders.folder(channel, message)
        if folder is None or not folder.joinpath("example.toml").is_file():
            raise WordsError(message, f"there is no `{channel}/{message}/example.toml`")
        try:
            return tomllib.loads(folder.joinpath("example.toml").read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise WordsError(message, f"its `example.toml` cannot be read: {error}") from error

    def fill(self, channel: Channel, message: str, values: Values, person: str = "") -> Filled:
        """Return a message with its fields; raise `WordsError` naming message, field and person."""
        if not self.has(channel, message):
            raise WordsError(message, f"there are no words for {channel} by that name")
        subject = ""
        if channel is Channel.EMAIL:
            subject = one_line(self.file(channel, message, "subject.txt", values, person))
        text = self.file(channel, message, BODY[channel], values, person).strip()
        html = ""
        if channel is Channel.EMAIL and self._exists(channel, message, "body.html"):
            html = self.file(channel, message, "body.html", values, person).strip()
        return Filled(subject, text, html)

    def _exists(self, channel: Channel, message: str, file: str) -> bool:
        folder = self.folders.folder(channel, message)
        return folder is not None and folder.joinpath(file).is_file()

    def file(
        self, channel: Channel, message: str, file: str, values: Values, person: str = ""
    ) -> str:
        """Return one file of a message with its fields filled in."""
        environment = self._html if file.endswith(".html") else self._text
        try:
            template = environment.get_template(f"{channel}/{message}/{file}")
            return template.render({key: seen(key, values, key) for key in values})
        except UndefinedError as error:
            field = str(error)
            why = f"`{field}` in `{channel}/{message}/{file}` is missing or blank"
            raise WordsError(message, why, field=field, person=person) from error
        except TemplateNotFound as error:
            raise WordsError(message, f"there is no `{channel}/{message}/{file}`") from error
        except UnicodeDecodeError as error:
            why = f"`{channel}/{message}/{file}` is not UTF-8"
            raise WordsError(message, why) from error
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            where = f", line {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
            why = f"`{channel}/{message}/{file}`{where} cannot be used: {error}"
            raise WordsError(message, why, person=person) from error


def one_line(subject: str) -> str:
    """Return a subject without the line end of its file."""
    return subject.removesuffix("\n").removesuffix("\r").strip(" ")


def invisible_in(line: str) -> bool:
    """Return whether text meant for one line holds a line break or a control character."""
    return "\n" in line or _INVISIBLE.search(line) is not None
