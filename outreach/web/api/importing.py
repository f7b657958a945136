"""People from another system, as rows or as a table. An import adds, and lifts nothing.

What its cells say that somebody said is read as their word by a list: it only tightens. The body is
read after the key was asked for: nobody without one makes us keep megabytes.
"""

from __future__ import annotations

import csv
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException

from outreach.bootstrap.imports import import_ears
from outreach.errors import InputError, NotFoundError
from outreach.services.import_people import Import, import_people, open_file
from outreach.services.import_people.undoing import undo_import
from outreach.services.programs import Program
from outreach.store import importing as runs
from outreach.store.importing import Run
from outreach.web.api.admitting import At, Counter, Importing
from outreach.web.api.again import LONGEST_KEY, Once
from outreach.web.api.problems import too_long

PATH = "/imports"
LONGEST = 4 * 1024 * 1024
"""Octets of a body; longer lists are brought in by `outreach people import`."""
MOST_ROWS = 5_000
_JSON, _TABLE = "application/json", "text/csv"
importing = APIRouter(tags=["import"])

Cell = Annotated[str, Field(max_length=4_000)]
Heading = Annotated[str, Field(min_length=1, max_length=100)]


class Rows(BaseModel):
    """People as rows: cells by their headings, as they would stand in a table."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "source": "Expo 2026",
                    "rows": [{"name": "Maria Delgado", "email": "maria@delgado.example"}],
                    "dry": True,
                }
            ]
        },
    )

    source: str = Field(min_length=1, max_length=200, description="Where they come from.")
    rows: list[dict[Heading, Cell]] = Field(min_length=1, max_length=MOST_ROWS)
    dry: bool = Field(default=False, description="Say what it would come to, and keep nothing.")


class LeftOut(BaseModel):
    """A row that was left out; the headings are row 1."""

    row: int
    because: str


class Brought(BaseModel):
    """What an import came to, or in a dry run would come to."""

    id: str | None = Field(description="By which it is looked at and taken back; null if dry.")
    dry: bool
    counted: dict[str, int]
    left_out: list[LeftOut]
    remarks: list[str]


class ImportOut(BaseModel):
    """One import as it stands. Nothing is counted until it has ended."""

    id: str
    source: str
    at: datetime
    by: str
    ended: bool
    people: int = Field(description="Whom it has brought so far, and who are still there.")
    counted: dict[str, int]
    undone_at: datetime | None
    undone_by: str | None


class Undone(BaseModel):
    """What was taken out again, or in a dry run would be. Whoever has a story stays."""

    dry: bool
    people: int
    points: int
    statements: int
    bases: int
    restored: int
    kept: int


async def _body(request: Request, program: Importing) -> bytes:
    """Return the body of a program that may import; raise 413 for one that is too long."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST:
            raise too_long(LONGEST)
    return bytes(body)


_CONTENT = {
    _JSON: {"schema": {"$ref": "#/components/schemas/Rows"}},
    _TABLE: {"schema": {"type": "string"}},
}


@importing.post(
    PATH,
    status_code=201,
    openapi_extra={"requestBody": {"required": True, "content": _CONTENT}},
)
def bring(
    at: At,
    program: Importing,
    request: Request,
    body: Annotated[bytes, Depends(_body)],
    answer: Response,
    source: Annotated[str, Query(max_length=200, description="Of a table: where from.")] = "",
    dry: Annotated[bool, Query(description="Of a table: keep nothing.")] = False,
    again: Annotated[
        str, Header(alias="Idempotency-Key", max_length=LONGEST_KEY, description="Done once a day.")
    ] = "",
) -> Brought:
    """Bring people in: rows in JSON, or a table (`text/csv`, with `source` and `dry` beside it)."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    digest = sha256(body).hexdigest()
    once = Once(at.store, at.clock, program.key.id, again, f"{kind}\n{source}\n{dry}\n{digest}")
    return once.told(answer, Brought, lambda: _bring(at, program, kind, body, source, dry))


def _bring(
    at: Counter, program: Program, kind: str, body: bytes, source: str, dry: bool
) -> Brought:
    with TemporaryDirectory() as folder:
        file = Path(folder, "rows.csv")
        if kind == _TABLE:
            file.write_bytes(body)
        elif kind == _JSON:
            given = _rows(body)
            _write(file, given)
            source, dry = given.source, given.dry
        else:
            msg = f"send rows as `{_JSON}` or a table as `{_TABLE}`"
            raise HTTPException(415, msg)
        if not source.strip():
            raise InputError("`source`: say where these people come from, such as `Expo 2026`")
        return _brought(at, program, file, source, dry=dry)


def _rows(body: bytes) -> Rows:
    try:
        return Rows.model_validate_json(body)
    except ValidationError as error:
        told = [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
        raise RequestValidationError(told) from None


def _write(file: Path, given: Rows) -> None:
    headings = list(dict.fromkeys(heading for row in given.rows for heading in row))
    with file.open("w", encoding="utf-8", newline="") as written:
        writer = csv.DictWriter(written, headings, restval="")
        writer.writeheader()
        writer.writerows(given.rows)


def _brought(at: Counter, program: Program, file: Path, source: str, *, dry: bool) -> Brought:
    home = at.home
    country = home.settings.house.country or None
    wanted = Import(file, source, program.member, home=country, dry=dry, encoding="utf-8")
    sheet = open_file(wanted)
    if sheet.rows > MOST_ROWS:
        msg = f"{sheet.rows} rows are too many for one request: send {MOST_ROWS} at most"
        raise HTTPException(413, msg)
    done = import_people(home.store, home.clock, wanted, import_ears(home.ears), sheet)
    return Brought(
        id=done.id or None,
        dry=dry,
        counted=done.figures(),
        left_out=[LeftOut(row=one.row, because=one.reason) for one in done.rejected],
        remarks=done.remarks,
    )


@importing.get(PATH)
def last(at: At, program: Importing) -> list[ImportOut]:
    """List the last imports, the newest first."""
    found = at.store.read(runs.runs)
    return [_shown(at, one) for one in found if _is_seen(program, one)]


@importing.get(PATH + "/{run}")
def one(at: At, program: Importing, run: str) -> ImportOut:
    """Show how an import stands."""
    return _shown(at, _seen(at, program, run))


@importing.post(PATH + "/{run}/undo")
def undo(
    at: At,
    program: Importing,
    run: str,
    dry: Annotated[bool, Query(description="Say what would be taken out.")] = False,
) -> Undone:
    """Take an import back: whoever has written or been written to since stays."""
    whose = _seen(at, program, run)
    taken = undo_import(at.store, at.clock, whose.id, program.member, dry=dry)
    return Undone(
        dry=dry,
        people=taken.people,
        points=taken.points,
        statements=taken.statements,
        bases=taken.bases,
        restored=taken.restored,
        kept=len(taken.kept),
    )


def _seen(at: Counter, program: Program, run: str) -> Run:
    found = at.store.read(lambda conn: runs.run(conn, run))
    if not _is_seen(program, found):
        raise NotFoundError("import", run)
    return found


def _is_seen(program: Program, one: Run) -> bool:
    return program.sight.owners is None or one.by == program.member.name


def _shown(at: Counter, one: Run) -> ImportOut:
    return ImportOut(
        id=one.id,
        source=one.source,
        at=one.at,
        by=one.by,
        ended=one.ended,
        people=at.store.read(lambda conn: runs.came_in(conn, one.id)),
        counted=dict(one.counted),
        undone_at=one.undone_at,
        undone_by=one.undone_by,
    )
