"""The story is told to whoever watches, and kept from nobody who does not."""

import io
import time

from rich.console import Console

from outreach.demo.telling import Teller


def told(unhurried: bool) -> tuple[str, float]:
    page = io.StringIO()
    teller = Teller(Console(file=page, width=100), unhurried)
    began = time.monotonic()
    teller.words("Scott", "Please [write], don't call.")
    return page.getvalue(), time.monotonic() - began


def test_brackets_in_what_people_say_are_theirs_and_no_markup() -> None:
    assert "“Please [write], don't call.”" in told(unhurried=False)[0]


def test_nobody_waits_where_nobody_watches() -> None:
    assert told(unhurried=False)[1] < 0.2
