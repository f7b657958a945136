"""What can go wrong at a door, named by what the caller can do about it."""

from __future__ import annotations

from policies.clearance import Fault


class ChannelError(Exception):
    """A door could not be used."""


class ClearanceError(ChannelError):
    """Nothing left: the clearance does not fit. Send it through the gate again."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(f"nothing was sent: {fault.value}")


class UnsupportedFeatureError(ChannelError):
    """Nothing left: this door cannot do what the message needs."""

    def __init__(self, door: str, feature: str) -> None:
        self.feature = feature
        super().__init__(f"nothing was sent: the {door} door cannot do `{feature}`")


class UnsendableError(ChannelError):
    """Nothing left: these words or this address cannot be put into a message. Correct them."""

    def __init__(self, field: str, because: str) -> None:
        self.field = field
        super().__init__(f"nothing was sent: `{field}` {because}")


class DoorConfigurationError(Exception):
    """A door is set up wrongly. Deliberately no `ChannelError`: it must never be swallowed."""


class AccountRefusedError(DoorConfigurationError):
    """The other side has closed our account, or does not know it: nothing leaves by it."""

    def __init__(self, code: str, because: str) -> None:
        self.code = code
        super().__init__(because)
