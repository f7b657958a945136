"""Who we are, where our pages are, how the engine works."""

from __future__ import annotations

from pydantic import Field

from outreach.config.checked import (
    Country,
    Line,
    MailboxAddress,
    PublicUrl,
    Spoken,
    TextNumber,
    Within,
    Zone,
)
from outreach.config.section import Section
from policies.tongue import Tongue


class HouseSettings(Section):
    """Who we are."""

    name: Line = Field(min_length=1, description="Our name, as people know it.")
    address: Line = Field(min_length=1, description="Our postal address; it stands in every email.")
    country: Country = Field(
        default="", description="Where we are (GB): reads numbers without a prefix."
    )
    assume_country: Country = Field(
        default="",
        description="The country whose law email goes by where a person's place is unknown.",
    )
    timezone: Zone = Field(
        default="UTC", description="Our own clock, for what we show to the team."
    )


class SenderSettings(Section):
    """Who writes."""

    mailbox: MailboxAddress = Field(default="", description="The address that emails come from.")
    plus_addressing: bool = Field(
        default=True, description="Whether mail to mailbox+anything@ arrives in the mailbox too."
    )
    text_number: TextNumber = Field(
        default="", description="The number that texts come from, with its `+`."
    )


class WebSettings(Section):
    """Our pages."""

    public_url: PublicUrl = Field(
        default="", description="Where people reach our pages from outside, https://..."
    )
    host: Line = Field(default="127.0.0.1", description="The address we listen at.")
    port: int = Field(
        default=8180, ge=0, le=65535, description="The port; 0 takes any that is free."
    )
    also_at: tuple[Line, ...] = Field(
        default=(),
        description="Names by which a proxy on this machine leads to us, beside `public_url`.",
    )
    webhooks_within: tuple[Within, ...] = Field(
        default=(),
        description="Networks of your own that webhooks may be in, as in 10.1.0.0/16.",
    )


class EngineSettings(Section):
    """How the engine works."""

    every: float = Field(
        default=1.0, gt=0, description="Seconds between two looks for what is due."
    )
    batch: int = Field(
        default=100, ge=1, le=1000, description="How many attempts are judged together."
    )


class RehearsalSettings(Section):
    """What only a rehearsal may have: a house that is live is not opened with it."""

    hours_ahead: float = Field(
        default=0.0,
        ge=-87_600,
        le=87_600,
        description="How far the house's clock is ahead of the world's, to look at other days.",
    )


class TeamSettings(Section):
    """Who acts where nobody is named."""

    acting: Line = Field(default="", description="The member who acts where `--by` is not given.")
    language: Spoken = Field(
        default=Tongue.ENGLISH,
        description="What the team reads refusals in: en, es, fr, de or pt.",
    )
    offer_after: float = Field(
        default=2.0,
        ge=0,
        description="Hours after which a promise that is overdue is anybody's to keep.",
    )
