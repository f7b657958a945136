"""One word per thing: what a thing is called here is settled in docs/glossary.md."""

import re

import pytest

from tests.architecture.source import ROOMS, modules, names_given_in

REFUSED = {"lead", "prospect", "target", "blast", "blacklist", "touch"}
# Alembic looks this name up in the migrations' env.py.
GIVEN_BY_OTHERS = {"target_metadata"}
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def refused_in(name: str) -> set[str]:
    words = {word.lower() for word in WORD.findall(name)}
    return {word for word in REFUSED if words & {word, word + "s", word + "es"}}


def test_no_name_uses_a_word_we_refuse() -> None:
    named = {(str(path), name) for path in modules(*ROOMS) for name in names_given_in(path)}
    assert {
        (path, name) for path, name in named if name not in GIVEN_BY_OTHERS and refused_in(name)
    } == set()


@pytest.mark.parametrize("name", ["Lead", "hot_leads", "targetZone", "HTTPBlast", "blacklist"])
def test_a_refused_word_is_found_inside_a_name(name: str) -> None:
    assert refused_in(name)


@pytest.mark.parametrize("name", ["leading", "misleading_source", "Touchstone", "targeted"])
def test_a_longer_word_is_another_word(name: str) -> None:
    assert not refused_in(name)
