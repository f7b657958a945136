"""The tables of how we stand with people: roles, cadences, matters, and who of us is away.

They refer to people and the team; `tables` gives the whole schema.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, UniqueConstraint
from sqlalchemy import text as sql

from outreach.store.columns import key, metadata, moment, of, part, text, words

role = Table(
    "role",
    metadata,
    key(),
    of("person", given=True),
    of("organisation"),  # where; none: towards us alone
    text("what"),
    moment("since", given=True),
    moment("until"),
    words("source"),
    words("ended_because"),
    words("import_id"),
    words("noted_by"),
    Index("ix_role_person_id", "person_id"),
    Index("ix_role_organisation_id", "organisation_id"),
    Index("ix_role_what", "what", "person_id"),
)

also_called = Table(
    "also_called",
    metadata,
    key(),
    of("person", given=True),
    text("name"),  # another way they write their name
    text("folded", index=True),
    moment("since", given=True),
    words("source"),
    Index("ix_also_called_person_id", "person_id"),
)

relation = Table(
    "relation",
    metadata,
    key(),
    of("person", given=True),
    text("what"),  # read from the person to the other: `assistant of`, `introduced by`
    of("person", "other_id"),
    of("team", "member_id"),  # or one of us
    moment("since", given=True),
    moment("until"),
    words("source"),
    words("noted_by"),
    words("ended_because"),
    Index("ix_relation_person_id", "person_id"),
    Index("ix_relation_other_id", "other_id"),
)

cadence = Table(
    "cadence",
    metadata,
    key(),
    of("person"),
    words("role"),  # of one person, or of everybody in a role
    Column("every_days", Integer),  # none: not at all
    text("by"),
    moment("set_at", given=True),
    UniqueConstraint("person_id"),
    UniqueConstraint("role"),
)

_OPEN = sql("settled_at is null")

matter = Table(
    "matter",
    metadata,
    key(),
    text("kind"),
    of("organisation"),
    of("person", given=True),
    words("words"),
    words("named_name"),  # whom they named instead: kept with who named them, contacted by nobody
    words("named_address"),
    words("inbound_id"),
    of("team", "owner"),
    moment("since", given=True),
    moment("settled_at"),
    words("settled_by"),
    words("settled_how"),
    Index("ix_matter_person_id", "person_id"),
    part("ix_matter_open", "owner", "since", where=_OPEN),
)

absence = Table(
    "absence",
    metadata,
    key(),
    of("team", "member_id", given=True),
    moment("since", given=True),
    moment("until"),  # none: until they are back
    of("team", "covered_by"),
    moment("noted_at", given=True),
    text("noted_by"),
    moment("ended_at"),
    Index("ix_absence_member_id", "member_id"),
)
