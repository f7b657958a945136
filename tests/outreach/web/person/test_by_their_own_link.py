"""The link that was sent to the address itself: for an hour it loosens, asks, shows and erases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from outreach.domain.commitments import CommitmentKind
from outreach.services import listen
from outreach.store import erasing, held, ledger, people
from outreach.store.statements import speaker
from outreach.store.tables import metadata
from outreach.web.words import Spoken
from policies.channel import Channel
from policies.statement import Pause, Place, WallTime
from tests.outreach.web.person.conftest import Own
from tests.outreach.web.person.test_by_the_link_in_a_mail import WEEK, choices


def test_the_link_goes_to_the_address_and_nowhere_else(own: Own) -> None:
    """CASES 20: whoever holds a forwarded mail gets a page that says so, and no link."""
    answer = own.post(own.by_mail + "/link")
    assert "s•••@kestrel.example" in answer.text
    [link] = own.links()
    assert own.link_of(link) not in answer.text
    assert own.house.attempt_of(link).purpose == "acknowledge"


@pytest.mark.parametrize("spoken", list(Spoken))
def test_the_mail_with_the_link_speaks_as_the_page_does(own: Own, spoken: Spoken) -> None:
    own.post(f"{own.by_mail}/link?lang={spoken}")
    [link] = own.links()
    words = own.house.attempt_of(link).message
    assert words == ("own-link" if spoken is Spoken.ENGLISH else f"own-link-{spoken}")
    assert own.get(own.sent_to_him()).status_code == 200


def test_three_links_a_day_are_enough(own: Own) -> None:
    answers = [own.post(own.by_mail + "/link").text for _ in range(4)]
    assert "enough links" in answers[-1]
    assert len(own.links()) == 3


def test_after_its_hour_the_link_only_restricts(own: Own) -> None:
    mine = own.sent_to_him()
    assert "Hello Scott Reyes" in own.get(mine).text
    own.house.clock.advance(timedelta(minutes=59))
    assert "Scott" not in own.get(mine).text
    assert own.client.get(mine + "/history").status_code == 404
    assert own.client.post(mine + "/erase", data={"sure": "yes"}).status_code == 404
    own.post(mine + "/stop")
    assert own.refuses(Channel.EMAIL)


def test_a_channel_is_allowed_again_by_a_proven_word(own: Own) -> None:
    own.house.writes(own.scott, "Please don't call me.")
    own.post(own.by_mail + "/choices", {"way.sms": "never"})
    answer = own.post(own.sent_to_him() + "/choices", {"way.phone": "welcome"})
    assert "Calls are welcome again" in answer.text
    assert not own.refuses(Channel.PHONE)
    assert own.refuses(Channel.SMS)
    assert own.said()[-1].proven


def test_everything_that_was_stopped_can_be_allowed_one_by_one(own: Own) -> None:
    own.post(own.by_mail + "/stop")
    own.post(own.sent_to_him() + "/choices", {"way.email": "welcome"})
    assert not own.refuses(Channel.EMAIL)
    assert own.refuses(Channel.PHONE)


def test_hours_pause_and_limit_take_the_place_of_older_ones(own: Own) -> None:
    own.house.writes(own.scott, "Never before noon. Nothing until 1 March 2027. Once a month.")
    form = WEEK | {f"from.{n}": "09:00" for n in range(7)} | {f"to.{n}": "17:30" for n in range(7)}
    own.post(own.sent_to_him() + "/choices", form | {"pause": "none", "often": "weekly"})
    now = choices(own)
    assert [(hours.start, hours.end) for hours in now.week if hours] == [(540, 1050)] * 7
    assert now.paused_until is None
    assert now.limit is not None
    assert (now.limit.count, now.limit.days) == (1, 7)


def test_no_quiet_time_is_left_where_they_open_the_whole_week(own: Own) -> None:
    own.house.writes(own.scott, "Never before noon, please.")
    form = WEEK | {f"from.{n}": "00:00" for n in range(7)} | {f"to.{n}": "23:59" for n in range(7)}
    own.post(own.sent_to_him() + "/choices", form)
    assert all(hours and (hours.start, hours.end) == (0, 1_440) for hours in choices(own).week)


def test_hours_are_chosen_once_for_all_days(own: Own) -> None:
    shown = own.get(own.by_mail).text
    assert 'name="from.all" value=""' in shown
    form = WEEK | {f"from.{n}": "00:00" for n in range(7)} | {f"to.{n}": "23:59" for n in range(7)}
    own.post(own.by_mail + "/choices", form | {"from.all": "10:00", "to.all": ""})
    assert [(hours.start, hours.end) for hours in choices(own).week if hours] == [(600, 1440)] * 7
    assert 'name="from.all" value="10:00"' in own.get(own.by_mail).text


def test_hours_of_one_day_go_before_those_of_all(own: Own) -> None:
    mine = own.sent_to_him() + "/choices"
    form = WEEK | {f"from.{n}": "00:00" for n in range(7)} | {f"to.{n}": "23:59" for n in range(7)}
    own.post(mine, form | {"from.all": "10:00", "to.all": "18:00", "from.6": "14:00"})
    week = [hours and (hours.start, hours.end) for hours in choices(own).week]
    assert week == [(600, 1080)] * 6 + [(840, 1080)]
    own.post(mine, WEEK | {"from.all": "", "to.all": ""})
    assert [hours and (hours.start, hours.end) for hours in choices(own).week] == week


def test_hours_that_are_emptied_have_no_bound(own: Own) -> None:
    own.house.writes(own.scott, "Never before noon, please.")
    form = WEEK | {f"from.{n}": "12:00" for n in range(7)} | {f"to.{n}": "23:59" for n in range(7)}
    own.post(own.sent_to_him() + "/choices", form | {"from.all": "", "to.all": ""})
    assert all(hours and (hours.start, hours.end) == (0, 1_440) for hours in choices(own).week)


def test_what_was_not_changed_is_not_loosened_by_the_way(own: Own) -> None:
    own.house.writes(own.scott, "Never before noon. Don't text me. Nothing until 1 March 2027.")
    own.post(own.sent_to_him() + "/choices", {"often": "monthly"})
    now = choices(own)
    assert own.refuses(Channel.SMS)
    assert now.paused_until == date(2027, 3, 1)
    assert all(hours and hours.start == 720 for hours in now.week)


def test_the_clock_can_be_set(own: Own) -> None:
    own.post(own.sent_to_him() + "/choices", {"zone": "Europe/Paris"})
    assert own.meanings() == [Place("Europe/Paris")]


def test_a_topic_is_allowed_again(own: Own) -> None:
    own.post(own.by_mail + "/choices", {"topics": "asked"})
    assert choices(own).refused_topics
    own.post(own.sent_to_him() + "/choices", {"topics": "asked", "topic": "spring offer"})
    assert not choices(own).refused_topics


def test_what_we_understood_wrongly_is_taken_out_and_the_words_stay(own: Own) -> None:
    words = "Because of travel I can't do phone, and never before noon."
    own.house.writes(own.scott, words)
    mine = own.sent_to_him()
    said = next(one for one in own.said() if one.words == words)
    position = next(n for n, one in enumerate(said.meanings) if hasattr(one.meaning, "days"))
    assert words in own.get(mine).text.replace("&#39;", "'")
    answer = own.post(mine + "/wrong", {"statement": said.id, "position": str(position)})
    assert "counts no longer" in answer.text
    assert own.stands().quiets == ()
    assert own.stands().avoids_of(Channel.PHONE)
    assert words in [one.words for one in own.said()]


def test_a_plain_stop_is_no_misunderstanding(own: Own) -> None:
    own.client.post(own.by_mail.replace("/you/", "/stop/"))
    form = {"statement": own.said()[0].id, "position": "0"}
    assert own.client.post(own.sent_to_him() + "/wrong", data=form).status_code == 404
    assert own.refuses(Channel.EMAIL)


def test_nobody_corrects_what_somebody_else_said(own: Own) -> None:
    lucy = own.house.person("Lucy Chen", "lucy@kite.example")
    said = own.house.writes(lucy, "Don't call me.").done.recorded[0].statement_id
    form = {"statement": said, "position": "0"}
    assert own.client.post(own.sent_to_him() + "/wrong", data=form).status_code == 404
    assert own.house.store.read(lambda conn: speaker(conn, said)) == lucy.id


def test_call_me_then_is_a_promise_at_their_hour(own: Own) -> None:
    """CASES 41: on their clock; nine in Los Angeles is five in the afternoon, UTC."""
    answer = own.post(own.sent_to_him() + "/call", {"day": "2026-12-01", "hour": "09:00"})
    assert "A call on 1 December 2026, 09:00" in answer.text
    [promise] = own.house.promises(own.scott)
    assert promise.kind is CommitmentKind.CALLBACK
    assert promise.proven
    assert promise.named_hour
    assert promise.due_at.isoformat() == "2026-12-01T17:00:00+00:00"
    assert "We call or write as you asked" in own.get(own.by_mail).text


def test_a_call_they_ask_for_does_not_end_their_pause(own: Own) -> None:
    own.house.writes(own.scott, "Nothing until 1 March 2027, please.")
    own.post(own.sent_to_him() + "/call", {"day": "2026-12-01", "hour": "09:00"})
    assert choices(own).paused_until == date(2027, 3, 1)
    assert Pause(WallTime(date(2027, 3, 1))) in own.meanings()


@pytest.mark.parametrize("day", ["2026-11-20", "2028-01-01", ""])
def test_an_hour_that_is_over_or_far_away_is_not_promised(own: Own, day: str) -> None:
    answer = own.post(own.sent_to_him() + "/call", {"day": day, "hour": "09:00"})
    assert "Please pick a day" in answer.text
    assert own.house.promises(own.scott) == []


def test_write_to_me_is_a_request_on_a_humans_desk(own: Own) -> None:
    own.post(own.sent_to_him() + "/write", {"what": "the pricing"})
    [promise] = own.house.promises(own.scott)
    assert (promise.kind, promise.what, promise.proven) == (
        CommitmentKind.REQUEST,
        "the pricing",
        True,
    )


def test_undoing_a_request_releases_the_promise(own: Own) -> None:
    changed = own.change(own.sent_to_him() + "/write", {"what": "the pricing"})
    own.post(changed)
    assert own.house.promises(own.scott) == []


def test_own_words_are_proven(own: Own) -> None:
    """CASES 41."""
    own.post(own.sent_to_him() + "/words", {"words": "Call me on 1 December at 10:00, please."})
    assert [one.proven for one in own.house.promises(own.scott)] == [True]


def test_history_and_everything_we_hold_can_be_read_and_taken_away(own: Own) -> None:
    own.house.writes(own.scott, "I like maps.")
    mine = own.sent_to_him()
    assert "I like maps." in own.get(mine + "/history").text
    answer = own.client.post(mine + "/everything")
    assert "attachment" in answer.headers["Content-Disposition"]
    told = answer.json()["held"]
    assert told["person"][0]["name"] == "Scott Reyes"
    assert "secret_key" not in told["person"][0]
    assert "I like maps." in [row["words"] for row in told["statement"]]
    assert {"point", "attempt", "inbound"} <= told.keys()


def test_every_table_that_names_a_person_is_looked_into(own: Own) -> None:
    named = {table.name for table in metadata.sorted_tables if held.naming_a_person(table)}
    assert {"person", "point", "statement", "note", "consent", "decision", "inbound"} <= named


def test_erasing_needs_a_tick_and_leaves_only_what_keeps_us_silent(own: Own) -> None:
    """CASES 58: no word, no address; and nobody writes there again."""
    own.house.writes(own.scott, "I like maps, and my number is +1 702 555 0142.")
    mine = own.sent_to_him()
    own.post(mine + "/erase")
    assert len(own.said()) == 2
    answer = own.post(mine + "/erase", {"sure": "yes"})
    assert "Everything is erased" in answer.text
    assert own.client.get(mine).status_code == 404
    assert own.client.get(own.by_mail).status_code == 404
    assert own.house.suppressed("scott@kestrel.example")
    left = str(own.house.store.read(lambda conn: held.held(conn, own.scott.id)))
    for trace in ("Scott", "scott@", "7025550142", "maps", "Expo"):
        assert trace not in left
    kept = own.house.store.read(lambda conn: people.get(conn, own.scott.id))
    assert kept.name == erasing.ERASED
    assert own.house.store.read(lambda conn: people.secrets_of(conn, [own.scott.id])) == {}
    assert isinstance(own.house.store.read(ledger.verify), ledger.Whole)


def test_a_wish_for_one_matter_is_not_told_as_a_standing_one(own: Own) -> None:
    own.house.writes(own.scott, "I can't do phone, please email me instead.")
    words = {"words": "I am back. You can call me about the maps."}
    answer = own.post(own.sent_to_him() + "/words", words)
    assert "In this matter by phone" in answer.text
    assert "By phone first" not in answer.text


def test_words_that_came_before_a_stop_of_everything_do_not_open_the_link(own: Own) -> None:
    """A stop does not lock the owner out: the link still goes to the address."""
    own.post(own.by_mail + "/stop")
    assert listen.ask_for_link(own.house.ears, own.attempt) is listen.Asked.ON_ITS_WAY
