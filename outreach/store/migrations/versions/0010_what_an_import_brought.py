"""an import is kept with what it brought, so that it can be taken back."""

import sqlalchemy as sa
from alembic import op

from outreach.store.columns import PLAIN, Moment

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

BROUGHT = ('person', 'point', 'statement', 'consent')


def upgrade() -> None:
    op.create_table(
        'people_import',
        sa.Column('id', sa.Text(), nullable=False),
        sa.Column('source', sa.Text(), nullable=False),
        sa.Column('file', sa.Text(), nullable=False),
        sa.Column('at', Moment(timezone=True), nullable=False),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('counted', PLAIN, nullable=True),
        sa.Column('undone_at', Moment(timezone=True), nullable=True),
        sa.Column('undone_by', sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint('id', name='pk_people_import'),
    )
    op.create_table(
        'people_import_change',
        sa.Column('import_id', sa.Text(), nullable=False),
        sa.Column('person_id', sa.Text(), nullable=False),
        sa.Column('before', PLAIN, nullable=True),
        sa.Column('after', PLAIN, nullable=True),
        sa.ForeignKeyConstraint(
            ['import_id'], ['people_import.id'], name='fk_people_import_change_import_id'
        ),
        sa.ForeignKeyConstraint(
            ['person_id'], ['person.id'], name='fk_people_import_change_person_id'
        ),
        sa.PrimaryKeyConstraint('import_id', 'person_id', name='pk_people_import_change'),
    )
    for table in BROUGHT:
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column('import_id', sa.Text()))


def downgrade() -> None:
    for table in BROUGHT:
        with op.batch_alter_table(table) as changed:
            changed.drop_column('import_id')
    op.drop_table('people_import_change')
    op.drop_table('people_import')
