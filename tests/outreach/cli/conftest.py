"""A house folder, and a way to type commands at it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from outreach.cli import main
from outreach.clock import SystemClock
from outreach.store import ledger
from outreach.store.unit import Store

PEOPLE = """\
name,email,phone,organisation,country,region,timezone,language,notes
Scott Reyes,scott@reyes.example,+17025550142,Reyes Construction,US,US-NV,,en,Flies a lot.
Ingrid Lund,ingrid@northlight.example,,Northlight School,US,US-MN,,en,
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401
        return json.loads(self.out)


class Shell:
    """Types commands; `--house` is added where a house was made."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self.capsys = capsys
        self.folder = folder

    def __call__(self, *words: str, house: bool = True) -> Said:
        self.capsys.readouterr()
        code = main([*words, *(["--house", str(self.folder)] if house else [])])
        out, err = self.capsys.readouterr()
        return Said(code, out, err)

    def letter(self, sender: str, words: str) -> None:
        """Put a letter into the house's mailbox."""
        head = f"From: {sender}\r\nTo: hello@kestrel.example\r\nSubject: Re: maps\r\n"
        mail = f"{head}Message-ID: <{len(words)}@mail.example>\r\n\r\n{words}\r\n"
        (self.folder / "mail" / "new" / f"{len(words)}.letter").write_bytes(mail.encode())

    def seal(self) -> None:
        """Chain the ledger, as the engine does."""
        store = Store(f"sqlite:///{self.folder}/outreach.db")
        store.write(lambda conn: ledger.seal(conn, datetime(2026, 11, 24, tzinfo=UTC)))
        store.close()

    def alter_ledger(self) -> None:
        """Change an entry behind everybody's back."""
        self.alter("update ledger set subject = 'somebody else' where sealed_seq = 1")

    def alter(self, statement: str) -> None:
        """Change the database behind everybody's back."""
        with closing(sqlite3.connect(self.folder / "outreach.db")) as file, file:
            file.execute(statement)


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Shell:
    return Shell(capsys, tmp_path / "kestrel")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rehearsal with one member of the team and two people, looked up; made once, then copied."""
    folder = tmp_path_factory.mktemp("made") / "kestrel"
    told = (
        *("--rehearsal", "--name", "Kestrel Mapping", "--address", "12 Harbour Road, Bristol"),
        *("--mailbox", "hello@kestrel.example", "--country", "US", "--assume-country", "US"),
        *("--member", "Ana Ruiz"),
    )
    assert main(["init", str(folder), *told]) == 0
    (folder / "two.csv").write_text(PEOPLE, encoding="utf-8")
    where = ["--house", str(folder)]
    assert main(["people", "import", str(folder / "two.csv"), "--source", "Expo 2026", *where]) == 0
    (folder / "listed.csv").write_text("area code,number\n702,5559999\n", encoding="utf-8")
    copy = ["--country", "US", "--on", f"{SystemClock().now():%Y-%m-%d}"]
    assert main(["registry", "import", str(folder / "listed.csv"), *copy, *where]) == 0
    return folder


@pytest.fixture
def house(shell: Shell, made: Path) -> Shell:
    """Commands for a house of one's own."""
    shutil.copytree(made, shell.folder)
    return shell
