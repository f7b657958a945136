"""Whether the rooms we import are ours: `channels` is Django Channels' import name as well."""

from __future__ import annotations

from importlib import import_module

from outreach.errors import SetupError

ROOMS = ("policies", "channels")


def refuse_strangers() -> None:
    """Raise `SetupError` where another package has taken the place of one of our rooms."""
    for room in ROOMS:
        if getattr(import_module(room), "HOUSE", None) != "outreach":
            msg = (
                f"the package `{room}` that is installed here is not ours, and must not be used:"
                " install outreach in a virtual environment of its own"
            )
            raise SetupError(msg)
