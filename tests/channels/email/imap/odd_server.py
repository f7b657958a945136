"""An IMAP server that answers what it is told to, for manners that Dovecot does not have."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from channels.email.connecting import Security
from channels.email.imap.connecting import Account
from channels.email.login import Password

HOST = "127.0.0.1"
PLAIN: Mapping[str, bytes] = {
    "CAPABILITY": b"* CAPABILITY IMAP4rev1 IDLE\r\n",
    "LOGIN": b"",
    "LIST": b'* LIST () "/" INBOX\r\n',
    "EXAMINE": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] fine\r\n* OK [UIDNEXT 2] next\r\n",
    "UID SEARCH": b"* SEARCH\r\n",
    "LOGOUT": b"* BYE\r\n",
}
"""What comes before the line that ends an answer."""
NO = b"NO"
"""An answer of nothing but a refusal."""


@contextmanager
def serving(**odd: bytes) -> Iterator[Account]:
    """Serve an account; `odd` are answers of its own, their blanks written as `_`."""
    answers = {**PLAIN, **{name.replace("_", " "): answer for name, answer in odd.items()}}
    with socket.create_server((HOST, 0)) as listening:
        served = threading.Thread(target=_serve, args=(listening, answers), daemon=True)
        served.start()
        port = listening.getsockname()[1]
        yield Account(HOST, port, Password("ana", "secret"), Security.PLAIN, timeout=5)


def _serve(listening: socket.socket, answers: Mapping[str, bytes]) -> None:
    line, _ = listening.accept()
    with line, line.makefile("rb") as asked:
        line.sendall(b"* OK ready\r\n")
        idling = b""
        for each in asked:
            tag, _, command = each.strip().partition(b" ")
            named = [name for name in answers if command.decode().startswith(name)]
            if tag == b"DONE":
                line.sendall(idling + b" OK done\r\n")
            elif command == b"IDLE":
                idling = tag
                line.sendall(answers.get("IDLE", b"+ idling\r\n"))
            elif named and answers[named[0]] != NO:
                line.sendall(answers[named[0]] + tag + b" OK done\r\n")
            else:
                line.sendall(tag + b" NO not today\r\n")
