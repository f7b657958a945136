"""what lists look through: read from narrow entries, in the order of the list, names by letters."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_KEPT_BACK = "verdict in ('block', 'hold') or kind = 'outside'"
_BLOCKED = "verdict = 'block' and reviewed_at is null"
_OWED = "coalesce(state, '') in ('open', 'broken')"
_TO_CALL = "coalesce(state, '') in ('planned', 'queued', 'held')"
_UNPROVEN = "kind = 'callback' and coalesce(state, '') = 'open' and not proven"

_BEFORE = {
    "ix_decision_open": ("decision", ["at"], "open"),
    "ix_decision_kept_back": ("decision", ["at", "id"], _KEPT_BACK),
    "ix_decision_blocked": ("decision", ["at", "id"], _BLOCKED),
    "ix_attempt_to_call": (
        "attempt",
        ["due_at", "id"],
        "channel = 'phone' and state in ('planned', 'queued', 'held')",
    ),
    "ix_commitment_anyone": ("commitment", ["due_at"], "anyone and state in ('open', 'broken')"),
}
_SINCE = {
    "ix_decision_open": ("decision", ["at", "id", "clearer", "kind", "rules", "open"], "open"),
    "ix_decision_kept_back": ("decision", ["at", "id", "rules"], _KEPT_BACK),
    "ix_decision_blocked": ("decision", ["at", "id", "rules"], _BLOCKED),
    "ix_attempt_to_call": ("attempt", ["due_at", "id"], f"channel = 'phone' and {_TO_CALL}"),
    "ix_attempt_held_by": ("attempt", ["by", "held_since", "id"], "state = 'held'"),
    "ix_commitment_anyone": ("commitment", ["due_at"], f"anyone and {_OWED}"),
    "ix_commitment_call_owed": (
        "commitment",
        ["due_at", "id"],
        f"kind = 'callback' and channel = 'phone' and {_OWED}",
    ),
    "ix_commitment_unproven_callback": ("commitment", ["due_at", "id"], _UNPROVEN),
}


def upgrade() -> None:
    _instead(_BEFORE, _SINCE)
    _names_by('collate "C"')


def downgrade() -> None:
    _names_by('collate "default"')
    _instead(_SINCE, _BEFORE)


def _instead(
    these: dict[str, tuple[str, list[str], str]], those: dict[str, tuple[str, list[str], str]]
) -> None:
    for name, (table, _, _) in these.items():
        op.drop_index(name, table)
    for name, (table, columns, where) in those.items():
        only = sa.text(where)
        op.create_index(name, table, columns, sqlite_where=only, postgresql_where=only)


def _names_by(collation: str) -> None:
    if op.get_bind().dialect.name == "postgresql":  # SQLite always goes by letters
        op.execute(f"alter table person alter column folded type text {collation}")
