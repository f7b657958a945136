"""The house that is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from outreach.config import Settings
from outreach.services.doctor.probes import Probes
from outreach.store.unit import Mode, Store
from policies.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Subject:
    """An open house at a moment, and a way to ask the world about it."""

    settings: Settings
    mode: Mode
    store: Store
    rulebook: Rulebook
    probes: Probes
    now: datetime

    @property
    def live(self) -> bool:
        """Whether anything can leave this machine."""
        return self.mode is Mode.LIVE

    @property
    def domain(self) -> str:
        """Return the domain our mails come from."""
        return self.settings.sender.mailbox.rpartition("@")[2].lower()
