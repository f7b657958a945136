"""A reviewer says under a review what would have been right, and whoever attempted it reads it."""

from __future__ import annotations

from outreach.domain.access import Access
from tests.outreach.web.console.conftest import Opened

WORD = "He travels: <write>, and let him choose the hour."


def test_the_reason_of_a_review_reaches_whoever_attempted_it(place: Opened) -> None:
    decision = f"/console/decision/{place.about('Scott Reyes').id}"
    place.comes("Cora Lindt").presses(f"{decision}/uphold", decision, {"reason": WORD})
    day = place.comes("Ana Ruiz", Access.REP).looks("/desk").text
    assert "From whoever reviews" in day
    assert "He travels: &lt;write&gt;, and let him choose the hour." in day
    assert "Cora Lindt" in day
    assert "From whoever reviews" not in place.comes("Cy Moss", Access.REP).looks("/desk").text


def test_a_review_without_a_word_troubles_nobody(place: Opened) -> None:
    decision = f"/console/decision/{place.about('Scott Reyes').id}"
    place.comes("Cora Lindt").presses(f"{decision}/uphold", decision)
    assert "From whoever reviews" not in place.comes("Ana Ruiz", Access.REP).looks("/desk").text


def test_the_page_says_who_reads_the_reason_and_that_nothing_can_be_let_pass(
    place: Opened,
) -> None:
    page = place.comes("Cora Lindt").looks(f"/console/decision/{place.about('Scott Reyes').id}")
    assert "Ana Ruiz reads it on their day" in page.text
    assert "nobody can let it pass" in page.text
