"""What one of us wrote: told from what somebody wrote to us, from drafts, and by whom, to whom.

A Sent folder is written by whoever has the mailbox, and by nobody else. Any other copy came by
mail, where anybody may write anything into From.
"""

from __future__ import annotations

from sqlalchemy import Connection

from channels.arrivals import SENT_MAIL, Letter
from outreach.domain.addresses import AddressError, email_address
from outreach.domain.people import ContactPoint
from outreach.services.listen.ears import Ears
from outreach.services.listen.matching import correspondent, points_of_sender
from outreach.services.listen.proof import authenticated
from outreach.store import points, team
from outreach.store.inbound import InboundRow
from policies.channel import Channel


def is_theirs(ears: Ears, letter: Letter) -> bool:
    """Say whether one of us writes as somebody on file, in answer to what went to that address.

    Whoever tries the house on themselves has an address that is ours and theirs.
    """

    def find(conn: Connection) -> bool:
        who = correspondent(conn, letter)
        return who is not None and who.attempt_id is not None and who.point is not None

    return letter.is_attempt is None and bool(letter.attempts) and ears.store.read(find)


def is_ours(ears: Ears, row: InboundRow, letter: Letter) -> bool:
    """Say whether a letter is one of us writing from an address that the settings do not know.

    It lies in a Sent folder, or came as a copy from our own domain, and nobody on file has that
    address. Whoever else writes to where copies go may want us to stop.
    """
    ours = ears.copies_to.rpartition("@")[2]
    inside = letter.sender.address.lower().rpartition("@")[2] == ours
    if row.door != SENT_MAIL and not (inside and _came_as_copy(ears, letter)):
        return False
    return not is_on_file(ears, letter)


def is_on_file(ears: Ears, letter: Letter) -> bool:
    """Say whether it bears the address of somebody on file."""
    return bool(ears.store.read(lambda conn: points_of_sender(conn, letter.sender.address)))


def was_sent(ears: Ears, row: InboundRow, letter: Letter) -> bool:
    """Say whether this is more than a draft."""
    return row.door == SENT_MAIL or letter.travelled or _came_as_copy(ears, letter)


def _came_as_copy(ears: Ears, letter: Letter) -> bool:
    came_for = {to.lower() for to in (*letter.to, *letter.recipients)}
    return bool(ears.copies_to) and ears.copies_to in came_for


def is_proven(ears: Ears, row: InboundRow, letter: Letter) -> bool:
    """Say whether it is certainly ours: from our own Sent folder, or vouched for by our border."""
    results, sender = letter.authentication_results, letter.sender.address
    return row.door == SENT_MAIL or authenticated(results, sender, ears.trusted) is not None


def reached(conn: Connection, letter: Letter) -> list[ContactPoint]:
    """Return one address of everybody on file among the recipients."""
    found: dict[str, ContactPoint] = {}
    for one in points.folding_to(conn, folded(letter)):
        if one.channel is Channel.EMAIL:
            found.setdefault(one.person_id, one)
    return list(found.values())


def folded(letter: Letter) -> list[str]:
    """Return the recipients as suppression compares them."""
    found = []
    for typed in letter.recipients:
        try:
            found.append(email_address(typed).folded)
        except AddressError:
            continue
    return found


def written_by(conn: Connection, letter: Letter) -> str:
    """Return who of us wrote it: by the address, else as the mail itself says."""
    address = letter.sender.address.lower()
    known = (one.name for one in team.everybody(conn) if one.email.lower() == address)
    return next(known, letter.sender.name or address)
