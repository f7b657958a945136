"""What a carrier posts, for tests: forms as Twilio writes them, read by the reader that ships."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from channels.arrivals import Incoming
from channels.email.wire.tokens import Use
from channels.sms.decoded import encode, read
from channels.sms.wire.events import read_events
from channels.sms.wire.keywords import stops_by_itself
from outreach.domain.people import ContactPoint, Person
from outreach.services.listen import CarrierEars, Taken, receive_events, receive_posted, take
from outreach.store import attempts, inbound, points
from policies.channel import Channel
from policies.preferences import standing
from tests.outreach.gate.world import World
from tests.outreach.services.houses import TOKENS, House, build

OURS = "+15550001111"
ANOTHER_OF_OURS = "+15550002222"
_SIDS = count(1)


def incoming(raw: bytes) -> Incoming:
    return read(raw, lambda token: TOKENS.attempt(token, Use.STATUS))


CONFIRMS = CarrierEars(incoming, read_events, stops_by_itself)
"""The carrier answers a bare STOP itself, as it does by default."""
CONFIRMS_NOTHING = CarrierEars(incoming, read_events)


def text_form(sender: str, words: str, **more: str) -> dict[str, str]:
    sid = f"SM{next(_SIDS)}"
    plain = {"MessageSid": sid, "SmsStatus": "received", "From": sender, "To": OURS, "Body": words}
    return plain | {"NumMedia": "0"} | more


def status_form(reference: str, status: str, code: str = "", mark: str = "") -> dict[str, str]:
    form = {"MessageSid": reference, "MessageStatus": status, "From": OURS}
    form |= {"ErrorCode": code} if code else {}
    return form | ({"a": TOKENS.make(mark, Use.STATUS)} if mark else {})


def call_form(sender: str, digits: str = "", sid: str = "CA1") -> dict[str, str]:
    form = {"CallSid": sid, "From": sender, "To": OURS, "CallStatus": "ringing"}
    return form | ({"Digits": digits} if digits else {})


@dataclass
class Line:
    """A world that sends texts and a house that hears what comes back, around one store."""

    world: World
    house: House

    def posts(self, form: dict[str, str]) -> Taken | None:
        """Take one form in, the way a web hook does."""
        kept = receive_posted(self.house.ears, encode(form))
        return take(self.house.ears, kept) if kept else None

    def tells(self, raw: bytes) -> Taken | None:
        kept = receive_events(self.house.ears, raw)
        return take(self.house.ears, kept) if kept else None

    def number(self, person: Person) -> str:
        return self.point(person).address

    def point(self, person: Person, channel: Channel = Channel.SMS) -> ContactPoint:
        several = self.house.store.read(lambda conn: points.of(conn, person.id))
        return next(one for one in several if one.channel is channel)

    def texts(self, person: Person, words: str, **more: str) -> Taken:
        taken = self.posts(text_form(self.number(person), words, **more))
        assert taken is not None
        return taken

    def reports(self, attempt: str, status: str, code: str = "") -> Taken | None:
        """Let the carrier report on a text, with our own mark."""
        return self.posts(status_form(f"SM-{attempt}", status, code, attempt))

    def row(self, attempt: str) -> Mapping[str, Any]:
        return self.house.store.read(lambda conn: attempts.rows(conn, [attempt]))[0]

    def all_of(self, person: Person) -> list[Mapping[str, Any]]:
        return self.house.store.read(lambda conn: attempts.of(conn, person.id))

    def refused(self, person: Person, channel: Channel = Channel.SMS) -> bool:
        return bool(standing(self.house.said(person)).refusals_of(channel))

    def asked(self) -> list[str]:
        """Return the questions that wait for a human."""
        unclear = inbound.InboundState.UNCLEAR
        rows = self.house.store.read(lambda conn: inbound.in_state(conn, unclear))
        return [str((one.reading or {}).get("question")) for one in rows]

    def reading(self, carrier: CarrierEars) -> Line:
        """Return the same line at a carrier of other habits."""
        house = replace(self.house, ears=replace(self.house.ears, carrier=carrier))
        return Line(self.world, house)


def line(world: World) -> Line:
    """Return the line of a world."""
    return Line(world, build(world.store, world.clock, world.gate.stopped, CONFIRMS))
