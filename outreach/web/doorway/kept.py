"""What somebody filled in while their session ended: kept in the page until they are in again.

Nothing is stored and nothing is done meanwhile. Once they are in, they see what they had filled in
and send it by a press of their own. Only a form that began on a page of ours is kept: another's
would be sent in their name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fastapi import Request
from starlette.exceptions import HTTPException

from outreach.web.doorway.cookies import TOKEN
from outreach.web.doorway.seen_from import inside, is_ours
from outreach.web.forms import Form

AGAIN, _KEPT = "again", "kept."
_NEVER = ("/account", "/accounts", "/enter", "/claim", "/leave")
"""Where passwords and accounts are changed: that is filled in anew."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a form was going, and each of its fields with each of its values; or nothing."""

    path: str = ""
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Return the fields as the form of a log-in carries them along."""
        whole = [(_KEPT + name, value) for name, value in self.fields]
        return [(AGAIN, self.path), *whole] if self.path else []

    @property
    def written(self) -> list[str]:
        """Return what was written out in it, to be recognised by whoever wrote it."""
        return [value for _, value in self.fields if " " in value.strip()]


class SentAwayError(HTTPException):
    """A press by whoever is not in (any more), or on a page from before they were in again."""

    def __init__(self, status: int, kept: Kept) -> None:
        """`status` is 401 for whoever is not in, 403 for a page that is too old."""
        super().__init__(status)
        self.kept = kept


def kept_of(request: Request, public_url: str, form: Form) -> Kept:
    """Return what a press that cannot be acted on now held, where it began on a page of ours."""
    path = request.url.path
    if path.startswith(_NEVER) or not is_ours(request, public_url):
        return Kept()
    return Kept(path, tuple(_pairs(form.fields)))


def carried(form: Form) -> Kept:
    """Return what the form of a log-in carried along."""
    path = inside(form.text(AGAIN), "")
    if not path or path.startswith(_NEVER):
        return Kept()
    own = {
        name.removeprefix(_KEPT): values
        for name, values in form.fields.items()
        if name.startswith(_KEPT)
    }
    return Kept(path, tuple(_pairs(own)))


def _pairs(fields: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, values in fields.items():
        if name != TOKEN and isinstance(values, list | tuple):
            yield from ((name, value) for value in values)
