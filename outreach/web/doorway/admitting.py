"""One dependency for every page of our own people: who asks, what they may, is the press theirs.

A route names the right it asks for by its guest's type, `def queue(guest: Reviewer)`. A test goes
over every route and fails where one asks for none and is not on the short list of public ones.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from outreach.domain.access import Right
from outreach.domain.entering import Visit
from outreach.services import accounts
from outreach.services.accounts import Porch
from outreach.web.doorway.cookies import TOKEN, Jar, fits, token_of
from outreach.web.doorway.kept import Kept, SentAwayError, kept_of
from outreach.web.doorway.seen_from import is_ours
from outreach.web.forms import Form, Handed, Posted, form_with_file

ENTER = "/enter"
_LOOKS = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Doorway:
    """What the pages of our own people stand on: the porch, and where we are reached."""

    porch: Porch
    public_url: str = ""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody of us who asks: who they are, what they filled in, the token of their forms."""

    visit: Visit
    token: str = field(repr=False)
    form: Form = field(repr=False)
    file: Handed | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """Return the name that stands under what they do."""
        return self.visit.member.name

    def may(self, right: str) -> bool:
        """Return whether they may do this; for pages, which show no more than that."""
        return self.visit.may(Right(right))


def doorway_of(request: Request) -> Doorway:
    """Return the doorway of the application that serves this request."""
    found: Doorway = request.app.state.doorway
    return found


def _admit(right: Right, request: Request, form: Form) -> Guest:
    """Return who asks; send away whoever is not in, may not, or did not press it themselves."""
    doorway, cookie = doorway_of(request), Jar(request).session
    visit = _visit(request)
    pressed = request.method not in _LOOKS
    if visit is None:
        if pressed:
            raise SentAwayError(401, kept_of(request, doorway.public_url, form))
        raise HTTPException(303, headers={"Location": _way_in(request)})
    if pressed and not is_ours(request, doorway.public_url):
        raise HTTPException(403)
    if pressed and not fits(form.text(TOKEN), cookie):
        raise SentAwayError(403, kept_of(request, doorway.public_url, form))
    if not visit.may(right):
        raise HTTPException(403)
    return Guest(visit, token_of(cookie), form)


def _visit(request: Request) -> Visit | None:
    cookie = Jar(request).session
    return accounts.visit(doorway_of(request).porch, cookie) if cookie else None


def _way_in(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{ENTER}?to={quote(request.url.path + query, safe='')}"


def sees(request: Request, form: Posted) -> Guest:
    """Admit whoever has an account; which records they see is asked of each record."""
    return _admit(Right.SEE, request, form)


def works(request: Request, form: Posted) -> Guest:
    """Admit whoever may reach people."""
    return _admit(Right.WORK, request, form)


async def brings(request: Request) -> AsyncIterator[Guest]:
    """Admit whoever may reach people, with a file; nobody else's is read to its end."""
    if await asyncio.to_thread(_visit, request) is None:
        raise SentAwayError(401, Kept())
    async with form_with_file(request) as filled:
        guest = await asyncio.to_thread(_admit, Right.WORK, request, filled.form)
        yield replace(guest, file=filled.file)


def oversees(request: Request, form: Posted) -> Guest:
    """Admit whoever sees what the team owes."""
    return _admit(Right.OVERSEE, request, form)


def reviews(request: Request, form: Posted) -> Guest:
    """Admit whoever settles what was kept back."""
    return _admit(Right.REVIEW, request, form)


def steers(request: Request, form: Posted) -> Guest:
    """Admit whoever sees how the team as a whole does."""
    return _admit(Right.STEER, request, form)


def admits(request: Request, form: Posted) -> Guest:
    """Admit whoever gives accounts."""
    return _admit(Right.ADMIT, request, form)


ASKS: dict[Callable[..., object], Right] = {
    sees: Right.SEE,
    works: Right.WORK,
    brings: Right.WORK,
    oversees: Right.OVERSEE,
    reviews: Right.REVIEW,
    steers: Right.STEER,
    admits: Right.ADMIT,
}
"""The dependency that asks for each right."""
Member = Annotated[Guest, Depends(sees)]
Worker = Annotated[Guest, Depends(works)]
Bringer = Annotated[Guest, Depends(brings)]
Overseer = Annotated[Guest, Depends(oversees)]
Reviewer = Annotated[Guest, Depends(reviews)]
Steerer = Annotated[Guest, Depends(steers)]
Admin = Annotated[Guest, Depends(admits)]
