"""who we send as, what a carrier says afterwards, and what went around the gate."""

import sqlalchemy as sa
from alembic import op

from outreach.store.columns import Moment

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'sender',
        sa.Column('address', sa.Text(), nullable=False),
        sa.Column('channel', sa.Text(), nullable=False),
        sa.Column('paused_because', sa.Text(), nullable=True),
        sa.Column('paused_code', sa.Text(), nullable=True),
        sa.Column('paused_since', Moment(timezone=True), nullable=True),
        sa.Column('resumed_by', sa.Text(), nullable=True),
        sa.Column('resumed_at', Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint('address', name=op.f('pk_sender')),
    )
    op.add_column('attempt', sa.Column('sender', sa.Text(), nullable=True))
    op.add_column(
        'attempt',
        sa.Column('outside', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    )
    op.add_column('attempt', sa.Column('delivery', sa.Text(), nullable=True))
    op.add_column('attempt', sa.Column('delivery_code', sa.Text(), nullable=True))
    op.add_column('attempt', sa.Column('delivery_at', Moment(timezone=True), nullable=True))


def downgrade() -> None:
    for column in ('delivery_at', 'delivery_code', 'delivery', 'outside', 'sender'):
        op.drop_column('attempt', column)
    op.drop_table('sender')
