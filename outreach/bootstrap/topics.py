"""What our sequences are about, so that somebody may refuse one thing and not all."""

from __future__ import annotations

from outreach.store import sequences
from outreach.store.unit import Store


class Topics:
    """The topics of every sequence; read again once there is another one, for none ever changes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._counted = -1
        self._topics: tuple[str, ...] = ()

    def __call__(self) -> tuple[str, ...]:
        """Return them, in order."""
        count = self._store.read(sequences.how_many)
        if count != self._counted:
            bodies = [row.body for row in self._store.read(sequences.everything)]
            found = {step["topic"] for body in bodies for step in body if step.get("topic")}
            self._topics, self._counted = tuple(sorted(found)), count
        return self._topics
