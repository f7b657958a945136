"""What somebody filled in, read once: letters and choices; a file only where one is asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, BinaryIO, TypeVar

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

MOST_FIELDS = 1_000
LONGEST_FIELD = 16 * 1024
"""Octets of one field in a multipart form."""

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a posted form. What is missing reads as empty; what is nonsense raises 400."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Return whether a field came at all: a ticked box, a pressed button."""
        return name in self.fields

    def text(self, name: str, longest: int = 4_000) -> str:
        """Return what was typed, without spaces around it and at most `longest` letters of it."""
        given = self.fields.get(name, ("",))
        return given[0].replace("\x00", "").replace("\r\n", "\n").strip()[:longest]

    def many(self, name: str) -> tuple[str, ...]:
        """Return all that was ticked under one name."""
        return tuple(self.fields.get(name, ()))

    def choice(self, name: str, kind: type[E], otherwise: E | None = None) -> E:
        """Return what was chosen among what there is."""
        given = self.text(name)
        if not given and otherwise is not None:
            return otherwise
        try:
            return kind(given)
        except ValueError:
            raise HTTPException(400) from None

    def day(self, name: str) -> date | None:
        """Return the day that was typed (`2026-12-24`), or None for an empty field."""
        given = self.text(name)
        try:
            return date.fromisoformat(given) if given else None
        except ValueError:
            raise HTTPException(400) from None


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that somebody handed in, and what they called it: a name, never a path of ours."""

    name: str
    content: BinaryIO = field(repr=False)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form with the file that came with it, if one did; it is gone when the request ends."""

    form: Form
    file: Handed | None = None


async def _posted_form(request: Request) -> Form:
    async with _reading(request, 0) as filled:
        return filled.form


@asynccontextmanager
async def _reading(request: Request, most_files: int) -> AsyncIterator[Filled]:
    form = request.form(max_files=most_files, max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD)
    async with form as posted:
        yield _filled(posted)


def form_with_file(request: Request) -> AbstractAsyncContextManager[Filled]:
    """Return a form that may hold one file, open for as long as the `with` block lasts."""
    return _reading(request, 1)


def _filled(posted: FormData) -> Filled:
    read: dict[str, list[str]] = {}
    file = None
    for name, value in posted.multi_items():
        if isinstance(value, UploadFile):
            file = Handed(value.filename or "", value.file)
        else:
            read.setdefault(name, []).append(value)
    return Filled(Form(read), file)


Posted = Annotated[Form, Depends(_posted_form)]
"""What a route takes that acts on a form: `def save(form: Posted)`."""
