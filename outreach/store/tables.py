"""Every table of the house. Both databases are made from this, through the migrations.

Text ids. Moments are aware and in UTC. What was said, decided and sent is only ever added to.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, UniqueConstraint
from sqlalchemy import text as sql

from outreach.store.columns import count, key, metadata, moment, of, plain, text, words, yes
from outreach.store.trail import (
    commitment,
    counter,
    decision,
    inbound,
    intake,
    lease,
    ledger,
    note,
    pace,
    receipt,
    sent,
)

__all__ = [
    "attempt",
    "bar",
    "commitment",
    "consent",
    "counter",
    "decision",
    "enrollment",
    "house",
    "inbound",
    "intake",
    "lease",
    "ledger",
    "metadata",
    "note",
    "organisation",
    "pace",
    "person",
    "point",
    "receipt",
    "sender",
    "sent",
    "sequence",
    "statement",
    "team",
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
)

organisation = Table(
    "organisation",
    metadata,
    key(),
    text("name"),
    text("folded", unique=True),
    count("version", 1),
)

person = Table(
    "person",
    metadata,
    key(),
    text("name"),
    text("folded", index=True),
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
    Index("ix_person_organisation_id", "organisation_id"),
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
    words("source"),
    moment("source_at"),
    count("version", 1),
    Index("ix_point_person_id", "person_id"),
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
    Index("ix_statement_person_id", "person_id", "said_at"),
    Index("ix_statement_point_id", "point_id"),
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
    Index("ix_consent_person_id", "person_id"),
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
    words("suppressed_hash"),
    text("because"),
    moment("since", given=True),
    text("by"),
    Index("ix_bar_person_id", "person_id"),
    Index("ix_bar_organisation_id", "organisation_id"),
    Index("ix_bar_point_id", "point_id"),
    Index("ix_bar_suppressed_hash", "suppressed_hash"),
)

sender = Table(
    "sender",
    metadata,
    key("address"),  # a mailbox or a number of ours
    text("channel"),
    words("paused_because"),
    words("paused_code"),
    moment("paused_since"),
    words("resumed_by"),
    moment("resumed_at"),
)

sequence = Table(
    "sequence",
    metadata,
    key(),
    text("name"),
    Column("version", Integer, nullable=False),
    text("purpose"),
    plain("body"),
    moment("added_at", given=True),
    UniqueConstraint("name", "version"),
)

_DONE = sql("last_done_at is not null")

enrollment = Table(
    "enrollment",
    metadata,
    key(),
    of("person", given=True),
    of("sequence", given=True),
    text("state"),  # active | finished | ended | paused
    text("by"),
    moment("enrolled_at", given=True),
    count("next_step", 1),
    moment("next_due_at"),
    moment("last_done_at"),
    words("ended_because"),
    Index("ix_enrollment_person_id", "person_id"),
    Index("ix_enrollment_due", "state", "next_due_at"),
    Index("ix_enrollment_ended_step", "last_done_at", sqlite_where=_DONE, postgresql_where=_DONE),
    Index(
        "uq_enrollment_going_on",
        "person_id",
        "sequence_id",
        unique=True,
        sqlite_where=sql("state in ('active', 'paused')"),
        postgresql_where=sql("state in ('active', 'paused')"),
    ),
)

_IN_FLIGHT = sql("state in ('cleared', 'sending')")
_HELD = sql("state = 'held'")

attempt = Table(
    "attempt",
    metadata,
    key(),
    of("person", given=True),
    of("point"),
    text("channel"),
    text("purpose"),
    words("topic"),
    words("sequence_name"),
    of("enrollment"),
    Column("step", Integer),
    text("by"),
    yes("automated"),
    text("state"),
    moment("due_at", given=True),
    moment("expires_at"),
    plain("reviewed_words"),
    words("message"),
    plain("words_for"),
    words("words_digest"),
    words("content_digest"),
    plain("tried"),
    plain("has_words_for"),
    words("message_id"),
    words("commitment_id"),
    words("answers"),
    words("acknowledges"),
    words("callback"),
    yes("rep_note"),
    words("in_reply_to"),
    words("decision_id"),  # the last recorded one
    words("decision_digest"),
    moment("judged_at"),
    moment("held_since"),
    Column("judged_epoch", Integer),
    Column("judged_organisation", Integer),
    Column("judged_person", Integer),
    Column("judged_point", Integer),
    words("nonce"),
    moment("clearance_expires"),
    moment("sending_since"),
    words("worker"),
    count("tries"),
    words("reference"),
    moment("created_at", given=True),
    moment("finished_at"),
    words("outcome_code"),
    words("outcome_detail"),
    words("sender"),  # the mailbox or number of ours that it left by
    yes("outside"),  # went around the gate: found in a mailbox, never cleared
    words("delivery"),  # what the carrier said last: sent | delivered | undelivered | failed | read
    words("delivery_code"),
    moment("delivery_at"),
    Index("ix_attempt_due", "state", "due_at", "id"),
    Index("ix_attempt_person", "person_id", "state"),
    Index("ix_attempt_went_out", "person_id", "sending_since"),
    Index("ix_attempt_enrollment", "enrollment_id"),
    Index("ix_attempt_message_id", "message_id"),
    Index("ix_attempt_reference", "reference"),
    Index("ix_attempt_held", "held_since", sqlite_where=_HELD, postgresql_where=_HELD),
    Index(
        "uq_attempt_in_flight",
        "person_id",
        unique=True,
        sqlite_where=_IN_FLIGHT,
        postgresql_where=_IN_FLIGHT,
    ),
)
