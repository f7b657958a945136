"""The tables of what happened: decided, sent, heard, promised, noted, and the ledger of it all.

They refer to people and attempts; `tables` gives the whole schema.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text
from sqlalchemy import text as sql

from outreach.store.columns import count, metadata, moment, of, part, plain, text, words, yes
from outreach.store.columns import key as id_key

OPEN = sql("decision.open")
KEPT_BACK = sql("(decision.verdict in ('block', 'hold') or decision.kind = 'outside')")
BLOCKED = sql("decision.verdict = 'block' and decision.reviewed_at is null")
TO_READ = sql("inbound.state in ('unclear', 'unmatched', 'failed')")
CALL_OWED = sql(
    "commitment.kind = 'callback' and commitment.channel = 'phone'"
    " and coalesce(commitment.state, '') in ('open', 'broken')"
)
UNPROVEN_CALLBACK = sql(
    "commitment.kind = 'callback' and coalesce(commitment.state, '') = 'open'"
    " and not commitment.proven"
)
"""Written out wherever they are asked for: SQLite takes a partial index for nothing else.

`coalesce` around what is always given: SQLite, which keeps no statistics for us, would else take
the index on states, and sort all that it finds.
"""

_KEPT_BACK = sql("verdict in ('block', 'hold') or kind = 'outside'")
_BLOCKED = sql("verdict = 'block' and reviewed_at is null")
_NEW = sql("state = 'new'")
_SETTLED = sql("settled_at is not null")
_TO_READ = sql("state in ('unclear', 'unmatched', 'failed')")
_CALL_OWED = sql(
    "kind = 'callback' and channel = 'phone' and coalesce(state, '') in ('open', 'broken')"
)
_UNPROVEN = sql("kind = 'callback' and coalesce(state, '') = 'open' and not proven")
_OPEN = sql("open")
_UNSEALED = sql("sealed_seq is null")
_REVIEWED = sql("reviewed_at is not null")

decision = Table(
    "decision",
    metadata,
    id_key(),
    of("attempt", given=True),
    of("person", given=True),
    moment("at", given=True),
    text("kind"),  # gate | press
    text("verdict"),
    moment("until"),
    words("to_channel"),
    words("clearer"),
    plain("rules"),
    text("sentence"),
    plain("explanation"),
    plain("asked"),
    plain("facts"),
    words("fingerprint"),
    words("digest"),
    yes("open"),  # a human has still to look at it
    words("review_action"),
    words("reviewed_by"),
    words("review_reason"),
    moment("reviewed_at"),
    Index("ix_decision_attempt_id", "attempt_id", "at"),
    Index("ix_decision_person_id", "person_id", "at"),
    Index("ix_decision_at", "at"),
    part("ix_decision_open", "at", "id", "clearer", "kind", "rules", "open", where=_OPEN),
    part("ix_decision_kept_back", "at", "id", "rules", where=_KEPT_BACK),
    part("ix_decision_blocked", "at", "id", "rules", where=_BLOCKED),
    part("ix_decision_reviewed", "reviewed_at", "id", where=_REVIEWED),
)

receipt = Table(
    "receipt",
    metadata,
    id_key(),
    of("attempt", given=True),
    moment("at", given=True),
    text("kind"),  # accepted | refused | turned away | temporary | unknown
    words("code"),
    words("detail"),
    words("reference"),
    Index("ix_receipt_attempt_id", "attempt_id"),
)

sent = Table(
    "sent",
    metadata,
    Column("attempt_id", ForeignKey("attempt.id"), primary_key=True),
    words("subject"),
    text("text"),
)

UNANSWERED = sql("kind = 'reply' and answered_at is null and person_id is not null")

inbound = Table(
    "inbound",
    metadata,
    id_key(),
    text("key", unique=True),
    text("door"),
    Column("raw", LargeBinary, nullable=False),
    moment("received_at", given=True),
    text("state"),  # new | read | matched | failed | ignored
    words("kind"),
    of("person"),
    of("attempt"),
    words("from_address"),
    words("words"),
    plain("reading"),
    words("failed_because"),
    moment("read_at"),
    moment("answered_at"),
    words("answered_by"),
    words("statement_id"),
    words("digest"),
    moment("settled_at"),
    words("settled_by"),
    part("ix_inbound_unread", "received_at", where=_NEW),
    part("ix_inbound_to_read", "state", "received_at", "id", where=_TO_READ),
    Index("ix_inbound_person_id", "person_id", "received_at"),
    Index("ix_inbound_digest", "digest", unique=True),
    part("ix_inbound_unanswered", "received_at", where=UNANSWERED),
    part("ix_inbound_settled", "settled_at", where=_SETTLED),
)

ANYONES = sql("anyone and coalesce(state, '') in ('open', 'broken')")
"""Written out wherever it is asked for: SQLite takes a partial index for nothing else."""

commitment = Table(
    "commitment",
    metadata,
    id_key(),
    of("person", given=True),
    text("kind"),  # callback | request | pledge | meeting
    text("what"),
    words("channel"),
    moment("due_at", given=True),
    moment("expires_at"),
    of("team", "owner"),
    yes("anyone"),
    text("state"),  # open | kept | broken | released
    words("statement_id"),
    yes("proven"),
    yes("named_hour"),
    moment("made_at", given=True),
    moment("closed_at"),
    words("closed_by"),
    words("made_by"),  # who of us gave it, where they did not ask for it themselves
    moment("offered_at"),  # when it was overdue for long enough for anybody to take it
    Index("ix_commitment_person_id", "person_id", "state"),
    Index("ix_commitment_due", "state", "due_at"),
    Index("ix_commitment_made_at", "made_at"),
    Index("ix_commitment_owner", "owner", "state", "due_at"),
    part("ix_commitment_anyone", "due_at", where=ANYONES),
    part("ix_commitment_call_owed", "due_at", "id", where=_CALL_OWED),
    part("ix_commitment_unproven_callback", "due_at", "id", where=_UNPROVEN),
)

note = Table(
    "note",
    metadata,
    id_key(),
    of("person", given=True),
    moment("at", given=True),
    text("by"),
    text("text"),
    words("kind"),
    moment("noted_at"),
    Column("minutes", Integer),
    Column("amount", Integer),  # in cents and the like
    words("currency"),
    words("statement_id"),  # what they said themselves, where it was read for what it binds
    words("organisation_id"),  # where a milestone is shared by everybody there
    Index("ix_note_person_id", "person_id", "at"),
    Index("ix_note_organisation_id", "organisation_id"),
)

intake = Table(
    "intake",
    metadata,
    id_key("name"),
    moment("last_ok_at"),
    moment("oldest_unread_at"),
    words("cursor"),
    words("failing_because"),
    moment("left_at"),
)

ledger = Table(
    "ledger",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    moment("at", given=True),
    text("kind"),
    text("subject"),
    plain("body"),
    Column("sealed_seq", BigInteger, unique=True),
    words("prev_hash"),
    words("hash"),
    Index("ix_ledger_subject", "subject"),
    part("ix_ledger_unsealed", "id", where=_UNSEALED),
    sqlite_autoincrement=True,
)

counter = Table(
    "counter",
    metadata,
    id_key("key"),
    Column("value", Integer, nullable=False, server_default=sql("0")),
    moment("window_start"),
)

organisation_counter = Table(
    "organisation_counter",
    metadata,
    Column("organisation_id", ForeignKey("organisation.id"), primary_key=True),
    plain("heard"),  # by channel and person the moment they heard last; none: not counted yet
)

pace = Table(
    "pace",
    metadata,
    id_key("key"),  # whose limit, over which stretch
    plain("taken"),  # how many left in each small part of the stretch
    moment("last_at"),
    moment("planned_until"),
)

registry_copy = Table(
    "registry_copy",
    metadata,
    id_key("country"),
    text("edition"),
    moment("copied_on", given=True),
    count("count"),
    plain("covers"),  # prefixes of the numbers that were asked about; none: the whole country
    moment("imported_at", given=True),
    text("by"),
)

registry_listing = Table(
    "registry_listing",
    metadata,
    id_key("edition"),
    id_key("digest"),
)

lease = Table(
    "lease",
    metadata,
    id_key("name"),
    text("holder"),
    moment("until", given=True),
    Column("pid", Integer),
    Column("head", Text),
)
