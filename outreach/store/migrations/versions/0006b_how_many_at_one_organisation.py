"""who at each organisation heard from us lately, in one row that is locked to count there."""

import sqlalchemy as sa
from alembic import op

from outreach.store.columns import PLAIN

revision = '0006b'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'organisation_counter',
        sa.Column('organisation_id', sa.Text(), nullable=False),
        sa.Column('heard', PLAIN, nullable=True),
        sa.ForeignKeyConstraint(
            ['organisation_id'],
            ['organisation.id'],
            name=op.f('fk_organisation_counter_organisation_id'),
        ),
        sa.PrimaryKeyConstraint('organisation_id', name=op.f('pk_organisation_counter')),
    )


def downgrade() -> None:
    op.drop_table('organisation_counter')
