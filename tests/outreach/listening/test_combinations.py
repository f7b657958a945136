"""Demands put together from their parts, and harmless sentences made of the same words.

The parts (ending, removing, not wishing, having had enough, the law, a threat; by which channel;
whom; as an order, a question, a wish, a noun) were written down before the phrases were looked at.
"""

from datetime import UTC, datetime

import pytest

from outreach.bootstrap.phrases import shipped_reader
from outreach.listening.labels import Key, labels_of
from outreach.listening.reading import Heard, ReaderContext
from policies.statement import Via
from tests.outreach.listening.combined import DEMANDS, LANGUAGES, combined

AT = datetime(2026, 11, 24, 15, tzinfo=UTC)
READ = shipped_reader()
EACH = 1
"""Sentences of every template: all of them would be hundreds of thousands."""
EVERY = {"email", "sms", "call"}


def shut(text: str) -> set[str]:
    """Return the channels that are refused or avoided."""
    labels = labels_of(READ(Heard(text, AT, Via.EMAIL), ReaderContext()))
    stop, avoided = labels[Key.STOP], labels[Key.AVOID]
    assert isinstance(avoided, list)
    refused = EVERY if stop == "all" else {str(stop)} if stop else set()
    return refused | {str(channel) for channel in avoided}


def is_heard(kind: str, text: str) -> bool:
    closed = shut(text)
    return kind in closed if kind in EVERY else bool(closed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_demand_is_heard_however_it_is_put_together(language: str) -> None:
    demands = [one for one in combined(language, EACH) if one.kind in DEMANDS]
    assert [one.text for one in demands if not is_heard(one.kind, one.text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_put_together_from_the_same_words_and_demands_nothing_shuts_nothing(
    language: str,
) -> None:
    """CASES 26: items of a quote, buses that stop, contracts that end."""
    harmless = [one.text for one in combined(language, EACH) if one.kind == "none"]
    assert [text for text in harmless if shut(text)] == []


def is_understood(kind: str, text: str) -> bool:
    """Return whether a wish is read: a channel they would rather have, or a label."""
    labels = labels_of(READ(Heard(text, AT, Via.EMAIL), ReaderContext()))
    if kind.startswith("prefer_"):
        return labels[Key.PREFER] == kind.removeprefix("prefer_")
    if kind.startswith("avoid_"):
        return kind.removeprefix("avoid_") in shut(text)
    return bool(labels[Key(kind)]) and labels[Key.STOP] is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wish_is_understood_however_it_is_put_together(language: str) -> None:
    """Channels, wrong people, stops taken back, interest: at most one in twenty is not."""
    wishes = [one for one in combined(language, EACH) if one.kind not in {*DEMANDS, "none"}]
    missed = [one for one in wishes if not is_understood(one.kind, one.text)]
    assert len(missed) <= len(wishes) / 20, missed
