"""Who the people of the demo are: their roles and ties, and what is reached together."""

from __future__ import annotations

from datetime import datetime

from outreach.demo.stage import ANA, Stage
from outreach.demo.telling import Teller
from outreach.domain.notes import NoteKind
from outreach.services import knowing
from outreach.services.knowing import NewNote, NewRelation, NewRole, Words

ROLES = (
    ("Scott Reyes", "builder of schools", "Reyes Construction", "2019-03-01"),
    ("Scott Reyes", "speaker", "Western Builders' Congress", "2025-09-01"),
    ("Ingrid Lund", "teacher", "Northlight School", "2012-08-15"),
    ("Grace Liu", "editor", "Lantern Press", "2021-01-01"),
    ("Grace Liu", "member of the board", "Northlight School", "2024-06-01"),
    ("Maria Delgado", "owner", "Delgado Bakery Supply", "2026-06-01"),
)
"""Who is what, where, and since when."""
TIES = (
    ("Scott Reyes", "introduced by", "Ingrid Lund"),
    ("Grace Liu", "works with", "Ingrid Lund"),
)
THEMSELVES = {
    "Scott Reyes": "a builder who is always on the road",
    "Maria Delgado": "the one who is up at four",
}
READY = {"Ben Hollis": "really interested, but nothing for the next nine months"}
FIRST_ORDER = "first order: five sites, every month"


def as_they_are(stage: Stage, teller: Teller) -> None:
    """Note what Ana knows of them besides where they can be reached."""
    house = stage.house
    for name, what, where, since in ROLES:
        new = NewRole(
            stage.person(name).id, what, ANA, where, datetime.fromisoformat(f"{since}T12:00Z")
        )
        knowing.add_role(house.store, house.clock, new)
    for name, what, other in TIES:
        tie = NewRelation(stage.person(name).id, what, ANA, other_id=stage.person(other).id)
        knowing.relate(house.store, house.clock, tie)
    for name, words in THEMSELVES.items():
        said = Words(themselves=words)
        knowing.portray(house.store, house.clock, stage.person(name).id, said, ANA)
    for name, words in READY.items():
        note = NewNote(stage.person(name).id, words, ANA, NoteKind.READINESS)
        knowing.note(house.store, house.clock, note)
    _tell(teller)


def _tell(teller: Teller) -> None:
    name, what, where, since = ROLES[1]
    teller.does(f"people role add '{name}' '{what}' --at \"{where}\" --since {since}")
    name, what, other = TIES[0]
    teller.does(f"people relate '{name}' '{what}' '{other}'")


def became_a_customer(stage: Stage, teller: Teller, name: str, where: str) -> None:
    """Note the first order as a milestone that both sides reached, and that they are a customer."""
    house, whom = stage.house, stage.person(name).id
    reached = NewNote(whom, FIRST_ORDER, ANA, NoteKind.MILESTONE, shared_at=where)
    knowing.note(house.store, house.clock, reached)
    knowing.add_role(house.store, house.clock, NewRole(whom, "customer", ANA, where))
    teller.does(f"people milestone '{name}' '{FIRST_ORDER}' --with '{where}'")
    teller.does(f"people role add '{name}' customer --at '{where}'")
