"""fewer entries a person: an index that another begins with, and one that nearly nobody is in."""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

_IS_MERGED = sa.text('merged_into is not null')


def upgrade() -> None:
    op.drop_index('ix_point_person_id', 'point')  # the unique one begins with it
    op.drop_index('ix_person_merged_into', 'person')
    op.create_index(
        'ix_person_merged_into',
        'person',
        ['merged_into'],
        sqlite_where=_IS_MERGED,
        postgresql_where=_IS_MERGED,
    )


def downgrade() -> None:
    op.drop_index('ix_person_merged_into', 'person')
    op.create_index('ix_person_merged_into', 'person', ['merged_into'])
    op.create_index('ix_point_person_id', 'point', ['person_id'])
