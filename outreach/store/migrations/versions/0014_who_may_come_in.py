"""accounts, invitations, sessions; corrections that ask a second person; saved views."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from outreach.store.columns import PLAIN, Moment

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    _entrance()
    _console()
    op.create_index('ix_invitation_member_id', 'invitation', ['member_id'])
    op.create_index('ix_session_member_id', 'session', ['member_id', 'started_at'])
    op.create_index('ix_proposal_decision_id', 'proposal', ['decision_id'])
    _partial('ix_proposal_open', 'proposal', ['made_at'], 'settled_at is null')
    _partial('ix_decision_reviewed', 'decision', ['reviewed_at', 'id'], 'reviewed_at is not null')


def downgrade() -> None:
    op.drop_index('ix_decision_reviewed', table_name='decision')
    for table in ('saved_view', 'proposal', 'login_try', 'session', 'invitation', 'account'):
        op.drop_table(table)


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    clause = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=clause, postgresql_where=clause)


def _moment(name: str, given: bool = False) -> sa.Column[Any]:
    return sa.Column(name, Moment(timezone=True), nullable=not given)


def _text(name: str, given: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=not given)


def _member(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(['member_id'], ['team.id'], name=f'fk_{table}_member_id')


def _entrance() -> None:
    op.create_table(
        'account',
        _text('member_id'),
        _text('access'),
        _text('password'),
        _moment('made_at', True),
        _moment('changed_at', True),
        _moment('revoked_at'),
        _text('revoked_by', False),
        _member('account'),
        sa.PrimaryKeyConstraint('member_id', name='pk_account'),
    )
    op.create_table(
        'invitation',
        _text('digest'),
        _text('member_id'),
        _text('access'),
        _text('by'),
        _moment('made_at', True),
        _moment('expires_at', True),
        _moment('used_at'),
        _member('invitation'),
        sa.PrimaryKeyConstraint('digest', name='pk_invitation'),
    )
    op.create_table(
        'session',
        _text('digest'),
        _text('member_id'),
        _moment('started_at', True),
        _moment('seen_at', True),
        _moment('expires_at', True),
        _text('agent'),
        _text('came_from'),
        _moment('ended_at'),
        _text('ended_because', False),
        _member('session'),
        sa.PrimaryKeyConstraint('digest', name='pk_session'),
    )
    op.create_table(
        'login_try',
        _text('key'),
        sa.Column('count', sa.Integer(), server_default=sa.text('0'), nullable=False),
        _moment('since', True),
        sa.PrimaryKeyConstraint('key', name='pk_login_try'),
    )


def _console() -> None:
    op.create_table(
        'proposal',
        _text('id'),
        _text('decision_id'),
        _text('member_id'),
        sa.Column('correction', PLAIN, nullable=True),
        _text('reason'),
        _text('proof'),
        _moment('made_at', True),
        _moment('settled_at'),
        _text('settled_by', False),
        _text('outcome', False),
        sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name='fk_proposal_decision_id'),
        _member('proposal'),
        sa.PrimaryKeyConstraint('id', name='pk_proposal'),
    )
    op.create_table(
        'saved_view',
        _text('id'),
        _text('member_id'),
        _text('name'),
        _text('query'),
        _moment('made_at', True),
        _member('saved_view'),
        sa.PrimaryKeyConstraint('id', name='pk_saved_view'),
        sa.UniqueConstraint('member_id', 'name', name='uq_saved_view_member_id_name'),
    )
