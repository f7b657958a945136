"""One mailbox: every folder that an answer may lie in, read without changing anything.

Folders are opened read-only (EXAMINE). The first look into a folder goes back so many days and no
further: what lies there from before is nobody's answer to us. From then on everything counts that
has a higher number. How far we are is written down by whoever keeps the messages, together with
them, and given back with `resume`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from imapclient import IMAPClient

from channels.email.imap.connecting import Account, connected
from channels.email.imap.errors import MailboxError, in_a_sentence
from channels.email.imap.folders import Folder, Listed, Role, folder_name, to_read
from channels.email.imap.marks import Mark, Marks
from channels.email.imap.reading import Kept, Message, messages, new_numbers
from channels.email.imap.waiting import Waiting
from channels.email.wire.identity import identity

_GOODBYE = 2.0
"""Seconds to wait for a server to say goodbye too."""
INBOX = Folder("INBOX", Role.INBOX)
"""Every server has it, and by this name."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One raw message. `cursor` is where the mailbox stands once it is kept.

    `digest` tells it again under another key. `door` is None where the folder has none of its own.
    `received_at` is when the server took it (aware), None where it does not say so.
    """

    key: str
    raw: bytes
    cursor: str
    digest: str | None
    door: str | None
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """A message that the server does not give out; it stays where it is, for a human."""

    key: str
    because: str
    cursor: str
    digest: None = None
    door: str | None = None
    received_at: datetime | None = None


class ImapMailbox:
    """Serves one thread, but for `wake`. Any method raises `MailboxError`, which is an `OSError`.

    `now` gives the wall clock; `look_back` is how far the first look goes back. `doors` names the
    door by which the messages of some folders come.
    """

    def __init__(
        self,
        account: Account,
        now: Callable[[], datetime],
        folders: Sequence[str] = ("INBOX",),
        look_back: timedelta = timedelta(days=30),
        doors: Mapping[Role, str] = MappingProxyType({}),
    ) -> None:
        self._account = account
        self._now = now
        self._wanted = folders
        self._look_back = look_back
        self._doors = doors
        self._marks = Marks(account.name)
        self._client: IMAPClient | None = None
        self._hung_up: defaultdict[tuple[str, int], Counter[int]] = defaultdict(Counter)
        self._waiting = Waiting()

    @property
    def cursor(self) -> str:
        """Where it stands, once all that was fetched is kept."""
        return self._marks.written()

    def resume(self, cursor: str | None) -> None:
        """Go on from here; None for a mailbox that was never read."""
        self._marks = Marks.read(self._account.name, cursor)

    def describe(self) -> tuple[Folder, ...]:
        """Return the folders that are read."""
        with self._line() as client:
            return self._folders(client)

    def fetch(self, most: int = 100) -> Iterator[Fetched | SetAside]:
        """Yield up to `most` messages that are not done: folder by folder, oldest first."""
        left = most
        with self._line() as client:
            for folder in self._folders(client):
                for one in self._new(client, folder, left):
                    left -= 1
                    yield one
                if left <= 0:
                    return

    def done(self, key: str) -> None:
        """Do nothing: the cursor says what is done."""

    def wait(self, seconds: float) -> None:
        """Wait until there may be something new, the time is over, or somebody wakes us."""
        with self._line() as client:
            if new_numbers(client, self._open(client, INBOX)):
                return
            if client.has_capability("IDLE"):
                self._waiting.for_news(client, seconds)
            else:
                self._waiting.pause(seconds)

    def wake(self) -> None:
        """End the wait under way, from any thread."""
        self._waiting.ring()

    def close(self) -> None:
        """Hang up; the next look connects again."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(OSError):
                client.socket().settimeout(_GOODBYE)
            client.__exit__(None, None, None)  # takes no offence at whatever the server does

    @contextmanager
    def _line(self) -> Iterator[IMAPClient]:
        """Give the connection, opened anew where there is none; after a fault there is none."""
        try:
            with in_a_sentence(self._account.host):
                if self._client is None:
                    self._client = connected(self._account)
                yield self._client
        except MailboxError:
            client, self._client = self._client, None
            if client is not None:
                with suppress(Exception):
                    client.shutdown()
            raise

    def _folders(self, client: IMAPClient) -> tuple[Folder, ...]:
        client.folder_encode = False  # else one odd name would hide all the others
        try:
            found = client.list_folders()
        finally:
            client.folder_encode = True
        listed = [
            Listed(flags, (delimiter or b"").decode("ascii", "replace"), folder_name(name))
            for flags, delimiter, name in found
        ]
        try:
            return to_read(listed, (INBOX.name, *self._wanted))
        except LookupError as missing:
            msg = f"`{self._account.host}` has no folder `{missing.args[0]}`: mend `folders`"
            raise MailboxError(msg) from missing

    def _open(self, client: IMAPClient, folder: Folder) -> Mark:
        """Open a folder for reading only, and return how far it was read."""
        answer = client.select_folder(folder.name, readonly=True)
        if b"UIDNEXT" not in answer:
            answer[b"UIDNEXT"] = max(client.search("ALL"), default=0) + 1
        since = (self._now() - self._look_back).date()
        return self._marks.enter(folder.name, answer, since)

    def _new(self, client: IMAPClient, folder: Folder, most: int) -> Iterator[Fetched | SetAside]:
        mark = self._open(client, folder)
        numbers = new_numbers(client, mark)
        now = numbers[:most]
        for one in messages(client, now, folder.role, self._hung_up[folder.name, mark.validity]):
            self._marks.by_folder[folder.name] = mark = mark.at(one.number)
            yield self._fetched(folder, mark, one)
        mark = mark.at(max(now, default=0))  # drafts are done without a word
        self._marks.by_folder[folder.name] = mark if numbers[most:] else mark.through()

    def _fetched(self, folder: Folder, mark: Mark, one: Message | Kept) -> Fetched | SetAside:
        key = f"{self._account.name}/{folder.name}/{mark.validity}/{one.number}"
        door = self._doors.get(folder.role)
        match one:
            case Message(raw=raw, received_at=at):
                return Fetched(key, raw, self.cursor, identity(raw), door, at)
            case Kept(because=because, received_at=at):
                return SetAside(key, because, self.cursor, door=door, received_at=at)
