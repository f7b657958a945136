"""Every table of the house. Both databases are made from this, through the migrations.

Text ids. Moments are aware and in UTC. What was said, decided and sent is only ever added to.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, UniqueConstraint
from sqlalchemy import text as sql

from outreach.store.columns import count, key, metadata, moment, of, part, plain, text, words, yes
from outreach.store.entrance import (
    account,
    answered,
    invitation,
    login_try,
    program_key,
    proposal,
    saved_view,
    session,
)
from outreach.store.planned import attempt, enrollment, sender, sequence, sequence_rest
from outreach.store.ties import absence, also_called, cadence, matter, relation, role
from outreach.store.trail import (
    commitment,
    counter,
    decision,
    inbound,
    intake,
    lease,
    ledger,
    note,
    organisation_counter,
    pace,
    receipt,
    registry_copy,
    registry_listing,
    sent,
)

__all__ = [
    "absence",
    "account",
    "also_called",
    "answered",
    "attempt",
    "bar",
    "cadence",
    "commitment",
    "consent",
    "counter",
    "decision",
    "enrollment",
    "house",
    "inbound",
    "intake",
    "invitation",
    "lease",
    "ledger",
    "login_try",
    "matter",
    "metadata",
    "note",
    "organisation",
    "organisation_counter",
    "pace",
    "people_import",
    "people_import_change",
    "person",
    "point",
    "program_key",
    "proposal",
    "receipt",
    "registry_copy",
    "registry_listing",
    "relation",
    "role",
    "saved_view",
    "sender",
    "sent",
    "sequence",
    "sequence_rest",
    "session",
    "statement",
    "team",
    "wording",
]

house = Table(
    "house",
    metadata,
    Column("id", Integer, primary_key=True),
    count("epoch", 1),
    text("mode"),  # rehearsal | live; never changes
    moment("created_at", given=True),
    Column("installation_key", LargeBinary, nullable=False),
    words("rulebook_fingerprint"),
    words("halted_because"),
    words("deaf_because"),
)

team = Table(
    "team",
    metadata,
    key(),
    text("name", unique=True),
    words("email"),
    words("phone"),
    words("role"),
    moment("joined_at", given=True),
    words("language"),
    moment("left_at"),
    words("successor_id"),  # who took everything over
    count("feeds"),  # how often the address of their calendar was renewed
)

organisation = Table(
    "organisation",
    metadata,
    key(),
    text("name"),
    text("folded", unique=True),
    words("alike", index=True),  # its name without its legal form: what binds one binds all
    count("version", 1),
    words("kind"),  # a firm or a household
    words("source"),
    words("notes"),
    words("noted_by"),
    moment("noted_at"),
)

_WORD_IS_DUE = sql("word_due_at is not null")
_IS_MERGED = sql("merged_into is not null")

person = Table(
    "person",
    metadata,
    key(),
    text("name"),
    text("folded", index=True, by_letters=True),
    words("call_name"),
    words("country"),
    words("region"),
    words("zone"),
    words("language"),
    words("kind"),
    words("kind_source"),
    of("organisation"),
    of("team", "owner_id"),
    words("source"),
    moment("source_at"),
    words("notes"),
    moment("created_at", given=True),
    count("version", 1),
    Column("secret_key", LargeBinary),  # digests about this person are keyed with it
    words("identity_unclear_because"),
    words("import_id"),  # what brought it, here and below: it can be taken back
    moment("word_due_at"),  # no later than the next word from us is due; none: by no cadence
    words("themselves"),  # what they call themselves, in their words
    plain("languages"),
    words("merged_into"),  # who they turned out to be; what is left here proves old decisions
    part("ix_person_merged_into", "merged_into", where=_IS_MERGED),
    Index("ix_person_organisation_id", "organisation_id"),
    Index("ix_person_owner_folded", "owner_id", "folded"),
    part("ix_person_word_due", "word_due_at", where=_WORD_IS_DUE),
    part("ix_person_owner_word_due", "owner_id", "word_due_at", where=_WORD_IS_DUE),
)

point = Table(
    "point",
    metadata,
    key(),
    of("person", given=True),
    text("channel"),
    text("address"),
    text("folded"),
    count("rank"),
    text("state"),
    words("kind"),
    words("registry"),
    moment("registry_on"),
    words("source"),
    moment("source_at"),
    count("version", 1),
    words("import_id"),
    words("through_id"),  # whose it is, where they let somebody else answer for them
    Index("ix_point_folded", "folded"),
    UniqueConstraint("person_id", "channel", "folded"),
)

statement = Table(
    "statement",
    metadata,
    key(),
    of("person", given=True),
    text("words"),
    moment("said_at", given=True),
    moment("heard_at", given=True),
    text("via"),
    text("source"),
    yes("proven"),
    words("proof"),
    of("point"),
    words("inbound_id"),
    plain("meanings"),
    words("noted_by"),
    plain("narrowed"),  # what a review made of the meanings, with its proof; the words stay
    words("import_id"),
    Index("ix_statement_person_id", "person_id", "said_at"),
    Index("ix_statement_point_id", "point_id"),
    Index("ix_statement_heard_at", "heard_at", "id"),
)

consent = Table(
    "consent",
    metadata,
    key(),
    of("person", given=True),
    text("channel"),
    text("purpose"),
    moment("given_at", given=True),
    text("proof"),
    words("source"),
    moment("expires_at"),
    text("kind"),
    words("way"),
    words("wording"),  # the digest of what they were shown
    words("reference"),
    words("given_for"),
    words("topic"),
    words("ended_because"),
    moment("recorded_at"),
    moment("ended_at"),
    words("import_id"),
    Index("ix_consent_person_id", "person_id"),
)

people_import = Table(
    "people_import",
    metadata,
    key(),
    text("source"),
    text("file"),
    moment("at", given=True),
    text("by"),
    plain("counted"),
    moment("undone_at"),
    words("undone_by"),
)

people_import_change = Table(
    "people_import_change",
    metadata,
    Column("import_id", ForeignKey("people_import.id"), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    plain("before"),  # what an import filled in of somebody we knew, as it was and as it became
    plain("after"),
)

wording = Table(
    "wording",
    metadata,
    key("digest"),
    text("words"),
    moment("kept_at", given=True),
)

bar = Table(
    "bar",
    metadata,
    key(),
    text("covers"),
    of("person"),
    of("organisation"),
    of("point"),
    words("topic"),
    words("suppressed_hash", index=True),
    text("because"),
    moment("since", given=True),
    text("by"),
    words("import_id"),
    Index("ix_bar_person_id", "person_id"),
    Index("ix_bar_organisation_id", "organisation_id"),
    Index("ix_bar_point_id", "point_id"),
)
