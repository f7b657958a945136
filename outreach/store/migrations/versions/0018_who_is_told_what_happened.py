"""whom of the programs we tell what happened, and what each was told."""

import sqlalchemy as sa
from alembic import op

from outreach.store.columns import PLAIN, Moment

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'webhook',
        sa.Column('id', sa.Text(), nullable=False),
        sa.Column('key_id', sa.Text(), nullable=False),
        sa.Column('url', sa.Text(), nullable=False),
        sa.Column('events', PLAIN, nullable=True),
        sa.Column('made_at', Moment(timezone=True), nullable=False),
        sa.Column('made_by', sa.Text(), nullable=False),
        sa.Column('secret_no', sa.Integer(), server_default=sa.text('1'), nullable=False),
        sa.Column('rotated_at', Moment(timezone=True), nullable=True),
        sa.Column('after_seq', sa.BigInteger(), nullable=False),
        sa.Column('ended_at', Moment(timezone=True), nullable=True),
        sa.Column('ended_because', sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(['key_id'], ['program_key.id'], name='fk_webhook_key_id'),
        sa.PrimaryKeyConstraint('id', name='pk_webhook'),
    )
    op.create_index('ix_webhook_key_id', 'webhook', ['key_id'])
    op.create_table(
        'notice',
        sa.Column('id', sa.Text(), nullable=False),
        sa.Column('webhook_id', sa.Text(), nullable=False),
        sa.Column('seq', sa.BigInteger(), nullable=False),
        sa.Column('event', sa.Text(), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('at', Moment(timezone=True), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('tries', sa.Integer(), server_default=sa.text('0'), nullable=False),
        sa.Column('next_at', Moment(timezone=True), nullable=False),
        sa.Column('told_at', Moment(timezone=True), nullable=True),
        sa.Column('answer', sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(['webhook_id'], ['webhook.id'], name='fk_notice_webhook_id'),
        sa.PrimaryKeyConstraint('id', name='pk_notice'),
    )
    op.create_index('ix_notice_webhook_id', 'notice', ['webhook_id', 'state', 'id'])
    op.create_index(
        'ix_notice_due',
        'notice',
        ['webhook_id', 'next_at', 'id'],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index('ix_notice_at', 'notice', ['at'])


def downgrade() -> None:
    op.drop_table('notice')
    op.drop_table('webhook')
