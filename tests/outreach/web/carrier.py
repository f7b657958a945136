"""A house whose hooks are served on a real socket, and a carrier that signs what it posts there."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import uvicorn
from fastapi import FastAPI
from twilio.request_validator import RequestValidator

from outreach.bootstrap.hooks import CarrierHooks, MailHook, mail_secret
from outreach.bootstrap.pages import SignedLinks
from outreach.config import Settings
from outreach.gate.templates import Templates
from outreach.web.app import create_app
from outreach.web.hooks import carrier_hooks, mail_hook
from outreach.web.one_click import one_click
from outreach.web.pages import HouseCard
from tests.outreach.services.carrier import Line
from tests.outreach.services.houses import TOKENS

PUBLIC = "https://house.example"
TOKEN = "the token of the account"
SHARED = "the secret of a shared key"
FORM = "application/x-www-form-urlencoded"
CARD = HouseCard("Kite & Sons", "ana@house.example")


def settings() -> Settings:
    plain: dict[str, Any] = {
        "house": {"name": "Kite & Sons", "address": "12 Harbour Road"},
        "sender": {"mailbox": "ana@house.example", "text_number": "+15550001111"},
        "twilio": {"account": "AC1", "auth_token": TOKEN, "shared_keys": {"key1": SHARED}},
        "web": {"public_url": PUBLIC},
    }
    return Settings(folder=Path("/nowhere"), **plain)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    text: str
    headers: Mapping[str, str]


@dataclass
class Posting:
    """What a carrier, a mail server or a stranger can do from outside."""

    phone: Line
    address: tuple[str, int]
    secret: str = field(default_factory=lambda: mail_secret(TOKENS))

    def send(self, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        connection = HTTPConnection(*self.address, timeout=30)
        connection.request("POST", path, body, dict(headers))
        answer = connection.getresponse()
        told = Answer(answer.status, answer.read().decode(), dict(answer.getheaders()))
        connection.close()
        return told

    def post(self, name: str, form: dict[str, str], mark: str = "") -> Answer:
        """Post a form signed as Twilio signs it, our mark in the address."""
        path = f"/hooks/twilio/{name}" + (f"?a={mark}" if mark else "")
        signature = RequestValidator(TOKEN).compute_signature(PUBLIC + path, form)
        return self.send(path, urlencode(form).encode(), headers(signature))

    def unsigned(self, name: str, form: dict[str, str], **more: str) -> Answer:
        return self.send(f"/hooks/twilio/{name}", urlencode(form).encode(), headers() | more)

    def event(self, told: object) -> Answer:
        """Post JSON, whose hash is part of the signed address."""
        body = json.dumps(told)
        path = f"/hooks/twilio/events?bodySHA256={hashlib.sha256(body.encode()).hexdigest()}"
        signature = RequestValidator(TOKEN).compute_signature(PUBLIC + path, {})
        given = {"X-Twilio-Signature": signature, "Content-Type": "application/json"}
        return self.send(path, body.encode(), given)

    def mail(self, raw: bytes, secret: str | None = None) -> Answer:
        bearer = self.secret if secret is None else secret
        return self.send("/hooks/mail", raw, {"Authorization": f"Bearer {bearer}"})

    def soon(self, true: Callable[[], bool]) -> bool:
        """Wait until it is so: what is posted is read after the answer."""
        until = time.monotonic() + 20
        while not true() and time.monotonic() < until:
            time.sleep(0.01)
        return true()


def headers(signature: str = "") -> dict[str, str]:
    given = {"Content-Type": FORM}
    return given | {"X-Twilio-Signature": signature} if signature else given


def application(phone: Line) -> FastAPI:
    told, ears = settings(), phone.house.ears
    carrier = CarrierHooks(ears, told, Templates())
    mail = MailHook(ears, mail_secret(TOKENS))
    links = one_click(SignedLinks(ears), CARD)
    return create_app(CARD, [links, carrier_hooks(carrier), mail_hook(mail)])


@contextmanager
def serving(phone: Line) -> Iterator[Posting]:
    """Serve the house's hooks on a free port of this machine."""
    config = uvicorn.Config(
        application(phone), port=0, log_level="critical", access_log=False, lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    yield Posting(phone, server.servers[0].sockets[0].getsockname()[:2])
    server.should_exit = True
    thread.join(10)
