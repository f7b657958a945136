"""a message known again under another key, and ways in that are no more."""

import sqlalchemy as sa
from alembic import op

from outreach.store.columns import Moment

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('inbound', sa.Column('digest', sa.Text(), nullable=True))
    op.create_index('ix_inbound_digest', 'inbound', ['digest'], unique=True)
    op.add_column('intake', sa.Column('left_at', Moment(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('intake', 'left_at')
    op.drop_index('ix_inbound_digest', table_name='inbound')
    op.drop_column('inbound', 'digest')
