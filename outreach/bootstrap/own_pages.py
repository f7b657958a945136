"""What a person may see and do on their own page, in an open house, by the link that they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from channels.email.wire.tokens import Tokens, Use
from outreach.domain.history import Event
from outreach.errors import NotFoundError, StorageError
from outreach.services import listen
from outreach.services.erase import erase
from outreach.services.listen import Asked, Chosen, Ears, Held, OnPage
from outreach.services.preferences import View, everything, view
from outreach.store import attempts, history, people, statements
from outreach.store.inbound import InboundState
from policies.statement import Source, Statement

MOST_A_DAY = 50
"""What a page takes in a day from one person's links; a stop of everything is always taken."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever opened a page: whose it is, by which mail's link, and what that link may do."""

    person_id: str
    attempt_id: str
    point_id: str | None
    held: Held
    token: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A change that a page made: the statement it is kept as, and by which name it is undone."""

    statement: Statement
    token: str
    undone: bool


@dataclass(frozen=True, slots=True)
class OwnPages:
    """The pages of the people of a house. Whoever holds no link of ours gets `NotFoundError`."""

    ears: Ears
    tokens: Tokens

    def visitor(self, token: str) -> Visitor:
        """Return who holds this link.

        One that was sent to them and whose hour is over opens what the link in a mail does.
        """
        found = self._by_mail(token) or self._by_own_link(token)
        if found is None:
            raise NotFoundError("link", token[:80])
        return found

    def view(self, visitor: Visitor) -> View:
        """Return what the page shows."""
        now = self.ears.clock.now()

        def work(conn: Connection) -> View:
            zones = self.ears.zones(people.get(conn, visitor.person_id))
            return view(conn, visitor.person_id, visitor.point_id, (*zones, self.ears.zone), now)

        return self.ears.store.read(work)

    @property
    def topics(self) -> tuple[str, ...]:
        """Return what we write about."""
        return self.ears.topics

    def choose(self, visitor: Visitor, chosen: tuple[Chosen, ...]) -> str:
        """Keep what was chosen, and return the name of the change once it binds."""
        return self._said(OnPage(visitor.attempt_id, visitor.held, chosen))

    def say(self, visitor: Visitor, words: str) -> str:
        """Keep what they wrote, let it be read, and return the name of the change."""
        return self._said(OnPage(visitor.attempt_id, visitor.held, own_words=words))

    def wrote_enough(self, visitor: Visitor) -> bool:
        """Return whether so much was written on this page in a day that a machine must do it."""
        since = self.ears.clock.now() - timedelta(days=1)
        said = self.ears.store.read(lambda conn: statements.of(conn, visitor.person_id))
        return sum(one.source is Source.PAGE and one.said_at > since for one in said) >= MOST_A_DAY

    def changed(self, visitor: Visitor, token: str) -> Changed:
        """Return what a change of theirs was; it is named by its own token alone."""
        statement_id = self._change(token)

        def work(conn: Connection) -> Changed:
            said = statements.get(conn, statement_id)
            if said is None or statements.speaker(conn, statement_id) != visitor.person_id:
                raise NotFoundError("change", token[:80])
            return Changed(said, token, statements.is_narrowed(conn, statement_id))

        return self.ears.store.read(work)

    def undo(self, visitor: Visitor, token: str) -> None:
        """Take back what a page just changed."""
        listen.undo(self.ears, visitor.person_id, self._change(token))

    def not_meant(self, visitor: Visitor, statement_id: str, position: int) -> None:
        """Take one thing out of what we understood, by their own link alone."""
        self._require_own(visitor)
        listen.not_meant(self.ears, visitor.person_id, statement_id, position)

    def ask_for_link(self, visitor: Visitor, language: str) -> Asked:
        """Send a link of their own to the address of the mail that led here, in this language."""
        return listen.ask_for_link(self.ears, visitor.attempt_id, language)

    def story(self, visitor: Visitor) -> list[Event]:
        """Return the history of contacts, by their own link alone."""
        self._require_own(visitor)
        return self.ears.store.read(lambda conn: history.story(conn, visitor.person_id))

    def everything(self, visitor: Visitor) -> dict[str, Any]:
        """Return all that we hold, by their own link alone."""
        self._require_own(visitor)
        return everything(self.ears.store, visitor.person_id, self.ears.clock.now())

    def erase(self, visitor: Visitor) -> None:
        """Erase them, by their own link alone; only the hashes that keep us silent stay."""
        self._require_own(visitor)
        self.ears.stopped.mark_ids((visitor.person_id,))
        erase(self.ears.store, visitor.person_id, self.ears.clock.now(), "themselves")

    def now(self) -> datetime:
        """Return the moment."""
        return self.ears.clock.now()

    def zone(self) -> ZoneInfo:
        """Return our own clock."""
        return self.ears.zone

    def _require_own(self, visitor: Visitor) -> None:
        if visitor.held is not Held.SENT_TO_THEM:
            raise NotFoundError("link of their own", visitor.token[:80])

    def _said(self, told: OnPage) -> str:
        taken = listen.chose(self.ears, told)
        done = taken.done.recorded
        if taken.state not in (InboundState.READ, InboundState.UNCLEAR) or not done:
            raise StorageError(f"`{taken.inbound_id}` was kept but not acted on")
        return self.tokens.make(done[0].statement_id, Use.CHANGE)

    def _change(self, token: str) -> str:
        found = self.tokens.attempt(token, Use.CHANGE)
        if found is None:
            raise NotFoundError("change", token[:80])
        return found

    def _by_mail(self, token: str) -> Visitor | None:
        return self._of(self.tokens.attempt(token, Use.STOP), Held.IN_A_MAIL, token)

    def _by_own_link(self, token: str) -> Visitor | None:
        attempt_id = self.tokens.attempt(token, Use.OWN)
        found = self._of(attempt_id, Held.SENT_TO_THEM, token)
        if found is None:
            return None
        sent = self.ears.store.read(lambda conn: attempts.get(conn, found.attempt_id))
        if listen.opens_at(sent, self.ears.clock.now()):
            return found
        return self._of(attempt_id, Held.IN_A_MAIL, token)

    def _of(self, attempt_id: str | None, held: Held, token: str) -> Visitor | None:
        if attempt_id is None:
            return None
        rows = self.ears.store.read(lambda conn: attempts.rows(conn, [attempt_id]))
        if not rows or rows[0]["point_id"] is None:
            return None
        row = rows[0]
        return Visitor(row["person_id"], row["id"], row["point_id"], held, token)
