"""how much went out lately, by sender and by receiving domain."""

import sqlalchemy as sa
from alembic import op

from outreach.store.columns import PLAIN, Moment

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'pace',
        sa.Column('key', sa.Text(), nullable=False),
        sa.Column('taken', PLAIN, nullable=True),
        sa.Column('last_at', Moment(timezone=True), nullable=True),
        sa.Column('planned_until', Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint('key', name=op.f('pk_pace')),
    )


def downgrade() -> None:
    op.drop_table('pace')
