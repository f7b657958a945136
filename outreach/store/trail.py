"""The tables of what happened: decided, sent, heard, promised, noted, and the ledger of it all.

They refer to people and attempts; `tables` gives the whole schema.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text
from sqlalchemy import text as sql

from outreach.store.columns import count, metadata, moment, of, plain, text, words, yes
from outreach.store.columns import key as id_key

OPEN = sql("decision.open")
KEPT_BACK = sql("(decision.verdict in ('block', 'hold') or decision.kind = 'outside')")
BLOCKED = sql("decision.verdict = 'block' and decision.reviewed_at is null")
TO_READ = sql("inbound.state in ('unclear', 'unmatched', 'failed')")
"""Written out wherever they are asked for: SQLite takes a partial index for nothing else."""

_KEPT_BACK = sql("verdict in ('block', 'hold') or kind = 'outside'")
_BLOCKED = sql("verdict = 'block' and reviewed_at is null")
_TO_READ = sql("state in ('unclear', 'unmatched', 'failed')")

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
    Index("ix_decision_open", "at", sqlite_where=sql("open"), postgresql_where=sql("open")),
    Index(
        "ix_decision_kept_back",
        "at",
        "id",
        sqlite_where=_KEPT_BACK,
        postgresql_where=_KEPT_BACK,
    ),
    Index("ix_decision_blocked", "at", "id", sqlite_where=_BLOCKED, postgresql_where=_BLOCKED),
    Index(
        "ix_decision_reviewed",
        "reviewed_at",
        "id",
        sqlite_where=sql("reviewed_at is not null"),
        postgresql_where=sql("reviewed_at is not null"),
    ),
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
    Index(
        "ix_inbound_unread",
        "received_at",
        sqlite_where=sql("state = 'new'"),
        postgresql_where=sql("state = 'new'"),
    ),
    Index(
        "ix_inbound_to_read",
        "state",
        "received_at",
        "id",
        sqlite_where=_TO_READ,
        postgresql_where=_TO_READ,
    ),
    Index("ix_inbound_person_id", "person_id", "received_at"),
    Index("ix_inbound_digest", "digest", unique=True),
    Index(
        "ix_inbound_unanswered",
        "received_at",
        sqlite_where=UNANSWERED,
        postgresql_where=UNANSWERED,
    ),
    Index(
        "ix_inbound_settled",
        "settled_at",
        sqlite_where=sql("settled_at is not null"),
        postgresql_where=sql("settled_at is not null"),
    ),
)

ANYONES = sql("anyone and state in ('open', 'broken')")
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
    Index("ix_commitment_anyone", "due_at", sqlite_where=ANYONES, postgresql_where=ANYONES),
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
    Index(
        "ix_ledger_unsealed",
        "id",
        sqlite_where=sql("sealed_seq is null"),
        postgresql_where=sql("sealed_seq is null"),
    ),
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
