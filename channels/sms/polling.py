"""Texts and reports fetched from the carrier's own list: for houses that nobody can post to.

Each look reaches back over the one before, so that what was written down late is not lost; what was
seen already is known by its key. Reports on a text may come a day after it, so that now and then a
look reaches further. What is fetched has the form that the carrier would have posted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from requests import RequestException
from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from channels.arrivals import StatusReport
from channels.sms.account import Account, rebased, split
from channels.sms.decoded import decode, encode
from channels.sms.wire.form import MARK
from channels.sms.wire.inbound import read_status

if TYPE_CHECKING:
    from twilio.rest.api.v2010.account.message import MessageInstance

OVERLAP = timedelta(minutes=15)
"""How far a look reaches back behind the last one."""
REPORTS = timedelta(hours=26)
"""How long after a text a report on it may come: ten hours in the carrier's queue, and a night."""
FURTHER_EVERY = timedelta(minutes=15)
BEFORE_US = timedelta(days=7)
"""How far the very first look reaches: a stop that nobody heard yet still counts."""
_CLOCKS_DIFFER = timedelta(minutes=1)
_PAGE = 1_000
_NO_NEWS = frozenset({"queued", "accepted", "scheduled", "sending", "receiving"})


@dataclass(frozen=True, slots=True)
class FromList:
    """One text or report, as the carrier would have posted it; `key` names it for ever.

    `received_at` is when the carrier took it (aware), None for a report.
    """

    key: str
    raw: bytes
    received_at: datetime | None = None
    digest: None = None


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A text of ours of which nobody knows whether it left, and since when (aware).

    `token` is its attempt's mark.
    """

    token: str
    to: str
    text: str
    since: datetime


class TextList:
    """What came in and what became of ours, oldest first. Serves one thread.

    `heard_until` is when this list was last read to its end, None for never. `number` is ours; only
    what goes to it or comes from it is read, everything where it is empty. `doubtful` are texts
    that the list may settle: one of the same words to the same number since then is taken for it.
    """

    def __init__(
        self,
        account: Account,
        clock: Callable[[], datetime],
        heard_until: Callable[[], datetime | None],
        number: str = "",
        doubtful: Callable[[], Iterable[Doubtful]] = tuple,
    ) -> None:
        line = _Line(account)
        self._messages = Client(account.sid, account.auth_token, http_client=line).messages
        self._clock = clock
        self._heard_until = heard_until
        self._number = number
        self._doubtful = doubtful
        self._further_at: datetime | None = None
        self._waiting: deque[FromList] = deque()
        self._done: set[str] = set()

    def fetch(self, most: int) -> list[FromList]:
        """Return what is not done yet. Raises `OSError` where the carrier cannot be asked."""
        if not self._waiting:
            self._waiting.extend(one for one in self._look() if one.key not in self._done)
        return [self._waiting.popleft() for _ in range(min(most, len(self._waiting)))]

    def done(self, key: str) -> None:
        """Remember one as done."""
        self._done.add(key)

    def _look(self) -> list[FromList]:
        now = self._clock()
        further = self._further_at is None or now - self._further_at >= FURTHER_EVERY
        since = (self._heard_until() or now - BEFORE_US) - OVERLAP
        found = list(self._listed(min(since, now - REPORTS) if further else since))
        if further:
            self._further_at = now
            self._done &= {one.key for one in found}  # older ones are never listed again
        return found

    def _listed(self, since: datetime) -> Iterator[FromList]:
        try:
            newest_first = self._messages.list(date_sent_after=since, page_size=_PAGE)
        except RequestException as fault:
            msg = f"the carrier cannot be reached ({type(fault).__name__})"
            raise OSError(msg) from fault
        except TwilioException as fault:
            raise OSError(f"the carrier does not show its list{_status(fault)}") from fault
        except Exception as fault:  # a library reads what whoever answers there says
            msg = f"nobody can read the carrier's list ({type(fault).__name__})"
            raise OSError(msg) from fault
        doubts = {(one.to, one.text): one for one in self._doubtful()}
        for one in reversed(newest_first):
            if one.sid and (not self._number or self._number in (one.to, one.from_)):
                yield from _form(one, doubts)


class _Line(TwilioHttpClient):  # type: ignore[misc]
    """Twilio's HTTP client, at the host of this account."""

    def __init__(self, account: Account) -> None:
        super().__init__(timeout=account.timeout)
        self.session.trust_env = False  # no proxy of the environment's, as for what we send
        self._base = split(account.base_url) if account.base_url else None

    def request(self, method: str, url: str, *more: object, **named: object) -> Response:
        return super().request(method, rebased(url, self._base), *more, **named)


def _form(one: MessageInstance, doubts: Mapping[tuple[str, str], Doubtful]) -> Iterator[FromList]:
    """Yield the form that the carrier would have posted about a text, where there is news."""
    fields = {"MessageSid": one.sid, "From": one.from_ or "", "To": one.to or ""}
    if one.direction == "inbound":
        more = {"SmsStatus": "received", "Body": one.body or "", "NumMedia": one.num_media or "0"}
        if one.status not in _NO_NEWS:
            yield FromList(one.sid, encode(fields | more), one.date_created)
        return
    doubt = doubts.get((one.to, one.body))
    since = doubt.since - _CLOCKS_DIFFER if doubt and one.date_created else None
    token = doubt.token if doubt and since and one.date_created >= since else ""
    if one.status in _NO_NEWS and not token:
        return
    fields |= {"MessageStatus": one.status, "ErrorCode": str(one.error_code or "")}
    raw = encode(fields | ({MARK: token} if token else {}))
    report = read_status(decode(raw), lambda _: None)
    if isinstance(report, StatusReport):
        key = f"{report.reference}:{report.status}:{report.code}".rstrip(":")
        yield FromList(f"{key}:seen" if token else key, raw)


def _status(fault: TwilioException) -> str:
    answer = next((one for one in fault.args if isinstance(one, Response)), None)
    return f" (it answered {answer.status_code})" if answer else ""
