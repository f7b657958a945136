"""No key is forgotten; few are taken for one that was seen."""

from __future__ import annotations

from outreach.services.import_people.seen import Seen


def test_whatever_came_twice_is_known_and_little_else() -> None:
    seen = Seen(20_000)
    keys = [hash(f"key {number}") for number in range(60_000)]
    seen.note(keys)
    seen.note(keys[:500])
    assert all(seen.any_twice([key]) for key in keys[:500])
    assert sum(seen.any_twice([key]) for key in keys[500:]) < 600
