"""The link in a mail: looking changes nothing, posting stops, and nothing is claimed in vain."""

from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from channels.email.wire.tokens import Tokens, Use
from outreach.bootstrap.marks import STOP_PATH
from outreach.bootstrap.pages import SignedLinks
from outreach.errors import StorageError
from outreach.services import listen
from outreach.services.preferences import Described, masked
from outreach.web.app import create_app
from outreach.web.one_click import one_click
from policies.channel import Channel
from policies.statement import Source
from tests.outreach.services.houses import TOKENS
from tests.outreach.web.conftest import CARD, Pages

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"])
def test_looking_changes_nothing_and_burns_nothing(pages: Pages, method: str) -> None:
    """CASES 15."""
    for _ in range(3):
        pages.client.request(method, pages.path)
    assert pages.statements() == []
    assert pages.client.post(pages.path, data=ONE_CLICK).status_code == 200
    assert pages.refuses()


def test_the_page_shows_whose_it_is_and_a_button(pages: Pages) -> None:
    """CASES 20: whoever it was passed on to sees that it is not theirs."""
    page = pages.client.get(pages.path)
    assert page.status_code == 200
    assert "s•••@kestrel.example" in page.text
    assert "Stop emails to s•••@kestrel.example" in page.text
    assert "Scott" not in page.text
    assert "scott@" not in page.text
    assert 'method="post"' in page.text


@pytest.mark.parametrize(
    "how",
    [
        {"data": ONE_CLICK},
        {"files": {"List-Unsubscribe": (None, "One-Click")}},
        {},
        {"content": b""},
        {"json": {"List-Unsubscribe": "One-Click"}},
        {"content": b"--broken", "headers": {"Content-Type": "multipart/form-data"}},
        {"content": b"x" * 1_000_000},
        {"data": ONE_CLICK, "headers": {"Origin": "https://mail.example", "Cookie": "a=b"}},
    ],
    ids=["form", "multipart", "no body", "empty", "json", "broken", "huge", "cross-site"],
)
def test_a_post_stops_whatever_its_body(pages: Pages, how: dict[str, object]) -> None:
    """CASES 16, 17, 23: no cookie, no token of ours, no redirect; the mail need not be opened."""
    answer = pages.client.post(pages.path, **how)  # type: ignore[arg-type]
    assert answer.status_code == 200
    assert "Emails are stopped" in answer.text
    assert "set-cookie" not in answer.headers
    assert pages.refuses()
    assert [said.source for said in pages.statements()] == [Source.ONE_CLICK]
    assert not pages.refuses(Channel.PHONE)


def test_the_button_on_our_page_is_told_from_one_click(pages: Pages) -> None:
    pages.client.post(pages.path, data={"from": "page"})
    assert [said.source for said in pages.statements()] == [Source.PAGE]


def test_a_second_click_is_as_good_as_the_first(pages: Pages) -> None:
    """CASES 19."""
    answers = [pages.client.post(pages.path, data=ONE_CLICK) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(pages.statements()) == 1


def test_a_link_works_after_two_years(pages: Pages) -> None:
    """CASES 19."""
    pages.house.clock.advance(timedelta(days=730))
    assert pages.client.get(pages.path).status_code == 200
    assert pages.client.post(pages.path).status_code == 200
    assert pages.refuses()


def test_a_link_cut_short_by_a_slash_still_works(pages: Pages) -> None:
    assert pages.client.post(f"{pages.path}/").status_code == 200
    assert pages.refuses()


def test_the_page_shows_what_stands_now(pages: Pages) -> None:
    """CASES 24."""
    pages.client.post(pages.path)
    assert "Emails are stopped" in pages.client.get(pages.path).text
    assert "<button" not in pages.client.get(pages.path).text


def test_the_page_shows_a_stop_that_was_said_elsewhere(pages: Pages) -> None:
    """CASES 24."""
    ana = pages.house.member("Ana")
    listen.stop(
        pages.house.ears,
        listen.ThePerson(pages.scott.id, pages.scott.name),
        "asked at the fair",
        ana.name,
    )
    assert "We do not contact you any more" in pages.client.get(pages.path).text


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        "../../etc/passwd",
        "%00",
        "a_1-aaaaaaaaaaaaaaaa",
        TOKENS.make("a_of-nobody", Use.STOP),
        "x" * 5_000,
    ],
)
def test_a_link_that_is_not_ours_says_how_to_stop_all_the_same(
    pages: Pages, method: str, token: str
) -> None:
    answer = pages.client.request(method, STOP_PATH + token)
    assert answer.status_code == 404
    assert "nothing was changed" in answer.text.lower()
    assert "mailto:ana@house.example?subject=STOP" in answer.text


@pytest.mark.parametrize("use", [Use.REPLY, Use.BOUNCE, Use.MESSAGE])
def test_a_token_of_another_use_stops_nobody(pages: Pages, use: Use) -> None:
    """CASES 22."""
    assert pages.client.post(STOP_PATH + TOKENS.make(pages.attempt, use)).status_code == 404
    assert not pages.refuses()


def test_a_token_of_another_house_stops_nobody(pages: Pages) -> None:
    """CASES 22."""
    theirs = Tokens(b"z" * 32).make(pages.attempt, Use.STOP)
    assert pages.client.post(STOP_PATH + theirs).status_code == 404
    assert not pages.refuses()


def test_nothing_is_called_done_that_was_not_recorded(pages: Pages) -> None:
    """CASES 21: where the database is gone, the answer says so and names another way."""
    pages.house.store.close()
    answer = pages.client.post(pages.path)
    assert answer.status_code == 503
    assert "nothing was recorded" in answer.text
    assert "STOP" in answer.text
    assert answer.headers["Retry-After"] == "60"


class Forgetful(SignedLinks):
    """Records a stop, and then cannot be asked about it."""

    def describe(self, token: str) -> Described:
        raise StorageError("the database does not answer")


def test_a_stop_that_was_kept_but_not_acted_on_is_not_called_done(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CASES 21: the click is on file, but whatever reads it fails."""

    def failing(*_: object) -> None:
        raise ValueError("a fault of ours")

    monkeypatch.setattr(listen.clicks, "clicked", failing)
    assert pages.client.post(pages.path).status_code == 503
    assert not pages.refuses()


def test_a_page_that_cannot_be_looked_up_says_so(pages: Pages) -> None:
    client = TestClient(create_app(CARD, [one_click(Forgetful(pages.house.ears), CARD)]))
    assert client.get(pages.path).status_code == 503


def test_what_was_recorded_is_called_done_even_if_nobody_can_look_it_up(pages: Pages) -> None:
    client = TestClient(create_app(CARD, [one_click(Forgetful(pages.house.ears), CARD)]))
    answer = client.post(pages.path)
    assert answer.status_code == 200
    assert "Done, from this moment." in answer.text
    assert pages.refuses()


@pytest.mark.parametrize("path", ["", "nonsense", "/../x", "/docs", "/openapi.json", "/style.css"])
def test_every_answer_keeps_the_address_of_the_page_to_itself(pages: Pages, path: str) -> None:
    headers = pages.client.get(path or pages.path).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_is_never_kept_and_asks_nothing_of_others(pages: Pages) -> None:
    page = pages.client.get(pages.path)
    assert page.headers["Cache-Control"] == "no-store"
    assert "://" not in page.text
    assert "<script" not in page.text


def test_the_name_of_the_house_is_written_as_text(pages: Pages) -> None:
    assert "Kite &amp; Sons" in pages.client.get(pages.path).text


def test_the_page_of_a_stop_speaks_the_language_of_the_browser(pages: Pages) -> None:
    asked = pages.client.get(pages.path, headers={"Accept-Language": "fr-CA"})
    done = pages.client.post(pages.path, headers={"Accept-Language": "nl, en;q=0.5"})
    assert "Arrêter ces e-mails" in asked.text
    assert "De e-mails zijn gestopt" in done.text


def test_there_is_nothing_else_to_find(pages: Pages) -> None:
    assert pages.client.get("/docs").status_code == 404
    assert pages.client.get("/").status_code == 404
    assert pages.client.get("/alive/").status_code == 404
    assert pages.client.get("/alive").text == "alive\n"


@pytest.mark.parametrize(
    ("address", "shown"),
    [("scott@kestrel.example", "s•••@kestrel.example"), ("a@b.example", "a•••@b.example")],
)
def test_an_address_shows_its_first_letter_alone(address: str, shown: str) -> None:
    assert masked(address) == shown


def test_every_page_is_shipped() -> None:
    root = Path(__file__).resolve().parents[3] / "templates" / "pages"
    names = {path.stem for path in root.glob("*.html")}
    assert names >= {"frame", "error", "stop", "not-found", "unavailable"}
