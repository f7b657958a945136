"""New words of the house, written on a page: tried as they would leave, and kept under a new name.

Words that stand are never changed here: whoever is in a sequence goes on with those it names. What
is written takes a name of its own, which the next version of a sequence may choose.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

from channels.contract import Outbound
from outreach.bootstrap.house import House
from outreach.bootstrap.trying_words import with_a_person, with_its_example
from outreach.domain.people import Member, Person
from outreach.domain.sequences import MESSAGE_NAME
from outreach.errors import ConflictError, InputError, NotFoundError
from outreach.gate.folders import BODY, FRAME
from outreach.gate.templates import Templates
from outreach.gate.words import Wording
from outreach.store import ledger
from outreach.store.ledger import Entry
from policies.channel import Channel

KIND = "words-kept"
_EXAMPLE, _SUBJECT = "example.toml", "subject.txt"
_NUMBERED = re.compile(r"-\d{1,3}$")


@dataclass(frozen=True, slots=True)
class NewWords:
    """What somebody wrote. `like` is the message whose fields it may use; a text has no subject."""

    channel: Channel
    like: str
    name: str
    text: str
    subject: str = ""


def begun_from(home: House, channel: Channel, like: str) -> NewWords:
    """Return the words that stand, under the next name that is free; raise `NotFoundError`."""
    text = _read(home, channel, like, BODY[channel])
    if text is None:
        raise NotFoundError("message", like)
    subject = _read(home, channel, like, _SUBJECT) or "" if channel is Channel.EMAIL else ""
    return NewWords(channel, like, _free(home, channel, like), text.strip(), subject.strip())


def _free(home: House, channel: Channel, like: str) -> str:
    stem, number = _NUMBERED.sub("", like)[:59], 2
    while home.templates.has(channel, f"{stem}-{number}"):
        number += 1
    return f"{stem}-{number}"


def tried(home: House, new: NewWords, by: Member, person: Person) -> Outbound:
    """Return what would leave for somebody, frame and all; raise `InputError` for what cannot."""
    with _apart(home, new) as (wording, templates):
        wanted = with_a_person(home, templates, new.channel, new.name, by, person)
        return wording.render(wanted).outbound


def keep(home: House, new: NewWords, by: Member) -> None:
    """Put them among the house's words, once they can be said with their example.

    Raises `InputError` for what cannot be said, `ConflictError` where there are such words already.
    """
    with _apart(home, new) as (wording, templates):
        wording.render(with_its_example(home, templates, new.channel, new.name, by))
    home.templates.look_again()
    if home.templates.has(new.channel, new.name):
        raise ConflictError(f"there are words called `{new.name}` already: give these a new name")
    place = home.settings.path("words") / new.channel.value
    place.mkdir(parents=True, exist_ok=True)
    written = place / f".{token_hex(8)}"
    try:
        _write(home, new, written)
        written.rename(place / new.name)
    except OSError as error:
        shutil.rmtree(written, ignore_errors=True)
        raise ConflictError(f"`{new.name}` could not be kept: {error.strerror}") from error
    home.templates.look_again()
    said = {"channel": new.channel.value, "name": new.name, "by": by.name}
    entry = Entry(home.clock.now(), KIND, f"{new.channel.value}/{new.name}", said)
    home.store.write(lambda conn: ledger.add(conn, entry))


@contextmanager
def _apart(home: House, new: NewWords) -> Iterator[tuple[Wording, Templates]]:
    """Yield what writes for this house, with these words beside its own frame and no others."""
    if not MESSAGE_NAME.fullmatch(new.name) or new.name == FRAME:
        msg = f"`{new.name}` is no name for words: use small letters, digits and dashes"
        raise InputError(msg)
    if not new.text or (new.channel is Channel.EMAIL and not new.subject):
        raise InputError("there is no subject" if new.text else "there are no words")
    with TemporaryDirectory() as folder:
        root = Path(folder)
        own = home.settings.path("words") / new.channel.value / FRAME
        if own.is_dir():
            shutil.copytree(own, root / new.channel.value / FRAME)
        _write(home, new, root / new.channel.value / new.name)
        templates = Templates(root)
        yield Wording(home.settings, home.wording.marks, templates), templates


def _write(home: House, new: NewWords, folder: Path) -> None:
    files = {BODY[new.channel]: new.text}
    files |= {_SUBJECT: new.subject} if new.channel is Channel.EMAIL else {}
    files[_EXAMPLE] = _read(home, new.channel, new.like, _EXAMPLE) or ""
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text.rstrip() + "\n", encoding="utf-8")


def _read(home: House, channel: Channel, message: str, file: str) -> str | None:
    path = home.templates.folders.path(channel, message, file)
    return path.read_text(encoding="utf-8") if path is not None else None
