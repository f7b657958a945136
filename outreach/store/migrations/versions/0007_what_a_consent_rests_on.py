"""a consent says of what kind it is, what they were shown, where the original is, and its end."""

import sqlalchemy as sa
from alembic import op

from outreach.store.columns import Moment

revision = '0007'
down_revision = '0006b'
branch_labels = None
depends_on = None

WORDS = ('way', 'wording', 'reference', 'given_for', 'topic', 'ended_because')
MOMENTS = ('recorded_at', 'ended_at')


def upgrade() -> None:
    op.create_table('wording',
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('kept_at', Moment(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_wording'))
    )
    with op.batch_alter_table('consent', schema=None) as batch_op:
        # what was recorded so far was an outright yes with its proof, and not known to be written
        kind = sa.Column('kind', sa.Text(), nullable=False, server_default='express')
        batch_op.add_column(kind)
        for name in WORDS:
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=True))
        for name in MOMENTS:
            batch_op.add_column(sa.Column(name, Moment(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('consent', schema=None) as batch_op:
        for name in ('kind', *WORDS, *MOMENTS):
            batch_op.drop_column(name)

    op.drop_table('wording')
