"""A server may fail at any stage in any way; what we then know is never more than we can."""

import asyncio
from dataclasses import dataclass

import pytest

from channels.contract import Accepted, Receipt, Refused, Temporary, TurnedAway, Unknown
from channels.email.sending import EmailDoor, Security, Server
from tests.channels.contract import MINT, NOON, Rig, clear
from tests.channels.email.servers import BABBLE, DRIP, DROP, HANG, HOST, Misbehaving

BEFORE = ["greeting", "EHLO", "MAIL", "RCPT", "DATA"]
SILENCES = [HANG, DROP, DRIP, BABBLE, b"nonsense"]
SOON = 0.3
"""Seconds that the door waits for anything."""


@dataclass
class Seen:
    """Two mails: the first meets the trouble, the second comes when it is over."""

    first: Receipt
    second: Receipt
    server: Misbehaving
    seconds: float


def tried(server: Misbehaving) -> Seen:
    rig = Rig()

    async def both() -> Seen:
        port = await server.start()
        settings = Server(
            HOST, port, Security.PLAIN, connect_timeout=SOON, timeout=SOON, final_timeout=SOON
        )
        rig.door = EmailDoor(settings, MINT.inspector, lambda: NOON)
        one, two = rig.outbound(1), rig.outbound(2)
        start = asyncio.get_running_loop().time()
        first = await rig.door.send(one, clear(one))
        seconds = asyncio.get_running_loop().time() - start
        server.stage = ""
        second = await rig.door.send(two, clear(two))
        await rig.door.close()
        await server.stop()
        return Seen(first, second, server, seconds)

    try:
        return rig.run(both())
    finally:
        rig.runner.close()


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize("bad", SILENCES)
@pytest.mark.parametrize("stage", BEFORE)
def test_silence_before_the_mail_is_handed_over_is_temporary(
    stage: str, bad: bytes, pipelining: bool
) -> None:
    seen = tried(Misbehaving(pipelining, stage, bad))
    assert isinstance(seen.first, Temporary)
    assert isinstance(seen.second, Accepted)
    assert len(seen.server.mails) == 1
    assert seen.seconds < 5


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize("bad", [*SILENCES, b"199 hm", b"300 hm"])
def test_silence_after_the_mail_was_handed_over_is_unknown(bad: bytes, pipelining: bool) -> None:
    """CASES 3."""
    seen = tried(Misbehaving(pipelining, "final", bad))
    assert isinstance(seen.first, Unknown)
    assert isinstance(seen.second, Accepted)
    assert len(seen.server.mails) == 2
    assert seen.seconds < 5


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize("stage", [*BEFORE, "final"])
@pytest.mark.parametrize("bad", [b"421 4.3.2 closing", b"451 4.7.1 greylisted"])
def test_not_now_is_temporary_at_every_stage(stage: str, bad: bytes, pipelining: bool) -> None:
    seen = tried(Misbehaving(pipelining, stage, bad))
    assert isinstance(seen.first, Temporary)
    assert isinstance(seen.second, Accepted)


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize(
    ("stage", "bad", "receipt"),
    [
        ("MAIL", b"550 5.1.1 you", TurnedAway("5.1.1", "5.1.1 you")),
        ("MAIL", b"553 5.1.8 you", TurnedAway("5.1.8", "5.1.8 you")),
        ("MAIL", b"552 5.3.4 big", Refused("5.3.4", "5.3.4 big", point_dead=False)),
        ("RCPT", b"550 5.1.1 who", Refused("5.1.1", "5.1.1 who", point_dead=True)),
        ("RCPT", b"550 5.2.1 off", Refused("5.2.1", "5.2.1 off", point_dead=True)),
        ("RCPT", b"552 5.2.2 full", Refused("5.2.2", "5.2.2 full", point_dead=False)),
        ("RCPT", b"550 who", Refused("550", "who", point_dead=False)),
        ("RCPT", b"550-5.1.1 who\r\n550 5.1.1 is", Refused("5.1.1", "5.1.1 who\n5.1.1 is", True)),
        ("RCPT", b"550 5.7.1 no", TurnedAway("5.7.1", "5.7.1 no")),
        ("DATA", b"554 5.7.1 no", TurnedAway("5.7.1", "5.7.1 no")),
        ("final", b"550 5.7.515 no", TurnedAway("5.7.515", "5.7.515 no")),
        ("final", b"550 5.1.10 gone", Refused("5.1.10", "5.1.10 gone", point_dead=True)),
    ],
)
def test_a_refusal_says_whose_fault_it_is(
    stage: str, bad: bytes, receipt: Refused | TurnedAway, pipelining: bool
) -> None:
    seen = tried(Misbehaving(pipelining, stage, bad))
    assert seen.first == receipt
    assert isinstance(seen.second, Accepted)


def test_a_refusal_before_the_mail_keeps_the_connection() -> None:
    seen = tried(Misbehaving(False, "RCPT", b"550 5.1.1 who"))
    assert seen.server.connections == 1
    assert "RSET" in seen.server.commands


def test_a_server_that_wants_a_mail_for_nobody_gets_none() -> None:
    """RFC 2920 §3.1: it may say 354 although it refused the only recipient."""
    seen = tried(Misbehaving(True, "RCPT", b"550 5.1.1 who"))
    assert seen.server.connections == 2
    assert len(seen.server.mails) == 1
    assert seen.seconds < SOON


def test_a_reply_nobody_asked_for_is_not_taken_for_the_next_mails() -> None:
    seen = tried(Misbehaving(False, "final", b"250 2.0.0 taken\r\n250 and this"))
    assert isinstance(seen.first, Accepted)
    assert isinstance(seen.second, Temporary)
    assert seen.server.commands.count("MAIL") == 1
