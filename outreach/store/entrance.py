"""The tables of who of us may come in, and what our people keep for themselves in the console.

They refer to the team and to decisions; `tables` gives the whole schema.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, UniqueConstraint
from sqlalchemy import text as sql

from outreach.store.columns import count, key, metadata, moment, of, part, plain, text, words

account = Table(
    "account",
    metadata,
    Column("member_id", ForeignKey("team.id"), primary_key=True),
    text("access"),  # rep | manager | compliance | admin
    text("password"),  # argon2id, with its salt and costs
    moment("made_at", given=True),
    moment("changed_at", given=True),
    moment("revoked_at"),
    words("revoked_by"),
)

invitation = Table(
    "invitation",
    metadata,
    key("digest"),  # of the link's secret, which is nowhere kept
    of("team", "member_id", given=True),
    text("access"),
    text("by"),
    moment("made_at", given=True),
    moment("expires_at", given=True),
    moment("used_at"),
    Index("ix_invitation_member_id", "member_id"),
)

session = Table(
    "session",
    metadata,
    key("digest"),  # of the cookie, which is nowhere kept
    of("team", "member_id", given=True),
    moment("started_at", given=True),
    moment("seen_at", given=True),
    moment("expires_at", given=True),
    text("agent"),  # what their browser calls itself
    text("came_from"),
    moment("ended_at"),
    words("ended_because"),
    Index("ix_session_member_id", "member_id", "started_at"),
)

login_try = Table(
    "login_try",
    metadata,
    key("key"),  # a digest of whose name, or of where from
    count("count"),
    moment("since", given=True),
)

_OPEN = sql("settled_at is null")

proposal = Table(
    "proposal",
    metadata,
    key(),
    of("decision", given=True),
    of("team", "member_id", given=True),
    plain("correction"),
    text("reason"),
    text("proof"),
    moment("made_at", given=True),
    moment("settled_at"),
    words("settled_by"),
    words("outcome"),  # agreed | refused | withdrawn
    Index("ix_proposal_decision_id", "decision_id"),
    part("ix_proposal_open", "made_at", where=_OPEN),
)

saved_view = Table(
    "saved_view",
    metadata,
    key(),
    of("team", "member_id", given=True),
    text("name"),
    text("query"),
    moment("made_at", given=True),
    UniqueConstraint("member_id", "name"),
)

program_key = Table(
    "program_key",
    metadata,
    key(),
    text("name", unique=True),
    text("digest", unique=True),  # of its secret, which is nowhere kept
    of("team", "member_id", given=True),
    plain("scopes"),
    moment("made_at", given=True),
    text("made_by"),
    moment("used_on"),
    moment("revoked_at"),
    words("revoked_by"),
)

answered = Table(
    "answered",
    metadata,
    Column("key_id", ForeignKey("program_key.id"), primary_key=True),
    key("again"),
    text("asked"),
    count("status"),
    text("body"),
    moment("at", given=True),
    Index("ix_answered_at", "at"),
)

webhook = Table(
    "webhook",
    metadata,
    key(),
    of("program_key", "key_id", given=True),
    text("url"),
    plain("events"),
    moment("made_at", given=True),
    text("made_by"),
    count("secret_no", 1),
    moment("rotated_at"),
    Column("after_seq", BigInteger, nullable=False),  # the last entry of the ledger it was told of
    moment("ended_at"),
    words("ended_because"),
    Index("ix_webhook_key_id", "key_id"),
)

_WAITING = sql("state = 'waiting'")

notice = Table(
    "notice",
    metadata,
    key(),
    of("webhook", given=True),
    Column("seq", BigInteger, nullable=False),
    text("event"),
    text("body"),
    moment("at", given=True),
    text("state"),  # waiting | told | dead
    count("tries"),
    moment("next_at", given=True),
    moment("told_at"),
    words("answer"),
    Index("ix_notice_webhook_id", "webhook_id", "state", "id"),
    part("ix_notice_due", "webhook_id", "next_at", "id", where=_WAITING),
    Index("ix_notice_at", "at"),
)
