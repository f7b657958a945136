"""The law as we hold it, and the rules that judge by it: with dates, sources and what changes."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response

from outreach.domain.pack_page import doubt, page
from outreach.errors import NotFoundError
from outreach.web.console.frame import PATH, Console
from outreach.web.doorway.admitting import Reviewer
from policies.rule import Rule
from policies.rulebook import Rulebook
from policies.rules import RULES

TAB = PATH + "/law"


def law(console: Console) -> APIRouter:
    """Return the pages of packs and rules."""
    router, home = APIRouter(), console.home

    def today() -> date:
        return home.clock.now().astimezone(home.ears.zone).date()

    @router.get(TAB)
    def look(guest: Reviewer) -> Response:
        known = [pack for _, pack in sorted(home.rulebook.packs.items())]
        doubted = {
            pack.code: sum(bool(doubt(one, today())) for one in pack.entries) for pack in known
        }
        fields = {
            "packs": known,
            "doubted": doubted,
            "coming": _coming(home.rulebook, today()),
            "rules": [(rule.name, _first(rule)) for rule in sorted(RULES, key=lambda r: r.name)],
            "fingerprint": home.rulebook.fingerprint,
        }
        return console.page("law", guest, TAB, fields)

    @router.get(TAB + "/pack/{code}")
    def pack(guest: Reviewer, code: str) -> Response:
        found = home.rulebook.packs.get(code.lower())
        if found is None:
            raise NotFoundError("pack", code)
        title, *lines = page(found, today())
        return console.page("law_text", guest, TAB, {"title": title, "lines": lines})

    @router.get(TAB + "/rule/{name}")
    def rule(guest: Reviewer, name: str) -> Response:
        found = next((one for one in RULES if one.name == name), None)
        if found is None:
            raise NotFoundError("rule", name)
        lines = found.doc.strip().splitlines()
        return console.page("law_text", guest, TAB, {"title": name, "lines": lines})

    return router


def _first(rule: Rule) -> str:
    first = rule.doc.strip().partition("\n")[0]
    _, colon, rest = first.partition(": ")
    return rest if colon else first


def _coming(rulebook: Rulebook, today: date) -> list[tuple[date, str, str]]:
    """Return what begins or ends from today on: the day, the pack and what happens."""
    found = []
    for code, pack in rulebook.packs.items():
        for entry in pack.entries:
            if entry.in_force_from and entry.in_force_from > today:
                found.append((entry.in_force_from, code, f"{entry.id} comes into force"))
            if entry.in_force_until and entry.in_force_until > today:
                found.append((entry.in_force_until, code, f"{entry.id} ends"))
    return sorted(found)
