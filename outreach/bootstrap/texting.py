"""Texts of this house: the account at the carrier, the door, and the carrier's own list.

The carrier's client takes a third of a second to load: only a house that texts waits for it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from channels.email.wire.tokens import Tokens, Use
from channels.sms.account import Account
from channels.sms.wire.form import marked
from channels.sms.wire.segments import segments
from outreach.bootstrap.marks import CARRIER_PATH
from outreach.clock import Clock
from outreach.config import Settings
from outreach.store import doubtful, intake
from outreach.store.unit import Mode, Store
from policies.clearance import Inspector

if TYPE_CHECKING:
    from channels.sms.adapter import TextDoor
    from channels.sms.polling import Doubtful, TextList

SOURCE = "twilio"
"""The carrier's list among the ways in; what is posted to us is kept under the same name."""
ON_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def may_text(settings: Settings, mode: Mode) -> bool:
    """Say whether texts go by a carrier: a rehearsal's must be on this machine."""
    twilio = settings.twilio
    known = bool(twilio.account and (twilio.service or settings.sender.text_number))
    return known and (mode is Mode.LIVE or _is_here(twilio.base_url))


def _is_here(address: str) -> bool:
    return urlsplit(address).hostname in ON_THIS_MACHINE


def account_of(settings: Settings) -> Account:
    """Return the account of the settings."""
    twilio = settings.twilio
    return Account(
        sid=twilio.account,
        auth_token=twilio.auth_token.get_secret_value(),
        base_url=twilio.base_url,
        service=twilio.service,
        connections=twilio.connections,
        timeout=twilio.timeout,
    )


def text_door(
    settings: Settings,
    inspector: Inspector,
    now: Callable[[], datetime],
    callback: Callable[[str], str],
) -> TextDoor:
    """Return the door to the carrier; `callback` is where it reports on an attempt's text."""
    from channels.sms.adapter import TextDoor

    return TextDoor(account_of(settings), inspector, now, callback)


def size_of(text: str) -> str:
    """Return what a text takes, in words: its characters, the parts that are billed, and why."""
    taken = segments(text)
    parts = "1 part" if taken.count == 1 else f"{taken.count} parts"
    why = f", for `{taken.odd}` is not in GSM-7" if taken.odd else ""
    return f"{len(text)} characters, {parts} ({taken.alphabet}{why})"


def callback_of(settings: Settings, tokens: Tokens) -> Callable[[str], str]:
    """Return where we hear what became of an attempt's text; an empty string if nobody can post."""
    base = settings.web.public_url
    if not base or (_is_here(base) and not _is_here(settings.twilio.base_url)):
        return lambda attempt: ""
    return lambda attempt: marked(f"{base}{CARRIER_PATH}status", tokens.make(attempt, Use.STATUS))


def text_list(settings: Settings, store: Store, clock: Clock, tokens: Tokens) -> TextList:
    """Return the carrier's list, read on from where this house last heard it to its end."""
    from channels.sms.polling import Doubtful, TextList

    number = "" if settings.twilio.service else settings.sender.text_number
    known = store.read

    def doubts() -> list[Doubtful]:
        return [
            Doubtful(
                token=tokens.make(row["id"], Use.STATUS),
                to=row["address"],
                text=row["text"],
                since=row["sending_since"],
            )
            for row in known(doubtful.texts)
        ]

    def heard_until() -> datetime | None:
        return known(lambda conn: intake.get(conn, SOURCE)).last_ok_at

    return TextList(account_of(settings), clock.now, heard_until, number, doubts)
