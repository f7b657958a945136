"""The reader on more than two thousand examples that were labelled without a look at its phrases.

What is demanded is in the order of harm: no stop missed, no permission invented, no stop invented.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from outreach.bootstrap.messages import labelled
from tests.outreach.listening.scoring import Figures, examples, scored

CORPUS = Path(__file__).with_name("corpus")
DEV = examples(CORPUS / "dev.jsonl")
LEAST_HEARD = 0.98
"""Wit without a word of ending, contact or list in it is heard by nobody's grammar."""
LATER = [
    example
    for name in ("unseen", "mixed", "lodgers", "boarders", "hosts")
    for example in examples(CORPUS / f"{name}.jsonl")
]
PHRASES = examples(CORPUS / "dates.jsonl")


def labels(message: dict[str, Any]) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(labelled(json.dumps(message).encode()))
    return read


@pytest.fixture(scope="module")
def figures() -> Figures:
    return scored(DEV, {example["id"]: labels(example) for example in DEV})


@pytest.fixture(scope="module")
def later() -> Figures:
    return scored(LATER, {example["id"]: labels(example) for example in LATER})


def test_no_stop_is_missed(figures: Figures) -> None:
    assert figures.stop_recall.failing == []


def test_every_channel_that_was_refused_is_shut(figures: Figures) -> None:
    assert figures.stop_scope.failing == []


def test_no_permission_is_invented(figures: Figures) -> None:
    assert figures.permission.failing == []


def test_few_stops_are_invented(figures: Figures) -> None:
    assert figures.stop_precision.share >= 0.97, figures.stop_precision.failing


def test_times_are_understood(figures: Figures) -> None:
    assert figures.dates.share >= 0.9, figures.dates.failing


def test_hardly_a_stop_is_missed_that_is_put_in_words_of_its_own(later: Figures) -> None:
    assert later.stop_recall.share >= LEAST_HEARD, later.stop_recall.failing


def test_few_stops_are_invented_from_what_is_put_in_words_of_its_own(later: Figures) -> None:
    assert later.stop_precision.share >= 0.97, later.stop_precision.failing


def test_date_phrases_are_understood() -> None:
    gold = [
        {
            "id": phrase["id"],
            "labels": {"pause_until": None, "callback_at": None} | wanted(phrase),
            "accept": {},
        }
        for phrase in PHRASES
    ]
    read = {phrase["id"]: labels({"channel": "email"} | phrase) for phrase in PHRASES}
    wrong = [one["id"] for one in gold if not understood(one, read[one["id"]])]
    assert len(wrong) <= len(gold) // 20, wrong


def wanted(phrase: dict[str, Any]) -> dict[str, Any]:
    return {key: phrase[key] for key in ("pause_until", "callback_at") if key in phrase}


def understood(gold: dict[str, Any], read: dict[str, Any]) -> bool:
    good = gold["labels"]["pause_until"] or gold["labels"]["callback_at"]
    return any(agrees(read[key], good) for key in ("pause_until", "callback_at") if read[key])


def agrees(moment: str, good: str | dict[str, str]) -> bool:
    first, last = (good, good) if isinstance(good, str) else (good["from"], good["to"])
    length = 16 if len(moment) > 10 and len(first) > 10 else 10
    return first[:length] <= moment[:length] <= last[:length]
