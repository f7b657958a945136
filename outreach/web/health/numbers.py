"""How the house does in numbers, as Prometheus reads them: nobody's name, words or address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata

from prometheus_client.core import CollectorRegistry, GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is told; `waiting` and `proposals` are counted up to a thousand.

    `heard_in` are seconds from a message's arrival until it bound us, over the last ones, sorted.
    """

    now: datetime
    listening: bool
    halted: bool
    waiting: int
    oldest: datetime | None
    proposals: int
    reviewed_today: int
    heard_in: tuple[float, ...]

    def as_text(self) -> bytes:
        """Return the numbers in the format of Prometheus."""
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_Told(self))
        return generate_latest(registry)


@dataclass(frozen=True)
class _Told(Collector):
    numbers: Numbers

    def collect(self) -> Iterator[Metric]:
        """Yield each number with what it means."""
        one = self.numbers
        waited = (one.now - one.oldest).total_seconds() if one.oldest else 0.0
        yield _gauge(
            "listening", "1 while answers can be heard; else nothing goes out", one.listening
        )
        yield _gauge("halted", "1 while somebody of us has stopped everything", one.halted)
        yield _gauge("kept_back", "Attempts that wait for a human, at most 1000", one.waiting)
        yield _gauge("kept_back_oldest_seconds", "How long the first of them has waited", waited)
        yield _gauge("proposals", "Corrections that wait for a second person", one.proposals)
        yield _gauge("reviewed_today", "Decisions reviewed since midnight here", one.reviewed_today)
        heard = GaugeMetricFamily(
            "outreach_heard_seconds",
            "From a message's arrival until it bound us, over the last ones",
            labels=["quantile"],
        )
        for quantile in (0.5, 0.99, 1.0) if one.heard_in else ():
            place = min(len(one.heard_in) - 1, int(quantile * len(one.heard_in)))
            heard.add_metric([f"{quantile:g}"], one.heard_in[place])
        yield heard
        build = GaugeMetricFamily("outreach_build", "Which outreach this is", labels=["version"])
        build.add_metric([metadata.version("outreach")], 1)
        yield build


def _gauge(name: str, means: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"outreach_{name}", means, value=value)
