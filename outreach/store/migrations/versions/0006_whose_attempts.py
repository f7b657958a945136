"""an attempt moves three times: find it by its person alone, and no move touches that index."""

from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index('ix_attempt_person', table_name='attempt')
    op.create_index('ix_attempt_person', 'attempt', ['person_id'])


def downgrade() -> None:
    op.drop_index('ix_attempt_person', table_name='attempt')
    op.create_index('ix_attempt_person', 'attempt', ['person_id', 'state'])
