"""Two records that turn out to be one person: whatever one of them restricts, restricts both.

Pure: what becomes of the record that stays. What only one of them knows is taken over; what they
say differently of where and who somebody is counts as unknown, which is the strictest there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from outreach.domain.people import Person
from policies.channel import Kind
from policies.facts import PointState, Registry

FILLED = ("call_name", "language", "owner_id", "organisation_id")
WHERE = ("country", "region", "zone")
BESIDE = "their mailbox is somebody's whom we know, in another spelling"
"""Why nobody writes to a stranger whose address is a known one but for a tag or Gmail's dots."""
_STRICTER = (Registry.CLEAR, Registry.UNKNOWN, Registry.LISTED)


@dataclass(frozen=True, slots=True)
class MayBeOne:
    """Two people who may be one, and what makes one think so."""

    one: Person
    other: Person
    because: str


def together(kept: Person, other: Person) -> Mapping[str, Any]:
    """Return the columns of the record that stays, as they become."""
    told: dict[str, Any] = {name: getattr(kept, name) or getattr(other, name) for name in FILLED}
    told |= {name: _where(getattr(kept, name), getattr(other, name)) for name in WHERE}
    told["notes"] = "\n".join(dict.fromkeys(each for each in (kept.notes, other.notes) if each))
    told["kind"], told["kind_source"] = _kind(kept, other), kept.kind_source or other.kind_source
    unclear = (kept.identity_unclear_because, other.identity_unclear_because)
    told["identity_unclear_because"] = next((one for one in unclear if one not in ("", BESIDE)), "")
    return {name: value or None for name, value in told.items()}


def _where(kept: str | None, other: str | None) -> str | None:
    if kept and other and kept != other:
        return None
    return kept or other


def _kind(kept: Person, other: Person) -> Kind | None:
    """Return business where both are attested as such: a consumer is protected more."""
    kinds = {one.kind if one.kind_source else None for one in (kept, other)}
    if len(kinds) == 1:
        return kinds.pop()
    return Kind.CONSUMER if Kind.CONSUMER in kinds else None


def worse(one: PointState, other: PointState) -> PointState:
    """Return the state in which less may be sent."""
    return other if one is PointState.OK else one


def stricter(one: Registry, other: Registry) -> Registry:
    """Return what forbids more."""
    return max(one, other, key=_STRICTER.index)
