"""what was said, begun and promised in a period is counted without reading the rest."""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

_BEGUN = sa.text('sending_since is not null')


def upgrade() -> None:
    op.create_index('ix_statement_heard_at', 'statement', ['heard_at', 'id'])
    op.create_index('ix_commitment_made_at', 'commitment', ['made_at'])
    op.create_index(
        'ix_attempt_begun',
        'attempt',
        ['sending_since', 'id'],
        sqlite_where=_BEGUN,
        postgresql_where=_BEGUN,
    )


def downgrade() -> None:
    op.drop_index('ix_attempt_begun', table_name='attempt')
    op.drop_index('ix_commitment_made_at', table_name='commitment')
    op.drop_index('ix_statement_heard_at', table_name='statement')
