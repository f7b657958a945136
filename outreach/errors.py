"""What can go wrong in the house, named by what the caller can do about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime


class HouseError(Exception):
    """Something the house could not do. The message is meant for its users."""


class InputError(HouseError):
    """What was given cannot be used: correct it and try again. Nothing was changed."""


class NotFoundError(InputError):
    """Nothing here has that name; `near` are names that may have been meant."""

    def __init__(self, what: str, name: str, near: Sequence[str] = ()) -> None:
        self.what = what
        self.name = name
        meant = " or ".join(f"`{one}`" for one in near)
        super().__init__(
            f"there is no {what} `{name}`" + (f"; did you mean {meant}?" if near else "")
        )


class NaiveDatetimeError(InputError):
    """A moment without an offset: say in which zone it is meant."""

    def __init__(self, at: datetime) -> None:
        super().__init__(f"`{at.isoformat()}` has no offset: a moment needs its zone")


def unreadable(file: object, error: OSError | UnicodeDecodeError) -> str:
    """Return the sentence about a file that cannot be read, and why."""
    why = "it is not UTF-8"
    if isinstance(error, OSError):
        why = (error.strerror or "unknown reason").lower()
    return f"`{file}` cannot be read: {why}"


class IllegalMoveError(HouseError):
    """A state machine was asked for a move it does not have. Nothing was changed."""

    def __init__(self, what: str, now: str, wanted: str) -> None:
        super().__init__(f"{what} that is `{now}` cannot become `{wanted}`")


class ConflictError(HouseError):
    """Somebody else changed it first: look again."""


class SetupError(HouseError):
    """The house is set up wrongly: correct the settings or the installation."""


class OtherEngineError(SetupError):
    """Another engine already runs for this database: leave it running, or stop it first."""

    def __init__(self, where: str, holder: str) -> None:
        super().__init__(f"another engine already runs for `{where}`: {holder}")


class StorageError(HouseError):
    """The database did not answer. Nothing was sent; try again when it does."""


class StorageFullError(StorageError):
    """There is no room left for the database. Nothing was lost: make room and go on."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"there is no room left for the database `{where}`:"
            " nothing was sent and nothing was lost; make room and try again"
        )
