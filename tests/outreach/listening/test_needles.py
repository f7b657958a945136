"""Leaving a pattern out must never lose a match."""

import tomllib
from pathlib import Path

import pytest

from outreach.bootstrap.phrases import shipped_phrases
from outreach.listening.folded import fold_word
from outreach.listening.needles import all_needles_of, phrase

ENGLISH = tomllib.loads(Path(__file__).with_name("english.toml").read_text(encoding="utf-8"))


def spoken() -> list[str]:
    lists = [texts for section in ENGLISH.values() for texts in section.values()]
    return [fold_word(one if isinstance(one, str) else one[0]) for texts in lists for one in texts]


def test_every_pattern_that_matches_would_have_been_tried() -> None:
    patterns = [
        each
        for dialect in shipped_phrases().dialects.values()
        for kinds in dialect.patterns.values()
        for one in kinds.values()
        for each in one
    ]
    text = "\n\n".join(spoken())
    for each in patterns:
        for match in each.pattern.finditer(text):
            assert each.may_match(match[0])


@pytest.mark.parametrize(
    ("source", "needles"),
    [
        ("stop (?:now|please)", [{"stop"}, {"now", "please"}]),
        ("stop(?: now)?", [{"stop"}]),
        ("colou?rs", [{"colo"}, {"rs"}]),
        ("(?:no )?more|less", [{"more", "less"}]),
        ("stop(?! by)", [{"stop"}]),
        (r"\w+ing", [{"ing"}]),
        ("[ab]c?", []),
        ("e-?mail", [{"mail"}]),
    ],
)
def test_needles_are_what_no_match_can_do_without(source: str, needles: list[set[str]]) -> None:
    found = all_needles_of(source, {})
    assert sorted(map(sorted, found)) == sorted(map(sorted, needles))


def test_a_phrase_is_not_tried_without_its_needles() -> None:
    import re

    one = phrase(re.compile("stop (?:now|please)"), all_needles_of("stop (?:now|please)", {}))
    assert not one.may_match("please go on")
    assert one.search("stop please")
