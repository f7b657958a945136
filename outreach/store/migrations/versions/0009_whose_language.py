"""each of us may read refusals in a language of their own."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('team') as team:
        team.add_column(sa.Column('language', sa.Text()))


def downgrade() -> None:
    with op.batch_alter_table('team') as team:
        team.drop_column('language')
