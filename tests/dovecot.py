"""A real Dovecot 2.3 that listens on this machine only, runs as nobody and forgets everything.

Mail is delivered by LMTP and read by IMAP: in the clear, after STARTTLS, or under TLS. Whoever logs
in with `PASSWORD`, or with a token of `token`, has a mailbox with Sent, Junk, Drafts and Trash.
"""

from __future__ import annotations

import base64
import grp
import hashlib
import hmac
import json
import os
import pwd
import shutil
import signal
import smtplib
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from imapclient import IMAPClient

from tests.certificates import self_signed

HOST = "127.0.0.1"
PASSWORD = "kingfisher-7"
PROGRAM = Path("/usr/sbin/dovecot")
_KEY = b"a key that only this server and its tests know"
_SECONDS = 20.0

_SETTINGS = """\
protocols = imap lmtp
listen = {host}
base_dir = {root}/run
state_dir = {root}/run
log_path = {root}/log
instance_name = {imap}
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 1
first_valid_gid = 1
mail_uid = {uid}
mail_gid = {gid}
mail_home = {root}/home/%u
mail_location = maildir:{root}/mail/%u
mail_max_userip_connections = 100
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
disable_plaintext_auth = no
ssl = yes
ssl_cert = <{root}/server.pem
ssl_key = <{root}/server.pem
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {root}/tokens
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={root}/home/%u allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
  mailbox Junk {{
    auto = create
    special_use = \\Junk
  }}
  mailbox Drafts {{
    auto = create
    special_use = \\Drafts
  }}
  mailbox Trash {{
    auto = create
    special_use = \\Trash
  }}
}}
"""
_TOKENS = """\
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={root}/keys/
username_attribute = sub
"""


@dataclass(slots=True)
class Dovecot:
    """One server in a folder of its own; its ports stay when it is stopped and started again."""

    root: Path
    imap: int
    imaps: int
    lmtp: int
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def certificate(self) -> Path:
        """What vouches for the server under the name `localhost`."""
        return self.root / "server.pem"

    def start(self) -> None:
        """Start, and wait until it answers."""
        (self.root / "run" / "master.pid").unlink(missing_ok=True)
        who = pwd.getpwnam(_user())
        rights: dict[str, Any] = {}
        if os.getuid() == 0:
            rights = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
        command = [str(PROGRAM), "-F", "-c", str(self.root / "dovecot.conf")]
        self._process = subprocess.Popen(command, start_new_session=True, **rights)
        for port in (self.imap, self.lmtp):
            self._await(port)

    def _await(self, port: int) -> None:
        for _ in range(int(_SECONDS / 0.05)):
            try:
                socket.create_connection((HOST, port), _SECONDS).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError((self.root / "log").read_text())

    def stop(self) -> None:
        """Hang up on everybody, in the middle of whatever they say."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(_SECONDS)
            self._process = None

    def deliver(self, user: str, mail: bytes) -> None:
        """Hand a mail over for somebody, as the mail server at the border does."""
        with smtplib.LMTP(HOST, self.lmtp) as lmtp:
            lmtp.sendmail("border@relay.example", [user], mail)

    def client(self, user: str) -> IMAPClient:
        """Return the connection of a mail program: somebody who reads, moves and deletes."""
        client = IMAPClient(HOST, self.imap, ssl=False, timeout=_SECONDS)
        client.login(user, PASSWORD)
        return client

    def put(
        self, user: str, folder: str, mail: bytes, *flags: bytes, came: datetime | None = None
    ) -> None:
        """Put a mail into a folder, as mail programs do with what they sent."""
        with self.client(user) as client:
            client.append(folder, mail, flags, came)

    def number_afresh(self, user: str, folder: str = "INBOX") -> None:
        """Lose what numbers were given: the folder gets another UIDVALIDITY and counts from 1."""
        place = self.root / "mail" / user
        place = place if folder == "INBOX" else place / f".{folder}"
        for name in (
            "dovecot-uidlist",
            "dovecot.index",
            "dovecot.index.log",
            "dovecot.index.cache",
        ):
            (place / name).unlink(missing_ok=True)

    def token(self, user: str) -> str:
        """Return an OAuth2 token (a signed JWT) that lets this user in."""
        claims = {"sub": user, "iat": 1577836800, "exp": 3786912000}
        parts = [_base64(json.dumps(part)) for part in ({"alg": "HS256", "typ": "JWT"}, claims)]
        signature = hmac.new(_KEY, ".".join(parts).encode(), hashlib.sha256).digest()
        return ".".join((*parts, _base64(signature)))


@contextmanager
def running() -> Iterator[Dovecot]:
    """Run a server for as long as the `with` block lasts."""
    root = Path(tempfile.mkdtemp(prefix="dovecot-"))
    server = Dovecot(root, *_free_ports(3))
    try:
        _furnish(server)
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(root, ignore_errors=True)


def letter(sender: str, to: str, words: str, message_id: str, **headers: str) -> bytes:
    """Return a mail as mail programs write it; `In_Reply_To="<1@y.example>"` is a header."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = (
        sender,
        to,
        "Re: maps",
        message_id,
    )
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(words)
    return mail.as_bytes().replace(b"\n", b"\r\n")


def _furnish(server: Dovecot) -> None:
    root, who = server.root, pwd.getpwnam(_user())
    for name in ("run", "mail", "home", "keys/default/HS256"):
        (root / name).mkdir(parents=True)
    told = {
        "root": root,
        "host": HOST,
        "password": PASSWORD,
        "imap": server.imap,
        "imaps": server.imaps,
        "lmtp": server.lmtp,
        "user": who.pw_name,
        "group": grp.getgrgid(who.pw_gid).gr_name,
        "uid": who.pw_uid,
        "gid": who.pw_gid,
    }
    (root / "dovecot.conf").write_text(_SETTINGS.format(**told))
    (root / "tokens").write_text(_TOKENS.format(**told))
    (root / "keys/default/HS256/default").write_bytes(base64.b64encode(_KEY))
    self_signed(server.certificate)
    if os.getuid() == 0:
        for path in (root, *root.rglob("*")):
            os.chown(path, who.pw_uid, who.pw_gid)


def _user() -> str:
    """Return as whom it runs: never as root."""
    return "nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name


def _free_ports(count: int) -> list[int]:
    """Return ports that are free; held together, so that no two are the same."""
    held = [socket.create_server((HOST, 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def _base64(octets: bytes | str) -> str:
    given = octets.encode() if isinstance(octets, str) else octets
    return base64.urlsafe_b64encode(given).rstrip(b"=").decode()
