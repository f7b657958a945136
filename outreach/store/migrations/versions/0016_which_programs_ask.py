"""keys of programs that ask us over the wire, and what they were answered."""

import sqlalchemy as sa
from alembic import op

from outreach.store.columns import PLAIN, Moment

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'program_key',
        sa.Column('id', sa.Text(), nullable=False),
        sa.Column('name', sa.Text(), nullable=False),
        sa.Column('digest', sa.Text(), nullable=False),
        sa.Column('member_id', sa.Text(), nullable=False),
        sa.Column('scopes', PLAIN, nullable=True),
        sa.Column('made_at', Moment(timezone=True), nullable=False),
        sa.Column('made_by', sa.Text(), nullable=False),
        sa.Column('used_on', Moment(timezone=True), nullable=True),
        sa.Column('revoked_at', Moment(timezone=True), nullable=True),
        sa.Column('revoked_by', sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(['member_id'], ['team.id'], name='fk_program_key_member_id'),
        sa.PrimaryKeyConstraint('id', name='pk_program_key'),
        sa.UniqueConstraint('digest', name='uq_program_key_digest'),
        sa.UniqueConstraint('name', name='uq_program_key_name'),
    )
    op.create_table(
        'answered',
        sa.Column('key_id', sa.Text(), nullable=False),
        sa.Column('again', sa.Text(), nullable=False),
        sa.Column('asked', sa.Text(), nullable=False),
        sa.Column('status', sa.Integer(), server_default=sa.text('0'), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('at', Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['key_id'], ['program_key.id'], name='fk_answered_key_id'),
        sa.PrimaryKeyConstraint('key_id', 'again', name='pk_answered'),
    )
    op.create_index('ix_answered_at', 'answered', ['at'])


def downgrade() -> None:
    op.drop_table('answered')
    op.drop_table('program_key')
