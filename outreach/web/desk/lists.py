"""Bringing in a list: its columns as we understood them, what it would change, and then it does."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from fastapi.responses import FileResponse, Response
from starlette.exceptions import HTTPException

from outreach.config.import_headers import header_words
from outreach.domain.access import Right
from outreach.domain.imports import fields
from outreach.domain.imports.columns import (
    SEVERAL,
    Column,
    Head,
    HeaderError,
    Mapped,
    map_columns,
)
from outreach.errors import HouseError, InputError
from outreach.services.import_people import open_file
from outreach.services.import_people.card import is_card
from outreach.services.import_people.sheet import Sheet, open_table
from outreach.services.import_people.undoing import undo_import
from outreach.store import importing
from outreach.web.desk.bringing import BROUGHT, TRIED, Bringing
from outreach.web.desk.frame import LISTS, Desk
from outreach.web.desk.people import own_run
from outreach.web.desk.uploads import Upload, Uploads, harmless, new_id
from outreach.web.doorway.admitting import Bringer, Guest, Worker
from outreach.web.doorway.frame import gone_to
from outreach.web.doorway.records import sight
from policies.channel import Kind

ONE = LISTS + "/{upload_id}"
ENCODINGS = ("utf-8", "utf-16", "cp1252", "cp1250", "cp850", "mac_roman")
COLUMNS = tuple(one for one in Column if one is not Column.REASON)
_RUNS = 20


def lists(desk: Desk) -> APIRouter:
    """Return where a list is handed in, and every page on its way."""
    router = APIRouter()
    bringing = Bringing(desk, Uploads(desk.home.settings.folder / "lists"))
    for add in (_handing_in, _acting, _undoing):
        add(router, desk, bringing)
    return router


def _handing_in(router: APIRouter, desk: Desk, bringing: Bringing) -> None:
    @router.get(LISTS)
    def look(guest: Worker, done: str = "") -> Response:
        return _begin(desk, guest, done=done)

    @router.post(LISTS)
    def hand_in(guest: Bringer) -> Response:
        try:
            upload = _handed_in(desk, guest, bringing)
        except HouseError as error:
            return _begin(desk, guest, str(error))
        return gone_to(f"{LISTS}/{upload.id}")

    @router.get(ONE)
    def one(guest: Worker, upload_id: str) -> Response:
        return _page(desk, guest, bringing, _mine(bringing, guest, upload_id))

    @router.get(ONE + "/left-out.csv")
    def left_out(guest: Worker, upload_id: str) -> Response:
        path = bringing.uploads.left_out(_mine(bringing, guest, upload_id))
        if not path.is_file():
            raise HTTPException(404)
        return FileResponse(path, media_type="text/csv", filename="left-out.csv")


def _acting(router: APIRouter, desk: Desk, bringing: Bringing) -> None:
    @router.post(ONE + "/try")
    def attempt(guest: Worker, upload_id: str) -> Response:
        upload = _mine(bringing, guest, upload_id)
        try:
            mapped = replace(upload, headings=_headings(bringing, guest, upload))
        except HouseError as error:
            return _page(desk, guest, bringing, upload, bringing.plainly(upload, error))
        bringing.uploads.save(mapped)
        bringing.uploads.forget(mapped, TRIED)
        bringing.begin(mapped, guest.visit.member, sight(desk.porch, guest), TRIED)
        return gone_to(f"{LISTS}/{upload.id}#would")

    @router.post(ONE + "/bring")
    def bring(guest: Worker, upload_id: str) -> Response:
        upload = _mine(bringing, guest, upload_id)
        tried = bringing.uploads.read(upload.id, TRIED)
        if tried is None or "wrong" in tried:
            return _page(desk, guest, bringing, upload, "see first what it would do")
        if bringing.uploads.read(upload.id, BROUGHT) is None:
            bringing.begin(upload, guest.visit.member, sight(desk.porch, guest), BROUGHT)
        return gone_to(f"{LISTS}/{upload.id}")

    @router.post(ONE + "/drop")
    def drop(guest: Worker, upload_id: str) -> Response:
        upload = _mine(bringing, guest, upload_id)
        if bringing.underway(upload) is not None:
            return _page(desk, guest, bringing, upload, "it is being brought in just now")
        bringing.uploads.drop(upload)
        return gone_to(f"{LISTS}?done=dropped")


def _undoing(router: APIRouter, desk: Desk, _: Bringing) -> None:
    @router.post(LISTS + "/of/{run_id}/undo")
    def undo(guest: Worker, run_id: str) -> Response:
        """Say first what would be taken out; a second press does it."""
        home, run, sure = desk.home, own_run(desk, guest, run_id), guest.form.has("sure")
        try:
            taken = undo_import(home.store, home.clock, run_id, guest.visit.member, dry=not sure)
        except HouseError as error:
            return _begin(desk, guest, str(error))
        return desk.page("list_undo", guest, LISTS, {"run": run, "taken": taken, "sure": sure})


def _mine(bringing: Bringing, guest: Guest, upload_id: str) -> Upload:
    return bringing.uploads.get(upload_id, guest.visit.member.id)


def _handed_in(desk: Desk, guest: Guest, bringing: Bringing) -> Upload:
    """Keep a file that can be read, and forget one that cannot."""
    form, file = guest.form, guest.file
    if file is None or not file.name:
        raise InputError("choose a file: a table saved as CSV, or visiting cards")
    kind, country = form.text("kind", 20), form.text("country", 60)
    upload = Upload(
        new_id(),
        guest.visit.member.id,
        harmless(file.name),
        form.text("source", 200),
        desk.now,
        Kind(kind).value if kind in set(Kind) else "",
        country and fields.country(country),
        form.text("encoding", 20) if form.text("encoding", 20) in ENCODINGS else "",
    )
    bringing.uploads.keep(file.content, upload)
    try:
        open_file(bringing.wanted(upload, guest.visit.member, dry=True))
    except HouseError as error:
        if not isinstance(error.__cause__, HeaderError):
            bringing.uploads.drop(upload)
            raise InputError(bringing.plainly(upload, error)) from error
    return upload


def _headings(bringing: Bringing, guest: Guest, upload: Upload) -> dict[str, str]:
    """Return what each column was said to hold; raise `InputError` where two claim to be one."""
    if is_card(bringing.uploads.path(upload)):
        return {}
    headings = _written(bringing.uploads.path(upload), upload.encoding)
    found: dict[str, str] = {}
    taken: dict[Column, str] = {}
    for place, heading in enumerate(headings):
        column = guest.form.choice(f"column-{place}", Column, Column.UNUSED)
        if column in taken and column not in SEVERAL:
            msg = f"both `{taken[column]}` and `{heading}` are said to be the {_called(column)}"
            raise InputError(msg)
        taken[column], found[heading] = heading, column.value
    map_columns(headings, header_words(), {one: Column(value) for one, value in found.items()})
    return found


def _called(column: Column) -> str:
    return column.value.replace("_", " ")


def _written(path: Path, encoding: str) -> list[str]:
    """Return the headings as they stand in the file: its first row that says anything."""
    for row in open_table(path, encoding).records():
        headings = [" ".join(cell.split()) for cell in row.cells]
        if any(headings):
            return headings
    return []


def _begin(desk: Desk, guest: Guest, wrong: str = "", done: str = "") -> Response:
    everybody = guest.visit.may(Right.OVERSEE)
    runs = desk.home.store.read(lambda conn: importing.runs(conn, _RUNS * 10))
    shown = {
        "runs": [one for one in runs if everybody or one.by == guest.name][:_RUNS],
        "kinds": list(Kind),
        "encodings": ENCODINGS,
        "country": desk.home.settings.house.country,
        "typed": {name: guest.form.text(name, 200) for name in ("source", "kind", "country")},
        "wrong": wrong,
        "done": done,
    }
    return desk.page("lists", guest, LISTS, shown, 400 if wrong else 200)


def _page(
    desk: Desk, guest: Guest, bringing: Bringing, upload: Upload, wrong: str = ""
) -> Response:
    """Show where a list is on its way: at work, brought in, or looked at before it is."""
    uploads, far = bringing.uploads, bringing.underway(upload)
    if far is not None:
        return desk.page("list_underway", guest, LISTS, {"upload": upload, "far": far})
    brought = uploads.read(upload.id, BROUGHT)
    if brought is not None and "wrong" not in brought:
        return desk.page("list_brought", guest, LISTS, {"upload": upload, "came": brought})
    wrong = wrong or (brought or {}).get("wrong", "")
    shown = {"upload": upload, "columns": [(one, _called(one)) for one in COLUMNS]}
    shown |= _understood(bringing, guest, upload)
    tried = uploads.read(upload.id, TRIED)
    wrong = wrong or (tried or {}).get("wrong", "")
    fine = tried if tried is not None and "wrong" not in tried else None
    fields_ = {**shown, "tried": fine, "wrong": wrong or shown["unread"]}
    return desk.page("list", guest, LISTS, fields_, 400 if wrong else 200)


def _understood(bringing: Bringing, guest: Guest, upload: Upload) -> dict[str, Any]:
    """Return each heading with what its column is taken for, and the first cells in it."""
    wanted = bringing.wanted(upload, guest.visit.member, dry=True)
    try:
        sheet: Sheet = open_file(wanted)
    except HouseError as error:
        headings = _written(wanted.path, upload.encoding)
        mapped = Mapped(tuple(Head(one, _said(upload, one)) for one in headings))
        some = islice(open_table(wanted.path, upload.encoding).records(), 1, 4)
        told = _heads(mapped, [tuple(row.cells) for row in some])
        unread = bringing.plainly(upload, error)
        return {"heads": told, "rows": 0, "read_as": "", "unread": unread, "cards": False}
    return {
        "heads": _heads(sheet.mapped, [tuple(row.cells) for row in islice(sheet, 3)]),
        "rows": sheet.rows,
        "read_as": sheet.told,
        "unread": "",
        "cards": is_card(wanted.path),
    }


def _said(upload: Upload, heading: str) -> Column:
    return Column(upload.headings.get(heading, Column.UNUSED))


def _heads(mapped: Mapped, rows: list[tuple[str, ...]]) -> list[tuple[str, Column, list[str]]]:
    found = []
    for place, head in enumerate(mapped.heads):
        cells = [row[place] for row in rows if place < len(row) and row[place].strip()]
        found.append((head.heading, head.column, cells))
    return found
