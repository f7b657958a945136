"""How much anybody may post to our pages, and how long they may take over it.

The hooks set limits of their own: a mail is long, and a carrier signs what it posts. A stop by the
signed link counts whatever its body, of which only the beginning is read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FILES_PATH = "/desk/lists"
"""Where the one form posts to that holds a file."""
IMPORTS_PATH = "/api/v1/imports"
"""Where a program brings people in: what reads them there counts, once it knows whose they are."""
LONGEST_BODY = 64 * 1024
"""Octets; the longest of our own forms has room in a quarter of it."""
LONGEST_WAIT = 20.0
"""Seconds from the first look for a body to its end."""
LONGEST_FILE = 25 * 1024 * 1024
"""Octets of a list of people; a longer one is brought in on the command line."""
LONGEST_UPLOAD = 300.0
"""Seconds that a file may take."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Refuses a body that is too long (413) or takes too long (408), wherever it is read.

    Paths that begin with one of `except_for` take bodies of any length; that of `files` takes a
    file, which may be longer and take its time.
    """

    app: ASGIApp
    except_for: Sequence[str] = ()
    files: str = ""
    longest: int = LONGEST_BODY
    seconds: float = LONGEST_WAIT

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, counting what comes in."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        loop = asyncio.get_running_loop()
        unlimited = scope["path"].startswith(tuple(self.except_for))
        file = bool(self.files) and scope["path"] == self.files
        longest, seconds = (LONGEST_FILE, LONGEST_UPLOAD) if file else (self.longest, self.seconds)
        read, ends = 0, 0.0
        whole = False

        async def limited() -> Message:
            nonlocal read, ends, whole
            if whole:  # what comes now is that they hung up, and may take as long as it likes
                return await receive()
            ends = ends or loop.time() + seconds
            try:
                message = await asyncio.wait_for(receive(), max(0.0, ends - loop.time()))
            except TimeoutError:
                whole = True
                raise HTTPException(408, headers={"Connection": "close"}) from None
            read += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if read > longest and not unlimited:
                whole = True
                raise HTTPException(413, headers={"Connection": "close"})
            return message

        await self.app(scope, limited, send)
