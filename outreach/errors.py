"""What can go wrong in the house, named by what the caller can do about it.

Messages are one lower-case sentence in the user's own words, with what they typed in backticks and
no personal data beyond it.
"""

from __future__ import annotations


class OutreachError(Exception):
    """Something the user can do something about; printed as one sentence."""

    exit_code = 1


class WrongInputError(OutreachError):
    """What was handed in cannot be used as it is: correct it and try again."""

    exit_code = 2
