"""a mark that a list set, in a row that was left out, is taken back with the list."""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('bar') as changed:
        changed.add_column(sa.Column('import_id', sa.Text()))


def downgrade() -> None:
    with op.batch_alter_table('bar') as changed:
        changed.drop_column('import_id')
