"""The tables of what is to leave: whom we send as, sequences, who is in them, and every attempt.

They refer to people; `tables` gives the whole schema.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, UniqueConstraint
from sqlalchemy import text as sql

from outreach.store.columns import count, key, metadata, moment, of, part, plain, text, words, yes

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
    plain("options"),  # what ends it, what it excludes
    UniqueConstraint("name", "version"),
)

sequence_rest = Table(
    "sequence_rest",
    metadata,
    key("name"),  # paused as a whole, every version of it
    moment("since", given=True),
    text("by"),
    text("because"),
)

_GOING_ON = sql("state in ('active', 'paused')")
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
    moment("paused_at"),
    words("paused_by"),
    words("paused_because"),
    words("paused_with"),  # the sequence, where it was paused as a whole
    Index("ix_enrollment_person_id", "person_id"),
    Index("ix_enrollment_due", "state", "next_due_at"),
    part("ix_enrollment_ended_step", "last_done_at", where=_DONE),
    part("uq_enrollment_going_on", "person_id", "sequence_id", where=_GOING_ON, unique=True),
)

_IN_FLIGHT = sql("state in ('cleared', 'sending')")
_HELD = sql("state = 'held'")
_IN_THE_BOOK = sql("state = 'queued'")
_BEGUN = sql("sending_since is not null")
_TO_CALL = sql("channel = 'phone' and coalesce(state, '') in ('planned', 'queued', 'held')")
_UNSAID = sql("channel = 'phone' and state = 'accepted' and outcome_code is null")

TO_CALL = sql(
    "attempt.channel = 'phone' and coalesce(attempt.state, '') in ('planned', 'queued', 'held')"
)
UNSAID = sql(
    "attempt.channel = 'phone' and attempt.state = 'accepted' and attempt.outcome_code is null"
)
"""Written out wherever they are asked for: SQLite takes a partial index for nothing else."""

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
    Index("ix_attempt_person", "person_id"),
    Index("ix_attempt_went_out", "person_id", "sending_since"),
    part("ix_attempt_begun", "sending_since", "id", where=_BEGUN),
    Index("ix_attempt_enrollment", "enrollment_id"),
    Index("ix_attempt_message_id", "message_id"),
    Index("ix_attempt_reference", "reference"),
    part("ix_attempt_to_call", "due_at", "id", where=_TO_CALL),
    part("ix_attempt_unsaid", "by", "due_at", "id", where=_UNSAID),
    part("ix_attempt_held", "held_since", where=_HELD),
    part("ix_attempt_held_by", "by", "held_since", "id", where=_HELD),
    part("ix_attempt_in_the_book", "by", "due_at", where=_IN_THE_BOOK),
    part("uq_attempt_in_flight", "person_id", where=_IN_FLIGHT, unique=True),
)
