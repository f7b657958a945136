"""Which addresses to enter elsewhere, and the one secret that goes with them."""

from __future__ import annotations

import pytest

from tests.outreach.cli.conftest import Shell


def test_every_address_is_shown_with_where_to_enter_it(
    house: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_WEB__PUBLIC_URL", "https://house.example")
    shown = house("hooks")
    assert "https://house.example/hooks/twilio/text" in shown.out
    assert "enter it at: Twilio" in shown.out
    urls = [one["url"] for one in house("hooks", "--json").json]
    assert len(urls) == 4


def test_a_house_that_nobody_can_reach_says_so(
    house: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUTREACH_WEB__PUBLIC_URL", "")
    shown = house("hooks")
    assert shown.code == 0
    assert "http://127.0.0.1:8180/hooks/mail" in shown.out
    assert "twilio" not in shown.out
    assert "no carrier can post to us (web.public_url is not set)" in shown.out


def test_the_secret_of_the_mail_hook_stays_the_same(house: Shell) -> None:
    secret = house("hooks", "--secret").out
    assert len(secret.strip()) == 52
    assert house("hooks", "--secret").out == secret
