"""whose people, by name: a page of them is read from one index."""

from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index('ix_person_owner_folded', 'person', ['owner_id', 'folded'])
    op.drop_index('ix_person_owner_id', 'person')


def downgrade() -> None:
    op.create_index('ix_person_owner_id', 'person', ['owner_id'])
    op.drop_index('ix_person_owner_folded', 'person')
