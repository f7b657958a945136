"""A person's evidence as a file, made on a press."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import BinaryIO

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse

from outreach.services import evidence as evidences
from outreach.services.accounts import Porch
from outreach.web.console.frame import PATH, Console
from outreach.web.doorway.admitting import Reviewer
from outreach.web.doorway.records import look_up

_PIECE = 64 * 1024


def evidence(console: Console) -> APIRouter:
    """Return the button behind which the file is."""
    router, home = APIRouter(), console.home

    @router.post(PATH + "/evidence/{person_id}")
    def take(guest: Reviewer, person_id: str) -> Response:
        look_up(Porch(home.store, home.clock), guest, person_id, "evidence")
        file = TemporaryFile()  # noqa: SIM115  whoever sends it closes it
        evidences.write(home.store, home.clock, person_id, guest.name, file)
        file.seek(0)
        named = {"Content-Disposition": f'attachment; filename="evidence-{_plain(person_id)}.zip"'}
        return StreamingResponse(_pieces(file), media_type="application/zip", headers=named)

    return router


def _plain(name: str) -> str:
    return "".join(letter for letter in name if letter.isascii() and letter.isalnum())[:40]


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece
