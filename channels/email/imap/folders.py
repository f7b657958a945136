"""Which folders of a mailbox are read, and what each is for (RFC 6154; RFC 9051 section 7.3.1).

A stop that a filter took for spam is still a stop, and so is one that somebody filed or deleted
before we saw it. Servers say what a folder is for by a flag; where they don't, its name does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from imapclient import imap_utf7


class Role(StrEnum):
    """What a folder is for."""

    INBOX = "inbox"
    JUNK = "junk"
    SENT = "sent"
    CHOSEN = "chosen"
    """Named in the settings; read after what is sent, which it may hold once more."""
    ARCHIVE = "archive"
    TRASH = "trash"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder by its name on the server."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the server's list. Flags as it wrote them; `delimiter` parts the levels."""

    flags: tuple[bytes, ...]
    delimiter: str
    name: str

    @property
    def marks(self) -> frozenset[str]:
        """Return the flags as they are compared."""
        return frozenset(flag.decode("ascii", "replace").lower() for flag in self.flags)

    @property
    def plain(self) -> str:
        """Return the name as it is compared, without the inbox that some servers nest all in."""
        name = self.name.casefold()
        return name.removeprefix(f"inbox{self.delimiter}") if self.delimiter else name


_CLOSED = frozenset({"\\noselect", "\\nonexistent"})
_MARKS = {
    "\\junk": Role.JUNK,
    "\\spam": Role.JUNK,
    "\\sent": Role.SENT,
    "\\archive": Role.ARCHIVE,
    "\\trash": Role.TRASH,
}
_NAMES = {
    Role.JUNK: "junk|spam|junk e-mail|junk email|junk mail|junk-e-mail|bulk mail|unwanted"
    "|spamverdacht|correo no deseado|courrier indésirable|indésirables|posta indesiderata"
    "|ongewenste e-mail|lixo eletrônico|lixo eletrónico|迷惑メール|垃圾邮件|垃圾郵件",
    Role.SENT: "sent|sent items|sent mail|sent messages|gesendet|gesendete elemente"
    "|gesendete objekte|éléments envoyés|messages envoyés|envoyés|elementos enviados|enviados"
    "|posta inviata|inviati|verzonden|verzonden items|itens enviados|送信済みアイテム|送信済み"
    "|已发送|已发送邮件|寄件備份",
    Role.ARCHIVE: "archive|archives|archiv|archief|archivo|archivio|arquivo",
    Role.TRASH: "trash|deleted items|deleted messages|deleted|bin|papierkorb|gelöschte elemente"
    "|gelöschte objekte|corbeille|éléments supprimés|papelera|elementos eliminados|cestino"
    "|posta eliminata|prullenbak|verwijderde items|lixeira|itens excluídos|削除済みアイテム"
    "|已删除|已删除邮件",
}
_ROLES = {name: role for role, names in _NAMES.items() for name in names.split("|")}
_ORDER = tuple(Role)


def folder_name(written: bytes | str) -> str:
    """Return a folder's name as people read it; as it is where it is not written as it should be.

    RFC 3501 section 5.1.3 has letters outside ASCII in a form of their own, which some servers
    leave out for names they got otherwise.
    """
    try:
        return str(imap_utf7.decode(written))
    except ValueError:
        return written.decode("utf-8", "replace") if isinstance(written, bytes) else written


def to_read(listed: Iterable[Listed], wanted: Sequence[str]) -> tuple[Folder, ...]:
    """Return the folders to read, the inbox first; raise `LookupError` naming one that is missing.

    `wanted` are names from the settings. Junk, sent, archive and trash are found by themselves;
    several of a kind are all read.
    """
    there = [one for one in listed if not one.marks & _CLOSED]
    named = {_key(name): name for name in wanted}
    missing = set(named) - {_key(one.name) for one in there}
    if missing:
        raise LookupError(named[min(missing)])
    found = [folder for one in there for folder in _chosen(one, named.keys())]
    return tuple(sorted(found, key=lambda folder: (_ORDER.index(folder.role), folder.name)))


def _chosen(one: Listed, wanted: Iterable[str]) -> Iterator[Folder]:
    role = _role(one)
    if role is not None:
        yield Folder(one.name, role)
    elif (name := _key(one.name)) in wanted:
        yield Folder(name, Role.INBOX if name == "INBOX" else Role.CHOSEN)


def _role(one: Listed) -> Role | None:
    marked = [_MARKS[mark] for mark in one.marks if mark in _MARKS]
    return min(marked, default=_ROLES.get(one.plain))


def _key(name: str) -> str:
    """Return the name as it is told from others: only the inbox is written as anyone likes."""
    return "INBOX" if name.upper() == "INBOX" else name
