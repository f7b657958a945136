"""People who say stop while contacts go out: by letter, one click, text, and to one of us."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from channels.email.wire.tokens import Tokens, Use
from channels.sms.carrier_server.server import CarrierServer
from outreach.bootstrap.marks import STOP_PATH
from outreach.clock import SystemClock
from policies.channel import Channel
from tests.loaded import Program, start
from tests.soak.peopled import OURS, Someone

_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody's stop that was answered: from this moment on nothing may begin to leave."""

    who: Someone
    way: str
    at: datetime


@dataclass(slots=True)
class Voices:
    """Each person says it once. `said` holds whoever did, `told` those who were answered."""

    folder: Path
    mails: Path
    carrier: CarrierServer
    pages: str
    tokens: Tokens
    random: Random
    silent: list[Someone]
    said: list[Someone] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    made: Counter[str] = field(default_factory=Counter)
    _mailed: set[str] = field(default_factory=set)
    _read: int = 0
    _speaking: list[tuple[Someone, Program]] = field(default_factory=list)

    def somebody_stops(self) -> None:
        """Have one of those who said nothing yet say stop, in a way that is open to them."""
        who = self.silent.pop(self.random.randrange(len(self.silent)))
        self.said.append(who)
        if self.random.random() < 0.03:
            self._to_one_of_us(who)
        elif who.channel is Channel.SMS:
            self._text(who)
        elif self._has_mail(who):
            self._click(who)
        else:
            self._write(who)

    def listen(self) -> None:
        """Note which of those who speak to one of us have been written down by now."""
        for one in list(self._speaking):
            who, speaking = one
            if speaking.poll() is None:
                continue
            self._speaking.remove(one)
            if speaking.returncode == 0:
                self.told.append(Told(who, "to one of us", SystemClock().now()))
            else:
                self._again(who)

    def finish(self) -> None:
        """Wait for whoever still speaks."""
        while self._speaking:
            self._speaking[0][1].wait(_PATIENCE * 3)
            self.listen()

    def _again(self, who: Someone) -> None:
        """Let somebody who was told that it did not work say it once more, another time."""
        self.made["were told that it did not work, and said it again"] += 1
        self.said.remove(who)
        self.silent.append(who)

    def _write(self, who: Someone) -> None:
        self.made["by letter"] += 1
        letter = (
            f"From: {who.name} <{who.address}>\r\nTo: ana@kestrel.example\r\nSubject: Re: maps\r\n"
            f"Message-ID: <{who.id}@people.example>\r\n\r\nPlease stop emailing me.\r\n"
        )
        beside = self.folder / "mail" / "tmp" / who.id
        beside.write_text(letter, newline="")
        beside.rename(self.folder / "mail" / "new" / who.id)

    def _text(self, who: Someone) -> None:
        self.made["by text"] += 1
        self.carrier.do(lambda: self.carrier.exchange.text_us(who.address, OURS, "STOP"))

    def _click(self, who: Someone) -> None:
        link = f"{self.pages}{STOP_PATH}{self.tokens.make(who.attempt, Use.STOP)}"
        body = urlencode({"List-Unsubscribe": "One-Click"}).encode()
        try:
            with urlopen(Request(link, body), timeout=_PATIENCE) as answer:
                heard = answer.status == 200
        except (HTTPError, URLError, OSError):
            heard = False
        if heard:
            self.made["by one click"] += 1
            self.told.append(Told(who, "one click", SystemClock().now()))
        else:
            self._again(who)

    def _to_one_of_us(self, who: Someone) -> None:
        self.made["to one of us, at the command line"] += 1
        words = ("hear", who.id, "Please never contact me again.", "--house", str(self.folder))
        self._speaking.append((who, start("outreach", *words)))

    def _has_mail(self, who: Someone) -> bool:
        if self.mails.exists():
            with self.mails.open("rb") as record:
                record.seek(self._read)
                news = record.read()
            whole = news[: news.rfind(b"\n") + 1]
            self._read += len(whole)
            self._mailed |= {line.rsplit(" ", 1)[1] for line in whole.decode().splitlines()}
        return who.address in self._mailed
