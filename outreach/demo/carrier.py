"""A carrier to try texts on: `python -m outreach.demo.carrier`. It speaks Twilio's API (`--help`).

Put its address into `[twilio] base_url`. POST `From`, `To` and `Body` to its `/_text` and somebody
has texted you; GET `/_record` shows what it took. Nothing leaves this machine.
"""

from __future__ import annotations

import argparse
import asyncio

from channels.sms.carrier_server.exchange import Account, Exchange
from channels.sms.carrier_server.hooks import Signing
from channels.sms.carrier_server.server import listening
from outreach.clock import SystemClock

ACCOUNT, TOKEN = f"AC{'0' * 32}", "only-for-trying"


def main() -> None:
    """Serve until interrupted; the first line that is printed is the address."""
    parser = argparse.ArgumentParser(prog="outreach.demo.carrier", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes any that is free")
    parser.add_argument("--account", default=ACCOUNT, help="the account SID it knows")
    parser.add_argument("--token", default=TOKEN, help="the auth token it knows")
    parser.add_argument("--text-url", default="", help="where what people write is posted")
    parser.add_argument("--call-url", default="", help="where calls are posted")
    parser.add_argument("--mute", action="store_true", help="report nothing on texts")
    asked = parser.parse_args()
    signing = Signing(asked.token)
    account = Account(asked.account, asked.token, signing, asked.text_url, asked.call_url)
    exchange = Exchange(account, SystemClock().now)
    exchange.reports = not asked.mute
    asyncio.run(_serve(exchange, asked.port))


async def _serve(exchange: Exchange, port: int) -> None:
    runner = await listening(exchange, port)
    host, bound = runner.addresses[0][:2]
    print(f"http://{host}:{bound}", flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()
        await exchange.close()


if __name__ == "__main__":
    main()
