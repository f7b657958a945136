"""What the desk shows of a story: their words, and our letters without the link in their frame."""

from __future__ import annotations

from datetime import UTC, datetime

from outreach.domain.history import Event, Happened
from outreach.web.desk.telling import is_said, letter

AT = datetime(2026, 11, 23, tzinfo=UTC)


def test_a_letter_is_shown_without_the_link_that_is_theirs() -> None:
    whole = (
        "Maps\n\nHello Scott,\n\nhere they are.\n\nAna\n\n--\nKestrel\nhttps://k.example/stop/a_1"
    )
    assert letter(whole) == "Maps\n\nHello Scott,\n\nhere they are.\n\nAna"


def test_a_press_on_a_page_is_none_of_their_words() -> None:
    pressed = Event(AT, Happened.SAID, "on our page", "s_1", "(on our page: send me a link)")
    said = Event(AT, Happened.SAID, "by email", "s_2", "Please write.")
    assert [is_said(one) for one in (pressed, said)] == [False, True]
