"""The carrier's face: the part of Twilio's REST API that has to do with texts.

Answers have the shape that the official client reads; errors carry `code`, `message`, `more_info`
and `status`. `/_record` and `/_text` are our own, for whoever runs it as a program.
"""

from __future__ import annotations

import asyncio
import hmac
from base64 import b64encode
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import dropwhile, islice
from typing import assert_never
from urllib.parse import urlencode

from aiohttp import web

from channels.sms.carrier_server.exchange import Exchange
from channels.sms.carrier_server.record import VERSION, Message, Wanted
from channels.sms.carrier_server.script import (
    UNAUTHORISED,
    Drop,
    Fail,
    Happening,
    Refuse,
    Slow,
    Take,
)
from channels.sms.decoded import decode
from channels.sms.wire.form import Form, value

_PAGE = 50
_LARGEST_PAGE = 1_000
_LONGEST_BODY = 1_600
_LONGEST_VALID = 36_000
_TAKE = Take()


class Api:
    """Serves one exchange over HTTP."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        account = exchange.account
        basic = b64encode(f"{account.sid}:{account.auth_token}".encode()).decode()
        self._authorised = f"Basic {basic}".encode()

    def app(self) -> web.Application:
        """Return what serves it."""
        account = f"/{VERSION}/Accounts/{self._exchange.account.sid}"
        messages = f"{account}/Messages"
        app = web.Application()
        app.on_response_prepare.append(self._tell_the_time)
        app.router.add_get(f"{account}.json", self._account)
        app.router.add_get(f"{account}/IncomingPhoneNumbers.json", self._numbers)
        app.router.add_post(f"{messages}.json", self._create)
        app.router.add_get(f"{messages}.json", self._list)
        app.router.add_get(f"{messages}/{{sid}}.json", self._fetch)
        app.router.add_get("/_record", self._shown)
        app.router.add_post("/_text", self._text)
        return app

    async def _create(self, request: web.Request) -> web.StreamResponse:
        exchange = self._exchange
        form = decode(await request.read())
        exchange.lines.add(request.transport and request.transport.get_extra_info("peername"))
        exchange.under_way += 1
        exchange.most_under_way = max(exchange.most_under_way, exchange.under_way)
        try:
            wrong = self._stranger(request) or _wrong(form)
            return await self._happen(wrong or exchange.next_for(value(form, "To")), form, request)
        finally:
            exchange.under_way -= 1

    async def _happen(self, so: Happening, form: Form, request: web.Request) -> web.StreamResponse:
        match so:
            case Take():
                return web.json_response(self._taken(form, so).shown(), status=201)
            case Refuse():
                return _refused(so)
            case Fail(http=http, taken=taken):
                if taken:
                    self._taken(form)
                return web.Response(status=http, text="the carrier is out of order")
            case Drop(taken=taken):
                if taken:
                    self._taken(form)
                if request.transport is not None:
                    request.transport.abort()
                return web.Response()
            case Slow(seconds=seconds):
                taken_now = self._taken(form)
                await asyncio.sleep(seconds)
                return web.json_response(taken_now.shown(), status=201)
            case _:
                assert_never(so)

    def _taken(self, form: Form, so: Take = _TAKE) -> Message:
        """Return the text as it stands when it is taken: reports come afterwards."""
        return self._exchange.take(form, so)

    async def _fetch(self, request: web.Request) -> web.Response:
        stranger = self._stranger(request)
        one = self._exchange.record.messages.get(request.match_info["sid"])
        if stranger or one is None:
            return _refused(stranger or Refuse(20404, 404, "The resource was not found"))
        return web.json_response(one.shown())

    async def _list(self, request: web.Request) -> web.Response:
        stranger = self._stranger(request)
        if stranger:
            return _refused(stranger)
        query = request.query
        try:
            wanted = Wanted(
                to=query.get("To", ""),
                sender=query.get("From", ""),
                since=_moment(query.get("DateSent>", "")),
                until=_moment(query.get("DateSent<", "")),
            )
            size = max(1, min(int(query.get("PageSize", _PAGE)), _LARGEST_PAGE))
        except ValueError:
            return _refused(Refuse(20001, message="A parameter is not valid"))
        after = query.get("PageToken", "").removeprefix("PA")
        found = list(islice(self._after(after, wanted), size + 1))
        return web.json_response(_page(request, found, size))

    def _after(self, sid: str, wanted: Wanted) -> islice[Message]:
        """Return the texts of a listing that follow this one; new ones shift nothing."""
        found = self._exchange.record.newest_first(wanted)
        if not sid:
            return islice(found, None)
        return islice(dropwhile(lambda one: one.sid != sid, found), 1, None)

    async def _account(self, request: web.Request) -> web.Response:
        sid = self._exchange.account.sid
        about = {"sid": sid, "status": "active", "type": "Full", "friendly_name": "ours"}
        stranger = self._stranger(request)
        return _refused(stranger) if stranger else web.json_response(about)

    async def _numbers(self, request: web.Request) -> web.Response:
        """Show the number that is asked for: any is ours, as texts may come from any."""
        stranger = self._stranger(request)
        if stranger:
            return _refused(stranger)
        asked = request.query.get("PhoneNumber", "")
        found = [{"sid": f"PN{1:032x}", "phone_number": asked}] if asked else []
        return web.json_response({"incoming_phone_numbers": found, "next_page_uri": None})

    async def _tell_the_time(self, request: web.Request, answer: web.StreamResponse) -> None:
        answer.headers["Date"] = format_datetime(
            self._exchange.clock().astimezone(UTC), usegmt=True
        )

    async def _shown(self, request: web.Request) -> web.Response:
        return web.json_response([one.shown() for one in self._exchange.record.taken()])

    async def _text(self, request: web.Request) -> web.Response:
        form = decode(await request.read())
        fields = (value(form, name) for name in ("From", "To", "Body"))
        return web.json_response(self._exchange.text_us(*fields).shown(), status=201)

    def _stranger(self, request: web.Request) -> Refuse | None:
        given = request.headers.get("Authorization", "").encode()
        return None if hmac.compare_digest(given, self._authorised) else UNAUTHORISED


def _wrong(form: Form) -> Refuse | None:
    """Return what is wrong with a text, as the carrier says it."""
    if not value(form, "To"):
        return Refuse(21604, message="A 'To' phone number is required")
    if not value(form, "From") and not value(form, "MessagingServiceSid"):
        return Refuse(21603, message="A 'From' phone number is required")
    body, seconds = "".join(form.get("Body", ())[:1]), value(form, "ValidityPeriod")
    if not body:
        return Refuse(21602, message="Message body is required")
    if len(body) > _LONGEST_BODY:
        return Refuse(21617, message="The concatenated message body exceeds 1600 characters")
    if seconds and not (seconds.isdigit() and 1 <= int(seconds) <= _LONGEST_VALID):
        return Refuse(20001, message="ValidityPeriod must be between 1 and 36000")
    return None


def _refused(so: Refuse) -> web.Response:
    said = {
        "code": so.code,
        "message": so.message,
        "more_info": f"https://www.twilio.com/docs/errors/{so.code}",
        "status": so.http,
    }
    headers = {} if so.retry_after is None else {"Retry-After": str(so.retry_after)}
    return web.json_response(said, status=so.http, headers=headers)


def _page(request: web.Request, found: list[Message], size: int) -> dict[str, object]:
    shown, more = found[:size], len(found) > size
    number = int(request.query.get("Page", 0))
    following = {**request.query, "PageSize": str(size), "Page": str(number + 1)}
    following["PageToken"] = f"PA{shown[-1].sid}" if shown else ""
    return {
        "messages": [one.shown() for one in shown],
        "first_page_uri": request.path,
        "next_page_uri": f"{request.path}?{urlencode(following)}" if more else None,
        "previous_page_uri": None,
        "page": number,
        "page_size": size,
        "start": number * size,
        "end": number * size + len(shown) - 1,
        "uri": str(request.rel_url),
    }


def _moment(written: str) -> datetime | None:
    """Return the moment of a day or of an ISO 8601 time in UTC."""
    if not written:
        return None
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
