"""The words of our pages: the same in every language, and escaped wherever somebody wrote them."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from outreach.web.words import Spoken, spoken, words_in

PAGES = Path(__file__).resolve().parents[3] / "templates" / "pages"
ROOM = Path(__file__).resolve().parents[3] / "outreach" / "web"
ASKED = re.compile(r"""\b(?:t|words)(?:\.plain)?\(\s*"([a-z0-9_.-]+)"[,)]""")

FIELD = re.compile(r"\{\w+\}")


def fields_of(word: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(word) if name is not None}


@pytest.mark.parametrize("language", list(Spoken))
def test_every_language_has_every_word_with_its_fields(language: Spoken) -> None:
    english, theirs = words_in(Spoken.ENGLISH).all, words_in(language).all
    assert theirs.keys() == english.keys()
    assert {key: fields_of(word) for key, word in theirs.items()} == {
        key: fields_of(word) for key, word in english.items()
    }
    assert all(word.strip() for word in theirs.values())


@pytest.mark.parametrize("language", [one for one in Spoken if one is not Spoken.ENGLISH])
def test_no_sentence_was_left_in_english(language: Spoken) -> None:
    english, theirs = words_in(Spoken.ENGLISH).all, words_in(language).all
    bare = {key: FIELD.sub("", word) for key, word in english.items()}
    sentences = {key for key, word in bare.items() if " " in word and re.search("[a-z]", word)}
    assert [key for key in sorted(sentences) if theirs[key] == english[key]] == []


def test_every_word_that_a_page_asks_for_is_there() -> None:
    sources = [*PAGES.rglob("*.html"), *ROOM.rglob("*.py")]
    asked = {key for path in sources for key in ASKED.findall(path.read_text(encoding="utf-8"))}
    assert asked - words_in(Spoken.ENGLISH).all.keys() == set()


def test_a_word_that_is_not_there_is_a_fault() -> None:
    with pytest.raises(KeyError):
        words_in(Spoken.DUTCH)("no.such.word")


def test_what_is_filled_in_is_escaped_and_our_own_markup_is_not() -> None:
    shown = words_in(Spoken.ENGLISH)("error.stop", mailbox='"><script>alert(1)</script>{x}')
    assert "<script>" not in shown
    assert "<a href=" in shown
    assert "{x}" in shown


@pytest.mark.parametrize(
    ("wishes", "language"),
    [
        (("de",), Spoken.GERMAN),
        (("pt-BR",), Spoken.PORTUGUESE),
        ((None, "fr-CA,en;q=0.8"), Spoken.FRENCH),
        (("xx", "en;q=0.3, nl;q=0.9"), Spoken.DUTCH),
        (("ja",), Spoken.ENGLISH),
        (("it;q=0, es",), Spoken.SPANISH),
        (("de;q=nonsense, it",), Spoken.ITALIAN),
        (("," * 5_000,), Spoken.ENGLISH),
        ((), Spoken.ENGLISH),
    ],
)
def test_the_first_language_that_we_have_is_spoken(
    wishes: tuple[str | None, ...], language: Spoken
) -> None:
    assert spoken(*wishes) is language
