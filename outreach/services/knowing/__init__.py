"""Knowing people: their roles, how they stand to each other, what we noted, where they belong."""

from __future__ import annotations

from outreach.services.knowing.belonging import NewPlace, add_place
from outreach.services.knowing.noting import NewNote, must_be_a_note, note
from outreach.services.knowing.portraying import Words, portray
from outreach.services.knowing.relating import NewRelation, end_relation, relate
from outreach.services.knowing.roles import Ended, NewRole, add_role, end_role

__all__ = [
    "Ended",
    "NewNote",
    "NewPlace",
    "NewRelation",
    "NewRole",
    "Words",
    "add_place",
    "add_role",
    "end_relation",
    "end_role",
    "must_be_a_note",
    "note",
    "portray",
    "relate",
]
