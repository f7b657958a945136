"""One reader for all: what was said on Tuesday 24 November 2026 at ten, in New York."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from outreach.bootstrap.phrases import shipped_reader
from outreach.listening.reading import Heard, ReaderContext, Reading
from policies.statement import Via

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 10, tzinfo=NEW_YORK)
Read = Callable[..., Reading]


@pytest.fixture(scope="session")
def read() -> Read:
    listener = shipped_reader()

    def said(
        text: str,
        *,
        via: Via = Via.EMAIL,
        subject: str = "",
        ours: tuple[str, ...] = (),
        topics: tuple[str, ...] = (),
        at: datetime = NOW,
    ) -> Reading:
        return listener(Heard(text, at, via, subject), ReaderContext(NEW_YORK, ours, topics))

    return said
