"""Lists that were handed in and wait to be brought in: each in a folder of its own, for a day.

What somebody called their file is kept as a word to show: of it no path is ever made but its
harmless letters, within a folder whose name we chose.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, BinaryIO

from starlette.exceptions import HTTPException

from outreach.domain.imports.columns import Column

KEPT = timedelta(days=1)
MOST = 10
"""Lists of one member that wait at once; of more, the oldest goes."""
_ID = re.compile(r"[A-Za-z0-9_-]{22}")
_HARMLESS = re.compile(r"[^\w .()-]+")
_LONGEST_NAME = 80
_CARDS = (".vcf", ".vcard")


@dataclass(frozen=True, slots=True)
class Upload:
    """A list and what was said of it. `headings` is what some of its columns hold."""

    id: str
    owner: str
    name: str
    source: str
    at: datetime
    kind: str = ""
    country: str = ""
    encoding: str = ""
    headings: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, Column]:
        """Return what somebody says that columns hold."""
        return {heading: Column(one) for heading, one in self.headings.items()}


@dataclass(frozen=True, slots=True)
class Uploads:
    """The folder in which lists wait."""

    root: Path

    def keep(self, content: BinaryIO, one: Upload) -> Upload:
        """Keep a list that was handed in; forget what waited too long."""
        self._forget_old(one.owner, one.at)
        folder = self.root / one.id
        folder.mkdir(parents=True, mode=0o700)
        with (folder / one.name).open("xb") as file:
            shutil.copyfileobj(content, file)
        self.save(one)
        return one

    def save(self, one: Upload) -> None:
        """Keep what is said of a list."""
        self.write(one.id, "upload", {**asdict(one), "at": one.at.isoformat()})

    def get(self, upload_id: str, owner: str) -> Upload:
        """Return a list of this member's; raise 404 for anything else."""
        plain = self.read(upload_id, "upload") if _ID.fullmatch(upload_id) else None
        if plain is None or plain["owner"] != owner:
            raise HTTPException(404)
        return Upload(**{**plain, "at": datetime.fromisoformat(plain["at"])})

    def path(self, one: Upload) -> Path:
        """Return where the list itself lies."""
        return self.root / one.id / one.name

    def left_out(self, one: Upload) -> Path:
        """Return where its rows that were left out are written."""
        return self.root / one.id / "left-out.rows"

    def write(self, upload_id: str, what: str, plain: Mapping[str, Any]) -> None:
        """Keep something beside a list; whoever reads meanwhile sees the old or the new."""
        path = self.root / upload_id / f"{what}.json"
        new = path.with_suffix(".new")
        new.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
        new.replace(path)

    def read(self, upload_id: str, what: str) -> dict[str, Any] | None:
        """Return what is kept beside a list, or None."""
        try:
            text = (self.root / upload_id / f"{what}.json").read_text(encoding="utf-8")
        except OSError:
            return None
        found: dict[str, Any] = json.loads(text)
        return found

    def forget(self, one: Upload, what: str) -> None:
        """Forget something that is kept beside a list."""
        (self.root / one.id / f"{what}.json").unlink(missing_ok=True)

    def drop(self, one: Upload) -> None:
        """Throw a list away, with all that is kept beside it."""
        shutil.rmtree(self.root / one.id, ignore_errors=True)

    def _forget_old(self, owner: str, now: datetime) -> None:
        if not self.root.is_dir():
            return
        own: list[Upload] = []
        for folder in self.root.iterdir():
            plain = self.read(folder.name, "upload")
            if plain is None or datetime.fromisoformat(plain["at"]) < now - KEPT:
                shutil.rmtree(folder, ignore_errors=True)
            elif plain["owner"] == owner:
                own.append(self.get(folder.name, owner))
        for one in sorted(own, key=lambda each: each.at)[: -MOST + 1 or None]:
            if len(own) >= MOST:
                self.drop(one)


def new_id() -> str:
    """Return an id that nobody guesses."""
    return token_urlsafe(16)


def harmless(name: str) -> str:
    """Return a file's name with its harmless letters alone, and an ending that we know."""
    last = re.split(r"[/\\]", name)[-1]
    ending = next((one for one in _CARDS if last.lower().endswith(one)), ".csv")
    stem = _HARMLESS.sub("", last.rpartition(".")[0] or last).strip(" .")
    return (stem[:_LONGEST_NAME] or "list") + ending
