"""The settings of one house: `outreach.toml` in its folder, and `OUTREACH_*` in the environment.

The environment wins over the file; sections and keys are joined by two underscores there
(`OUTREACH_SMTP__PASSWORD`). A key that nobody knows is refused, in both. Secrets print as stars.
Whether this is a rehearsal or live is no setting: a database is born one or the other.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from outreach.config.checked import Country, Database, Line, MailboxAddress, PublicUrl, Zone

HOUSE_FOLDER = "outreach_house"
TOKEN_LETTERS = 47
"""The length of our tokens, which share a local part (64 octets, RFC 5321 4.5.3.1.1)."""


class Security(StrEnum):
    """How the line to the mail server is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class Section(BaseModel):
    """Part of the settings: frozen, and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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
    text_number: Line = Field(
        default="", description="The number that texts come from, with its `+`."
    )


class SmtpSettings(Section):
    """The mail server that takes our emails; without a host there is no email door."""

    host: Line = Field(default="", description="The server's name.")
    port: int = Field(
        default=465, ge=1, le=65535, description="465 with tls, mostly 587 with starttls."
    )
    security: Security = Field(default=Security.TLS, description="tls, starttls or none.")
    user: Line = Field(default="", description="Who logs in; empty for no log-in.")
    password: SecretStr = Field(
        default=SecretStr(""), description="Better given in the environment."
    )
    connections: int = Field(
        default=10, ge=1, le=100, description="How many sends may be under way."
    )
    timeout: float = Field(
        default=60.0, gt=0, description="Seconds to wait for any answer but the last."
    )
    final_timeout: float = Field(
        default=600.0, gt=0, description="Seconds to wait for the last answer."
    )


class IntakeSettings(Section):
    """Where answers arrive."""

    maildir: Path = Field(
        default=Path("mail"), description="The Maildir we read, below the house folder."
    )
    trusted_servers: tuple[Line, ...] = Field(
        default=(),
        description="Our own border mail servers, as they name themselves in the"
        " Authentication-Results they write; without one, no email proves who wrote it.",
    )
    every: float = Field(default=5.0, gt=0, description="Seconds between two looks.")
    silent_after: float = Field(
        default=120.0, gt=0, description="Seconds without a look: sending stops."
    )
    unread_after: float = Field(
        default=120.0, gt=0, description="Age of unread mail: sending stops."
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


class EngineSettings(Section):
    """How the engine works."""

    every: float = Field(
        default=1.0, gt=0, description="Seconds between two looks for what is due."
    )
    batch: int = Field(
        default=100, ge=1, le=1000, description="How many attempts are judged together."
    )


class TeamSettings(Section):
    """Who acts where nobody is named."""

    acting: Line = Field(default="", description="The member who acts where `--by` is not given.")


class Settings(BaseSettings):
    """Everything an installation says about itself. `folder` is where its files are."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        env_prefix="OUTREACH_",
        env_nested_delimiter="__",
        hide_input_in_errors=True,
    )

    folder: Path = Field(description="The house folder; known from where outreach.toml is.")
    database: Database = Field(
        default=SecretStr(""),
        description="A postgresql:// address; empty: outreach.db in the folder.",
    )
    signing_key: SecretStr = Field(
        default=SecretStr(""), description="At least 32 characters, in the environment only."
    )
    signing_key_file: Path = Field(
        default=Path("secret.key"), description="The file that holds it instead; mode 600."
    )
    house: HouseSettings = Field(description="Who we are.")
    sender: SenderSettings = Field(default=SenderSettings(), description="Who writes.")
    smtp: SmtpSettings = Field(default=SmtpSettings(), description="The mail server.")
    intake: IntakeSettings = Field(default=IntakeSettings(), description="Where answers arrive.")
    web: WebSettings = Field(default=WebSettings(), description="Our pages.")
    engine: EngineSettings = Field(default=EngineSettings(), description="How the engine works.")
    team: TeamSettings = Field(
        default=TeamSettings(), description="Who acts where nobody is named."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over what the file says, and read nothing else."""
        if isinstance(env_settings, EnvSettingsSource):
            # The command line's own: where the house is. It would be taken for the section `house`.
            kept = env_settings.env_vars.items()
            env_settings.env_vars = {name: value for name, value in kept if name != HOUSE_FOLDER}
        return env_settings, init_settings

    @model_validator(mode="after")
    def _tokens_fit(self) -> Settings:
        local = self.sender.mailbox.partition("@")[0]
        longest = 64 - 1 - TOKEN_LETTERS
        if self.sender.plus_addressing and len(local) > longest:
            msg = (
                f"sender.mailbox: with plus_addressing the part before the @ may have {longest}"
                " letters at most; choose a shorter one, or set plus_addressing to false"
            )
            raise ValueError(msg)
        return self

    def path(self, below: Path | str) -> Path:
        """Return a path of the house folder."""
        return self.folder / below

    @property
    def database_url(self) -> str:
        """Return where the database is, as SQLAlchemy writes it."""
        return self.database.get_secret_value() or f"sqlite:///{self.path('outreach.db')}"
