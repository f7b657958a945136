"""What we send by is shown as it fares, rests when told to, and says why in one line."""

from __future__ import annotations

from tests.outreach.cli.conftest import Shell

US = "hello@kestrel.example"


def test_what_we_send_by_is_listed_with_how_it_fares(house: Shell) -> None:
    said = house("senders", "--json")
    assert said.json["senders"] == [
        {
            "address": US,
            "channel": "email",
            "today": 0,
            "taken": 0,
            "complaints": 0,
            "rate": 0.0,
            "paused_since": None,
            "paused_because": "",
            "paused_code": "",
            "about": "",
        }
    ]
    assert said.json["limits"]["most_complaints"] == 0.003


def test_a_mailbox_rests_when_told_to_and_says_since_when_and_why(house: Shell) -> None:
    paused = house("senders", "pause", US, "--because", "on a blocklist")
    assert (paused.code, f"{US} rests" in paused.out) == (0, True)
    listed = house("senders")
    assert "rests since" in listed.out
    assert "on a blocklist" in listed.out
    assert f"outreach senders resume {US}" in listed.out
    assert house("senders", "pause", US, "--because", "again").out == f"{US} rests already\n"


def test_a_mailbox_that_rests_sends_again_when_somebody_says_so(house: Shell) -> None:
    house("senders", "pause", US, "--because", "on a blocklist")
    resumed = house("senders", "resume", US.upper(), "--by", "Ana Ruiz", "--json")
    assert resumed.json["was_paused"] == "on a blocklist"
    assert house("senders", "resume", US).out == f"{US} was not paused\n"


def test_what_is_not_ours_can_neither_rest_nor_send(house: Shell) -> None:
    for words in (("pause", "--because", "x"), ("resume",)):
        name, *more = words
        refused = house("senders", name, "scott@reyes.example", *more)
        assert refused.code == 2
        assert f"we send by `{US}`" in refused.err


def test_a_pause_is_one_line_in_preflight_however_many_it_holds(house: Shell) -> None:
    house("sequence", "add", str(house.folder / "sequences" / "first-hello.toml"))
    house("senders", "pause", US, "--because", "on a blocklist")
    preflight = house("preflight", "first-hello", "--all", "--json")
    (line,) = (one for one in preflight.json["blockers"] if US in one)
    assert "our fault, not theirs" in line
    assert line.endswith("(4)"), "two people, two mails each"
    assert preflight.code == 0, "whoever is enrolled meanwhile waits, and that is all"


def test_pauses_and_resumes_are_in_the_ledger(house: Shell) -> None:
    house("senders", "pause", US, "--because", "on a blocklist")
    house("senders", "resume", US)
    assert house("ledger", "verify").code == 0


def test_a_pause_without_a_reason_is_refused(house: Shell) -> None:
    refused = house("senders", "pause", US, "--because", " ")
    assert (refused.code, "needs its reason" in refused.err) == (2, True)
    assert "rests" not in house("senders").out
