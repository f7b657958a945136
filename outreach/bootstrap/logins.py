"""Who we are to a mail server, out of the settings: a password, or a token asked for each time.

What is only missing is no reason to stop the house, which must take a stop without any mail
server: it is said when somebody logs in. What contradicts itself is said at once.
"""

from __future__ import annotations

import os
import shlex
import stat
import subprocess
from pathlib import Path

from channels.email.login import Bearer, Login, Password
from channels.errors import DoorConfigurationError
from outreach.config import Settings
from outreach.config.mail import ImapSettings, SmtpSettings
from outreach.errors import SetupError

COMMAND_SECONDS = 30.0
"""How long a command may take to print a token; some ask a server for it."""
LONGEST_TOKEN = 8_000
"""Letters; Microsoft's have some 2,500."""

Account = SmtpSettings | ImapSettings


def smtp_login(settings: Settings) -> Login | None:
    """Return how we log in where our mail goes, or None where we do not."""
    smtp = settings.smtp
    given = _given(smtp)
    if given and not smtp.user:
        msg = f"`smtp.{given[0]}` is set, but not who logs in: set `smtp.user`"
        raise SetupError(msg)
    return _login(smtp, "smtp", smtp.user, settings.folder) if smtp.user else None


def imap_login(settings: Settings) -> Login | None:
    """Return how we log in at the mailbox that answers reach, or None where there is none."""
    imap = settings.imap
    user = imap.user or settings.sender.mailbox
    return _login(imap, "imap", user, settings.folder) if imap.host else None


def mailbox_login(settings: Settings, name: str) -> Login | None:
    """Return how we log in at a mailbox of one of us, by its short name in the settings."""
    mailbox = settings.mailboxes[name]
    user = mailbox.user or mailbox.address
    return _login(mailbox, f"mailboxes.{name}", user, settings.folder) if mailbox.host else None


def _given(account: Account) -> list[str]:
    ways = {
        "password": account.password.get_secret_value(),
        "token_command": account.token_command,
        "token_file": account.token_file,
    }
    return [way for way, value in ways.items() if value]


def _login(account: Account, section: str, user: str, folder: Path) -> Login:
    given = _given(account)
    if len(given) > 1:
        msg = f"`{section}.{given[0]}` and `{section}.{given[1]}` are both set: keep one"
        raise SetupError(msg)
    if account.token_command:
        key, command = f"{section}.token_command", account.token_command
        return Bearer(user, lambda: _printed(command, key, folder), key)
    if account.token_file is not None:
        key, path = f"{section}.token_file", folder / account.token_file
        return Bearer(user, lambda: _read(path, key), key)
    return Password(user, account.password.get_secret_value(), f"{section}.password")


def _printed(command: str, key: str, folder: Path) -> str:
    """Run the command in the house folder and return the first line that it prints."""
    try:
        done = subprocess.run(
            shlex.split(command),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=COMMAND_SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise _fault(key, f"took longer than {COMMAND_SECONDS:g} s and was stopped") from None
    except subprocess.CalledProcessError as error:
        because = f"ended with {error.returncode}: run it by hand to see what it says"
        raise _fault(key, because) from None
    except ValueError as error:
        raise _fault(key, f"cannot be run: {str(error).lower()}") from None
    except OSError as error:
        raise _fault(key, f"cannot be run: {_why(error)}") from None
    return _token(done.stdout, key)


def _read(path: Path, key: str) -> str:
    """Return the first line of a file that nobody else can read."""
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            octets = file.read(LONGEST_TOKEN + 1)
    except OSError as error:
        raise _fault(key, f"cannot be read: {_why(error)}") from None
    if mode & 0o077:
        raise _fault(key, f"names a file that others can read: chmod 600 {path}")
    return _token(octets, key)


def _token(octets: bytes, key: str) -> str:
    line = next(iter(octets.strip().splitlines()), b"").strip()
    if not line:
        raise _fault(key, "gives no token")
    if len(line) > LONGEST_TOKEN or not all(0x21 <= octet <= 0x7E for octet in line):
        raise _fault(key, "gives something that is no token on its first line")
    return line.decode("ascii")


def _why(error: OSError) -> str:
    return (error.strerror or "no reason is given").lower()


def _fault(key: str, because: str) -> DoorConfigurationError:
    return DoorConfigurationError(f"`{key}` {because}")
