"""What our pages may do in an open house."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.errors import StorageError
from outreach.services.listen import Click, Ears, unsubscribe
from outreach.services.preferences import Described, describe
from outreach.store.inbound import InboundState


@dataclass(frozen=True, slots=True)
class SignedLinks:
    """The signed links in our mails: what they are about, and the stop they stand for."""

    ears: Ears

    def describe(self, token: str) -> Described:
        """Return what stands for whoever this link is about; `NotFoundError` if it is not ours."""
        return describe(self.ears.store, self.ears.clock, self.ears.attempt_of, token)

    def stop(self, token: str, click: Click) -> None:
        """Stop email, and return only once that is committed. `NotFoundError` if it is not ours."""
        taken = unsubscribe(self.ears, token, click)
        if taken.state is not InboundState.READ:
            raise StorageError(f"the stop `{taken.inbound_id}` was kept but not acted on")
