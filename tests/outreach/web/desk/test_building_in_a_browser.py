"""Answering, a list, a sequence and enrolling in a real browser: once with scripts, once without.

One log-in walks them all: a list is brought in, a sequence built and seen with somebody, those who
may are enrolled, a letter is answered, an absence noted.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from outreach.store import absences, enrollments, people, sequences
from tests.outreach.services.accounts.conftest import GOOD
from tests.outreach.web.browsing import Seen, logged_in, looking
from tests.outreach.web.console.test_in_a_browser import address, chromium
from tests.outreach.web.desk.conftest import Desked
from tests.outreach.web.desk.test_in_a_browser import check, follow
from tests.outreach.web.desk.test_lists import TABLE

__all__ = ["address", "chromium"]
pytestmark = pytest.mark.needs("chromium")
WAYS = [Seen("phone", "dark"), Seen("desktop", "light", scripts=False)]


@pytest.mark.parametrize("seen", WAYS, ids=["phone, scripts", "desktop, no scripts"])
def test_from_a_list_to_an_answer(
    place: Desked, address: str, chromium: Browser, tmp_path: Path, seen: Seen
) -> None:
    place.writes("Tom Okafor", "Thank you. Could you email me the prices?")
    place.rep("Ben Okri")
    with looking(chromium, seen) as page:
        logged_in(page, address, "Ben Okri", GOOD, "/desk")
        _brings_a_list_in(page, tmp_path, seen)
        _builds_a_sequence(page, tmp_path, seen)
        _enrols(page, tmp_path, seen)
        _answers(page, tmp_path, seen)
        _goes_away(page, tmp_path, seen)
    spring = place.home.store.read(lambda conn: sequences.get(conn, "spring"))
    inside = place.home.store.read(lambda conn: enrollments.in_sequence(conn, spring.id))
    named = place.home.store.read(lambda conn: people.get_many(conn, [i.person_id for i in inside]))
    assert "Ada Nkemelu" in {one.name for one in named.values()}
    assert "Tom Okafor" not in {one.name for one in named.values()}  # he waited for an answer
    assert place.sent("Tom Okafor") == 1
    now = place.home.clock.now()
    assert len(place.home.store.read(lambda conn: absences.not_over(conn, now))) == 1


def _brings_a_list_in(page: Page, folder: Path, seen: Seen) -> None:
    follow(page, "link", "Lists")
    page.get_by_label("The file", exact=True).set_input_files(
        {"name": "messe.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    )
    page.get_by_label("Where these people come from").fill("Messe 2026")
    check(page, folder, "lists", scripts=seen.scripts)
    follow(page, "button", "Look at it")
    follow(page, "button", "See what it would do")
    page.get_by_role("heading", name="What it would do").wait_for()
    check(page, folder, "list-diff", scripts=seen.scripts)
    follow(page, "button", "Bring them in")
    page.get_by_role("heading", name="Messe 2026 is brought in").wait_for()


def _builds_a_sequence(page: Page, folder: Path, seen: Seen) -> None:
    follow(page, "link", "Sequences")
    follow(page, "link", "Make a sequence")
    page.get_by_label("Name", exact=True).fill("spring")
    page.get_by_label("Words by email").select_option("intro")
    page.get_by_role("group", name="Step 1").get_by_text("Topic, conditions").click()
    page.get_by_label("About").fill("maps of your sites")
    page.get_by_label("Whom").fill("Tom Okafor")
    follow(page, "button", "See every step")
    page.get_by_text("t•••@okafor.example").wait_for()
    check(page, folder, "build-seen", scripts=seen.scripts)
    follow(page, "button", "Keep it")
    page.get_by_role("heading", name="spring").first.wait_for()
    check(page, folder, "sequence", scripts=seen.scripts)


def _enrols(page: Page, folder: Path, seen: Seen) -> None:
    follow(page, "link", "People")
    check(page, folder, "people", scripts=seen.scripts)
    page.get_by_label("Tom Okafor").check()
    follow(page, "button", "To all on this page")
    page.get_by_role("heading", name="What “spring” would come to").wait_for()
    check(page, folder, "preflight", scripts=seen.scripts)
    follow(page, "button", "Enrol")
    page.get_by_role("heading", name="in “spring”").wait_for()


def _answers(page: Page, folder: Path, seen: Seen) -> None:
    follow(page, "link", "Today")
    follow(page, "link", "Answer Tom Okafor")
    page.get_by_label("Your words").fill("290 dollars a month. Write any time.")
    follow(page, "button", "Look at it first")
    page.get_by_role("heading", name="This would leave").wait_for()
    check(page, folder, "answer", scripts=seen.scripts)
    follow(page, "button", "Send")
    page.get_by_text("Your answer is on its way.").wait_for()
    check(page, folder, "person", scripts=seen.scripts)


def _goes_away(page: Page, folder: Path, seen: Seen) -> None:
    follow(page, "link", "Away")
    page.get_by_label("Covered by").select_option("Cy Moss")
    follow(page, "button", "Note it")
    page.get_by_text("covered by Cy Moss").wait_for()
    check(page, folder, "away", scripts=seen.scripts)
