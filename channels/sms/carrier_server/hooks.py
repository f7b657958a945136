"""What the carrier posts to our web hooks: reports, texts, calls, signed as Twilio signs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from aiohttp import ClientError, ClientSession, ClientTimeout

from channels.sms.carrier_server.record import VERSION, Message
from channels.sms.decoded import decode, encode
from channels.sms.wire.signature import SETTINGS, SIGNATURE, sign

_PATIENCE = ClientTimeout(total=15)
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Signing:
    """The secret that both sides know. With a `key` it is a shared one, and SHA-256 signs."""

    secret: str = field(repr=False)
    key: str = ""

    def headers(self, url: str, form: bytes) -> dict[str, str]:
        """Return what shows that this form comes from the carrier."""
        algorithm = "HMAC_SHA256" if self.key else "HMAC_SHA1"
        signature = sign(url, decode(form), self.secret, algorithm)
        plain = {SIGNATURE: signature, "Content-Type": _FORM}
        if not self.key:
            return plain
        return plain | {SETTINGS: f"key={self.key},algorithm={algorithm}"}


@dataclass(frozen=True, slots=True)
class Disorder:
    """How reports come: each so many times, and shuffled where a seed is given."""

    copies: int = 1
    seed: int | None = None

    def upon(self, posts: list[Post]) -> list[Post]:
        """Return these posts as they come."""
        several = [one for one in posts for _ in range(self.copies)]
        if self.seed is not None:
            Random(self.seed).shuffle(several)
        return several


@dataclass(frozen=True, slots=True)
class Post:
    """One form for one web hook."""

    url: str
    fields: Mapping[str, str]


async def deliver(session: ClientSession, post: Post, signing: Signing) -> int:
    """Post a form; return the status of the answer, or 0 where nobody answered."""
    form = encode(post.fields)
    headers = signing.headers(post.url, form)
    try:
        async with session.post(
            post.url, data=form, headers=headers, timeout=_PATIENCE, allow_redirects=False
        ) as answer:
            return answer.status
    except (ClientError, TimeoutError, OSError):
        return 0


def report(one: Message) -> Post:
    """Return the report on how far a text got."""
    fields = {
        "ApiVersion": VERSION,
        "AccountSid": one.account,
        "MessageSid": one.sid,
        "SmsSid": one.sid,
        "MessageStatus": one.status,
        "SmsStatus": one.status,
        "From": one.sender,
        "To": one.to,
    }
    if one.error:
        fields["ErrorCode"] = one.error
    return Post(one.callback, fields)


def text(one: Message, url: str) -> Post:
    """Return the text that somebody wrote to us."""
    fields = {
        "ApiVersion": VERSION,
        "AccountSid": one.account,
        "MessageSid": one.sid,
        "SmsMessageSid": one.sid,
        "SmsSid": one.sid,
        "SmsStatus": "received",
        "NumMedia": "0",
        "NumSegments": "1",
        "From": one.sender,
        "To": one.to,
        "Body": one.body,
    }
    return Post(url, fields)


def call(account: str, sid: str, sender: str, to: str, url: str) -> Post:
    """Return the call that somebody makes to us."""
    fields = {
        "ApiVersion": VERSION,
        "AccountSid": account,
        "CallSid": sid,
        "CallStatus": "ringing",
        "Direction": "inbound",
        "From": sender,
        "To": to,
    }
    return Post(url, fields)
