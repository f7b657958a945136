"""One language in which refusals are told: its phrases, and how it writes days, hours and moments.

Decisions are recorded in English; any other language is a way of showing them. Phrases are data,
handed in by whoever reads files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from policies.channel import Channel
from policies.finding import Cite, Finding, Force
from policies.reason import Clause
from policies.tongue import Tongue


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """Phrases by key, with `{placeholders}`; names of days (0 = Monday) and months (0 = January).

    Days and months come shortened, and days in full too. `clocks` names the clocks of zones that
    are not called by a city. Compared by identity.
    """

    tongue: Tongue
    phrases: Mapping[str, str]
    days: tuple[str, ...]
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    clocks: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, **given: object) -> str:
        """Return a phrase with what stands in it; a key that is none raises `KeyError`."""
        return self.phrases[key].format(**given)

    def by(self, channel: Channel) -> str:
        """Return `by phone`."""
        return self.phrases[f"by.{channel.value}"]

    def sentence(self, verdict: str, because: str) -> str:
        """Return `Not by phone: ...`; some languages begin anew after a colon."""
        anew = because[:1].upper() + because[1:]
        return self.say("form.sentence", verdict=verdict, because=because, Because=anew)

    def date(self, at: date) -> str:
        """Return `20 Nov 2026`."""
        month = self.months[at.month - 1]
        return self.say("form.date", day=f"{at.day:02}", d=at.day, month=month, year=at.year)

    def moment(self, at: datetime, zone: ZoneInfo | None, *, shared: bool) -> str:
        """Return `Fri 27 Nov 2026 09:00 their time`; `shared` where they may live by several."""
        told = self._moment("form.moment", at, zone, shared=shared)
        return self.say("form.several", moment=told) if shared else told

    def soon(self, at: datetime, zone: ZoneInfo | None, *, shared: bool, now: datetime) -> str:
        """Return a moment without its year, where that is the year of `now` there."""
        clock = zone or UTC
        this_year = at.astimezone(clock).year == now.astimezone(clock).year
        form = "form.soon" if this_year else "form.moment"
        return self._moment(form, at, zone, shared=shared)

    def _moment(self, form: str, at: datetime, zone: ZoneInfo | None, *, shared: bool) -> str:
        there = at.astimezone(zone) if zone else at
        return self.say(
            form,
            weekday=self.days[there.weekday()],
            day=f"{there.day:02}",
            d=there.day,
            month=self.months[there.month - 1],
            year=there.year,
            hour=f"{there.hour:02}",
            h=there.hour,
            minute=f"{there.minute:02}",
            whose=self._whose(zone, shared=shared),
        )

    def _whose(self, zone: ZoneInfo | None, *, shared: bool) -> str:
        if zone is None:
            return "UTC"
        return self.clock(zone) if shared else self.say("form.theirs")

    def clock(self, zone: ZoneInfo) -> str:
        """Return `Tokyo time`, or what the clock of that zone is called."""
        return self.clocks.get(zone.key) or self.say("form.city", city=city_of(zone))

    def because(self, finding: Finding, name: str) -> str:
        """Return the clause of a finding about the person of this name, or of no known one.

        What has no clause of its own, or is told in English, stays as the rule says it.
        """
        told = finding.clause
        if told is None or self.tongue is Tongue.ENGLISH:
            return _named(finding.because, name)
        who = short(name) or self.say("form.somebody")
        return self.say(f"reason.{told.reason}", name=who, **self._given(told))

    def change(self, finding: Finding) -> str:
        """Return what would change it, as a sentence, or nothing."""
        if self.tongue is Tongue.ENGLISH:
            return finding.change
        return self.say(f"change.{finding.remedy}") if finding.remedy else ""

    def cited(self, cite: Cite) -> str:
        """Return `47 CFR 64.1200(c)(1): law, checked 22 Nov 2026`; a courtesy is no law."""
        if cite.force is Force.COURTESY:
            return self.say("force.courtesy")
        if cite.checked is None:
            return self.say(f"unchecked.{cite.force}", citation=cite.citation)
        date = self.date(cite.checked)
        return self.say(f"checked.{cite.force}", citation=cite.citation, date=date)

    def _given(self, told: Clause) -> dict[str, str | int]:
        """Return what stands in a clause, each in the language's own words."""
        given = dict(told.given)
        for name in ("by", "other"):
            if name in given:
                given[name] = self.by(Channel(str(given[name])))
        if "point" in given:
            channel = Channel(str(given["point"]))
            given |= {"point": self.say(f"point.{channel}"), "none": self.say(f"none.{channel}")}
        for name in ("on", "since"):
            if name in given:
                given[name] = self.date(datetime.fromisoformat(str(given[name])))
        if "weekday" in given:
            given["weekday"] = self.weekdays[int(given["weekday"])]
        if "hours" in given:
            given["within"] = self._within(int(given["hours"]))
        return given

    def _within(self, hours: int) -> str:
        days, rest = divmod(hours, 24)
        if rest or days == 1:
            return self.say("form.hours", n=hours)
        return self.say("form.days", n=days)


def city_of(zone: ZoneInfo) -> str:
    """Return the city that a zone is named for: `Los Angeles`."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def short(name: str) -> str:
    """Return the first four words of a name: a sentence has room for no more."""
    return " ".join(name.split()[:4])


def _named(because: str, name: str) -> str:
    """Return the clause with their name in place of a leading "they"."""
    return f"{short(name)} {because[5:]}" if name and because.startswith("they ") else because
