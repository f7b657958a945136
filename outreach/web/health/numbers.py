"""How the house does in numbers, as Prometheus reads them: nobody's name, words or address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import metadata

from prometheus_client.core import CollectorRegistry, GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

from outreach.bootstrap.status import Status

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is told of how a house is just now. Each number is counted up to some thousands."""

    status: Status

    def as_text(self) -> bytes:
        """Return the numbers in the format of Prometheus."""
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Told(self.status))
        return generate_latest(registry)


@dataclass(frozen=True)
class _Told(Collector):
    status: Status

    def collect(self) -> Iterator[Metric]:
        """Yield each number with what it means."""
        yield from self._sending()
        yield from self._listening()
        yield from self._waiting()
        build = GaugeMetricFamily("outreach_build", "Which outreach this is", labels=["version"])
        build.add_metric([metadata.version("outreach")], 1)
        yield build

    def _sending(self) -> Iterator[Metric]:
        one, at, now = self.status, self.status.at, self.status.standing.now
        yield _gauge("sends", "1 while what is due goes out", one.sends)
        yield _gauge(
            "halted", "1 while somebody of us has stopped everything", bool(one.standing.halted)
        )
        workers = one.running.workers + one.running.engine
        yield _gauge("workers", "Processes that send; one engine counts as one", workers)
        kept = one.running.engine or one.running.keeper
        yield _gauge("kept", "1 while one of them listens and keeps the house in order", kept)
        yield _gauge("due", "Attempts and steps that are due", at.due)
        yield _gauge(
            "due_oldest_seconds", "For how long the first of them is due", _for(at.due_since, now)
        )
        yield _gauge("left_lately", "What left in the last five minutes", at.left_lately)
        yield _gauge("in_doubt", "Attempts of which nobody knows whether they left", at.in_doubt)
        yield _gauge("resting", "Mailboxes and numbers of ours that rest", len(one.resting))
        yield _gauge("unsealed", "Entries of the ledger that are not chained yet", at.unsealed)

    def _listening(self) -> Iterator[Metric]:
        one, now = self.status, self.status.standing.now
        hears = not one.standing.deaf
        yield _gauge("listening", "1 while answers can be heard; else nothing goes out", hears)
        read = GaugeMetricFamily(
            "outreach_read_seconds", "Since each way in was read last", labels=["way_in"]
        )
        for number, way in enumerate(one.ways_in, 1):
            if way.last_ok_at is not None:
                read.add_metric([str(number)], _for(way.last_ok_at, now))
        yield read
        yield _heard(one.standing.took)

    def _waiting(self) -> Iterator[Metric]:
        waits, now = self.status.standing.waits, self.status.standing.now
        yield _gauge("kept_back", "Attempts that wait for a human", waits.waiting)
        waited = _for(waits.oldest, now)
        yield _gauge("kept_back_oldest_seconds", "How long the first of them has waited", waited)
        yield _gauge("proposals", "Corrections that wait for a second person", waits.proposals)
        yield _gauge("reviewed_today", "Decisions reviewed since midnight here", waits.today)


def _heard(took: Sequence[timedelta]) -> Metric:
    """Return how long messages took from their arrival until they bound us; shortest first."""
    heard = GaugeMetricFamily(
        "outreach_heard_seconds",
        "From a message's arrival until it bound us, over the last ones",
        labels=["quantile"],
    )
    for quantile in (0.5, 0.99, 1.0) if took else ():
        place = min(len(took) - 1, int(quantile * len(took)))
        heard.add_metric([f"{quantile:g}"], took[place].total_seconds())
    return heard


def _for(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def _gauge(name: str, means: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"outreach_{name}", means, value=value)
