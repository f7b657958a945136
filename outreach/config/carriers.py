"""Texts and calls: the account at the carrier, and how much may go out by one sender."""

from __future__ import annotations

from pydantic import Field, SecretStr

from outreach.config.checked import Line
from outreach.config.section import Section


class TwilioSettings(Section):
    """The account at Twilio; without one there is no text door."""

    account: Line = Field(default="", description="The account SID, `AC...`.")
    auth_token: SecretStr = Field(
        default=SecretStr(""), description="Better given in secrets.toml or the environment."
    )
    service: Line = Field(
        default="", description="A messaging service, `MG...`, in place of sender.text_number."
    )
    base_url: Line = Field(
        default="", description="Another host that speaks Twilio's API; empty: Twilio's own."
    )
    confirms_stops: bool = Field(
        default=True, description="Whether Twilio itself confirms a STOP; then we do not."
    )
    shared_keys: dict[str, SecretStr] = Field(
        default={}, description="Shared keys by id, for web hooks signed with HMAC-SHA256."
    )
    connections: int = Field(
        default=10, ge=1, le=100, description="How many sends may be under way."
    )
    timeout: float = Field(default=15.0, gt=0, description="Seconds to wait for an answer.")


class CareSettings(Section):
    """How much goes out by one sender, so that people's servers go on believing us."""

    sender_per_minute: int = Field(
        default=0, ge=0, description="By one mailbox or number in a minute; 0: no limit."
    )
    sender_per_day: int = Field(
        default=0, ge=0, description="By one mailbox or number in 24 hours; 0: no limit."
    )
    domain_per_hour: int = Field(
        default=0, ge=0, description="To one receiving domain in an hour; 0: no limit."
    )
    most_complaints: float = Field(
        default=0.003, gt=0, le=1, description="Share of complaints at which a mailbox pauses."
    )
    complaints_among: int = Field(
        default=300, ge=1, description="How many mails of 30 days that share is taken of, at least."
    )
