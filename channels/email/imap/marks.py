"""How far each folder was read, written so that it can be kept and read again.

A message's number (UID) holds for ever, for one account, one folder and one UIDVALIDITY (RFC 9051
section 2.3.1.1). Where any of them changes, numbers start over: the folder is read again, as far
back as it was at first, and what was kept before is known by its digest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

_NEVER = -1
"""No folder has such a UIDVALIDITY, not even where a server gives none that lasts and says 0."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far one folder was read: every number up to `last` is done.

    Up to `fence` lies what was there at the first look; of that, only what came `since` is read.
    """

    validity: int
    last: int
    fence: int
    since: date

    def at(self, number: int) -> Mark:
        """Return the mark once this number is done."""
        return replace(self, last=max(self.last, number))

    def through(self) -> Mark:
        """Return the mark once everything is done that lay there at the first look."""
        return self.at(self.fence)


@dataclass(slots=True)
class Marks:
    """The marks of one account by folder."""

    account: str
    by_folder: dict[str, Mark] = field(default_factory=dict)

    @classmethod
    def read(cls, account: str, written: str | None) -> Marks:
        """Return what `written` says; of another account only how far back it was read."""
        marks = cls(account)
        said = json.loads(written) if written else {"folders": {}}
        for name, (validity, last, fence, since) in said["folders"].items():
            mark = Mark(validity, last, fence, date.fromisoformat(since))
            marks.by_folder[name] = (
                mark if said["account"] == account else replace(mark, validity=_NEVER)
            )
        return marks

    def written(self) -> str:
        """Return the marks as they are kept."""
        folders = {
            name: [mark.validity, mark.last, mark.fence, mark.since.isoformat()]
            for name, mark in sorted(self.by_folder.items())
        }
        return json.dumps({"account": self.account, "folders": folders}, ensure_ascii=False)

    def enter(self, folder: str, answer: Mapping[bytes, int], since: date) -> Mark:
        """Return where to go on in a folder, by what the server answered when it was opened.

        `since` is how far back to read where it was never read before.
        """
        mark = self.by_folder.get(folder)
        validity = int(answer[b"UIDVALIDITY"])
        if mark is None or mark.validity != validity:
            fence = int(answer[b"UIDNEXT"]) - 1
            mark = Mark(validity, 0, fence, mark.since if mark else since)
            self.by_folder[folder] = mark
        return mark
