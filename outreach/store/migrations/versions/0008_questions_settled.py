"""when a question that a message asked was settled, and by whom: how long it took is measured."""

import sqlalchemy as sa
from alembic import op

from outreach.store.columns import Moment

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('inbound', sa.Column('settled_at', Moment(timezone=True), nullable=True))
    op.add_column('inbound', sa.Column('settled_by', sa.Text(), nullable=True))
    op.create_index(
        'ix_inbound_settled',
        'inbound',
        ['settled_at'],
        sqlite_where=sa.text('settled_at is not null'),
        postgresql_where=sa.text('settled_at is not null'),
    )


def downgrade() -> None:
    op.drop_index('ix_inbound_settled', table_name='inbound')
    op.drop_column('inbound', 'settled_by')
    op.drop_column('inbound', 'settled_at')
