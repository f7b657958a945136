"""The proof of a person's consents as a page that can be handed to whoever asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from outreach.domain.people import Person
from outreach.services.proof import Proof, Withdrawal


def page(person: Person, proofs: Sequence[Proof]) -> Iterator[str]:
    """Yield the lines: each consent with what proves it, what ended it, and its uses."""
    yield f"{person.name} ({person.id}): {len(proofs)} on record"
    for one in proofs:
        yield ""
        yield from _basis(one)
        yield from (f"  withdrawn {_withdrawal(each)}" for each in one.withdrawals)
        yield from _uses(one)


def _basis(one: Proof) -> Iterator[str]:
    basis = one.basis
    kind = basis.kind.replace("_", " ")
    yield f"{basis.id}  {kind} consent to {basis.purpose} by {basis.channel}"
    yield f"  given {_at(basis.given_at)}{f', by {basis.way}' if basis.way else ''}: {basis.proof}"
    for name, said in (
        ("for", basis.to),
        ("about", basis.topic),
        ("the original", basis.reference),
        ("recorded by", basis.source),
        ("recorded", _at(basis.recorded_at) if basis.recorded_at else ""),
    ):
        if said:
            yield f"  {name}: {said}"
    if one.wording:
        yield f"  they were shown (SHA-256 {basis.wording}):"
        yield from (f"    {line}" for line in one.wording.splitlines())
    else:
        yield "  the words they were shown are not on record"
    yield f"  ends {_at(basis.expires_at)}" if basis.expires_at else "  its record names no end"
    if basis.ended_at:
        yield f"  ended {_at(basis.ended_at)}: {basis.ended_because}"


def _withdrawal(one: Withdrawal) -> str:
    again = f"; given again {_at(one.lifted.said_at)}: “{one.lifted.words}”" if one.lifted else ""
    return f"{_at(one.said.said_at)}, {one.said.via}: “{one.said.words}”{again}"


def _uses(one: Proof) -> Iterator[str]:
    yield f"  contacts that may have rested on it: {len(one.uses)}"
    for use in one.uses:
        yield f"    {_at(use.at)}  {use.attempt}{f'  to {use.to}' if use.to else ''}"


def _at(moment: datetime) -> str:
    return f"{moment:%d %b %Y %H:%M} UTC"
