"""What somebody filled in, read once: letters and choices, never files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

MOST_FIELDS = 300
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


async def _posted_form(request: Request) -> Form:
    read: dict[str, list[str]] = {}
    form = request.form(max_files=0, max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD)
    async with form as posted:
        for name, value in posted.multi_items():
            if isinstance(value, UploadFile):
                raise HTTPException(400)
            read.setdefault(name, []).append(value)
    return Form(read)


Posted = Annotated[Form, Depends(_posted_form)]
"""What a route takes that acts on a form: `def save(form: Posted)`."""
