"""Where the words of a message are: the house's own folders first, then those that ship with us."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from jinja2 import BaseLoader, Environment, TemplateNotFound
from jinja2.exceptions import TemplateSyntaxError

from outreach.domain.sequences import MESSAGE_NAME
from outreach.domain.tongues import are_words
from policies.channel import Channel

FRAME = "frame"
"""The folder whose text stands around every message of its channel."""
ATTACHMENTS = "attachments"
"""The folder within a message's own whose files go with it."""
BODY = {Channel.EMAIL: "body.txt", Channel.SMS: "body.txt", Channel.PHONE: "script.txt"}
PLACE = re.compile(r"(email|sms|phone)/([a-z0-9-]+)/([a-z]+\.(?:txt|html))")
LONGEST_TEMPLATE = 100_000


class Folders(BaseLoader):
    """Looks in the house's own `words/` first, then among the words that ship with us.

    What was found is remembered until `look_again`, because looking costs more than rendering.
    """

    def __init__(self, own: Path | None) -> None:
        ours = resources.files("templates")
        roots: tuple[Traversable, ...] = (own, ours) if own else (ours,)
        self._own = own
        self._of = {channel: [root / channel.value for root in roots] for channel in Channel}
        self._found: dict[tuple[Channel, str, str], Traversable | None] = {}
        self._attached: dict[str, tuple[Traversable, ...]] = {}
        self._looks = 0

    def look_again(self) -> None:
        """Forget what was found: words may have been edited."""
        self._found = {}
        self._attached = {}
        self._looks += 1

    def path(self, channel: Channel, message: str, file: str = "") -> Traversable | None:
        """Return a file of a message (without `file`: the one with its text), or None."""
        asked = (channel, message, file or BODY[channel])
        if asked not in self._found:
            self._found[asked] = self._look_for(*asked)
        return self._found[asked]

    def is_own(self, channel: Channel, message: str) -> bool:
        """Return whether the house has words of its own by that name."""
        path = self.path(channel, message)
        return self._own is not None and isinstance(path, Path) and self._own in path.parents

    def attached(self, message: str) -> tuple[Traversable, ...]:
        """Return the files that go with an email, by name: those in its folder `attachments`."""
        if message not in self._attached:
            self._attached[message] = tuple(self._files(message))
        return self._attached[message]

    def _files(self, message: str) -> Iterator[Traversable]:
        if not MESSAGE_NAME.fullmatch(message):
            return
        for root in self._of[Channel.EMAIL]:
            folder = root / message
            if (folder / BODY[Channel.EMAIL]).is_file():
                there = folder / ATTACHMENTS
                if there.is_dir():
                    yield from sorted(there.iterdir(), key=lambda one: one.name)
                return

    def _look_for(self, channel: Channel, message: str, file: str) -> Traversable | None:
        if not MESSAGE_NAME.fullmatch(message):
            return None
        for root in self._of[channel]:
            folder = root / message
            if (folder / BODY[channel]).is_file():
                found = folder / file
                return found if found.is_file() else None
        return None

    def messages(self, channel: Channel) -> Iterator[str]:
        """Yield the names of all messages of a channel."""
        names: set[str] = set()
        for root in self._of[channel]:
            if root.is_dir():
                names |= {each.name for each in root.iterdir() if each.is_dir()}
        said = (one for one in sorted(names) if not are_words(one, FRAME))
        yield from (one for one in said if self.path(channel, one))

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return a template's text, and whether it is still the same one, for Jinja2's cache."""
        place = PLACE.fullmatch(template)
        asked = (Channel(place[1]), place[2], place[3]) if place else None
        path = self.path(*asked) if asked else None
        if asked is None or path is None:
            raise TemplateNotFound(template)
        looks, changed = self._looks, _changed(path)
        text = path.read_text(encoding="utf-8")
        if len(text) > LONGEST_TEMPLATE:
            msg = f"a template of {len(text)} characters is too long"
            raise TemplateSyntaxError(msg, 1, filename=str(path))

        def current() -> bool:
            nonlocal looks
            if looks == self._looks:
                return True
            same = self.path(*asked) == path and _changed(path) == changed
            looks = self._looks if same else looks
            return same

        return text, str(path), current


def _changed(path: Traversable) -> int:
    return path.stat().st_mtime_ns if isinstance(path, Path) and path.exists() else 0
