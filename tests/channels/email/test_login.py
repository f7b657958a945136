"""The door logs in with a password or a token, and says what to mend where it is turned away."""

import base64
from collections.abc import Iterator
from dataclasses import replace

import pytest
from aiosmtpd.smtp import SMTP, AuthResult

from channels.contract import Accepted, Temporary
from channels.email.login import Bearer, Login, Password
from channels.email.sending import EmailDoor, Security
from channels.errors import DoorConfigurationError
from tests.channels.contract import MINT
from tests.channels.email.servers import AiosmtpdRig, Handler

DENIED = base64.b64encode(b'{"status":"400","schemes":"Bearer"}').decode()


class TokenHandler(Handler):
    """Takes the tokens in `good`, and denies others as Google does: with a challenge first."""

    def __init__(self) -> None:
        super().__init__()
        self.good = {"token-1", "token-2"}

    async def auth_XOAUTH2(  # noqa: N802
        self, server: SMTP, args: list[str]
    ) -> AuthResult:
        said = base64.b64decode(args[1]).decode()
        if said in {f"user=ana\x01auth=Bearer {token}\x01\x01" for token in self.good}:
            return AuthResult(success=True)
        await server.challenge_auth(DENIED, encode_to_b64=False)
        message = "535 5.7.8 Username and Password not accepted. See support.example/badcredentials"
        return AuthResult(success=False, handled=False, message=message)


class PasswordsOnly(Handler):
    """Never heard of tokens."""


@pytest.fixture
def rig(request: pytest.FixtureRequest) -> Iterator[AiosmtpdRig]:
    rig = AiosmtpdRig(handler=getattr(request, "param", TokenHandler)())
    yield rig
    rig.close()


def let(rig: AiosmtpdRig, login: Login, **changed: object) -> None:
    """Give the rig a door that logs in like this."""
    server = replace(rig.server(Security.PLAIN, login), **changed)  # type: ignore[arg-type]
    rig.door = EmailDoor(server, MINT.inspector, rig.clock)


def refusal(rig: AiosmtpdRig) -> str:
    with pytest.raises(DoorConfigurationError) as refused:
        rig.send(rig.outbound())
    assert rig.taken() == 0
    return str(refused.value)


def test_a_password_opens_the_door(rig: AiosmtpdRig) -> None:
    let(rig, Password("ana", "secret"))
    assert isinstance(rig.send(rig.outbound()), Accepted)


def test_a_token_opens_the_door(rig: AiosmtpdRig) -> None:
    let(rig, Bearer("ana", lambda: "token-1"))
    assert isinstance(rig.send(rig.outbound()), Accepted)


def test_a_token_is_asked_for_anew_at_each_log_in_and_only_then(rig: AiosmtpdRig) -> None:
    tokens = iter(["token-1", "token-2"])
    let(rig, Bearer("ana", lambda: next(tokens)))
    receipts = [rig.send(rig.outbound(number)) for number in (1, 2)]
    rig.run(rig.shut())
    receipts.append(rig.send(rig.outbound(3)))
    rig.run(rig.open())
    receipts.append(rig.send(rig.outbound(4)))
    assert [type(one) for one in receipts] == [Accepted, Accepted, Temporary, Accepted]
    assert next(tokens, None) is None


def test_a_token_that_is_not_accepted_says_what_to_do(rig: AiosmtpdRig) -> None:
    let(rig, Bearer("ana", lambda: "stale", "smtp.token_command"))
    because = refusal(rig)
    assert "does not accept the login `ana` (535 5.7.8 Username and Password" in because
    assert "; mend `smtp.token_command`: the token may be stale" in because
    assert "stale\x01" not in because


def test_a_password_that_is_not_accepted_says_what_to_do(rig: AiosmtpdRig) -> None:
    let(rig, Password("ana", "wrong", "smtp.password"))
    because = refusal(rig)
    assert "(535 5.7.8" in because
    assert "; mend `smtp.password`: where two-step sign-in is on" in because
    assert "wrong" not in because


def test_a_missing_password_is_named_before_anybody_is_asked(rig: AiosmtpdRig) -> None:
    let(rig, Password("ana", "", "smtp.password"))
    assert refusal(rig) == "there is no password: set `smtp.password`"


def test_where_no_token_can_be_had_the_reason_reaches_the_operator(rig: AiosmtpdRig) -> None:
    def none() -> str:
        raise DoorConfigurationError("`smtp.token_command` ended with 3")

    let(rig, Bearer("ana", none))
    assert refusal(rig) == "`smtp.token_command` ended with 3"


@pytest.mark.parametrize("rig", [PasswordsOnly], indirect=True)
def test_a_server_that_takes_no_tokens_is_named_with_what_it_takes(rig: AiosmtpdRig) -> None:
    let(rig, Bearer("ana", lambda: "token-1", "smtp.token_file"))
    because = refusal(rig)
    assert "takes no token (XOAUTH2), but " in because
    assert "PLAIN" in because
    assert because.endswith("mend `smtp.token_file`")


def test_a_token_is_never_sent_in_the_clear_to_another_machine(rig: AiosmtpdRig) -> None:
    with pytest.raises(DoorConfigurationError, match=r"the token for `mail.house.example`"):
        let(rig, Bearer("ana", lambda: "token-1"), host="mail.house.example")
