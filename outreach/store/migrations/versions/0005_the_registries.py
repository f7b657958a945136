"""copies of national registries, and which one a number was looked up in."""

import sqlalchemy as sa
from alembic import op

from outreach.store.columns import PLAIN, Moment

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'registry_copy',
        sa.Column('country', sa.Text(), nullable=False),
        sa.Column('edition', sa.Text(), nullable=False),
        sa.Column('copied_on', Moment(timezone=True), nullable=False),
        sa.Column('count', sa.Integer(), server_default=sa.text('0'), nullable=False),
        sa.Column('covers', PLAIN, nullable=True),
        sa.Column('imported_at', Moment(timezone=True), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('country', name=op.f('pk_registry_copy')),
    )
    op.create_table(
        'registry_listing',
        sa.Column('edition', sa.Text(), nullable=False),
        sa.Column('digest', sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint('edition', 'digest', name=op.f('pk_registry_listing')),
    )
    op.add_column('point', sa.Column('registry_on', Moment(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('point', 'registry_on')
    op.drop_table('registry_listing')
    op.drop_table('registry_copy')
