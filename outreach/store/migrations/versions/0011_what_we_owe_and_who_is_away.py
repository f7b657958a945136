"""roles, cadences, matters of organisations; who of us is away or has left; promises offered."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from outreach.store.columns import Moment

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

ANYONES = "anyone and state in ('open', 'broken')"
IN_THE_BOOK = "state = 'queued'"
UNANSWERED = "kind = 'reply' and answered_at is null and person_id is not null"
WORD_IS_DUE = 'word_due_at is not null'
OPEN = 'settled_at is null'


def upgrade() -> None:
    _new_tables()
    for table, added in ADDED.items():
        with op.batch_alter_table(table) as changed:
            for name, kind in added.items():
                changed.add_column(sa.Column(name, kind()))
    for name, (table, columns, where) in INDEXES.items():
        partial = sa.text(where) if where else None
        op.create_index(name, table, columns, sqlite_where=partial, postgresql_where=partial)


def downgrade() -> None:
    for name, (table, _, _) in INDEXES.items():
        op.drop_index(name, table)
    for table, columns in ADDED.items():
        with op.batch_alter_table(table) as changed:
            for name in columns:
                changed.drop_column(name)
    for table in ('absence', 'matter', 'cadence', 'role'):
        op.drop_table(table)


def _moment() -> Moment:
    return Moment(timezone=True)


ADDED: dict[str, dict[str, Any]] = {
    'team': {'left_at': _moment, 'successor_id': sa.Text},
    'person': {'word_due_at': _moment},
    'commitment': {'made_by': sa.Text, 'offered_at': _moment},
}
INDEXES = {
    'ix_role_person_id': ('role', ['person_id'], None),
    'ix_role_organisation_id': ('role', ['organisation_id'], None),
    'ix_role_what': ('role', ['what', 'person_id'], None),
    'ix_matter_person_id': ('matter', ['person_id'], None),
    'ix_matter_open': ('matter', ['owner', 'since'], OPEN),
    'ix_absence_member_id': ('absence', ['member_id'], None),
    'ix_person_owner_id': ('person', ['owner_id'], None),
    'ix_person_word_due': ('person', ['word_due_at'], WORD_IS_DUE),
    'ix_person_owner_word_due': ('person', ['owner_id', 'word_due_at'], WORD_IS_DUE),
    'ix_commitment_owner': ('commitment', ['owner', 'state', 'due_at'], None),
    'ix_commitment_anyone': ('commitment', ['due_at'], ANYONES),
    'ix_attempt_in_the_book': ('attempt', ['by', 'due_at'], IN_THE_BOOK),
    'ix_inbound_unanswered': ('inbound', ['received_at'], UNANSWERED),
}


def _new_tables() -> None:
    op.create_table(
        'role',
        sa.Column('id', sa.Text(), nullable=False),
        sa.Column('person_id', sa.Text(), nullable=False),
        sa.Column('organisation_id', sa.Text(), nullable=True),
        sa.Column('what', sa.Text(), nullable=False),
        sa.Column('since', _moment(), nullable=False),
        sa.Column('until', _moment(), nullable=True),
        sa.Column('source', sa.Text(), nullable=True),
        sa.Column('ended_because', sa.Text(), nullable=True),
        sa.Column('import_id', sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_role_person_id'),
        sa.ForeignKeyConstraint(
            ['organisation_id'], ['organisation.id'], name='fk_role_organisation_id'
        ),
        sa.PrimaryKeyConstraint('id', name='pk_role'),
    )
    op.create_table(
        'cadence',
        sa.Column('id', sa.Text(), nullable=False),
        sa.Column('person_id', sa.Text(), nullable=True),
        sa.Column('role', sa.Text(), nullable=True),
        sa.Column('every_days', sa.Integer(), nullable=True),
        sa.Column('by', sa.Text(), nullable=False),
        sa.Column('set_at', _moment(), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_cadence_person_id'),
        sa.PrimaryKeyConstraint('id', name='pk_cadence'),
        sa.UniqueConstraint('person_id', name='uq_cadence_person_id'),
        sa.UniqueConstraint('role', name='uq_cadence_role'),
    )
    op.create_table(
        'matter',
        sa.Column('id', sa.Text(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('organisation_id', sa.Text(), nullable=True),
        sa.Column('person_id', sa.Text(), nullable=False),
        sa.Column('words', sa.Text(), nullable=True),
        sa.Column('named_name', sa.Text(), nullable=True),
        sa.Column('named_address', sa.Text(), nullable=True),
        sa.Column('inbound_id', sa.Text(), nullable=True),
        sa.Column('owner', sa.Text(), nullable=True),
        sa.Column('since', _moment(), nullable=False),
        sa.Column('settled_at', _moment(), nullable=True),
        sa.Column('settled_by', sa.Text(), nullable=True),
        sa.Column('settled_how', sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ['organisation_id'], ['organisation.id'], name='fk_matter_organisation_id'
        ),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name='fk_matter_person_id'),
        sa.ForeignKeyConstraint(['owner'], ['team.id'], name='fk_matter_owner'),
        sa.PrimaryKeyConstraint('id', name='pk_matter'),
    )
    op.create_table(
        'absence',
        sa.Column('id', sa.Text(), nullable=False),
        sa.Column('member_id', sa.Text(), nullable=False),
        sa.Column('since', _moment(), nullable=False),
        sa.Column('until', _moment(), nullable=True),
        sa.Column('covered_by', sa.Text(), nullable=True),
        sa.Column('noted_at', _moment(), nullable=False),
        sa.Column('noted_by', sa.Text(), nullable=False),
        sa.Column('ended_at', _moment(), nullable=True),
        sa.ForeignKeyConstraint(['member_id'], ['team.id'], name='fk_absence_member_id'),
        sa.ForeignKeyConstraint(['covered_by'], ['team.id'], name='fk_absence_covered_by'),
        sa.PrimaryKeyConstraint('id', name='pk_absence'),
    )
