"""The whole story turns out well, on real servers and a simulated clock."""

import asyncio
import io
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from rich.console import Console
from sqlalchemy import select

from outreach.bootstrap.house import open_house
from outreach.bootstrap.standing import standing
from outreach.clock import ClockAhead
from outreach.config import read_settings
from outreach.demo.narration import Left, perform
from outreach.demo.pages import keep_listening, own_page_of, pages_of
from outreach.demo.telling import Teller
from outreach.domain.attempts import AttemptState
from outreach.store import enrollments, ledger, sequences
from outreach.store.tables import attempt
from outreach.store.unit import Store
from outreach.web.opened import app_of
from policies.channel import Channel


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Left, str]:
    """The story once, its lines joined again."""
    page = io.StringIO()
    teller = Teller(Console(file=page, width=120), unhurried=False)
    left = asyncio.run(perform(tmp_path_factory.mktemp("demo") / "place", teller))
    return left, " ".join(page.getvalue().split())


def test_the_travellers_words_stop_the_call_that_was_queued(told: tuple[Left, str]) -> None:
    """CASES 34."""
    assert "Scott Reyes's call was judged afresh and goes no further" in told[1]
    assert "promised to Scott Reyes: the pricing" in told[1]


def test_a_list_and_a_sequence_are_left_to_be_tried_at_the_desk(told: tuple[Left, str]) -> None:
    assert "Jonas;Weber" in told[0].visitors.read_text(encoding="utf-8")
    store = Store(f"sqlite:///{told[0].house / 'outreach.db'}")
    row = store.read(lambda conn: sequences.get(conn, "summer-sites"))
    inside = store.read(lambda conn: enrollments.in_sequence(conn, row.id))
    store.close()
    assert (len(row.body), inside) == (3, [])


def test_at_half_past_six_no_number_is_shown_and_his_sentence_says_why(
    told: tuple[Left, str],
) -> None:
    """CASES 10: a human's press of "call" passes the same gate."""
    beat = told[1].partition("Half past six in Las Vegas")[2].partition("Four weeks on")[0]
    assert "No number is shown." in beat
    assert "24 Nov 2026" in beat
    assert "Because of extensive travel I'm not able to do phone" in beat
    assert "it is 06:30 on Wednesday" in beat
    assert "+1702" not in told[1]


def test_an_overdue_promise_is_taken_over_and_kept(told: tuple[Left, str]) -> None:
    """CASES 62."""
    assert "The promise is kept, a day late." in told[1]


def test_a_stop_in_the_middle_of_a_batch_is_silence_and_one_confirmation(
    told: tuple[Left, str],
) -> None:
    assert " 0 to Tom Okafor." in told[1]
    assert told[0].silent_ms > 0
    assert "gets 1 confirmation." in told[1]


def test_the_altered_entry_is_named_and_the_original_is_whole(told: tuple[Left, str]) -> None:
    tampered = told[0].tampered
    assert tampered.found == f"entry {tampered.entry} (`decision`) was altered after it was written"
    assert tampered.original.startswith("every one of ")


def test_without_listening_people_are_contacted_against_their_word(
    told: tuple[Left, str],
) -> None:
    against = {(one.name, one.channel) for one in told[0].against}
    assert ("Scott Reyes", "phone") in against
    assert ("Tom Okafor", "email") in against
    assert f"without listening: {len(told[0].against)} contacts against their word" in told[1]


def test_it_leaves_the_database_and_the_mails_to_look_at(told: tuple[Left, str]) -> None:
    assert list(told[0].mails.glob("*.eml"))
    store = Store(f"sqlite:///{told[0].house / 'outreach.db'}")
    try:
        assert isinstance(store.read(ledger.verify), ledger.Whole)
    finally:
        store.close()


def test_texts_go_by_a_carrier_and_it_says_that_they_arrived(told: tuple[Left, str]) -> None:
    store = Store(f"sqlite:///{told[0].house / 'outreach.db'}")
    query = select(attempt.c.reference, attempt.c.delivery).where(
        attempt.c.channel == Channel.SMS, attempt.c.state == AttemptState.ACCEPTED
    )
    try:
        texts = store.read(lambda conn: conn.execute(query).all())
    finally:
        store.close()
    assert texts
    assert all(one.reference.startswith("SM") for one in texts)
    assert "delivered" in {one.delivery for one in texts}


def test_its_people_have_pages_to_look_at_where_the_story_ended(told: tuple[Left, str]) -> None:
    left, _ = told
    home = open_house(left.house)
    client = TestClient(app_of(home))
    shown = {one.whose: client.get(one.path).text for one in (*pages_of(home), *own_page_of(home))}
    asyncio.run(home.close())
    assert "not able to do phone" in shown["Scott Reyes"]
    assert "We do not contact you." in shown["Tom Okafor"] or "No emails" in shown["Tom Okafor"]
    assert "Hello Scott" in shown["Scott Reyes, his own for an hour"]


def test_the_pages_that_stay_open_go_on_hearing(told: tuple[Left, str]) -> None:
    """Nothing reaches anybody from a house whose mailbox nobody reads: no call would be granted."""

    async def heard() -> tuple[str, str]:
        ahead = read_settings(told[0].house).rehearsal.hours_ahead
        later = ClockAhead(timedelta(hours=ahead, minutes=5))
        home = open_house(told[0].house, later)
        before = standing(home).deaf
        reading = asyncio.create_task(keep_listening(home))
        for _ in range(200):
            await asyncio.sleep(0.05)
            if not standing(home).deaf:
                break
        reading.cancel()
        after = standing(home).deaf
        await home.close()
        return before, after

    before, after = asyncio.run(heard())
    assert "maildir" in before
    assert not after
