"""What a law forbids until a last day is allowed from then on, and the first moment says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from policies.channel import Channel
from policies.decide import earliest, findings_at
from policies.facts import Facts, Registry
from policies.rulebook import EntryKind, Rulebook
from tests.policies.entries import entry, only
from tests.policies.somebody import MOBILE, attempt, facts

AT = datetime(2026, 1, 5, 20, tzinfo=UTC)
ENDS = datetime(2026, 1, 10, 8, tzinfo=UTC)
"""Midnight in Las Vegas."""
LISTED = facts(points=(replace(MOBILE, registry=Registry.LISTED),))
UNSEEN = facts(points=(replace(MOBILE, registry=Registry.UNKNOWN),))
BY_EMAIL = facts(attempt(Channel.EMAIL))


@pytest.mark.parametrize(
    ("known", "kind", "values"),
    [
        (BY_EMAIL, EntryKind.CONSENT_REQUIRED, {"consent": "prior_express"}),
        (facts(), EntryKind.CHANNEL_PROHIBITION, {}),
        (LISTED, EntryKind.REGISTRY, {"registry": "the list"}),
        (UNSEEN, EntryKind.REGISTRY, {"registry": "the list"}),
    ],
)
def test_the_first_moment_is_the_day_after_the_laws_last(
    known: Facts, kind: EntryKind, values: dict[str, Any], shipped: Rulebook
) -> None:
    until = entry(kind, in_force_until=date(2026, 1, 10), **values)
    for_ever = entry(kind, **values)
    (found,) = findings_at(known, AT, only(shipped, until))
    assert found.ends == ENDS
    assert earliest(known, AT, only(shipped, until)) == ENDS
    assert earliest(known, AT, only(shipped, for_ever)) is None
