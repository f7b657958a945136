"""A text door in front of the carrier that ships with us."""

from collections.abc import Callable
from datetime import datetime

from channels.contract import Outbound
from channels.sms.account import Account
from channels.sms.adapter import TextDoor
from channels.sms.carrier_server import exchange as inside
from channels.sms.carrier_server.exchange import Exchange
from channels.sms.carrier_server.hooks import Signing
from channels.sms.carrier_server.script import CROWD, UNAUTHORISED, Drop, Refuse, Slow
from channels.sms.carrier_server.server import CarrierServer
from tests.channels.contract import MINT, NOON, Outside, Rig

SID = f"AC{'0' * 32}"
TOKEN = "the token of the account"
OURS = "+15550001111"
THEIRS = "+17025550142"
CALLBACK = "http://127.0.0.1:9/hooks/twilio/status"


def exchange(
    clock: Callable[[], datetime] = lambda: NOON,
    *,
    text_url: str = "",
    call_url: str = "",
    key: str = "",
    secret: str = TOKEN,
) -> Exchange:
    account = inside.Account(SID, TOKEN, Signing(secret, key), text_url, call_url)
    return Exchange(account, clock)


def account(server: CarrierServer, connections: int = 3, timeout: float = 5.0) -> Account:
    return Account(SID, TOKEN, server.url, connections=connections, timeout=timeout)


class TextRig(Rig):
    """The real door before the carrier on this machine."""

    def __init__(self, timeout: float = 5.0) -> None:
        super().__init__()
        self.server = CarrierServer(exchange(self.clock)).__enter__()
        self.carrier = self.server.exchange
        self.carrier.reports = False
        self.door = self.text_door(account(self.server, timeout=timeout))

    def text_door(self, account: Account, callback: str = "") -> TextDoor:
        return TextDoor(account, MINT.inspector, self.clock, lambda attempt: callback)

    def arrange(self, outside: Outside) -> None:
        script = self.carrier.script
        match outside:
            case Outside.PERMANENT:
                script.append(Refuse(21614, message="not a mobile number"))
            case Outside.TEMPORARY:
                script.append(CROWD)
            case Outside.DROPS_BEFORE:
                self.server.stop()
            case Outside.DROPS_AFTER:
                script.append(Drop(taken=True))
            case Outside.WRONG_CREDENTIALS:
                script.append(UNAUTHORISED)
            case Outside.SLOW:
                script.extend([Slow(0.02)] * 100)
            case _:
                script.append(Refuse(21608, message="no such sender"))

    def taken(self) -> int:
        return len(self.carrier.record.taken())

    def most_at_once(self) -> int:
        return self.carrier.most_under_way

    def outbound(self, number: int = 1) -> Outbound:
        return super().outbound(number)

    def close(self) -> None:
        super().close()
        self.server.__exit__()
