"""Accounts of our own people: invited once, entered by name and password, taken away at once."""

from outreach.services.accounts.changing import (
    change_access,
    change_password,
    end_session,
    restore,
    revoke,
)
from outreach.services.accounts.entering import Entered, enter, leave, visit
from outreach.services.accounts.inviting import claim, first_invitation, invite, invited
from outreach.services.accounts.looking import looked_at, refused
from outreach.services.accounts.passwords import Passwords
from outreach.services.accounts.porch import EntryRefusedError, Porch, TooManyTriesError
from outreach.services.accounts.visiting import Listed, accounts, sessions

__all__ = [
    "Entered",
    "EntryRefusedError",
    "Listed",
    "Passwords",
    "Porch",
    "TooManyTriesError",
    "accounts",
    "change_access",
    "change_password",
    "claim",
    "end_session",
    "enter",
    "first_invitation",
    "invite",
    "invited",
    "leave",
    "looked_at",
    "refused",
    "restore",
    "revoke",
    "sessions",
    "visit",
]
