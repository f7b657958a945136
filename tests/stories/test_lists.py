"""Cards from an exhibition, a list of refusals from the old system, and a weekend without power.

Story 3 again: business cards that nobody follows up. They come in as people, with what the rep
wrote on them; and a list never makes anybody reachable who said no.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outreach.services.import_people.refusals import Handed, take_refusals
from outreach.services.import_people.undoing import undo_import
from outreach.store.staying import Stays
from policies.channel import Channel
from tests.stories.a_house import Tale, a_house

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""Ten in the morning in New York."""
CARDS = """\
Name;Firma;E-Mail;Telefon;Land;Bundesland;Notizen
Maria Delgado;Northlight School;maria@northlight.example;+12125550142;US;NY;call me in four weeks
Scott Reyes;Reyes Construction;scott@reyes.example;+12125550143;US;NY;NO PHONE CALLS!! email only
;Reyes Construction;office@reyes.example;;US;NY;please never write to us again
"""
LETTER = """
name = "after-the-fair"
version = 1
purpose = "marketing"

[[step]]
channel = "email"
words = { email = "intro" }
topic = "maps"
"""


@pytest.fixture
def tale(tmp_path: Path) -> Iterator[Tale]:
    with a_house(tmp_path / "kestrel", MONDAY) as told:
        told.joins("Ben Okri")
        yield told


def test_what_a_rep_wrote_on_the_cards_binds_and_is_followed_up(tale: Tale, tmp_path: Path) -> None:
    """Three cards: one to ring in four weeks, one never to be rung, one that has no name on it."""
    brought = tale.brings("Ana Ruiz", tmp_path, CARDS, "Cards from the Expo")
    assert (brought.new, brought.rejections, brought.refusals) == (2, 1, 1)

    call = tale.presses("Ben Okri", "Scott Reyes")
    assert not call.granted
    assert "NO PHONE CALLS!! email only" in call.explanation
    assert "call me in four weeks" in tale.may("Maria Delgado", Channel.EMAIL)
    assert not tale.presses("Ben Okri", "Maria Delgado").granted
    tale.until(datetime(2026, 12, 21, 16, 0, tzinfo=UTC))
    assert "PROMISED" in tale.sees("Ana Ruiz")
    assert "Maria Delgado" in tale.sees("Ana Ruiz")


def test_who_refused_without_a_name_is_not_written_to_under_one(tale: Tale, tmp_path: Path) -> None:
    """CASES 58: next year's list has a name for that address; the address still said no."""
    tale.brings("Ana Ruiz", tmp_path, CARDS, "Cards from the Expo")
    next_year = "Name,Email,Country,Region\nOlga Reyes,office@reyes.example,US,NY\n"
    tale.brings("Ben Okri", tmp_path, next_year, "Expo 2027")
    assert "which was left out, refuses us" in tale.may("Olga Reyes", Channel.EMAIL)
    tale.begins(LETTER, "Olga Reyes")
    assert tale.letters_to("Olga Reyes") == 0


def test_a_list_brought_in_by_mistake_is_taken_back_and_no_word_of_theirs_with_it(
    tale: Tale, tmp_path: Path
) -> None:
    """CASES 56: Ana brings the wrong file. Scott has written meanwhile; he and his words stay."""
    brought = tale.brings("Ana Ruiz", tmp_path, CARDS, "Cards from the Expo")
    tale.writes("scott@reyes.example", "Please stop writing to me.")
    undone = undo_import(tale.house.store, tale.clock, brought.id, tale.member("Ana Ruiz"))
    assert undone.kept == (Stays("Scott Reyes", "they wrote, or one of us noted what they said"),)
    assert tale.may("Scott Reyes", Channel.EMAIL).startswith("block")


def test_the_refusals_of_the_old_system_bind_who_is_here_and_who_comes_later(
    tale: Tale, tmp_path: Path
) -> None:
    """CASES 58: unsubscribers of the old newsletter; one we know, one we meet next month."""
    tale.brings("Ana Ruiz", tmp_path, CARDS, "Cards from the Expo")
    path = tmp_path / "unsubscribed.csv"
    path.write_text(
        "email,status\nscott@reyes.example,unsubscribed\nhal@diaz.example,unsubscribed\n",
        encoding="utf-8",
    )
    handed = Handed(path, "our newsletter until 2026", tale.member("Ana Ruiz"))
    assert take_refusals(tale.house.store, tale.clock, handed).new == 2
    assert "our newsletter until 2026" in tale.may("Scott Reyes", Channel.EMAIL)
    later = "Name,Email\nHal Diaz,hal@diaz.example\n"
    assert tale.brings("Ben Okri", tmp_path, later, "Cards").rejections == 1


def test_after_a_weekend_without_power_what_was_said_meanwhile_counts_first(
    tale: Tale, tmp_path: Path
) -> None:
    """CASES 55: the letter was due on Friday; on Saturday she wrote that she wants none."""
    tale.brings("Ana Ruiz", tmp_path, CARDS.replace("call me in four weeks", ""), "Cards")
    later = LETTER.replace("[[step]]", '[[step]]\nafter = "4 days"')
    tale.begins(later, "Maria Delgado")
    tale.clock.set(MONDAY + timedelta(days=5))
    tale.posts("maria@northlight.example", "Please take me off your list.")
    tale.until(MONDAY + timedelta(days=7))
    assert tale.letters_to("Maria Delgado") == 0
    assert any("Please take me off your list." in one for one in tale.story("Maria Delgado"))
