"""Entries of law made for one test, and a rulebook of them alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from policies.channel import Channel
from policies.rulebook import Entry, EntryKind, Pack, Rulebook


def entry(kind: EntryKind, name: str = "one", jurisdiction: str = "US", **values: Any) -> Entry:  # noqa: ANN401
    """Return an entry of this kind that binds on every channel."""
    given = {"channels": tuple(Channel), "confidence": "verified_primary", **values}
    return Entry(
        id=name,
        jurisdiction=jurisdiction,
        kind=kind,
        citation=f"Act on {name}",
        source="the test",
        **given,
    )


def only(rulebook: Rulebook, *entries: Entry) -> Rulebook:
    """Return the rulebook with these entries and no others, taken literally."""
    packs: dict[str, Pack] = {}
    for one in entries:
        code = one.jurisdiction.lower()
        before = packs[code].entries if code in packs else ()
        packs[code] = Pack(code, code, (*before, one))
    return replace(rulebook, packs=packs, literal=True)
