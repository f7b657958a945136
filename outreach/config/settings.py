"""The settings of one house: `outreach.toml` in its folder, and `OUTREACH_*` in the environment.

The environment wins over the file; sections and keys are joined by two underscores there
(`OUTREACH_SMTP__PASSWORD`). A key that nobody knows is refused, in both. Secrets print as stars.
Whether this is a rehearsal or live is no setting: a database is born one or the other.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from outreach.config.carriers import CareSettings, TwilioSettings
from outreach.config.checked import Database
from outreach.config.house import (
    EngineSettings,
    HouseSettings,
    RehearsalSettings,
    SenderSettings,
    TeamSettings,
    WebSettings,
)
from outreach.config.mail import (
    DkimSettings,
    ImapSettings,
    IntakeSettings,
    MailboxSettings,
    SmtpSettings,
)

HOUSE_FOLDER = "outreach_house"
TOKEN_LETTERS = 47
"""The length of our tokens, which share a local part (64 octets, RFC 5321 4.5.3.1.1)."""


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
        default=Path("secret.key"),
        description="The file that holds it, older keys below; mode 600.",
    )
    house: HouseSettings = Field(description="Who we are.")
    sender: SenderSettings = Field(default=SenderSettings(), description="Who writes.")
    smtp: SmtpSettings = Field(default=SmtpSettings(), description="The mail server.")
    imap: ImapSettings = Field(
        default=ImapSettings(), description="The mailbox that answers reach."
    )
    mailboxes: dict[str, MailboxSettings] = Field(
        default={}, description="Mailboxes of our own people, by a short name of yours."
    )
    dkim: DkimSettings = Field(default=DkimSettings(), description="Our own signature.")
    twilio: TwilioSettings = Field(default=TwilioSettings(), description="Texts.")
    care: CareSettings = Field(default=CareSettings(), description="How much goes out.")
    intake: IntakeSettings = Field(default=IntakeSettings(), description="Where answers arrive.")
    web: WebSettings = Field(default=WebSettings(), description="Our pages.")
    engine: EngineSettings = Field(default=EngineSettings(), description="How the engine works.")
    team: TeamSettings = Field(
        default=TeamSettings(), description="Who acts where nobody is named."
    )
    rehearsal: RehearsalSettings = Field(
        default=RehearsalSettings(), description="What only a rehearsal may have."
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
