"""The five stories in a browser, on what `make demo` leaves: clicked through as their people would.

Each is told once with scripts and once without, at a desk or on a phone, in the light or the dark.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from outreach.demo.narration import Left
from tests.outreach.services.accounts.conftest import GOOD
from tests.outreach.web import browsing
from tests.outreach.web.browsing import Seen, logged_in, looking
from tests.outreach.web.desk.test_in_a_browser import follow
from tests.stories.shown import ANA, BEN, CORA, Shown, copied, shown, told

pytestmark = pytest.mark.needs("chromium")
SCOTT, MARIA, TOM = "Scott Reyes", "Maria Delgado", "Tom Okafor"
HIS_WORDS = "Because of extensive travel I'm not able to do phone"
EVERY_WAY = [Seen("phone", "dark"), Seen("desktop", "light", scripts=False)]
NAMES = ["phone, scripts", "desktop, no scripts"]
OF_A_FUNNEL = ("prospect", "mql", "funnel", "pipeline", "lead score", "persona")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Left:
    return told(tmp_path_factory.mktemp("told") / "place")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browsing.chromium() as browser:
        yield browser


@pytest.fixture
def place(once: Left, tmp_path: Path) -> Iterator[Shown]:
    with shown(copied(once, tmp_path)) as found:
        yield found


@contextmanager
def at(place: Shown, browser: Browser, seen: Seen, who: str, to: str) -> Iterator[Page]:
    """Log somebody of the team in, by keyboard."""
    with looking(browser, seen) as page:
        yield logged_in(page, place.at, who, GOOD, to)


def said(page: Page) -> str:
    return page.locator("main").inner_text()


@pytest.mark.parametrize("seen", EVERY_WAY, ids=NAMES)
def test_i_am_a_person_not_a_prospect(place: Shown, chromium: Browser, seen: Seen) -> None:
    """Story 1: one person with one history, the rep's own day, and no word of a funnel."""
    with at(place, chromium, seen, ANA, "/desk") as page:
        shown_texts = [said(page)]
        follow(page, "link", "People")
        page.get_by_label("Name").first.fill("Reyes")
        page.keyboard.press("Enter")
        follow(page, "link", SCOTT)
        page.get_by_role("heading", name=SCOTT).wait_for()
        headings = page.locator("h2").all_inner_texts()
        assert headings[0] == "In their words"
        assert HIS_WORDS in said(page)
        page.get_by_label("What happened").fill("We walk the north site together in May.")
        follow(page, "button", "Keep the note")
        page.get_by_text("We walk the north site together in May.").first.wait_for()
        shown_texts.append(said(page))
    for text in shown_texts:
        assert not [word for word in OF_A_FUNNEL if word in text.lower()]


@pytest.mark.parametrize("seen", EVERY_WAY, ids=NAMES)
def test_prospects_may_be_human(place: Shown, chromium: Browser, seen: Seen) -> None:
    """Story 2: what we inferred is shown to him in his words, and he corrects it."""
    with looking(chromium, seen) as page:
        page.goto(place.at + place.own())
        page.get_by_role("heading", name="Rather not by phone").wait_for()
        part = page.locator("li.row", has=page.get_by_role("heading", name="Rather not by phone"))
        part.get_by_role("button", name="That’s wrong").press("Enter")
        page.get_by_role("status").first.wait_for()
    person = f"/desk/person/{place.person(SCOTT)}"
    with at(place, chromium, seen, ANA, person) as page:
        assert page.locator("h1").inner_text() == SCOTT
        assert HIS_WORDS in page.locator("blockquote").first.inner_text()


@pytest.mark.parametrize("seen", EVERY_WAY, ids=NAMES)
def test_poor_prospect_management(place: Shown, chromium: Browser, seen: Seen) -> None:
    """Story 3: Ana is away and Ben keeps her word; a fair's cards come in; the manager sees."""
    with at(place, chromium, seen, ANA, "/desk/away") as page:
        page.get_by_label("Covered by").select_option(BEN)
        follow(page, "button", "Note it")
        page.get_by_text("covered by Ben Okri").wait_for()
        follow(page, "link", "Lists")
        page.get_by_label("The file", exact=True).set_input_files(place.left.visitors)
        page.get_by_label("Where these people come from").fill("Winter fair 2027")
        follow(page, "button", "Look at it")
        follow(page, "button", "See what it would do")
        page.get_by_role("heading", name="What it would do").wait_for()
        follow(page, "button", "Bring them in")
        page.get_by_role("heading", name="Winter fair 2027 is brought in").wait_for()
        follow(page, "link", "Overview")
        page.get_by_role("heading", name="People lost, and why").wait_for()
        assert "1 of 1" in said(page)
    with at(place, chromium, seen, BEN, "/desk") as page:
        assert "for Ana Ruiz" in said(page)
        follow(page, "link", "Answer Maria Delgado")
        page.get_by_label("Your words").fill("Thank you, Maria: five sites, from February on.")
        follow(page, "button", "Send")
        page.get_by_text("Your answer is on its way.").wait_for()


@pytest.mark.parametrize("seen", EVERY_WAY, ids=NAMES)
def test_the_corporate_teenager(place: Shown, chromium: Browser, seen: Seen) -> None:
    """Story 4: the page is his tool: he names an hour, and somebody of us owes him that call."""
    with looking(chromium, seen) as page:
        page.goto(place.at + place.own())
        page.get_by_label("Write to me about").fill("the spring survey")
        follow(page, "button", "Write to me")
        page.get_by_role("status").first.wait_for()
        assert "the spring survey" in said(page)
        page.goto(place.at + place.own())
        assert "the spring survey" in said(page)
        follow(page, "link", "Read our history")
        page.get_by_text("290 dollars").first.wait_for()
    with at(place, chromium, seen, ANA, f"/desk/person/{place.person(SCOTT)}") as page:
        assert "the spring survey" in page.locator("section[aria-labelledby=owed]").inner_text()
        page.get_by_role("link", name="Answer").wait_for()


@pytest.mark.parametrize("seen", EVERY_WAY, ids=NAMES)
def test_it_is_only_a_relationship_if_you_listen(
    place: Shown, chromium: Browser, seen: Seen
) -> None:
    """Story 5: Ben's press is refused with his sentence; he stops us by one press, everywhere."""
    person = f"/desk/person/{place.person(SCOTT)}"
    with at(place, chromium, seen, ANA, person) as page:
        follow(page, "button", "Call")
        page.wait_for_url("**/call")
        refused = said(page)
        assert HIS_WORDS in refused
        assert "no number is shown" in refused.lower()
        assert "555" not in refused
    decision = f"/console/decision/{place.decision(SCOTT)}"
    with at(place, chromium, seen, CORA, decision) as page:
        assert page.locator("mark").all_inner_texts()
    with looking(chromium, seen) as page:
        page.goto(place.at + place.mailed(SCOTT))
        follow(page, "button", "Stop everything")
        page.get_by_role("status").first.wait_for()
    with at(place, chromium, seen, ANA, person) as page:
        chips = page.locator("section[aria-labelledby=ways] .chip").all_inner_texts()
        assert chips == ["no", "no", "no"]
