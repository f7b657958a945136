"""what was kept back, blocked, or must be read by somebody: each a short index of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_PARTS = {
    "ix_decision_kept_back": (
        "decision",
        ["at", "id"],
        "verdict in ('block', 'hold') or kind = 'outside'",
    ),
    "ix_decision_blocked": ("decision", ["at", "id"], "verdict = 'block' and reviewed_at is null"),
    "ix_inbound_to_read": (
        "inbound",
        ["state", "received_at", "id"],
        "state in ('unclear', 'unmatched', 'failed')",
    ),
}


def upgrade() -> None:
    for name, (table, columns, where) in _PARTS.items():
        only = sa.text(where)
        op.create_index(name, table, columns, sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    for name, (table, _, _) in _PARTS.items():
        op.drop_index(name, table)
