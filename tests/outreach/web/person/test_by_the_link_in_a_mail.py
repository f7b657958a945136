"""The link below a mail gets passed on: it shows little, restricts at once, and loosens nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from channels.email.wire.tokens import Tokens, Use
from outreach.bootstrap import own_pages
from outreach.bootstrap.marks import PAGE_PATH
from outreach.domain.attempts import AttemptState
from outreach.domain.choices import Choices, choices_of
from outreach.services import listen
from outreach.store import inbound
from policies.channel import Channel
from policies.statement import AtMost, Avoid, Pause, Quiet, Refuse, Source, Via, WallTime
from tests.outreach.services.houses import TOKENS
from tests.outreach.web.person.conftest import Own

WEEK = {"week": "asked"} | {f"day.{number}": "on" for number in range(7)}


def choices(own: Own) -> Choices:
    zone = own.house.ears.zones(own.scott)[0]
    return choices_of(own.stands(), own.house.clock.now(), zone)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])
@pytest.mark.parametrize("below", ["", "/choices", "/stop", "/words", "/link", "/erase"])
def test_looking_changes_nothing(own: Own, method: str, below: str) -> None:
    """CASES 15: whoever fetches links for a mail scanner presses nothing."""
    before = own.house.version(own.scott)
    for _ in range(2):
        own.client.request(method, own.by_mail + below)
    assert own.said() == []
    assert own.links() == []
    assert own.house.version(own.scott) == before


def test_a_link_of_two_years_ago_still_opens_and_restricts(own: Own) -> None:
    """CASES 19."""
    own.house.clock.advance(timedelta(days=730))
    assert own.get(own.by_mail).status_code == 200
    own.post(own.by_mail + "/stop")
    assert own.refuses(Channel.PHONE)


def test_whoever_it_was_passed_on_to_sees_whose_it_is_and_no_more(own: Own) -> None:
    """CASES 20: masked addresses, no name, no history, no number in what they said."""
    own.house.writes(own.scott, "Please don't call me on +1 702 555 0142, I am in hospital.")
    page = own.get(own.by_mail).text
    assert "s•••@kestrel.example" in page
    assert "+1 ••• 142" in page
    for secret in ("Scott", "scott@", "7025550142", "555 0142", "hospital"):
        assert secret not in page


@pytest.mark.parametrize(
    ("method", "below"),
    [
        ("GET", "/history"),
        ("POST", "/everything"),
        ("GET", "/erase"),
        ("POST", "/erase"),
        ("POST", "/wrong"),
        ("POST", "/write"),
        ("POST", "/call"),
    ],
)
def test_a_forwarded_link_reads_no_history_and_asks_for_nothing(
    own: Own, method: str, below: str
) -> None:
    """CASES 20: what they said, what we hold and what we promise is behind a link of their own."""
    said = own.house.writes(own.scott, "Please don't call me.").done.recorded[0].statement_id
    form = {"statement": said, "position": "0", "sure": "yes", "day": "2026-12-01", "hour": "10:00"}
    answer = own.client.request(method, own.by_mail + below, data=form if method == "POST" else {})
    assert answer.status_code == 404
    assert len(own.said()) == 1
    assert own.refuses(Channel.PHONE)


def test_a_forwarded_link_cannot_loosen_anything(own: Own) -> None:
    """CASES 20: everything is asked for at once that would allow more; nothing of it happens."""
    own.house.writes(own.scott, "Don't call me. Never before nine. At most one mail a month.")
    own.house.writes(own.scott, "Nothing until 1 March 2027, please.")
    before, stood = own.meanings(), choices(own)
    form = {
        **WEEK,
        **{f"way.{channel}": "welcome" for channel in Channel},
        **{f"from.{number}": "00:00" for number in range(7)},
        **{f"to.{number}": "23:59" for number in range(7)},
        "first": "phone",
        "often": "any",
        "pause": "none",
        "zone": "Asia/Tokyo",
    }
    answer = own.post(own.by_mail + "/choices", form)
    assert "can only ask for less" in answer.text
    assert own.meanings() == before
    assert choices(own) == stood


def test_what_restricts_binds_beside_what_was_said_before(own: Own) -> None:
    """CASES 20: a colleague's narrower hours never replace the owner's own."""
    own.house.writes(own.scott, "Please never contact me before noon.")
    form = WEEK | {f"from.{n}": "08:00" for n in range(7)} | {f"to.{n}": "15:00" for n in range(7)}
    answer = own.post(own.by_mail + "/choices", form)
    assert "Not from 15:00 on" in answer.text
    assert "your days and hours" in answer.text  # to open them from eight was asked in vain
    assert [hours.start for hours in choices(own).week if hours] == [12 * 60] * 7
    assert [hours.end for hours in choices(own).week if hours] == [15 * 60] * 7
    assert own.said()[-1].proven is False


@pytest.mark.parametrize(
    ("form", "meaning", "told"),
    [
        ({"way.phone": "never"}, Refuse(Channel.PHONE), "No calls"),
        ({"way.sms": "rather-not"}, Avoid(Channel.SMS), "Rather not by text"),
        ({"often": "monthly"}, AtMost(1, 30), "At most 1 in 30 days"),
        (
            {"pause": "three-months"},
            Pause(WallTime(date(2027, 2, 23))),
            "Nothing until 23 February 2027",
        ),
        (
            {"pause": "none", "until": "2027-01-07"},
            Pause(WallTime(date(2027, 1, 7))),
            "Nothing until 7 January 2027",
        ),
        ({"topics": "asked"}, Refuse(None, "spring offer"), "Nothing about “spring offer”"),
        (
            {"week": "asked", **{f"day.{number}": "on" for number in range(5)}},
            Quiet((5, 6), 0, 0),
            "Not at all: Sat, Sun",
        ),
    ],
)
def test_each_choice_is_kept_as_what_they_chose_and_shown_back(
    own: Own, form: dict[str, str], meaning: object, told: str
) -> None:
    answer = own.post(own.by_mail + "/choices", form)
    assert "Done" in answer.text
    assert told in answer.text
    [said] = own.said()
    assert [one.meaning for one in said.meanings] == [meaning]
    assert (said.words, said.via, said.source) == (told, Via.WEB, Source.PAGE)
    assert own.get(own.by_mail).text.count(told) >= 1


def test_stop_everything_is_one_press_and_withdraws_what_was_planned(own: Own) -> None:
    """CASES 24: the page says afterwards what stands, for every channel."""
    answer = own.post(own.by_mail + "/stop")
    assert "nothing at all" in answer.text
    assert own.house.state(own.attempt) is AttemptState.WITHDRAWN
    assert all(own.refuses(channel) for channel in Channel)
    assert "We do not contact you." in own.get(own.by_mail).text


def test_the_page_shows_a_stop_that_one_of_us_noted(own: Own) -> None:
    """CASES 24: not every channel as open."""
    ana = own.house.member("Ana")
    who = listen.ThePerson(own.scott.id, own.scott.name)
    listen.stop(own.house.ears, who, "asked at the fair", ana.name)
    page = own.get(own.by_mail).text
    assert "We do not contact you." in page
    assert "Nothing on this page lifts that." in page


def test_undo_takes_back_what_this_page_just_restricted_and_nothing_else(own: Own) -> None:
    own.house.writes(own.scott, "Please don't text me.")
    changed = own.change(own.by_mail + "/choices", {"way.phone": "never"})
    assert own.refuses(Channel.PHONE)
    answer = own.post(changed)
    assert "Undone" in answer.text
    assert not own.refuses(Channel.PHONE)
    assert own.refuses(Channel.SMS)


def test_undo_is_over_after_an_hour(own: Own) -> None:
    changed = own.change(own.by_mail + "/stop")
    own.house.clock.advance(timedelta(hours=1, seconds=1))
    assert own.client.post(changed).status_code == 409
    assert own.refuses(Channel.EMAIL)


def test_undo_reaches_nothing_that_the_page_did_not_say(own: Own) -> None:
    """CASES 22: neither a reply, nor a one-click stop, nor somebody else's change, nor a guess."""
    reply = own.house.writes(own.scott, "Stop calling me.").done.recorded[0].statement_id
    own.client.post(own.by_mail.replace(PAGE_PATH, "/stop/"))
    clicked = own.said()[-1].id
    lucy = own.house.person("Lucy Chen", "lucy@kite.example")
    hers = PAGE_PATH + TOKENS.make(own.house.attempt(lucy), Use.STOP)
    of_lucy = own.change(hers + "/stop").rpartition("/")[2]
    for name in (
        TOKENS.make(reply, Use.CHANGE),
        TOKENS.make(clicked, Use.CHANGE),
        of_lucy,
        TOKENS.make(reply, Use.STOP),
        "nonsense",
    ):
        assert own.client.post(f"{own.by_mail}/changed/{name}").status_code == 404
    assert own.refuses(Channel.PHONE)
    assert own.refuses(Channel.EMAIL)


def test_own_words_restrict_and_the_rest_waits_for_a_human(own: Own) -> None:
    """CASES 34, 42: the tighter reading acts at once; what would loosen waits."""
    words = "Please don't call me any more. Could you email me the pricing?"
    answer = own.post(own.by_mail + "/words", {"words": words})
    assert "Done" in answer.text
    assert own.refuses(Channel.PHONE)
    assert own.said()[-1].words == words
    assert not own.stands().requests
    assert own.house.promises(own.scott) == []
    kept = own.house.store.read(lambda conn: inbound.of(conn, own.scott.id))[-1]
    assert kept.kind is inbound.InboundKind.REPLY
    assert kept.state is inbound.InboundState.UNCLEAR


def test_no_words_are_no_statement(own: Own) -> None:
    assert "There were no words" in own.post(own.by_mail + "/words", {"words": "  "}).text
    assert own.said() == []


@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        "%00",
        "../../etc/passwd",
        "x" * 3_000,
        TOKENS.make("a_of-nobody", Use.STOP),
        Tokens(b"z" * 32).make("a_1", Use.STOP),
    ],
)
def test_a_link_that_is_not_ours_opens_nothing(own: Own, token: str) -> None:
    """CASES 22."""
    for method in ("GET", "POST"):
        assert own.client.request(method, f"{PAGE_PATH}{token}").status_code in (404, 405)
    assert own.client.post(f"{PAGE_PATH}{token}/stop").status_code == 404
    assert own.said() == []


def test_a_link_that_an_older_key_signed_still_works(own: Own) -> None:
    """CASES 19: a key is replaced, and mails that left before keep their way back."""
    new = Tokens(b"n" * 32, (TOKENS.key,))
    assert new.attempt(TOKENS.make(own.attempt, Use.STOP), Use.STOP) == own.attempt
    assert new.make(own.attempt, Use.STOP) != TOKENS.make(own.attempt, Use.STOP)
    assert Tokens(b"n" * 32).attempt(TOKENS.make(own.attempt, Use.STOP), Use.STOP) is None


@pytest.mark.parametrize(
    "form",
    [
        {"way.phone": "always"},
        {"often": "hourly"},
        {"pause": "until", "until": "tomorrow"},
        {"week": "asked", "day.0": "on", "from.0": "99:99"},
    ],
)
def test_what_no_form_of_ours_can_ask_changes_nothing(own: Own, form: dict[str, str]) -> None:
    assert own.client.post(own.by_mail + "/choices", data=form).status_code == 400
    assert own.said() == []


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"week": "asked", "day.0": "on", "from.0": "18:00", "to.0": "09:00"}, "before they begin"),
        (WEEK | {"from.all": "10:00", "to.all": "08:00"}, "before they begin"),
        ({"zone": "California"}, "do not know that time zone"),
    ],
)
def test_what_somebody_filled_in_wrongly_is_told_kindly_and_changes_nothing(
    own: Own, form: dict[str, str], told: str
) -> None:
    assert told in own.post(own.by_mail + "/choices", form).text
    assert own.said() == []


def test_saving_without_a_change_says_so(own: Own) -> None:
    assert "Nothing was changed" in own.post(own.by_mail + "/choices", WEEK).text
    assert own.said() == []


def test_a_flood_of_words_is_refused_and_a_stop_never(
    own: Own, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_pages, "MOST_A_DAY", 2)
    for number in range(2):
        own.post(own.by_mail + "/words", {"words": f"I like maps, {number} of them."})
    assert own.client.post(own.by_mail + "/words", data={"words": "More."}).status_code == 429
    assert own.client.post(own.by_mail + "/choices", data=WEEK).status_code == 429
    own.post(own.by_mail + "/stop")
    assert own.refuses(Channel.EMAIL)


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "pt", "it", "nl"])
def test_the_page_speaks_their_language_and_keeps_it(own: Own, language: str) -> None:
    page = own.get(own.by_mail, **{"Accept-Language": language})
    assert f'<html lang="{language}">' in page.text
    changed = own.client.post(f"{own.by_mail}/stop?lang={language}").headers["location"]
    assert f'<html lang="{language}">' in own.get(changed).text


HOSTILE = "<script>alert('x')</script> \"{{ 7*7 }}\" {house.mailbox} \u202e"


def test_hostile_words_are_shown_as_words(own: Own) -> None:
    own.post(own.by_mail + "/words", {"words": f"Please never call me. {HOSTILE}"})
    page = own.get(own.sent_to_him()).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "\u202e" not in page  # what follows them, in words of ours, would read backwards
    assert "49" not in page.partition("&lt;script&gt;")[2][:60]


def test_only_answers_of_our_own_pages_lead_on(own: Own) -> None:
    """No address that somebody hands in becomes a place that we send a browser to."""
    assert own.client.post(own.by_mail + "/stop?lang=//evil.example").status_code == 400
    for below in ("/stop?lang=//e.x", "/stop?next=https://evil.example"):
        to = own.client.post(own.by_mail + below, headers={"Host": "evil.example"})
        assert to.headers["location"].startswith(own.by_mail + "/changed/")
