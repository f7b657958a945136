"""How the doctor's questions are put to the world: by the same doors that the house uses."""

from __future__ import annotations

import asyncio
import importlib.metadata
import re
import shutil
import urllib.error
import urllib.request
import zoneinfo
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from sqlalchemy.engine import URL
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client

from channels.contract import Temporary
from channels.email.connecting import connected as connected_to_send
from channels.email.imap import folders
from channels.email.imap.connecting import Account as MailAccount
from channels.email.imap.connecting import connected as connected_to_read
from channels.email.imap.errors import MailboxError
from channels.email.signing import dns_record
from channels.errors import DoorConfigurationError
from channels.sms.account import Account
from channels.sms.carrier import Line, NoAnswerError, NotReachedError, TooManyError
from outreach.bootstrap import dns
from outreach.bootstrap.doors import PROTECTIONS, server_of
from outreach.bootstrap.logins import imap_login, mailbox_login
from outreach.bootstrap.phrases import shipped_reader
from outreach.bootstrap.signing import dkim_keys
from outreach.bootstrap.texting import account_of
from outreach.clock import SystemClock
from outreach.config import Settings
from outreach.engine.running import running
from outreach.errors import SetupError
from outreach.listening.reading import Heard, ReaderContext
from outreach.services.doctor import (
    CarrierAccount,
    Folders,
    OwnRecord,
    Page,
    Probes,
    TroubleError,
    UnreadableError,
)
from policies.statement import Refuse, Via

SECONDS = 4.0
LONGEST_PAGE = 4_000


def probes_of(settings: Settings, database: URL) -> Probes:
    """Return the questions for a house with these settings."""
    asks = _Asks(settings)
    return Probes(
        log_in_to_send=asks.log_in_to_send,
        mailbox=asks.mailbox,
        account=asks.account,
        page=page,
        records=records,
        own_records=asks.own_records,
        free_bytes=lambda path: shutil.disk_usage(path).free,
        running=lambda: running(database).anybody,
        zones=zones,
        is_stop=is_stop,
    )


def is_stop(word: str) -> bool:
    """Say whether the reader takes this text alone for a refusal."""
    heard = Heard(word, SystemClock().now(), Via.SMS)
    understood = shipped_reader()(heard, ReaderContext()).understood
    return any(isinstance(one.meaning, Refuse) for one in understood)


@dataclass(frozen=True, slots=True)
class _Asks:
    """The questions that need the settings."""

    settings: Settings

    def log_in_to_send(self) -> None:
        """Connect, protect the line, log in and say goodbye."""
        try:
            asyncio.run(self._log_in_to_send())
        except DoorConfigurationError as error:
            raise TroubleError(str(error)) from error

    async def _log_in_to_send(self) -> None:
        server = server_of(self.settings)
        server.refuse_to_be_overheard()
        answer = await connected_to_send(server)
        if isinstance(answer, Temporary):
            because = re.sub(r"\[Errno -?\d+\] ", "", answer.detail)
            said = f"`{server.host}:{server.port}` does not take our mail: {because}"
            raise TroubleError(said, "see that smtp.host, smtp.port and smtp.security are right")
        await answer.close()

    def mailbox(self, name: str) -> Folders:
        """Log in, and list the folders that would be read."""
        chosen = self.settings.mailboxes[name] if name else self.settings.imap
        login = mailbox_login(self.settings, name) if name else imap_login(self.settings)
        if login is None:
            raise TroubleError("it has no host")
        security = PROTECTIONS[chosen.security]
        account = MailAccount(
            chosen.host, chosen.port, login, security, min(SECONDS, chosen.timeout)
        )
        section = f"mailboxes.{name}" if name else "imap"
        try:
            client = connected_to_read(account)
        except (MailboxError, DoorConfigurationError) as error:
            do = f"see that {section}.host, {section}.port and {section}.security are right"
            raise TroubleError(str(error), "" if f"`{section}." in str(error) else do) from error
        try:
            listed = [
                folders.Listed(flags, (delimiter or b"").decode("ascii", "replace"), name)
                for flags, delimiter, name in client.list_folders()
            ]
            return _found(folders.to_read(listed, chosen.folders))
        except LookupError as error:
            said = f"there is no folder `{error.args[0]}`"
            raise TroubleError(said, f"mend {section}.folders") from error
        finally:
            with suppress(Exception):  # whether goodbye is heard changes nothing
                client.logout()

    def account(self) -> CarrierAccount:
        """Fetch the account, and whether it has what texts come from."""
        given = replace(account_of(self.settings), timeout=SECONDS)
        try:
            return asyncio.run(_account(given, self.settings.sender.text_number))
        except (NotReachedError, NoAnswerError, TooManyError) as error:
            do = "see that this machine reaches the internet, and that twilio.base_url is right"
            raise TroubleError(f"the carrier does not answer: {error}", do) from error
        except TwilioRestException as error:
            denied = error.status in (401, 403)
            do = "see that twilio.account and twilio.auth_token belong together" if denied else ""
            raise TroubleError(
                f"the carrier refuses us ({error.status}, {error.code})", do
            ) from error
        except (TwilioException, DoorConfigurationError) as error:
            raise TroubleError(str(error)) from error

    def own_records(self) -> tuple[OwnRecord, ...]:
        """Return what the DNS should say of the keys we sign with."""
        try:
            found = [dns_record(key) for key in dkim_keys(self.settings)]
        except (DoorConfigurationError, SetupError) as error:
            raise TroubleError(str(error)) from error
        return tuple(OwnRecord(one.name.rstrip("."), one.value) for one in found)


async def _account(given: Account, number: str) -> CarrierAccount:
    line = Line(given)
    client = Client(given.sid, given.auth_token, http_client=line)
    try:
        found = await client.api.v2010.accounts(given.sid).fetch_async()
        has = await _has_sender(client, given.service, number)
    finally:
        await line.close()
    return CarrierAccount(str(found.status), str(found.type).lower() == "trial", has)


async def _has_sender(client: Client, service: str, number: str) -> bool | None:
    """Return whether the account has it; None where the carrier does not say, as of short codes."""
    try:
        if service:
            await client.messaging.v1.services(service).fetch_async()
            return True
        if not number.startswith("+"):
            return None
        numbers = client.api.v2010.account.incoming_phone_numbers
        return bool(await numbers.list_async(phone_number=number, limit=1))
    except TwilioRestException as error:
        return False if error.status == 404 and service else None


def _found(chosen: tuple[folders.Folder, ...]) -> Folders:
    first = {folder.role: folder.name for folder in reversed(chosen)}
    junk, sent = first.get(folders.Role.JUNK, ""), first.get(folders.Role.SENT, "")
    return Folders(tuple(one.name for one in chosen if one.name not in (junk, sent)), junk, sent)


def page(address: str) -> Page:
    """Fetch an address; any answer at all is one, and its Date says what time they have."""
    request = urllib.request.Request(address, headers={"User-Agent": "outreach doctor"})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            body = answer.read(LONGEST_PAGE).decode("utf-8", "replace")
            return Page(answer.status, body, _date(answer.headers.get("Date")))
    except urllib.error.HTTPError as error:
        return Page(error.code, "", _date(error.headers.get("Date")))
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        said = str(getattr(reason, "strerror", None) or reason).lower()
        raise TroubleError(said) from error


def _date(written: str | None) -> datetime | None:
    with suppress(TypeError, ValueError):
        return parsedate_to_datetime(written or "").astimezone(UTC)
    return None


def records(name: str) -> tuple[str, ...]:
    """Return the text records of a name."""
    try:
        return dns.text_records(name, SECONDS)
    except dns.UnreadableError as error:
        raise UnreadableError(str(error)) from error


def zones() -> dict[str, str]:
    """Return the version of the time zones, and where they come from if not from PyPI."""
    return {importlib.metadata.version("tzdata"): ", ".join(zoneinfo.TZPATH)}
