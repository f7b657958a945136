"""Message folders, filled in: sandboxed, strict about every field, the house's own before ours.

A folder `CHANNEL/MESSAGE` holds `subject.txt` and `body.txt` (email; `body.html` if it is to look
different), `body.txt` (sms) or `script.txt` (phone), and `example.toml` with the fields to show it
with. A house's folder hides ours of the same name, whole.
"""

from __future__ import annotations

import re
import time
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from jinja2 import Template, TemplateError, TemplateNotFound
from jinja2.exceptions import TemplateSyntaxError, UndefinedError

from channels.contract import Attachment
from outreach.errors import InputError
from outreach.gate.attachments import Kept, read_files
from outreach.gate.fields import Sandbox, Values, shown
from outreach.gate.folders import BODY, Folders
from outreach.gate.press import MOST_PIECES, Press, press_of
from policies.channel import Channel
from policies.quick import quick

LONGEST_TEXT = 200_000
LOOK_EVERY = 1.0
"""Seconds after which edited words are noticed."""
_INVISIBLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029]")


class WordsError(InputError):
    """These words cannot be said as they are. Nothing was sent; correct the message or the data."""

    def __init__(self, message: str, why: str, *, field: str = "", person: str = "") -> None:
        self.message = message
        self.field = field
        self.person = person
        to = f" to {person}" if person else ""
        super().__init__(f"message `{message}`{to}: {why}")


@quick
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
        self._ready: dict[str, _Ready] = {}
        self._kept: dict[str, _Ready] = {}
        self._attached: dict[str, Kept] = {}
        self._looked_at = time.monotonic()

    def look_again(self) -> None:
        """Notice words that were edited. `fill` does so by itself once a second."""
        self.folders.look_again()
        self._ready = {}
        self._looked_at = time.monotonic()

    def has(self, channel: Channel, message: str) -> bool:
        """Return whether there are words of that name for this channel."""
        return self.folders.path(channel, message) is not None

    def example(self, channel: Channel, message: str) -> dict[str, Any]:
        """Return the fields that a message is shown with."""
        path = self.folders.path(channel, message, "example.toml")
        if path is None:
            raise WordsError(message, f"there is no `{channel}/{message}/example.toml`")
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise WordsError(message, f"its `example.toml` cannot be read: {error}") from error

    def fill(self, channel: Channel, message: str, values: Values, person: str = "") -> Filled:
        """Return a message with its fields; raise `WordsError` naming message, field and person."""
        if time.monotonic() - self._looked_at > LOOK_EVERY:
            self.look_again()
        if not self.has(channel, message):
            raise WordsError(message, f"there are no words for {channel} by that name")
        subject = html = ""
        if channel is Channel.EMAIL:
            subject = one_line(self.file(channel, message, "subject.txt", values, person))
            if self.folders.path(channel, message, "body.html"):
                html = self.file(channel, message, "body.html", values, person).strip()
        text = self.file(channel, message, BODY[channel], values, person).strip()
        return Filled(subject, text, html)

    def attached(self, message: str) -> tuple[Attachment, ...]:
        """Return the files that go with an email; raise `WordsError` for one that may not.

        They are read again when words may have been edited.
        """
        files = self.folders.attached(message)
        if not files:
            return ()
        kept = self._attached.get(message)
        if kept is None or kept.files is not files:
            kept = self._attached[message] = Kept(files, read_files(message, files))
        return kept.attachments

    def file(
        self, channel: Channel, message: str, file: str, values: Values, person: str = ""
    ) -> str:
        """Return one file of a message with its fields filled in."""
        place = f"{channel}/{message}/{file}"
        try:
            ready = self._ready.get(place) or self._load(place)
            return ready.filled(values)
        except UndefinedError as error:
            field = str(error)
            why = f"`{field}` in `{place}` is missing or blank"
            raise WordsError(message, why, field=field, person=person) from error
        except TemplateNotFound as error:
            raise WordsError(message, f"there is no `{error.name}`") from error
        except UnicodeDecodeError as error:
            why = f"`{place}` is not UTF-8"
            raise WordsError(message, why) from error
        except (TemplateError, RecursionError, LookupError, TypeError, ValueError) as error:
            where = f", line {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
            why = f"`{place}`{where} cannot be used: {error}"
            raise WordsError(message, why, person=person) from error

    def _load(self, place: str) -> _Ready:
        html = place.endswith(".html")
        environment = self._html if html else self._text
        template = environment.get_template(place)
        kept = self._kept.get(place)
        if kept is None or kept.template is not template:  # it was edited
            template.globals = {}  # there are none, and an empty chain of them costs like a field
            text, _, _ = self.folders.get_source(environment, place)
            kept = _Ready(template, press_of(environment.parse(text), html=html))
        self._ready[place] = self._kept[place] = kept
        return kept


@dataclass(frozen=True, slots=True)
class _Ready:
    """A file of a message as it is filled in: by the press where that will do, else by Jinja."""

    template: Template
    press: Press | None

    def filled(self, values: Values) -> str:
        """Return the file with its fields filled in; raise what Jinja raises."""
        printed = self.press.printed(values) if self.press else None
        too_long = printed is not None and len(printed) > LONGEST_TEXT
        return self._rendered(values) if printed is None or too_long else printed

    def _rendered(self, values: Values) -> str:
        """Do what `Template.render` does, but for copying globals, of which there are none."""
        context = self.template.new_context(shown(values), shared=True)
        return bounded(self.template.root_render_func(context))


def bounded(pieces: Iterable[str]) -> str:
    """Return the pieces as one text; stop at more than any message may hold."""
    text, rest, some = "", iter(pieces), [""] * MOST_PIECES
    while len(some) == MOST_PIECES:
        some = list(islice(rest, MOST_PIECES))
        text += "".join(some)
        if len(text) > LONGEST_TEXT:
            msg = f"it becomes longer than {LONGEST_TEXT} characters"
            raise ValueError(msg)
    return text


def one_line(subject: str) -> str:
    """Return a subject without the line end of its file."""
    return subject.removesuffix("\n").removesuffix("\r").strip(" ")


def invisible_in(line: str) -> bool:
    """Return whether text meant for one line holds a line break or a control character."""
    return "\n" in line or _INVISIBLE.search(line) is not None
