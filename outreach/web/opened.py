"""The pages of an open house: every room, with what it may do there."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from outreach.bootstrap.hooks import MailHook, carrier_hooks, mail_secret
from outreach.bootstrap.house import House
from outreach.bootstrap.own_pages import OwnPages
from outreach.bootstrap.pages import SignedLinks
from outreach.services.accounts import Porch
from outreach.web.addressed import Addressed, host_of
from outreach.web.api.admitting import Counter
from outreach.web.api.app import Mounted
from outreach.web.api.pace import Pace
from outreach.web.app import create_app
from outreach.web.calendar import calendar
from outreach.web.console.room import console_room
from outreach.web.desk.room import desk_room
from outreach.web.doorway.admitting import Doorway
from outreach.web.doorway.coming_in import coming_in
from outreach.web.doorway.own_account import own_account
from outreach.web.doorway.team_accounts import team_accounts
from outreach.web.health.room import health
from outreach.web.hooks import carrier_hooks as carrier_room
from outreach.web.hooks import mail_hook
from outreach.web.one_click import one_click
from outreach.web.overview.room import overview_room
from outreach.web.pages import HouseCard
from outreach.web.person.room import own_room


def app_of(home: House) -> FastAPI:
    """Return the application that serves this house."""
    card = HouseCard(
        home.settings.house.name, home.settings.sender.mailbox, home.settings.house.address
    )
    app = create_app(card, rooms_of(home, card))
    web = home.settings.web
    app.add_middleware(Addressed, names=(host_of(web.public_url), *web.also_at))
    app.router.routes.append(Mounted(Counter(home, Pace(home.clock.monotonic))))
    app.state.doorway = Doorway(Porch(home.store, home.clock), web.public_url)
    return app


def rooms_of(home: House, card: HouseCard) -> list[APIRouter]:
    """Return the rooms; without a carrier nobody finds where one would post to."""
    rooms = [
        health(home),
        calendar(home),
        one_click(SignedLinks(home.ears), card),
        coming_in(card),
        own_account(card),
        team_accounts(card),
        console_room(home, card),
        desk_room(home, card),
        overview_room(home, card),
        own_room(OwnPages(home.ears, home.tokens), card),
        mail_hook(MailHook(home.ears, mail_secret(home.tokens))),
    ]
    carrier = carrier_hooks(home.ears, home.settings, home.templates)
    return [*rooms, carrier_room(carrier)] if carrier is not None else rooms
