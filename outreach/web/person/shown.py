"""What a person's page shows, put into words for the template."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from outreach.bootstrap.own_pages import Visitor
from outreach.domain.choices import ALL_DAY, Choices, Hours, Wish
from outreach.domain.commitments import Commitment, CommitmentKind
from outreach.domain.hidden import without_any_number
from outreach.services.listen import Held
from outreach.services.preferences import Believed, View
from outreach.web.person.reading import ANY, AS_NOW, OFTEN, Pausing, common
from outreach.web.person.told import clock, day, limit, moment, told
from outreach.web.words import Words
from policies.channel import Channel
from policies.statement import DAY_MINUTES, Avoid, Meaning, OnlyThrough, Refuse, Via


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be ticked. `locked`: this link cannot choose it."""

    name: str
    value: str
    label: str
    ticked: bool
    locked: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """What we understood, by their words, and what lies behind it."""

    told: str
    words: str
    said: str
    statement_id: str
    position: int
    plain: bool


@dataclass(frozen=True, slots=True)
class Way:
    """One channel: where it reaches them, what they may choose, and why a choice is locked."""

    channel: Channel
    label: str
    reaches: tuple[str, ...]
    choices: tuple[Choice, ...]
    because: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One weekday of the form."""

    number: int
    label: str
    open: bool
    locked: bool
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One person's page in one language."""

    t: Words
    visitor: Visitor
    view: View
    topics: tuple[str, ...]

    @property
    def own(self) -> bool:
        """Return whether this is the link that was sent to them."""
        return self.visitor.held is Held.SENT_TO_THEM

    @property
    def now(self) -> Choices:
        """Return what stands."""
        return self.view.choices

    @property
    def zone(self) -> ZoneInfo:
        """Return their clock."""
        return self.view.zone

    @property
    def hour(self) -> str:
        """Return what their clock shows."""
        return f"{self.view.now.astimezone(self.zone):%H:%M}"

    @property
    def ways(self) -> list[Way]:
        """Return the channels with their choices."""
        return [self._way(channel) for channel in Channel]

    def _way(self, channel: Channel) -> Way:
        now = self.now.ways[channel]
        order = list(Wish)
        choices = tuple(
            Choice(
                f"way.{channel}",
                wish,
                self.t.plain(f"wish.{wish}"),
                wish is now,
                self.locks(order.index(wish) < order.index(now)),
            )
            for wish in Wish
        )
        reaches = tuple(one.masked for one in self.view.reached if one.channel is channel)
        because = tuple(one for one in self.quotes_of(channel)) if now is not Wish.WELCOME else ()
        return Way(channel, self.t.plain(f"way.{channel}"), reaches, choices, because)

    @property
    def firsts(self) -> list[Choice]:
        """Return which channel may come first."""
        plain = self.t.plain
        none = Choice("first", ANY, plain("you.first.any"), self.now.first is None, self.locks())
        return [
            none,
            *(
                Choice("first", one, plain(f"way.{one}"), self.now.first is one, self.locks())
                for one in Channel
            ),
        ]

    @property
    def days(self) -> list[Day]:
        """Return the week."""
        return [self._day(number, hours) for number, hours in enumerate(self.now.week)]

    @property
    def all_days(self) -> Hours | None:
        """Return the hours that all open days have in common; None where they differ."""
        return common(self.now.week)

    @property
    def start(self) -> str:
        """Return from when on all days; empty where no bound is known for all of them."""
        shown = self.all_days
        return clock(shown.start) if shown and shown.start else ""

    @property
    def end(self) -> str:
        """Return until when on all days; empty likewise."""
        shown = self.all_days
        return clock(shown.end) if shown and shown.end != DAY_MINUTES else ""

    def _day(self, number: int, hours: Hours | None) -> Day:
        shown = hours or self.all_days or ALL_DAY
        end = "23:59" if shown.end == DAY_MINUTES else clock(shown.end)
        locked = self.locks(hours is None)
        label = self.t.plain(f"day.{number}")
        return Day(number, label, hours is not None, locked, clock(shown.start), end)

    @property
    def gaps(self) -> list[str]:
        """Return the quiet times in the middle of a day."""
        return [told(self.t, one, self.zone) for one in self.now.gaps]

    @property
    def often(self) -> list[Choice]:
        """Return how often is enough."""
        now = self.now.limit
        found = [
            Choice("often", ANY, self.t.plain("you.often.any"), now is None, self.locks(bool(now)))
        ]
        if now is not None and now not in OFTEN.values():
            found.append(Choice("often", AS_NOW, limit(self.t, now), ticked=True, locked=False))
        for name, one in OFTEN.items():
            looser = now is not None and one.count / one.days > now.count / now.days
            label = self.t.plain(f"you.often.{name}")
            found.append(Choice("often", name, label, one == now, self.locks(looser)))
        return found

    @property
    def subjects(self) -> list[Choice]:
        """Return what we write about."""
        refused = self.now.refused_topics
        return [
            Choice("topic", one, one, one.casefold() not in refused, self._refused(one))
            for one in self.topics
        ]

    def _refused(self, topic: str) -> bool:
        return self.locks(topic.casefold() in self.now.refused_topics)

    @property
    def pauses(self) -> list[Choice]:
        """Return how long they may rest from us."""
        paused = self.now.paused_until is not None
        chosen = Pausing.UNTIL if paused else Pausing.NONE
        return [
            Choice(
                "pause",
                one,
                self.t.plain(f"you.pause.{one}"),
                one is chosen,
                self.locks(paused and one is Pausing.NONE),
            )
            for one in Pausing
        ]

    def locks(self, loosens: bool = True) -> bool:
        """Return whether a choice that may loosen is out of this link's reach."""
        return loosens and not self.own

    def quotes_of(self, channel: Channel) -> list[Quote]:
        """Return what stands against a channel, in their words."""
        return [self._quote(one) for one in self.view.believed if _against(one.meaning, channel)]

    @property
    def understood(self) -> list[tuple[Quote, ...]]:
        """Return all that we understood and go by, by what they said, the latest first."""
        several = [self._quote(one) for one in reversed(self.view.believed)]
        said = groupby(several, lambda one: (one.statement_id, one.words))
        return [tuple(each) for _, each in said]

    def _quote(self, one: Believed) -> Quote:
        t = self.t
        how = t.plain(f"via.{one.via if one.via in _HEARD else Via.REP}")
        said = t.plain("you.said", when=moment(t, one.at, self.zone), how=how)
        words = one.words if self.own else without_any_number(one.span)
        means = told(t, one.meaning, self.zone)
        return Quote(means, words, said, one.statement_id, one.position, one.plain)

    @property
    def promises(self) -> list[str]:
        """Return what we owe them; by the link in a mail without the words of it."""
        return [self._promise(one) for one in self.view.promises]

    def _promise(self, one: Commitment) -> str:
        due = moment(self.t, one.due_at, self.zone)
        if one.kind in (CommitmentKind.CALLBACK, CommitmentKind.MEETING):
            return self.t.plain(f"promise.{one.kind}", when=due)
        if not self.own:
            return self.t.plain("promise.something", when=due)
        return self.t.plain("promise.named", what=one.what, when=due)

    @property
    def sources(self) -> list[str]:
        """Return where we got each address and number."""
        return [
            self.t.plain(
                "you.source", address=one.masked, source=one.source, day=self.day_of(one.since)
            )
            for one in self.view.reached
        ]

    def day_of(self, at: datetime) -> str:
        """Return the day of a moment on their clock."""
        return day(self.t, at.astimezone(self.zone).date())


_HEARD = frozenset({Via.EMAIL, Via.SMS, Via.PHONE, Via.WEB})


def _against(meaning: Meaning, channel: Channel) -> bool:
    match meaning:
        case Refuse(None, None) | OnlyThrough():
            return True
        case Refuse(refused, None):
            return refused is channel
        case Avoid(avoided):
            return avoided is channel
        case _:
            return False
