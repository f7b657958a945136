"""A stop in words that no rule knows is suspected, which only ever tightens."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.bootstrap.phrases import shipped_hunch, shipped_phrases
from outreach.listening.hunch import MOST_WORDS, WHY, Hunch, pieces_of, tightened, traits
from outreach.listening.reader import read
from outreach.listening.reading import Heard, ReaderContext, Reading, Span
from policies.channel import Channel
from policies.statement import Prefer, Refuse, Resume, Unclear, Understood, Via, WrongPerson

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
PHRASES = shipped_phrases()
SURE = Hunch({}, 5.0)
"""Suspects a stop in whatever is said."""


def reading(words: str, *understood: Understood, automatic: str = "") -> Reading:
    return Reading(words, (Span(0, len(words)),), understood, automatic=automatic)


def heard(words: str, via: Via = Via.EMAIL) -> Heard:
    return Heard(words, NOW, via)


def suspected(found: Reading) -> list[Unclear]:
    meanings = [one.meaning for one in found.understood]
    return [one for one in meanings if isinstance(one, Unclear) and one.why == WHY]


def test_what_is_suspected_acts_as_a_refusal_of_all_and_asks_a_human() -> None:
    words = "enough of this circus"
    found = tightened(reading(words), heard(words), SURE, PHRASES)
    assert suspected(found) == [Unclear(Refuse(None), WHY)]
    assert found.unclear_because == WHY
    assert found.possibly_refusal


@pytest.mark.parametrize("via", [Via.REP, Via.IMPORT, Via.PHONE])
def test_a_reps_note_and_a_lists_cell_are_not_suspected(via: Via) -> None:
    words = "stopped by at the stand"
    assert tightened(reading(words), heard(words, via), SURE, PHRASES) == reading(words)


def test_a_machine_is_not_suspected() -> None:
    words = "I am out of the office"
    automatic = reading(words, automatic="out of the office")
    assert tightened(automatic, heard(words), SURE, PHRASES) == automatic


@pytest.mark.parametrize(
    "meaning",
    [Refuse(None), Resume(None), Unclear(Refuse(None), "?"), Prefer(Channel.EMAIL)],
)
def test_what_the_rules_heard_is_not_doubted(meaning: Refuse | Resume | Unclear | Prefer) -> None:
    words = "stop, or rather go on"
    clear = reading(words, Understood(meaning))
    assert tightened(clear, heard(words), SURE, PHRASES) == clear


def test_what_was_understood_as_something_else_is_suspected_only_if_a_stop_is_all_but_sure() -> (
    None
):
    words = "this is not Mike any more"
    other = reading(words, Understood(WrongPerson()))
    likely = Hunch({}, 3.0)
    assert suspected(tightened(reading(words), heard(words), likely, PHRASES))
    assert tightened(other, heard(words), likely, PHRASES) == other


def test_a_long_letter_is_not_weighed() -> None:
    assert SURE.likelihood("word " * (MOST_WORDS + 1)) == 0.0
    assert SURE.likelihood("") == 0.0


def test_numbers_are_alike_and_japanese_is_weighed_sign_by_sign() -> None:
    assert pieces_of("Call 030-901!") == ["call", "#", "#", "!"]
    assert pieces_of("もう送らないで")[:2] == ["も", "う"]
    assert {"^ stop", "stop now $", "~stop now $"} <= traits(["stop", "now"])


def test_the_weights_that_we_ship_tell_stops_from_others() -> None:
    """More than half of the stops in the corpora by themselves, and hardly another reply."""
    hunch = shipped_hunch()
    found = {True: 0, False: 0}
    count = {True: 0, False: 0}
    for path in sorted((Path(__file__).parent / "corpus").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            labels, accept = one.get("labels", {}), one.get("accept", {})
            if "stop" not in labels or accept.get("stop"):
                continue
            stop = labels["stop"] is not None
            count[stop] += 1
            found[stop] += hunch.likelihood(one["text"]) >= 0.9
    assert found[True] > 0.5 * count[True]
    assert found[False] < 0.01 * count[False]


@given(st.text(max_size=200), st.sampled_from([Via.EMAIL, Via.SMS, Via.WEB, Via.REP]))
def test_a_hunch_only_ever_adds_a_doubt(text: str, via: Via) -> None:
    """Law 3: it takes away nothing that was understood, and permits nothing."""
    message = heard(text, via)
    before = read(message, ReaderContext(), PHRASES)
    after = tightened(before, message, SURE, PHRASES)
    doubts = len(suspected(after))
    assert after.understood[: len(before.understood)] == before.understood
    assert len(after.understood) - len(before.understood) == doubts <= 1
    assert replace(after, understood=(), unclear_because="") == replace(
        before, understood=(), unclear_because=""
    )
