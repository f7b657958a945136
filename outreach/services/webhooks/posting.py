"""One post to an address that somebody else chose: short, impatient, and led nowhere else.

The name is looked up once, every address it has is asked about, and we connect to that very
address: between asking and connecting a name cannot come to mean another machine. Redirects are not
followed, no proxy is asked, and of the answer only its first line is read.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from outreach.domain.reachable import Address, Reach

SECONDS = 10.0
"""From looking the name up to the first line of the answer."""
_LONGEST_LINE = 8 * 1024
_MOST_LINES = 100
_GONE = 410


@dataclass(frozen=True, slots=True)
class Taken:
    """They took it: the status they answered with, 200 to 299."""

    status: int


@dataclass(frozen=True, slots=True)
class Refused:
    """They did not take it, and why, in words without anybody's data. `gone`: ask no more."""

    because: str
    gone: bool = False


class _NotPostedError(Exception):
    """What keeps us from posting there."""


async def post(
    url: str, headers: Mapping[str, str], body: str, reach: Reach, seconds: float = SECONDS
) -> Taken | Refused:
    """Post once, and return what came of it; nothing is raised for what the other side does."""
    try:
        async with asyncio.timeout(seconds):
            status = await _status(urlsplit(url), headers, body.encode(), reach)
    except TimeoutError:
        return Refused(f"no answer within {seconds:g} seconds")
    except _NotPostedError as refusal:
        return Refused(str(refusal))
    except ssl.SSLError:
        return Refused("their certificate does not hold, or they speak no TLS")
    except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as fault:
        return Refused(f"not reached: {_because(fault)}")
    if 200 <= status < 300:
        return Taken(status)
    led = " (redirects are not followed)" if 300 <= status < 400 else ""
    return Refused(f"answered {status}{led}", gone=status == _GONE)


async def _status(parts: SplitResult, headers: Mapping[str, str], body: bytes, reach: Reach) -> int:
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    address = await _address(host, port, reach)
    secure = parts.scheme == "https"
    if not secure and not reach.is_ours(address):
        raise _NotPostedError("outside your own network it must be `https://`")
    reader, writer = await asyncio.open_connection(
        str(address),
        port,
        limit=_LONGEST_LINE,
        ssl=_trusting() if secure else None,
        server_hostname=host if secure else None,
    )
    try:
        writer.write(_head(parts, headers, len(body)) + body)
        await writer.drain()
        return await _answered(reader)
    finally:
        writer.transport.abort()  # they get no time to keep us


async def _address(host: str, port: int, reach: Reach) -> Address:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    for one in addresses:
        refusal = reach.refusal(one)
        if refusal:
            raise _NotPostedError(refusal)
    return addresses[0]


def _head(parts: SplitResult, headers: Mapping[str, str], length: int) -> bytes:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = {
        "Host": parts.netloc,
        "User-Agent": f"outreach/{metadata.version('outreach')}",
        "Content-Type": "application/json",
        "Content-Length": str(length),
        "Connection": "close",
        **headers,
    }
    told = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST {path} HTTP/1.1\r\n{told}\r\n".encode("ascii")


async def _answered(reader: asyncio.StreamReader) -> int:
    """Return the status of the answer; what is only said on the way to it (1xx) is passed over."""
    waits = False
    for _ in range(_MOST_LINES):
        line = await reader.readline()
        if not line:
            break
        if waits:
            waits = bool(line.strip())
            continue
        version, _, rest = line.decode("latin-1").partition(" ")
        if not version.startswith("HTTP/1.") or not rest[:3].isdigit():
            break
        if not rest.startswith("1"):
            return int(rest[:3])
        waits = True
    raise ValueError("that is no answer in HTTP")


def _because(fault: Exception) -> str:
    if isinstance(fault, socket.gaierror):
        return "there is no machine of that name"
    if isinstance(fault, OSError):
        return (fault.strerror or "the connection broke off").lower()
    return "that is no answer in HTTP"


@cache
def _trusting() -> ssl.SSLContext:
    return ssl.create_default_context()
