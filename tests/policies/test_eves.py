"""Hours before a holiday, and whose holidays count."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from policies.decide import decide
from policies.eves import spans
from policies.rows import Rows
from policies.rulebook import WHERE_THEY_ARE, EntryKind, Opening, Rulebook
from policies.statement import EVERY_DAY
from policies.verdict import Allow, Defer
from policies.windows import Span
from tests.policies.entries import entry, only
from tests.policies.somebody import NOON, facts

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
EVE = date(2026, 11, 25)
"""The day before Thanksgiving."""
FAMILY_DAY = NOON + timedelta(days=3)
"""A holiday in Nevada, and nowhere else."""


def open_on_the_eve(shipped: Rulebook, *eves: tuple[int, int]) -> tuple[Span, ...]:
    hours = entry(
        EntryKind.CONTACT_HOURS,
        openings=(Opening(EVERY_DAY, 9 * 60, 13 * 60),),
        eves=tuple(Opening(EVERY_DAY, *one) for one in eves),
        holidays=("US",),
    )
    return spans(hours, Rows(facts(), NOON, only(shipped, hours)), LOS_ANGELES, EVE)


def there(hour: int) -> datetime:
    return datetime(2026, 11, 25, hour + 8, tzinfo=UTC)


def test_an_eve_is_open_where_both_hours_are(shipped: Rulebook) -> None:
    both = ((there(9), there(10)), (there(12), there(13)))
    assert open_on_the_eve(shipped, (8 * 60, 10 * 60), (12 * 60, 20 * 60)) == both


def test_hours_of_an_eve_that_begin_as_the_usual_ones_end_open_nothing(shipped: Rulebook) -> None:
    assert open_on_the_eve(shipped, (13 * 60, 17 * 60)) == ()


def test_only_the_calendars_that_are_named_close(shipped: Rulebook) -> None:
    """A state's holiday closes nothing for a law that names the country's alone."""
    country = entry(EntryKind.FORBIDDEN_DAYS, holidays=("US",))
    assert decide(facts(), FAMILY_DAY, only(shipped, country)).verdict == Allow()
    all_theirs = entry(EntryKind.FORBIDDEN_DAYS, holidays=(WHERE_THEY_ARE,))
    decision = decide(facts(), FAMILY_DAY, only(shipped, all_theirs))
    assert decision.verdict == Defer(datetime(2026, 11, 28, 8, tzinfo=UTC))
