"""The fields that a carrier posts to us, already decoded. Names are the carrier's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Form = Mapping[str, Sequence[str]]
"""Every value of every field, in the order in which they came."""

MARK = "a"
"""Our own field, in the query of a callback's address: the token of the attempt it is about.

Their names are in camel case, so that it can stand among them.
"""


def value(form: Form, name: str) -> str:
    """Return the first value of a field without the blanks around it, or an empty string."""
    return next(iter(form.get(name, ())), "").strip()


def marked(address: str, token: str) -> str:
    """Return the address of a callback with the token of the attempt it is to report on."""
    return f"{address}?{MARK}={token}"
