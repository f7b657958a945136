"""calls to make, and calls of which nobody said what came: found without any letters."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_TO_CALL = sa.text("channel = 'phone' and state in ('planned', 'queued', 'held')")
_UNSAID = sa.text("channel = 'phone' and state = 'accepted' and outcome_code is null")


def upgrade() -> None:
    for name, columns, only in (
        ("ix_attempt_to_call", ["due_at", "id"], _TO_CALL),
        ("ix_attempt_unsaid", ["by", "due_at", "id"], _UNSAID),
    ):
        op.create_index(name, "attempt", columns, sqlite_where=only, postgresql_where=only)


def downgrade() -> None:
    op.drop_index("ix_attempt_unsaid", "attempt")
    op.drop_index("ix_attempt_to_call", "attempt")
