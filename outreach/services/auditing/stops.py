"""Whether anything left after a word that forbade it was on record.

Found from the words alone (`domain.obeying`): that the gate allowed something is no proof. In the
last moment before a hand-over clocks do not say which came first, and the versions do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from outreach.domain.obeying import Kept, against, stops
from outreach.services.auditing.findings import Check, Checked
from outreach.store import audited_words, measured_words
from outreach.store.audited_words import Left, Raised
from outreach.store.measured_words import Heard

LONGEST_COMMIT = timedelta(seconds=5)
"""A word is dated before it is written, and a write waits no longer for the database than that."""
_SINCE_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def stopped(conn: Connection, now: datetime) -> Checked:
    """Compare every word on record, some hundreds at a time, with what left afterwards."""
    checked = Checked(Check.STOPPED, audited_words.marks(conn))
    for page in measured_words.heard_within(conn, _SINCE_EVER, now + LONGEST_COMMIT):
        checked.looked_at += len(page)
        _look(conn, page, checked, now)
    for one in audited_words.left_after_marks(conn):
        if one.begun_at - one.marked_at > LONGEST_COMMIT:
            checked.add(one.attempt_id, "left after somebody here marked them as not to contact")
    return checked


def _look(conn: Connection, page: list[Heard], checked: Checked, now: datetime) -> None:
    people = {one.person_id for one in page}
    contacts = audited_words.left_to(conn, people, _SINCE_EVER, now + LONGEST_COMMIT)
    raised = audited_words.raised_by(conn, [one.kept.statement.id for one in page])
    said = measured_words.said_by(conn, contacts)
    here = {one.kept.statement.id: one.kept for one in page}
    for person, several in contacts.items():
        mine = [one for one in several if not one.begun.around]
        for one, kept in _against(said[person], mine):
            if kept.statement.id in here and _came_first(kept, one, raised):
                checked.add(one.begun.id, f"left after `{kept.statement.id}`, which forbids it")
    for heard in page:
        for one in contacts.get(heard.person_id, ()):
            if _under_the_version_before(one, raised.get(heard.kept.statement.id)):
                because = f"was judged before `{heard.kept.statement.id}` and left after it"
                checked.add(one.begun.id, because)


def _against(said: Iterable[Kept], contacts: list[Left]) -> Iterator[tuple[Left, Kept]]:
    """Yield what left although a stop forbade it, with that stop."""
    words = {one.statement.id: one for one in said}
    begun = [one.begun for one in contacts]
    for number, one in enumerate(contacts):
        for found in against(list(words.values()), one.begun, begun[: number + 1], ()):
            if stops(words[found].statement):
                yield one, words[found]


def _came_first(said: Kept, left: Left, raised: dict[str, Raised]) -> bool:
    """Say whether a word was on record before a contact was redeemed."""
    by = raised.get(said.statement.id)
    if by is not None and left.judged_under is not None and _comparable(left, by):
        return by.version <= left.judged_under + 1
    return left.begun.at - said.heard_at > LONGEST_COMMIT


def _under_the_version_before(left: Left, by: Raised | None) -> bool:
    if by is None or left.judged_under is None or not _comparable(left, by):
        return False
    return by.version == left.judged_under + 1


def _comparable(left: Left, by: Raised) -> bool:
    """Say whether both versions are one person's: records may have become one since."""
    return by.person_id == left.judged_of
