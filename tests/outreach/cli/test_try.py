"""A first email goes to ourselves, through the whole gate, and to nobody else."""

from __future__ import annotations

import time
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from outreach.cli.gatekeeping import at_the_gate
from outreach.cli.opening import opened
from outreach.domain.attempts import AttemptState
from outreach.gate.outcomes import Outcome
from outreach.services import first_email
from outreach.store import consents, inbound, people
from policies.channel import Purpose
from policies.verdict import Allow
from tests.outreach.cli.conftest import Shell

ANA = "ana@kestrel.example"


def lying(house: Shell) -> list[EmailMessage]:
    found = sorted((house.folder / "rehearsal" / "new").glob("*"))
    return [message_from_bytes(one.read_bytes(), policy=policy.default) for one in found]


def test_it_is_judged_handed_over_and_recorded(house: Shell) -> None:
    said = house("try", ANA, "--yes")
    assert said.code == 0, said.err
    assert "judged: Yes, by email now" in said.out
    assert f"a rehearsal: it lies in {house.folder}/rehearsal/new" in said.out
    (mail,) = lying(house)
    assert mail["Subject"] == "A first email from Kestrel Mapping to itself"
    assert "`outreach try`" in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    attempt = said.out.split("outreach why ")[1].split()[0]
    why = house("why", attempt)
    assert why.code == 0
    assert "it would be allowed" not in why.out, "it was, and it left"


def test_what_was_asked_for_is_recorded_as_that_and_as_no_more(house: Shell) -> None:
    house("try", ANA, "--yes")
    with opened(house.folder) as home:
        (ana,) = home.store.read(lambda conn: people.named(conn, ANA))
        (basis,) = home.store.read(lambda conn: consents.of(conn, ana.id))
    assert basis.purpose is Purpose.SERVICE
    assert basis.proof.startswith("Ana Ruiz typed `outreach try` with this address on 20")


def test_it_can_be_tried_again(house: Shell) -> None:
    house("try", ANA, "--yes")
    another_second()
    assert house("try", ANA).code == 0, "it was confirmed before"
    assert len(lying(house)) == 2


def test_an_address_of_nobody_of_ours_has_to_be_confirmed(house: Shell) -> None:
    refused = house("try", "somebody@elsewhere.example")
    assert (refused.code, "is it your own" in refused.err) == (2, True)
    assert f"outreach team add NAME --email {'somebody@elsewhere.example'}" in refused.err
    assert lying(house) == []


def test_somebody_whom_we_know_gets_no_test_whoever_says_yes(house: Shell) -> None:
    refused = house("try", "scott@reyes.example", "--yes")
    assert (refused.code, "is somebody's whom we know" in refused.err) == (2, True)
    assert lying(house) == []


def test_a_member_needs_no_confirmation(house: Shell) -> None:
    house("team", "add", "Ben Okafor", "--email", "ben@okafor.example")
    assert house("try", "Ben@Okafor.example", "--by", "Ben Okafor").code == 0


def test_our_own_mailbox_cannot_answer_itself_and_is_told_so(house: Shell) -> None:
    said = house("try", "hello@kestrel.example")
    assert "an answer from this mailbox is our own copy" in said.out


def test_without_a_mailbox_nothing_is_planned_that_would_leave_later(house: Shell) -> None:
    settings = house.folder / "outreach.toml"
    settings.write_text(settings.read_text().replace("hello@kestrel.example", ""))
    refused = house("try", ANA, "--yes")
    assert (refused.code, "set `sender.mailbox`" in refused.err) == (1, True)
    assert "attempts: none" in house("audit").out


@pytest.mark.parametrize("address", ["ana", "ana@", "+447700900123"])
def test_what_is_no_address_is_one_sentence(house: Shell, address: str) -> None:
    refused = house("try", address)
    assert (refused.code, "is no email address" in refused.err) == (2, True)


def test_what_holds_it_is_said_with_the_command_that_helps(house: Shell) -> None:
    house("halt", "--because", "a fire")
    said = house("try", ANA, "--yes")
    assert said.code == 1
    assert "all sending is halted: a fire" in said.out
    assert "what to do: outreach resume" in said.out


def test_a_stop_holds_it_like_any_other(house: Shell) -> None:
    house("try", ANA, "--yes")
    answer(house, "stop")
    another_second()
    said = house("try", ANA)
    assert (said.code, "asked not to be reached by email" in said.out) == (1, True)
    assert "what to do: outreach why a_" in said.out
    assert len([one for one in lying(house) if one["Auto-Submitted"] is None]) == 1


def test_what_is_answered_is_shown_as_it_was_understood(house: Shell) -> None:
    """The letter lies there before the look, as if somebody answered at once."""
    house("try", ANA, "--yes")
    answer(house, "Please never write before nine in the morning.")
    with opened(house.folder) as home:
        at_the_gate(home, nothing)
        (ana,) = home.store.read(lambda conn: people.named(conn, ANA))
        (row,) = home.store.read(lambda conn: inbound.of(conn, ana.id))
        outcome = Outcome(row.attempt_id or "", ana.id, Allow(), AttemptState.ACCEPTED, "")
        (heard,) = first_email.heard(home.store, outcome)
    assert heard.words == "Please never write before nine in the morning."


def another_second() -> None:
    """Let the second go by that stands in the words, or they would have been said already."""
    time.sleep(1.0)


async def nothing() -> None:
    return None


def answer(house: Shell, words: str) -> None:
    """Answer the last mail, as mail programs do."""
    got = lying(house)[-1]
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = ANA, got["Reply-To"], f"Re: {got['Subject']}"
    mail["Message-ID"], mail["In-Reply-To"] = "<1@mail.example>", got["Message-ID"]
    mail.set_content(words)
    (house.folder / "mail" / "new" / "1.letter").write_bytes(mail.as_bytes(policy=policy.SMTP))
