"""The manager's page: promises, people lost and why, what is queued; for whoever leads the team."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from outreach.domain.access import Access
from tests.outreach.services.accounts.conftest import GOOD
from tests.outreach.web.browsing import EVERY_WAY, complaints, logged_in, looking, served
from tests.outreach.web.console.test_in_a_browser import chromium
from tests.outreach.web.overview.conftest import Desked

__all__ = ["chromium"]


def test_it_says_what_was_kept_whom_we_lost_in_their_words_and_what_is_queued(led: Desked) -> None:
    page = led.comes("Mira Lund").client.get("/overview").text
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "Kept in time: 1 of 2 (few)" in words
    assert "Broken: 1 of 2 (few)" in words
    assert "1 of 1 people (few) whom we reached stopped us" in words
    assert "spring, step 1: 1 of 1 people (few)" in words
    assert "Please stop writing to me." in words
    assert "after spring, step 1 (Ben Okri)" in words
    row = re.search(r"Sequence[^>]*>spring</th><td[^>]*>phone</td>(.*?)</tr>", page, re.DOTALL)
    assert row
    assert re.findall(r">(\d+)</td>", row[1]) == ["0", "1", "0", "0", "0", "0", "0"]


def test_a_picture_says_in_words_what_it_shows(led: Desked) -> None:
    page = led.comes("Mira Lund").client.get("/overview?by=channel").text
    pictures = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(pictures) == 2
    for one in pictures:
        named = re.search(r'aria-labelledby="(\S+) (\S+)"', one)
        assert named
        assert all(f'id="{each}"' in one for each in named.groups())
        assert "<style" not in one
    assert "email: 1 of 1 people (few)" in pictures[1]


def test_nobody_is_ranked_and_no_calls_are_counted(led: Desked) -> None:
    page = led.comes("Mira Lund").client.get("/overview").text
    rows = re.findall(r'<th scope="row" data-label="Who">([^<]+)', page)
    assert rows == ["Ana Ruiz", "Ben Okri", "Cy Moss", "Mira Lund", "Nobody’s in particular"]
    heads = re.findall(r'<th scope="col">([^<]+)', page)
    assert not [one for one in heads if "call" in one.lower() or "sent" in one.lower()]


def test_hostile_words_are_shown_as_words_and_numbers_hidden(led: Desked) -> None:
    page = led.comes("Mira Lund").client.get("/overview").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "555-0199" not in page


@pytest.mark.parametrize("query", ["days=0", "days=31", "days=x", "days=٣٠", "by=person", "by="])
def test_nonsense_in_the_address_is_refused(led: Desked, query: str) -> None:
    assert led.comes("Mira Lund").client.get(f"/overview?{query}").status_code == 400


@pytest.mark.parametrize("access", [Access.REP, Access.COMPLIANCE])
def test_the_page_is_for_whoever_leads_the_team(led: Desked, access: Access) -> None:
    other = led.comes("Pat Quin", access).client
    assert other.get("/overview").status_code == 403
    assert "/overview" not in other.get("/account").text
    assert led.comes("Adam Roe", Access.ADMIN).client.get("/overview").status_code == 200


@pytest.mark.needs("chromium")
def test_it_can_be_read_every_way(led: Desked, chromium: Browser, tmp_path: Path) -> None:
    with served(led.app) as address:
        for seen in EVERY_WAY:
            with looking(chromium, seen) as page:
                logged_in(page, address, "Mira Lund", GOOD, "/overview")
                page.screenshot(
                    path=tmp_path / f"overview-{seen.width}-{seen.scheme}.png", full_page=True
                )
                assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
                if seen.scripts:
                    assert complaints(page) == []
